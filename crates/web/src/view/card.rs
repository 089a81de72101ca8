//! What a control explains on hover and focus: a sentence, a formula, a plot.

use crate::browser;
use crate::dom::{Node, el, follow};
use crate::painter;
use crate::store::Store;
use nabla_nn::Activation;
use nabla_scene::curve_plot;
use std::rc::Rc;

/// The plot's size in CSS pixels.
const PLOT: (f64, f64) = (200.0, 120.0);

/// A card with a sentence, a formula that may be empty, and a picture or none.
pub(super) fn card(text: &str, equation: Rc<dyn Fn() -> String>, plot: Option<Node>) -> Node {
    let shown = Rc::clone(&equation);
    let formula = el("p")
        .class("equation")
        .class_if("hidden", move || shown().is_empty())
        .live_text(move || equation());
    el("div")
        .class("hover-card")
        .attr("role", "note")
        .child(el("p").text(text))
        .child(formula)
        .children(plot.into_iter().collect())
}

/// The chosen activation and its derivative.
pub(super) fn activation_plot(store: Store) -> Node {
    let plot = el("canvas").class("plot").attr("aria-hidden", "true");
    let canvas = plot.get();
    follow(move || {
        let (activation, theme) = store.read(|model| (model.config.activation, model.view.theme));
        let ratio = browser::window().device_pixel_ratio();
        let Some(context) = painter::prepare(&canvas, PLOT.0, PLOT.1, ratio) else { return };
        let f = |z: f64| at(activation, z).0;
        let slope = |z: f64| at(activation, z).1;
        painter::paint(&context, &curve_plot(f, slope, PLOT.0 as f32, PLOT.1 as f32, theme), None);
    });
    plot
}

/// f(z) and f′(z).
fn at(activation: Activation, z: f64) -> (f64, f64) {
    let (mut value, mut slope) = ([0.0], [1.0]);
    activation.apply(&[z], &mut value);
    activation.apply_derivative(&[z], &value, &mut slope);
    (value[0], slope[0])
}
