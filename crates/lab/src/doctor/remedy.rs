//! What would help: a change of the settings, with which the run begins anew.

use nabla_nn::{Activation, Config, Initializer, Optimizer, Penalty, Preprocess, Rule};
use serde::{Deserialize, Serialize};

/// A change of the settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Remedy {
    /// This learning rate.
    LearningRate(f64),
    /// Tanh in every hidden layer, with weights drawn for it (Xavier).
    Tanh,
    /// Leaky ReLU in every hidden layer, which cannot die, with weights drawn for it (He).
    LeakyRelu,
    /// Initial weights whose size fits the layers and their activation: He for the rectifiers, Xavier for all others.
    FreshWeights,
    /// Standardized features.
    Standardize,
    /// These hidden layers.
    Shape(Vec<usize>),
    /// L2 with this λ.
    L2(f64),
    /// The penalty's λ.
    Lambda(f64),
    /// This share of the points trains, in percent.
    TrainingShare(f64),
    /// So many points.
    Samples(usize),
    /// Gradients no longer than this.
    ClipNorm(f64),
    /// Adam at this learning rate.
    Adam(f64),
}

impl Remedy {
    /// Its word in tables of strings.
    pub fn key(&self) -> &'static str {
        match self {
            Self::LearningRate(_) => "learning-rate",
            Self::Tanh => "tanh",
            Self::LeakyRelu => "leaky-relu",
            Self::FreshWeights => "fresh-weights",
            Self::Standardize => "standardize",
            Self::Shape(_) => "shape",
            Self::L2(_) => "l2",
            Self::Lambda(_) => "lambda",
            Self::TrainingShare(_) => "training-share",
            Self::Samples(_) => "samples",
            Self::ClipNorm(_) => "clip-norm",
            Self::Adam(_) => "adam",
        }
    }

    /// The settings after the change; validation follows.
    pub fn apply(&self, mut config: Config) -> Config {
        match self {
            Self::LearningRate(rate) => config.learning_rate = *rate,
            Self::Tanh | Self::LeakyRelu => {
                let tanh = *self == Self::Tanh;
                config.activation = if tanh { Activation::Tanh } else { Activation::LeakyRelu };
                config.layer_activations.clear();
                draw_fitting_weights(&mut config);
            }
            Self::FreshWeights => draw_fitting_weights(&mut config),
            Self::Standardize => config.preprocess = Preprocess::Standardize,
            Self::Shape(shape) => {
                config.network_shape.clone_from(shape);
                // The older rules have no hidden layers.
                config.rule = Rule::Gradient;
            }
            Self::L2(rate) => (config.penalty, config.regularization_rate) = (Penalty::L2, *rate),
            Self::Lambda(rate) => config.regularization_rate = *rate,
            Self::TrainingShare(percent) => config.perc_train_data = *percent,
            Self::Samples(samples) => config.samples = Some(*samples),
            Self::ClipNorm(norm) => config.numbers.set(nabla_nn::Hyperparameter::ClipNorm, Some(*norm)),
            Self::Adam(rate) => (config.optimizer, config.learning_rate) = (Optimizer::Adam, *rate),
        }
        config
    }

    /// More neurons: every layer at least eight of them; where they have that many, up to three layers; then sixteen.
    pub(super) fn more_neurons(config: &Config) -> Option<Self> {
        const WIDE: usize = 8;
        const WIDER: usize = 16;
        const DEEP: usize = 3;
        let mut shape = config.network_shape.clone();
        let narrowest = shape.iter().copied().min().unwrap_or(WIDE);
        let least = match narrowest {
            0..WIDE => WIDE,
            _ if shape.len() < DEEP => {
                shape.push(WIDE);
                WIDE
            }
            WIDE..WIDER => WIDER,
            _ => return None,
        };
        shape.iter_mut().for_each(|width| *width = (*width).max(least));
        Some(Self::Shape(shape))
    }
}

fn draw_fitting_weights(config: &mut Config) {
    let is_rectifier = matches!(
        config.activation,
        Activation::Relu
            | Activation::LeakyRelu
            | Activation::Prelu
            | Activation::Elu
            | Activation::Softplus
            | Activation::Swish
            | Activation::Gelu
            | Activation::Mish
            | Activation::Maxout
    );
    config.init_zero = false;
    config.initializer = if is_rectifier { Initializer::HeNormal } else { Initializer::XavierNormal };
}
