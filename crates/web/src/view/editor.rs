//! The card that edits one weight or bias, live.

use super::{derive, hear};
use crate::browser;
use crate::store::Store;
use crate::words;
use leptos::html;
use leptos::prelude::*;
use nabla_app::Msg;
use nabla_nn::number;
use nabla_scene::Part;
use wasm_bindgen::JsCast;

/// What the arrow keys and the spin buttons add.
const STEP: &str = "0.1";

#[component]
pub(super) fn Editor(
    store: Store,
    /// The part being edited.
    #[prop(into)]
    editing: RwSignal<Option<EditedPart>>,
) -> impl IntoView {
    let field: NodeRef<html::Input> = NodeRef::new();
    Effect::new(move || {
        if let (Some(edited), Some(field)) = (editing.get(), field.get()) {
            field.set_value(
                &value(store, edited.part).map_or_else(String::new, |value| format!("{value:.4}")),
            );
            // The card is shown only after this effect; before that it cannot take the keyboard.
            browser::later(0, move || {
                let _ = field.focus();
                field.select();
            });
        }
    });
    let close = move || {
        store.dispatch(Msg::Commit);
        editing.set(None);
        super::focus("network-diagram");
    };
    let is_bias = move || editing.get().is_some_and(|edited| matches!(edited.part, Part::Bias { .. }));
    view! {
        <div class="editor card" class:hidden=derive(move || editing.get().is_none())
            style:left=derive(move || editing.get().map_or_else(String::new, |edited| format!("{}px", edited.x)))
            style:top=derive(move || editing.get().map_or_else(String::new, |edited| format!("{}px", edited.y)))>
            <label class="field">
                <span>{derive(move || if is_bias() { say!(store, network.edit_bias) } else { say!(store, network.edit_weight) })}</span>
                <input type="number" step=STEP node_ref=field
                    on:input=hear(move |event| {
                        if let (Some(edited), Some(value)) = (editing.get_untracked(), number(&event_target_value(&event))) {
                            store.dispatch(Msg::Edit { part: edited.part, value });
                        }
                    })
                    on:keydown=hear(move |event: web_sys::KeyboardEvent| {
                        if event.key() == "Enter" || event.key() == "Escape" {
                            event.prevent_default();
                            close();
                        }
                    })
                    on:focusout=hear(move |event: web_sys::FocusEvent| {
                        let within = event.related_target().and_then(|to| to.dyn_into::<web_sys::Element>().ok())
                            .is_some_and(|to| to.closest(".editor").ok().flatten().is_some());
                        if !within {
                            editing.set(None);
                        }
                    })/>
            </label>
            <button class="secondary" on:click=hear(move |_| close())>{words!(store, network.done)}</button>
            <p class="what">{derive(move || editing.get().map(|edited| { store.live(|_| ()); words::part(store, edited.part) }))}</p>
        </div>
    }
}

/// A part and where its card stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct EditedPart {
    /// A weight or a bias.
    pub part: Part,
    /// The card's left edge.
    pub x: f32,
    /// The card's upper edge.
    pub y: f32,
}

/// The present value of a weight or bias.
pub(super) fn value(store: Store, part: Part) -> Option<f64> {
    store.peek(|model| match part {
        Part::Weight { layer, neuron, input } => {
            model.network.get(layer)?.weights.get(neuron)?.get(input).copied()
        }
        Part::Bias { layer, index } => model.network.get(layer)?.biases.get(index).copied(),
        Part::Feature(_) | Part::Neuron { .. } => None,
    })
}
