//! Play, step, reset, speed, epoch, and what training depends on.

pub(crate) mod chips;
pub(crate) mod optimizer;

use super::announce::announce;
use crate::format;
use crate::labels::Label;
use crate::piece::Card;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use crate::widget::choices::{MethodMenu, Numbers, at, family, index_of, numbers, options};
use crate::widget::control::{Menu, is_hidden, menu, radio};
use crate::widget::icon::{Icon, icon_button};
use nabla_app::{Msg, Speed, Stride};
use nabla_nn::link::Key;
use nabla_nn::{Choice, Control, limits};
use optimizer::optimizer;

pub(crate) fn toolbar(store: Store) -> Node {
    el("section")
        .class("toolbar")
        .attr("aria-label", say!(store, toolbar.label))
        .child(transport(store))
        .child(speeds(store))
        .child(settings(store))
        .child(chips::place(store))
}

fn transport(store: Store) -> Node {
    let hidden = |control| move || is_hidden(store, control);
    let reset = icon_button("round", Icon::Reset, say!(store, toolbar.reset))
        .class_if("hidden", hidden(Control::ResetButton))
        .click(move || store.dispatch(Msg::Reset));
    let new_weights = icon_button("round", Icon::Dice, say!(store, toolbar.new_weights))
        .class_if("hidden", hidden(Control::ResetButton))
        .click(move || store.dispatch(Msg::NewWeights));
    let step =
        icon_button("round", Icon::Step, say!(store, toolbar.step)).click(move || store.dispatch(Msg::Step));
    let strides = Menu {
        label: say!(store, toolbar.stride),
        options: options::<Stride>(store),
        chosen: Box::new(move || index_of(store.read(|model| model.stride))),
        pick: Box::new(move |index| store.dispatch(Msg::Stride(at(index)))),
        control: None,
        card: None,
    };
    el("div")
        .class("transport")
        .child(reset)
        .child(new_weights)
        .child(play(store))
        .child(
            el("div")
                .class("step")
                .class_if("hidden", hidden(Control::StepButton))
                .child(step)
                .child(menu(store, strides)),
        )
        .child(epoch(store))
}

fn play(store: Store) -> Node {
    let playing = move || store.read(|model| model.playing);
    let label = move || if playing() { say!(store, toolbar.pause) } else { say!(store, toolbar.play) };
    el("button")
        .class("round play")
        .class_if("hidden", move || is_hidden(store, Control::PlayButton))
        .class_if("playing", playing)
        .live_attr("aria-label", label)
        .live_attr("title", label)
        .child(el("span").live_html(move || if playing() { Icon::Pause } else { Icon::Play }.markup()))
        .click(move || {
            let stopping = store.peek(|model| model.playing);
            store.dispatch(Msg::TogglePlay);
            if stopping {
                announce(store);
            }
        })
}

fn epoch(store: Store) -> Node {
    let batch = move || {
        let progress = store.live(|model| model.progress);
        match progress.batch {
            0 => String::new(),
            batch => format!("+ {batch}/{}", progress.batches),
        }
    };
    let count = move || format::odometer(store.live(|model| model.progress.epoch));
    el("div")
        .class("epoch")
        .child(el("span").class("label").text(say!(store, toolbar.epoch)))
        .child(el("output").attr("id", "epoch").live_style("--fit", move || fit(&count())).live_text(count))
        .child(el("span").class("batch").live_text(batch))
}

fn speeds(store: Store) -> Node {
    let choice = |&speed: &Speed| {
        let is_chosen = move || store.read(|model| model.speed == speed);
        let input = radio("speed", is_chosen, move || store.dispatch(Msg::Speed(speed)));
        el("label").child(input.attr("value", speed.key())).child(el("span").text(&speed.label(store)))
    };
    el("fieldset")
        .class("speed")
        .child(el("legend").text(say!(store, toolbar.speed)))
        .child(el("div").class("segments").children(Speed::ALL.iter().map(choice).collect()))
}

fn settings(store: Store) -> Node {
    let learning_rate = Numbers {
        control: Some(Control::LearningRate),
        values: limits::LEARNING_RATES,
        label: say!(store, toolbar.learning_rate),
        card: Card::LearningRate,
        get: |config| config.training.learning_rate,
        key: Key::LearningRate,
    };
    let activation = MethodMenu {
        control: Some(Control::Activation),
        label: say!(store, toolbar.activation),
        card: Card::Activation,
        get: |config| config.model.activation,
        key: Key::Activation,
    };
    let penalty = MethodMenu {
        control: Some(Control::Regularization),
        label: say!(store, toolbar.regularization),
        card: Card::Regularization,
        get: |config| config.training.penalty,
        key: Key::Regularization,
    };
    let penalty_rate = Numbers {
        control: Some(Control::RegularizationRate),
        values: limits::REGULARIZATION_RATES,
        label: say!(store, toolbar.regularization_rate),
        card: Card::RegularizationRate,
        get: |config| config.training.regularization_rate,
        key: Key::RegularizationRate,
    };
    let problem = MethodMenu {
        control: Some(Control::Problem),
        label: say!(store, toolbar.problem),
        card: Card::Problem,
        get: |config| config.data.problem,
        key: Key::Problem,
    };
    el("div")
        .class("settings")
        .child(numbers(store, learning_rate))
        .child(family(store, activation))
        .child(family(store, penalty))
        .child(numbers(store, penalty_rate))
        .child(family(store, problem))
        .child(optimizer(store))
}

/// How much smaller than its usual size a number is written so that it takes no more room than six digits do.
fn fit(number: &str) -> String {
    /// The signs of six digits and a comma.
    const USUAL: usize = 7;
    match number.len() {
        ..=USUAL => String::new(),
        signs => format!("{:.2}", USUAL as f64 / signs as f64),
    }
}
