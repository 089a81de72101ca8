//! The left column: which points, how noisy, how many train.

use super::control::{Check, Slider, is_hidden};
use super::{derive, hear};
use crate::browser;
use crate::painter;
use crate::store::Store;
use crate::words::Word;
use leptos::html;
use leptos::prelude::*;
use nabla_app::{Msg, Setting};
use nabla_nn::{Choice, Config, Control, Dataset, generate, menu};
use nabla_scene::{Scale, thumbnail};

/// A thumbnail's side in CSS pixels.
const THUMBNAIL: f64 = 60.0;

#[component]
pub(super) fn Data(store: Store) -> impl IntoView {
    let train_size = move || store.read(|model| model.config.train_count(model.config.point_count()));
    let largest = move || {
        store.live(|_| ());
        store.peek(|model| model.points.train.len()).max(1).max(store.peek(|model| model.config.batch_size))
    };
    let largest = Memo::new(move |_| if train_size() > 0 { largest() } else { 1 });
    let percent = |range: &std::ops::RangeInclusive<f64>, step| (*range.start(), *range.end(), step);
    view! {
        <section class="panel data" aria-labelledby="data-title">
            <h2 id="data-title">{words!(store, data.title)}</h2>
            <Datasets store/>
            <Slider store control=Control::PercTrainData
                label=words!(store, data.split)
                value=derive(move || store.read(|model| model.config.perc_train_data))
                shown=derive(move || format!("{} %", store.read(|model| model.config.perc_train_data)))
                range=derive(move || percent(&menu::PERC_TRAIN_DATA, 10.0))
                set=Setting::PercTrainData/>
            <Slider store control=Control::Noise
                label=words!(store, data.noise)
                value=derive(move || store.read(|model| model.config.noise))
                shown=derive(move || store.read(|model| model.config.noise).to_string())
                range=derive(move || percent(&menu::NOISE, 5.0))
                set=Setting::Noise/>
            <Slider store control=Control::BatchSize
                label=words!(store, data.batch)
                value=derive(move || store.read(|model| model.config.batch_size as f64))
                shown=derive(move || store.read(|model| model.config.batch_size).to_string())
                range=derive(move || (1.0, largest.get() as f64, 1.0))
                set=|size| Setting::BatchSize(size as usize)/>
            <button class="secondary wide"
                on:click=hear(move |_| store.dispatch(Msg::Set(Setting::Seed(browser::fresh_seed()))))>
                {words!(store, data.redraw)}</button>
            <Check store label=words!(store, data.shuffle)
                on=derive(move || store.read(|model| model.config.shuffle)) set=Setting::Shuffle/>
            <Check store label=words!(store, data.init_zero)
                on=derive(move || store.read(|model| model.config.init_zero)) set=Setting::InitZero/>
        </section>
    }
}

#[component]
fn Datasets(store: Store) -> impl IntoView {
    let problem = Memo::new(move |_| {
        store.read(|model| Dataset::ALL.iter().position(|set| set.problem() == model.config.problem))
    });
    view! {
        <fieldset class="datasets" class:hidden=derive(move || is_hidden(store, Control::Dataset))>
            <legend class="said">{words!(store, data.pick)}</legend>
            {move || Dataset::ALL.iter().filter(|dataset| problem.get().is_some_and(|first| Dataset::ALL[first].problem() == dataset.problem()))
                .map(|&dataset| view! { <Thumbnail store dataset/> }).collect_view()}
        </fieldset>
    }
}

#[component]
fn Thumbnail(store: Store, dataset: Dataset) -> impl IntoView {
    let canvas: NodeRef<html::Canvas> = NodeRef::new();
    Effect::new(move || {
        let scale = store.read(|model| Scale::new(model.view.palette, model.view.theme));
        let Some(canvas) = canvas.get() else { return };
        let ratio = browser::window().device_pixel_ratio();
        let Some(context) = painter::prepare(&canvas, THUMBNAIL, THUMBNAIL, ratio) else { return };
        let (config, _) = Setting::Dataset(dataset).apply(Config::default()).validate();
        let (points, _) = generate(&config);
        painter::paint(&context, &thumbnail(&points, &scale, THUMBNAIL as f32), None);
    });
    view! {
        <label class="dataset" title=derive(move || dataset.word(store))>
            <input type="radio" name="dataset" value=dataset.key()
                prop:checked=derive(move || store.read(|model| model.config.active_dataset() == dataset))
                on:change=hear(move |_| store.dispatch(Msg::Set(Setting::Dataset(dataset))))/>
            <canvas node_ref=canvas aria-hidden="true"></canvas>
            <span class="said">{derive(move || dataset.word(store))}</span>
        </label>
    }
}
