//! How the learning rate changes as training goes on.

use crate::{Choice, Hyperparameter};
use strum::VariantArray;

/// The learning rate over time: η times a factor of u, the time since the warm-up in spans of `decayEpochs`.
///
/// Time is counted in minibatches, as Keras counts it.
///
/// ```
/// use nabla_nn::{Config, Hyperparameter, Schedule};
///
/// let mut config = Config::default();
/// (config.training.learning_rate, config.training.schedule) = (0.1, Schedule::Exponential);
/// config.set_number(Hyperparameter::DecayEpochs, Some(10.0));
/// let rate = config.schedule();
/// assert_eq!([0.0, 10.0, 20.0].map(|epochs| rate.at(epochs)), [0.1, 0.05, 0.025]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Schedule {
    /// η, always.
    Constant,
    /// η·rᵘ with u rounded down: a step every span (Keras `ExponentialDecay`, `staircase`).
    Step,
    /// η·rᵘ (Keras `ExponentialDecay`).
    Exponential,
    /// η·½(1 + cos πu), and 0 after one span (Loshchilov & Hutter 2017; Keras `CosineDecay`).
    Cosine,
}

impl Schedule {
    /// The numbers this schedule uses beside the learning rate.
    pub fn hyperparameters(self) -> &'static [Hyperparameter] {
        use Hyperparameter::{DecayEpochs, DecayRate};
        match self {
            Self::Constant => &[],
            Self::Step | Self::Exponential => &[DecayRate, DecayEpochs],
            Self::Cosine => &[DecayEpochs],
        }
    }
}

/// A schedule with its numbers; epochs may be fractions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LearningRate {
    /// The shape.
    pub schedule: Schedule,
    /// η.
    pub base: f64,
    /// r, the factor of a span.
    pub decay_rate: f64,
    /// The span, in epochs.
    pub decay_epochs: f64,
    /// Epochs of linear rise from 0 before the schedule begins.
    pub warmup: f64,
}

impl LearningRate {
    /// The rate of the step that begins after `epochs` of training.
    ///
    /// ```
    /// use nabla_nn::{LearningRate, Schedule};
    ///
    /// let rate = LearningRate {
    ///     schedule: Schedule::Step, base: 0.1, decay_rate: 0.5, decay_epochs: 10.0, warmup: 2.0,
    /// };
    /// assert_eq!([0.0, 1.0, 2.0, 11.9, 12.0].map(|epochs| rate.at(epochs)), [0.0, 0.05, 0.1, 0.1, 0.05]);
    /// ```
    #[inline]
    pub fn at(&self, epochs: f64) -> f64 {
        // Divisions and a function's call are felt in a network's small steps.
        if self.schedule == Schedule::Constant && self.warmup == 0.0 {
            return self.base;
        }
        if epochs < self.warmup {
            return self.base * epochs / self.warmup;
        }
        let spans = (epochs - self.warmup) / self.decay_epochs;
        let factor = match self.schedule {
            Schedule::Constant => 1.0,
            Schedule::Step => libm::pow(self.decay_rate, spans.floor()),
            Schedule::Exponential => libm::pow(self.decay_rate, spans),
            Schedule::Cosine => 0.5 * (1.0 + libm::cos(std::f64::consts::PI * spans.min(1.0))),
        };
        self.base * factor
    }
}

impl Choice for Schedule {
    fn key(self) -> &'static str {
        match self {
            Self::Constant => "constant",
            Self::Step => "step",
            Self::Exponential => "exponential",
            Self::Cosine => "cosine",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Constant => "Constant",
            Self::Step => "Step",
            Self::Exponential => "Exponential",
            Self::Cosine => "Cosine",
        }
    }

    fn equation(self) -> &'static str {
        match self {
            Self::Constant => "η(t) = η",
            Self::Step => "η(t) = η·r^⌊t/T⌋",
            Self::Exponential => "η(t) = η·r^(t/T)",
            Self::Cosine => "η(t) = η·½(1 + cos(π·t/T))",
        }
    }

    fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Constant => &["none"],
            Self::Exponential => &["exp"],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        crate::choice::check_keys::<Schedule>(&["constant", "step", "exponential", "cosine"]);
    }

    #[test]
    fn cosine_ends_at_zero() {
        let rate = LearningRate {
            schedule: Schedule::Cosine,
            base: 0.2,
            decay_rate: 0.5,
            decay_epochs: 8.0,
            warmup: 0.0,
        };
        assert!((rate.at(4.0) - 0.1).abs() < 1e-15);
        assert_eq!([rate.at(8.0), rate.at(80.0)], [0.0; 2]);
    }
}
