//! Optimizers on textbook surfaces: who runs, from where, and how fast.

use super::state::{Kind, LandscapeState, REACHES, View};
use crate::labels::Label;
use crate::platform::browser;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use crate::widget::control::{Menu, checkbox, menu, number_input};
use leptos::prelude::*;
use nabla_lab::surface::{Course, Surface};
use nabla_nn::{Choice, Config, Optimizer, TrainingConfig, limits};
use nabla_scene::landscape::{Camera, WAYS};
use std::rc::Rc;

/// Milliseconds between two pictures.
const PACE: i32 = 33;

/// What is chosen when the view opens.
pub(super) fn beginning(store: Store) -> LandscapeState {
    let surface = Surface::default();
    let optimizers = vec![Optimizer::Sgd, Optimizer::Momentum, Optimizer::Adam];
    let (rate, start) = (surface.learning_rate(), surface.start());
    let course = course(store, surface, start, &optimizers, rate);
    LandscapeState {
        kind: Kind::Random,
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
        rate,
        start,
        course,
        going: false,
        turn: 0,
    }
}

fn course(store: Store, surface: Surface, start: [f64; 2], optimizers: &[Optimizer], rate: f64) -> Course {
    let config = store.peek(|model| Config {
        training: TrainingConfig { learning_rate: rate, ..model.config.config().training },
        ..model.config.config()
    });
    Course::new(surface, start, optimizers, &config)
}

/// Everyone back to the start.
pub(super) fn restart(view: View, change: impl FnOnce(&mut LandscapeState)) {
    view.set(|state| {
        change(state);
        state.course = course(view.store, state.surface, state.start, &state.optimizers, state.rate);
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
                    (state.surface, state.start, state.rate) =
                        (surface, surface.start(), surface.learning_rate());
                });
            }),
            control: None,
            card: None,
        },
    );
    let rate = number_input(
        limits::LEARNING_RATE,
        move || view.of(|state| state.rate),
        move |rate| restart(view, |state| state.rate = rate.unwrap_or(state.surface.learning_rate())),
    );
    let rate =
        el("label").class("field").child(el("span").text(say!(store, toolbar.learning_rate))).child(rate);
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
        el("div").class("dock-row").child(surface).child(rate),
        equation,
        el("fieldset")
            .class("runners")
            .child(el("legend").text(say!(store, landscape.optimizers)))
            .children(runners.collect()),
        el("div").class("dock-row").child(play).child(step).child(back),
    ]
}

/// An optimizer that may run; no more than can be told apart.
fn runner(view: View, optimizer: Optimizer) -> Node {
    let runs = move || view.of(|state| state.optimizers.contains(&optimizer));
    let is_full = move || view.of(|state| state.optimizers.len() >= WAYS);
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
