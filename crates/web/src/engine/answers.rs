//! What an engine answers to the dock's open view, on its way to the page. Its code is loaded late on either side.

use crate::platform::code_split::{Missing, at_once};
use crate::platform::wire;
use nabla_lab::{Answer, Lab};
use nabla_nn::Trainer;

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(late, fallible, preload(fetch_writing)))]
fn write_late(lab: &mut Lab, trainer: &Trainer) -> Result<Option<Vec<u8>>, Missing> {
    Ok(lab.answer(trainer).and_then(|seen| wire::to_bytes(&seen)))
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(late, fallible, preload(fetch_reading)))]
fn read_late(bytes: &[u8]) -> Result<Option<Answer>, Missing> {
    Ok(wire::from_bytes(bytes))
}

/// Tells both functions that the second file is there.
#[cfg(feature = "split")]
pub(crate) async fn fetch() -> Result<(), Missing> {
    fetch_writing().await?;
    fetch_reading().await
}

/// What the open view sees, as it travels; none before its code is there.
pub(crate) fn write(lab: &mut Lab, trainer: &Trainer) -> Option<Vec<u8>> {
    at_once(write_late(lab, trainer)).flatten()
}

/// The same read again.
pub(crate) fn read(bytes: &[u8]) -> Option<Answer> {
    at_once(read_late(bytes)).flatten()
}
