//! A fully connected layer: forward, and backward right under it.
//!
//! Hidden: z = Wx + b, y = norm(z), a = f(y)·mask·branch, plus x if residual. Output: z = Wx + b, o = output(z).

use super::{Function, Shape, Signals};
use crate::batch_norm;
use crate::gemm::{multiply, multiply_transposed, sum_rows, weight_gradient};
use crate::{Activation, Real};
use std::ops::Deref;

/// A layer in which every neuron sees every input.
#[derive(Clone, Debug, PartialEq)]
pub struct Dense(Shape);

impl Deref for Dense {
    type Target = Shape;

    fn deref(&self) -> &Shape {
        &self.0
    }
}

impl Dense {
    pub(super) fn new(shape: Shape) -> Self {
        Self(shape)
    }

    pub(super) fn shape(&self) -> &Shape {
        &self.0
    }

    /// z and a of a block, in training form if the signals have room for it, and in evaluation form otherwise.
    ///
    /// `values` are the network's parameters, `running` its running averages; `x` is `[input][lane]`, of whose lanes the
    /// first `count` are samples.
    pub(super) fn forward<R: Real>(
        &self,
        [values, running]: [&[R]; 2],
        x: &[R],
        (lanes, count): (usize, usize),
        signals: &mut Signals<R>,
    ) {
        let (weights, biases) = (&values[self.weights.clone()], &values[self.biases.clone()]);
        let sums = &mut signals.sums[..self.rows() * lanes];
        multiply(weights, self.inputs(), biases, x, lanes, sums);
        if self.normalized {
            let learned = [&values[self.gammas.clone()], &values[self.betas.clone()]];
            match &mut signals.normalized {
                Some(normalized) => normalized.train(sums, lanes, count, learned),
                None => batch_norm::evaluate(sums, lanes, learned, &running[self.running.clone()]),
            }
        }
        self.activate(values, lanes, signals);
        signals.mask_activations(self.neurons() * lanes);
        if self.residual {
            let out = &mut signals.activations[..self.neurons() * lanes];
            out.iter_mut().zip(x).for_each(|(a, &x)| *a += x);
        }
    }

    fn activate<R: Real>(&self, values: &[R], lanes: usize, signals: &mut Signals<R>) {
        let size = self.neurons() * lanes;
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
    pub(super) fn backward<R: Real>(
        &self,
        values: &[R],
        (x, signals): (&[R], &Signals<R>),
        (lanes, count): (usize, usize),
        [deltas, passed]: [&mut [R]; 2],
        gradient: &mut [R],
        input_deltas: Option<&mut [R]>,
    ) {
        let size = self.neurons() * lanes;
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
        weight_gradient(deltas, x, self.inputs(), (lanes, count), &mut weights[..self.weights.len()]);
        // β takes the bias's part where there is one.
        let biases = &mut rest[..self.rows()];
        if self.normalized {
            biases.fill(R::ZERO);
        } else {
            sum_rows(deltas, lanes, biases);
        }
        if let Some(input_deltas) = input_deltas {
            multiply_transposed(&values[self.weights.clone()], self.inputs(), deltas, lanes, input_deltas);
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
        let size = self.neurons() * lanes;
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
