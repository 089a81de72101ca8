//! The permalink, the one codec for settings.
use crate::{Config, Notice};

/// The settings of a link, and what in it could not be used.
pub fn parse(link: &str) -> (Config, Vec<Notice>) {
    let _ = link;
    (Config::default(), Vec::new())
}

/// The link of settings, without a leading `#`.
pub fn format(config: &Config) -> String {
    let _ = config;
    String::new()
}
