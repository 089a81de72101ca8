//! The few things asked of the browser that may be refused: storage, preferences, downloads, full screen.

use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Document, Element, HtmlDocument, HtmlElement, HtmlInputElement, Performance, Storage, Window};

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
            Reflect::get(&js_sys::global(), &"performance".into()).ok().and_then(|value| value.dyn_into().ok());
    }
    CLOCK.with(|clock| clock.as_ref().map_or_else(js_sys::Date::now, Performance::now))
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

/// A colour of the page, as it is seen: 0xrrggbb; black where the browser does not say.
pub fn page_color(property: &str) -> u32 {
    let style = document().body().and_then(|body| window().get_computed_style(&body).ok().flatten());
    let color = style.and_then(|style| style.get_property_value(property).ok()).unwrap_or_default();
    let numbers = color.trim_start_matches(|sign: char| !sign.is_ascii_digit()).split([',', ')']).take(3);
    numbers.fold(0, |rgb, number| rgb << 8 | number.trim().parse::<u32>().unwrap_or_default())
}

/// Calls back whenever a media query begins or ceases to hold.
pub fn watch(query: &str, handler: impl Fn() + 'static) {
    if let Ok(Some(list)) = window().match_media(query) {
        listen(&list, "change", move |_: web_sys::Event| handler());
    }
}

/// Whether a media query holds.
pub fn prefers(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// Milliseconds for which a file that is offered must still be there: Safari begins to read it late.
const KEPT: i32 = 60_000;

/// Offers a text as a file to keep. A frame that forbids downloads says nothing of it: see [`is_framed`].
pub fn download(name: &str, text: &str) -> Result<(), JsValue> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("application/json");
    let parts = js_sys::Array::of1(&text.into());
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = web_sys::Url::create_object_url_with_blob(&blob)?;
    let anchor: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    // Some browsers follow only a link that is in the page.
    document().body().ok_or(JsValue::NULL)?.append_child(&anchor)?;
    anchor.click();
    anchor.remove();
    later(KEPT, move || drop(web_sys::Url::revoke_object_url(&url)));
    Ok(())
}

/// Whether the page is in a frame or a sandbox, whose owner may have forbidden what it does not tell.
pub fn is_framed() -> bool {
    let window = window();
    let is_top = window.top().is_ok_and(|top| top.is_some_and(|top| top == window));
    !is_top || window.origin() == "null"
}

/// Copies the text of a field, an `input` or a `textarea`, and tells whether that went well. Where it did not, the text is
/// left selected for Ctrl+C.
pub fn copy(field: &HtmlInputElement, tell: impl FnOnce(bool) + 'static) {
    let field = field.clone();
    let navigator = window().navigator();
    // There is no clipboard where the page did not come over HTTPS.
    let is_there =
        Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| !clipboard.is_undefined());
    if !is_there {
        // At once: the old way is open only while the press is being heard.
        return tell(copy_selected(&field));
    }
    let promise = navigator.clipboard().write_text(&field.value());
    spawn_local(async move { tell(JsFuture::from(promise).await.is_ok() || copy_selected(&field)) });
}

/// The old way to copy, which some frames allow where the new one is refused.
fn copy_selected(field: &HtmlInputElement) -> bool {
    let before = document().active_element().and_then(|active| active.dyn_into::<HtmlElement>().ok());
    let _ = field.focus();
    field.select();
    let copied = document().unchecked_into::<HtmlDocument>().exec_command("copy").unwrap_or(false);
    if let Some(before) = before.filter(|_| copied) {
        let _ = before.focus();
    }
    copied
}

/// Fills the screen with the page, or no longer.
pub fn toggle_fullscreen() {
    let document = document();
    if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    } else if let Some(root) = document.document_element() {
        let promise = Reflect::get(&root, &"requestFullscreen".into())
            .and_then(JsCast::dyn_into::<js_sys::Function>)
            .and_then(|request| request.call0(&root));
        // A browser may refuse after all; then nothing changes.
        if let Ok(promise) = promise {
            spawn_local(async move { drop(JsFuture::from(js_sys::Promise::resolve(&promise)).await) });
        }
    }
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
