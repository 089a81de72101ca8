//! Where weights start: the same network under five initializers, before training and in a race.

mod laboratory;
mod race;

pub use laboratory::{Initializers, Laboratory};
pub use race::{InitializerRace, RaceProgress};

use crate::Histogram;
use nabla_nn::{
    Activation, Config, Function, Hyperparameter, Initializer, LearningRule, Network, Preprocess, SeedRandom,
    Trainer, Transform, ValidConfig,
};
use serde::{Deserialize, Serialize};

/// The starts compared, and the deviation of those that are drawn by one: the series of CS231n, “Neural Networks Part 2”.
pub const STARTS: [(Initializer, Option<f64>); 5] = [
    (Initializer::Zeros, None),
    (Initializer::Normal, Some(0.01)),
    (Initializer::Normal, Some(1.0)),
    (Initializer::XavierNormal, None),
    (Initializer::HeNormal, None),
];

/// Hidden layers of the deep network: signals vanish or grow by the layer, so it takes some to see it.
pub const DEPTH: usize = 10;
/// Neurons of each of its layers: enough that what is drawn by chance keeps to what is expected.
pub const WIDTH: usize = 64;
/// A signal is stable while its spread is neither this many times larger in the last layer than in the first, nor smaller.
pub const STABLE: f64 = 5.0;
/// Beyond this factor it has exploded or vanished.
pub const LOST: f64 = 1000.0;
/// With more than one in so many outputs of a bounded activation on its flat ends, a signal is saturated.
pub const SATURATED: u32 = 3;
/// Bars of a histogram: odd, so that 0 has one to itself between −1 and 1.
const BARS: usize = 25;
/// Points looked at at most.
const MOST_POINTS: usize = 200;
/// A slope below this lets hardly anything through.
pub const FLAT: f64 = 0.05;

/// Which network is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InitializersQuery {
    /// The learner's own layers, or else [`DEPTH`] layers of [`WIDTH`] neurons behind standardized inputs.
    pub own_layers: bool,
    /// The activation of the hidden layers.
    pub curve: Curve,
}

/// The hidden layers' activation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Curve {
    /// As the learner has it.
    #[default]
    Own,
    /// Tanh everywhere.
    Tanh,
    /// ReLU everywhere.
    Relu,
}

/// The network under one of the [`STARTS`], before training.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Start {
    /// The hidden layers; there may be none.
    pub layers: Vec<LayerStart>,
    /// What will come of it.
    pub verdict: Verdict,
}

impl Start {
    /// The spread σ of the last layer's activations over that of the first's: what the verdict is by. None without hidden
    /// layers.
    pub fn growth(&self) -> Option<f64> {
        let last = self.layers.last()?.deviation;
        // 0 of 0 as well.
        Some(if last == 0.0 { 0.0 } else { last / self.layers[0].deviation })
    }
}

/// A hidden layer's activations over the training points.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LayerStart {
    /// All neurons' activations together, over the activation's own range, or over [−2, 2] (from 0, [0, 2]).
    pub histogram: Histogram,
    /// Their standard deviation about their common mean.
    pub deviation: f64,
    /// The share of them where |f′(z)| is below 0.05: there hardly any gradient comes through.
    pub flat: f64,
}

/// What initial weights do to the signal, by [`Start::growth`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It keeps its size, to a factor of [`STABLE`].
    #[default]
    Keeps,
    /// All neurons of a layer say the same, and always will: they get the same gradient.
    Alike,
    /// It gets smaller, but not by the factor [`LOST`].
    Shrinks,
    /// It gets smaller by the factor [`LOST`] or more.
    Vanishes,
    /// It gets larger, but not by the factor [`LOST`].
    Grows,
    /// It gets larger by the factor [`LOST`] or more, or is not a number.
    Explodes,
    /// Of what bounded activations say more than one in [`SATURATED`] is on their flat ends, whatever their spread.
    Saturates,
}

