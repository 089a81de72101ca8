//! One pass forward and back that keeps everything it computes.

use super::{LayerTrace, Trace, Train, Trainer, in_order};
use crate::data::Data;
use crate::layer::{Layer, Signals};
use crate::minibatches::{Minibatch, Minibatches};
use crate::samples::Samples;
use crate::{Buffer, Point, Real, Remainder};
use std::sync::Arc;

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
        let data = Arc::new(Data::of_points(points, self.config.data.problem, self.config.data.classes));
        let indices = (0..points.len() as u32).collect();
        let samples = Samples::new(&data, indices, &self.config, network.transform.as_ref());
        let mut batches = Minibatches::new(&samples, points.len(), Remainder::Own);
        let block = batches.gathered(&samples, None, 0);
        let signals = |layer: &Layer| Signals::for_tracing(layer, block.lanes, &network.running);
        let mut buffer = Buffer { layers: network.layers.iter().map(signals).collect() };
        self.trace_block(&network.values, &block, &mut buffer)
    }

    pub(crate) fn take_trace_of_step(&self) -> Trace<R> {
        if self.batches.len() == 0 {
            return Trace::default();
        }
        // Of one's own: what is gathered for training stays.
        let mut batches = self.batches.clone();
        let block = batches.gathered(&self.train.samples, in_order(&self.order), self.batch);
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
            inputs: rows(block.inputs, network.layers[0].inputs()),
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
