//! What the doctor measures of every run, well or not, each beside what is usual.

use super::labels::number;
use super::with;
use crate::format::small_percent;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use nabla_lab::Diagnosis;

/// What a number is called, what it is, and what is usual.
type Told = fn(Store, &Diagnosis) -> Option<(String, String)>;

pub(super) fn vitals(store: Store) -> Node {
    let cell = |name: &str, told: Told| {
        let value = move || with(store, |it| told(store, it)).flatten();
        el("div")
            .class_if("hidden", move || value().is_none())
            .child(el("dt").text(name))
            .child(el("dd").live_text(move || value().unwrap_or_default().0))
            .child(el("dd").class("hint").live_text(move || value().unwrap_or_default().1))
    };
    el("dl")
        .class("vitals")
        .attr("aria-label", say!(store, vital.title))
        .child(cell(say!(store, vital.train), |store, it| {
            Some((number(it.vitals.loss), say!(store, vital.chance, chance = number(it.chance))))
        }))
        .child(cell(say!(store, vital.test), |store, it| {
            Some((number(it.vitals.test), say!(store, vital.gap).to_owned()))
        }))
        .child(cell(say!(store, vital.rises), |store, it| {
            let (rises, looks) = it.vitals.rises;
            let value = say!(store, vital.of, a = rises.to_string(), b = looks.to_string());
            (looks > 0).then(|| (value, say!(store, vital.rises_usual).to_owned()))
        }))
        .child(cell(say!(store, vital.arrives), |store, it| {
            let value = match it.vitals.arrives? {
                // A hundred times and more is an exploding gradient.
                share if share > 10.0 => format!("{} ×", number(share)),
                share => small_percent(share),
            };
            Some((value, say!(store, vital.arrives_usual).to_owned()))
        }))
        .child(cell(say!(store, vital.inactive), |store, it| {
            let (inactive, neurons) = it.vitals.inactive;
            let value = say!(store, vital.of, a = inactive.to_string(), b = neurons.to_string());
            (neurons > 0).then(|| (value, say!(store, vital.inactive_usual).to_owned()))
        }))
        .child(cell(say!(store, vital.ratio), |store, it| {
            let [least, most] = it.vitals.ratios?.map(small_percent);
            let value = if least == most { least } else { format!("{least} – {most}") };
            Some((value, say!(store, vital.ratio_usual).to_owned()))
        }))
}
