//! The landscape of the loss: a slice through the weights, and textbook surfaces for optimizers alone.

mod canvas;
mod controls;
mod course;
mod facts;
mod state;

use super::frame::framed;
use crate::platform::dom::{Node, el, follow};
use crate::store::Store;
use controls::{network_controls, segments};
use facts::{numbers, path, paths, status};
use leptos::prelude::*;
use nabla_app::Msg;
use nabla_lab::Query;
use nabla_lab::surface::{NEAR, REST};
use nabla_nn::ParameterId;
use nabla_scene::Part;
use state::{KINDS, Kind, LandscapeState, View, request};
use std::rc::Rc;

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
        let place = store.read(|model| model.selected.and_then(parameter_of));
        if place.is_some() && place != view.state.with_untracked(|state| state.selected) {
            view.set(|state| state.selected = place);
        }
    });
    // A run that has not moved has no path to look along.
    follow(move || {
        let is_lacking = view.surveyed(|landscape| landscape.lacking) == Some(true);
        let may_turn = |state: &LandscapeState| !state.kind_is_chosen && state.kind == Kind::Principal;
        if is_lacking && view.state.with_untracked(may_turn) {
            view.set(|state| state.kind = Kind::Random);
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
        say!(store, landscape.principal),
        say!(store, landscape.random),
        say!(store, landscape.weights),
        say!(store, landscape.textbook),
    ];
    let controls = vec![
        segments(
            ("landscape-kind", say!(store, landscape.kind)),
            &kinds,
            Rc::new(move || KINDS.iter().position(|&kind| view.of(|state| state.kind) == kind).unwrap_or(0)),
            Rc::new(move |index| {
                view.set(|state| (state.kind, state.kind_is_chosen) = (KINDS[index], true));
            }),
        ),
        el("p").class("hint").class_if("hidden", move || view.is_textbook()).live_text(move || {
            match view.of(|state| state.kind) {
                Kind::Random => say!(store, landscape.explain_random),
                Kind::Principal => say!(store, landscape.explain_principal),
                Kind::Weights => say!(store, landscape.explain_weights),
                Kind::Textbook => "",
            }
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
            el("ul").class("paths").live_children(
                move || paths(view).join("\n"),
                move || (0..).zip(paths(view)).map(|(index, name)| path(view, index, &name)).collect(),
            ),
            el("p").class("hint").attr("role", "status").live_text(move || status(view)),
        ]),
    );
    let intro = vec![
        el("h2").live_text(move || match view.is_textbook() {
            true => say!(store, landscape.title_textbook),
            false => say!(store, landscape.title),
        }),
        el("p").live_text(move || {
            if view.is_textbook() {
                say!(store, landscape.explain_textbook, near = NEAR.to_string(), rest = REST.to_string())
            } else if view.of(|state| state.variants) {
                say!(store, landscape.explain_variants).to_owned()
            } else {
                say!(store, landscape.explain).to_owned()
            }
        }),
        el("p")
            .class("formula")
            .class_if("hidden", move || view.is_textbook())
            .text("L(α, β) = L(θ + α·d₁ + β·d₂)"),
    ];
    framed(intro, controls, picture)
}

fn parameter_of(part: Part) -> Option<ParameterId> {
    match part {
        Part::Parameter(id) => Some(id),
        _ => None,
    }
}
