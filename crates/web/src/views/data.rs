//! The left column: which points, how noisy, how many train.

use crate::labels::Label;
use crate::platform::browser;
use crate::platform::dom::{Node, el, follow};
use crate::platform::painter;
use crate::store::Store;
use crate::widget::control::{Slider, check, is_hidden, radio, slider};
use leptos::prelude::*;
use nabla_app::{Model, Msg};
use nabla_nn::link::Key;
use nabla_nn::{Change, Choice, Config, Control, Dataset, Problem, generate, limits};
use nabla_scene::{Scale, thumbnail};
use std::cell::Cell;
use std::ops::RangeInclusive;
use web_sys::Event;

/// A thumbnail's side in CSS pixels.
const THUMBNAIL: f64 = 60.0;

/// The dataset whose name is asked for.
type Pointed = RwSignal<Option<Dataset>>;

pub(crate) fn data(store: Store) -> Node {
    let largest = move || {
        store.read(|model| {
            let train = model.points.train.len();
            let fitted = train - model.config.data.validation_count(train);
            fitted.max(1).max(model.config.training.batch_size) as f64
        })
    };
    let span = |range: RangeInclusive<f64>, step| Box::new(move || [*range.start(), *range.end(), step]);
    let split = Slider {
        label: say!(store, data.split),
        control: Control::PercTrainData,
        unit: " %",
        range: span(limits::PERC_TRAIN_DATA, 10.0),
        get: |config| config.data.perc_train_data,
        key: Key::PercTrainData,
    };
    let noise = Slider {
        label: say!(store, data.noise),
        control: Control::Noise,
        unit: "",
        // A link may ask for more than is offered; the slider then reaches that far.
        range: Box::new(move || {
            let noise = store.read(|model| model.config.data.noise);
            [*limits::NOISE.start(), limits::NOISE.end().max(noise), 5.0]
        }),
        get: |config| config.data.noise,
        key: Key::Noise,
    };
    let batch = Slider {
        label: say!(store, data.batch),
        control: Control::BatchSize,
        unit: "",
        range: Box::new(move || [1.0, largest(), 1.0]),
        get: |config| config.training.batch_size as f64,
        key: Key::BatchSize,
    };
    let classes = Slider {
        label: say!(store, method.classes),
        control: Control::Dataset,
        unit: "",
        range: Box::new(|| [*limits::CLASSES.start() as f64, *limits::CLASSES.end() as f64, 1.0]),
        get: |config| config.data.classes as f64,
        key: Key::Classes,
    };
    let classes = el("div")
        .class_if("hidden", move || store.read(|model| model.config.data.problem != Problem::Multiclass))
        .child(slider(store, classes));
    let redraw = el("button")
        .class("secondary wide")
        .text(say!(store, data.redraw))
        .click(move || store.dispatch(Msg::NewData(browser::fresh_seed())));
    // The dataset under the pointer, or the one with the keyboard, has its name said, else the one in use.
    let pointed = RwSignal::new(None);
    let named = move || {
        pointed.get().unwrap_or_else(|| store.read(|model| model.config.data.active_dataset())).label(store)
    };
    let head = el("div")
        .class("data-head")
        .child(el("h2").attr("id", "data-title").text(say!(store, data.title)))
        .child(el("span").class("dataset-name").attr("aria-hidden", "true").live_text(named));
    el("section")
        .class("panel data")
        .attr("aria-labelledby", "data-title")
        .attr("id", "data")
        .child(head)
        .child(datasets(store, pointed))
        .child(classes)
        .child(slider(store, split))
        .child(slider(store, noise))
        .child(slider(store, batch))
        .child(descent(store))
        .child(redraw)
        .child(check(
            store,
            say!(store, data.shuffle),
            None,
            |model| model.config.training.shuffle,
            Key::Shuffle,
        ))
        .child(check(
            store,
            say!(store, data.init_zero),
            None,
            |model| model.config.model.init_zero,
            Key::InitZero,
        ))
}

