//! The settings of the model: what the network sees, its layers, and where its parameters start.

use crate::{Activation, Feature, Initializer, Preprocess};

/// What is built, before any training.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelConfig {
    /// The active features, in the order of [`Feature`](crate::Feature)'s `ALL`; there may be none.
    pub features: Vec<Feature>,
    /// What the features go through first.
    pub preprocess: Preprocess,
    /// Neurons of each hidden layer.
    pub network_shape: Vec<usize>,
    /// Activation of the hidden layers.
    pub activation: Activation,
    /// Activations of the hidden layers from the first on, where they are not all [`ModelConfig::activation`].
    pub layer_activations: Vec<Activation>,
    /// α of the activations that have one, if not each one's own default.
    pub alpha: Option<f64>,
    /// Whether hidden layers normalize their sums over the minibatch.
    pub batch_norm: bool,
    /// Whether a hidden layer as wide as its input adds that input to what it says.
    pub residual: bool,
    /// Where the weights start.
    pub initializer: Initializer,
    /// The standard deviation of normal initial weights, if not the default.
    pub init_scale: Option<f64>,
    /// Whether weights and biases start at 0.
    pub init_zero: bool,
    /// How many networks are drawn from the seed's stream before this one: “new weights” on the
    /// same points. 0 is TensorFlow Playground's network.
    pub weight_draw: u32,
}

impl Default for ModelConfig {
    /// TensorFlow Playground's defaults.
    fn default() -> Self {
        Self {
            features: vec![Feature::X, Feature::Y],
            preprocess: Preprocess::None,
            network_shape: vec![4, 2],
            activation: Activation::Tanh,
            layer_activations: Vec::new(),
            alpha: None,
            batch_norm: false,
            residual: false,
            initializer: Initializer::Uniform,
            init_scale: None,
            init_zero: false,
            weight_draw: 0,
        }
    }
}

impl ModelConfig {
    /// The activation of every hidden layer.
    pub fn activations(&self) -> impl Iterator<Item = Activation> {
        let own = self.layer_activations.iter().copied();
        own.chain(std::iter::repeat(self.activation)).take(self.network_shape.len())
    }

    /// α of an activation; 0 where it has none.
    pub fn alpha_of(&self, activation: Activation) -> f64 {
        activation.default_alpha().map_or(0.0, |default| self.alpha.unwrap_or(default))
    }

    /// The same model with every layer's activation named: two that are equal are the same network.
    pub fn as_built(&self) -> Self {
        Self { layer_activations: self.activations().collect(), ..self.clone() }
    }
}
