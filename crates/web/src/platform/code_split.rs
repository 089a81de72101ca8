//! Code that stands in a second file, fetched when it is first wanted.
//!
//! With the feature `split` the functions that bear `wasm_split`, and all that only they need, are in that file; `xtask`
//! cuts the linked module in two. Without it they are ordinary functions, and there is nothing to fetch.

#[cfg(not(feature = "split"))]
pub(crate) type Missing = std::convert::Infallible;
#[cfg(feature = "split")]
pub(crate) type Missing = wasm_split_helpers::SplitLoaderError;

/// Fetches the second file. It is fetched once, but each function is told on its own that it is there.
#[cfg(feature = "split")]
pub(crate) type Fetch = fn() -> std::pin::Pin<Box<dyn Future<Output = Result<(), Missing>>>>;

#[cfg(feature = "split")]
thread_local! {
    static FETCH: std::cell::Cell<Option<Fetch>> = const { std::cell::Cell::new(None) };
    static IS_THERE: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Says how [`load`] fetches the functions that this thread calls.
#[cfg(feature = "split")]
pub(crate) fn fetch_with(fetch: Fetch) {
    FETCH.set(Some(fetch));
}

#[cfg(feature = "split")]
async fn fetch() -> Result<(), Missing> {
    if let Some(fetch) = FETCH.get() {
        fetch().await?;
        IS_THERE.set(true);
    }
    Ok(())
}

#[cfg(not(feature = "split"))]
async fn fetch() -> Result<(), Missing> {
    Ok(())
}

/// What a call gives at once: everything, once the second file is there. Before that it is not even begun, for that would
/// fetch the file.
#[cfg(feature = "split")]
pub(crate) fn at_once<T>(call: impl Future<Output = Result<T, Missing>>) -> Option<T> {
    use std::task::{Context, Poll, Waker};
    if !IS_THERE.get() {
        return None;
    }
    match std::pin::pin!(call).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value.ok(),
        Poll::Pending => None,
    }
}

/// What a call gives at once: everything.
#[cfg(not(feature = "split"))]
pub(crate) fn at_once<T>(value: Result<T, Missing>) -> Option<T> {
    value.ok()
}

/// Loads the second file, unless it is there, and says whether that went well; after a failure it may be tried again.
pub(crate) fn load(then: impl FnOnce(bool) + 'static) {
    wasm_bindgen_futures::spawn_local(async move { then(fetch().await.is_ok()) });
}
