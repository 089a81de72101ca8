//! Play, step, reset, speed, epoch, and what training depends on.

use super::card::{ActivationPlot, Card, equation};
use super::control::{Menu, is_hidden};
use super::icon::Icon;
use crate::store::Store;
use crate::words::Word;
use leptos::prelude::*;
use nabla_app::{Msg, Setting, Speed, Stride};
use nabla_nn::{Activation, Choice, Control, Penalty, Problem, menu};

#[component]
pub(super) fn Toolbar(store: Store) -> impl IntoView {
    view! {
        <section class="toolbar" aria-label=move || say!(store, toolbar.label)>
            <Transport store/>
            <SpeedPicker store/>
            <Settings store/>
        </section>
    }
}

#[component]
fn Transport(store: Store) -> impl IntoView {
    let playing = move || store.read(|model| model.playing);
    let play_label = move || if playing() { say!(store, toolbar.pause) } else { say!(store, toolbar.play) };
    let strides = Signal::derive(move || Stride::ALL.iter().map(|stride| stride.word(store)).collect::<Vec<_>>());
    let stride = Signal::derive(move || index_of(store.read(|model| model.stride)));
    view! {
        <div class="transport">
            <button class="round" class:hidden=move || is_hidden(store, Control::ResetButton)
                aria-label=move || say!(store, toolbar.reset) title=move || say!(store, toolbar.reset)
                on:click=move |_| store.dispatch(Msg::Reset)>{Icon::Reset.view()}</button>
            <button class="round" class:hidden=move || is_hidden(store, Control::ResetButton)
                aria-label=move || say!(store, toolbar.new_weights) title=move || say!(store, toolbar.new_weights)
                on:click=move |_| store.dispatch(Msg::Set(Setting::NewWeights))>{Icon::Dice.view()}</button>
            <button class="round play" class:hidden=move || is_hidden(store, Control::PlayButton)
                class:playing=playing aria-label=play_label title=play_label
                on:click=move |_| {
                    let stopping = store.peek(|model| model.playing);
                    store.dispatch(Msg::TogglePlay);
                    if stopping {
                        super::announce(store);
                    }
                }>{move || if playing() { Icon::Pause.view() } else { Icon::Play.view() }}</button>
            <div class="step" class:hidden=move || is_hidden(store, Control::StepButton)>
                <button class="round" aria-label=move || say!(store, toolbar.step) title=move || say!(store, toolbar.step)
                    on:click=move |_| store.dispatch(Msg::Step)>{Icon::Step.view()}</button>
                <Menu store label=Signal::derive(move || say!(store, toolbar.stride).to_owned())
                    options=strides chosen=stride
                    pick=move |index| store.dispatch(Msg::Stride(Stride::ALL[index.min(Stride::ALL.len() - 1)]))/>
            </div>
            <div class="epoch">
                <span class="label">{move || say!(store, toolbar.epoch)}</span>
                <output id="epoch">{move || grouped(store.live(|model| model.progress.epoch))}</output>
                <span class="batch">{move || store.live(|model| {
                    let progress = model.progress;
                    (progress.batch > 0).then(|| format!("+ {}/{}", progress.batch, progress.batches))
                })}</span>
            </div>
        </div>
    }
}

#[component]
fn SpeedPicker(store: Store) -> impl IntoView {
    view! {
        <fieldset class="speed">
            <legend>{move || say!(store, toolbar.speed)}</legend>
            <div class="segments">
                {Speed::ALL.iter().map(|&speed| view! {
                    <label><input type="radio" name="speed" value=speed.key()
                        prop:checked=move || store.read(|model| model.speed == speed)
                        on:change=move |_| store.dispatch(Msg::Speed(speed))/>
                    <span>{move || speed.word(store)}</span></label>
                }).collect_view()}
            </div>
        </fieldset>
    }
}

