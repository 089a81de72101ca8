//! Which parameter: one name for a weight or a bias, from the page to the engine.

use crate::{Network, Real};
use serde::{Deserialize, Serialize};

/// A weight or a bias. Layers, neurons and inputs are counted from 0; the output layer is the last.
///
/// A maxout layer's second pieces count on after its neurons. Where a layer normalizes its sums, β takes the bias's part,
/// and the bias is no parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ParameterId {
    /// The weight of a connection.
    Weight {
        /// The layer it leads into.
        layer: usize,
        /// The neuron it leads into.
        neuron: usize,
        /// Which of that neuron's inputs it is: an active feature, or a neuron of the layer before.
        input: usize,
    },
    /// A neuron's bias.
    Bias {
        /// The neuron's layer.
        layer: usize,
        /// The neuron.
        neuron: usize,
    },
}

impl ParameterId {
    /// A weight, or without an input the bias.
    pub fn new(layer: usize, neuron: usize, input: Option<usize>) -> Self {
        match input {
            Some(input) => Self::Weight { layer, neuron, input },
            None => Self::Bias { layer, neuron },
        }
    }

    /// The layer.
    pub fn layer(self) -> usize {
        let (Self::Weight { layer, .. } | Self::Bias { layer, .. }) = self;
        layer
    }

    /// The neuron.
    pub fn neuron(self) -> usize {
        let (Self::Weight { neuron, .. } | Self::Bias { neuron, .. }) = self;
        neuron
    }

    /// The input, of a weight.
    pub fn input(self) -> Option<usize> {
        match self {
            Self::Weight { input, .. } => Some(input),
            Self::Bias { .. } => None,
        }
    }
}

impl<R: Real> Network<R> {
    /// Where a parameter is among the [values](Network::values); none if the network has no such one.
    ///
    /// ```
    /// use nabla_nn::{Network, ParameterId, SeedRandom, ValidConfig};
    ///
    /// let network: Network = Network::new(&ValidConfig::default(), &mut SeedRandom::new("0.5"));
    /// let bias = network.place(ParameterId::new(0, 0, None)).unwrap();
    /// assert_eq!(network.values()[bias], 0.1);
    /// assert_eq!(network.place(ParameterId::new(0, 0, Some(2))), None);
    /// ```
    pub fn place(&self, id: ParameterId) -> Option<usize> {
        let layer = self.layers.get(id.layer()).filter(|layer| id.neuron() < layer.rows())?;
        match id.input() {
            Some(input) => (input < layer.inputs()).then(|| layer.weight(id.neuron(), input)),
            None => (!layer.normalized).then(|| layer.biases.start + id.neuron()),
        }
    }
}
