//! The middle column: the network, its controls over the columns, and the hands and keys that edit it.

pub(crate) mod editor;
pub(crate) mod features;
pub(crate) mod layers;

use crate::labels;
use crate::piece::{EditedPart, Editing};
use crate::platform::dom::{Node, el, px};
use crate::store::Store;
use crate::widget::control::is_hidden;
use editor::value;
use leptos::prelude::*;
use nabla_app::{Msg, Setting};
use nabla_nn::{Control, Feature, menu};
use nabla_scene::{Diagram, Part, Rect};
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent, MouseEvent};

/// An editor's width and height, to keep it inside the diagram.
const EDITOR: (f32, f32) = (190.0, 130.0);

pub(crate) fn network(store: Store) -> Node {
    let callout = move || match store.read(|model| model.hovered.or(model.selected)) {
        Some(part) => live_name(store, part),
        None => format!("{} {}", say!(store, network.callout_neuron), say!(store, network.callout_link)),
    };
    let head = el("div")
        .class("network-head")
        .child(el("h2").attr("title", say!(store, features.hint)).text(say!(store, features.title)))
        .child(features::preprocessing(store))
        .child(layers(store))
        .child(layers::layer_options(store))
        .child(el("h2").attr("id", "network-title").class("said").text(say!(store, network.title)));
    let inner = el("div")
        .class("network-inner")
        .live_style("width", move || laid_out(store, "100%", |diagram| diagram.width))
        .child(steppers(store))
        .child(room(store));
    el("section")
        .class("panel network")
        .attr("id", "network")
        .attr("aria-labelledby", "network-title")
        .child(head)
        .child(el("div").class("network-scroll").child(inner))
        .child(el("p").class("callout").live_text(callout))
}

/// A length of the diagram, in CSS pixels; `before` it is laid out.
fn laid_out(store: Store, before: &str, length: fn(&Diagram) -> f32) -> String {
    store
        .canvases
        .diagram
        .with(|diagram| diagram.as_ref().map_or_else(|| before.to_owned(), |it| px(length(it))))
}

/// A part's name and value, which frames change.
fn live_name(store: Store, part: Part) -> String {
    store.live(|_| ());
    labels::part(store, part)
}

/// − and + around a count.
fn small_button(sign: &str) -> Node {
    el("button").class("small").text(sign)
}

/// − and + around the number of hidden layers.
fn layers(store: Store) -> Node {
    let count = move || store.read(|model| model.config.network_shape.len());
    let add = move |change: isize| {
        let count = store.peek(|model| model.config.network_shape.len()).saturating_add_signed(change);
        store.dispatch(Msg::Set(Setting::Layers(count)));
    };
    let button = |sign, label: &str| small_button(sign).attr("aria-label", label).attr("title", label);
    el("div")
        .class("layers")
        .class_if("hidden", move || is_hidden(store, Control::NumHiddenLayers))
        .child(
            button("−", say!(store, network.remove_layer))
                .live_prop("disabled", move || count() == 0)
                .click(move || add(-1)),
        )
        .child(
            el("span")
                .class("count")
                .live_text(move || say!(store, network.layers, count = count().to_string())),
        )
        .child(
            button("+", say!(store, network.add_layer))
                .live_prop("disabled", move || count() == menu::MAX_LAYERS)
                .click(move || add(1)),
        )
}

/// − and + over every hidden column, and the output's name over the last.
fn steppers(store: Store) -> Node {
    let layers = move || store.read(|model| model.config.network_shape.len());
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
        move || store.read(|model| model.config.network_shape.get(layer).copied().unwrap_or_default());
    let add = move |change: isize| {
        let count = store.peek(|model| model.config.network_shape.get(layer).copied()).unwrap_or_default();
        store.dispatch(Msg::Set(Setting::Neurons { layer, count: count.saturating_add_signed(change) }));
    };
    let name = || (layer + 1).to_string();
    el("div")
        .class("stepper")
        .live_style("left", move || column(store, layer + 1))
        .child(
            small_button("−")
                .attr("aria-label", &say!(store, network.remove_neuron, layer = name()))
                .live_prop("disabled", move || neurons() == 1)
                .click(move || add(-1)),
        )
        .child(
            el("span")
                .live_attr("title", move || say!(store, network.neurons, count = neurons().to_string()))
                .live_text(move || neurons().to_string()),
        )
        .child(
            small_button("+")
                .attr("aria-label", &say!(store, network.add_neuron, layer = name()))
                .live_prop("disabled", move || neurons() == menu::MAX_NEURONS)
                .click(move || add(1)),
        )
}

