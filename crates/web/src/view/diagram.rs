//! The middle column: the network, its controls over the columns, and the hands and keys that edit it.

use super::control::is_hidden;
use super::editor::{EditedPart, Editor, value};
use super::{derive, hear};
use crate::store::Store;
use crate::words;
use leptos::prelude::*;
use nabla_app::{Msg, Setting};
use nabla_nn::{Control, Feature, menu};
use nabla_scene::{Part, Rect};
use wasm_bindgen::JsCast;
use web_sys::{KeyboardEvent, MouseEvent};

/// An editor's width and height, to keep it inside the diagram.
const EDITOR: (f32, f32) = (190.0, 130.0);

#[component]
pub(super) fn Network(store: Store) -> impl IntoView {
    let count = move || store.read(|model| model.config.network_shape.len());
    let set_layers = move |change: isize| {
        let count = store.peek(|model| model.config.network_shape.len()).saturating_add_signed(change);
        store.dispatch(Msg::Set(Setting::Layers(count)));
    };
    view! {
        <section class="panel network" id="network" aria-labelledby="network-title">
            <div class="network-head">
                <h2 title=words!(store, features.hint)>{words!(store, features.title)}</h2>
                <div class="layers" class:hidden=derive(move || is_hidden(store, Control::NumHiddenLayers))>
                    <button class="small" aria-label=words!(store, network.remove_layer)
                        title=words!(store, network.remove_layer)
                        prop:disabled=derive(move || count() == 0) on:click=hear(move |_| set_layers(-1))>"−"</button>
                    <span class="count">{derive(move || say!(store, network.layers, count = count().to_string()))}</span>
                    <button class="small" aria-label=words!(store, network.add_layer)
                        title=words!(store, network.add_layer)
                        prop:disabled=derive(move || count() == menu::MAX_LAYERS) on:click=hear(move |_| set_layers(1))>"+"</button>
                </div>
                <h2 id="network-title" class="said">{words!(store, network.title)}</h2>
            </div>
            <div class="network-scroll">
                <div class="network-inner" style:width=derive(move || width(store))>
                    <Steppers store/>
                    <Canvas store/>
                </div>
            </div>
            <p class="callout">{derive(move || match store.read(|model| model.hovered.or(model.selected)) {
                Some(part) => { store.live(|_| ()); words::part(store, part) }
                None => format!("{} {}", say!(store, network.callout_neuron), say!(store, network.callout_link)),
            })}</p>
        </section>
    }
}

fn width(store: Store) -> String {
    store
        .screen
        .diagram
        .with(|diagram| diagram.as_ref().map_or_else(|| "100%".into(), |it| format!("{}px", it.width)))
}

/// − and + over every hidden column.
#[component]
fn Steppers(store: Store) -> impl IntoView {
    let layers = Memo::new(move |_| store.read(|model| model.config.network_shape.len()));
    let neurons = move |layer: usize| {
        store.read(|model| model.config.network_shape.get(layer).copied().unwrap_or_default())
    };
    let set = move |layer: usize, change: isize| {
        let count = store.peek(|model| model.config.network_shape.get(layer).copied()).unwrap_or_default();
        store.dispatch(Msg::Set(Setting::Neurons { layer, count: count.saturating_add_signed(change) }));
    };
    let left = move |column: usize| {
        store.screen.diagram.with(|diagram| {
            let x =
                diagram.as_ref().and_then(|it| it.columns.get(column)).map_or(0.0, |column| column.center_x);
            format!("{x}px")
        })
    };
    let last = move || layers.get() + 1;
    view! {
        <div class="steppers">
            {move || (0..layers.get()).map(|layer| {
                let name = (layer + 1).to_string();
                let (add, remove) = (name.clone(), name);
                view! {
                    <div class="stepper" style:left=derive(move || left(layer + 1))>
                        <button class="small" prop:disabled={move || neurons(layer) == 1}
                            aria-label=derive(move || say!(store, network.remove_neuron, layer = remove.clone()))
                            on:click=hear(move |_| set(layer, -1))>"−"</button>
                        <span title=derive(move || say!(store, network.neurons, count = neurons(layer).to_string()))>
                            {move || neurons(layer)}</span>
                        <button class="small" prop:disabled={move || neurons(layer) == menu::MAX_NEURONS}
                            aria-label=derive(move || say!(store, network.add_neuron, layer = add.clone()))
                            on:click=hear(move |_| set(layer, 1))>"+"</button>
                    </div>
                }
            }).collect_view()}
            <span class="stepper label" style:left=derive(move || left(last()))>{words!(store, network.output)}</span>
        </div>
    }
}

