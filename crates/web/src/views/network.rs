//! The middle column: the network, its controls over the columns, and the hands and keys that edit it.

mod diagram;
pub(crate) mod editor;
pub(crate) mod features;
pub(crate) mod layers;
mod part;
mod steppers;
mod switches;
mod walk;

use crate::platform::dom::{Node, el};
use crate::store::Store;
use part::live_name;

pub(crate) fn network(store: Store) -> Node {
    let callout = move || match store.read(|model| model.hovered.or(model.selected)) {
        Some(part) => live_name(store, part),
        None => format!("{} {}", say!(store, network.callout_neuron), say!(store, network.callout_edge)),
    };
    let head = el("div")
        .class("network-head")
        .child(el("h2").attr("title", say!(store, features.hint)).text(say!(store, features.title)))
        .child(features::preprocessing(store))
        .child(steppers::layers(store))
        .child(layers::layer_options(store))
        .child(el("h2").attr("id", "network-title").class("said").text(say!(store, network.title)));
    let inner = el("div")
        .class("network-inner")
        .live_style("width", move || part::laid_out(store, "100%", |diagram| diagram.width))
        .child(steppers::neurons(store))
        .child(diagram::room(store));
    el("section")
        .class("panel network")
        .attr("id", "network")
        .attr("aria-labelledby", "network-title")
        .child(head)
        .child(el("div").class("network-scroll").child(inner))
        .child(el("p").class("callout").live_text(callout))
}
