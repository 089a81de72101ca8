//! − and + for the number of layers, and for the neurons of each.

use crate::platform::dom::{Node, el, px};
use crate::store::Store;
use crate::widget::control::{click_unless, is_hidden};
use leptos::prelude::*;
use nabla_app::Msg;
use nabla_nn::link::Key;
use nabla_nn::{Change, Control, limits};

/// − and + around a count.
fn small_button(sign: &str) -> Node {
    el("button").class("small").text(sign)
}

/// − and + around the number of hidden layers.
pub(super) fn layers(store: Store) -> Node {
    let count = move || store.read(|model| model.config.model.network_shape.len());
    let add = move |change: isize| {
        let count = store.peek(|model| model.config.model.network_shape.len()).saturating_add_signed(change);
        let change = store.peek(|model| Change::layers(&model.config, count));
        store.dispatch(Msg::Set(change.into()));
    };
    let button = |sign, label: &str| small_button(sign).attr("aria-label", label).attr("title", label);
    el("div")
        .class("layers")
        .class_if("hidden", move || is_hidden(store, Control::NumHiddenLayers))
        .child(click_unless(
            button("−", say!(store, network.remove_layer)),
            move || count() == 0,
            move || add(-1),
        ))
        .child(
            el("span")
                .class("count")
                .live_text(move || say!(store, network.layers, count = count().to_string())),
        )
        .child(click_unless(
            button("+", say!(store, network.add_layer)),
            move || count() == limits::MAX_LAYERS,
            move || add(1),
        ))
}

/// − and + over every hidden column, and the output's name over the last.
pub(super) fn neurons(store: Store) -> Node {
    let layers = move || store.read(|model| model.config.model.network_shape.len());
    let output = el("span")
        .class("stepper label")
        .live_style("left", move || column(store, layers() + 1))
        .text(say!(store, network.output));
    el("div")
        .class("steppers")
        .live_children(
            move || layers().to_string(),
            move || (0..layers()).map(|layer| stepper(store, layer)).collect(),
        )
        .child(output)
}

fn stepper(store: Store, layer: usize) -> Node {
    let neurons =
        move || store.read(|model| model.config.model.network_shape.get(layer).copied().unwrap_or_default());
    let add = move |change: isize| {
        let count =
            store.peek(|model| model.config.model.network_shape.get(layer).copied()).unwrap_or_default();
        let count = count.saturating_add_signed(change);
        let change = store.peek(|model| Change::neurons(&model.config, layer, count));
        store.dispatch(Msg::Set(change.into()));
    };
    let name = || (layer + 1).to_string();
    el("div")
        .class("stepper")
        .class_if("bare", move || {
            store.read(|model| model.page.hidden.contains(&Key::HideNeurons(layer + 1)))
        })
        .live_style("left", move || column(store, layer + 1))
        .child(click_unless(
            small_button("−").attr("aria-label", &say!(store, network.remove_neuron, layer = name())),
            move || neurons() == 1,
            move || add(-1),
        ))
        .child(
            el("span")
                .live_attr("title", move || say!(store, network.neurons, count = neurons().to_string()))
                .live_text(move || neurons().to_string()),
        )
        .child(click_unless(
            small_button("+").attr("aria-label", &say!(store, network.add_neuron, layer = name())),
            move || neurons() == limits::MAX_NEURONS,
            move || add(1),
        ))
}

/// Where a column of the diagram stands.
fn column(store: Store, column: usize) -> String {
    store.canvases.diagram.with(|diagram| {
        let column = diagram.as_ref().and_then(|it| it.columns.get(column));
        px(column.map_or(0.0, |column| column.center_x))
    })
}
