//! Percent-encoding, as far as a link's part after `#` needs it.

use std::borrow::Cow;

/// Escapes what would end a value or change on its way through an address bar.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for character in text.chars() {
        let plain = character.is_ascii_alphanumeric() || "-._~!$'()*+,;:@/?".contains(character);
        if plain {
            encoded.push(character);
        } else {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    encoded
}

/// Escapes what a browser escapes in the part after `#` and what would end a value, and leaves all else as it is, escapes
/// too: the raw text of the address.
pub(crate) fn encode_visible(text: &str) -> String {
    let is_plain = |character: char| character.is_ascii_graphic() && !"\"<>`&=".contains(character);
    let escaped = |character: char| {
        let mut bytes = [0; 4];
        let bytes = character.encode_utf8(&mut bytes).bytes();
        bytes.map(|byte| format!("%{byte:02X}")).collect::<String>()
    };
    text.chars().map(|it| if is_plain(it) { it.to_string() } else { escaped(it) }).collect()
}

/// Reads escapes; a `%` that starts none, or escapes that are not UTF-8, stay as they are.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return text.into();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        match escape(rest) {
            Some(byte) => {
                bytes.push(byte);
                rest = &rest[3..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).map_or(text.into(), Into::into)
}

/// The byte of an escape that `text` starts with.
fn escape(text: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = text else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    Some((digit(*high)? * 16 + digit(*low)?) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_encoded_comes_back() {
        for text in ["0.5", "a b&c=d#e%41", "<img onerror>", "씨앗😀", "%", "\u{0}\n"] {
            let encoded = encode(text);
            assert!(!encoded.contains(['&', '=', '#', ' ', '<', '\n']), "{encoded}");
            assert_eq!(decode(&encoded), text);
        }
    }

    #[test]
    fn broken_escapes_stay() {
        for text in ["100%", "%zz", "%4", "%ff%fe", "%É"] {
            assert_eq!(decode(text), text);
        }
        assert_eq!(decode("%41%zz"), "A%zz");
    }
}
