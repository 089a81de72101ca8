//! The initializer laboratory: five starts side by side, and their race.

use super::frame::{ask, frame, seen};
use crate::format::few_digits;
use crate::labels::Label;
use crate::platform::dom::{Node, el, follow};
use crate::store::Store;
use crate::widget::control::{Menu, checkbox, click_unless, menu};
use crate::widget::line_sample::line_sample;
use crate::widget::picture::picture;
use leptos::prelude::*;
use nabla_app::Msg;
use nabla_lab::initializers::{
    Curve, DEPTH, FLAT, Initializers, InitializersQuery, LOST, SATURATED, STABLE, STARTS, Start, Verdict,
    WIDTH,
};
use nabla_lab::{Answer, Query};
use nabla_nn::link::Key;
use nabla_nn::{Change, Hyperparameter};
use nabla_scene::{curves_chart, format_number, initializers_plot, run_line};
use std::rc::Rc;

/// The choices of the activation, as the menu has them.
const CURVES: [Curve; 3] = [Curve::Own, Curve::Tanh, Curve::Relu];

pub(super) fn initializers(store: Store) -> Node {
    let own_layers = RwSignal::new(false);
    let curve = RwSignal::new(0);
    let race = RwSignal::new(0);
    follow(move || {
        let asked = InitializersQuery { own_layers: own_layers.get(), curve: CURVES[curve.get().min(2)] };
        ask(store, Query::Initializers(asked, race.get()));
    });
    let activation = menu(
        store,
        Menu {
            label: say!(store, toolbar.activation),
            options: Rc::new(move || {
                let own = store.read(|model| model.config.model.activation).label(store);
                vec![say!(store, initializers.present, name = own), "Tanh".to_owned(), "ReLU".to_owned()]
            }),
            chosen: Box::new(move || curve.get()),
            pick: Box::new(move |index| curve.set(index)),
            control: None,
            card: None,
        },
    );
    let deep = el("label")
        .class("check")
        .child(checkbox(move || !own_layers.get(), move |on| own_layers.set(!on)))
        .child(el("span").text(&say!(
            store,
            initializers.deep,
            layers = DEPTH.to_string(),
            neurons = WIDTH.to_string()
        )));
    let running = move || of(store, &|it| it.race.as_ref().is_some_and(|race| !race.finished)) == Some(true);
    let start = el("button").class("primary").live_text(move || {
        if running() { say!(store, initializers.racing) } else { say!(store, initializers.race) }
    });
    let start = click_unless(start, running, move || race.update(|number| *number += 1));
    let shallow = el("p")
        .class("hint")
        .class_if("hidden", move || {
            of(store, &|it| it.starts.first().is_some_and(|it| it.layers.is_empty())) != Some(true)
        })
        .text(say!(store, initializers.no_layers));
    let histograms = picture(store, "starts", say!(store, initializers.picture), move |model, size| {
        let Some(Answer::Initializers(it)) = model.answer.as_deref() else { return Vec::new() };
        initializers_plot(&it.starts, size, model.view.theme)
    });
    let chart = picture(store, "race-chart", say!(store, initializers.chart), move |model, size| {
        let Some(Answer::Initializers(Initializers { race: Some(race), .. })) = model.answer.as_deref()
        else {
            return Vec::new();
        };
        let run = |(start, losses): (usize, &Vec<f32>)| nabla_scene::Curve {
            points: losses.iter().enumerate().map(|(epoch, &loss)| (epoch as f64, f64::from(loss))).collect(),
            line: run_line(start, model.view.theme),
        };
        let runs: Vec<_> = race.losses.iter().enumerate().map(run).collect();
        curves_chart(&runs, race.epochs as f64, size, model.view.theme)
    })
    .class_if("unwanted", move || of(store, &|it| it.race.is_some()) != Some(true));
    let heads =
        el("ul").class("starts-heads").children((0..STARTS.len()).map(|start| head(store, start)).collect());
    let verdicts = say!(
        store,
        initializers.verdicts,
        stable = STABLE.to_string(),
        lost = LOST.to_string(),
        share = SATURATED.to_string(),
        flat = FLAT.to_string()
    );
    frame(
        [say!(store, initializers.title), say!(store, initializers.explain), "Var(z) = nᵢₙ·Var(w)·E[a²]"],
        vec![activation, deep, el("p").class("hint").text(&verdicts), start, winner(store), shallow],
        el("div").class("race").child(el("div").child(heads).child(histograms)).child(chart),
    )
}

