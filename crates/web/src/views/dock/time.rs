//! Time travel: the loss curve, large, and back in time along it.

use super::frame::frame;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use crate::widget::chart::chart;
use nabla_app::{Model, Msg};
use nabla_lab::Travel;

pub(super) fn time(store: Store) -> Node {
    let button = |label: &str, sign: &str, travel: Travel| {
        el("button")
            .class("secondary")
            .attr("aria-label", label)
            .text(sign)
            .click(move || store.dispatch(Msg::Travel(travel)))
    };
    let buttons = el("div")
        .class("dock-row")
        .child(button(say!(store, time.first), "⇤", Travel::To(0.0)))
        .child(button(say!(store, time.back), "←", Travel::By(-1)))
        .child(button(say!(store, time.forth), "→", Travel::By(1)))
        .child(button(say!(store, time.last), "⇥", Travel::To(f64::INFINITY)));
    let place = el("p").class("hint").live_text(move || match store.live(Model::moment) {
        Some(epochs) => say!(store, time.past, epoch = format!("{epochs:.0}")),
        None => say!(store, time.present).to_owned(),
    });
    let branch = el("p")
        .class("hint")
        .class_if("hidden", move || store.live(|model| model.former.is_none()))
        .text(say!(store, time.branch));
    frame(
        [say!(store, time.title), say!(store, time.explain), "θₜ₊₁ = θₜ − η·∂L/∂θ"],
        vec![buttons, place, branch],
        el("div").class("dock-chart").child(chart(store, 1)),
    )
}
