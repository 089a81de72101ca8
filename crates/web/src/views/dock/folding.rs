//! Space folding: the plane on its way through the layers.

use super::frame::{ask, frame, seen};
use crate::color_scale::color_scale;
use crate::format::percent;
use crate::platform::browser;
use crate::platform::dom::{Node, el, follow, target};
use crate::store::Store;
use crate::widget::control::{Menu, menu};
use crate::widget::icon::Icon;
use crate::widget::picture::picture;
use leptos::prelude::*;
use nabla_lab::folding::{Axes, Folding, FoldingQuery};
use nabla_lab::{Answer, Query};
use nabla_scene::folding_plot;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Event, HtmlInputElement};

/// Milliseconds from one layer to the next.
const PACE: f64 = 1400.0;

/// What is chosen: a layer or the last one, the kind of axes, and two neurons.
#[derive(Clone, Copy)]
struct FoldingChoice {
    layer: RwSignal<Option<usize>>,
    axes: RwSignal<usize>,
    neurons: [RwSignal<usize>; 2],
}

impl FoldingChoice {
    fn ask(self) -> FoldingQuery {
        let axes = match self.axes.get() {
            0 => Axes::Own,
            1 => Axes::Principal,
            _ => Axes::Neurons(self.neurons.map(|neuron| neuron.get())),
        };
        FoldingQuery { layer: self.layer.get(), axes }
    }
}

/// Where the plane is on its way: a share of it, and whether it moves.
#[derive(Clone, Copy)]
struct Transition {
    share: RwSignal<f64>,
    moving: RwSignal<bool>,
}

pub(super) fn folding(store: Store) -> Node {
    let choice = FoldingChoice {
        layer: RwSignal::new(None),
        axes: RwSignal::new(0),
        neurons: [RwSignal::new(0), RwSignal::new(1)],
    };
    let way = Transition { share: RwSignal::new(1.0), moving: RwSignal::new(false) };
    follow(move || ask(store, Query::Folding(choice.ask())));
    let plane = picture(store, "folding", say!(store, folding.picture), move |model, size| {
        let time = way.share.get();
        match model.answer.as_deref() {
            Some(Answer::Folding(folding)) => {
                let last = folding.pictures.len().saturating_sub(1) as f64;
                folding_plot(folding, time * last, &color_scale(model), size)
            }
            _ => Vec::new(),
        }
    });
    let words = [
        say!(store, folding.title),
        say!(store, folding.explain),
        "aₗ = f(Wₗ·aₗ₋₁ + bₗ)\nw₁a₁ + w₂a₂ + b = 0",
    ];
    let notes = el("div")
        .class("dock-side")
        .child(note(store, move |it| it.layer.is_none().then(|| say!(store, folding.no_layers).to_owned())))
        .child(note(store, move |it| {
            let last =
                it.pictures.last().filter(|last| it.layer.is_some() && last.axes == Axes::Principal)?;
            Some(say!(store, folding.spread, share = percent(last.shares[0] + last.shares[1])))
        }))
        .child(note(store, move |it| {
            let line = it.line?;
            Some(if line.whole { say!(store, folding.line) } else { say!(store, folding.cut) }.to_owned())
        }));
    frame(words, vec![layers(store, choice), journey(store, way), notes], plane)
}

/// A sentence that depends on the answer.
fn note(store: Store, words: impl Fn(&Folding) -> Option<String> + 'static) -> Node {
    el("p").class("hint").live_text(move || of(store, &words).flatten().unwrap_or_default())
}

fn of<T>(store: Store, get: &dyn Fn(&Folding) -> T) -> Option<T> {
    seen(store, |seen| match seen {
        Answer::Folding(folding) => Some(get(folding)),
        _ => None,
    })
}

