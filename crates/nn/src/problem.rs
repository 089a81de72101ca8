//! What the network is asked to do.

use crate::Choice;
use strum::VariantArray;

/// The kinds of question: TensorFlow Playground's two, and several classes.
///
/// ```
/// use nabla_nn::{Config, Problem, Trainer};
///
/// let mut config = Config::default();
/// (config.data.problem, config.data.classes) = (Problem::Multiclass, 4);
/// let trainer = Trainer::new(&config.validate().0);
/// assert_eq!(trainer.network().outputs(), 4);
/// assert!(trainer.points().train.iter().all(|point| (0.0..=3.0).contains(&point.label)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Problem {
    /// Which of two classes: labels are −1 and +1, there is one output.
    Classification,
    /// How much: labels are real numbers, there is one output, linear.
    Regression,
    /// Which of two to six classes: labels are 0 … k − 1, there is an output for each.
    Multiclass,
}

impl Problem {
    /// How many points are drawn, train and test together.
    pub fn samples(self) -> usize {
        match self {
            Self::Classification | Self::Multiclass => 500,
            Self::Regression => 1200,
        }
    }
}

impl Choice for Problem {
    fn key(self) -> &'static str {
        match self {
            Self::Classification => "classification",
            Self::Regression => "regression",
            Self::Multiclass => "multiclass",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Classification => "Classification",
            Self::Regression => "Regression",
            Self::Multiclass => "Multiclass",
        }
    }

    fn equation(self) -> &'static str {
        match self {
            Self::Classification => "t = ±1",
            Self::Regression => "t ∈ ℝ",
            Self::Multiclass => "t ∈ {1 … k}",
        }
    }

    fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Classification => &["binary", "binary classification", "classify"],
            Self::Multiclass => &["multi-class classification", "softmax"],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        crate::choice::check_keys::<Problem>(&["classification", "regression", "multiclass"]);
    }
}
