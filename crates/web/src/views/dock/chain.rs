//! The chain rule at a place of the network, and a step in slow motion.

mod choice;
mod motion;
mod state;

use super::frame::{ask, frame};
use crate::labels;
use crate::platform::dom::{Node, el, follow, target};
use crate::store::Store;
use crate::widget::picture::picture;
use leptos::prelude::*;
use nabla_app::Model;
use nabla_lab::chain::{ChainQuery, Place, Source};
use nabla_lab::{Answer, Chain, Query};
use nabla_nn::ParameterId;
use nabla_scene::{
    ChainInput, MotionInput, Part, Scale, chain_hit, chain_picture, format_number, motion_picture,
};
use state::{ChainState, change, look};
use web_sys::{Element, MouseEvent};

pub(super) fn chain(store: Store) -> Node {
    let state = ChainState {
        place: RwSignal::new(Place::Parameter(ParameterId::Weight { layer: 0, neuron: 0, input: 0 })),
        sample: RwSignal::new(None),
        check: RwSignal::new(false),
        stage: RwSignal::new(None),
        playing: RwSignal::new(false),
        taken: RwSignal::new(None),
    };
    follow(move || {
        // What is clicked in the network is looked at.
        if let Some(place) = store.read(|model| model.selected).and_then(place)
            && state.place.get_untracked() != place
        {
            state.place.set(place);
        }
    });
    follow(move || {
        let (place, points) =
            store.read(|model| (choice::nearest(model, state.place.get()), model.points.train.len()));
        let motion = state.stage.get().is_some();
        let query = Query::Chain(ChainQuery {
            place,
            // A step is one of the whole minibatch.
            sample: state.sample.get().filter(|_| !motion).map(|sample| sample.min(points.max(1) - 1)),
            check: state.check.get(),
            motion,
        });
        if store.peek(|model| model.query.as_ref() != Some(&query)) {
            ask(store, query);
        }
    });
    let is_still = move || state.stage.get().is_none();
    let check = el("button")
        .class("secondary")
        .live_attr("aria-pressed", move || state.check.get().to_string())
        .click(move || state.check.update(|on| *on = !*on))
        .text(say!(store, chain.check));
    let of_place = el("div")
        .class("dock-group")
        .class_if("hidden", move || !is_still())
        .child(choice::places(store, state))
        .child(choice::samples(store, state))
        .child(el("div").class("dock-row").child(check));
    let name = el("h3").live_text(move || {
        // Of the answer where there is one: a new name over the old place's numbers would be wrong for a moment.
        let asked = || store.peek(|model| choice::nearest(model, state.place.get()));
        let place = look(store, &|chain| chain.place).unwrap_or_else(asked);
        if is_still() { labels::part(store, part(place)) } else { say!(store, chain.motion).to_owned() }
    });
    let image = picture(store, "chain-picture", say!(store, chain.picture), move |model, size| {
        draw(store, model, state.stage.get(), size)
    });
    let image = image.on("click", move |event: MouseEvent| {
        let canvas: Element = target(&event);
        let size = [canvas.client_width() as f32, canvas.client_height() as f32];
        let at = [event.offset_x() as f32, event.offset_y() as f32];
        let hit = look(store, &|chain| chain_hit(chain, size, at)).flatten();
        if let Some(place) = hit.filter(|_| state.stage.get_untracked().is_none()) {
            state.place.set(place);
        }
    });
    let facts = facts(store, state).class_if("hidden", move || !is_still());
    let body = el("div").class("chain").child(name).child(image).child(facts);
    frame(
        [say!(store, chain.title), say!(store, chain.explain), FORMULA],
        vec![of_place, motion::motion(store, state)],
        body,
    )
}

/// The rule, for an edge and for what comes back to a neuron.
const FORMULA: &str = "∂E/∂w = x · f′(z) · ∂E/∂a\n∂E/∂a = Σₖ wₖ·δₖ,  δ = ∂E/∂z";

fn draw(store: Store, model: &Model, stage: Option<usize>, size: [f32; 2]) -> Vec<nabla_scene::Shape> {
    let Some(Answer::Chain(Some(chain))) = model.answer.as_deref() else { return Vec::new() };
    let scale = Scale::new(model.view.palette, model.view.theme);
    if let Some(stage) = stage {
        let Some(motion) = &chain.motion else { return Vec::new() };
        let stage = motion::stage(motion.layers.len(), stage);
        return motion_picture(&MotionInput { motion, stage, scale: &scale }, size);
    }
    let name = chain
        .place
        .input()
        .map_or_else(String::new, |input| choice::input_name(model, chain.place.neuron().0, input));
    let input = ChainInput { chain, scale: &scale, input: &name, mean: say!(store, chain.mean) };
    chain_picture(&input, size)
}

/// Slope, step, losses and the check, in words.
fn facts(store: Store, state: ChainState) -> Node {
    let fact = |label: &str, get: &'static dyn Fn(&Chain) -> String| {
        el("div")
            .child(el("dt").text(label))
            .child(el("dd").live_text(move || look(store, get).unwrap_or_default()))
    };
    let list = el("dl")
        .class("facts")
        .child(fact(say!(store, chain.slope), &|chain| format_number(chain.slope)))
        .child(fact("η", &|chain| format_number(chain.step.learning_rate)))
        .child(fact("λ·r′(w)", &|chain| format_number(chain.step.penalty)))
        .child(fact(say!(store, chain.value), &|chain| change(chain.step.value)))
        .child(fact(say!(store, chain.loss), &|chain| change(chain.step.loss)));
    let checked = el("p")
        .class("check-result")
        .attr("role", "status")
        .class_if("hidden", move || !state.check.get())
        .live_text(move || look(store, &|chain| checked(store, chain)).unwrap_or_default());
    let tied = el("p")
        .class("hint")
        .class_if("hidden", move || !look(store, &|chain| chain.tied).unwrap_or_default())
        .text(say!(store, chain.tied));
    el("div").class("chain-words").child(list).child(checked).child(tied)
}

/// What the comparison says.
fn checked(store: Store, chain: &Chain) -> String {
    let Some(check) = chain.check else { return say!(store, chain.too_large).to_owned() };
    let difference = format_number(check.difference);
    if chain.source == Source::Rule {
        say!(store, chain.no_slope, difference = difference)
    } else if chain.slope.abs().max(check.difference.abs()) < check.resolution {
        say!(store, chain.too_small, difference = difference, resolution = format_number(check.resolution))
    } else {
        say!(store, chain.agrees, difference = difference, error = format_number(check.error))
    }
}

fn place(part: Part) -> Option<Place> {
    Some(match part {
        Part::Parameter(id) => Place::Parameter(id),
        Part::Neuron { layer, index } => Place::Neuron { layer, neuron: index },
        Part::Feature(_) | Part::Folded { .. } => return None,
    })
}

fn part(place: Place) -> Part {
    match place {
        Place::Parameter(id) => Part::Parameter(id),
        Place::Neuron { layer, neuron } => Part::Neuron { layer, index: neuron },
    }
}
