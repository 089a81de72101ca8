//! The drawing, the pointer and the keys on it, and what lies over it.

use super::editor::{self, value};
use super::part::{laid_out, live_name};
use super::switches::{feature_switches, toggle};
use super::walk::walk;
use crate::labels;
use crate::piece::{EditedParameter, Editing};
use crate::platform::dom::{Node, el, px};
use crate::store::Store;
use leptos::prelude::*;
use nabla_app::Msg;
use nabla_nn::ParameterId;
use nabla_scene::{Part, shown_neurons};
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent, MouseEvent, PointerEvent};

/// An editor's width and height, to keep it inside the diagram.
const EDITOR: (f32, f32) = (190.0, 130.0);

/// The drawing, its pointer and its keys, and what lies over it.
pub(super) fn room(store: Store) -> Node {
    let editing: Editing = RwSignal::new(None);
    let act = move |part: Part| match part {
        Part::Feature(feature) => toggle(store, feature),
        Part::Parameter(id) => {
            store.dispatch(Msg::Select(Some(part)));
            if let Some(edited) = edited(store, id) {
                editing.set(Some(edited));
            }
        }
        Part::Neuron { .. } => {
            let selected = store.peek(|model| model.selected);
            store.dispatch(Msg::Select((selected != Some(part)).then_some(part)));
        }
        // The first of them; the arrow keys lead to the others.
        Part::Folded { layer } => {
            let index = store.peek(|model| {
                model.config.model.network_shape.get(layer).map_or(0, |&neurons| shown_neurons(neurons))
            });
            store.dispatch(Msg::Select(Some(Part::Neuron { layer, index })));
        }
    };
    let hover = move |part: Option<Part>| {
        if store.peek(|model| model.hovered != part) {
            store.dispatch(Msg::Hover(part));
        }
    };
    let touches = StoredValue::new(false);
    let point = move |event: Option<PointerEvent>| {
        let by_touch = event.as_ref().is_some_and(|event| event.pointer_type() == "touch");
        touches.set_value(by_touch);
        if !by_touch {
            hover(event.and_then(|event| under(store, &event)));
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
        .pointing(point)
        .on("click", move |event: MouseEvent| {
            let part = under(store, &event);
            // A finger's first tap shows what is there, the second acts on it.
            if touches.get_value() && store.peek(|model| model.hovered != part) {
                hover(part);
            } else if let Some(part) = part {
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
fn edited(store: Store, id: ParameterId) -> Option<EditedParameter> {
    value(store, id)?;
    store.canvases.diagram.with_untracked(|diagram| {
        let diagram = diagram.as_ref()?;
        let rect = diagram.rect(Part::Parameter(id))?;
        let x = (rect.center()[0] + 12.0).min(diagram.width - EDITOR.0).max(0.0);
        let y = (rect.bottom() + 8.0).min(diagram.height.max(EDITOR.1 + 80.0) - EDITOR.1).max(0.0);
        Some(EditedParameter { id, x, y })
    })
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
