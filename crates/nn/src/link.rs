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
mod goal;
mod key;
mod reading;
mod repair;
#[cfg(test)]
mod tests;

pub use self::fields::Fields;
pub use self::goal::{Goal, GoalMeasure};
pub use self::key::Key;
pub use self::reading::{Reading, choice, choices, flag, hides, number, text};

pub use crate::config::comma_list;

use crate::percent_encoding::{decode, encode, encode_visible};
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
    let (link, mut understood) = repair::separators(fragment(link));
    let mut given = last_values(&link, &mut notices, &mut understood);
    for key in Key::all() {
        let Some(place) = given.iter().position(|(text, ..)| *text == key.text()) else { continue };
        let (_, value, rest) = given.remove(place);
        // The original never decodes a seed.
        let decoded = if key == Key::Seed { encode_visible(value).into() } else { decode(value) };
        let notice = read_as_meant(&mut settings, key, &decoded, &mut understood);
        match rest {
            Some(rest) if notice.is_none() && !repair::runs_on(&decoded) => {
                notices.push(Notice::bad_value(&key.text(), format!("{value}={rest}"), value));
            }
            _ => {}
        }
        notices.extend(notice);
    }
    if !given.is_empty() {
        notices.push(Notice::unknown_keys(given.iter().map(|(key, ..)| key.as_ref())));
    }
    if !understood.is_empty() {
        notices.insert(0, Notice::read_as_meant(&understood));
    }
    (settings, notices)
}

/// Gives a key its value, or what was probably meant by it; `understood` then takes the value as it stands.
fn read_as_meant<T: Fields>(
    settings: &mut T,
    key: Key,
    value: &str,
    understood: &mut Vec<String>,
) -> Option<Notice> {
    let mut notice = read(settings, key, value);
    if matches!(notice, Some(Notice::BadValue { .. } | Notice::Switch { .. })) {
        for candidate in repair::candidates(value).iter().filter(|it| !it.is_empty() && *it != value) {
            match read(settings, key, candidate) {
                Some(Notice::BadValue { .. } | Notice::Switch { .. }) => {}
                other => {
                    notice = other;
                    understood.push(value.to_owned());
                    break;
                }
            }
        }
    }
    match notice {
        Some(Notice::ReadAsMeant { mut parts }) => {
            understood.append(&mut parts);
            None
        }
        notice => notice,
    }
}

/// Gives a key its value; what is to be said if it cannot be used as it stands. A blank value means something only to
/// `networkShape`, and a control that is not hidden by `true` is not hidden.
pub fn read<T: Fields>(settings: &mut T, key: Key, value: &str) -> Option<Notice> {
    let means_something = !value.is_empty() || key == Key::NetworkShape || key.hides();
    let reading = if means_something { settings.read(key, value) } else { Reading::Unusable };
    match reading {
        Reading::Used => None,
        Reading::Switched if value.is_empty() => None,
        Reading::Understood => Some(Notice::read_as_meant(&[value.to_owned()])),
        // What is not hidden has nothing to write.
        Reading::Switched if key.hides() => Some(Notice::switch(&key.text(), value, false)),
        Reading::Switched => Some(Notice::switch(&key.text(), value, settings.in_use(key))),
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
        let value = if key == Key::Seed { value } else { encode(&value) };
        is_said.then(|| std::format!("{}={value}", key.text()))
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

/// A key, its value as it stands in the link, and what follows that after another `=`.
type Given<'a> = (Cow<'a, str>, &'a str, Option<&'a str>);

/// Every key's last value, in the link's order; a blank one is "".
fn last_values<'a>(link: &'a str, notices: &mut Vec<Notice>, understood: &mut Vec<String>) -> Vec<Given<'a>> {
    let mut values: Vec<Given> = Vec::new();
    for pair in link.split('&').filter(|pair| !pair.is_empty()) {
        let mut parts = pair.splitn(3, '=');
        let key = decode(parts.next().unwrap_or_default());
        let seen = repair::visible(&key);
        let key = if seen != key && Key::from_text(&seen).is_some() { seen.into() } else { key };
        let key = match repair::key(&key) {
            Some(meant) => {
                understood.push(key.to_string());
                Cow::Owned(meant.to_owned())
            }
            None => key,
        };
        let (value, rest) = (parts.next().unwrap_or_default(), parts.next());
        let value = if value.trim().is_empty() { "" } else { value };
        let Some(former) = values.iter_mut().find(|(given, ..)| *given == key) else {
            values.push((key, value, rest));
            continue;
        };
        (former.1, former.2) = (value, rest);
        let notice = Notice::duplicate(&key);
        if !notices.contains(&notice) {
            notices.push(notice);
        }
    }
    values
}
