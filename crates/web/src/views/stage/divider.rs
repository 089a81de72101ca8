//! The divider between the network and the open view.

use crate::platform::dom::{Node, el, target};
use crate::preferences::{SPLIT, keep_split};
use crate::store::Store;
use leptos::prelude::*;
use web_sys::{Element, KeyboardEvent, PointerEvent};

/// How far an arrow key moves it, in percent.
const STEP: f64 = 4.0;

/// A bar to drag, or to move by the arrow keys: `share` is the network's part of the stage, in percent.
pub(super) fn divider(store: Store, share: RwSignal<f64>) -> Node {
    let put = move |value: f64| {
        share.set(value.clamp(*SPLIT.start(), *SPLIT.end()));
        store.canvases.mark_dirty();
    };
    let drag = move |event: PointerEvent| {
        let bar: Element = target(&event);
        let around = (bar.parent_element(), bar.previous_element_sibling());
        let ((Some(stage), Some(network)), true) = (around, event.buttons() & 1 == 1) else { return };
        let [bar, stage, network] = [bar, stage, network].map(|it| it.get_bounding_client_rect());
        let part = match bar.height() > bar.width() {
            true => (f64::from(event.client_x()) - network.left()) / stage.width(),
            false => (f64::from(event.client_y()) - network.top()) / stage.height(),
        };
        put(100.0 * part);
    };
    let key = move |event: KeyboardEvent| {
        let change = match event.key().as_str() {
            "ArrowLeft" | "ArrowUp" => -STEP,
            "ArrowRight" | "ArrowDown" => STEP,
            _ => return,
        };
        event.prevent_default();
        put(share.get_untracked() + change);
        keep_split(share.get_untracked());
    };
    el("div")
        .class("divider")
        .attr("role", "separator")
        .attr("tabindex", "0")
        .attr("aria-label", say!(store, dock.divider))
        .attr("title", say!(store, dock.divider))
        .attr("aria-valuemin", &SPLIT.start().to_string())
        .attr("aria-valuemax", &SPLIT.end().to_string())
        .live_attr("aria-valuenow", move || format!("{:.0}", share.get()))
        .on("pointerdown", |event: PointerEvent| {
            let _ = target::<Element>(&event).set_pointer_capture(event.pointer_id());
        })
        .on("pointermove", drag)
        .on("pointerup", move |_: PointerEvent| keep_split(share.get_untracked()))
        .on("keydown", key)
}
