//! One fully connected layer: forward, and backward right under it.

use crate::kernel::{correlate, multiply, multiply_transposed, sum};
use crate::{Activation, Real};

/// A fully connected layer, a = f(Wx + b).
#[derive(Clone, Debug, PartialEq)]
pub struct Layer<R> {
    /// w, `[neuron][input]`.
    pub weights: Vec<R>,
    /// b, `[neuron]`.
    pub biases: Vec<R>,
    /// f.
    pub activation: Activation,
    inputs: usize,
}

impl<R: Real> Layer<R> {
    /// A layer of zeros.
    pub fn new(inputs: usize, neurons: usize, activation: Activation) -> Self {
        let weights = vec![R::ZERO; inputs * neurons];
        Self { weights, biases: vec![R::ZERO; neurons], activation, inputs }
    }

    /// How many inputs each neuron has; there may be none.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// How many neurons there are.
    pub fn neurons(&self) -> usize {
        self.biases.len()
    }

    /// z ← Wx + b, a ← f(z).
    ///
    /// `x` is `[input][lane]`, `signals` are `[neuron][lane]`; `lanes` is a multiple of
    /// [`LANES`](crate::LANES).
    pub(crate) fn forward(&self, x: &[R], lanes: usize, signals: &mut Signals<R>) {
        let size = self.neurons() * lanes;
        let (sums, activations) = (&mut signals.sums[..size], &mut signals.activations[..size]);
        multiply(&self.weights, &self.biases, x, lanes, sums);
        self.activation.apply(sums, activations);
    }

    /// dE/da in `gradient.deltas` becomes δ = dE/dz; then dE/dW = δxᵀ, dE/db = Σδ, and
    /// dE/dx = Wᵀδ into `input_deltas`, unless the inputs are the features.
    pub(crate) fn backward(
        &self,
        x: &[R],
        lanes: usize,
        signals: &Signals<R>,
        gradient: &mut Gradient<R>,
        input_deltas: Option<&mut [R]>,
    ) {
        let size = self.neurons() * lanes;
        let deltas = &mut gradient.deltas[..size];
        self.activation.apply_derivative(&signals.sums[..size], &signals.activations[..size], deltas);
        let x = &x[..self.inputs * lanes];
        correlate(deltas, x, lanes, &mut gradient.turned_inputs, &mut gradient.weights);
        for (bias, row) in gradient.biases.iter_mut().zip(deltas.chunks_exact(lanes)) {
            *bias = sum(row);
        }
        if let Some(input_deltas) = input_deltas {
            multiply_transposed(&self.weights, self.inputs, deltas, lanes, input_deltas);
        }
    }
}

/// What a layer says of a block of samples.
#[derive(Clone, Debug)]
pub(crate) struct Signals<R> {
    /// z, `[neuron][lane]`.
    pub sums: Vec<R>,
    /// a, `[neuron][lane]`.
    pub activations: Vec<R>,
}

/// How the loss of a block changes with a layer.
#[derive(Clone, Debug)]
pub(crate) struct Gradient<R> {
    /// dE/da, then δ = dE/dz, `[neuron][lane]`.
    pub deltas: Vec<R>,
    /// Scratch: the layer's inputs as `[lane][input]`, rows padded to a multiple of [`LANES`].
    pub turned_inputs: Vec<R>,
    /// dE/dw, `[neuron][input]`, rows padded to a multiple of [`LANES`].
    pub weights: Vec<R>,
    /// dE/db, `[neuron]`.
    pub biases: Vec<R>,
}
