//! The doctor: what ails the run, with evidence, and what would help.

pub(super) mod labels;
mod vitals;

use super::frame::{ask, frame, seen, tab_id};
use crate::platform::browser;
use crate::platform::dom::{Node, el};
use crate::platform::focus::focus;
use crate::store::Store;
use leptos::prelude::*;
use nabla_app::{Msg, Tab};
use nabla_lab::doctor::{Finding, Help, Sight};
use nabla_lab::{Answer, Diagnosis, Query};
use wasm_bindgen::JsCast;

/// Where the data panel's first control is.
const DATA: &str = ".data button, .data input";

pub(super) fn doctor(store: Store) -> Node {
    ask(store, Query::Doctor { ten_points: false });
    let tries = RwSignal::new(false);
    let check = el("div")
        .class("doctor-checks")
        .child(el("p").live_text(move || with(store, |it| labels::first(store, it)).unwrap_or_default()))
        .child(
            el("p")
                .attr("role", "status")
                .class_if("hidden", move || !tries.get())
                .live_text(move || with(store, |it| labels::ten_points(store, it)).unwrap_or_default()),
        )
        .child(
            el("button")
                .class("secondary")
                .class_if("hidden", move || tries.get())
                .text(say!(store, doctor.try_it))
                .click(move || {
                    tries.set(true);
                    ask(store, Query::Doctor { ten_points: true });
                }),
        );
    let count = move || with(store, |it| it.findings.len()).unwrap_or_default();
    let summary = el("p").class("summary").attr("role", "status").live_text(move || match count() {
        0 => say!(store, doctor.well).to_owned(),
        count => say!(store, doctor.findings, count = count.to_string()),
    });
    // An item stays while its rule and remedy do; the numbers in it follow every frame.
    let list = el("ul").class("findings").attr("aria-label", say!(store, doctor.list)).live_children(
        move || with(store, |it| key(&it.findings)).unwrap_or_default(),
        move || {
            let findings = with(store, |it| it.findings.clone()).unwrap_or_default();
            findings.into_iter().map(|it| finding(store, it)).collect()
        },
    );
    let undo = el("p").class("hint").class_if("hidden", move || count() == 0).text(say!(store, doctor.undo));
    frame(
        [say!(store, doctor.title), say!(store, doctor.explain), ""],
        vec![check],
        el("div").class("doctor").child(summary).child(list).child(undo).child(vitals::vitals(store)),
    )
}

/// What the engine has last said, in part.
fn with<T>(store: Store, take: impl Fn(&Diagnosis) -> T) -> Option<T> {
    seen(store, |seen| match seen {
        Answer::Doctor(diagnosis) => Some(take(diagnosis)),
        _ => None,
    })
}

/// What changes an item's parts; the numbers in it follow every frame.
fn key(findings: &[Finding]) -> String {
    let help = |finding: &Finding| match &finding.help {
        Help::Remedy { changes, .. } => format!("{changes:?}"),
        other => format!("{other:?}"),
    };
    findings.iter().map(|it| format!("{:?} {}\n", it.rule, help(it))).collect()
}

fn finding(store: Store, finding: Finding) -> Node {
    let Finding { rule, help, .. } = finding;
    let evidence = move || {
        let numbers =
            with(store, |it| it.findings.iter().find(|it| it.rule == rule).map(|it| it.numbers.clone()));
        numbers.flatten().map_or_else(String::new, |numbers| labels::evidence(store, rule, &numbers))
    };
    let tried = labels::help(store, &help);
    let remedy = match help {
        Help::Remedy { changes, .. } => Some(changes),
        Help::Unknown | Help::Trying | Help::InVain(_) => None,
    };
    let remedy = remedy.filter(|remedy| store.peek(|model| model.page.allows(remedy)));
    let button = remedy.map(|remedy| {
        el("button")
            .class("primary")
            .text(&labels::remedy(store, &remedy))
            .click(move || store.dispatch(Msg::Remedy(remedy.clone())))
    });
    let sight = rule.sight();
    let link =
        el("button").class("secondary").text(labels::sight(store, sight)).click(move || show(store, sight));
    el("li")
        .attr("data-rule", nabla_nn::Choice::key(rule))
        .child(el("h3").text(labels::title(store, rule)))
        .child(el("p").class("evidence").live_text(evidence))
        .child(el("p").text(labels::meaning(store, rule)))
        .child(el("div").class("dock-row").children(button.into_iter().collect()).child(link))
        .child(el("p").class("hint tried").text(&tried))
}

/// Goes where the evidence can be seen.
fn show(store: Store, sight: Sight) {
    let tab = match sight {
        Sight::Loss => Tab::Time,
        Sight::Layers => Tab::Layers,
        Sight::Results => Tab::Results,
        Sight::Data => {
            if let Ok(Some(control)) = browser::document().query_selector(DATA) {
                let _ = control.unchecked_into::<web_sys::HtmlElement>().focus();
            }
            return;
        }
    };
    store.dispatch(Msg::Tab(Some(tab)));
    browser::later(0, move || focus(&tab_id(tab)));
}
