//! One fully connected layer: forward, and backward right under it.
//!
//! Hidden: z = Wx + b, y = norm(z), a = f(y)·mask·branch, plus x if residual. Output: z = Wx + b, o = output(z).

use crate::batch_norm::{self, Normalized};
use crate::gemm::{multiply, multiply_transposed, sum_rows, weight_gradient};
use crate::minibatches::padded;
use crate::{Activation, Output, Real};
use std::ops::Range;

/// What a layer does with its sums.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Function {
    /// A hidden layer's activation, with the α it has where it does not learn one.
    Hidden(Activation, f64),
    /// The output layer's function.
    Output(Output),
}

/// A layer's shape, and where its numbers are among the network's parameters.
///
/// Weights are `[row][input]`, each row padded with zeros to a multiple of [`LANES`](crate::LANES). There is a row a
/// neuron, with maxout two: first all neurons' first pieces, then their second ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// What it does with its sums.
    pub function: Function,
    /// Whether it normalizes its sums over the minibatch.
    pub normalized: bool,
    /// Whether it adds its input to what it says.
    pub residual: bool,
    inputs: usize,
    neurons: usize,
    /// w, b, and where they are learned α, γ, β.
    pub(crate) weights: Range<usize>,
    pub(crate) biases: Range<usize>,
    pub(crate) alphas: Range<usize>,
    pub(crate) gammas: Range<usize>,
    pub(crate) betas: Range<usize>,
    /// Means, then variances, among the network's running averages.
    pub(crate) running: Range<usize>,
}

impl Layer {
    /// A layer whose parameters begin at `start` and whose running averages begin at `running`.
    pub(crate) fn new(
        (inputs, neurons): (usize, usize),
        function: Function,
        normalized: bool,
        residual: bool,
        (start, running): (usize, usize),
    ) -> Self {
        let learns_alpha = matches!(function, Function::Hidden(activation, _) if activation.learns_alpha());
        let rows = neurons * pieces(function);
        let mut end = start;
        let mut next = |count: usize| {
            let range = end..end + count;
            end += padded(count);
            range
        };
        Self {
            function,
            normalized,
            residual: residual && inputs == neurons,
            inputs,
            neurons,
            weights: next(rows * padded(inputs)),
            biases: next(rows),
            alphas: next(if learns_alpha { neurons } else { 0 }),
            gammas: next(if normalized { rows } else { 0 }),
            betas: next(if normalized { rows } else { 0 }),
            running: running..running + if normalized { 2 * rows } else { 0 },
        }
    }

    /// How many inputs each neuron has; there may be none.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// How many neurons there are.
    pub fn neurons(&self) -> usize {
        self.neurons
    }

    /// How many weighted sums there are: one a neuron, with maxout two.
    pub fn rows(&self) -> usize {
        self.biases.len()
    }

    /// Where the next layer's parameters begin.
    pub(crate) fn end(&self) -> usize {
        self.betas.start + padded(self.betas.len())
    }

    /// Where the weights of one weighted sum are among the network's [values](crate::Network::values).
    pub fn row(&self, row: usize) -> Range<usize> {
        self.weight(row, 0)..self.weight(row, 0) + self.inputs
    }

    /// Where the biases are among the network's values, `[row]`; where the layer normalizes they stay 0.
    pub fn biases(&self) -> Range<usize> {
        self.biases.clone()
    }

    /// Where a weight is among the parameters.
    pub(crate) fn weight(&self, row: usize, input: usize) -> usize {
        self.weights.start + row * padded(self.inputs) + input
    }

    /// z and a of a block, in training form if the signals have room for it, and in evaluation form otherwise.
    ///
    /// `values` are the network's parameters, `running` its running averages; `x` is `[input][lane]`, of whose lanes the
    /// first `count` are samples.
    pub(crate) fn forward<R: Real>(
        &self,
        [values, running]: [&[R]; 2],
        x: &[R],
        (lanes, count): (usize, usize),
        signals: &mut Signals<R>,
    ) {
        let (weights, biases) = (&values[self.weights.clone()], &values[self.biases.clone()]);
        let sums = &mut signals.sums[..self.rows() * lanes];
        multiply(weights, self.inputs, biases, x, lanes, sums);
        if self.normalized {
            let learned = [&values[self.gammas.clone()], &values[self.betas.clone()]];
            match &mut signals.normalized {
                Some(normalized) => normalized.train(sums, lanes, count, learned),
                None => batch_norm::evaluate(sums, lanes, learned, &running[self.running.clone()]),
            }
        }
        self.activate(values, lanes, signals);
        signals.mask_activations(self.neurons * lanes);
        if self.residual {
            let out = &mut signals.activations[..self.neurons * lanes];
            out.iter_mut().zip(x).for_each(|(a, &x)| *a += x);
        }
    }

    fn activate<R: Real>(&self, values: &[R], lanes: usize, signals: &mut Signals<R>) {
        let size = self.neurons * lanes;
        let Signals { sums, activations, unmasked, .. } = signals;
        let out = if unmasked.is_empty() { activations } else { unmasked };
        let (sums, out) = (&sums[..self.rows() * lanes], &mut out[..size]);
        match self.function {
            Function::Output(output) => output.apply(lanes, sums, out),
            Function::Hidden(Activation::Maxout, _) => {
                let (first, second) = sums.split_at(size);
                for (a, (&z1, &z2)) in out.iter_mut().zip(first.iter().zip(second)) {
                    *a = if z2 > z1 { z2 } else { z1 };
                }
            }
            Function::Hidden(activation, _) if activation.learns_alpha() => {
                let rows = sums.chunks_exact(lanes).zip(out.chunks_exact_mut(lanes));
                for ((sums, out), &alpha) in rows.zip(&values[self.alphas.clone()]) {
                    activation.apply(alpha, sums, out);
                }
            }
            Function::Hidden(activation, alpha) => activation.apply(R::from_f64(alpha), sums, out),
        }
    }

