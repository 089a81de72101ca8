//! What a pass forward and back computes on the way: what explanations are made of.

use crate::Real;

/// A pass forward and back over some samples.
///
/// All slopes are of the mean loss E over these samples, without the penalty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace<R: Real = f32> {
    /// E.
    pub loss: f64,
    /// What the first layer takes of each sample, `[feature][sample]`.
    pub inputs: Vec<Vec<R>>,
    /// t, `[output][sample]`.
    pub targets: Vec<Vec<R>>,
    /// The hidden layers and, last, the output layer.
    pub layers: Vec<LayerTrace<R>>,
}

/// What one layer computed.
///
/// A row is a weighted sum: one a neuron; a maxout layer has the neurons' second ones after all their first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LayerTrace<R: Real = f32> {
    /// Wx + b before batch normalization, `[row][sample]`; empty where the layer does not normalize.
    pub unnormalized: Vec<Vec<R>>,
    /// z as the activation takes it, `[row][sample]`.
    pub sums: Vec<Vec<R>>,
    /// a as the next layer takes it, masks and residual included, `[neuron][sample]`.
    pub activations: Vec<Vec<R>>,
    /// dE/da, `[neuron][sample]`; empty for the output layer, whose loss gives dE/dz at once.
    pub upstream: Vec<Vec<R>>,
    /// δ = dE/d(Wx + b), `[row][sample]`.
    pub deltas: Vec<Vec<R>>,
    /// dE/dw = Σ δ·x, `[row][input]`.
    pub weight_slopes: Vec<Vec<R>>,
    /// dE/db = Σ δ, `[row]`; 0 where the layer normalizes.
    pub bias_slopes: Vec<R>,
    /// Dropout's 0 or 1/(1 − p), `[neuron][sample]`; empty without dropout.
    pub mask: Vec<Vec<R>>,
    /// DropConnect's 0 or 1/(1 − p), `[row][input]`; empty without it.
    pub weight_mask: Vec<Vec<R>>,
    /// 0 or 1/(1 − p) of the whole layer: stochastic depth; 1 without it.
    pub branch: R,
    /// The means and the variances that normalized the sums, `[row]` each; empty where the layer does not normalize.
    pub statistics: [Vec<R>; 2],
}
