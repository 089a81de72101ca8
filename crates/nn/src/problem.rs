//! What the network is asked to do, and the output that follows from it.

use crate::{Activation, Choice, Loss};
use strum::VariantArray;

/// The two kinds of question TensorFlow Playground asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Problem {
    /// Which of two classes: labels are −1 and +1, the output layer is tanh.
    Classification,
    /// How much: labels are real numbers, the output layer is linear.
    Regression,
}

impl Problem {
    /// The activation of the output layer.
    pub fn output_activation(self) -> Activation {
        match self {
            Self::Classification => Activation::Tanh,
            Self::Regression => Activation::Linear,
        }
    }

    /// The loss that training descends and the page reports.
    pub fn loss(self) -> Loss {
        match self {
            Self::Classification | Self::Regression => Loss::Squared,
        }
    }

    /// How many neurons the output layer has.
    pub fn outputs(self) -> usize {
        match self {
            Self::Classification | Self::Regression => 1,
        }
    }

    /// How many points TensorFlow Playground draws, train and test together.
    pub fn samples(self) -> usize {
        match self {
            Self::Classification => 500,
            Self::Regression => 1200,
        }
    }
}

impl Choice for Problem {
    fn key(self) -> &'static str {
        match self {
            Self::Classification => "classification",
            Self::Regression => "regression",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Classification => "Classification",
            Self::Regression => "Regression",
        }
    }

    fn equation(self) -> &'static str {
        match self {
            Self::Classification => "o = tanh z",
            Self::Regression => "o = z",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        crate::choice::check_keys::<Problem>(&["classification", "regression"]);
    }
}
