//! What went wrong and what was used instead, each to be put away.

use crate::labels;
use crate::platform::browser;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use crate::widget::icon::{Icon, icon_button};
use nabla_app::{Msg, Remark, StopReason};
use nabla_nn::Control;
use nabla_nn::link::Key;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The remarks, one below the other.
pub(crate) fn notices(store: Store) -> Node {
    let sentences = move || {
        store.read(|model| {
            model.remarks.iter().map(|remark| labels::remark(store, remark)).collect::<Vec<_>>()
        })
    };
    let list = move || {
        let sentences = sentences();
        sentences.iter().enumerate().map(|(index, sentence)| notice(store, index, sentence)).collect()
    };
    el("div").class("late").live_children(move || sentences().join("\n"), list)
}

fn notice(store: Store, index: usize, sentence: &str) -> Node {
    let trouble = store.peek(|model| {
        matches!(model.remarks.get(index), Some(Remark::Stopped(trouble, _)) if *trouble != StopReason::EarlyStopping)
    });
    let (may_recover, may_reset, is_new_data) = store.peek(|model| {
        let may_reset = !model.page.hides(Control::ResetButton);
        let is_new_data = matches!(model.remarks.get(index), Some(Remark::SameNetwork));
        (may_reset && model.page.allows(&model.recovery()), may_reset, is_new_data)
    });
    let recover = (trouble && may_recover).then(|| {
        el("button").class("primary").text(&recovery(store)).click(move || store.dispatch(Msg::Recover))
    });
    let reset = (may_reset && (trouble || is_new_data)).then(|| {
        el("button")
            .class("secondary")
            .text(say!(store, trouble.reset))
            .click(move || store.dispatch(Msg::Reset))
    });
    let ways_out = recover.into_iter().chain(reset).collect();
    let dismiss = icon_button("icon", Icon::Close, say!(store, notice.dismiss)).click(move || {
        store.dispatch(Msg::Dismiss(index));
        browser::later(0, move || focus_next(index));
    });
    el("div")
        .class(if trouble { "notice trouble" } else { "notice" })
        .child(el("p").text(sentence))
        .children(ways_out)
        .child(dismiss)
}

/// What the way out of trouble does.
fn recovery(store: Store) -> String {
    let changes = store.peek(nabla_app::Model::recovery);
    match changes.iter().find(|change| change.key == Key::RegularizationRate) {
        Some(change) => say!(store, trouble.recover_penalty, lambda = change.value.clone()),
        None => say!(store, trouble.recover).to_owned(),
    }
}

/// Gives the keyboard to the button of the notice that has taken the place of the one put away.
fn focus_next(index: usize) {
    let buttons = browser::document().query_selector_all(".notice .icon");
    if let Some(button) = buttons.ok().and_then(|buttons| buttons.item(index as u32)) {
        let _ = button.unchecked_into::<HtmlElement>().focus();
    }
}
