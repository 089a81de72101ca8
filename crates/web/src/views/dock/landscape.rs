//! The landscape of the loss: a slice through the weights, and textbook surfaces for optimizers alone.

mod canvas;
mod course;

use super::frame::{frame, seen};
use crate::format::percent;
use crate::labels;
use crate::platform::dom::{Node, el, follow};
use crate::store::Store;
use crate::widget::control::{Menu, checkbox, menu, radio};
use leptos::prelude::*;
use nabla_app::Msg;
use nabla_lab::landscape::{Directions, Landscape, LandscapeQuery, Place, SIDE};
use nabla_lab::surface::{Course, Surface};
use nabla_lab::{Answer, Query};
use nabla_nn::{Choice, Optimizer};
use nabla_scene::Part;
use nabla_scene::landscape::{Camera, way_style};
use std::rc::Rc;

/// Multiples of the usual reach.
const REACHES: [(f64, &str); 5] = [(0.25, "× ¼"), (0.5, "× ½"), (1.0, "× 1"), (2.0, "× 2"), (4.0, "× 4")];

/// Through what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Random,
    Principal,
    Weights,
    Textbook,
}

const KINDS: [Kind; 4] = [Kind::Random, Kind::Principal, Kind::Weights, Kind::Textbook];

/// What is chosen, and how far the optimizers of the textbook have come.
struct State {
    kind: Kind,
    draw: u32,
    take: u32,
    /// Which of [`REACHES`].
    reach: usize,
    variants: bool,
    weights: [Option<Place>; 2],
    /// The weight selected last in the diagram, which forgets it when the focus leaves.
    selected: Option<Place>,
    solid: bool,
    camera: Camera,
    surface: Surface,
    optimizers: Vec<Optimizer>,
    rate: f64,
    start: [f64; 2],
    course: Course,
    going: bool,
    /// Counts the times they were set going or stopped.
    turn: u32,
}

/// The view: a copy is a handle.
#[derive(Clone, Copy)]
struct View {
    store: Store,
    state: RwSignal<State, LocalStorage>,
}

impl View {
    fn of<T>(self, get: impl FnOnce(&State) -> T) -> T {
        self.state.with(get)
    }

    fn is_textbook(self) -> bool {
        self.of(|state| state.kind == Kind::Textbook)
    }

    fn set(self, change: impl FnOnce(&mut State)) {
        self.state.update(change);
    }

    /// What the engine has surveyed so far.
    fn surveyed<T>(self, take: impl Fn(&Landscape) -> T) -> Option<T> {
        seen(self.store, |seen| match seen {
            Answer::Landscape(landscape) => Some(take(landscape)),
            _ => None,
        })
    }
}

pub(super) fn landscape(store: Store) -> Node {
    let view = View { store, state: RwSignal::new_local(course::beginning(store)) };
    // Only what is new: every message is heard everywhere, here too.
    follow(move || {
        let query = view.of(request).map(Query::Landscape);
        if store.peek(|model| model.query != query) {
            store.dispatch(Msg::Query(query));
        }
    });
    follow(move || {
        let place = store.read(|model| model.selected.and_then(place_of));
        if place.is_some() && place != view.state.with_untracked(|state| state.selected) {
            view.set(|state| state.selected = place);
        }
    });
    let network = el("div")
        .class("dock-group")
        .class_if("hidden", move || view.is_textbook())
        .children(network_controls(view));
    let textbook = el("div")
        .class("dock-group")
        .class_if("hidden", move || !view.is_textbook())
        .children(course::controls(view));
    let kinds = [
        say!(store, landscape.random),
        say!(store, landscape.principal),
        say!(store, landscape.weights),
        say!(store, landscape.textbook),
    ];
    let controls = vec![
        segments(
            ("landscape-kind", say!(store, landscape.kind)),
            &kinds,
            Rc::new(move || KINDS.iter().position(|&kind| view.of(|state| state.kind) == kind).unwrap_or(0)),
            Rc::new(move |index| view.set(|state| state.kind = KINDS[index])),
        ),
        el("p").class("hint").live_text(move || match view.of(|state| state.kind) {
            Kind::Random => say!(store, landscape.explain_random),
            Kind::Principal => say!(store, landscape.explain_principal),
            Kind::Weights => say!(store, landscape.explain_weights),
            Kind::Textbook => say!(store, landscape.explain_textbook),
        }),
        segments(
            ("landscape-solid", say!(store, landscape.dimensions)),
            &[say!(store, landscape.flat), say!(store, landscape.solid)],
            Rc::new(move || usize::from(view.of(|state| state.solid))),
            Rc::new(move |index| view.set(|state| state.solid = index == 1)),
        ),
        network,
        textbook,
    ];
    let picture = el("div").class("landscape").child(canvas::canvas(view)).child(
        el("div").class("dock-group").children(vec![
            numbers(view),
            el("ul").class("ways").live_children(
                move || ways(view).join("\n"),
                move || (0..).zip(ways(view)).map(|(index, name)| way(view, index, &name)).collect(),
            ),
            el("p").class("hint").attr("role", "status").live_text(move || status(view)),
        ]),
    );
    frame(
        store,
        [say!(store, landscape.title), say!(store, landscape.explain), "L(α, β) = L(θ + α·d₁ + β·d₂)"],
        controls,
        picture,
    )
}

