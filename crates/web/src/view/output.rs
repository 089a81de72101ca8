//! The right column: losses, the curve, the big map.

use super::control::Check;
use super::percent;
use super::{derive, hear};
use crate::store::Store;
use crate::words::signed;
use leptos::html;
use leptos::prelude::*;
use nabla_app::{Focus, Setting};
use nabla_nn::{Control, Problem};
use nabla_scene::{Scale, axes, legend, world_from_canvas};
use web_sys::PointerEvent;

#[component]
pub(super) fn Output(store: Store) -> impl IntoView {
    let counts = move || {
        store.live(|_| ());
        let (train, test) = store.peek(|model| (model.points.train.len(), model.points.test.len()));
        say!(store, output.counts, train = train.to_string(), test = test.to_string())
    };
    view! {
        <section class="panel output" aria-labelledby="output-title">
            <div class="output-head">
                <h2 id="output-title">{words!(store, output.title)}</h2>
                <span class="counts">{counts}</span>
            </div>
            <Numbers store/>
            <Chart store/>
            <Map store/>
            <Legend store/>
            <div class="checks">
                <Check store control=Control::ShowTestData
                    label=words!(store, output.show_test)
                    on=derive(move || store.read(|model| model.config.show_test_data)) set=Setting::ShowTestData/>
                <Check store control=Control::Discretize
                    label=words!(store, output.discretize)
                    on=derive(move || store.read(|model| model.config.discretize)) set=Setting::Discretize/>
            </div>
        </section>
    }
}

#[component]
fn Numbers(store: Store) -> impl IntoView {
    let loss = |value: f64| if value < 1000.0 { format!("{value:.3}") } else { format!("{value:.1e}") };
    let score = move || {
        let (value, problem) = store.live(|model| (model.measure.test_score, model.config.problem));
        match problem {
            Problem::Classification => percent(value),
            Problem::Regression => signed(value),
        }
    };
    let score_label = move || match store.read(|model| model.config.problem) {
        Problem::Classification => say!(store, output.accuracy),
        Problem::Regression => say!(store, output.r_squared),
    };
    view! {
        <dl class="numbers">
            <div><dt class="swatch test">{words!(store, output.test_loss)}</dt>
                <dd id="test-loss">{derive(move || loss(store.live(|model| model.measure.test_loss)))}</dd></div>
            <div><dt class="swatch train">{words!(store, output.train_loss)}</dt>
                <dd id="train-loss">{derive(move || loss(store.live(|model| model.measure.train_loss)))}</dd></div>
            <div><dt>{score_label}</dt><dd id="score">{score}</dd></div>
        </dl>
    }
}

#[component]
fn Chart(store: Store) -> impl IntoView {
    let pointed: RwSignal<Option<f64>> = RwSignal::new(None);
    let sample = move || {
        store.live(|_| ());
        let layout = store.screen.chart_layout()?;
        let sample = store.peek(|model| model.history.nearest(layout.epoch_at(pointed.get()?)))?;
        Some((sample, layout))
    };
    view! {
        <div class="chart" on:pointermove=hear(move |event: PointerEvent| pointed.set(Some(f64::from(event.offset_x()))))
            on:pointerleave=hear(move |_| pointed.set(None))>
            <canvas node_ref=store.screen.chart role="img" aria-label=words!(store, output.chart)></canvas>
            <span class="cursor" class:hidden=derive(move || sample().is_none())
                style:left=derive(move || sample().map_or_else(String::new, |(sample, layout)| format!("{}px", layout.x_at(sample.epoch))))></span>
            <span class="tip" class:hidden=derive(move || sample().is_none())>
                {derive(move || sample().map(|(sample, _)| say!(
                    store, output.chart_at,
                    epoch = (sample.epoch.floor() as u64).to_string(),
                    test = format!("{:.3}", sample.test),
                    train = format!("{:.3}", sample.train)
                )))}
            </span>
        </div>
    }
}

#[component]
fn Map(store: Store) -> impl IntoView {
    let pointed: RwSignal<Option<(f64, f64, f64)>> = RwSignal::new(None);
    let hidden = move || store.read(|model| model.config.network_shape.len());
    let label = move || match store.read(|model| model.view.focus) {
        Focus::Output => say!(store, output.map).to_owned(),
        Focus::Feature(feature) => say!(store, output.map_feature, name = feature.label()),
        Focus::Neuron { layer, index } => {
            say!(store, output.map_neuron, layer = (layer + 1).to_string(), index = (index + 1).to_string())
        }
    };
    let caption = move || (store.read(|model| model.view.focus) != Focus::Output).then(label);
    let value = move || {
        store.live(|_| ());
        let (x, y, side) = pointed.get()?;
        let [x, y] = world_from_canvas([x as f32, y as f32], side as f32);
        let value = store.peek(|model| match model.view.focus {
            Focus::Feature(feature) => Some(feature.value(x, y)),
            Focus::Output => Some(f64::from(model.evaluator()?.output_at(x, y))),
            Focus::Neuron { layer, index } if layer < hidden() => model
                .evaluator()?
                .neuron_values_at(x, y)
                .get(layer)?
                .get(index)
                .map(|&value| f64::from(value)),
            Focus::Neuron { .. } => None,
        })?;
        Some(say!(store, output.map_at, x = signed(x), y = signed(y), value = signed(value)))
    };
    let track = move |event: PointerEvent| {
        let target: web_sys::Element = event_target(&event);
        pointed.set(Some((
            f64::from(event.offset_x()),
            f64::from(event.offset_y()),
            f64::from(target.client_width()),
        )));
    };
    // Positions in percent of the map's side.
    let ticks = axes(100.0);
    view! {
        <div class="map-frame">
            <div class="axis y" aria-hidden="true">
                {ticks.y.into_iter().map(|tick| view! { <span style:top=format!("{}%", tick.position)>{tick.label}</span> }).collect_view()}
                <span class="name">"x₂"</span>
            </div>
            <div class="map" on:pointermove=track on:pointerleave=hear(move |_| pointed.set(None))>
                <canvas node_ref=store.screen.map aria-hidden="true"></canvas>
                <canvas node_ref=store.screen.points role="img" aria-label=label></canvas>
                <span class="tip" class:hidden=derive(move || value().is_none())>{value}</span>
                <span class="caption" class:hidden=derive(move || caption().is_none())>{caption}</span>
            </div>
            <div class="axis x" aria-hidden="true">
                {ticks.x.into_iter().map(|tick| view! { <span style:left=format!("{}%", tick.position)>{tick.label}</span> }).collect_view()}
                <span class="name">"x₁"</span>
            </div>
        </div>
    }
}

#[component]
fn Legend(store: Store) -> impl IntoView {
    let canvas: NodeRef<html::Canvas> = NodeRef::new();
    let ticks = legend(&Scale::new(Default::default(), Default::default()), 100, 1).ticks;
    Effect::new(move || {
        let scale = store.read(|model| Scale::new(model.view.palette, model.view.theme));
        if let Some(canvas) = canvas.get() {
            let strip = legend(&scale, 512, 2);
            crate::screen::put_image(&canvas, &strip.strip, strip.width, strip.height);
        }
    });
    view! {
        <div class="legend">
            <canvas node_ref=canvas role="img" aria-label=words!(store, output.legend)></canvas>
            <div class="axis x" aria-hidden="true">
                {ticks.into_iter().map(|tick| view! { <span style:left=format!("{}%", tick.position)>{tick.label}</span> }).collect_view()}
            </div>
        </div>
    }
}
