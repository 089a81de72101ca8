//! What the network gets right and wrong.

use super::frame::{ask, frame};
use crate::color_scale::color_scale;
use crate::format::percent;
use crate::format::signed;
use crate::platform::browser;
use crate::platform::dom::{Node, el, follow};
use crate::store::Store;
use crate::widget::control::checkbox;
use crate::widget::picture::picture;
use leptos::prelude::*;
use nabla_app::Msg;
use nabla_lab::results::WORST;
use nabla_lab::{Answer, Query, Results};
use nabla_nn::Problem;
use nabla_scene::{marker, residuals_plot, svg};
use std::cell::Cell;
use std::rc::Rc;

/// Milliseconds between two sets of numbers while training: nobody reads faster, and laying words out takes time.
const PACE: f64 = 250.0;

/// What the words and numbers are of.
type Shown = RwSignal<Option<Rc<Answer>>, LocalStorage>;

pub(super) fn results(store: Store) -> Node {
    ask(store, Query::Results);
    let shown = paced(store);
    let is_regression = move || store.read(|model| model.config.data.problem == Problem::Regression);
    let doubts = el("label")
        .class("check")
        .class_if("hidden", is_regression)
        .child(checkbox(
            move || store.read(|model| model.view.doubts),
            move |on| store.dispatch(Msg::Doubts(on)),
        ))
        .child(el("span").text(say!(store, results.doubts)));
    let which = el("p").class("hint").live_text(move || match of(shown, &|it| it.of_training) {
        Some(true) => say!(store, results.of_training),
        _ => say!(store, results.of_test),
    });
    let labels = move || {
        store.read(|model| match model.config.data.problem {
            Problem::Classification => vec![-1.0, 1.0],
            Problem::Multiclass => (0..model.config.data.classes).map(|class| class as f64).collect(),
            Problem::Regression => Vec::new(),
        })
    };
    let kind = move || format!("{:?}{}", labels(), is_several(store));
    let whole = el("div").class("confusion").live_children(kind, move || match labels() {
        labels if labels.is_empty() => vec![residuals(store)],
        labels => vec![table(store, shown, &labels)],
    });
    let formula = el("p").class("formula").live_text(move || match is_regression() {
        true => "r = o − t",
        false => "precision = TP / (TP + FP)\nrecall = TP / (TP + FN)",
    });
    let explanation = move |it: bool| {
        if it { say!(store, results.explain_regression) } else { say!(store, results.explain) }
    };
    // The sentence and the formula are those of the problem at hand.
    let words = el("p").live_text(move || explanation(is_regression()));
    frame(
        [say!(store, results.title), "", ""],
        vec![words, formula, which, doubts],
        el("div").class("results").child(whole).child(mistakes(store, shown, is_regression)),
    )
}

/// The newest answer, at a reader's pace while training and at once when it rests.
fn paced(store: Store) -> Shown {
    let shown: Shown = RwSignal::new_local(None);
    let last = Cell::new(f64::NEG_INFINITY);
    follow(move || {
        let (seen, playing) = store.live(|model| (model.answer.clone(), model.playing));
        let now = browser::now();
        if !playing || now - last.get() >= PACE {
            last.set(now);
            shown.set(seen);
        }
    });
    shown
}

fn of<T>(shown: Shown, get: &dyn Fn(&Results) -> T) -> Option<T> {
    shown.with(|seen| match seen.as_deref() {
        Some(Answer::Results(results)) => Some(get(results)),
        _ => None,
    })
}