/// Looks at the five starts of a trainer's network, in the order of [`STARTS`].
pub fn starts(trainer: &Trainer, query: InitializersQuery) -> Vec<Start> {
    let points = &trainer.points().train;
    let shown = points.iter().step_by(points.len().div_ceil(MOST_POINTS).max(1));
    let places: Vec<[f64; 2]> = shown.map(|point| [point.x, point.y]).collect();
    let transform = if query.own_layers {
        trainer.network().transform.clone()
    } else {
        Transform::fit(Preprocess::Standardize, trainer.features(), points)
    };
    let start = |index| {
        let config = config_of(trainer.config(), query, index);
        // None of the five draws from the seed's own stream.
        let mut network: Network = Network::new(&config, &mut SeedRandom::new(&config.data.seed));
        network.transform.clone_from(&transform);
        look(&network, &places)
    };
    (0..STARTS.len()).map(start).collect()
}

/// The learner's settings with one of the [`STARTS`] and the network that is asked for.
fn config_of(config: &ValidConfig, query: InitializersQuery, start: usize) -> ValidConfig {
    let (initializer, scale) = STARTS[start];
    let mut config: Config = config.config();
    (config.model.initializer, config.model.init_zero) = (initializer, false);
    config.set_number(Hyperparameter::InitScale, scale);
    if !query.own_layers {
        config.model.network_shape = vec![WIDTH; DEPTH];
        config.model.preprocess = Preprocess::Standardize;
        // The older rules have no hidden layers.
        config.training.rule = LearningRule::Gradient;
    }
    match query.curve {
        Curve::Own => {}
        Curve::Tanh => config.model.activation = Activation::Tanh,
        Curve::Relu => config.model.activation = Activation::Relu,
    }
    if query.curve != Curve::Own || !query.own_layers {
        config.model.layer_activations.clear();
    }
    config.validate().0
}

fn look(network: &Network, places: &[[f64; 2]]) -> Start {
    let mut layers = Vec::with_capacity(network.layers.len());
    let (mut alike, mut saturated, mut bounded) = (true, 0.0, 0);
    for (layer, [sums, activations]) in network.layers.iter().zip(network.signals_over(places)) {
        let Function::Hidden(activation, alpha) = layer.function else { continue };
        let look = look_at_layer(activation, alpha, &sums, &activations);
        alike &= layer.neurons() > 1 && activations.iter().all(|row| *row == activations[0]);
        // Large sums of either sign end where the curve is flat.
        if activation.range(alpha).1.is_finite() && activation.steepest_slope(alpha).is_some() {
            bounded += 1;
            saturated += look.flat;
        }
        layers.push(look);
    }
    let mut start = Start { layers, verdict: Verdict::Keeps };
    let is_saturated = f64::from(SATURATED) * saturated > f64::from(bounded);
    start.verdict = match start.growth() {
        None => Verdict::Keeps,
        Some(_) if alike => Verdict::Alike,
        Some(_) if is_saturated => Verdict::Saturates,
        Some(growth) => by_growth(growth),
    };
    start
}

/// The verdict on a signal that is neither alike everywhere nor saturated.
fn by_growth(growth: f64) -> Verdict {
    match growth {
        growth if !growth.is_finite() || growth >= LOST => Verdict::Explodes,
        growth if growth > STABLE => Verdict::Grows,
        growth if growth * LOST <= 1.0 => Verdict::Vanishes,
        growth if growth * STABLE < 1.0 => Verdict::Shrinks,
        _ => Verdict::Keeps,
    }
}

fn look_at_layer(
    activation: Activation,
    alpha: f64,
    sums: &[Vec<f32>],
    activations: &[Vec<f32>],
) -> LayerStart {
    let values = || activations.iter().flatten().map(|&a| f64::from(a));
    let count = values().count().max(1) as f64;
    let mean = values().sum::<f64>() / count;
    let variance = values().map(|a| (a - mean) * (a - mean)).sum::<f64>() / count;
    // Maxout's curve is straight in whichever sum is the larger.
    let is_flat = |z: &&f32| activation.at(f64::from(**z), alpha).1.abs() < FLAT;
    let flat = match activation {
        Activation::Maxout => 0.0,
        _ => sums.iter().flatten().filter(is_flat).count() as f64 / count,
    };
    let range = match activation.range(alpha) {
        (low, high) if high.is_finite() => (low, high),
        (low, _) => (if low == 0.0 { 0.0 } else { -2.0 }, 2.0),
    };
    LayerStart { histogram: Histogram::over(range, BARS, &mut values()), deviation: variance.sqrt(), flat }
}

#[cfg(test)]
#[path = "initializers_tests.rs"]
mod tests;
