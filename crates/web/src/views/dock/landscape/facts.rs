//! What the landscape says in numbers and sentences.

use super::state::{Kind, View};
use crate::format::{few_digits, percent};
use crate::platform::dom::{Node, el};
use nabla_lab::landscape::{Landscape, SIDE};
use nabla_nn::Choice;
use nabla_scene::landscape::path_style;

/// The loss here, what of the run the slice shows, how far it reaches.
pub(super) fn numbers(view: View) -> Node {
    let store = view.store;
    let number = |label: &str, id: &str, value: Box<dyn Fn(&Landscape) -> String>| {
        let value = move || view.surveyed(&value).unwrap_or_default();
        el("div").child(el("dt").text(label)).child(el("dd").attr("id", id).live_text(value))
    };
    el("dl")
        .class("landscape-numbers")
        .class_if("hidden", move || view.is_textbook())
        .child(number(say!(store, landscape.loss), "landscape-loss", Box::new(|it| few_digits(it.loss))))
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
        .child(number(say!(store, landscape.off), "landscape-off", Box::new(|it| few_digits(it.off))))
}

/// The ways on the picture, in order.
pub(super) fn ways(view: View) -> Vec<String> {
    let store = view.store;
    if view.is_textbook() {
        return view.of(|state| state.optimizers.iter().map(|it| it.name().to_owned()).collect());
    }
    let sizes =
        view.surveyed(|landscape| landscape.variants.iter().map(|way| way.batch_size).collect::<Vec<_>>());
    let sizes = sizes.unwrap_or_default();
    if sizes.is_empty() {
        return Vec::new();
    }
    let all = sizes.iter().copied().max().unwrap_or(0);
    let name = |size: usize| match size {
        1 => say!(store, landscape.stochastic).to_owned(),
        _ if size == all => say!(store, landscape.batch, count = size.to_string()),
        _ => say!(store, landscape.minibatch, count = size.to_string()),
    };
    let run = say!(store, landscape.run).to_owned();
    std::iter::once(run).chain(sizes.into_iter().map(name)).collect()
}

/// A way's line, number and name; what an optimizer of the textbook has come to.
pub(super) fn way(view: View, index: usize, name: &str) -> Node {
    let store = view.store;
    let style = move || path_style(index, store.read(|model| model.view.theme));
    let come_to = move || {
        if !view.is_textbook() {
            return String::new();
        }
        view.of(|state| match state.course.runners.get(index) {
            Some(runner) if runner.lost => say!(store, landscape.lost).to_owned(),
            Some(runner) => ["f = ", &few_digits(state.surface.value(runner.at()))].concat(),
            None => String::new(),
        })
    };
    el("li")
        .child(
            el("span")
                .class("swatch")
                .live_style("--way", move || style().0.css())
                .live_style("--dash", move || {
                    if style().1.is_some() { "dashed" } else { "solid" }.to_owned()
                }),
        )
        .child(el("span").text(&(index + 1).to_string()).text(" · ").text(name))
        .child(el("output").live_text(come_to))
}

/// What is going on, or why there is nothing to see.
pub(super) fn status(view: View) -> String {
    let store = view.store;
    if view.is_textbook() {
        return say!(store, landscape.steps, count = view.of(|state| state.course.steps()).to_string());
    }
    let known = view.surveyed(|landscape| (landscape.losses.len(), landscape.lacking));
    match known {
        Some((_, true)) if view.of(|state| state.kind == Kind::Principal) => {
            say!(store, landscape.no_path).to_owned()
        }
        Some((_, true)) => say!(store, landscape.no_weights).to_owned(),
        Some((known, _)) if known == SIDE * SIDE => String::new(),
        _ => say!(store, landscape.surveying).to_owned(),
    }
}
