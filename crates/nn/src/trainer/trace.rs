//! One pass forward and back, with everything it computed on the way: what explanations are made of.

use super::{Train, Trainer};
use crate::layer::{Layer, Signals};
use crate::minibatches::{Minibatch, Minibatches, Samples};
use crate::{Buffer, Point, Real};

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

impl<R: Train> Trainer<R> {
    /// The network that trains on points of one's choice, as it is evaluated: nothing dropped, running statistics.
    pub fn trace(&self, points: &[Point]) -> Trace<R> {
        R::trace(self, Some(points))
    }

    /// What the next step is going to see: its minibatch in training form, with the masks it will draw. With L-BFGS the
    /// minibatch is the whole set.
    pub fn trace_step(&self) -> Trace<R> {
        R::trace(self, None)
    }

    pub(crate) fn take_trace(&self, points: &[Point]) -> Trace<R> {
        if points.is_empty() {
            return Trace::default();
        }
        let network = &self.network;
        let samples = Samples::new(points, &self.config, network.transform.as_ref());
        let blocks = Minibatches::new(&samples, points.len());
        let block = blocks.block(0);
        let signals = |layer: &Layer| Signals::for_tracing(layer, block.lanes, &network.running);
        let mut buffer = Buffer { layers: network.layers.iter().map(signals).collect() };
        self.trace_block(&network.values, &block, &mut buffer)
    }

    pub(crate) fn take_trace_of_step(&self) -> Trace<R> {
        if self.batches.len() == 0 {
            return Trace::default();
        }
        let block = self.batches.block(self.batch);
        let (mut masks, mut buffer) = (self.updates.masks.clone(), self.buffer.clone());
        let Some(masks) = &mut masks else {
            return self.trace_block(&self.network.values, &block, &mut buffer);
        };
        masks.draw(self.steps, &self.network.layers, &self.network.values, block.lanes, &mut buffer);
        let masked = !masks.values.is_empty();
        let values = if masked { &masks.values } else { &self.network.values };
        let mut trace = self.trace_block(values, &block, &mut buffer);
        if masked {
            for (layer, traced) in self.network.layers.iter().zip(&mut trace.layers) {
                traced.weight_mask =
                    (0..layer.rows()).map(|row| masks.mask(layer.row(row)).to_vec()).collect();
                let slopes = traced.weight_slopes.iter_mut().flatten();
                slopes
                    .zip(traced.weight_mask.iter().flatten())
                    .for_each(|(slope, &mask)| *slope = *slope * mask);
            }
        }
        trace
    }

    fn trace_block(&self, values: &[R], block: &Minibatch<'_, R>, buffer: &mut Buffer<R>) -> Trace<R> {
        let network = &self.network;
        let mut gradients = network.gradients(block.lanes);
        network.forward_training(values, block, buffer);
        network.backward(values, block, self.config.training.loss, buffer, &mut gradients);
        let rows = |values: &[R], rows: usize| -> Vec<Vec<R>> {
            values.chunks(block.lanes).take(rows).map(|row| row[..block.count].to_vec()).collect()
        };
        let mut layers: Vec<LayerTrace<R>> = Vec::with_capacity(network.layers.len());
        for ((layer, signals), deltas) in network.layers.iter().zip(&buffer.layers).zip(&gradients.deltas) {
            let (mean, variance) = match &signals.normalized {
                Some(normalized) => normalized.statistics().split_at(layer.rows()),
                None => (&[][..], &[][..]),
            };
            let before = signals.normalized.iter().flat_map(|normalized| {
                (0..layer.rows()).map(|row| normalized.before(row, block.lanes).take(block.count).collect())
            });
            layers.push(LayerTrace {
                unnormalized: before.collect(),
                sums: rows(&signals.sums, layer.rows()),
                activations: rows(&signals.activations, layer.neurons()),
                upstream: Vec::new(),
                deltas: rows(deltas, layer.rows()),
                weight_slopes: (0..layer.rows())
                    .map(|row| gradients.values[layer.row(row)].to_vec())
                    .collect(),
                bias_slopes: gradients.values[layer.biases()].to_vec(),
                mask: rows(&signals.mask, if signals.mask.is_empty() { 0 } else { layer.neurons() }),
                weight_mask: Vec::new(),
                branch: signals.branch,
                statistics: [mean.to_vec(), variance.to_vec()],
            });
        }
        for index in (1..layers.len()).rev() {
            layers[index - 1].upstream = upstream(values, &network.layers[index], &layers[index]);
        }
        Trace {
            loss: buffer.mean_loss(network, block, self.config.training.loss),
            inputs: rows(block.inputs, network.features.len()),
            targets: rows(block.targets, network.outputs()),
            layers,
        }
    }
}

/// dE/dx = Wᵀδ of a layer's inputs, and what its residual hands back beside it: `[input][sample]`.
fn upstream<R: Real>(values: &[R], layer: &Layer, traced: &LayerTrace<R>) -> Vec<Vec<R>> {
    let samples = traced.deltas.first().map_or(0, Vec::len);
    let mut slopes = match layer.residual {
        true => traced.upstream.clone(),
        false => vec![vec![R::ZERO; samples]; layer.inputs()],
    };
    for (row, deltas) in traced.deltas.iter().enumerate() {
        for (slopes, &weight) in slopes.iter_mut().zip(&values[layer.row(row)]) {
            slopes.iter_mut().zip(deltas).for_each(|(slope, &delta)| *slope += weight * delta);
        }
    }
    slopes
}
