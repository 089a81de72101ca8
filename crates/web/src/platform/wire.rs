//! How plain data crosses threads: compact bytes (postcard), a fraction of the code and time of
//! building JavaScript objects field by field.

use js_sys::Uint8Array;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

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
