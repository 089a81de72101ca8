//! The page: one file per region.

use super::{about, data, dock, header, network, output, toolbar};
use crate::format::percent;
use crate::i18n::Locale;
use crate::lazy::Piece;
use crate::platform::browser;
use crate::platform::dom::{Node, el, follow};
use crate::store::{LANGUAGE, Store};
use leptos::prelude::*;
use nabla_nn::{Choice, Problem};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent};

/// Where the theme is kept.
pub(crate) const THEME: &str = "nabla.theme";

/// Builds the page in `root`, and again when its language changes: so no word has to watch it on its own.
pub(crate) fn mount(store: Store, root: Node) {
    follow(move || {
        let locale = store.locale.get();
        let document = browser::document();
        document.set_title(say!(store, title));
        if let Some(root) = document.document_element() {
            let _ = root.set_attribute("lang", code(locale));
            let _ = root.set_attribute("data-theme", store.read(|model| model.view.theme.key()));
            let _ = root.set_attribute("data-palette", store.read(|model| model.view.palette.key()));
        }
    });
    root.live_children(move || code(store.locale.get()).to_owned(), move || page(store));
}

fn page(store: Store) -> Vec<Node> {
    let skip = el("a").class("skip").attr("href", "#network").text(say!(store, skip)).on(
        "click",
        move |event: MouseEvent| {
            event.prevent_default();
            focus("network-diagram");
        },
    );
    let columns = el("main")
        .class("columns")
        .child(data::data(store))
        .child(network::network(store))
        .child(output::output(store));
    let stage = el("div")
        .class("stage")
        .child(header::header(store))
        .child(toolbar::toolbar(store))
        .child(remarks(store))
        .child(columns)
        .child(dock::dock(store));
    let said = el("p")
        .class("said")
        .attr("role", "status")
        .attr("aria-live", "polite")
        .live_text(move || store.said.get());
    vec![skip, stage, about::about(store), said]
}

/// The place of what is to be said, and there before anything is: a region of the page that comes with its words is not
/// read aloud.
fn remarks(store: Store) -> Node {
    let any = move || store.read(|model| !model.remarks.is_empty()).then_some(Piece::Notices);
    el("div").class("notices").attr("role", "status").late(store, any)
}

/// Says where training stands.
pub(crate) fn announce(store: Store) {
    let (progress, measure, problem) =
        store.peek(|model| (model.progress, model.measure, model.config.problem));
    let score = match problem {
        Problem::Classification | Problem::Multiclass => {
            say!(store, announce.accuracy, value = percent(measure.test_score))
        }
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

/// Gives an element the keyboard.
pub(crate) fn focus(id: &str) {
    if let Some(element) = browser::document().get_element_by_id(id) {
        let _ = element.unchecked_into::<HtmlElement>().focus();
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