    /// dE/da in `deltas` (of an output layer dE/dz) becomes δ = dE/dz; then dE/dW = δxᵀ, dE/db = Σδ and the other
    /// parameters' slopes into `gradient`, and dE/dx = Wᵀδ into `input_deltas`, unless the inputs are the features.
    /// `x` is `[lane][input]`.
    pub(crate) fn backward<R: Real>(
        &self,
        values: &[R],
        (x, signals): (&[R], &Signals<R>),
        (lanes, count): (usize, usize),
        [deltas, passed]: [&mut [R]; 2],
        gradient: &mut [R],
        input_deltas: Option<&mut [R]>,
    ) {
        let size = self.neurons * lanes;
        if self.residual {
            passed[..size].copy_from_slice(&deltas[..size]);
        }
        let deltas = &mut deltas[..self.rows() * lanes];
        self.activate_back(values, lanes, signals, deltas, gradient);
        if let Some(normalized) = &signals.normalized {
            let (before, betas) = gradient.split_at_mut(self.betas.start);
            let slopes = [&mut before[self.gammas.clone()], &mut betas[..self.betas.len()]];
            normalized.backward(deltas, lanes, count, &values[self.gammas.clone()], slopes);
        }
        let (weights, rest) =
            gradient[self.weights.start..].split_at_mut(self.biases.start - self.weights.start);
        weight_gradient(deltas, x, self.inputs, (lanes, count), &mut weights[..self.weights.len()]);
        // β takes the bias's part where there is one.
        let biases = &mut rest[..self.rows()];
        if self.normalized {
            biases.fill(R::ZERO);
        } else {
            sum_rows(deltas, lanes, biases);
        }
        if let Some(input_deltas) = input_deltas {
            multiply_transposed(&values[self.weights.clone()], self.inputs, deltas, lanes, input_deltas);
            if self.residual {
                input_deltas.iter_mut().zip(&*passed).take(size).for_each(|(d, &passed)| *d += passed);
            }
        }
    }

    /// dE/da in `deltas` becomes dE/dy; where neurons learn α, its slopes go into `gradient`.
    fn activate_back<R: Real>(
        &self,
        values: &[R],
        lanes: usize,
        signals: &Signals<R>,
        deltas: &mut [R],
        gradient: &mut [R],
    ) {
        let Function::Hidden(activation, alpha) = self.function else { return };
        let size = self.neurons * lanes;
        signals.mask_deltas(&mut deltas[..size]);
        let (sums, activations) = (&signals.sums[..deltas.len()], &signals.activations[..size]);
        match activation {
            Activation::Maxout => {
                let (first, second) = deltas.split_at_mut(size);
                let (z1, z2) = sums.split_at(size);
                for ((d1, d2), (&z1, &z2)) in first.iter_mut().zip(second).zip(z1.iter().zip(z2)) {
                    (*d1, *d2) = if z2 > z1 { (R::ZERO, *d1) } else { (*d1, R::ZERO) };
                }
            }
            _ if activation.learns_alpha() => {
                let rows = sums.chunks_exact(lanes).zip(activations.chunks_exact(lanes));
                let learned = values[self.alphas.clone()].iter().zip(&mut gradient[self.alphas.clone()]);
                for (((sums, a), deltas), (&alpha, slope)) in
                    rows.zip(deltas.chunks_exact_mut(lanes)).zip(learned)
                {
                    let below = |z: R| if z > R::ZERO { R::ZERO } else { z };
                    *slope = deltas.iter().zip(sums).fold(R::ZERO, |sum, (&d, &z)| sum + d * below(z));
                    activation.apply_derivative(alpha, sums, a, deltas);
                }
            }
            _ => {
                // What the activation said before masks and the input came to it is not kept; those curves whose
                // slope is read from it alone have neither where that matters.
                let a = if signals.unmasked.is_empty() { activations } else { &signals.unmasked[..size] };
                activation.apply_derivative(R::from_f64(alpha), sums, a, deltas);
            }
        }
    }
}

/// Sums a neuron makes.
fn pieces(function: Function) -> usize {
    match function {
        Function::Hidden(activation, _) => activation.pieces(),
        Function::Output(_) => 1,
    }
}

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
    pub fn new(layer: &Layer, lanes: usize) -> Self {
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
    pub fn for_training(layer: &Layer, lanes: usize, dropout: bool) -> Self {
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
    pub fn for_tracing(layer: &Layer, lanes: usize, running: &[R]) -> Self {
        let statistics = &running[layer.running.clone()];
        let normalized = layer.normalized.then(|| Normalized::with(statistics, lanes));
        Self { normalized, ..Self::for_training(layer, lanes, false) }
    }

    /// a ← f(z)·mask·branch over `size` values.
    fn mask_activations(&mut self, size: usize) {
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
    fn mask_deltas(&self, deltas: &mut [R]) {
        if self.mask.len() >= deltas.len() {
            deltas.iter_mut().zip(&self.mask).for_each(|(delta, &mask)| *delta = *delta * mask);
        }
        if self.branch != R::ONE {
            deltas.iter_mut().for_each(|delta| *delta = *delta * self.branch);
        }
    }
}
