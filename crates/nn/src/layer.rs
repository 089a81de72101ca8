//! The layers a network is made of: one closed family, each variant a file with its forward and backward.

mod dense;
mod shape;
mod signals;

pub use self::shape::{Function, Shape};
pub(crate) use self::signals::Signals;

use self::dense::Dense;
use crate::Real;
use std::ops::Deref;

/// A layer: what it computes, and through [`Deref`] its shape and where its numbers are.
#[derive(Clone, Debug, PartialEq)]
pub enum Layer {
    /// Fully connected: every neuron sees every input.
    Dense(Dense),
}

impl Deref for Layer {
    type Target = Shape;

    fn deref(&self) -> &Shape {
        match self {
            Self::Dense(dense) => dense.shape(),
        }
    }
}

impl Layer {
    /// A fully connected layer of a shape.
    pub(crate) fn dense(shape: Shape) -> Self {
        Self::Dense(Dense::new(shape))
    }

    /// z and a of a minibatch, in training form if the signals have room for it, and in evaluation form otherwise.
    ///
    /// `values` are the network's parameters, `running` its running averages; `x` is `[input][lane]`, of whose lanes the
    /// first `count` are samples.
    #[inline(always)]
    pub(crate) fn forward<R: Real>(
        &self,
        parameters: [&[R]; 2],
        x: &[R],
        lanes_and_count: (usize, usize),
        signals: &mut Signals<R>,
    ) {
        match self {
            Self::Dense(dense) => dense.forward(parameters, x, lanes_and_count, signals),
        }
    }

    /// dE/da in `deltas` (of an output layer dE/dz) becomes δ = dE/dz; the parameters' slopes go into `gradient`, and dE/dx
    /// into `input_deltas`, unless the inputs are the samples themselves. `x` is `[lane][input]`.
    #[inline(always)]
    pub(crate) fn backward<R: Real>(
        &self,
        values: &[R],
        x_and_signals: (&[R], &Signals<R>),
        lanes_and_count: (usize, usize),
        deltas_and_passed: [&mut [R]; 2],
        gradient: &mut [R],
        input_deltas: Option<&mut [R]>,
    ) {
        match self {
            Self::Dense(dense) => dense.backward(
                values,
                x_and_signals,
                lanes_and_count,
                deltas_and_passed,
                gradient,
                input_deltas,
            ),
        }
    }
}
