//! Optimizers on textbook surfaces: who runs, from where, and how fast.

use super::state::{Kind, LandscapeState, REACHES, View};
use crate::labels::Label;
use crate::platform::browser;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use crate::widget::control::{Menu, checkbox, menu, number_input};
use leptos::prelude::*;
use nabla_lab::surface::{Course, Surface};
use nabla_nn::{Choice, Optimizer, limits};
use nabla_scene::landscape::{Camera, PATHS};
use std::rc::Rc;

/// Milliseconds between two pictures.
const PACE: i32 = 33;

/// What is chosen when the view opens.
pub(super) fn beginning(store: Store) -> LandscapeState {
    let surface = Surface::default();
    let optimizers = vec![Optimizer::Sgd, Optimizer::Momentum, Optimizer::Adam];
    let start = surface.start();
    let course = course(store, surface, start, &optimizers, None);
    LandscapeState {
        kind: Kind::Principal,
        kind_is_chosen: false,
        draw: 0,
        take: 0,
        reach: REACHES.iter().position(|(reach, _)| *reach == 1.0).unwrap_or(0),
        variants: false,
        weights: [None; 2],
        selected: None,
        solid: false,
        camera: Camera::default(),
        surface,
        optimizers,
        one_rate: None,
        start,
        course,
        going: false,
        turn: 0,
    }
}

fn course(
    store: Store,
    surface: Surface,
    start: [f64; 2],
    optimizers: &[Optimizer],
    one_rate: Option<f64>,
) -> Course {
    store.peek(|model| Course::new(surface, start, optimizers, one_rate, &model.config.config()))
}

/// Everyone back to the start.
pub(super) fn restart(view: View, change: impl FnOnce(&mut LandscapeState)) {
    view.set(|state| {
        change(state);
        state.course = course(view.store, state.surface, state.start, &state.optimizers, state.one_rate);
    });
}

pub(super) fn controls(view: View) -> Vec<Node> {
    let store = view.store;
    let surface = menu(
        store,
        Menu {
            label: say!(store, landscape.surface),
            options: Rc::new(move || Surface::ALL.iter().map(|it| it.label(store)).collect()),
            chosen: Box::new(move || {
                let surface = view.of(|state| state.surface);
                Surface::ALL.iter().position(|&it| it == surface).unwrap_or(0)
            }),
            pick: Box::new(move |index| {
                let surface = Surface::ALL[index.min(Surface::ALL.len() - 1)];
                restart(view, |state| {
                    (state.surface, state.start) = (surface, surface.start());
                    state.one_rate = state.one_rate.map(|_| shared_rate(surface));
                });
            }),
            control: None,
            card: None,
        },
    );
    let is_one = move || view.of(|state| state.one_rate.is_some());
    let one_rate = el("label")
        .class("check")
        .child(checkbox(is_one, move |on| {
            restart(view, |state| state.one_rate = on.then(|| shared_rate(state.surface)));
        }))
        .child(el("span").text(say!(store, landscape.one_rate)));
    let rate = number_input(
        limits::LEARNING_RATE,
        move || view.of(|state| state.one_rate.unwrap_or_else(|| shared_rate(state.surface))),
        move |rate| {
            restart(view, |state| state.one_rate = Some(rate.unwrap_or_else(|| shared_rate(state.surface))));
        },
    );
    let rate = el("label")
        .class("field")
        .class_if("hidden", move || !is_one())
        .child(el("span").text(say!(store, toolbar.learning_rate)))
        .child(rate);
    let equation = el("p").class("formula").live_text(move || view.of(|state| state.surface).equation());
    let runners = Optimizer::ALL.iter().filter(|&&it| it != Optimizer::Lbfgs).map(|&it| runner(view, it));
    let is_going = move || view.of(|state| state.going);
    let play = el("button")
        .class("primary")
        .live_text(move || if is_going() { say!(store, toolbar.pause) } else { say!(store, landscape.play) })
        .click(move || {
            view.set(|state| (state.going, state.turn) = (!state.going, state.turn + 1));
            go(view, view.state.with_untracked(|state| state.turn));
        });
    let step = el("button").class("secondary").text(say!(store, toolbar.step)).click(move || {
        view.set(|state| {
            state.course.step();
        });
    });
    let back = el("button")
        .class("secondary")
        .text(say!(store, landscape.back))
        .click(move || restart(view, |state| state.going = false));
    vec![
        surface,
        equation,
        el("fieldset")
            .class("runners")
            .child(el("legend").text(say!(store, landscape.optimizers)))
            .children(runners.collect()),
        one_rate,
        rate,
        el("div").class("dock-row").child(play).child(step).child(back),
    ]
}

/// The rate that all are given when they are to have one: what suits plain descent.
fn shared_rate(surface: Surface) -> f64 {
    surface.learning_rate(Optimizer::Sgd)
}

/// An optimizer that may run; no more than can be told apart.
fn runner(view: View, optimizer: Optimizer) -> Node {
    let runs = move || view.of(|state| state.optimizers.contains(&optimizer));
    let is_full = move || view.of(|state| state.optimizers.len() >= PATHS);
    let tick = checkbox(runs, move |on| {
        restart(view, |state| {
            state.optimizers.retain(|&it| it != optimizer);
            if on {
                state.optimizers.push(optimizer);
            }
        });
    });
    el("label")
        .class("check")
        .child(tick.live_prop("disabled", move || is_full() && !runs()))
        .child(el("span").text(optimizer.name()))
}

/// Runs on while it is this turn: slowly first, and faster the further they are.
fn go(view: View, turn: u32) {
    let goes_on = view.state.try_update(|state| {
        if !state.going || state.turn != turn {
            return false;
        }
        let steps = 1 + state.course.steps() / 40;
        state.going = (0..steps).all(|_| state.course.step());
        state.going
    });
    // There is no state where the view has been closed.
    if goes_on == Some(true) {
        browser::later(PACE, move || go(view, turn));
    }
}
