//! What each layer computes and what reaches it: histograms of its sums and activations, norms of gradient and update,
//! and the units and weights that no longer learn.

mod history;
mod inactive_units;
mod range;
#[cfg(test)]
mod tests;

pub use history::{LayerHistory, Moment};
pub use inactive_units::{Inactive, InactiveReason};
pub use range::BARS;

use crate::Histogram;
use crate::doctor::Finding;
use nabla_nn::{Activation, Choice, Function, Layer, Optimizer, Output, Point, Trainer};
use serde::{Deserialize, Serialize};

/// Training points looked at, spread evenly over the set.
pub const SAMPLES: usize = 250;
/// L-BFGS measures the whole set several times a step: above this many points its next step is not tried out.
const LBFGS_POINTS: usize = 2000;

/// The network that trains, in evaluation form, over training points.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Layers {
    /// How many training points were looked at.
    pub samples: usize,
    /// The hidden layers and, last, the output layer.
    pub layers: Vec<LayerStatistics>,
    /// Units, then weights, that do not learn; of weights at most `MOST_WEIGHTS`, none of them next to a dead
    /// unit, whose own mark says why.
    pub inactive: Vec<Inactive>,
    /// Mean and deviation of each input as the first layer takes it, `[input]`.
    pub inputs: Vec<[f32; 2]>,
    /// What the doctor finds wrong with them; filled where the run's evidence is known.
    pub ailing: Vec<Finding>,
    /// The norms over time, oldest first; filled by [`LayerHistory::fill`].
    pub history: Vec<Moment>,
}

/// One layer. Norms are Euclidean, over the layer's weights without its biases.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LayerStatistics {
    /// The key of its activation; empty for the output layer.
    pub activation: String,
    /// a as the next layer takes it.
    pub activations: Histogram,
    /// z as the activation takes it.
    pub sums: Histogram,
    /// f at the [`BARS`] + 1 borders of the bars of z; empty where f is not one curve: softmax.
    pub curve: Vec<f32>,
    /// ‖dE/dW‖ over these samples, without the penalty.
    pub gradient: f32,
    /// ‖ΔW‖ of the next step, tried out on a copy; NaN where that would cost too much.
    pub update: f32,
    /// ‖W‖.
    pub weight: f32,
    /// The root mean square over the samples of the length of δ = dE/dz of one sample's own loss: the error signal that
    /// arrives here. Unlike a gradient it does not average out where the samples disagree.
    pub signal: f32,
    /// Neurons.
    pub neurons: usize,
    /// Neurons that are [`InactiveReason::Dead`].
    pub dead: usize,
    /// Of ReLUs: the samples for which all of them are 0, so that nothing passes on or back. A layer with a residual passes
    /// something all the same.
    pub silent: usize,
    /// Neurons that are [`InactiveReason::Saturated`].
    pub saturated: usize,
    /// Weights.
    pub weights: usize,
    /// Weights that are [`InactiveReason::Stuck`], next to dead units or not.
    pub stuck: usize,
}

impl LayerStatistics {
    /// ‖ΔW‖/‖W‖, near 10⁻³ where a layer learns well (Karpathy, CS231n, “Neural Networks Part 3”); NaN without weights.
    pub fn ratio(&self) -> f32 {
        self.update / self.weight
    }
}

