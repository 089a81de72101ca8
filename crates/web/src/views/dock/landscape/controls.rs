//! What can be set of a slice through the weights.

use super::state::{AXES, Kind, REACHES, View};
use crate::labels;
use crate::platform::dom::{Node, el};
use crate::widget::control::{Menu, checkbox, menu, radio};
use nabla_scene::Part;
use std::rc::Rc;

/// One of a few, side by side.
pub(super) fn segments(
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

/// The reach, the directions, and the variants of the minibatch.
pub(super) fn network_controls(view: View) -> Vec<Node> {
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
        weights.map_or_else(String::new, |weights| labels::part(store, Part::Parameter(weights[axis])))
    };
    let label =
        if axis == 0 { say!(store, landscape.take_first) } else { say!(store, landscape.take_second) };
    el("div")
        .class("direction")
        .child(el("p").text(AXES[axis]).text(" · ").child(el("span").live_text(chosen)))
        .child(
            el("button")
                .class("secondary")
                .live_prop("disabled", move || view.of(|state| state.selected.is_none()))
                .text(label)
                .click(move || view.set(|state| state.weights[axis] = state.selected)),
        )
}
