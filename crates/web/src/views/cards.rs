//! What the cards of the toolbar's controls hold: a sentence, a formula, a plot.

use crate::piece::Card;
use crate::platform::dom::{Node, el, follow};
use crate::platform::{browser, painter};
use crate::store::Store;
use nabla_app::Model;
use nabla_nn::Choice;
use nabla_scene::curve_plot;
use web_sys::HtmlCanvasElement;

/// The plot's size in CSS pixels.
const PLOT: (f64, f64) = (200.0, 120.0);

/// A sentence, a formula, a picture or none.
pub(crate) fn contents(store: Store, card: Card) -> Vec<Node> {
    let text = match card {
        Card::LearningRate => say!(store, card.learning_rate),
        Card::Activation => say!(store, card.activation),
        Card::Regularization => say!(store, card.regularization),
        Card::RegularizationRate => say!(store, card.regularization_rate),
        Card::Problem => say!(store, card.problem),
    };
    let equation = move || {
        store.read(|model| match card {
            Card::LearningRate => "w ← w − η·∂L/∂w",
            Card::Activation => model.config.model.activation.equation(),
            Card::Regularization => model.config.training.penalty.equation(),
            Card::RegularizationRate => "w ← w − η·λ·r′(w)",
            Card::Problem => model.config.data.problem.equation(),
        })
    };
    let formula =
        el("p").class("equation").class_if("hidden", move || equation().is_empty()).live_text(equation);
    let plot = matches!(card, Card::Activation).then(|| activation_plot(store));
    [el("p").text(text), formula].into_iter().chain(plot).collect()
}

/// The chosen activation and its derivative, with the sums that the hidden neurons have now of the first points.
fn activation_plot(store: Store) -> Node {
    let plot = el("canvas").class("plot").attr("aria-hidden", "true");
    let canvas: HtmlCanvasElement = plot.get();
    follow(move || {
        store.follow_opening();
        let (activation, alpha, theme) = store.live(|model| {
            let activation = model.config.model.activation;
            (activation, model.config.model.alpha_of(activation), model.view.theme)
        });
        if browser::is_folded(&canvas) {
            return;
        }
        let ratio = browser::window().device_pixel_ratio();
        let Some(context) = painter::prepare(&canvas, PLOT.0, PLOT.1, ratio) else { return };
        let f = |z: f64| activation.at(z, alpha).0;
        let slope = |z: f64| activation.at(z, alpha).1;
        let marks = store.peek(sums);
        let shapes = curve_plot(&f, &slope, &marks, PLOT.0 as f32, PLOT.1 as f32, theme);
        painter::paint(&context, &shapes, None);
    });
    plot
}

/// z of every hidden neuron for a few of the training points.
fn sums(model: &Model) -> Vec<f64> {
    /// Points looked at.
    const POINTS: usize = 12;
    let Some(network) = model.evaluator() else { return Vec::new() };
    let mut sums = Vec::new();
    for point in model.points.train.iter().take(POINTS) {
        let layers = network.signals_at(point.x, point.y);
        let hidden = layers.iter().take(layers.len().saturating_sub(1));
        sums.extend(hidden.flat_map(|[z, _]| z).map(|&z| f64::from(z)));
    }
    sums
}
