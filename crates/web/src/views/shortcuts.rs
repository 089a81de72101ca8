//! The keys of the whole page: what a key does wherever the focus is, and which controls keep it for themselves.

use super::announce::announce;
use crate::platform::browser;
use crate::platform::focus::{close_menus, toggle_help};
use crate::store::Store;
use nabla_app::{Msg, Shortcut};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// Keys of the whole page; a control that uses the key itself keeps it.
pub(crate) fn press(store: Store, event: &KeyboardEvent) {
    if event.default_prevented() {
        return;
    }
    let key = event.key();
    let command = event.ctrl_key() || event.meta_key();
    if key == "Escape" {
        close_menus();
        store.dispatch(Msg::Select(None));
        return;
    }
    let Some(shortcut) = Shortcut::from_key(&key, event.shift_key(), command, event.alt_key()) else {
        return;
    };
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    if target.is_some_and(|target| keeps(&target, shortcut)) {
        return;
    }
    event.prevent_default();
    if store.peek(|model| shortcut.control().is_some_and(|control| model.page.hides(control))) {
        return;
    }
    match shortcut {
        Shortcut::Announce => announce(store),
        Shortcut::Help => toggle_help(),
        _ => {
            if let Some(msg) = shortcut.message(browser::fresh_seed) {
                store.dispatch(msg);
            }
        }
    }
}

/// Whether the focused element has its own use for the key.
fn keeps(target: &Element, shortcut: Shortcut) -> bool {
    let is = |selector: &str| target.closest(selector).ok().flatten().is_some();
    let writing = is("input:not([type=checkbox]):not([type=range]):not([type=radio]), textarea");
    match shortcut {
        Shortcut::Play => writing || is("button, summary, select, input, a"),
        Shortcut::Step => writing || is("input, select, [role=application]"),
        _ => writing || is("select"),
    }
}
