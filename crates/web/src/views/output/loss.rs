//! The drawer of the loss: which, what it charges beside the others, accuracy by class.

use crate::format::percent;
use crate::labels::Label;
use crate::piece::Piece;
use crate::platform::dom::{Node, el, target};
use crate::store::Store;
use crate::widget::choices::open_family;
use crate::widget::control::checkbox;
use crate::widget::drawer::{drawer, word};
use leptos::prelude::*;
use nabla_app::Msg;
use nabla_nn::link::Key;
use nabla_nn::{Loss, Problem, limits::MAX_CLASSES};
use web_sys::{Event, HtmlInputElement};

pub(super) fn loss_options(store: Store) -> Node {
    drawer(store, word(say!(store, method.loss)), Piece::Loss)
}

/// What the drawer holds.
pub(crate) fn contents(store: Store) -> Vec<Node> {
    let is_regression = move || store.read(|model| model.config.data.problem == Problem::Regression);
    let shapes = checkbox(
        move || store.read(|model| model.view.shapes || model.config.data.problem == Problem::Multiclass),
        move |on| store.dispatch(Msg::Shapes(on)),
    );
    vec![
        el("h2").text(say!(store, method.loss_title)),
        open_family(
            store,
            say!(store, method.loss),
            say!(store, explain.loss),
            |config| config.training.loss,
            Key::Loss,
        ),
        el("p")
            .class("hint")
            .class_if("hidden", move || !is_regression())
            .text(say!(store, explain.loss_trap)),
        table(store).class_if("hidden", is_regression),
        el("label")
            .class("check")
            .class_if("hidden", is_regression)
            .child(shapes)
            .child(el("span").text(say!(store, method.shapes))),
    ]
}

/// The notes' table of cross-entropy against squared error, for an output one can move.
fn table(store: Store) -> Node {
    let output = RwSignal::new(0.1);
    let number = |value: f64| format!("{value:.3}");
    let cell = |tag: &str, text: &str| el(tag).text(text);
    let head = el("tr")
        .child(cell("td", ""))
        .child(cell("th", say!(store, method.loss_value)))
        .child(cell("th", say!(store, method.loss_gradient)));
    let row = |loss: Loss| {
        el("tr")
            .child(el("th").attr("scope", "row").text(&loss.label(store)))
            .child(el("td").live_text(move || number(charge(loss, output.get()).0)))
            .child(el("td").live_text(move || number(charge(loss, output.get()).1)))
    };
    let slider = el("input")
        .attr("type", "range")
        .attr("aria-label", say!(store, method.loss_output))
        .attr("min", "0.01")
        .attr("max", "0.99")
        .attr("step", "0.01")
        .live_prop("value", move || output.get().to_string())
        .live_style("--share", move || format!("{:.0}%", 100.0 * output.get()))
        .on("input", move |event: Event| {
            if let Some(value) = nabla_nn::number(&target::<HtmlInputElement>(&event).value()) {
                output.set(value);
            }
        });
    let words = el("span")
        .class("slider-label")
        .child(el("span").text(say!(store, method.loss_output)))
        .child(el("output").live_text(move || format!("{:.2}", output.get())));
    el("div")
        .class("method")
        .child(el("p").class("hint").text(say!(store, method.loss_table)))
        .child(el("label").class("slider").child(words).child(slider))
        .child(
            el("table").class("losses").child(head).child(row(Loss::Squared)).child(row(Loss::CrossEntropy)),
        )
}

/// What a loss charges for a sigmoid's output o where 1 is right, and its slope by z: o − t for cross-entropy,
/// (o − t)·o(1 − o) for the squared error.
fn charge(loss: Loss, o: f64) -> (f64, f64) {
    let z = (o / (1.0 - o)).ln();
    let pull = match loss {
        Loss::CrossEntropy => 1.0 - o,
        _ => (1.0 - o) * o * (1.0 - o),
    };
    (loss.value(&[z], &[o], &[1.0]), pull)
}

/// The place of the accuracies by class, where there are several.
pub(super) fn classes(store: Store) -> Node {
    let wanted = move || {
        store.read(|model| model.config.data.problem == Problem::Multiclass).then_some(Piece::Classes)
    };
    el("div").class("late").lazy(store, wanted)
}

/// Accuracy by class.
pub(crate) fn by_class(store: Store) -> Node {
    let shown = move |class: usize| {
        store.live(|model| {
            let several =
                model.config.data.problem == Problem::Multiclass && class < model.config.data.classes;
            several.then(|| {
                model.measure.classes.get(class).map_or_else(String::new, |&(right, _)| percent(right))
            })
        })
    };
    let class = |index: usize| {
        el("li")
            .class_if("hidden", move || shown(index).is_none())
            .child(el("span").class("mark").live_html(move || mark(store, index)))
            .child(el("span").live_text(move || shown(index).unwrap_or_default()))
    };
    el("ul")
        .class("by-class")
        .attr("aria-label", say!(store, method.class_accuracy))
        .children((0..MAX_CLASSES).map(class).collect())
}

/// A class's point, as a small picture.
fn mark(store: Store, class: usize) -> String {
    let color = store.read(|model| model.view.palette.classes()[class]);
    let shape = nabla_scene::marker(class, [7.0, 7.0], 4.5, color, None);
    nabla_scene::svg(&[shape], 14.0, 14.0, &[])
}
