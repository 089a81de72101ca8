//! The link of this playground, to copy, with controls hidden as the teacher likes.

use crate::labels::Label;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use crate::widget::control::checkbox;
use crate::widget::copy::copy_button;
use nabla_app::{Msg, Tab};
use nabla_nn::link::Key;
use nabla_nn::{Change, Choice, Control};
use std::iter;

/// What the card holds.
pub(crate) fn contents(store: Store) -> Vec<Node> {
    let input =
        el("input").attr("type", "text").attr("readonly", "").live_prop("value", move || store.address());
    let copy = copy_button(store, say!(store, share.copy), &input);
    let hide = |&control: &Control| {
        let is_hidden = move || store.read(|model| model.page.hides(control));
        let set = move |on| store.dispatch(Msg::Set(Change::new(Key::Hide(control), on).into()));
        el("label").class("check").child(checkbox(is_hidden, set)).text(&control.label(store))
    };
    let hide_view = |&view: &Tab| {
        let is_hidden = move || store.read(|model| model.page.hidden_views.contains(&view));
        let set = move |on: bool| {
            let mut views = store.peek(|model| model.page.hidden_views.clone());
            views.retain(|&other| other != view);
            views.extend(on.then_some(view));
            let keys: Vec<_> = views.iter().map(|view| view.key()).collect();
            store.dispatch(Msg::Set(Change::new(Key::HideViews, keys.join(",")).into()));
        };
        el("label").class("check").child(checkbox(is_hidden, set)).text(&view.label(store))
    };
    let views = el("fieldset")
        .class("hide-list")
        .child(el("legend").text(say!(store, share.hide_views)))
        .children(Tab::ALL.iter().map(hide_view).collect());
    let hide_text = checkbox(
        move || store.read(|model| model.page.hide_text),
        move |on| store.dispatch(Msg::Set(Change::new(Key::HideText, on).into())),
    );
    let hide_list = el("fieldset")
        .class("hide-list")
        .child(el("legend").text(say!(store, share.hide)))
        .children(Control::ALL.iter().map(hide).collect())
        .child(el("label").class("check").child(hide_text).text(say!(store, share.hide_text)));
    let link = el("label").class("field").text(say!(store, share.link)).child(input);
    iter::once(link).chain(copy).chain([hide_list, views]).collect()
}
