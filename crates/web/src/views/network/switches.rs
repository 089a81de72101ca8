//! The features' switches, over their tiles.

use crate::platform::dom::{Node, el, px};
use crate::store::Store;
use leptos::prelude::*;
use nabla_app::Msg;
use nabla_nn::Change;
use nabla_nn::Feature;
use nabla_nn::link::Key;
use nabla_scene::{Part, Rect};
use web_sys::Event;

/// Real switches over the features' tiles, for fingers, Tab and readers of screens.
pub(super) fn feature_switches(store: Store) -> Node {
    let features = move || {
        store.canvases.diagram.with(|diagram| {
            let features = diagram.as_ref().map(|it| it.features()).unwrap_or_default();
            features.iter().map(|&(feature, _)| feature).collect::<Vec<_>>()
        })
    };
    el("div")
        .class("feature-switches")
        .attr("role", "group")
        .attr("aria-label", say!(store, features.title))
        .live_children(
            move || features().into_iter().map(Feature::label).collect(),
            move || features().into_iter().map(|feature| switch(store, feature)).collect(),
        )
}

fn switch(store: Store, feature: Feature) -> Node {
    let part = Part::Feature(feature);
    let is_on = move || store.read(|model| model.config.model.features.contains(&feature));
    let length = move |of: fn(&Rect) -> f32| {
        let rect = store.canvases.diagram.with(|diagram| diagram.as_ref()?.rect(part));
        rect.map_or_else(String::new, |rect| px(of(&rect)))
    };
    el("button")
        .class("feature")
        .live_style("left", move || length(|rect| rect.x))
        .live_style("top", move || length(|rect| rect.y))
        .live_style("width", move || length(|rect| rect.width))
        .live_style("height", move || length(|rect| rect.height))
        .attr("aria-label", feature.label())
        .live_attr("aria-pressed", move || if is_on() { "true" } else { "false" })
        .on("pointerenter", move |_: Event| store.dispatch(Msg::Hover(Some(part))))
        .on("pointerleave", move |_: Event| store.dispatch(Msg::Hover(None)))
        .click(move || toggle(store, feature))
}

/// Takes a feature in or leaves it out.
pub(super) fn toggle(store: Store, feature: Feature) {
    let on = store.peek(|model| model.config.model.features.contains(&feature));
    store.dispatch(Msg::Set(Change::new(Key::Feature(feature), !on).into()));
}
