//! A network of fully connected layers.
use crate::{Activation, Feature, Real};

/// One layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer<R> {
    /// Weights, `[neuron][input]`.
    pub weights: Vec<R>,
    /// Biases, `[neuron]`.
    pub biases: Vec<R>,
    /// The activation of its neurons.
    pub activation: Activation,
    inputs: usize,
}

impl<R> Layer<R> {
    /// How many inputs each neuron has.
    pub fn inputs(&self) -> usize {
        self.inputs
    }
    /// How many neurons there are.
    pub fn neurons(&self) -> usize {
        self.biases.len()
    }
}

/// A network.
#[derive(Clone, Debug, PartialEq)]
pub struct Network<R: Real = f32> {
    /// The features it sees.
    pub features: Vec<Feature>,
    /// The hidden layers and the output layer.
    pub layers: Vec<Layer<R>>,
}

/// Activations.
pub struct Buffer<R>(Vec<R>);

impl<R: Real> Network<R> {
    /// The (first) output at a point.
    pub fn output_at(&self, _x: f64, _y: f64) -> R {
        todo!()
    }
    /// Every neuron's activation at a point, layer by layer, the output layer last.
    pub fn neuron_values_at(&self, _x: f64, _y: f64) -> Vec<Vec<R>> {
        todo!()
    }
    /// The output over [−6, 6]², `[row][column]`, row 0 at y = +6, at pixel centres.
    pub fn output_map(&self, _resolution: usize, _out: &mut Vec<R>) {
        todo!()
    }
    /// One neuron over [−6, 6]².
    pub fn neuron_map(&self, _layer: usize, _index: usize, _resolution: usize, _out: &mut Vec<R>) {
        todo!()
    }
    /// Every neuron over [−6, 6]², `[neuron][row][column]`, layer by layer, the output layer last.
    pub fn neuron_maps(&self, _resolution: usize, _out: &mut Vec<R>) {
        todo!()
    }
}
