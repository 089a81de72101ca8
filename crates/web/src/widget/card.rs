//! What a control explains on hover and focus: a sentence, a formula, a plot.

use crate::lazy::Piece;
use crate::platform::browser;
use crate::platform::dom::{Node, el, follow};
use crate::platform::painter;
use crate::store::Store;
use leptos::prelude::*;
use nabla_app::Model;
use nabla_nn::Choice;
use nabla_scene::curve_plot;
use web_sys::{Event, HtmlCanvasElement};

/// The plot's size in CSS pixels.
const PLOT: (f64, f64) = (200.0, 120.0);

/// What is explained.
#[derive(Clone, Copy)]
pub(crate) enum Card {
    /// η.
    LearningRate,
    /// f.
    Activation,
    /// r.
    Regularization,
    /// λ.
    RegularizationRate,
    /// What is asked of the network.
    Problem,
}

impl Card {
    /// Lets a control show its card under the pointer and while it has the keyboard.
    pub fn on(self, store: Store, control: Node) -> Node {
        let wanted = RwSignal::new(false);
        let want = move |_: Event| {
            wanted.set(true);
            store.open();
        };
        let card = el("div")
            .class("hover-card")
            .attr("role", "note")
            .late(store, move || wanted.get().then_some(Piece::Card(self)));
        control.on("pointerenter", want).on("focusin", want).child(card)
    }

    /// A sentence, a formula, a picture or none.
    pub fn contents(self, store: Store) -> Vec<Node> {
        let text = match self {
            Self::LearningRate => say!(store, card.learning_rate),
            Self::Activation => say!(store, card.activation),
            Self::Regularization => say!(store, card.regularization),
            Self::RegularizationRate => say!(store, card.regularization_rate),
            Self::Problem => say!(store, card.problem),
        };
        let equation = move || {
            store.read(|model| match self {
                Self::LearningRate => "w ← w − η·∂L/∂w",
                Self::Activation => model.config.activation.equation(),
                Self::Regularization => model.config.penalty.equation(),
                Self::RegularizationRate => "w ← w − η·λ·r′(w)",
                Self::Problem => model.config.problem.equation(),
            })
        };
        let formula =
            el("p").class("equation").class_if("hidden", move || equation().is_empty()).live_text(equation);
        let plot = matches!(self, Self::Activation).then(|| activation_plot(store));
        [el("p").text(text), formula].into_iter().chain(plot).collect()
    }
}

/// The chosen activation and its derivative, with the sums that the hidden neurons have now of the first points.
fn activation_plot(store: Store) -> Node {
    let plot = el("canvas").class("plot").attr("aria-hidden", "true");
    let canvas: HtmlCanvasElement = plot.get();
    follow(move || {
        store.follow_opening();
        let (activation, alpha, theme) = store.live(|model| {
            let activation = model.config.activation;
            (activation, model.config.alpha(activation), model.view.theme)
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
