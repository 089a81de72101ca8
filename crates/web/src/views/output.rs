//! The right column: losses, the curve, the big map.

pub(crate) mod loss;

use crate::format::signed;
use crate::format::{self, percent};
use crate::platform::dom::{Node, el, follow, target};
use crate::platform::image::put_image;
use crate::store::Store;
use crate::widget::control::check;
use leptos::prelude::*;
use nabla_app::Focus;
use nabla_nn::link::{Goal, GoalMeasure, Key};
use nabla_nn::{Control, Problem};
use nabla_scene::map_overlay::Tick;
use nabla_scene::{Scale, axes, legend, world_from_canvas};
use std::cell::Cell;
use web_sys::{Element, PointerEvent};

pub(crate) fn output(store: Store) -> Node {
    let counts = move || {
        let (train, validation, test) = store.read(|model| {
            let train = model.points.train.len();
            let validation = model.config.data.validation_count(train);
            (train - validation, validation, model.points.test.len())
        });
        let (train, test) = (train.to_string(), test.to_string());
        match validation {
            0 => say!(store, output.counts, train = train, test = test),
            _ => say!(
                store,
                output.counts_validation,
                train = train,
                validation = validation.to_string(),
                test = test
            ),
        }
    };
    let head = el("div")
        .class("output-head")
        .child(el("h2").attr("id", "output-title").text(say!(store, output.title)))
        .child(el("span").class("counts").live_text(counts))
        .child(loss::loss_options(store));
    let show_test = check(
        store,
        say!(store, output.show_test),
        Some(Control::ShowTestData),
        |model| model.page.show_test_data,
        Key::ShowTestData,
    );
    let discretize = check(
        store,
        say!(store, output.discretize),
        Some(Control::Discretize),
        |model| model.page.discretize,
        Key::Discretize,
    );
    el("section")
        .class("panel output")
        .attr("id", "output")
        .bind(store.canvases.output)
        .attr("aria-labelledby", "output-title")
        .child(head)
        .child(numbers(store))
        .child(goals(store))
        .child(loss::classes(store))
        .child(crate::widget::chart::chart(store, 0))
        .child(map(store, vec![strip(store), el("div").class("checks").child(show_test).child(discretize)]))
}

/// What a lesson wants of the losses, ticked once it is reached.
fn goals(store: Store) -> Node {
    let all = move || store.read(|model| model.page.goals.clone());
    let item = move |(goal, wanted): (Goal, f64)| {
        let name = match goal.measure {
            GoalMeasure::TestLoss => say!(store, output.test_loss),
            GoalMeasure::TrainLoss => say!(store, output.train_loss),
            GoalMeasure::TrainTestDiff => say!(store, output.gap),
        };
        let sign = if goal.is_least { "≤" } else { "≥" };
        let is_reached = move || store.live(|model| model.reached.contains(&goal));
        let tick = move || if is_reached() { say!(store, output.reached) } else { "" }.to_owned();
        el("li")
            .class_if("reached", is_reached)
            .child(el("span").class("tick").attr("aria-hidden", "true"))
            .child(el("span").text(&format!("{name} {sign} {wanted}")))
            .child(el("span").class("said").live_text(tick))
    };
    el("ul")
        .class("goals")
        .attr("aria-label", say!(store, output.goals))
        .class_if("hidden", move || all().is_empty())
        .live_children(move || format!("{:?}", all()), move || all().into_iter().map(item).collect())
}

fn numbers(store: Store) -> Node {
    let score = move || {
        let (value, problem) = store.live(|model| (model.measure.test_score, model.config.data.problem));
        match problem {
            Problem::Classification | Problem::Multiclass => percent(value),
            Problem::Regression => signed(value),
        }
    };
    let score_label = move || match store.read(|model| model.config.data.problem) {
        Problem::Classification | Problem::Multiclass => say!(store, output.accuracy),
        Problem::Regression => say!(store, output.r_squared),
    };
    let number = |term: Node, id| (el("div").child(term), el("dd").attr("id", id));
    let (test, test_loss) =
        number(el("dt").class("swatch test").text(say!(store, output.test_loss)), "test-loss");
    let (train, train_loss) =
        number(el("dt").class("swatch train").text(say!(store, output.train_loss)), "train-loss");
    let (validation, validation_loss) =
        number(el("dt").text(say!(store, output.validation_loss)), "validation-loss");
    let validation =
        validation.class_if("hidden", move || store.live(|model| model.measure.validation.is_none()));
    let (scored, scores) = number(el("dt").live_text(score_label), "score");
    el("dl")
        .class("numbers")
        .child(
            test.child(
                test_loss.live_text(move || format::loss(store.live(|model| model.measure.test_loss))),
            ),
        )
        .child(
            train.child(
                train_loss.live_text(move || format::loss(store.live(|model| model.measure.train_loss))),
            ),
        )
        .child(scored.child(scores.live_text(score)))
        .child(validation.child(validation_loss.live_text(move || {
            store
                .live(|model| model.measure.validation)
                .map_or_else(String::new, |[loss, _]| format::loss(loss))
        })))
}

