//! The permalink, the one codec for settings: `key=value&key=value`.
//!
//! Every link of TensorFlow Playground means here what it means there (`state.ts`,
//! `deserializeState`): a boolean that is present and not `false` is true, a blank value counts for
//! nothing except in `networkShape`, where it means no hidden layers, a value ends at a second `=`,
//! and the last of several wins. What cannot be used is named in a [`Notice`].
//!
//! ```
//! use nabla_nn::{Activation, Config, link};
//!
//! let (config, notices) = link::parse("https://playground.tensorflow.org/#activation=relu&noise=much");
//! assert_eq!(config.model.activation, Activation::Relu);
//! assert_eq!(notices[0].to_string(), "noise: \"much\" cannot be used; using \"0\"");
//! assert_eq!(link::parse(&link::format(&config)), (config, vec![]));
//! ```

mod fields;
mod key;
mod reading;
#[cfg(test)]
mod tests;

pub use self::fields::Fields;
pub use self::key::Key;
pub use self::reading::{Reading, flag, text};

pub use crate::config::comma_list;

use crate::percent_encoding::{decode, encode};
use crate::{Config, Notice, limits};
use std::borrow::Cow;

/// The engine's settings of a link and what in it could not be used; values are yet to be held to their ranges by
/// [`Config::validate`]. What a link says of the page is passed over.
///
/// Takes a whole address, `#…` or the bare part after it. A link over 8 KB is not read at all.
pub fn parse(link: &str) -> (Config, Vec<Notice>) {
    parse_as(link)
}

/// The same for settings of any kind, such as the engine's and the page's together.
pub fn parse_as<T: Fields>(link: &str) -> (T, Vec<Notice>) {
    let mut settings = T::default();
    if link.len() > limits::MAX_LINK {
        return (settings, vec![Notice::TooLong { limit: limits::MAX_LINK }]);
    }
    let mut notices = Vec::new();
    let mut given = last_values(fragment(link), &mut notices);
    for key in Key::all() {
        let Some(place) = given.iter().position(|(text, _)| *text == key.text()) else { continue };
        let value = decode(given.remove(place).1);
        notices.extend(read(&mut settings, key, &value));
    }
    notices.extend(given.iter().map(|(key, _)| Notice::unknown_key(key)));
    (settings, notices)
}

/// Gives a key its value; what is to be said if it cannot be used as it stands. A blank value means something only to
/// `networkShape`, and a control that is not hidden by `true` is not hidden.
pub fn read<T: Fields>(settings: &mut T, key: Key, value: &str) -> Option<Notice> {
    let means_something = !value.is_empty() || matches!(key, Key::NetworkShape | Key::Hide(_));
    let reading = if means_something { settings.read(key, value) } else { Reading::Unusable };
    match reading {
        Reading::Used => None,
        Reading::Moved => Some(Notice::clamped(&key.text(), value, settings.in_use(key))),
        Reading::Unusable => Some(Notice::bad_value(&key.text(), value, settings.in_use(key))),
    }
}

/// The link of the engine's settings, without a leading `#`: TensorFlow Playground's keys in its order, then ours where
/// they are not the default.
pub fn format(config: &Config) -> String {
    format_as(config)
}

/// The same for settings of any kind.
pub fn format_as<T: Fields>(settings: &T) -> String {
    let default = T::default();
    let pairs = Key::all().filter_map(|key| {
        let value = settings.write(key)?;
        let is_said = key.is_always_written() || default.write(key).as_ref() != Some(&value);
        is_said.then(|| std::format!("{}={}", key.text(), encode(&value)))
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// The part after `#` of an address, or all of a bare link.
fn fragment(link: &str) -> &str {
    let is_address = |text: &str| match text.split_once(['=', '?']) {
        Some((start, _)) => start.contains("://"),
        None => true,
    };
    match link.split_once('#') {
        Some((address, fragment)) if is_address(address) => fragment,
        None if is_address(link) && link.contains("://") => "",
        _ => link,
    }
}

/// A key and its value, as it stands in the link.
type Given<'a> = (Cow<'a, str>, &'a str);

/// Every key's last value, in the link's order; a blank one is "".
fn last_values<'a>(link: &'a str, notices: &mut Vec<Notice>) -> Vec<Given<'a>> {
    let mut values: Vec<Given> = Vec::new();
    for pair in link.split('&').filter(|pair| !pair.is_empty()) {
        let mut parts = pair.splitn(3, '=');
        let key = decode(parts.next().unwrap_or_default());
        let value = parts.next().unwrap_or_default();
        if let Some(rest) = parts.next() {
            notices.push(Notice::bad_value(&key, format!("{value}={rest}"), value));
        }
        let value = if value.trim().is_empty() { "" } else { value };
        let Some(former) = values.iter_mut().find(|(given, _)| *given == key) else {
            values.push((key, value));
            continue;
        };
        former.1 = value;
        let notice = Notice::duplicate(&key);
        if !notices.contains(&notice) {
            notices.push(notice);
        }
    }
    values
}