/// The three sizes of a step's sample: one point, a few, all.
fn descent(store: Store) -> Node {
    /// The minibatch TensorFlow Playground begins with.
    const FEW: usize = 10;
    let all = move |model: &Model| model.config.data.fitted_count().max(1);
    let kind = move || {
        store.read(|model| match model.config.training.batch_size {
            1 => 0,
            size if size >= all(model) => 2,
            _ => 1,
        })
    };
    let choices = [say!(store, method.stochastic), say!(store, method.minibatch), say!(store, method.full)];
    let choice = |(index, name): (usize, &str)| {
        let pick = move || {
            let size = store.peek(|model| [1, FEW.min(all(model)), all(model)][index]);
            store.dispatch(Msg::Set(Change::new(Key::BatchSize, size).into()));
        };
        let input = radio("descent", move || kind() == index, pick);
        el("label").child(input).child(el("span").text(name))
    };
    el("fieldset")
        .class("descent")
        .class_if("hidden", move || is_hidden(store, Control::BatchSize))
        .attr("title", say!(store, explain.descent))
        .child(el("legend").text(say!(store, method.descent)))
        .child(el("div").class("segments").children(choices.into_iter().enumerate().map(choice).collect()))
}

/// A picture of every dataset of the problem.
fn datasets(store: Store, pointed: Pointed) -> Node {
    /// So many are shown large.
    const FEW: usize = 4;
    let problem = move || store.read(|model| model.config.data.problem);
    let fitting = move || {
        let several = problem() == Problem::Multiclass;
        let fits = |dataset: &Dataset| dataset.fits(problem()) && (!several || dataset.has_any_classes());
        Dataset::ALL.iter().copied().filter(fits).collect::<Vec<_>>()
    };
    el("fieldset")
        .class("datasets")
        .class_if("hidden", move || is_hidden(store, Control::Dataset))
        .class_if("many", move || fitting().len() > FEW)
        .child(el("legend").class("said").text(say!(store, data.pick)))
        .live_children(
            move || store.read(|model| format!("{} {}", problem().key(), model.config.data.classes)),
            move || fitting().into_iter().map(|dataset| picture(store, dataset, pointed)).collect(),
        )
}

fn picture(store: Store, dataset: Dataset, pointed: Pointed) -> Node {
    let word = dataset.label(store);
    let is_chosen = move || store.read(|model| model.config.data.active_dataset() == dataset);
    let choose = move || store.dispatch(Msg::Set(Change::dataset(dataset).into()));
    let picture = el("canvas").attr("aria-hidden", "true");
    let canvas = picture.get();
    let drawn = Cell::new(None);
    follow(move || {
        let look = store.read(|model| (model.view.palette, model.view.theme));
        if drawn.replace(Some(look)) == Some(look) {
            return;
        }
        let ratio = browser::window().device_pixel_ratio();
        let Some(context) = painter::prepare(&canvas, THUMBNAIL, THUMBNAIL, ratio) else { return };
        let (problem, classes) = store.peek(|model| (model.config.data.problem, model.config.data.classes));
        let (config, _) = Config::default()
            .changed(&[
                Change::option(Key::Problem, problem),
                Change::new(Key::Classes, classes),
                Change::dataset(dataset),
            ])
            .validate();
        let (points, _) = generate(&config);
        let scale = Scale::new(look.0, look.1).of_classes(config.data.problem == Problem::Multiclass);
        painter::paint(&context, &thumbnail(&points, &scale, THUMBNAIL as f32), None);
    });
    el("label")
        .class("dataset")
        .on("pointerenter", move |_: Event| pointed.set(Some(dataset)))
        .on("pointerleave", move |_: Event| pointed.set(None))
        .on("focusin", move |_: Event| pointed.set(Some(dataset)))
        .on("focusout", move |_: Event| pointed.set(None))
        .child(radio("dataset", is_chosen, choose).attr("value", dataset.key()))
        .child(picture)
        .child(el("span").class("said").text(&word))
}
