//! How plain data crosses threads and reloads: compact bytes (postcard), a fraction of the code and time of
//! building JavaScript objects field by field.

use js_sys::Uint8Array;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

/// What a kept text starts with: a session of another version is not read.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\n");

/// A value as bytes.
pub fn to_bytes<T: Serialize>(value: &T) -> Option<Vec<u8>> {
    postcard::to_allocvec(value).ok()
}

/// The value of bytes; nothing if it is something else.
pub fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

/// A value as bytes to post.
pub fn pack<T: Serialize>(value: &T) -> Option<Uint8Array> {
    to_bytes(value).map(|bytes| Uint8Array::from(bytes.as_slice()))
}

/// A posted value; nothing if it is something else.
pub fn unpack<T: DeserializeOwned>(message: JsValue) -> Option<T> {
    let bytes: Uint8Array = message.dyn_into().ok()?;
    from_bytes(&bytes.to_vec())
}

/// A value as a text to keep, a character a byte.
pub fn to_text<T: Serialize>(value: &T) -> Option<String> {
    let bytes = to_bytes(value)?;
    Some(VERSION.chars().chain(bytes.into_iter().map(char::from)).collect())
}

/// A kept value; nothing if it is something else.
pub fn from_text<T: DeserializeOwned>(text: &str) -> Option<T> {
    let bytes: Option<Vec<u8>> =
        text.strip_prefix(VERSION)?.chars().map(|byte| u8::try_from(byte).ok()).collect();
    from_bytes(&bytes?)
}
