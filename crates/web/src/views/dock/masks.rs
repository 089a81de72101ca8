//! What the next step leaves out, and what batch normalization does to its sums.

use super::frame::{ask, frame, seen};
use crate::platform::dom::{Node, el, follow, target};
use crate::store::Store;
use crate::widget::picture::picture;
use crate::widget::training_form::training_form;
use leptos::prelude::*;
use nabla_app::{Msg, Stride};
use nabla_lab::masks::MasksQuery;
use nabla_lab::{Answer, Masks, Query};
use nabla_nn::Change;
use nabla_nn::Hyperparameter;
use nabla_nn::link::Key;
use nabla_scene::{MasksInput, Part, Scale, masks_hit, masks_picture};
use web_sys::{Element, MouseEvent};

/// What a click drops.
const DROPPED: f64 = 0.2;

pub(super) fn masks(store: Store) -> Node {
    let asked = RwSignal::new(MasksQuery::default());
    follow(move || {
        if let Some(Part::Neuron { layer, index }) = store.read(|model| model.selected) {
            asked.set(MasksQuery { layer, row: index });
        }
    });
    follow(move || {
        let query = Query::Masks(asked.get());
        if store.peek(|model| model.query.as_ref() != Some(&query)) {
            ask(store, query);
        }
    });
    let is_plain = move || look(store, &Masks::is_plain).unwrap_or_default();
    let image = picture(store, "masks-picture", say!(store, masks.picture), move |model, size| {
        let Some(Answer::Masks(masks)) = model.answer.as_deref() else { return Vec::new() };
        let scale = Scale::new(model.view.palette, model.view.theme);
        let words = [
            say!(store, method.before),
            say!(store, method.after),
            say!(store, chain.minibatch),
            say!(store, masks.running),
        ];
        let layer = asked.get().layer;
        masks_picture(&MasksInput { masks, network: &model.network, scale: &scale, layer, words }, size)
    });
    let image = image.on("click", move |event: MouseEvent| {
        let canvas: Element = target(&event);
        let size = [canvas.client_width() as f32, canvas.client_height() as f32];
        let at = [event.offset_x() as f32, event.offset_y() as f32];
        if let Some((layer, row)) = look(store, &|masks| masks_hit(masks, size, at)).flatten() {
            asked.set(MasksQuery { layer, row });
        }
    });
    let summary = el("p")
        .class("moment")
        .class_if("hidden", is_plain)
        .live_text(move || look(store, &|masks| summary(store, masks)).unwrap_or_default());
    let step = el("button").class("secondary").text(say!(store, masks.step)).click(move || {
        let stride = store.peek(|model| model.stride);
        for msg in [Msg::Stride(Stride::Minibatch), Msg::Step, Msg::Stride(stride)] {
            store.dispatch(msg);
        }
    });
    let neuron = el("button")
        .class("secondary")
        .class_if("hidden", move || !look(store, &|masks| masks.norm.is_some()).unwrap_or_default())
        .text(say!(store, masks.next))
        .click(move || {
            let next = look(store, &next).flatten();
            asked.update(|asked| *asked = next.unwrap_or(*asked));
        });
    let controls = vec![
        empty(store).class_if("hidden", move || !is_plain()),
        summary,
        el("div").class("dock-row").class_if("hidden", is_plain).child(step).child(neuron),
        training_form(store).class_if("hidden", is_plain),
    ];
    frame(
        [say!(store, masks.title), say!(store, masks.explain), FORMULA],
        controls,
        el("div").class("masks").child(image),
    )
}

/// What a mask and what batch normalization make.
const FORMULA: &str = "a ← a·m / (1 − p),  P(m = 0) = p\ny = γ·(z − μ)/√(σ² + ε) + β";

/// Something of the answer.
fn look<T>(store: Store, get: &dyn Fn(&Masks) -> T) -> Option<T> {
    seen(store, |seen| match seen {
        Answer::Masks(masks) => Some(get(masks)),
        _ => None,
    })
}

/// Nothing is dropped: what would be, at one click.
fn empty(store: Store) -> Node {
    let button = |label: &str, change: Change| {
        let changes = vec![change];
        el("button").class("secondary").text(label).click(move || store.dispatch(Msg::Set(changes.clone())))
    };
    let number = |number| Change::new(Key::Number(number), DROPPED);
    el("div").class("dock-group").child(el("p").text(say!(store, masks.plain))).child(
        el("div")
            .class("dock-row")
            .child(button(say!(store, masks.dropout), number(Hyperparameter::Dropout)))
            .child(button(say!(store, masks.connect), number(Hyperparameter::DropConnect)))
            .child(button(say!(store, method.batch_norm), Change::new(Key::BatchNorm, true))),
    )
}

/// How much is left out.
fn summary(store: Store, masks: &Masks) -> String {
    let count =
        |of: &dyn Fn(&nabla_lab::masks::MaskedLayer) -> usize| masks.layers.iter().map(of).sum::<usize>();
    let dropped = count(&|layer| layer.dropped.iter().filter(|&&dropped| dropped).count());
    let cut = count(&|layer| layer.cut.iter().flatten().filter(|&&cut| cut).count());
    let skipped = count(&|layer| usize::from(layer.skipped));
    say!(
        store,
        masks.summary,
        step = (masks.step + 1).to_string(),
        dropped = dropped.to_string(),
        cut = cut.to_string(),
        skipped = skipped.to_string()
    )
}

/// The sum after the one that is shown, layer by layer.
fn next(masks: &Masks) -> Option<MasksQuery> {
    let norm = masks.norm.as_ref()?;
    if norm.row + 1 < masks.layers.get(norm.layer)?.normalized {
        return Some(MasksQuery { layer: norm.layer, row: norm.row + 1 });
    }
    let after = (norm.layer + 1..masks.layers.len()).find(|&layer| masks.layers[layer].normalized > 0);
    let layer = after.or_else(|| masks.layers.iter().position(|layer| layer.normalized > 0))?;
    Some(MasksQuery { layer, row: 0 })
}
