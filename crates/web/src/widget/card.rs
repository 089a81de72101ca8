//! What a control explains on hover and focus.

use crate::piece::{Card, Piece};
use crate::platform::dom::{Node, el, target};
use crate::store::Store;
use leptos::prelude::*;
use web_sys::{Element, Event};

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
    // A menu under the mouse has the focus too, and would keep its card.
    let keyed = RwSignal::new(false);
    let focus = move |event: Event| {
        keyed.set(target::<Element>(&event).matches(":focus-visible").unwrap_or_default());
        want(event);
    };
    control
        .class_if("keyed", move || keyed.get())
        .on("pointerenter", want)
        .on("focusin", focus)
        .on("focusout", move |_: Event| keyed.set(false))
        .child(place)
}
