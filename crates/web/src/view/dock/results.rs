//! What the network gets right and wrong.

use super::{ask, frame, seen};
use crate::dom::{Node, el};
use crate::store::Store;
use crate::view::percent;
use nabla_lab::{Look, Results, Seen};

pub(super) fn results(store: Store) -> Node {
    ask(store, Look::Results);
    let confusion = el("div").class("confusion").live_children(
        move || of(store).map_or_else(String::new, |results| format!("{:?}", results.confusion)),
        move || of(store).map(|results| table(store, &results)).into_iter().collect(),
    );
    frame(
        store,
        [
            say!(store, results.title),
            say!(store, results.explain),
            "precision = TP / (TP + FP)   recall = TP / (TP + FN)",
        ],
        Vec::new(),
        confusion,
    )
}

fn of(store: Store) -> Option<Results> {
    seen(store, |seen| match seen {
        Seen::Results(results) => Some(results.clone()),
        _ => None,
    })
}

fn table(store: Store, results: &Results) -> Node {
    let cell = |text: String| el("td").text(&text);
    let row = |actual: usize| {
        let counts = results.confusion[actual].iter().map(|count| cell(count.to_string()));
        let mut cells = vec![el("th").attr("scope", "row").text(&(actual + 1).to_string())];
        cells.extend(counts);
        cells.push(cell(percent(results.recall[actual])));
        el("tr").children(cells)
    };
    el("table")
        .child(el("caption").text(say!(store, results.confusion)))
        .children((0..results.confusion.len()).map(row).collect())
}