/// How many points of each class were called what, with precision below and recall beside it. It is built once for its
/// classes; its numbers follow the frames.
fn table(store: Store, shown: Shown, labels: &[f64]) -> Node {
    let (classes, several) = (labels.len(), is_several(store));
    let share =
        move |part: u32, whole: u32| if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) };
    let heading = |label: f64, scope: &str| {
        el("th")
            .attr("scope", scope)
            .child(point(store, label))
            .child(el("span").text(&class_name(label, several)))
    };
    let word = |tag: &str, text: &str| el(tag).text(text);
    let corner = el("td").class("corner").attr("rowspan", "2");
    let called = word("th", say!(store, results.called))
        .attr("colspan", &classes.to_string())
        .attr("scope", "colgroup");
    let recall_head = word("th", say!(store, results.recall)).attr("rowspan", "2").attr("scope", "col");
    let heads = labels.iter().map(|&label| heading(label, "col")).collect();
    let cell = move |actual: usize, predicted: usize| {
        let count =
            move || of(shown, &|it| it.confusion.get(actual)?.get(predicted).copied()).flatten().unwrap_or(0);
        let all =
            move || of(shown, &|it| it.confusion.get(actual).map_or(0, |row| row.iter().sum())).unwrap_or(0);
        el("td")
            .class(if actual == predicted { "count right" } else { "count wrong" })
            .live_style("--share", move || format!("{:.2}", share(count(), all())))
            .live_text(move || count().to_string())
    };
    let score = move |get: fn(&Results) -> &[f64], class: usize| {
        let value = move || of(shown, &|it| get(it).get(class).copied()).flatten().unwrap_or(0.0);
        el("td").class("score").live_text(move || percent(value()))
    };
    let row = |(actual, &label): (usize, &f64)| {
        el("tr")
            .child(heading(label, "row"))
            .children((0..classes).map(|predicted| cell(actual, predicted)).collect())
            .child(score(|it| &it.recall, actual))
    };
    let precision = el("tr")
        .child(word("th", say!(store, results.precision)).attr("scope", "row"))
        .children((0..classes).map(|class| score(|it| &it.precision, class)).collect())
        .child(el("td").class("corner"));
    el("table")
        .child(el("caption").text(say!(store, results.confusion)))
        .child(
            el("thead")
                .child(el("tr").child(corner).child(called).child(recall_head))
                .child(el("tr").children(heads)),
        )
        .child(el("tbody").children(labels.iter().enumerate().map(row).collect()).child(precision))
}

fn is_several(store: Store) -> bool {
    store.peek(|model| model.config.data.problem == Problem::Multiclass)
}

/// A class as points have it in the data: −1 and +1, or counted from 1.
fn class_name(label: f64, several: bool) -> String {
    match several {
        true => format!("{:.0}", label + 1.0),
        false => if label < 0.0 { "−1" } else { "+1" }.to_owned(),
    }
}

/// A class's point, as a small picture.
fn point(store: Store, label: f64) -> Node {
    el("span").class("mark").attr("aria-hidden", "true").live_html(move || {
        store.read(|model| {
            let scale = color_scale(model);
            let shape = marker(scale.shape_of(label), [7.0, 7.0], 4.5, scale.point_color(label), None);
            svg(&[shape], 14.0, 14.0, &[])
        })
    })
}

/// The residuals' histogram.
fn residuals(store: Store) -> Node {
    let plot = picture(store, "residuals", say!(store, results.residuals), |model, size| {
        match model.answer.as_deref() {
            Some(Answer::Results(it)) => residuals_plot(&it.residuals, it.reach, size, model.view.theme),
            _ => Vec::new(),
        }
    });
    el("figure").child(el("figcaption").text(say!(store, results.residuals))).child(plot)
}

/// The worst mistakes, in words.
fn mistakes(store: Store, shown: Shown, is_regression: impl Fn() -> bool + Copy + 'static) -> Node {
    let is_there = move |index: usize| of(shown, &|it| index < it.worst.len()) == Some(true);
    let sentence = move |index: usize| {
        let several = is_several(store);
        of(shown, &|it| {
            let mistake = it.worst.get(index)?;
            let (x, y) = (signed(mistake.point.x), signed(mistake.point.y));
            Some(if is_regression() {
                let (is, said) = (signed(mistake.point.label), signed(mistake.said));
                say!(store, results.error, x = x, y = y, is = is, said = said)
            } else {
                let (is, said) =
                    (class_name(mistake.point.label, several), class_name(mistake.said, several));
                say!(
                    store,
                    results.mistake,
                    x = x,
                    y = y,
                    is = is,
                    said = said,
                    sure = percent(mistake.weight)
                )
            })
        })
        .flatten()
        .unwrap_or_default()
    };
    let item = |index: usize| {
        el("li").class_if("hidden", move || !is_there(index)).live_text(move || sentence(index))
    };
    el("div")
        .class("mistakes")
        .child(el("h3").text(say!(store, results.worst)))
        .child(el("p").class("hint").live_text(move || match is_there(0) {
            true if is_regression() => say!(store, results.ringed_errors),
            true => say!(store, results.ringed),
            false => say!(store, results.no_mistakes),
        }))
        .child(el("ol").children((0..WORST).map(item).collect()))
}
