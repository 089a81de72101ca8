//! The page: one file per region.

mod about;
mod card;
mod control;
mod data;
mod diagram;
mod editor;
mod header;
mod icon;
mod notices;
mod output;
mod share;
mod toolbar;

use crate::browser;
use crate::i18n::Locale;
use crate::store::{LANGUAGE, Store};
use leptos::prelude::*;
use nabla_nn::{Choice, Problem};
use wasm_bindgen::JsCast;

/// Where the theme is kept.
pub(crate) const THEME: &str = "nabla.theme";

/// The whole page.
#[component]
pub(crate) fn App(store: Store) -> impl IntoView {
    Effect::new(move || {
        let document = browser::document();
        document.set_title(say!(store, title));
        if let Some(root) = document.document_element() {
            let language = match store.locale.get() {
                Locale::en => "en",
                Locale::ko => "ko",
            };
            let _ = root.set_attribute("lang", language);
            let _ = root.set_attribute("data-theme", store.read(|model| model.view.theme.key()));
            let _ = root.set_attribute("data-palette", store.read(|model| model.view.palette.key()));
        }
    });
    view! {
        <a class="skip" href="#network" on:click=move |event| {
            event.prevent_default();
            focus("network-diagram");
        }>{move || say!(store, skip)}</a>
        <header::Header store/>
        <toolbar::Toolbar store/>
        <notices::Notices store/>
        <main class="columns">
            <data::Data store/>
            <diagram::Network store/>
            <output::Output store/>
        </main>
        <about::About store/>
        <p class="said" role="status" aria-live="polite">{move || store.said.get()}</p>
    }
}

/// Says where training stands.
pub(crate) fn announce(store: Store) {
    let (progress, measure, problem) = store.peek(|model| (model.progress, model.measure, model.config.problem));
    let score = match problem {
        Problem::Classification => say!(store, announce.accuracy, value = percent(measure.test_score)),
        Problem::Regression => say!(store, announce.r_squared, value = format!("{:.2}", measure.test_score)),
    };
    let test = format!("{:.3}", measure.test_loss);
    let train = format!("{:.3}", measure.train_loss);
    store.said.set(say!(
        store,
        announce.state,
        epoch = progress.epoch.to_string(),
        test = test,
        train = train,
        score = score
    ));
}

/// A share as a percentage.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// Closes every open menu.
pub(crate) fn close_menus() {
    let Ok(menus) = browser::document().query_selector_all("details.menu[open]") else { return };
    for index in 0..menus.length() {
        if let Some(menu) = menus.item(index).and_then(|node| node.dyn_into::<web_sys::Element>().ok()) {
            let within = browser::document().active_element().is_some_and(|active| menu.contains(Some(&active)));
            let _ = menu.remove_attribute("open");
            if within && let Ok(Some(summary)) = menu.query_selector("summary") {
                let _ = summary.unchecked_into::<web_sys::HtmlElement>().focus();
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

/// Gives an element the keyboard.
pub(crate) fn focus(id: &str) {
    if let Some(element) = browser::document().get_element_by_id(id) {
        let _ = element.unchecked_into::<web_sys::HtmlElement>().focus();
    }
}

/// Switches the language and keeps it.
pub(crate) fn switch_language(store: Store) {
    let (next, key) = match store.locale.get_untracked() {
        Locale::en => (Locale::ko, "ko"),
        Locale::ko => (Locale::en, "en"),
    };
    store.locale.set(next);
    browser::Keep::Always.set(LANGUAGE, key);
}