/// Where a column of the diagram stands.
fn column(store: Store, column: usize) -> String {
    store.canvases.diagram.with(|diagram| {
        let column = diagram.as_ref().and_then(|it| it.columns.get(column));
        px(column.map_or(0.0, |column| column.center_x))
    })
}

/// The drawing, its pointer and its keys, and what lies over it.
fn room(store: Store) -> Node {
    let editing: Editing = RwSignal::new(None);
    let act = move |part: Part| match part {
        Part::Feature(feature) => toggle(store, feature),
        Part::Weight { .. } | Part::Bias { .. } => {
            store.dispatch(Msg::Select(Some(part)));
            if let Some(edited) = edited(store, part) {
                editing.set(Some(edited));
            }
        }
        Part::Neuron { .. } => {
            let selected = store.peek(|model| model.selected);
            store.dispatch(Msg::Select((selected != Some(part)).then_some(part)));
        }
    };
    let hover = move |part: Option<Part>| {
        if store.peek(|model| model.hovered != part) {
            store.dispatch(Msg::Hover(part));
        }
    };
    let press = move |event: KeyboardEvent| {
        if let Some(selected) = walk(store, &event) {
            event.prevent_default();
            store.dispatch(Msg::Select(Some(selected)));
            store.said.set(labels::part(store, selected));
        } else if event.key() == "Enter"
            && let Some(part) = store.peek(|model| model.selected)
        {
            event.prevent_default();
            act(part);
        }
    };
    let label = move || {
        let help = say!(store, network.label);
        match store.read(|model| model.selected) {
            Some(part) => format!("{}. {help}", live_name(store, part)),
            None => help.to_owned(),
        }
    };
    let height = move || laid_out(store, "0", |diagram| diagram.height);
    let drawing = el("canvas")
        .attr("aria-hidden", "true")
        .live_style("width", move || laid_out(store, "100%", |diagram| diagram.width))
        .live_style("height", height)
        .bind(store.canvases.network);
    let canvas = el("div")
        .class("network-canvas")
        .attr("id", "network-diagram")
        .attr("role", "application")
        .attr("tabindex", "0")
        .live_attr("aria-label", label)
        .class_if("pointing", move || store.read(|model| model.hovered.is_some()))
        .on("pointermove", move |event: MouseEvent| hover(under(store, &event)))
        .on("pointerleave", move |_: Event| hover(None))
        .on("click", move |event: MouseEvent| {
            if let Some(part) = under(store, &event) {
                act(part);
            }
        })
        .on("keydown", press)
        .on("focusout", move |_: Event| {
            if editing.get_untracked().is_none() {
                store.dispatch(Msg::Select(None));
            }
        })
        .child(drawing);
    el("div")
        .class("network-room")
        .live_style("min-height", height)
        .bind(store.canvases.room)
        .child(canvas)
        .child(tip(store))
        .child(feature_switches(store))
        .child(editor::place(store, editing))
}

/// The part under the pointer.
fn under(store: Store, event: &MouseEvent) -> Option<Part> {
    let target: web_sys::Element = event.current_target()?.unchecked_into();
    let rect = target.get_bounding_client_rect();
    let (x, y) = (f64::from(event.client_x()) - rect.left(), f64::from(event.client_y()) - rect.top());
    store.canvases.diagram.with_untracked(|diagram| diagram.as_ref()?.hit(x as f32, y as f32))
}

