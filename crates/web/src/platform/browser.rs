//! The few things asked of the browser that may be refused: storage, the address, preferences.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Performance, Storage, Window};

/// The page's window.
pub fn window() -> Window {
    js_sys::global().unchecked_into()
}

/// The page's document; a window of a page always has one.
pub fn document() -> Document {
    window().document().unwrap_throw()
}

/// Milliseconds on the monotonic clock, on the page and in a worker.
pub fn now() -> f64 {
    thread_local! {
        static CLOCK: Option<Performance> =
            js_sys::Reflect::get(&js_sys::global(), &"performance".into()).ok().and_then(|value| value.dyn_into().ok());
    }
    CLOCK.with(|clock| clock.as_ref().map_or_else(js_sys::Date::now, Performance::now))
}

/// The address's part after `#`, still encoded: the link's reader decodes it value by value.
pub fn hash() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// Replaces the address's part after `#` without a new history entry; a sandboxed page may refuse, and then keeps its
/// link in the share card alone.
pub fn replace_hash(link: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("#{link}")));
    }
}

/// A new seed in TensorFlow Playground's form: five decimals.
pub fn fresh_seed() -> String {
    format!("{:.5}", js_sys::Math::random())
}

/// What is kept of one tab (the session) or of all (preferences); nothing where storage is refused.
#[derive(Clone, Copy)]
pub enum Keep {
    /// Until the tab is closed.
    Tab,
    /// For good.
    Always,
}

impl Keep {
    fn storage(self) -> Option<Storage> {
        match self {
            Self::Tab => window().session_storage().ok().flatten(),
            Self::Always => window().local_storage().ok().flatten(),
        }
    }

    /// Reads a value.
    pub fn get(self, key: &str) -> Option<String> {
        self.storage()?.get_item(key).ok().flatten()
    }

    /// Writes a value; false if the browser does not let us, or there is no room for it.
    pub fn set(self, key: &str, value: &str) -> bool {
        self.storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
    }
}

/// Whether a media query holds.
pub fn prefers(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// Offers a text as a file to keep.
pub fn download(name: &str, text: &str) -> Result<(), JsValue> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("application/json");
    let parts = js_sys::Array::of1(&text.into());
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = web_sys::Url::create_object_url_with_blob(&blob)?;
    let anchor: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    web_sys::Url::revoke_object_url(&url)
}

/// Listens for as long as the page lives.
pub fn listen<E: wasm_bindgen::convert::FromWasmAbi + 'static>(
    target: &web_sys::EventTarget,
    event: &str,
    handler: impl FnMut(E) + 'static,
) {
    let closure = Closure::<dyn FnMut(E)>::new(handler);
    let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Runs `task` after what the browser already has to do.
pub fn later(milliseconds: i32, task: impl FnOnce() + 'static) {
    let closure = Closure::once_into_js(task);
    let _ =
        window().set_timeout_with_callback_and_timeout_and_arguments_0(closure.unchecked_ref(), milliseconds);
}

/// Whether an element is inside a drawer or a card that is not open. Asking where it stands would answer that too, but
/// only after a layout.
pub fn is_folded(element: &Element) -> bool {
    element
        .closest("details:not([open]), .carded:not(:hover, :focus-within)")
        .is_ok_and(|folded| folded.is_some())
}