/// What the network, or a part of it, says over the plane, with the points; and what stands `below` it.
fn map(store: Store, below: Vec<Node>) -> Node {
    // In shares of the map's side.
    let pointed: RwSignal<Option<(f64, f64)>> = RwSignal::new(None);
    let label = move || match store.read(|model| model.view.focus) {
        Focus::Output => say!(store, output.map).to_owned(),
        Focus::Feature(feature) => say!(store, output.map_feature, name = feature.label()),
        Focus::Neuron { layer, index } => {
            say!(store, output.map_neuron, layer = (layer + 1).to_string(), index = (index + 1).to_string())
        }
    };
    let is_whole = move || store.read(|model| model.view.focus) == Focus::Output;
    let value = move || {
        store.live(|_| ());
        let (x, y) = pointed.get()?;
        let [x, y] = world_from_canvas([x as f32, y as f32], 1.0);
        let value = store.peek(|model| match model.view.focus {
            Focus::Feature(feature) => Some(feature.value(x, y)),
            Focus::Output => Some(f64::from(model.evaluator()?.output_at(x, y))),
            Focus::Neuron { layer, index } if layer < model.config.model.network_shape.len() => {
                let values = model.evaluator()?.neuron_values_at(x, y);
                values.get(layer)?.get(index).map(|&value| f64::from(value))
            }
            Focus::Neuron { .. } => None,
        })?;
        Some(say!(store, output.map_at, x = signed(x), y = signed(y), value = signed(value)))
    };
    let point = move |event: Option<PointerEvent>| {
        pointed.set(event.map(|event| {
            let side = f64::from(target::<Element>(&event).client_width());
            (f64::from(event.offset_x()) / side, f64::from(event.offset_y()) / side)
        }));
    };
    // Positions in percent of the map's side.
    let ticks = axes(100.0);
    let name = |name| el("span").class("name").text(name);
    let picture = el("div")
        .class("map")
        .pointing(point)
        .child(el("canvas").attr("aria-hidden", "true").bind(store.canvases.map))
        .child(el("canvas").attr("role", "img").live_attr("aria-label", label).bind(store.canvases.points))
        .child(
            el("span")
                .class("tip")
                .class_if("hidden", move || value().is_none())
                .live_text(move || value().unwrap_or_default()),
        )
        .child(
            el("span")
                .class("caption")
                .class_if("hidden", is_whole)
                .live_text(move || if is_whole() { String::new() } else { label() }),
        );
    let frame = el("div")
        .class("map-frame")
        .child(axis("axis y", "top", &ticks.y).child(name("x₂")))
        .child(picture)
        .child(axis("axis x", "left", &ticks.x).child(name("x₁")));
    let stack = el("div").class("map-stack").child(frame).children(below);
    el("div").class("map-room").bind(store.canvases.map_room).child(stack)
}

/// Numbers along an edge, at their places in percent.
fn axis(class: &str, edge: &'static str, ticks: &[Tick]) -> Node {
    let number = |tick: &Tick| el("span").style(edge, &format!("{}%", tick.position)).text(&tick.label);
    el("div").class(class).attr("aria-hidden", "true").children(ticks.iter().map(number).collect())
}

/// The colours and what they mean.
fn strip(store: Store) -> Node {
    let ticks = legend(&Scale::new(Default::default(), Default::default()), 100, 1).ticks;
    let colours = el("canvas").attr("role", "img").attr("aria-label", say!(store, output.legend));
    let canvas = colours.get();
    let drawn = Cell::new(None);
    follow(move || {
        let look = store.read(|model| (model.view.palette, model.view.theme));
        if drawn.replace(Some(look)) != Some(look) {
            let strip = legend(&Scale::new(look.0, look.1), 512, 2);
            put_image(&canvas, &strip.strip, strip.width, strip.height);
        }
    });
    el("div").class("legend").child(colours).child(axis("axis x", "left", &ticks))
}
