//! What a control explains on hover and focus: a sentence, a formula, a plot.

use super::derive;
use crate::browser;
use crate::painter;
use crate::store::Store;
use leptos::html;
use leptos::prelude::*;
use nabla_nn::{Activation, Choice};
use nabla_scene::curve_plot;

/// The plot's size in CSS pixels.
const PLOT: (f64, f64) = (200.0, 120.0);

/// A card with a sentence and a formula.
#[component]
pub(super) fn Card(
    /// The sentence.
    text: String,
    /// The formula, or nothing.
    #[prop(into)]
    equation: Signal<String>,
    /// A picture below.
    #[prop(optional)]
    plot: Option<AnyView>,
) -> impl IntoView {
    view! {
        <div class="hover-card" role="note">
            <p>{text}</p>
            <p class="equation" class:hidden=derive(move || equation.get().is_empty())>{equation}</p>
            {plot}
        </div>
    }
}

/// The chosen activation and its derivative.
#[component]
pub(super) fn ActivationPlot(store: Store) -> impl IntoView {
    let canvas: NodeRef<html::Canvas> = NodeRef::new();
    Effect::new(move || {
        let (activation, theme) = store.read(|model| (model.config.activation, model.view.theme));
        let Some(canvas) = canvas.get() else { return };
        let ratio = browser::window().device_pixel_ratio();
        let Some(context) = painter::prepare(&canvas, PLOT.0, PLOT.1, ratio) else { return };
        let f = |z: f64| at(activation, z).0;
        let slope = |z: f64| at(activation, z).1;
        painter::paint(&context, &curve_plot(f, slope, PLOT.0 as f32, PLOT.1 as f32, theme), None);
    });
    view! { <canvas class="plot" node_ref=canvas aria-hidden="true"></canvas> }
}

/// f(z) and f′(z).
fn at(activation: Activation, z: f64) -> (f64, f64) {
    let (mut value, mut slope) = ([0.0], [1.0]);
    activation.apply(&[z], &mut value);
    activation.apply_derivative(&[z], &value, &mut slope);
    (value[0], slope[0])
}

/// The formula of an option.
pub(super) fn equation(choice: impl Choice) -> String {
    choice.equation().to_owned()
}