/// Which layer, along which axes.
fn layers(store: Store, choice: FoldingChoice) -> Node {
    let count = move || store.read(|model| model.config.model.network_shape.len());
    // The last layer is the one chosen until another is, even where there come more.
    let last = move || count().saturating_sub(1);
    let here = move || choice.layer.get().unwrap_or(usize::MAX).min(last());
    let width =
        move || store.read(|model| model.config.model.network_shape.get(here()).copied().unwrap_or(0));
    let plain = |label: &str, options: Rc<dyn Fn() -> Vec<String>>, chosen, pick| {
        menu(store, Menu { label, options, chosen, pick, control: None, card: None })
    };
    let layer = plain(
        say!(store, folding.layer),
        Rc::new(move || (1..=count()).map(|it| it.to_string()).collect()),
        Box::new(here),
        Box::new(move |index| choice.layer.set((index < last()).then_some(index))),
    );
    let kinds = [say!(store, folding.own), say!(store, folding.principal), say!(store, folding.two)]
        .map(str::to_owned);
    let kind = plain(
        say!(store, folding.axes),
        Rc::new(move || kinds.to_vec()),
        Box::new(move || choice.axes.get()),
        Box::new(move |index| choice.axes.set(index)),
    );
    let neuron = |axis: usize, label: &str| {
        plain(
            label,
            Rc::new(move || (1..=width()).map(|it| it.to_string()).collect()),
            Box::new(move || choice.neurons[axis].get().min(width().saturating_sub(1))),
            Box::new(move |index| choice.neurons[axis].set(index)),
        )
        .class_if("unwanted", move || choice.axes.get() != 2)
    };
    el("div")
        .class("dock-row")
        .class_if("hidden", move || count() == 0)
        .child(layer)
        .child(kind)
        .child(neuron(0, say!(store, folding.across)))
        .child(neuron(1, say!(store, folding.up)))
}

/// The way from the input to the layer: by hand, or by itself.
fn journey(store: Store, way: Transition) -> Node {
    let pictures = move || of(store, &|it| it.pictures.len()).unwrap_or(1);
    let play =
        el("button")
            .class("icon")
            .live_attr("aria-label", move || {
                if way.moving.get() { say!(store, folding.pause) } else { say!(store, folding.play) }
            })
            .child(
                el("span").live_html(move || {
                    if way.moving.get() { Icon::Pause.markup() } else { Icon::Play.markup() }
                }),
            )
            .click(move || {
                if way.moving.get_untracked() {
                    way.moving.set(false);
                    return;
                }
                let share = way.share.get_untracked();
                let parts = store.peek(|model| match model.answer.as_deref() {
                    Some(Answer::Folding(folding)) => folding.pictures.len().saturating_sub(1).max(1),
                    _ => 1,
                }) as f64;
                let from = if share >= 1.0 { 0.0 } else { share };
                if browser::prefers("(prefers-reduced-motion: reduce)") {
                    // A step to the next layer: nothing moves that was not moved.
                    way.share.set(if share >= 1.0 {
                        0.0
                    } else {
                        ((share * parts + 1e-6).floor() + 1.0) / parts
                    });
                    return;
                }
                way.share.set(from);
                way.moving.set(true);
                travel(way, parts * PACE, None);
            });
    let place = move || {
        let last = pictures().saturating_sub(1);
        let at = way.share.get() * last as f64;
        match at.round() as usize {
            0 => say!(store, folding.input).to_owned(),
            layer => say!(store, method.layer, layer = layer.to_string()),
        }
    };
    let slider = el("input")
        .attr("type", "range")
        .attr("min", "0")
        .attr("max", "1")
        .attr("step", "0.01")
        .attr("aria-label", say!(store, folding.way))
        .live_prop("value", move || way.share.get().to_string())
        .live_attr("aria-valuetext", place)
        .live_style("--share", move || format!("{:.0}%", 100.0 * way.share.get()))
        .on("input", move |event: Event| {
            way.moving.set(false);
            if let Some(value) = nabla_nn::number(&target::<HtmlInputElement>(&event).value()) {
                way.share.set(value.clamp(0.0, 1.0));
            }
        });
    let words = el("span")
        .class("slider-label")
        .child(el("span").text(say!(store, folding.way)))
        .child(el("output").live_text(place));
    el("div")
        .class("journey")
        .class_if("hidden", move || pictures() < 2)
        .child(play)
        .child(el("label").class("slider").child(words).child(slider))
}

/// Moves on with every animation frame until it has arrived, is stopped, or its view is closed.
fn travel(way: Transition, duration: f64, before: Option<f64>) {
    let step = Closure::once_into_js(move |now: f64| {
        if way.moving.try_get_untracked() != Some(true) {
            return;
        }
        let passed = before.map_or(0.0, |before| (now - before).clamp(0.0, 100.0));
        let share = (way.share.get_untracked() + passed / duration).min(1.0);
        way.share.set(share);
        if share < 1.0 {
            travel(way, duration, Some(now));
        } else {
            way.moving.set(false);
        }
    });
    let _ = browser::window().request_animation_frame(step.unchecked_ref());
}
