//! The step in slow motion: its moments, one after the other, and at last the step itself.

use super::state::{ChainState, change, look};
use crate::platform::browser;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use crate::widget::control::click_unless;
use leptos::prelude::*;
use nabla_app::{Msg, Stride};
use nabla_lab::chain::{Stage, stages};
use nabla_scene::format_number;

/// How long a moment is shown, in milliseconds.
const MOMENT: i32 = 1100;

/// The moment of a number through so many layers; beyond the last it is the last.
pub(super) fn stage(layers: usize, number: usize) -> Stage {
    stages(layers).get(number).copied().unwrap_or(Stage::Update)
}

pub(super) fn motion(store: Store, state: ChainState) -> Node {
    let is_on = move || state.stage.get().is_some();
    let start = el("button")
        .class("secondary")
        .live_attr("aria-pressed", move || is_on().to_string())
        .text(say!(store, chain.motion))
        .click(move || {
            let on = state.stage.get_untracked().is_none();
            state.taken.set(None);
            state.playing.set(false);
            state.stage.set(on.then_some(0));
            if on && store.peek(|model| model.playing) {
                store.dispatch(Msg::TogglePlay);
            }
            if on && !browser::prefers("(prefers-reduced-motion: reduce)") {
                play(store, state);
            }
        });
    let button = |label: &str, sign: &str| {
        el("button").class("secondary").attr("aria-label", label).attr("title", label).text(sign)
    };
    let back = click_unless(
        button(say!(store, chain.back), "←"),
        move || state.stage.get() == Some(0),
        move || {
            state.playing.set(false);
            state.stage.update(|stage| *stage = stage.map(|stage| stage.saturating_sub(1)));
        },
    );
    let is_last = move || {
        store.live(|_| ());
        state.stage.get().is_some_and(|number| number + 1 >= count(store))
    };
    let forth = el("button")
        .class("primary")
        .live_text(move || if is_last() { say!(store, chain.take) } else { say!(store, chain.forth) })
        .click(move || {
            state.playing.set(false);
            advance(store, state);
        });
    let run = el("button")
        .class("secondary")
        .live_text(
            move || if state.playing.get() { say!(store, chain.hold) } else { say!(store, chain.play) },
        )
        .click(move || match state.playing.get_untracked() {
            true => state.playing.set(false),
            false => play(store, state),
        });
    let told = el("p").attr("role", "status").class("moment").live_text(move || moment(store, state));
    let taken =
        el("p").class("hint").class_if("hidden", move || state.taken.get().is_none()).live_text(move || {
            match state.taken.get() {
                Some(losses) => say!(store, chain.taken, losses = change(losses)),
                None => String::new(),
            }
        });
    let moments = el("div")
        .class("dock-group")
        .class_if("hidden", move || !is_on())
        .child(told)
        .child(el("div").class("dock-row").child(back).child(run).child(forth))
        .child(taken);
    el("div").class("dock-group").child(el("div").class("dock-row").child(start)).child(moments)
}

/// How many moments a step has.
fn count(store: Store) -> usize {
    stages(store.peek(|model| model.config.model.network_shape.len()) + 1).len()
}

/// What happens now, with its numbers.
fn moment(store: Store, state: ChainState) -> String {
    let Some(number) = state.stage.get() else { return String::new() };
    let words = look(store, &|chain| {
        let motion = chain.motion.as_ref()?;
        Some(match stage(motion.layers.len(), number) {
            Stage::Forward(layer) => say!(store, chain.forward, layer = (layer + 1).to_string()),
            Stage::Loss => say!(store, chain.compare, loss = format_number(motion.loss[0])),
            Stage::Backward(layer) => say!(store, chain.backward, layer = (layer + 1).to_string()),
            Stage::Update => {
                say!(
                    store,
                    chain.update,
                    rate = format_number(motion.learning_rate),
                    losses = change(motion.loss)
                )
            }
        })
    });
    words.flatten().unwrap_or_default()
}

/// The next moment; after the last, the step.
fn advance(store: Store, state: ChainState) {
    let Some(number) = state.stage.get_untracked() else { return };
    if number + 1 < count(store) {
        state.stage.set(Some(number + 1));
        return;
    }
    state.playing.set(false);
    state.taken.set(look(store, &|chain| chain.step.loss));
    state.stage.set(Some(0));
    let stride = store.peek(|model| model.stride);
    for msg in [Msg::Stride(Stride::Minibatch), Msg::Step, Msg::Stride(stride)] {
        store.dispatch(msg);
    }
}

fn play(store: Store, state: ChainState) {
    state.playing.set(true);
    tick(store, state);
}

/// Goes on after a while, if it is still playing and nothing was done by hand meanwhile.
fn tick(store: Store, state: ChainState) {
    let at = state.stage.get_untracked();
    browser::later(MOMENT, move || {
        // The view may be closed by then.
        if state.playing.try_get_untracked() == Some(true) && state.stage.get_untracked() == at {
            advance(store, state);
            if state.playing.get_untracked() {
                tick(store, state);
            }
        }
    });
}
