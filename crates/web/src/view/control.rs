//! The few controls the page is made of.

use super::{derive, hear};
use crate::store::Store;
use leptos::prelude::*;
use nabla_app::{Msg, Setting};
use nabla_nn::{Control, number};

/// Whether a link has hidden a control.
pub(super) fn is_hidden(store: Store, control: Control) -> bool {
    store.read(|model| model.config.hidden.contains(&control))
}

/// A labelled menu. `options` are (value, word) pairs; `pick` gets the index of the one chosen.
#[component]
pub(super) fn Menu(
    store: Store,
    /// Its label.
    label: String,
    /// The words of its options.
    #[prop(into)]
    options: Signal<Vec<String>>,
    /// The chosen option.
    #[prop(into)]
    chosen: Signal<usize>,
    /// What a choice does.
    pick: Box<dyn Fn(usize)>,
    /// The control a link may hide.
    #[prop(optional)]
    control: Option<Control>,
    /// What a hover or the focus explains.
    #[prop(optional)]
    card: Option<AnyView>,
) -> impl IntoView {
    let select: NodeRef<leptos::html::Select> = NodeRef::new();
    // An option list that is rebuilt forgets its choice, so the choice is set after it.
    Effect::new(move || {
        options.track();
        let index = chosen.get();
        if let Some(select) = select.get() {
            select.set_selected_index(index as i32);
        }
    });
    let hidden = move || control.is_some_and(|control| is_hidden(store, control));
    view! {
        <div class="menu-field carded" class:hidden=hidden>
            <label class="field"><span>{label}</span>
                <select node_ref=select on:change=hear(move |event| {
                    let select: web_sys::HtmlSelectElement = event_target(&event);
                    pick(usize::try_from(select.selected_index()).unwrap_or_default());
                })>
                    {move || {
                        let chosen = chosen.get_untracked();
                        options.get().into_iter().enumerate()
                            .map(|(index, word)| view! { <option selected=index == chosen>{word}</option> }).collect_view()
                    }}
                </select>
            </label>
            {card}
        </div>
    }
}

/// A labelled slider with its value; it acts while it is dragged and is one undo step.
#[component]
pub(super) fn Slider(
    store: Store,
    /// Its label.
    label: String,
    /// The control a link may hide.
    control: Control,
    /// The value.
    #[prop(into)]
    value: Signal<f64>,
    /// The value in words.
    #[prop(into)]
    shown: Signal<String>,
    /// Lowest, highest and step.
    #[prop(into)]
    range: Signal<(f64, f64, f64)>,
    /// The change it asks for.
    set: fn(f64) -> Setting,
) -> impl IntoView {
    let share = move || {
        let (low, high, _) = range.get();
        format!("{:.2}%", 100.0 * (value.get() - low) / (high - low).max(f64::EPSILON))
    };
    view! {
        <label class="slider" class:hidden=derive(move || is_hidden(store, control))>
            <span class="slider-label"><span>{label}</span><output>{shown}</output></span>
            <input type="range"
                min=move || range.get().0 max=move || range.get().1 step=move || range.get().2
                prop:value=derive(move || { range.track(); value.get().to_string() })
                aria-valuetext=shown
                style:--share=share
                on:input=hear(move |event| {
                    if let Some(value) = number(&event_target_value(&event)) {
                        store.dispatch(Msg::Set(set(value)));
                    }
                })
                on:change=hear(move |_| store.dispatch(Msg::Commit))/>
        </label>
    }
}

/// A switch.
#[component]
pub(super) fn Check(
    store: Store,
    /// Its label.
    label: String,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// The change it asks for.
    set: fn(bool) -> Setting,
    /// The control a link may hide.
    #[prop(optional)]
    control: Option<Control>,
) -> impl IntoView {
    view! {
        <label class="check" class:hidden=derive(move || control.is_some_and(|control| is_hidden(store, control)))>
            <input type="checkbox" prop:checked=on
                on:change=hear(move |event| store.dispatch(Msg::Set(set(event_target_checked(&event)))))/>
            <span>{label}</span>
        </label>
    }
}
