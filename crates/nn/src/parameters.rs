//! What a network has learned, in the plain form that files, frames and reports share.

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

/// The parameters of one layer.
///
/// As text, lists that are empty are left out; in a file they may be, and then have their first values.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct LayerParameters {
    /// One row per neuron, in the order of the layer's inputs.
    pub weights: Vec<Vec<f64>>,
    /// One per neuron; with batch normalization 0, as β takes their part.
    pub biases: Vec<f64>,
    /// PReLU's learned α, one per neuron.
    pub alphas: Vec<f64>,
    /// Batch normalization's γ, one per weighted sum.
    pub gammas: Vec<f64>,
    /// Batch normalization's β.
    pub betas: Vec<f64>,
    /// Batch normalization's running means.
    pub means: Vec<f64>,
    /// Batch normalization's running variances.
    pub variances: Vec<f64>,
    /// Maxout's second weights, one row per neuron.
    pub weights2: Vec<Vec<f64>>,
    /// Maxout's second biases.
    pub biases2: Vec<f64>,
}

impl LayerParameters {
    /// A layer of weights and biases alone.
    pub fn new(weights: Vec<Vec<f64>>, biases: Vec<f64>) -> Self {
        Self { weights, biases, ..Self::default() }
    }

    /// Every number.
    pub fn values(&self) -> impl Iterator<Item = f64> {
        let rows = self.weights.iter().chain(&self.weights2);
        let lists = [
            &self.biases,
            &self.alphas,
            &self.gammas,
            &self.betas,
            &self.means,
            &self.variances,
            &self.biases2,
        ];
        rows.chain(lists).flatten().copied()
    }
}

impl Serialize for LayerParameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let all = !serializer.is_human_readable();
        let mut layer = serializer.serialize_struct("LayerParameters", 9)?;
        layer.serialize_field("weights", &self.weights)?;
        layer.serialize_field("biases", &self.biases)?;
        let lists = [
            ("alphas", &self.alphas),
            ("gammas", &self.gammas),
            ("betas", &self.betas),
            ("means", &self.means),
            ("variances", &self.variances),
        ];
        for (name, list) in lists {
            if all || !list.is_empty() {
                layer.serialize_field(name, list)?;
            }
        }
        if all || !self.weights2.is_empty() {
            layer.serialize_field("weights2", &self.weights2)?;
            layer.serialize_field("biases2", &self.biases2)?;
        }
        layer.end()
    }
}

/// Whether a parameter may have this value: finite, in f32 too.
pub(crate) fn is_usable(value: f64) -> bool {
    (value as f32).is_finite()
}

/// The parameters of a network, layer by layer, the output layer last.
pub type Parameters = Vec<LayerParameters>;
