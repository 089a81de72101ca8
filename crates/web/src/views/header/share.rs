//! The link of this playground, to copy, with controls hidden as the teacher likes.

use crate::labels::Label;
use crate::platform::browser;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use crate::widget::control::checkbox;
use leptos::prelude::*;
use nabla_app::{Model, Msg, Tab};
use nabla_nn::link::Key;
use nabla_nn::{Change, Choice, Control};
use web_sys::HtmlInputElement;

/// What the card holds.
pub(crate) fn contents(store: Store) -> Vec<Node> {
    let copied = RwSignal::new(false);
    let input =
        el("input").attr("type", "text").attr("readonly", "").live_prop("value", move || address(store));
    let field: HtmlInputElement = input.get();
    let copy = move || {
        // The selection stays for Ctrl+C where the clipboard is refused.
        field.select();
        let clipboard = js_sys::Reflect::get(&browser::window().navigator(), &"clipboard".into());
        if clipboard.is_ok_and(|clipboard| !clipboard.is_undefined()) {
            let _ = browser::window().navigator().clipboard().write_text(&field.value());
            copied.set(true);
            browser::later(2000, move || {
                // The page may have been built anew meanwhile.
                let _ = copied.try_set(false);
            });
        }
    };
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
    let button = el("button")
        .class("primary")
        .live_text(move || if copied.get() { say!(store, share.copied) } else { say!(store, share.copy) })
        .click(copy);
    vec![el("label").class("field").text(say!(store, share.link)).child(input), button, hide_list, views]
}

/// The address that opens this playground.
fn address(store: Store) -> String {
    let address = browser::window().location().href().unwrap_or_default();
    let base = address.split('#').next().unwrap_or_default();
    format!("{base}#{}", store.read(Model::share_link))
}
