//! What folds out: a button beside what it refines or names, and a card that is filled when it is first opened.

use crate::piece::Piece;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use leptos::prelude::*;
use web_sys::Event;

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
    details
        .press_outside(move || drop(element.remove_attribute("open")))
        .class(class)
        .on("toggle", move |_: Event| {
            opened.set(true);
            store.open();
        })
        .child(summary)
        .child(card)
}

/// The button of a drawer that has no value to show: a word.
pub(crate) fn word(label: &str) -> Node {
    el("summary").class("plain word").text(label)
}
