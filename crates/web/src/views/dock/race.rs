//! The race: networks that differ in something, side by side.

mod setting;

use super::frame::frame;
use crate::format::{few_digits, percent, signed};
use crate::labels::Label;
use crate::platform::dom::{Node, el, follow};
use crate::store::Store;
use crate::widget::control::{Menu, menu};
use crate::widget::line_sample::line_sample;
use crate::widget::picture::picture;
use nabla_app::{MAX_LANES, Model, RaceMsg, RacePreset, StopReason};
use nabla_nn::link::{Fields, Key};
use nabla_nn::{Change, Choice, Measure, Problem, ValidConfig, link};
use nabla_scene::{Curve, RUNS, curves_chart, run_line};
use std::cell::Cell;
use std::rc::Rc;

/// How many epochs a race may go.
const EPOCHS: [u64; 4] = [100, 300, 1000, 3000];

/// Every lane has a line of its own.
const _: () = assert!(MAX_LANES <= RUNS);

pub(super) fn race(store: Store) -> Node {
    if store.peek(|model| model.race.lanes.is_empty()) {
        send(store, RaceMsg::Preset(RacePreset::Optimizers));
    }
    look(store);
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
    let hint = |words: Box<dyn Fn() -> &'static str>| el("p").class("hint").live_text(words);
    let controls = vec![
        el("div").class("dock-row").children(presets.collect()).child(add),
        el("div").class("dock-row").child(epochs).child(start),
        hint(Box::new(move || shared(store))).attr("id", "race-shared"),
        hint(Box::new(move || say!(store, race.rule))),
    ];
    let lanes = el("ul").class("lanes").live_children(
        move || store.read(|model| model.race.lanes.iter().map(|it| link::format(&it.config)).collect()),
        move || (0..store.peek(|model| model.race.lanes.len())).map(|index| lane(store, index)).collect(),
    );
    let chart = picture(store, "race-chart", say!(store, race.chart), |model, size| {
        let lanes = model.race.lanes.iter().enumerate();
        let runs: Vec<_> = lanes
            .map(|(index, lane)| Curve {
                points: lane.curve.iter().map(|&[epochs, loss]| (epochs, loss)).collect(),
                line: run_line(index, model.view.theme),
            })
            .collect();
        curves_chart(&runs, model.race.epochs as f64, size, model.view.theme)
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

/// Has the lanes seen as they stand: once the view is open, and again when the maps' colours are others.
fn look(store: Store) {
    let seen = Cell::new(None);
    follow(move || {
        let colors = Some(store.read(|model| (model.view.theme, model.view.palette)));
        if seen.replace(colors) != colors {
            send(store, RaceMsg::Look);
        }
    });
}

/// What all lanes have in common, as far as it is known.
fn shared(store: Store) -> &'static str {
    let (points, weights) = store.live(|model| (model.race.shares_points(), model.race.shares_weights));
    match weights {
        _ if store.live(|model| model.race.lanes.len() < 2) => "",
        _ if !points => say!(store, race.other_points),
        Some(true) => say!(store, race.same_start),
        Some(false) => say!(store, race.other_weights),
        None => "",
    }
}

/// One network: what it is, its map, where it stands.
fn lane(store: Store, index: usize) -> Node {
    let measured = move |say: &dyn Fn(&Measure) -> String| {
        let lane = |model: &Model| model.race.lanes.get(index)?.measure.as_ref().map(say);
        store.live(lane).unwrap_or_else(|| "–".to_owned())
    };
    let number = |label: &str, value: Box<dyn Fn() -> String>| {
        el("div").child(el("dt").text(label)).child(el("dd").live_text(value))
    };
    let problem = store.peek(|model| model.race.lanes.get(index).map(|lane| lane.config.data.problem));
    let is_regression = problem == Some(Problem::Regression);
    let score = move |measure: &Measure| match is_regression {
        true => signed(measure.test_score),
        false => percent(measure.test_score),
    };
    let score_label =
        if is_regression { say!(store, output.r_squared) } else { say!(store, output.accuracy) };
    let name = name(store, index);
    let test_loss = move || measured(&|measure| few_digits(measure.test_loss));
    let epoch = move || {
        store.live(|model| model.race.lanes.get(index).map_or_else(String::new, |it| it.epoch.to_string()))
    };
    let numbers = el("dl")
        .child(number(say!(store, output.test_loss), Box::new(test_loss)))
        .child(number(score_label, Box::new(move || measured(&score))))
        .child(number(say!(store, toolbar.epoch), Box::new(epoch)));
    let trouble = el("p")
        .class("hint")
        .class_if("hidden", move || {
            let stop_reason = store.live(|model| model.race.lanes.get(index).and_then(|it| it.stop_reason));
            matches!(stop_reason, None | Some(StopReason::EarlyStopping))
        })
        .text(say!(store, race.trouble));
    let has_won = move || store.live(|model| model.race.winners().contains(&index));
    let winner =
        el("span").class("winner").class_if("unwanted", move || !has_won()).text(say!(store, race.winner));
    let button = |label: &str, long: String, msg: fn(usize) -> RaceMsg| {
        el("button")
            .class("secondary")
            .attr("aria-label", &long)
            .text(label)
            .click(move || send(store, msg(index)))
    };
    let stripe = move || run_line(index, store.read(|model| model.view.theme)).stroke.color.css();
    el("li")
        .live_style("border-top-color", stripe)
        .class_if("won", has_won)
        .child(el("p").class("lane-key").child(line_sample(store, run_line, index)).child(winner))
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