/// The drawing, its pointer and its keys.
#[component]
fn Canvas(store: Store) -> impl IntoView {
    let editing: RwSignal<Option<EditedPart>> = RwSignal::new(None);
    let rect_of =
        move |part: Part| store.screen.diagram.with_untracked(|it| it.as_ref().and_then(|it| it.rect(part)));
    let open = move |part: Part| {
        if let (Some(rect), Some(_)) = (rect_of(part), value(store, part)) {
            let (width, height) = store.screen.diagram.with_untracked(|diagram| {
                diagram.as_ref().map_or((0.0, 0.0), |diagram| (diagram.width, diagram.height))
            });
            let x = (rect.center()[0] + 12.0).min(width - EDITOR.0).max(0.0);
            let y = (rect.bottom() + 8.0).min(height.max(EDITOR.1 + 80.0) - EDITOR.1).max(0.0);
            editing.set(Some(EditedPart { part, x, y }));
        }
    };
    let act = move |part: Part| match part {
        Part::Feature(feature) => toggle(store, feature),
        Part::Weight { .. } | Part::Bias { .. } => {
            store.dispatch(Msg::Select(Some(part)));
            open(part);
        }
        Part::Neuron { .. } => {
            let selected = store.peek(|model| model.selected);
            store.dispatch(Msg::Select((selected != Some(part)).then_some(part)));
        }
    };
    let at = move |event: &MouseEvent| {
        let target: web_sys::Element = event.current_target()?.dyn_into().ok()?;
        let rect = target.get_bounding_client_rect();
        let (x, y) = (f64::from(event.client_x()) - rect.left(), f64::from(event.client_y()) - rect.top());
        store.screen.diagram.with_untracked(|diagram| diagram.as_ref()?.hit(x as f32, y as f32))
    };
    let hover = move |part: Option<Part>| {
        if store.peek(|model| model.hovered != part) {
            store.dispatch(Msg::Hover(part));
        }
    };
    let label = move || {
        let help = say!(store, network.label);
        match store.read(|model| model.selected) {
            Some(part) => {
                store.live(|_| ());
                format!("{}. {help}", words::part(store, part))
            }
            None => help.to_owned(),
        }
    };
    view! {
        <div class="network-room" node_ref=store.screen.room style:min-height=derive(move || height(store))>
            <div class="network-canvas" id="network-diagram" role="application" tabindex="0" aria-label=label
                class:pointing=derive(move || store.read(|model| model.hovered.is_some()))
                on:pointermove=hear(move |event: web_sys::PointerEvent| hover(at(&event)))
                on:pointerleave=hear(move |_| hover(None))
                on:click=hear(move |event| {
                    if let Some(part) = at(&event) {
                        act(part);
                    }
                })
                on:keydown=hear(move |event: KeyboardEvent| {
                    if let Some(selected) = walk(store, &event) {
                        event.prevent_default();
                        store.dispatch(Msg::Select(Some(selected)));
                        store.said.set(words::part(store, selected));
                    } else if event.key() == "Enter" && let Some(part) = store.peek(|model| model.selected) {
                        event.prevent_default();
                        act(part);
                    }
                })
                on:focusout=hear(move |_| {
                    if editing.get_untracked().is_none() {
                        store.dispatch(Msg::Select(None));
                    }
                })>
                <canvas node_ref=store.screen.network aria-hidden="true"
                    style:width=derive(move || width(store)) style:height=derive(move || height(store))></canvas>
            </div>
            <Tip store/>
            <FeatureSwitches store/>
            <Editor store editing/>
        </div>
    }
}

fn height(store: Store) -> String {
    store
        .screen
        .diagram
        .with(|diagram| diagram.as_ref().map_or_else(|| "0".into(), |it| format!("{}px", it.height)))
}

fn toggle(store: Store, feature: Feature) {
    let on = store.peek(|model| model.config.features.contains(&feature));
    store.dispatch(Msg::Set(Setting::Feature(feature, !on)));
}

/// The name and value of the part under the pointer, beside it.
#[component]
fn Tip(store: Store) -> impl IntoView {
    let rect = move || {
        let part = store.read(|model| model.hovered)?;
        store.screen.diagram.with(|diagram| diagram.as_ref()?.rect(part).map(|rect| (part, rect)))
    };
    let near_right = move || {
        rect().is_some_and(|(_, rect)| {
            store.screen.diagram.with(|diagram| diagram.as_ref().is_some_and(|it| rect.x + 240.0 > it.width))
        })
    };
    view! {
        <span class="tip" class:hidden=derive(move || rect().is_none()) class:leftwards=derive(near_right)
            style:left=derive(move || rect().map_or_else(String::new, |(_, rect)| format!("{}px", rect.center()[0])))
            style:top=derive(move || rect().map_or_else(String::new, |(_, rect)| format!("{}px", rect.bottom() + 6.0)))>
            {derive(move || rect().map(|(part, _)| {
                store.live(|_| ());
                words::part(store, part)
            }).unwrap_or_default())}
        </span>
    }
}

/// Real switches over the features' tiles, for fingers, Tab and readers of screens.
#[component]
fn FeatureSwitches(store: Store) -> impl IntoView {
    let tiles = move || {
        store.screen.diagram.with(|diagram| {
            let Some(diagram) = diagram else { return Vec::new() };
            let tile =
                |&(feature, _): &(Feature, bool)| Some((feature, diagram.rect(Part::Feature(feature))?));
            diagram.features().iter().filter_map(tile).collect::<Vec<(Feature, Rect)>>()
        })
    };
    view! {
        <div class="feature-switches" role="group" aria-label=words!(store, features.title)>
            {move || tiles().into_iter().map(|(feature, rect)| {
                let part = Part::Feature(feature);
                view! {
                    <button class="feature" style:left=format!("{}px", rect.x) style:top=format!("{}px", rect.y)
                        style:width=format!("{}px", rect.width) style:height=format!("{}px", rect.height)
                        aria-label=feature.label()
                        aria-pressed=derive(move || if store.read(|model| model.config.features.contains(&feature)) { "true" } else { "false" })
                        on:pointerenter=hear(move |_| store.dispatch(Msg::Hover(Some(part))))
                        on:pointerleave=hear(move |_| store.dispatch(Msg::Hover(None)))
                        on:click=hear(move |_| toggle(store, feature))></button>
                }
            }).collect_view()}
        </div>
    }
}

/// Where an arrow key leads from the selected part.
fn walk(store: Store, event: &KeyboardEvent) -> Option<Part> {
    let key = event.key();
    if !matches!(key.as_str(), "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight") {
        return None;
    }
    store.peek(|model| {
        let mut sizes: Vec<usize> = model.config.network_shape.clone();
        sizes.push(1);
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
