//! The page's beginning: preferences, the store, the view, the listeners of the whole page.

use crate::i18n::Locale;
use crate::platform::browser::{self, Keep};
use crate::platform::dom::Node;
use crate::store::{LANGUAGE, Store};
use crate::views::page::{THEME, mount};
use any_spawner::Executor;
use leptos::prelude::*;
use nabla_app::{Msg, Shortcut};
use nabla_nn::Choice;
use nabla_scene::Theme;
use wasm_bindgen::prelude::*;

/// Mounts the page. `glue` is the address of this module's JavaScript, `worker` that of the worker's script.
#[wasm_bindgen]
pub fn start_page(glue: String, worker: String) {
    // Runs the effects; it is there already if another page has been mounted in this thread.
    let _ = Executor::init_wasm_bindgen();
    let store = Store::new(language());
    store.dispatch(Msg::Theme(theme()));
    if let Some(root) = browser::document().get_element_by_id("app") {
        root.set_inner_html("");
        let owner = Owner::new();
        owner.with(|| mount(store, Node(root)));
        // What the page follows and hears, it follows and hears until it is left.
        std::mem::forget(owner);
    }
    store.start(glue, worker);
    store.screen.run(store);
    listen(store);
}

/// The language kept, else the browser's, else English.
fn language() -> Locale {
    let kept = Keep::Always.get(LANGUAGE);
    let preferred = kept.or_else(|| browser::window().navigator().language()).unwrap_or_default();
    if preferred.starts_with("ko") { Locale::ko } else { Locale::en }
}

/// The theme kept, else the system's.
fn theme() -> Theme {
    let kept = Keep::Always.get(THEME).and_then(|key| Theme::from_key(&key));
    let dark = browser::prefers("(prefers-color-scheme: dark)");
    kept.unwrap_or(if dark { Theme::Dark } else { Theme::Light })
}

fn listen(store: Store) {
    let window = browser::window();
    browser::listen(&window, "hashchange", move |_: web_sys::Event| {
        store.dispatch(Msg::AddressChanged(browser::hash()));
    });
    browser::listen(&window, "pagehide", move |_: web_sys::Event| store.keep());
    browser::listen(&browser::document(), "visibilitychange", move |_: web_sys::Event| {
        if browser::document().hidden() {
            store.keep();
        }
    });
    browser::listen(&window, "keydown", move |event: web_sys::KeyboardEvent| press(store, &event));
}

/// Keys of the whole page; a control that uses the key itself keeps it.
fn press(store: Store, event: &web_sys::KeyboardEvent) {
    if event.default_prevented() {
        return;
    }
    let key = event.key();
    let command = event.ctrl_key() || event.meta_key();
    if key == "Escape" {
        crate::views::page::close_menus();
        store.dispatch(Msg::Select(None));
        return;
    }
    let Some(shortcut) = Shortcut::from_key(&key, event.shift_key(), command, event.alt_key()) else {
        return;
    };
    let target: Option<web_sys::Element> = event.target().and_then(|target| target.dyn_into().ok());
    if target.is_some_and(|target| keeps(&target, shortcut)) {
        return;
    }
    event.prevent_default();
    match shortcut {
        Shortcut::Announce => crate::views::page::announce(store),
        Shortcut::Help => crate::views::page::toggle_help(),
        _ => {
            if let Some(msg) = shortcut.message(browser::fresh_seed) {
                store.dispatch(msg);
            }
        }
    }
}

/// Whether the focused element has its own use for the key.
fn keeps(target: &web_sys::Element, shortcut: Shortcut) -> bool {
    let is = |selector: &str| target.closest(selector).ok().flatten().is_some();
    let writing = is("input:not([type=checkbox]):not([type=range]):not([type=radio]), textarea");
    match shortcut {
        Shortcut::Play => writing || is("button, summary, select, input, a"),
        Shortcut::Step => writing || is("input, select, [role=application]"),
        _ => writing || is("select"),
    }
}
