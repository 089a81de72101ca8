//! The learning rules of history, beside the gradient.

use crate::Choice;
use strum::VariantArray;

/// How a weight learns from an error. The two older rules are for one layer: the network has no hidden ones then.
///
/// ```
/// use nabla_nn::{Config, Dataset, LearningRule, Trainer};
///
/// // Two clouds that a line can separate: the perceptron ends without a mistake.
/// let mut config = Config::default();
/// (config.data.dataset, config.training.rule) = (Dataset::Gauss, LearningRule::Perceptron);
/// config.model.network_shape.clear();
/// let (config, notices) = config.validate();
/// assert!(notices.is_empty());
/// let mut trainer = Trainer::new(&config);
/// (0..10).for_each(|_| trainer.finish_epoch());
/// assert_eq!(trainer.measure().train_score, 1.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum LearningRule {
    /// Down the gradient of the loss, through any number of layers.
    Gradient,
    /// w ← w + η(t − ŷ)x with the *predicted label* ŷ = sign z: a step of fixed size for every point on the wrong side
    /// and none for the others; it ends on separable classes and never on others (Rosenblatt 1958).
    Perceptron,
    /// w ← w + η(t − z)x with the *linear output* z: gradient descent on the squared error, also when the label is already
    /// right (Widrow & Hoff 1960).
    Adaline,
}

impl Choice for LearningRule {
    fn key(self) -> &'static str {
        match self {
            Self::Gradient => "gradient",
            Self::Perceptron => "perceptron",
            Self::Adaline => "adaline",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Gradient => "Backpropagation",
            Self::Perceptron => "Perceptron",
            Self::Adaline => "Adaline",
        }
    }

    fn equation(self) -> &'static str {
        match self {
            Self::Gradient => "w ← w − η·∂E/∂w",
            Self::Perceptron => "w ← w + η(t − ŷ)x, ŷ = sign z",
            Self::Adaline => "w ← w + η(t − z)x",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        crate::choice::check_keys::<LearningRule>(&["gradient", "perceptron", "adaline"]);
    }
}