/// A weight or bias, and a place for its editor.
fn edited(store: Store, part: Part) -> Option<EditedPart> {
    value(store, part)?;
    store.canvases.diagram.with_untracked(|diagram| {
        let diagram = diagram.as_ref()?;
        let rect = diagram.rect(part)?;
        let x = (rect.center()[0] + 12.0).min(diagram.width - EDITOR.0).max(0.0);
        let y = (rect.bottom() + 8.0).min(diagram.height.max(EDITOR.1 + 80.0) - EDITOR.1).max(0.0);
        Some(EditedPart { part, x, y })
    })
}

fn toggle(store: Store, feature: Feature) {
    let on = store.peek(|model| model.config.features.contains(&feature));
    store.dispatch(Msg::Set(Setting::Feature(feature, !on)));
}

/// The name and value of the part under the pointer, beside it.
fn tip(store: Store) -> Node {
    // The part, its place, and whether the right edge is near.
    let shown = move || {
        let part = store.read(|model| model.hovered)?;
        store.canvases.diagram.with(|diagram| {
            let diagram = diagram.as_ref()?;
            let rect = diagram.rect(part)?;
            Some((part, rect, rect.x + 240.0 > diagram.width))
        })
    };
    let place = |at: Option<f32>| at.map_or_else(String::new, px);
    el("span")
        .class("tip")
        .class_if("hidden", move || shown().is_none())
        .class_if("leftwards", move || shown().is_some_and(|(.., near_right)| near_right))
        .live_style("left", move || place(shown().map(|(_, rect, _)| rect.center()[0])))
        .live_style("top", move || place(shown().map(|(_, rect, _)| rect.bottom() + 6.0)))
        .live_text(move || shown().map(|(part, ..)| live_name(store, part)).unwrap_or_default())
}

/// Real switches over the features' tiles, for fingers, Tab and readers of screens.
fn feature_switches(store: Store) -> Node {
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
    let is_on = move || store.read(|model| model.config.features.contains(&feature));
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

/// Where an arrow key leads from the selected part.
fn walk(store: Store, event: &KeyboardEvent) -> Option<Part> {
    let key = event.key();
    if !matches!(key.as_str(), "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight") {
        return None;
    }
    store.peek(|model| {
        let mut sizes: Vec<usize> = model.config.network_shape.clone();
        sizes.push(model.config.outputs());
        let Some(selected) = model.selected else { return Some(Part::Neuron { layer: 0, index: 0 }) };
        let (layer, index) = match selected {
            Part::Neuron { layer, index } | Part::Bias { layer, index } => (layer, index),
            Part::Weight { layer, neuron, .. } => (layer, neuron),
            Part::Feature(_) => (0, 0),
        };
        let along = key == "ArrowDown";
        if event.shift_key() && matches!(key.as_str(), "ArrowUp" | "ArrowDown") {
            let inputs = if layer == 0 { model.config.features.len() } else { sizes[layer - 1] };
            // A neuron's ring of values: its weights in order, then its bias.
            let place = match selected {
                Part::Weight { input, .. } => Some(input),
                Part::Bias { .. } => Some(inputs),
                _ => None,
            };
            let count = inputs + 1;
            let next = match (place, along) {
                (None, true) => 0,
                (None, false) => inputs,
                (Some(place), true) => (place + 1) % count,
                (Some(place), false) => (place + count - 1) % count,
            };
            return Some(if next == inputs {
                Part::Bias { layer, index }
            } else {
                Part::Weight { layer, neuron: index, input: next }
            });
        }
        let (layer, index) = match key.as_str() {
            "ArrowUp" => (layer, index.saturating_sub(1)),
            "ArrowDown" => (layer, index + 1),
            "ArrowLeft" => (layer.saturating_sub(1), index),
            _ => ((layer + 1).min(sizes.len() - 1), index),
        };
        Some(Part::Neuron { layer, index: index.min(sizes[layer] - 1) })
    })
}
