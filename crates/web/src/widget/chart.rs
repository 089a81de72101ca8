//! The losses' curve: what it says under the pointer, and the way back in time along it.

use crate::labels::trend;
use crate::platform::dom::{Node, el, target};
use crate::store::Store;
use leptos::prelude::*;
use nabla_app::Msg;
use nabla_lab::Travel;
use web_sys::{Element, KeyboardEvent, PointerEvent};

/// Moments a page key goes.
const PAGE: i32 = 10;
/// How far sideways a finger goes before it drags, in CSS pixels.
const FINGER: f64 = 10.0;

/// One of the screen's charts. It is a slider over the recorded run: dragging, or the arrow keys, show the past.
pub(crate) fn chart(store: Store, which: usize) -> Node {
    let pointed: RwSignal<Option<f64>> = RwSignal::new(None);
    let sample = move || {
        store.live(|_| ());
        let layout = store.canvases.chart_layout(which)?;
        let sample = store.peek(|model| model.history.nearest(layout.epoch_at(pointed.get()?)))?;
        Some((sample, layout.x_at(sample.epoch)))
    };
    let left = move || sample().map_or_else(String::new, |(_, x)| format!("{x}px"));
    let words = move || {
        let Some((sample, _)) = sample() else { return String::new() };
        say!(
            store,
            output.chart_at,
            epoch = (sample.epoch.floor() as u64).to_string(),
            test = format!("{:.3}", sample.test),
            train = format!("{:.3}", sample.train)
        )
    };
    let go = move |x: f64| {
        if let Some(layout) = store.canvases.chart_layout(which) {
            store.dispatch(Msg::Travel(Travel::To(layout.epoch_at(x))));
        }
    };
    // Where a finger has come down: one that only scrolls the page over the curve must not rewind the run.
    let pressed: StoredValue<Option<f64>> = StoredValue::new(None);
    let now = move || store.live(|model| model.progress.epochs());
    let last = move || store.live(|model| model.history.samples().last().map_or(0.0, |last| last.epoch));
    el("div")
        .class("chart")
        .attr("role", "slider")
        .attr("tabindex", "0")
        .attr("aria-label", say!(store, output.chart))
        .attr("aria-valuemin", "0")
        .live_attr("aria-valuemax", move || last().max(now()).floor().to_string())
        .live_attr("aria-valuenow", move || now().floor().to_string())
        .live_attr("aria-valuetext", move || {
            format!("{} {}. {}", say!(store, toolbar.epoch), now().floor(), trend(store))
        })
        .on("pointerdown", move |event: PointerEvent| {
            if event.button() != 0 {
                return;
            }
            let x = f64::from(event.offset_x());
            pressed.set_value(Some(x).filter(|_| event.pointer_type() == "touch"));
            if event.pointer_type() != "touch" {
                let _ = target::<Element>(&event).set_pointer_capture(event.pointer_id());
                go(x);
            }
        })
        .on("pointermove", move |event: PointerEvent| {
            let x = f64::from(event.offset_x());
            let stays = |from: f64| (x - from).abs() < FINGER;
            if event.buttons() & 1 == 1 && !pressed.get_value().is_some_and(stays) {
                pressed.set_value(None);
                go(x);
            }
        })
        .pointing(move |event| pointed.set(event.map(|event| f64::from(event.offset_x()))))
        .on("keydown", move |event: KeyboardEvent| {
            let travel = match event.key().as_str() {
                "ArrowLeft" | "ArrowDown" => Travel::By(-1),
                "ArrowRight" | "ArrowUp" => Travel::By(1),
                "PageDown" => Travel::By(-PAGE),
                "PageUp" => Travel::By(PAGE),
                "Home" => Travel::To(0.0),
                "End" => Travel::To(f64::INFINITY),
                _ => return,
            };
            if !(event.ctrl_key() || event.meta_key() || event.alt_key()) {
                event.prevent_default();
                store.dispatch(Msg::Travel(travel));
            }
        })
        .child(el("canvas").attr("aria-hidden", "true").bind(store.canvases.charts[which]))
        .child(
            el("span")
                .class("cursor")
                .class_if("hidden", move || sample().is_none())
                .live_style("left", left),
        )
        .child(el("span").class("tip").class_if("hidden", move || sample().is_none()).live_text(words))
}
