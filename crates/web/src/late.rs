//! What is loaded late: the views of the dock, what drawers hold, in the worker what they compute, and playground files.
//!
//! With the feature `split` these functions, and all that only they need, stand in a second file, fetched when the first
//! view is opened; `xtask` cuts the linked module in two. Without it they are ordinary functions.

use crate::dom::Node;
use crate::store::Store;
use crate::view::drawer::Drawer;
use crate::{view, wire};
use nabla_app::Tab;
use nabla_lab::{Lab, Seen};
use nabla_nn::{FileError, PlaygroundFile, Trainer};

#[cfg(not(feature = "split"))]
type Missing = std::convert::Infallible;
#[cfg(feature = "split")]
type Missing = wasm_split_helpers::SplitLoaderError;

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(late, fallible, preload(fetch_view)))]
fn build_view(store: Store, tab: Tab) -> Result<Node, Missing> {
    Ok(view::dock::dock_view(store, tab))
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(late, fallible, preload(fetch_drawer)))]
fn fill_drawer(store: Store, drawer: Drawer) -> Result<Vec<Node>, Missing> {
    Ok(view::drawer::contents(store, drawer))
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(late, fallible, preload(fetch_answer)))]
fn answer(lab: &mut Lab, trainer: &Trainer) -> Result<Option<Vec<u8>>, Missing> {
    Ok(lab.see(trainer).and_then(|seen| wire::to_bytes(&seen)))
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(late, fallible, preload(fetch_reading)))]
fn read_answer(bytes: &[u8]) -> Result<Option<Seen>, Missing> {
    Ok(wire::from_bytes(bytes))
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(late, fallible, preload(fetch_reader)))]
fn read_json(text: &str) -> Result<Result<PlaygroundFile, FileError>, Missing> {
    Ok(PlaygroundFile::from_json(text))
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(late, fallible, preload(fetch_writer)))]
fn write_json(file: &PlaygroundFile) -> Result<String, Missing> {
    Ok(file.to_json())
}

/// The file is fetched once, but each function is told on its own that it is there.
#[cfg(feature = "split")]
async fn fetch() -> Result<(), Missing> {
    fetch_view().await?;
    fetch_drawer().await?;
    fetch_answer().await?;
    fetch_reading().await?;
    fetch_reader().await?;
    fetch_writer().await?;
    IS_THERE.set(true);
    Ok(())
}

#[cfg(not(feature = "split"))]
async fn fetch() -> Result<(), Missing> {
    Ok(())
}

#[cfg(feature = "split")]
thread_local!(static IS_THERE: std::cell::Cell<bool> = const { std::cell::Cell::new(false) });

/// What a call gives at once: everything, once the second file is there. Before that it is not even begun, for that would
/// fetch the file.
#[cfg(feature = "split")]
fn at_once<T>(call: impl Future<Output = Result<T, Missing>>) -> Option<T> {
    use std::task::{Context, Poll, Waker};
    if !IS_THERE.get() {
        return None;
    }
    match std::pin::pin!(call).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value.ok(),
        Poll::Pending => None,
    }
}

#[cfg(not(feature = "split"))]
fn at_once<T>(value: Result<T, Missing>) -> Option<T> {
    value.ok()
}

/// Loads the second file, unless it is there, and says whether that went well; after a failure it may be tried again.
pub(crate) fn load(then: impl FnOnce(bool) + 'static) {
    wasm_bindgen_futures::spawn_local(async move { then(fetch().await.is_ok()) });
}

/// A view of the dock; none before [`load`] has gone well.
pub(crate) fn dock_view(store: Store, tab: Tab) -> Option<Node> {
    at_once(build_view(store, tab))
}

/// What a drawer holds; none before [`load`] has gone well.
pub(crate) fn drawer(store: Store, drawer: Drawer) -> Option<Vec<Node>> {
    at_once(fill_drawer(store, drawer))
}

/// What the open view sees, as it travels; none before [`load`] has gone well.
pub(crate) fn see(lab: &mut Lab, trainer: &Trainer) -> Option<Vec<u8>> {
    at_once(answer(lab, trainer)).flatten()
}

/// The same read again.
pub(crate) fn seen(bytes: &[u8]) -> Option<Seen> {
    at_once(read_answer(bytes)).flatten()
}

/// A playground file's text read; none before [`load`] has gone well.
pub(crate) fn read_file(text: &str) -> Option<Result<PlaygroundFile, FileError>> {
    at_once(read_json(text))
}

/// A playground file's text; none before [`load`] has gone well.
pub(crate) fn write_file(file: &PlaygroundFile) -> Option<String> {
    at_once(write_json(file))
}
