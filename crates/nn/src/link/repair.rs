//! Links as they come out of chats, slides and editors: read as they were meant.

use super::Key;
use crate::percent_encoding::decode;
use std::borrow::Cow;

/// An ampersand as markup writes it.
const AMPERSANDS: [&str; 4] = ["&amp;", "&#38;", "&#038;", "&#x26;"];
/// A link is encoded again at most so many times: every mail and chat on the way may do it once.
const MOST_ENCODED: usize = 3;
/// Where what follows is markup or a sentence, not a value.
const ENDS: [char; 6] = ['"', '<', '>', ';', ')', '”'];
/// What stands before a key that was cut out of an address or out of markup.
const BEFORE_KEYS: [&str; 5] = ["amp;", "?", "#", "!", "/"];
/// What a list or a sentence puts before a value.
const LEADING: [char; 8] = ['"', '\'', '[', '(', '{', '“', '‘', '`'];
/// What a sentence or a list leaves at the end of a value.
const TRAILING: [char; 15] = ['.', ',', ']', '}', '\'', '’', '»', '`', '*', '_', '!', '?', '%', '|', '\\'];

/// The part after `#` with its separators as they were, and what was found in their place.
pub(super) fn separators(link: &str) -> (Cow<'_, str>, Vec<String>) {
    let (mut link, mut found): (Cow<str>, Vec<String>) = (link.into(), Vec::new());
    let mut decoded = link.clone().into_owned();
    for _ in 0..MOST_ENCODED {
        decoded = decode(&decoded).into_owned();
        if known_keys(&decoded) > known_keys(&link) {
            link = decoded.clone().into();
            found = vec!["%3D".to_owned()];
        }
    }
    // Of `&amp;amp;` the first replacement leaves another.
    while let Some(ampersand) = AMPERSANDS.into_iter().find(|&it| link.contains(it)) {
        link = link.replace(ampersand, "&").into();
        if !found.iter().any(|it| it == ampersand) {
            found.push(ampersand.to_owned());
        }
    }
    if let Some((start, entity)) = entity(&link) {
        found.push(entity.to_owned());
        link = link[..start].to_owned().into();
    }
    (link, found)
}

/// Where markup begins that has lost its brackets: the first character reference, such as `&quot;` or `&#8221;`.
fn entity(link: &str) -> Option<(usize, &str)> {
    link.match_indices('&').find_map(|(start, _)| {
        let name = &link[start + 1..][..link[start + 1..].find([';', '&', '='])?];
        let digits = name.strip_prefix('#').map(|code| code.strip_prefix(['x', 'X']).unwrap_or(code));
        let is_name = match digits {
            Some(digits) => digits.chars().all(|digit| digit.is_ascii_hexdigit()),
            None => matches!(name, "quot" | "gt" | "lt" | "nbsp" | "apos" | "rdquo" | "ldquo" | "rsquo"),
        };
        let end = start + 1 + name.len();
        (is_name && !name.is_empty() && link[end..].starts_with(';')).then(|| (start, &link[start..=end]))
    })
}

/// The key that was meant, if what stands there is none.
pub(super) fn key(text: &str) -> Option<&str> {
    let mut key = text;
    while let Some(rest) = BEFORE_KEYS.into_iter().find_map(|before| key.strip_prefix(before)) {
        key = rest;
    }
    (key != text && Key::from_text(key).is_some()).then_some(key)
}

/// Whether a value runs on into markup or a sentence.
pub(super) fn runs_on(value: &str) -> bool {
    value.contains(ENDS)
}

/// How many settings a link seems to have.
fn known_keys(link: &str) -> usize {
    let keys = link.split('&').filter_map(|pair| Some(pair.split_once('=')?.0));
    keys.filter(|key| Key::from_text(key).is_some()).count()
}

/// A key or value without characters that nobody sees or meant: line breaks, spaces, joiners.
pub(super) fn visible(text: &str) -> String {
    let is_seen = |character: &char| {
        !character.is_whitespace()
            && !character.is_control()
            && !matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
    };
    text.chars().filter(is_seen).collect()
}

/// What a value that cannot be used may have been, the likeliest first.
pub(super) fn candidates(value: &str) -> [String; 2] {
    let value = visible(value);
    let value = value.trim_start_matches(LEADING);
    let end = value.find(ENDS).unwrap_or(value.len());
    let trimmed = value[..end].trim_end_matches(TRAILING).to_owned();
    // A decimal comma; several are a list's.
    let with_point =
        if trimmed.matches(',').count() == 1 { trimmed.replace(',', ".") } else { String::new() };
    [trimmed, with_point]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_come_back() {
        let plain = "activation=relu&dataset=spiral";
        assert_eq!(separators(plain), (plain.into(), vec![]));
        for (damaged, found) in [
            ("activation=relu&amp;dataset=spiral", "&amp;"),
            ("activation=relu&amp;amp;dataset=spiral", "&amp;"),
            ("activation=relu&#38;dataset=spiral", "&#38;"),
            ("activation%3Drelu%26dataset%3Dspiral", "%3D"),
            ("activation%253Drelu%2526dataset%253Dspiral", "%3D"),
            ("activation=relu%26dataset=spiral", "%3D"),
        ] {
            assert_eq!(separators(damaged), (plain.into(), vec![found.to_owned()]), "{damaged}");
        }
        // A seed may look like anything.
        let seed = "dataset=xor&seed=Klasse%207b%26more";
        assert_eq!(separators(seed), (seed.into(), vec![]));
    }
}