/// Looks at every layer.
pub fn layers(trainer: &Trainer) -> Layers {
    let trace = trainer.trace(&spread(&trainer.points().train, SAMPLES));
    if trace.layers.is_empty() {
        return Layers::default();
    }
    let network = trainer.trained_network();
    let values = network.values();
    let stepped = has_cheap_step(trainer).then(|| {
        let mut copy = trainer.clone();
        copy.step();
        copy
    });
    let after = stepped.as_ref().map(|copy| copy.trained_network().values());
    let samples = trace.targets.first().map_or(0, Vec::len);
    let look = |(index, layer): (usize, &Layer)| {
        let traced = &trace.layers[index];
        let (activation, alpha) = curve_of(trainer, index);
        let sums = range::symmetric(&traced.sums);
        let mut norms = Norms::default();
        for row in 0..layer.rows() {
            let places = layer.row(row);
            norms.gradient += squares(&traced.weight_slopes[row]);
            norms.weight += squares(&values[places.clone()]);
            norms.update += match after {
                Some(after) => {
                    let moved = after[places.clone()].iter().zip(&values[places]);
                    moved.map(|(new, old)| f64::from(new - old) * f64::from(new - old)).sum()
                }
                None => f64::NAN,
            };
        }
        let signal: f64 = traced.deltas.iter().map(|row| squares(row)).sum();
        LayerStatistics {
            activation: activation_key(layer),
            activations: range::from_zero(&traced.activations),
            curve: activation.map_or(Vec::new(), |activation| {
                sums.borders().map(|z| activation.at(z, alpha).0 as f32).collect()
            }),
            sums,
            gradient: norms.gradient.sqrt() as f32,
            update: norms.update.sqrt() as f32,
            weight: norms.weight.sqrt() as f32,
            // δ in a trace is of the mean over the samples: times their number it is a sample's own.
            signal: (signal * samples as f64).sqrt() as f32,
            neurons: layer.neurons(),
            weights: layer.rows() * layer.inputs(),
            ..LayerStatistics::default()
        }
    };
    let layers = network.layers.iter().enumerate().map(look).collect();
    let inputs = trace.inputs.iter().map(|row| mean_and_deviation(row)).collect();
    let mut found = Layers { samples, layers, inputs, ..Layers::default() };
    inactive_units::examine(trainer, &trace, after, &mut found);
    found
}

/// Sums of squares, in f64.
#[derive(Default)]
struct Norms {
    gradient: f64,
    update: f64,
    weight: f64,
}

fn squares(values: &[f32]) -> f64 {
    values.iter().map(|&value| f64::from(value) * f64::from(value)).sum()
}

fn mean_and_deviation(values: &[f32]) -> [f32; 2] {
    let count = values.len().max(1) as f64;
    let mean = values.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
    let distance = |value: f32| f64::from(value) - mean;
    let variance = values.iter().map(|&value| distance(value) * distance(value)).sum::<f64>() / count;
    [mean as f32, variance.sqrt() as f32]
}

/// At most `most` points at even distances, the first among them.
pub(crate) fn spread(points: &[Point], most: usize) -> Vec<Point> {
    let count = points.len().min(most);
    (0..count).map(|place| points[place * points.len() / count]).collect()
}

fn has_cheap_step(trainer: &Trainer) -> bool {
    trainer.config().training.optimizer != Optimizer::Lbfgs || trainer.points().train.len() <= LBFGS_POINTS
}

fn activation_key(layer: &Layer) -> String {
    match layer.function {
        Function::Hidden(activation, _) => activation.key().to_owned(),
        Function::Output(_) => String::new(),
    }
}

/// A layer's curve and its α, the mean where every neuron has one of its own; none for softmax.
fn curve_of(trainer: &Trainer, index: usize) -> (Option<Activation>, f64) {
    match trainer.trained_network().layers[index].function {
        Function::Hidden(activation, _) if activation.learns_alpha() => {
            let alphas = &trainer.parameters()[index].alphas;
            (Some(activation), alphas.iter().sum::<f64>() / alphas.len().max(1) as f64)
        }
        Function::Hidden(activation, alpha) => (Some(activation), alpha),
        Function::Output(output) => {
            let activation = match output {
                Output::Tanh => Some(Activation::Tanh),
                Output::Linear => Some(Activation::Linear),
                Output::Sigmoid => Some(Activation::Sigmoid),
                Output::Sign => Some(Activation::Sign),
                Output::Softmax => None,
            };
            (activation, 0.0)
        }
    }
}
