//! Who has the keyboard, and which menus are open.

use super::browser;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Gives an element the keyboard.
pub(crate) fn focus(id: &str) {
    if let Some(element) = browser::document().get_element_by_id(id) {
        let _ = element.unchecked_into::<HtmlElement>().focus();
    }
}

/// Closes every open menu.
pub(crate) fn close_menus() {
    let Ok(menus) = browser::document().query_selector_all("details.menu[open]") else { return };
    for index in 0..menus.length() {
        if let Some(menu) = menus.item(index).and_then(|node| node.dyn_into::<Element>().ok()) {
            let within =
                browser::document().active_element().is_some_and(|active| menu.contains(Some(&active)));
            let _ = menu.remove_attribute("open");
            if within && let Ok(Some(summary)) = menu.query_selector("summary") {
                let _ = summary.unchecked_into::<HtmlElement>().focus();
            }
        }
    }
}

/// Opens or closes the list of shortcuts.
pub(crate) fn toggle_help() {
    if let Some(help) = browser::document().get_element_by_id("help") {
        let open = help.has_attribute("open");
        close_menus();
        if !open {
            let _ = help.set_attribute("open", "");
        }
    }
}
