//! What the page does when its own code has panicked: it says so, keeps the session and offers to reload.
//!
//! After a panic nothing of the program can be relied upon, not even that a listener is still called. So what is shown
//! is plain elements, and the button calls the browser's own function.

use crate::i18n::{Locale, td_string};
use crate::platform::browser;
use crate::store::Store;
use js_sys::{Function, Reflect};
use leptos::prelude::*;
use std::cell::Cell;
use std::panic::{set_hook, take_hook};
use wasm_bindgen::prelude::*;

thread_local!(static HAS_HAPPENED: Cell<bool> = const { Cell::new(false) });

/// Whether the page has panicked: from then on its state is not to be kept.
pub(crate) fn has_happened() -> bool {
    HAS_HAPPENED.get()
}

/// Reports the first panic of the page from now on, after whoever reports panics already.
pub(crate) fn report_panics(store: Store) {
    let before = take_hook();
    set_hook(Box::new(move |panic| {
        before(panic);
        if !HAS_HAPPENED.replace(true) {
            web_sys::console::error_1(&panic.to_string().into());
            let _ = say(store.locale.try_get_untracked().unwrap_or(Locale::en));
            // Last, for this may fail: the panic may have come from the very model that is to be kept.
            store.keep_session();
        }
    }));
}

/// Puts the sentence and the button over the page.
fn say(locale: Locale) -> Result<(), JsValue> {
    let document = browser::document();
    let text = document.create_element("p")?;
    text.set_text_content(Some(td_string!(locale, crash.text)));
    let reload = document.create_element("button")?;
    reload.set_class_name("primary");
    reload.set_text_content(Some(td_string!(locale, crash.reload)));
    let location = browser::window().location();
    let function: Function = Reflect::get(&location, &"reload".into())?.dyn_into()?;
    reload.add_event_listener_with_callback("click", &function.bind0(&location))?;
    let alert = document.create_element("div")?;
    alert.set_class_name("crash");
    alert.set_attribute("role", "alert")?;
    alert.append_with_node_2(&text, &reload)?;
    document.body().ok_or(JsValue::NULL)?.append_with_node_1(&alert)
}
