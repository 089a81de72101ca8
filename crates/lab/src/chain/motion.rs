//! One step in slow motion: everything it computes, in the order in which it does.

use super::Step;
use super::samples::{mean, wide};
use nabla_nn::{Network, Parameters, Trace};
use serde::{Deserialize, Serialize};

/// A step of training, with the means over its minibatch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Motion {
    /// x, `[feature]`.
    pub inputs: Vec<f32>,
    /// t, `[output]`.
    pub targets: Vec<f32>,
    /// Layer by layer, the output layer last.
    pub layers: Vec<Moving>,
    /// E before and after the step, over the minibatch.
    pub loss: [f64; 2],
    /// lr.
    pub learning_rate: f64,
}

/// What a step computes in one layer. Of maxout's two sums it tells the first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Moving {
    /// z, `[neuron]`.
    pub sums: Vec<f32>,
    /// a, `[neuron]`.
    pub activations: Vec<f32>,
    /// δ of the mean loss, `[neuron]`.
    pub deltas: Vec<f32>,
    /// w before the step, `[neuron][input]`.
    pub weights: Vec<Vec<f32>>,
    /// dE/dw, `[neuron][input]`.
    pub slopes: Vec<Vec<f32>>,
    /// w after the step, `[neuron][input]`.
    pub after: Vec<Vec<f32>>,
}

/// What happens in one moment of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// A layer computes its activations.
    Forward(usize),
    /// The outputs are compared with the targets.
    Loss,
    /// A layer's δ is known, and with it its dE/dw.
    Backward(usize),
    /// All weights move at once.
    Update,
}

/// The moments of a step through so many layers, in their order.
///
/// ```
/// use nabla_lab::chain::{Stage, stages};
///
/// let two = [Stage::Forward(0), Stage::Forward(1), Stage::Loss, Stage::Backward(1), Stage::Backward(0), Stage::Update];
/// assert_eq!(stages(2), two);
/// ```
pub fn stages(layers: usize) -> Vec<Stage> {
    let mut stages: Vec<Stage> = (0..layers).map(Stage::Forward).collect();
    stages.push(Stage::Loss);
    stages.extend((0..layers).rev().map(Stage::Backward));
    stages.push(Stage::Update);
    stages
}

impl Motion {
    pub(super) fn new(network: &Network, trace: &Trace, after: &Parameters, step: &Step) -> Self {
        let means =
            |rows: &[Vec<f32>]| rows.iter().map(|row| mean(&wide(Some(row))) as f32).collect::<Vec<_>>();
        let mut layers = Vec::with_capacity(network.layers.len());
        for ((layer, traced), after) in network.layers.iter().zip(&trace.layers).zip(after) {
            let neurons = layer.neurons();
            layers.push(Moving {
                sums: means(&traced.sums[..neurons]),
                activations: means(&traced.activations),
                deltas: traced.deltas[..neurons].iter().map(|row| row.iter().sum()).collect(),
                weights: (0..neurons).map(|row| network.values()[layer.row(row)].to_vec()).collect(),
                slopes: traced.weight_slopes[..neurons].to_vec(),
                after: after.weights.iter().map(|row| row.iter().map(|&w| w as f32).collect()).collect(),
            });
        }
        Self {
            inputs: means(&trace.inputs),
            targets: means(&trace.targets),
            layers,
            loss: step.loss,
            learning_rate: step.learning_rate,
        }
    }
}
