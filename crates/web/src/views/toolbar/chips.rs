//! What has been chosen beyond the defaults, each with its way back.

use crate::labels;
use crate::piece::Piece;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use nabla_app::{Msg, chips as chosen};
use nabla_nn::Change;

/// The chips' place.
pub(super) fn place(store: Store) -> Node {
    let any = move || store.read(|model| !chosen(&model.config).is_empty()).then_some(Piece::Chips);
    el("div").class("late").lazy(store, any)
}

/// The chips.
pub(crate) fn chips(store: Store) -> Node {
    let chips = move || store.read(|model| chosen(&model.config));
    let words = move || chips().iter().map(|[chip, _]| labels::chip(store, chip)).collect::<Vec<_>>();
    el("div")
        .class("chips")
        .attr("role", "group")
        .attr("aria-label", say!(store, method.chips))
        .class_if("hidden", move || chips().is_empty())
        .live_children(
            move || words().join("\n"),
            move || chips().into_iter().map(|[chip, back]| button(store, &chip, back)).collect(),
        )
}

fn button(store: Store, chip: &Change, back: Change) -> Node {
    let what = labels::chip(store, chip);
    let label = say!(store, method.take_back, what = what.clone());
    el("button")
        .class("chip")
        .attr("title", &label)
        .attr("aria-label", &label)
        .child(el("span").text(&what))
        .child(el("span").attr("aria-hidden", "true").text("×"))
        .click(move || store.dispatch(Msg::Set(back.clone().into())))
}
