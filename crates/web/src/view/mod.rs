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

/// A value that follows the model. The closure is boxed here, once, so that the page's hundreds of them do not each
/// bring their own copy of the framework.
pub(crate) fn derive<T: Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Signal<T> {
    let value: Box<dyn Fn() -> T + Send + Sync> = Box::new(value);
    Signal::derive(value)
}

/// A handler of events, boxed for the same reason.
pub(crate) fn hear<E: 'static>(handler: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(handler)
}

/// Where the theme is kept.
pub(crate) const THEME: &str = "nabla.theme";

/// The whole page.
#[component]
pub(crate) fn App(store: Store) -> impl IntoView {
    Effect::new(move || {
        let document = browser::document();
        document.set_title(say!(store, title));
        if let Some(root) = document.document_element() {
            let _ = root.set_attribute("lang", code(store.locale.get()));
            let _ = root.set_attribute("data-theme", store.read(|model| model.view.theme.key()));
            let _ = root.set_attribute("data-palette", store.read(|model| model.view.palette.key()));
        }
    });
    // Built anew when the language changes, so that no word has to watch it on its own.
    let page = move || {
        store.locale.track();
        view! { <Page store/> }.into_any()
    };
    view! { {page} }
}

#[component]
fn Page(store: Store) -> impl IntoView {
    view! {
        <a class="skip" href="#network" on:click=hear(move |event: web_sys::MouseEvent| {
            event.prevent_default();
            focus("network-diagram");
        })>{words!(store, skip)}</a>
        <div class="stage">
            <header::Header store/>
            <toolbar::Toolbar store/>
            <notices::Notices store/>
            <main class="columns">
                <data::Data store/>
                <diagram::Network store/>
                <output::Output store/>
            </main>
        </div>
        <about::About store/>
        <p class="said" role="status" aria-live="polite">{derive(move || store.said.get())}</p>
    }
}

/// Says where training stands.
pub(crate) fn announce(store: Store) {
    let (progress, measure, problem) =
        store.peek(|model| (model.progress, model.measure, model.config.problem));
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
            let within =
                browser::document().active_element().is_some_and(|active| menu.contains(Some(&active)));
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
    let next = match store.locale.get_untracked() {
        Locale::en => Locale::ko,
        Locale::ko => Locale::en,
    };
    store.said.set(String::new());
    store.locale.set(next);
    store.screen.soil();
    browser::Keep::Always.set(LANGUAGE, code(next));
    browser::later(0, || focus("language"));
}

/// A language's code.
fn code(locale: Locale) -> &'static str {
    match locale {
        Locale::en => "en",
        Locale::ko => "ko",
    }
}
