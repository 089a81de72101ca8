//! The drawers: what refines a control, beside it, one click away. What they hold is loaded late.

use super::icon::Icon;
use super::{features, layers, loss, optimizer};
use crate::dom::{Node, el};
use crate::late;
use crate::store::Store;
use leptos::prelude::*;
use nabla_app::Msg;
use web_sys::Event;

/// One drawer.
#[derive(Clone, Copy)]
pub(crate) enum Drawer {
    /// What features go through first.
    Preprocessing,
    /// Activations, first weights, normalization and noise of the layers.
    Layers,
    /// The loss.
    Loss,
    /// The optimizer, its schedule, the learning rules.
    Optimizer,
}

/// What a drawer holds.
pub(crate) fn contents(store: Store, drawer: Drawer) -> Vec<Node> {
    match drawer {
        Drawer::Preprocessing => features::contents(store),
        Drawer::Layers => layers::contents(store),
        Drawer::Loss => loss::contents(store),
        Drawer::Optimizer => optimizer::contents(store),
    }
}

/// A drawer beside what it refines: a button that shows more. It is filled when it is first opened.
pub(super) fn drawer(store: Store, summary: Node, which: Drawer) -> Node {
    let filled = RwSignal::new(false);
    let card = el("div").class("card").live_children(
        move || filled.get().to_string(),
        move || {
            if filled.get_untracked() { late::drawer(store, which).unwrap_or_default() } else { Vec::new() }
        },
    );
    el("details")
        .class("menu drawer")
        .on("toggle", move |_: Event| {
            if filled.get_untracked() {
                store.open();
                return;
            }
            late::load(move |well| {
                if well {
                    filled.set(true);
                    store.open();
                } else {
                    store.dispatch(Msg::NotLoaded);
                }
            });
        })
        .child(summary)
        .child(card)
}

/// The button of a drawer that has no value to show.
pub(super) fn sliders(label: &str) -> Node {
    el("summary").class("icon").attr("aria-label", label).attr("title", label).child(Icon::Sliders.view())
}
