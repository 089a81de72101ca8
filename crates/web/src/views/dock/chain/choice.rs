//! Which place, and which samples.

use super::state::ChainState;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use crate::widget::control::{Menu, menu, number_input, radio};
use leptos::prelude::*;
use nabla_app::Model;
use nabla_lab::chain::Place;
use nabla_nn::ParameterId;
use std::rc::Rc;

/// A place of the network as it is now: the same, or one beside it.
pub(super) fn nearest(model: &Model, place: Place) -> Place {
    let shape = &model.config.model.network_shape;
    let (layer, neuron) = place.neuron();
    let layer = layer.min(shape.len());
    let neuron =
        neuron.min(shape.get(layer).copied().unwrap_or(model.config.data.outputs()).saturating_sub(1));
    match (place.input(), inputs(model, layer).checked_sub(1)) {
        (Some(input), Some(last)) => parameter(layer, neuron, Some(input.min(last))),
        (Some(_), None) => parameter(layer, neuron, None),
        _ => with(place, layer, neuron),
    }
}

/// How many inputs a layer has.
fn inputs(model: &Model, layer: usize) -> usize {
    match layer {
        0 => model.config.model.features.len(),
        _ => model.config.model.network_shape.get(layer - 1).copied().unwrap_or_default(),
    }
}

/// What an input of a layer is called.
pub(super) fn input_name(model: &Model, layer: usize, input: usize) -> String {
    match model.config.model.features.get(input) {
        Some(feature) if layer == 0 => feature.label().to_owned(),
        _ => {
            let digits = (input + 1).to_string();
            let below = digits.chars().map(|digit| char::from_u32(0x2050 + digit as u32).unwrap_or(digit));
            std::iter::once('a').chain(below).collect()
        }
    }
}

/// Menus of layer, neuron, and what of it: an edge, the bias, its sum.
pub(super) fn places(store: Store, state: ChainState) -> Node {
    let here = move || store.read(|model| nearest(model, state.place.get()));
    let one = |label: &str,
               options: Rc<dyn Fn() -> Vec<String>>,
               chosen: fn(&Model, Place) -> usize,
               pick: Pick| {
        let menu = Menu {
            label,
            options,
            chosen: Box::new(move || {
                let place = here();
                store.read(|model| chosen(model, place))
            }),
            pick: Box::new(move |index| {
                let place = store.peek(|model| pick(model, here(), index));
                state.place.set(place);
            }),
            control: None,
            card: None,
        };
        self::menu(store, menu)
    };
    let layers = move || {
        let hidden = store.read(|model| model.config.model.network_shape.len());
        let mut names: Vec<String> = (1..=hidden).map(|layer| layer.to_string()).collect();
        names.push(say!(store, network.output).to_owned());
        names
    };
    let neurons = move || {
        let layer = here().neuron().0;
        let count = store.read(|model| {
            model.config.model.network_shape.get(layer).copied().unwrap_or(model.config.data.outputs())
        });
        (1..=count).map(|neuron| neuron.to_string()).collect()
    };
    let what = move || {
        let layer = here().neuron().0;
        let mut names: Vec<String> = store
            .read(|model| (0..inputs(model, layer)).map(|input| input_name(model, layer, input)).collect());
        names.extend([say!(store, chain.bias).to_owned(), say!(store, chain.neuron).to_owned()]);
        names
    };
    el("div")
        .class("dock-row places")
        .child(one(
            say!(store, chain.layer),
            Rc::new(layers),
            |_, place| place.neuron().0,
            |model, place, layer| nearest(model, with(place, layer, place.neuron().1)),
        ))
        .child(one(
            say!(store, chain.to),
            Rc::new(neurons),
            |_, place| place.neuron().1,
            |_, place, neuron| with(place, place.neuron().0, neuron),
        ))
        .child(one(say!(store, chain.from), Rc::new(what), of_neuron, pick_of_neuron))
}

/// The place that a menu's choice leads to.
type Pick = fn(&Model, Place, usize) -> Place;

/// The same of another neuron.
fn with(place: Place, layer: usize, neuron: usize) -> Place {
    match place {
        Place::Parameter(id) => parameter(layer, neuron, id.input()),
        Place::Neuron { .. } => Place::Neuron { layer, neuron },
    }
}

fn parameter(layer: usize, neuron: usize, input: Option<usize>) -> Place {
    Place::Parameter(ParameterId::new(layer, neuron, input))
}

/// The links in order, then the bias, then the neuron.
fn of_neuron(model: &Model, place: Place) -> usize {
    let inputs = inputs(model, place.neuron().0);
    match place {
        Place::Parameter(id) => id.input().unwrap_or(inputs),
        Place::Neuron { .. } => inputs + 1,
    }
}

fn pick_of_neuron(model: &Model, place: Place, index: usize) -> Place {
    let (layer, neuron) = place.neuron();
    match index.checked_sub(inputs(model, layer)) {
        None => parameter(layer, neuron, Some(index)),
        Some(0) => parameter(layer, neuron, None),
        Some(_) => Place::Neuron { layer, neuron },
    }
}

/// The next minibatch, or one training point by its number.
pub(super) fn samples(store: Store, state: ChainState) -> Node {
    let one = |of_point: bool, label: &str| {
        let input = radio(
            "chain-samples",
            move || state.sample.get().is_some() == of_point,
            move || state.sample.set(of_point.then_some(0)),
        );
        el("label").child(input).child(el("span").text(label))
    };
    let last = move || store.peek(|model| model.points.train.len().saturating_sub(1));
    let number = number_input(
        1.0..=20_000.0,
        move || state.sample.get().unwrap_or(0) as f64 + 1.0,
        move |value| state.sample.set(Some((value.unwrap_or(1.0).max(1.0) as usize - 1).min(last()))),
    );
    el("div")
        .class("dock-row")
        .child(
            el("div")
                .class("segments")
                .attr("role", "group")
                .attr("aria-label", say!(store, chain.samples))
                .child(one(false, say!(store, chain.minibatch)))
                .child(one(true, say!(store, chain.point))),
        )
        .child(
            number
                .class("short")
                .attr("aria-label", say!(store, chain.number))
                .class_if("hidden", move || state.sample.get().is_none()),
        )
}
