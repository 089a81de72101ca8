//! What a layer computes of a minibatch.

use super::{Function, Shape};
use crate::Real;
use crate::batch_norm::Normalized;

/// What a layer says of a block of samples.
#[derive(Clone, Debug)]
pub(crate) struct Signals<R> {
    /// z, normalized where the layer normalizes, `[row][lane]`.
    pub sums: Vec<R>,
    /// a, `[neuron][lane]`.
    pub activations: Vec<R>,
    /// The way back through the normalization; none outside training.
    pub normalized: Option<Normalized<R>>,
    /// f(z) before mask, branch and input, `[neuron][lane]`; empty where there are none.
    pub unmasked: Vec<R>,
    /// 0 or 1/(1 − p) for every activation, `[neuron][lane]`; empty without dropout.
    pub mask: Vec<R>,
    /// 0 or 1/(1 − p) for the whole layer: stochastic depth.
    pub branch: R,
}

impl<R: Real> Signals<R> {
    /// Room for a layer and blocks of up to `lanes` samples, in evaluation form.
    pub fn new(layer: &Shape, lanes: usize) -> Self {
        Self {
            sums: vec![R::ZERO; layer.rows() * lanes],
            activations: vec![R::ZERO; layer.neurons() * lanes],
            normalized: None,
            unmasked: Vec::new(),
            mask: Vec::new(),
            branch: R::ONE,
        }
    }

    /// The same with room for training.
    pub fn for_training(layer: &Shape, lanes: usize, dropout: bool) -> Self {
        let hidden = matches!(layer.function, Function::Hidden(..));
        let masked = if hidden && dropout { layer.neurons() * lanes } else { 0 };
        let unmasked = if masked > 0 || layer.residual { layer.neurons() * lanes } else { 0 };
        Self {
            normalized: layer.normalized.then(|| Normalized::new(layer.rows(), lanes)),
            unmasked: vec![R::ZERO; unmasked],
            mask: vec![R::ONE; masked],
            ..Self::new(layer, lanes)
        }
    }

    /// The same for training, its normalization by statistics that are given.
    pub fn for_tracing(layer: &Shape, lanes: usize, running: &[R]) -> Self {
        let statistics = &running[layer.running.clone()];
        let normalized = layer.normalized.then(|| Normalized::with(statistics, lanes));
        Self { normalized, ..Self::for_training(layer, lanes, false) }
    }

    /// a ← f(z)·mask·branch over `size` values.
    pub fn mask_activations(&mut self, size: usize) {
        let out = &mut self.activations[..size];
        match (self.unmasked.get(..size), self.mask.get(..size)) {
            (Some(before), Some(mask)) => {
                let pairs = before.iter().zip(mask);
                out.iter_mut().zip(pairs).for_each(|(a, (&before, &mask))| *a = before * mask);
            }
            (Some(before), None) => out.copy_from_slice(before),
            (None, Some(mask)) => out.iter_mut().zip(mask).for_each(|(a, &mask)| *a = *a * mask),
            (None, None) => {}
        }
        if self.branch != R::ONE {
            out.iter_mut().for_each(|a| *a = *a * self.branch);
        }
    }

    /// The same on the way back.
    pub fn mask_deltas(&self, deltas: &mut [R]) {
        if self.mask.len() >= deltas.len() {
            deltas.iter_mut().zip(&self.mask).for_each(|(delta, &mask)| *delta = *delta * mask);
        }
        if self.branch != R::ONE {
            deltas.iter_mut().for_each(|delta| *delta = *delta * self.branch);
        }
    }
}