/// What the engine is asked for, if it is.
fn request(state: &State) -> Option<LandscapeQuery> {
    let directions = match state.kind {
        Kind::Random => Directions::Random(state.draw),
        Kind::Principal => Directions::Principal,
        Kind::Weights => Directions::Weights(state.weights),
        Kind::Textbook => return None,
    };
    Some(LandscapeQuery {
        directions,
        reach: REACHES[state.reach].0,
        variants: state.variants,
        take: state.take,
    })
}

/// One of a few, side by side.
fn segments(
    (name, label): (&'static str, &str),
    words: &[&str],
    chosen: Rc<dyn Fn() -> usize>,
    pick: Rc<dyn Fn(usize)>,
) -> Node {
    let one = |(index, word): (usize, &&str)| {
        let (chosen, pick) = (Rc::clone(&chosen), Rc::clone(&pick));
        el("label")
            .child(radio(name, move || chosen() == index, move || pick(index)))
            .child(el("span").text(word))
    };
    el("div")
        .class("segments")
        .attr("role", "group")
        .attr("aria-label", label)
        .children(words.iter().enumerate().map(one).collect())
}

fn network_controls(view: View) -> Vec<Node> {
    let store = view.store;
    let button = |label: &str| el("button").class("secondary").text(label);
    let reach = menu(
        store,
        Menu {
            label: say!(store, landscape.reach),
            options: Rc::new(|| REACHES.iter().map(|(_, word)| (*word).to_owned()).collect()),
            chosen: Box::new(move || view.of(|state| state.reach)),
            pick: Box::new(move |index| view.set(|state| state.reach = index.min(REACHES.len() - 1))),
            control: None,
            card: None,
        },
    );
    let again = button(say!(store, landscape.again)).click(move || view.set(|state| state.take += 1));
    let others = button(say!(store, landscape.others))
        .class_if("hidden", move || view.of(|state| state.kind != Kind::Random))
        .click(move || view.set(|state| state.draw += 1));
    let variants = el("label")
        .class("check")
        .child(checkbox(
            move || view.of(|state| state.variants),
            move |on| view.set(|state| state.variants = on),
        ))
        .child(el("span").text(say!(store, landscape.variants)));
    let weights = el("div")
        .class("dock-group")
        .class_if("hidden", move || view.of(|state| state.kind != Kind::Weights))
        .child(direction(view, 0))
        .child(direction(view, 1));
    vec![weights, el("div").class("dock-row").child(reach).child(again).child(others), variants]
}

/// A weight that is a direction, and the way to take another.
fn direction(view: View, axis: usize) -> Node {
    let store = view.store;
    let chosen = move || {
        let weights = view.surveyed(|landscape| landscape.weights).flatten();
        weights.map_or_else(String::new, |weights| labels::part(store, part_of(weights[axis])))
    };
    let label =
        if axis == 0 { say!(store, landscape.take_first) } else { say!(store, landscape.take_second) };
    el("div").class("direction").child(el("p").text(AXES[axis]).text(" · ").live_text(chosen)).child(
        el("button")
            .class("secondary")
            .live_prop("disabled", move || view.of(|state| state.selected.is_none()))
            .text(label)
            .click(move || view.set(|state| state.weights[axis] = state.selected)),
    )
}

/// What two weights are called as directions.
const AXES: [&str; 2] = ["w₁", "w₂"];

fn part_of(place: Place) -> Part {
    let Place { layer, row, input } = place;
    match input {
        Some(input) => Part::Weight { layer, neuron: row, input },
        None => Part::Bias { layer, index: row },
    }
}

fn place_of(part: Part) -> Option<Place> {
    match part {
        Part::Weight { layer, neuron, input } => Some(Place { layer, row: neuron, input: Some(input) }),
        Part::Bias { layer, index } => Some(Place { layer, row: index, input: None }),
        _ => None,
    }
}

/// The loss here, what of the run the slice shows, how far it reaches.
fn numbers(view: View) -> Node {
    let store = view.store;
    let number = |label: &str, id: &str, value: Box<dyn Fn(&Landscape) -> String>| {
        let value = move || view.surveyed(&value).unwrap_or_default();
        el("div").child(el("dt").text(label)).child(el("dd").attr("id", id).live_text(value))
    };
    el("dl")
        .class("landscape-numbers")
        .class_if("hidden", move || view.is_textbook())
        .child(number(say!(store, landscape.loss), "landscape-loss", Box::new(|it| value(it.loss))))
        .child(number(
            say!(store, landscape.explained),
            "landscape-explained",
            Box::new(|it| [percent(it.explained[0]), percent(it.explained[1])].join(" + ")),
        ))
        .child(number(
            say!(store, landscape.reaches),
            "landscape-reach",
            Box::new(|it| ["± ", &value(it.half)].concat()),
        ))
        .child(number(say!(store, landscape.off), "landscape-off", Box::new(|it| value(it.off))))
}

/// Three digits or so.
fn value(value: f64) -> String {
    match value.abs() {
        size if size >= 1000.0 || size > 0.0 && size < 0.001 => format!("{value:.1e}").replace('-', "−"),
        size if size >= 100.0 => format!("{value:.0}"),
        _ => format!("{value:.3}").replace('-', "−"),
    }
}

/// The ways on the picture, in order.
fn ways(view: View) -> Vec<String> {
    let store = view.store;
    if view.is_textbook() {
        return view.of(|state| state.optimizers.iter().map(|it| it.name().to_owned()).collect());
    }
    let sizes =
        view.surveyed(|landscape| landscape.variants.iter().map(|way| way.batch_size).collect::<Vec<_>>());
    let sizes = sizes.unwrap_or_default();
    if sizes.is_empty() {
        return Vec::new();
    }
    let all = sizes.iter().copied().max().unwrap_or(0);
    let name = |size: usize| match size {
        1 => say!(store, landscape.stochastic).to_owned(),
        _ if size == all => say!(store, landscape.batch, count = size.to_string()),
        _ => say!(store, landscape.minibatch, count = size.to_string()),
    };
    let run = say!(store, landscape.run).to_owned();
    std::iter::once(run).chain(sizes.into_iter().map(name)).collect()
}

/// A way's line, number and name; what an optimizer of the textbook has come to.
fn way(view: View, index: usize, name: &str) -> Node {
    let store = view.store;
    let style = move || way_style(index, store.read(|model| model.view.theme));
    let come_to = move || {
        if !view.is_textbook() {
            return String::new();
        }
        view.of(|state| match state.course.runners.get(index) {
            Some(runner) if runner.lost => say!(store, landscape.lost).to_owned(),
            Some(runner) => ["f = ", &value(state.surface.value(runner.at()))].concat(),
            None => String::new(),
        })
    };
    el("li")
        .child(
            el("span")
                .class("swatch")
                .live_style("--way", move || style().0.css())
                .live_style("--dash", move || {
                    if style().1.is_some() { "dashed" } else { "solid" }.to_owned()
                }),
        )
        .child(el("span").text(&(index + 1).to_string()).text(" · ").text(name))
        .child(el("output").live_text(come_to))
}

/// What is going on, or why there is nothing to see.
fn status(view: View) -> String {
    let store = view.store;
    if view.is_textbook() {
        return say!(store, landscape.steps, count = view.of(|state| state.course.steps()).to_string());
    }
    let known = view.surveyed(|landscape| (landscape.losses.len(), landscape.lacking));
    match known {
        Some((_, true)) if view.of(|state| state.kind == Kind::Principal) => {
            say!(store, landscape.no_path).to_owned()
        }
        Some((_, true)) => say!(store, landscape.no_weights).to_owned(),
        Some((known, _)) if known == SIDE * SIDE => String::new(),
        _ => say!(store, landscape.surveying).to_owned(),
    }
}
