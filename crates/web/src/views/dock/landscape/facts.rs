//! What the landscape says in numbers and sentences.

use super::state::{Kind, View};
use crate::format::{few_digits, percent};
use crate::platform::dom::{Node, el};
use crate::widget::line_sample::line_sample;
use nabla_lab::landscape::{Landscape, SIDE};
use nabla_lab::surface::{Outcome, Runner};
use nabla_nn::Choice;
use nabla_scene::{run_line, variant_line};

/// The loss here, what of the run the slice shows, how far it reaches.
pub(super) fn numbers(view: View) -> Node {
    let store = view.store;
    let number = |label: &str, id: &str, value: Box<dyn Fn(&Landscape) -> String>| {
        let value = move || view.surveyed(&value).unwrap_or_default();
        el("div").child(el("dt").text(label)).child(el("dd").attr("id", id).live_text(value))
    };
    // Where the run is: not beside the variants, which are drawn in its place.
    let of_run = |node: Node| node.class_if("unwanted", move || view.of(|state| state.variants));
    el("dl")
        .class("landscape-numbers")
        .class_if("hidden", move || view.is_textbook())
        .child(of_run(number(
            say!(store, landscape.loss),
            "landscape-loss",
            Box::new(|it| few_digits(it.loss)),
        )))
        .child(number(
            say!(store, landscape.explained),
            "landscape-explained",
            Box::new(|it| [percent(it.explained[0]), percent(it.explained[1])].join(" + ")),
        ))
        .child(number(
            say!(store, landscape.reaches),
            "landscape-reach",
            Box::new(|it| ["± ", &few_digits(it.half)].concat()),
        ))
        .child(of_run(number(say!(store, landscape.off), "landscape-off", Box::new(|it| few_digits(it.off)))))
}

/// The paths on the picture, in order: where each is a learning rate's, with it.
pub(super) fn paths(view: View) -> Vec<String> {
    let store = view.store;
    if view.is_textbook() {
        let name = |runner: &Runner| format!("{} · η {}", runner.optimizer().name(), runner.learning_rate());
        return view.of(|state| state.course.runners.iter().map(name).collect());
    }
    let sizes =
        view.surveyed(|landscape| landscape.variants.iter().map(|path| path.batch_size).collect::<Vec<_>>());
    let sizes = sizes.unwrap_or_default();
    let all = sizes.iter().copied().max().unwrap_or(0);
    let name = |size: usize| match size {
        1 => say!(store, landscape.stochastic).to_owned(),
        _ if size == all => say!(store, landscape.batch, count = size.to_string()),
        _ => say!(store, landscape.minibatch, count = size.to_string()),
    };
    sizes.into_iter().map(name).collect()
}

/// A path's line as it is drawn, its number and name, and what has come of it.
pub(super) fn path(view: View, index: usize, name: &str) -> Node {
    let store = view.store;
    let line = if view.is_textbook() { run_line } else { variant_line };
    el("li")
        .child(line_sample(store, line, index))
        .child(el("span").text(&(index + 1).to_string()).text(" · ").text(name))
        .child(el("output").live_text(move || outcome(view, index)))
}

/// Where an optimizer is and how it has ended; how many updates a variant has taken.
fn outcome(view: View, index: usize) -> String {
    let store = view.store;
    if !view.is_textbook() {
        let updates = view.surveyed(|landscape| landscape.variants.get(index).map(|it| it.places.len() - 1));
        return updates
            .flatten()
            .map_or_else(String::new, |count| say!(store, landscape.updates, count = count.to_string()));
    }
    view.of(|state| {
        let Some(runner) = state.course.runners.get(index) else { return String::new() };
        let here = ["f = ", &few_digits(state.surface.value(runner.at()))].concat();
        let ended = match runner.outcome {
            None => return here,
            Some(Outcome::Diverged) => return say!(store, landscape.lost).to_owned(),
            Some(Outcome::Arrived(steps)) => say!(store, landscape.arrived, count = steps.to_string()),
            Some(Outcome::Left(steps)) => say!(store, landscape.left, count = steps.to_string()),
        };
        [here, ended].join(" · ")
    })
}

/// What is going on, or why there is nothing to see.
pub(super) fn status(view: View) -> String {
    let store = view.store;
    if view.is_textbook() {
        return say!(store, landscape.steps, count = view.of(|state| state.course.steps()).to_string());
    }
    let known = view.surveyed(|landscape| (landscape.losses.len(), landscape.lacking, landscape.epochs));
    match known {
        Some((_, true, _)) if view.of(|state| state.kind == Kind::Principal) => {
            say!(store, landscape.no_path).to_owned()
        }
        Some((_, true, _)) => say!(store, landscape.no_weights).to_owned(),
        Some((known, _, 0)) if known == SIDE * SIDE => String::new(),
        Some((known, _, epochs)) if known == SIDE * SIDE => {
            say!(store, landscape.variants_epochs, count = epochs.to_string())
        }
        _ => say!(store, landscape.surveying).to_owned(),
    }
}