#[component]
fn Settings(store: Store) -> impl IntoView {
    view! {
        <div class="settings">
            <Numbers store control=Control::LearningRate values=menu::LEARNING_RATES
                label=Signal::derive(move || say!(store, toolbar.learning_rate).to_owned())
                text=Signal::derive(move || say!(store, card.learning_rate).to_owned())
                formula="w ← w − η·∂L/∂w"
                get=|config| config.learning_rate set=Setting::LearningRate/>
            <Options<Activation> store control=Control::Activation
                label=Signal::derive(move || say!(store, toolbar.activation).to_owned())
                text=Signal::derive(move || say!(store, card.activation).to_owned())
                get=|config| config.activation set=Setting::Activation
                plot=view! { <ActivationPlot store/> }.into_any()/>
            <Options<Penalty> store control=Control::Regularization
                label=Signal::derive(move || say!(store, toolbar.regularization).to_owned())
                text=Signal::derive(move || say!(store, card.regularization).to_owned())
                get=|config| config.penalty set=Setting::Penalty/>
            <Numbers store control=Control::RegularizationRate values=menu::REGULARIZATION_RATES
                label=Signal::derive(move || say!(store, toolbar.regularization_rate).to_owned())
                text=Signal::derive(move || say!(store, card.regularization_rate).to_owned())
                formula="w ← w − η·λ·r′(w)"
                get=|config| config.regularization_rate set=Setting::RegularizationRate/>
            <Options<Problem> store control=Control::Problem
                label=Signal::derive(move || say!(store, toolbar.problem).to_owned())
                text=Signal::derive(move || say!(store, card.problem).to_owned())
                get=|config| config.problem set=Setting::Problem/>
        </div>
    }
}

/// A menu over a closed family.
#[component]
fn Options<C: Word + Send + Sync>(
    store: Store,
    control: Control,
    label: Signal<String>,
    text: Signal<String>,
    get: fn(&nabla_nn::Config) -> C,
    set: fn(C) -> Setting,
    #[prop(optional)] plot: Option<AnyView>,
) -> impl IntoView {
    let options = Signal::derive(move || C::ALL.iter().map(|choice| choice.word(store)).collect::<Vec<_>>());
    let chosen = Signal::derive(move || index_of(store.read(|model| get(&model.config))));
    let formula = Signal::derive(move || equation(store.read(|model| get(&model.config))));
    let card = match plot {
        Some(plot) => view! { <Card text equation=formula plot/> }.into_any(),
        None => view! { <Card text equation=formula/> }.into_any(),
    };
    view! {
        <Menu store label options chosen control card
            pick=move |index| store.dispatch(Msg::Set(set(C::ALL[index.min(C::ALL.len() - 1)])))/>
    }
}

/// A menu of numbers; a link's own number is one more entry, in its place.
#[component]
fn Numbers(
    store: Store,
    control: Control,
    values: &'static [f64],
    label: Signal<String>,
    text: Signal<String>,
    formula: &'static str,
    get: fn(&nabla_nn::Config) -> f64,
    set: fn(f64) -> Setting,
) -> impl IntoView {
    let list = move || {
        let current = store.read(|model| get(&model.config));
        let mut list = values.to_vec();
        if !list.contains(&current) {
            list.push(current);
            list.sort_by(f64::total_cmp);
        }
        (list, current)
    };
    let options = Signal::derive(move || list().0.iter().map(f64::to_string).collect::<Vec<_>>());
    let options = Memo::new(move |_| options.get());
    let chosen = Signal::derive(move || {
        let (list, current) = list();
        list.iter().position(|&value| value == current).unwrap_or_default()
    });
    let pick = move |index: usize| {
        if let Some(value) = options.get_untracked().get(index).and_then(|text| text.parse().ok()) {
            store.dispatch(Msg::Set(set(value)));
        }
    };
    let card = view! { <Card text equation=Signal::derive(move || formula.to_owned())/> }.into_any();
    view! { <Menu store label options chosen control card pick/> }
}

fn index_of<C: Choice>(choice: C) -> usize {
    C::ALL.iter().position(|&other| other == choice).unwrap_or_default()
}

/// A count with leading zeros and a comma, as an odometer: 000,140.
fn grouped(count: u64) -> String {
    format!("{:03},{:03}", count / 1000, count % 1000)
}
