//! Play, step, reset, speed, epoch, and what training depends on.

use super::card::{ActivationPlot, Card, equation};
use super::control::{Menu, is_hidden};
use super::icon::Icon;
use super::{derive, hear};
use crate::store::Store;
use crate::words::Word;
use leptos::prelude::*;
use nabla_app::{Msg, Setting, Speed, Stride};
use nabla_nn::{Activation, Choice, Control, Penalty, Problem, menu, number};

#[component]
pub(super) fn Toolbar(store: Store) -> impl IntoView {
    view! {
        <section class="toolbar" aria-label=words!(store, toolbar.label)>
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
    let strides = derive(move || Stride::ALL.iter().map(|stride| stride.word(store)).collect::<Vec<_>>());
    let stride = derive(move || index_of(store.read(|model| model.stride)));
    view! {
        <div class="transport">
            <button class="round" class:hidden=derive(move || is_hidden(store, Control::ResetButton))
                aria-label=words!(store, toolbar.reset) title=words!(store, toolbar.reset)
                on:click=hear(move |_| store.dispatch(Msg::Reset))>{Icon::Reset.view()}</button>
            <button class="round" class:hidden=derive(move || is_hidden(store, Control::ResetButton))
                aria-label=words!(store, toolbar.new_weights) title=words!(store, toolbar.new_weights)
                on:click=hear(move |_| store.dispatch(Msg::Set(Setting::NewWeights)))>{Icon::Dice.view()}</button>
            <button class="round play" class:hidden=derive(move || is_hidden(store, Control::PlayButton))
                class:playing=playing aria-label=play_label title=play_label
                on:click=hear(move |_| {
                    let stopping = store.peek(|model| model.playing);
                    store.dispatch(Msg::TogglePlay);
                    if stopping {
                        super::announce(store);
                    }
                })>{move || if playing() { Icon::Pause.view() } else { Icon::Play.view() }}</button>
            <div class="step" class:hidden=derive(move || is_hidden(store, Control::StepButton))>
                <button class="round" aria-label=words!(store, toolbar.step) title=words!(store, toolbar.step)
                    on:click=hear(move |_| store.dispatch(Msg::Step))>{Icon::Step.view()}</button>
                <Menu store label=words!(store, toolbar.stride)
                    options=strides chosen=stride
                    pick=Box::new(move |index| store.dispatch(Msg::Stride(Stride::ALL[index.min(Stride::ALL.len() - 1)])))/>
            </div>
            <div class="epoch">
                <span class="label">{words!(store, toolbar.epoch)}</span>
                <output id="epoch">{derive(move || grouped(store.live(|model| model.progress.epoch)))}</output>
                <span class="batch">{derive(move || store.live(|model| {
                    let progress = model.progress;
                    (progress.batch > 0).then(|| format!("+ {}/{}", progress.batch, progress.batches))
                }))}</span>
            </div>
        </div>
    }
}

#[component]
fn SpeedPicker(store: Store) -> impl IntoView {
    view! {
        <fieldset class="speed">
            <legend>{words!(store, toolbar.speed)}</legend>
            <div class="segments">
                {Speed::ALL.iter().map(|&speed| view! {
                    <label><input type="radio" name="speed" value=speed.key()
                        prop:checked=derive(move || store.read(|model| model.speed == speed))
                        on:change=hear(move |_| store.dispatch(Msg::Speed(speed)))/>
                    <span>{derive(move || speed.word(store))}</span></label>
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
                label=words!(store, toolbar.learning_rate)
                text=words!(store, card.learning_rate)
                formula="w ← w − η·∂L/∂w"
                get=|config| config.learning_rate set=Setting::LearningRate/>
            <Options<Activation> store control=Control::Activation
                label=words!(store, toolbar.activation)
                text=words!(store, card.activation)
                get=|config| config.activation set=Setting::Activation
                plot=view! { <ActivationPlot store/> }.into_any()/>
            <Options<Penalty> store control=Control::Regularization
                label=words!(store, toolbar.regularization)
                text=words!(store, card.regularization)
                get=|config| config.penalty set=Setting::Penalty/>
            <Numbers store control=Control::RegularizationRate values=menu::REGULARIZATION_RATES
                label=words!(store, toolbar.regularization_rate)
                text=words!(store, card.regularization_rate)
                formula="w ← w − η·λ·r′(w)"
                get=|config| config.regularization_rate set=Setting::RegularizationRate/>
            <Options<Problem> store control=Control::Problem
                label=words!(store, toolbar.problem)
                text=words!(store, card.problem)
                get=|config| config.problem set=Setting::Problem/>
        </div>
    }
}

/// A menu over a closed family.
#[component]
fn Options<C: Word + Send + Sync>(
    store: Store,
    control: Control,
    label: String,
    text: String,
    get: fn(&nabla_nn::Config) -> C,
    set: fn(C) -> Setting,
    #[prop(optional)] plot: Option<AnyView>,
) -> impl IntoView {
    let options = derive(move || C::ALL.iter().map(|choice| choice.word(store)).collect::<Vec<_>>());
    let chosen = derive(move || index_of(store.read(|model| get(&model.config))));
    let formula = derive(move || equation(store.read(|model| get(&model.config))));
    let card = match plot {
        Some(plot) => view! { <Card text equation=formula plot/> }.into_any(),
        None => view! { <Card text equation=formula/> }.into_any(),
    };
    view! {
        <Menu store label options chosen control card
            pick=Box::new(move |index| store.dispatch(Msg::Set(set(C::ALL[index.min(C::ALL.len() - 1)]))))/>
    }
}

/// A menu of numbers; a link's own number is one more entry, in its place.
#[component]
fn Numbers(
    store: Store,
    control: Control,
    values: &'static [f64],
    label: String,
    text: String,
    formula: &'static str,
    get: fn(&nabla_nn::Config) -> f64,
    set: fn(f64) -> Setting,
) -> impl IntoView {
    let list = move || {
        let current = store.read(|model| get(&model.config));
        let mut list = values.to_vec();
        if !list.contains(&current) {
            list.insert(list.partition_point(|&value| value < current), current);
        }
        (list, current)
    };
    let options = derive(move || list().0.iter().map(f64::to_string).collect::<Vec<_>>());
    let options = Memo::new(move |_| options.get());
    let chosen = derive(move || {
        let (list, current) = list();
        list.iter().position(|&value| value == current).unwrap_or_default()
    });
    let pick: Box<dyn Fn(usize)> = Box::new(move |index: usize| {
        if let Some(value) = options.get_untracked().get(index).and_then(|text| number(text)) {
            store.dispatch(Msg::Set(set(value)));
        }
    });
    let card = view! { <Card text equation=derive(move || formula.to_owned())/> }.into_any();
    view! { <Menu store label options chosen control card pick/> }
}

fn index_of<C: Choice>(choice: C) -> usize {
    C::ALL.iter().position(|&other| other == choice).unwrap_or_default()
}

/// A count with leading zeros and a comma, as an odometer: 000,140.
fn grouped(count: u64) -> String {
    format!("{:03},{:03}", count / 1000, count % 1000)
}