fn of<T>(store: Store, get: &dyn Fn(&Initializers) -> T) -> Option<T> {
    seen(store, |seen| match seen {
        Answer::Initializers(it) => Some(get(it)),
        _ => None,
    })
}

/// The winner, and the way to take its start over.
fn winner(store: Store) -> Node {
    let winner = move || of(store, &|it| it.race.as_ref().and_then(|race| race.winner)).flatten();
    el("div")
        .class("dock-row")
        .class_if("hidden", move || winner().is_none())
        .child(el("p").attr("role", "status").live_text(move || {
            winner()
                .map_or_else(String::new, |start| say!(store, initializers.winner, name = name(store, start)))
        }))
        .child(el("button").class("secondary").text(say!(store, initializers.adopt)).click(move || {
            if let Some(start) = winner() {
                let (initializer, scale) = STARTS[start];
                store.dispatch(Msg::Set(vec![
                    Change::option(Key::Initializer, initializer),
                    Change::new(Key::InitZero, false),
                    Change::new(
                        Key::Number(Hyperparameter::InitScale),
                        scale.map_or_else(String::new, |scale: f64| scale.to_string()),
                    ),
                ]));
            }
        }))
}

/// The head of a start's column: what comes of it, by which factor, and where it is in the race.
fn head(store: Store, start: usize) -> Node {
    let seen = move |say: &dyn Fn(&Start) -> String| {
        of(store, &|it| it.starts.get(start).map(say)).flatten().unwrap_or_default()
    };
    let growth = move |start: &Start| {
        let growth = start.growth().map(format_number);
        growth.map_or_else(String::new, |growth| say!(store, initializers.growth, growth = growth))
    };
    let last = move || {
        of(store, &|it| it.race.as_ref().and_then(|race| race.losses.get(start)?.last().copied())).flatten()
    };
    let charge = move || {
        last().map_or_else(String::new, |it| say!(store, initializers.loss, loss = few_digits(f64::from(it))))
    };
    el("li")
        .child(el("b").text(&name(store, start)))
        .child(el("span").live_text(move || seen(&|it| verdict(store, it).to_owned())))
        .child(el("span").live_text(move || seen(&growth)))
        .child(
            el("span")
                .class_if("unwanted", move || last().is_none())
                .child(line_sample(store, run_line, start))
                .child(el("span").live_text(charge)),
        )
}

/// A start's name: the initializer's, with the deviation it is drawn by.
fn name(store: Store, start: usize) -> String {
    let (initializer, scale) = STARTS[start];
    let name = initializer.label(store);
    scale.map_or_else(|| name.clone(), |scale| format!("{name} {scale}"))
}

/// What comes of a start; nothing can be said of a network without hidden layers.
fn verdict(store: Store, start: &Start) -> &'static str {
    if start.layers.is_empty() {
        return "";
    }
    match start.verdict {
        Verdict::Keeps => say!(store, initializers.keeps),
        Verdict::Alike => say!(store, initializers.alike),
        Verdict::Shrinks => say!(store, initializers.shrinks),
        Verdict::Vanishes => say!(store, initializers.vanishes),
        Verdict::Grows => say!(store, initializers.grows),
        Verdict::Explodes => say!(store, initializers.explodes),
        Verdict::Saturates => say!(store, initializers.saturates),
    }
}
