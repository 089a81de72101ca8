//! What folds out: a button beside what it refines or names, and a card that is filled when it is first opened.

use crate::piece::Piece;
use crate::platform::browser;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use leptos::prelude::*;
use web_sys::{Element, Event, HtmlElement};

/// Left free below a card, in CSS pixels.
const MARGIN: f64 = 8.0;

/// A drawer beside what it refines: a button that shows more.
pub(crate) fn drawer(store: Store, summary: Node, piece: Piece) -> Node {
    fold(store, "menu drawer", summary, piece)
}

/// A button that shows a card.
pub(crate) fn fold(store: Store, class: &str, summary: Node, piece: Piece) -> Node {
    let opened = RwSignal::new(false);
    let card = el("div").class("card").lazy(store, move || opened.get().then_some(piece));
    let details = el("details");
    let element = details.0.clone();
    let (opening, shown): (Element, HtmlElement) = (details.get(), card.get());
    details
        .press_outside(move || drop(element.remove_attribute("open")))
        .class(class)
        .on("toggle", move |_: Event| {
            opened.set(true);
            if opening.has_attribute("open") {
                fit(&shown);
            }
            store.open();
        })
        .child(summary)
        .child(card)
}

/// Tells the style how far it is from a card's top to the window's bottom.
fn fit(card: &HtmlElement) {
    let window = browser::window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    let room = window - card.get_bounding_client_rect().top() - MARGIN;
    let _ = card.style().set_property("--room", &format!("{room:.0}px"));
}

/// The button of a drawer that has no value to show: a word.
pub(crate) fn word(label: &str) -> Node {
    el("summary").class("plain word").text(label)
}
