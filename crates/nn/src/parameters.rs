//! Weights and biases in the plain form that files, frames and reports share.

use crate::FileError;
use serde::{Deserialize, Serialize};

/// The parameters of one layer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LayerParameters {
    /// One row per neuron, in the order of the layer's inputs.
    pub weights: Vec<Vec<f64>>,
    /// One per neuron.
    pub biases: Vec<f64>,
}

impl LayerParameters {
    /// Whether this is a layer of `neurons` fed by `inputs`, every value finite in f32 as well.
    pub(crate) fn check(&self, layer: usize, inputs: usize, neurons: usize) -> Result<(), FileError> {
        let fits = self.biases.len() == neurons
            && self.weights.len() == neurons
            && self.weights.iter().all(|row| row.len() == inputs);
        if !fits {
            return Err(FileError::WrongShape { layer });
        }
        if self.weights.iter().flatten().chain(&self.biases).all(|&value| is_usable(value)) {
            Ok(())
        } else {
            Err(FileError::BadParameter { layer })
        }
    }
}

/// Whether a weight or bias may have this value: finite, in f32 too.
pub(crate) fn is_usable(value: f64) -> bool {
    (value as f32).is_finite()
}

/// The parameters of a network, layer by layer, the output layer last.
pub type Parameters = Vec<LayerParameters>;
