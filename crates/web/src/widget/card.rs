//! What a control explains on hover and focus.

use crate::piece::{Card, Piece};
use crate::platform::dom::{Node, el};
use crate::store::Store;
use leptos::prelude::*;
use web_sys::Event;

/// Lets a control show its card under the pointer and while it has the keyboard.
pub(crate) fn with_card(store: Store, control: Node, card: Card) -> Node {
    let wanted = RwSignal::new(false);
    let want = move |_: Event| {
        wanted.set(true);
        store.open();
    };
    let place = el("div")
        .class("hover-card")
        .attr("role", "note")
        .lazy(store, move || wanted.get().then_some(Piece::Card(card)));
    control.on("pointerenter", want).on("focusin", want).child(place)
}
