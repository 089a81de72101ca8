//! Options travel as their keys: `#[serde(with = "crate::serde_choice")]`.

use nabla_nn::Choice;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};
use std::borrow::Cow;

pub(crate) fn serialize<C: Choice, S: Serializer>(choice: &C, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(choice.key())
}

pub(crate) fn deserialize<'de, C: Choice, D: Deserializer<'de>>(deserializer: D) -> Result<C, D::Error> {
    let key = Cow::<str>::deserialize(deserializer)?;
    C::from_key(&key).ok_or_else(|| D::Error::custom("no such option"))
}
