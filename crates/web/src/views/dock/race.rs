//! The race: networks that differ in something, side by side.

mod setting;

use super::frame::frame;
use crate::format::{loss, percent, signed};
use crate::labels::Label;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use crate::widget::control::{Menu, menu, radio};
use crate::widget::picture::picture;
use leptos::prelude::*;
use nabla_app::{Lane, MAX_LANES, RaceMsg, RacePreset};
use nabla_nn::link::{Fields, Key};
use nabla_nn::{Change, Choice, Problem, ValidConfig, link};
use nabla_scene::{Curve, Rgba, curves_chart};
use std::rc::Rc;

/// How many epochs a race may go.
const EPOCHS: [u64; 4] = [100, 300, 1000, 3000];

pub(super) fn race(store: Store) -> Node {
    if store.peek(|model| model.race.lanes.is_empty()) {
        send(store, RaceMsg::Preset(RacePreset::Optimizers));
    }
    let button = |class: &str, label: &str| el("button").class(class).text(label);
    let presets = RacePreset::ALL.iter().map(|&preset| {
        button("secondary", &preset.label(store)).click(move || send(store, RaceMsg::Preset(preset)))
    });
    let is_full = move || store.read(|model| model.race.lanes.len() >= MAX_LANES);
    let add = button("secondary", say!(store, race.add))
        .class_if("hidden", is_full)
        .click(move || send(store, RaceMsg::Add));
    let epochs = menu(
        store,
        Menu {
            label: say!(store, race.epochs),
            options: Rc::new(|| EPOCHS.iter().map(u64::to_string).collect()),
            chosen: Box::new(move || {
                let epochs = store.read(|model| model.race.epochs);
                EPOCHS.iter().position(|&it| it == epochs).unwrap_or(1)
            }),
            pick: Box::new(move |index| send(store, RaceMsg::Epochs(EPOCHS[index.min(EPOCHS.len() - 1)]))),
            control: None,
            card: None,
        },
    );
    let running = move || store.read(|model| model.race.running);
    let start = el("button")
        .class("primary")
        .live_text(move || if running() { say!(store, race.stop) } else { say!(store, race.start) })
        .click(move || send(store, if running() { RaceMsg::Stop } else { RaceMsg::Start }));
    // Over epochs, or over the milliseconds that training took.
    let by_time = RwSignal::new(false);
    let axis = |time: bool, label: &str| {
        el("label")
            .child(radio("race-axis", move || by_time.get() == time, move || by_time.set(time)))
            .child(el("span").text(label))
    };
    let controls = vec![
        el("div").class("dock-row").children(presets.collect()).child(add),
        el("div").class("dock-row").child(epochs).child(start),
        el("div")
            .class("segments")
            .attr("role", "group")
            .attr("aria-label", say!(store, race.axis))
            .child(axis(false, say!(store, race.by_epochs)))
            .child(axis(true, say!(store, race.by_time))),
    ];
    let lanes = el("ul").class("lanes").live_children(
        move || store.read(|model| model.race.lanes.iter().map(|it| link::format(&it.config)).collect()),
        move || (0..store.peek(|model| model.race.lanes.len())).map(|index| lane(store, index)).collect(),
    );
    let chart = picture(store, "race-chart", say!(store, race.chart), move |model, size| {
        let column = usize::from(by_time.get());
        let runs: Vec<_> = model
            .race
            .lanes
            .iter()
            .enumerate()
            .map(|(index, lane)| Curve {
                points: lane.curve.iter().map(|moment| (moment[column], moment[2])).collect(),
                color: color(store, index),
            })
            .collect();
        curves_chart(&runs, if column == 1 { " ms" } else { "" }, size, model.view.theme)
    });
    frame(
        [say!(store, race.title), say!(store, race.explain), ""],
        controls,
        el("div").class("race").child(lanes).child(chart),
    )
}

fn send(store: Store, msg: RaceMsg) {
    store.race(msg);
}

fn color(store: Store, lane: usize) -> Rgba {
    let classes = store.peek(|model| model.view.palette.classes());
    classes[lane % classes.len()]
}

/// One network: what it is, its map, where it stands.
fn lane(store: Store, index: usize) -> Node {
    let of = move |get: &dyn Fn(&Lane) -> String| {
        store.live(|model| model.race.lanes.get(index).map(get)).unwrap_or_default()
    };
    let number = |label: &str, value: Box<dyn Fn() -> String>| {
        el("div").child(el("dt").text(label)).child(el("dd").live_text(value))
    };
    let test_loss = move || of(&|lane| loss(lane.measure.test_loss));
    let score = move || {
        of(&|lane| match lane.config.data.problem {
            Problem::Regression => signed(lane.measure.test_score),
            _ => percent(lane.measure.test_score),
        })
    };
    let score_label = match store.peek(|model| model.config.data.problem) {
        Problem::Regression => say!(store, output.r_squared),
        _ => say!(store, output.accuracy),
    };
    let name = name(store, index);
    let numbers = el("dl")
        .child(number(say!(store, output.test_loss), Box::new(test_loss)))
        .child(number(score_label, Box::new(score)))
        .child(number(say!(store, toolbar.epoch), Box::new(move || of(&|lane| lane.epoch.to_string()))))
        .child(number(say!(store, race.time), Box::new(move || of(&|lane| format!("{:.0} ms", lane.time)))));
    let trouble = el("p")
        .class("hint")
        .class_if("hidden", move || {
            store.live(|model| model.race.lanes.get(index).is_none_or(|lane| lane.stop_reason.is_none()))
        })
        .text(say!(store, race.trouble));
    let button = |label: &str, long: String, msg: fn(usize) -> RaceMsg| {
        el("button")
            .class("secondary")
            .attr("aria-label", &long)
            .text(label)
            .click(move || send(store, msg(index)))
    };
    let stripe = color(store, index).css();
    el("li")
        .style("border-top-color", &stripe)
        .child(el("h3").text(&name))
        .child(el("canvas").attr("aria-hidden", "true").bind(store.canvases.lanes[index.min(MAX_LANES - 1)]))
        .child(numbers)
        .child(trouble)
        .child(
            el("div")
                .class("dock-row")
                .child(
                    button(
                        say!(store, race.adopt),
                        say!(store, race.adopt_lane, name = name.clone()),
                        RaceMsg::Adopt,
                    )
                    .class_if("hidden", move || !store.live(|model| model.may_adopt(index))),
                )
                .child(button("×", say!(store, race.remove, name = name), RaceMsg::Remove)),
        )
}

/// What sets a lane apart: the settings in which the lanes differ. The rate comes first in a link, and last in a name.
fn name(store: Store, index: usize) -> String {
    let all: Vec<ValidConfig> =
        store.peek(|model| model.race.lanes.iter().map(|lane| lane.config.clone()).collect());
    let Some(own) = all.get(index) else { return String::new() };
    let is_shared = |key: Key| all.iter().all(|lane| lane.write(key) == own.write(key));
    let mut names: Vec<String> = Key::all()
        .filter(|&key| !is_shared(key))
        .filter_map(|key| setting::words(store, &Change::new(key, own.write(key)?)))
        .collect();
    names.reverse();
    if names.is_empty() { format!("{} {}", say!(store, race.lane), index + 1) } else { names.join(", ") }
}
