//! The few controls the page is made of.

use super::card::with_card;
use crate::piece::Card;
use crate::platform::dom::{Node, el, target};
use crate::store::Store;
use nabla_app::{Model, Msg};
use nabla_nn::link::Key;
use nabla_nn::{Change, Config, Control, number};
use std::ops::RangeInclusive;
use std::rc::Rc;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};

/// Whether a link has hidden a control.
pub(crate) fn is_hidden(store: Store, control: Control) -> bool {
    store.read(|model| model.page.hides(control))
}

/// What a menu shows and does.
pub(crate) struct Menu<'a> {
    /// Its label.
    pub label: &'a str,
    /// The words of its options.
    pub options: Rc<dyn Fn() -> Vec<String>>,
    /// The chosen option.
    pub chosen: Box<dyn Fn() -> usize>,
    /// What a choice does.
    pub pick: Box<dyn Fn(usize)>,
    /// The control a link may hide.
    pub control: Option<Control>,
    /// What a hover or the focus explains.
    pub card: Option<Card>,
}

/// A labelled menu.
pub(crate) fn menu(store: Store, Menu { label, options, chosen, pick, control, card }: Menu) -> Node {
    let words = Rc::clone(&options);
    let select = el("select")
        .on("change", move |event: Event| {
            let select: HtmlSelectElement = target(&event);
            pick(usize::try_from(select.selected_index()).unwrap_or_default());
        })
        .live_children(
            move || words().join("\n"),
            move || options().iter().map(|word| el("option").text(word)).collect(),
        )
        // After the list: a new one has forgotten what is chosen.
        .live_prop("selectedIndex", move || chosen() as f64);
    let field = el("div")
        .class("menu-field carded")
        .class_if("hidden", move || control.is_some_and(|control| is_hidden(store, control)))
        .child(el("label").class("field").child(el("span").text(label)).child(select));
    match card {
        Some(card) => with_card(store, field, card),
        None => field,
    }
}

/// What a slider shows and changes.
pub(crate) struct Slider<'a> {
    /// Its label.
    pub label: &'a str,
    /// The control a link may hide.
    pub control: Control,
    /// What follows the value in words.
    pub unit: &'static str,
    /// Lowest, highest and step.
    pub range: Box<dyn Fn() -> [f64; 3]>,
    /// The value.
    pub get: fn(&Config) -> f64,
    /// The setting it changes.
    pub key: Key,
}

/// A labelled slider with its value; it acts while it is dragged and is one undo step.
pub(crate) fn slider(store: Store, Slider { label, control, unit, range, get, key }: Slider) -> Node {
    let range: Rc<dyn Fn() -> [f64; 3]> = Rc::from(range);
    let bound = |index: usize| {
        let range = Rc::clone(&range);
        move || range()[index].to_string()
    };
    let value = move || store.read(|model| get(&model.config));
    let shown = move || format!("{}{unit}", value());
    let bounds = Rc::clone(&range);
    let share = move || {
        let [low, high, _] = bounds();
        format!("{:.2}%", 100.0 * (value() - low) / (high - low).max(f64::EPSILON))
    };
    let input = el("input")
        .attr("type", "range")
        // The label around it would name the `output` that stands first in it.
        .attr("aria-label", label)
        .live_attr("min", bound(0))
        .live_attr("max", bound(1))
        .live_attr("step", bound(2))
        // After the bounds, which the browser holds it to.
        .live_prop("value", move || {
            range();
            value().to_string()
        })
        .live_attr("aria-valuetext", shown)
        .live_style("--share", share)
        .on("input", move |event: Event| {
            if let Some(value) = number(&target::<HtmlInputElement>(&event).value()) {
                store.dispatch(Msg::Set(Change::new(key, value).into()));
            }
        })
        .on("change", move |_: Event| store.dispatch(Msg::Commit));
    let words =
        el("span").class("slider-label").child(el("span").text(label)).child(el("output").live_text(shown));
    el("label")
        .class("slider")
        .class_if("hidden", move || is_hidden(store, control))
        .child(words)
        .child(input)
}

/// A switch of the settings; a link may hide `control`.
pub(crate) fn check(
    store: Store,
    label: &str,
    control: Option<Control>,
    get: fn(&Model) -> bool,
    key: Key,
) -> Node {
    el("label")
        .class("check")
        .class_if("hidden", move || control.is_some_and(|control| is_hidden(store, control)))
        .child(checkbox(
            move || store.read(get),
            move |on| store.dispatch(Msg::Set(Change::new(key, on).into())),
        ))
        .child(el("span").text(label))
}

/// A field for a number; empty, it takes the default.
pub(crate) fn number_input(
    range: RangeInclusive<f64>,
    get: impl Fn() -> f64 + 'static,
    set: impl Fn(Option<f64>) + 'static,
) -> Node {
    el("input")
        .attr("type", "number")
        .attr("step", "any")
        .attr("min", &range.start().to_string())
        .attr("max", &range.end().to_string())
        .live_prop("value", move || written(get()))
        .on("change", move |event: Event| set(number(&target::<HtmlInputElement>(&event).value())))
}

/// A number in as few signs as will do: 1e-7 rather than 0.0000001.
fn written(value: f64) -> String {
    if value != 0.0 && value.abs() < 1e-3 { format!("{value:e}") } else { value.to_string() }
}

/// A box to tick.
pub(crate) fn checkbox(on: impl Fn() -> bool + 'static, set: impl Fn(bool) + 'static) -> Node {
    el("input").attr("type", "checkbox").live_prop("checked", on).on("change", move |event: Event| {
        set(target::<HtmlInputElement>(&event).checked());
    })
}

/// One of several to choose from.
pub(crate) fn radio(name: &str, on: impl Fn() -> bool + 'static, pick: impl Fn() + 'static) -> Node {
    el("input")
        .attr("type", "radio")
        .attr("name", name)
        .live_prop("checked", on)
        .on("change", move |_: Event| pick())
}

/// Lets a button act, except while there is nothing left to do. It says so, and keeps the keyboard, which a button that
/// is truly disabled would drop.
pub(crate) fn click_unless(
    button: Node,
    is_spent: impl Fn() -> bool + Copy + 'static,
    act: impl Fn() + 'static,
) -> Node {
    button.live_attr("aria-disabled", move || is_spent().to_string()).click(move || {
        if !is_spent() {
            act();
        }
    })
}
