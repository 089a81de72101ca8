//! The left column: which points, how noisy, how many train.

use super::control::{Check, Slider, is_hidden};
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
const THUMBNAIL: f64 = 40.0;

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
            <h2 id="data-title">{move || say!(store, data.title)}</h2>
            <Datasets store/>
            <Slider store control=Control::PercTrainData
                label=Signal::derive(move || say!(store, data.split).to_owned())
                value=Signal::derive(move || store.read(|model| model.config.perc_train_data))
                shown=Signal::derive(move || format!("{} %", store.read(|model| model.config.perc_train_data)))
                range=Signal::derive(move || percent(&menu::PERC_TRAIN_DATA, 10.0))
                set=Setting::PercTrainData/>
            <Slider store control=Control::Noise
                label=Signal::derive(move || say!(store, data.noise).to_owned())
                value=Signal::derive(move || store.read(|model| model.config.noise))
                shown=Signal::derive(move || store.read(|model| model.config.noise).to_string())
                range=Signal::derive(move || percent(&menu::NOISE, 5.0))
                set=Setting::Noise/>
            <Slider store control=Control::BatchSize
                label=Signal::derive(move || say!(store, data.batch).to_owned())
                value=Signal::derive(move || store.read(|model| model.config.batch_size as f64))
                shown=Signal::derive(move || store.read(|model| model.config.batch_size).to_string())
                range=Signal::derive(move || (1.0, largest.get() as f64, 1.0))
                set=|size| Setting::BatchSize(size as usize)/>
            <button class="secondary wide"
                on:click=move |_| store.dispatch(Msg::Set(Setting::Seed(browser::fresh_seed())))>
                {move || say!(store, data.redraw)}</button>
            <Check store label=Signal::derive(move || say!(store, data.shuffle).to_owned())
                on=Signal::derive(move || store.read(|model| model.config.shuffle)) set=Setting::Shuffle/>
            <Check store label=Signal::derive(move || say!(store, data.init_zero).to_owned())
                on=Signal::derive(move || store.read(|model| model.config.init_zero)) set=Setting::InitZero/>
        </section>
    }
}

#[component]
fn Datasets(store: Store) -> impl IntoView {
    let problem = Memo::new(move |_| store.read(|model| model.config.problem.key()));
    view! {
        <fieldset class="datasets" class:hidden=move || is_hidden(store, Control::Dataset)>
            <legend class="said">{move || say!(store, data.pick)}</legend>
            {move || Dataset::ALL.iter().filter(|dataset| dataset.problem().key() == problem.get())
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
        <label class="dataset" title=move || dataset.word(store)>
            <input type="radio" name="dataset" value=dataset.key()
                prop:checked=move || store.read(|model| model.config.active_dataset() == dataset)
                on:change=move |_| store.dispatch(Msg::Set(Setting::Dataset(dataset)))/>
            <canvas node_ref=canvas aria-hidden="true"></canvas>
            <span class="said">{move || dataset.word(store)}</span>
        </label>
    }
}
