//! Menus over the engine's families and numbers: what they offer is what the engine has.

use crate::labels::Label;
use crate::piece::Card;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use crate::widget::control::{Menu, menu, number_input};
use nabla_app::Msg;
use nabla_nn::link::Key;
use nabla_nn::{Change, Choice, Config, Control, Hyperparameter};
use std::rc::Rc;

/// A menu over a closed family.
pub(crate) struct MethodMenu<C> {
    /// The control a link may hide.
    pub control: Option<Control>,
    /// Its label.
    pub label: &'static str,
    /// What explains it.
    pub card: Card,
    /// The choice in use.
    pub get: fn(&Config) -> C,
    /// The setting it changes.
    pub key: Key,
}

pub(crate) fn family<C: Label>(
    store: Store,
    MethodMenu { control, label, card, get, key }: MethodMenu<C>,
) -> Node {
    let chosen = move || store.read(|model| get(&model.config));
    let shown = Menu {
        label,
        options: options::<C>(store),
        chosen: Box::new(move || index_of(chosen())),
        pick: Box::new(move |index| store.dispatch(Msg::Set(Change::option(key, at::<C>(index)).into()))),
        control,
        card: Some(card),
    };
    menu(store, shown)
}

/// A menu of numbers; a link's own number is one more entry, in its place.
pub(crate) struct Numbers {
    /// The control a link may hide.
    pub control: Option<Control>,
    /// The numbers it offers.
    pub values: &'static [f64],
    /// Its label.
    pub label: &'static str,
    /// What explains it.
    pub card: Card,
    /// The number in use.
    pub get: fn(&Config) -> f64,
    /// The setting it changes.
    pub key: Key,
}

pub(crate) fn numbers(store: Store, Numbers { control, values, label, card, get, key }: Numbers) -> Node {
    let list = move |current: f64| {
        let mut list = values.to_vec();
        if !list.contains(&current) {
            list.insert(list.partition_point(|&value| value < current), current);
        }
        list
    };
    let current = move || store.read(|model| get(&model.config));
    let chosen = move || {
        let current = current();
        list(current).iter().position(|&value| value == current).unwrap_or_default()
    };
    let pick = move |index: usize| {
        if let Some(&value) = list(store.peek(|model| get(&model.config))).get(index) {
            store.dispatch(Msg::Set(Change::new(key, value).into()));
        }
    };
    let shown = Menu {
        label,
        options: Rc::new(move || list(current()).iter().map(f64::to_string).collect()),
        chosen: Box::new(chosen),
        pick: Box::new(pick),
        control,
        card: Some(card),
    };
    menu(store, shown)
}

/// The words of a family.
pub(crate) fn options<C: Label>(store: Store) -> Rc<dyn Fn() -> Vec<String>> {
    Rc::new(move || C::ALL.iter().map(|choice| choice.label(store)).collect())
}

pub(crate) fn index_of<C: Choice>(choice: C) -> usize {
    C::ALL.iter().position(|&other| other == choice).unwrap_or_default()
}

pub(crate) fn at<C: Choice>(index: usize) -> C {
    C::ALL[index.min(C::ALL.len() - 1)]
}

/// A family in a drawer: its menu, its formula and what it means, all to be seen.
pub(crate) fn open_family<C: Label>(
    store: Store,
    label: &'static str,
    text: &'static str,
    get: fn(&Config) -> C,
    key: Key,
) -> Node {
    let chosen = move || store.read(|model| get(&model.config));
    let shown = Menu {
        label,
        options: options::<C>(store),
        chosen: Box::new(move || index_of(chosen())),
        pick: Box::new(move |index| store.dispatch(Msg::Set(Change::option(key, at::<C>(index)).into()))),
        control: None,
        card: None,
    };
    el("div")
        .class("method")
        .child(menu(store, shown))
        .child(el("p").class("equation").live_text(move || chosen().equation()))
        .child(el("p").class("hint").text(text))
}

/// The fields of hyperparameters; one that means nothing to the methods chosen is not shown.
pub(crate) fn hyperparameters(store: Store, which: impl Fn(Hyperparameter) -> bool) -> Node {
    let shown: Vec<_> = Hyperparameter::ALL.iter().copied().filter(|&it| which(it)).collect();
    let fields = shown.iter().map(|&it| {
        let get = move || store.read(|model| model.config.number(it));
        let set = move |value: Option<f64>| {
            let key = Key::Number(it);
            let change = value.map_or(Change::to_default(key), |value| Change::new(key, value));
            store.dispatch(Msg::Set(change.into()));
        };
        el("label")
            .class("number")
            .class_if("hidden", move || store.read(|model| !model.config.uses(it)))
            .child(el("span").text(&it.label(store)))
            .child(number_input(it.range(), get, set))
    });
    let list = el("div").class("numbers-list").children(fields.collect());
    list.class_if("hidden", move || store.read(|model| !shown.iter().any(|&it| model.config.uses(it))))
}
