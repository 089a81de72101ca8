//! What all layers have in common: inputs, neurons, and where a layer's numbers are among the network's parameters.

use crate::lanes::padded;
use crate::{Activation, Output};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What a layer does with its sums.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shape {
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

impl Shape {
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
}

/// Sums a neuron makes.
fn pieces(function: Function) -> usize {
    match function {
        Function::Hidden(activation, _) => activation.pieces(),
        Function::Output(_) => 1,
    }
}
