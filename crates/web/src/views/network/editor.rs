//! The card that edits one weight or bias, live.

use crate::labels;
use crate::piece::{EditedParameter, Editing, Piece};
use crate::platform::browser;
use crate::platform::dom::{Node, el, follow, px, target};
use crate::platform::focus::focus;
use crate::store::Store;
use leptos::prelude::*;
use nabla_app::Msg;
use nabla_nn::{ParameterId, number};
use nabla_scene::Part;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FocusEvent, HtmlInputElement, KeyboardEvent};

/// What the arrow keys and the spin buttons add.
const STEP: &str = "0.1";

/// The card's place; it is built with the first part that is edited.
pub(super) fn place(store: Store, editing: Editing) -> Node {
    let wanted = RwSignal::new(false);
    follow(move || {
        if editing.get().is_some() {
            wanted.set(true);
        }
    });
    el("div").class("late").lazy(store, move || wanted.get().then_some(Piece::Editor(editing)))
}

/// The card, shown while a part is being edited.
pub(crate) fn editor(store: Store, editing: Editing) -> Node {
    // What is typed until here is one step of undo.
    let put_away = move || {
        if editing.get_untracked().is_some() {
            store.dispatch(Msg::Commit);
            editing.set(None);
        }
    };
    let close = move || {
        put_away();
        focus("network-diagram");
    };
    let input = el("input")
        .attr("type", "number")
        .attr("step", STEP)
        .on("input", move |event: Event| {
            let value = number(&target::<HtmlInputElement>(&event).value());
            if let (Some(edited), Some(value)) = (editing.get_untracked(), value) {
                store.dispatch(Msg::Edit { id: edited.id, value });
            }
        })
        .on("keydown", move |event: KeyboardEvent| {
            if event.key() == "Enter" || event.key() == "Escape" {
                event.prevent_default();
                close();
            }
        })
        .on("focusout", move |event: FocusEvent| {
            let to = event.related_target().and_then(|to| to.dyn_into::<Element>().ok());
            if to.is_none_or(|to| to.closest(".editor").ok().flatten().is_none()) {
                put_away();
            }
        });
    let field: HtmlInputElement = input.get();
    follow(move || {
        if let Some(edited) = editing.get() {
            let value = value(store, edited.id);
            field.set_value(&value.map_or_else(String::new, |value| format!("{value:.4}")));
            // The card is shown only after this; before that it cannot take the keyboard.
            let field = field.clone();
            browser::later(0, move || {
                let _ = field.focus();
                field.select();
            });
        }
    });
    let place =
        move |of: fn(EditedParameter) -> f32| editing.get().map_or_else(String::new, |edited| px(of(edited)));
    let kind = move || {
        let is_bias = editing.get().is_some_and(|edited| edited.id.input().is_none());
        if is_bias { say!(store, network.edit_bias) } else { say!(store, network.edit_weight) }
    };
    let name = move || {
        let Some(edited) = editing.get() else { return String::new() };
        store.live(|_| ());
        labels::part(store, Part::Parameter(edited.id))
    };
    el("div")
        .class("editor card")
        .class_if("hidden", move || editing.get().is_none())
        .live_style("left", move || place(|edited| edited.x))
        .live_style("top", move || place(|edited| edited.y))
        .child(el("label").class("field").child(el("span").live_text(kind)).child(input))
        .child(el("button").class("secondary").text(say!(store, network.done)).click(close))
        .child(el("p").class("what").live_text(name))
}

/// The present value of a weight or bias.
pub(super) fn value(store: Store, id: ParameterId) -> Option<f64> {
    store.peek(|model| model.network.get(id).map(f64::from))
}
