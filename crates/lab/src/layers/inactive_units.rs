//! Units and weights that do not learn.

use super::Layers;
use nabla_nn::{Activation, Function, Layer, LayerTrace, Penalty, Trace, Trainer};
use serde::{Deserialize, Serialize};

/// Weights named at most.
pub const MOST_WEIGHTS: usize = 120;
/// A slope below this share of the curve's steepest is flat.
const FLAT: f64 = 0.05;
/// A unit that is on flat ground for this share of the samples is saturated.
const NEARLY_ALL: f64 = 0.95;

/// Why something does not learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InactiveReason {
    /// A ReLU that is 0 for every sample: its slope is 0 there too, so nothing can wake it.
    Dead,
    /// For at least 95 % of the samples |f′(z)| is below 5 % of the curve's steepest: hardly anything comes through.
    Saturated,
    /// A weight that the next step leaves as it is, because its slope is exactly 0 over all samples or because L1 has cut
    /// it at 0.
    Stuck,
}

/// A unit or a weight that does not learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inactive {
    /// Its layer.
    pub layer: usize,
    /// The neuron, or the one a weight leads into.
    pub neuron: usize,
    /// Which of the neuron's weights; none for the neuron itself.
    pub input: Option<usize>,
    /// Why.
    pub what: InactiveReason,
}

/// A neuron's ailment from its sums over the samples.
fn of_neuron(activation: Activation, alpha: f64, sums: &[f32]) -> Option<InactiveReason> {
    if activation == Activation::Relu {
        // NaN is no death.
        return sums.iter().all(|&z| z <= 0.0).then_some(InactiveReason::Dead);
    }
    let limit = FLAT * activation.steepest_slope(alpha)?;
    let most_awake = ((1.0 - NEARLY_ALL) * sums.len() as f64) as usize;
    let is_awake = |z: &&f32| {
        let slope = activation.at(f64::from(**z), alpha).1.abs();
        slope.is_nan() || slope >= limit
    };
    let is_saturated = sums.iter().filter(is_awake).nth(most_awake).is_none();
    is_saturated.then_some(InactiveReason::Saturated)
}

/// Names what does not learn; `after` are the parameters a step later, where that is known.
pub(super) fn examine(trainer: &Trainer, trace: &Trace, after: Option<&[f32]>, found: &mut Layers) {
    let network = trainer.trained_network();
    let mut units = Vec::new();
    for (layer, (traced, shape)) in trace.layers.iter().zip(&network.layers).enumerate() {
        let Function::Hidden(activation, alpha) = shape.function else { continue };
        if activation == Activation::Relu && !shape.residual {
            let is_silent = |&s: &usize| traced.sums.iter().all(|sums| sums[s] <= 0.0);
            found.layers[layer].silent = (0..found.samples).filter(is_silent).count();
        }
        for (neuron, sums) in traced.sums.iter().enumerate().take(shape.neurons()) {
            let Some(what) = of_neuron(activation, alpha, sums) else { continue };
            match what {
                InactiveReason::Dead => found.layers[layer].dead += 1,
                _ => found.layers[layer].saturated += 1,
            }
            units.push(Inactive { layer, neuron, input: None, what });
        }
    }
    let is_dead = |layer: usize, neuron: usize| {
        units.iter().any(|it| (it.layer, it.neuron, it.what) == (layer, neuron, InactiveReason::Dead))
    };
    let mut weights = Vec::new();
    // Where nothing flows back from the output there is nothing left to learn, which ails no weight.
    if let Some(after) = after
        && trace.layers.last().is_some_and(|last| last.deltas.iter().flatten().any(|&delta| delta != 0.0))
    {
        for (layer, (traced, shape)) in trace.layers.iter().zip(&network.layers).enumerate() {
            for (row, input) in stuck(trainer, shape, traced, after) {
                found.layers[layer].stuck += 1;
                let neuron = row % shape.neurons();
                let beside_dead = is_dead(layer, neuron) || layer > 0 && is_dead(layer - 1, input);
                if !beside_dead && weights.len() < MOST_WEIGHTS {
                    weights.push(Inactive { layer, neuron, input: Some(input), what: InactiveReason::Stuck });
                }
            }
        }
    }
    found.inactive = units;
    found.inactive.append(&mut weights);
}

/// The (row, input) of a layer's stuck weights.
fn stuck(trainer: &Trainer, layer: &Layer, traced: &LayerTrace, after: &[f32]) -> Vec<(usize, usize)> {
    let values = trainer.trained_network().values();
    let can_cut = trainer.config().training.penalty == Penalty::L1
        && trainer.config().training.regularization_rate > 0.0;
    let mut found = Vec::new();
    for row in 0..layer.rows() {
        for (input, place) in layer.row(row).enumerate() {
            let cut = can_cut && values[place] == 0.0;
            if (traced.weight_slopes[row][input] == 0.0 || cut) && after[place] == values[place] {
                found.push((row, input));
            }
        }
    }
    found
}
