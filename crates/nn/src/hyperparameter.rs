//! The numbers of the methods: one list for links, fields, help, documents and tests.

use crate::Choice;
use std::ops::RangeInclusive;
use strum::VariantArray;

/// A number that refines a method; TensorFlow Playground has none of these, so each has a default that leaves its
/// behaviour as it is.
///
/// ```
/// use nabla_nn::{Choice, Config, Hyperparameter, Optimizer};
///
/// let mut config = Config::default();
/// config.training.optimizer = Optimizer::Adadelta;
/// assert_eq!(config.number(Hyperparameter::Rho), 0.95);
/// assert_eq!(Hyperparameter::Rho.key(), "rho");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Hyperparameter {
    /// α of leaky ReLU, ELU and PReLU; its default is the activation's.
    Alpha,
    /// μ of momentum and Nesterov, 0.9 (Sutskever et al. 2013).
    Momentum,
    /// β₁ of the Adam family, 0.9 (Kingma & Ba 2015).
    Beta1,
    /// β₂ of the Adam family, 0.999 (Kingma & Ba 2015).
    Beta2,
    /// ρ of RMSProp, 0.9 (Hinton's lecture 6e), and Adadelta, 0.95 (Zeiler 2012).
    Rho,
    /// ε, which keeps a division finite, 10⁻⁷ (Keras 3).
    Epsilon,
    /// The share of a weight that AdamW takes off, times the learning rate, 0.004 (Keras 3).
    WeightDecay,
    /// What the learning rate is multiplied by for every span of the step and exponential schedules.
    DecayRate,
    /// The span of a schedule, in epochs.
    DecayEpochs,
    /// Epochs over which the learning rate first rises from 0.
    Warmup,
    /// The largest norm a gradient may have, over all parameters; 0 lets every gradient pass.
    ClipNorm,
    /// The standard deviation of normal initial weights.
    InitScale,
    /// The probability of dropping a hidden activation.
    Dropout,
    /// The probability of dropping a hidden layer's weight.
    DropConnect,
    /// The probability of dropping a residual layer.
    StochasticDepth,
    /// The decay of the running average of the weights; 0 for none.
    Averaging,
    /// Epochs without a better test loss after which training stops; 0 never stops it.
    EarlyStopping,
}

impl Hyperparameter {
    /// The values it may have.
    pub fn range(self) -> RangeInclusive<f64> {
        match self {
            Self::Alpha => 0.0..=10.0,
            Self::Momentum | Self::Beta1 | Self::Beta2 | Self::Rho => 0.0..=0.99999,
            Self::Averaging => 0.0..=0.99999,
            Self::Epsilon => 1e-12..=1.0,
            Self::WeightDecay => 0.0..=10.0,
            Self::DecayRate => 0.001..=1.0,
            Self::DecayEpochs => 1.0..=100_000.0,
            Self::Warmup | Self::EarlyStopping => 0.0..=100_000.0,
            Self::ClipNorm => 0.0..=1000.0,
            Self::InitScale => 0.0..=10.0,
            Self::Dropout | Self::DropConnect | Self::StochasticDepth => 0.0..=0.9,
        }
    }

    /// Its value where the methods chosen have none of their own ([`Config::default_number`](crate::Config::default_number)).
    pub(crate) fn default_value(self) -> f64 {
        match self {
            Self::Momentum | Self::Beta1 | Self::Rho => 0.9,
            Self::Beta2 => 0.999,
            Self::Epsilon => 1e-7,
            Self::WeightDecay => 0.004,
            Self::DecayRate => 0.5,
            Self::DecayEpochs => 200.0,
            Self::InitScale => 0.01,
            Self::Alpha
            | Self::Warmup
            | Self::ClipNorm
            | Self::Dropout
            | Self::DropConnect
            | Self::StochasticDepth
            | Self::Averaging
            | Self::EarlyStopping => 0.0,
        }
    }
}

impl Choice for Hyperparameter {
    fn key(self) -> &'static str {
        match self {
            Self::Alpha => "alpha",
            Self::Momentum => "momentum",
            Self::Beta1 => "beta1",
            Self::Beta2 => "beta2",
            Self::Rho => "rho",
            Self::Epsilon => "epsilon",
            Self::WeightDecay => "weightDecay",
            Self::DecayRate => "decayRate",
            Self::DecayEpochs => "decayEpochs",
            Self::Warmup => "warmup",
            Self::ClipNorm => "clipNorm",
            Self::InitScale => "initScale",
            Self::Dropout => "dropout",
            Self::DropConnect => "dropConnect",
            Self::StochasticDepth => "stochasticDepth",
            Self::Averaging => "averaging",
            Self::EarlyStopping => "earlyStopping",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Alpha => "α",
            Self::Momentum => "Momentum μ",
            Self::Beta1 => "β₁",
            Self::Beta2 => "β₂",
            Self::Rho => "ρ",
            Self::Epsilon => "ε",
            Self::WeightDecay => "Weight decay",
            Self::DecayRate => "Decay rate",
            Self::DecayEpochs => "Decay epochs",
            Self::Warmup => "Warm-up",
            Self::ClipNorm => "Clip norm",
            Self::InitScale => "Scale σ",
            Self::Dropout => "Dropout",
            Self::DropConnect => "DropConnect",
            Self::StochasticDepth => "Stochastic depth",
            Self::Averaging => "Averaging",
            Self::EarlyStopping => "Early stopping",
        }
    }

    fn equation(self) -> &'static str {
        match self {
            Self::ClipNorm => "g ← g·min(1, c/‖g‖)",
            Self::Dropout => "a ← a·m / (1 − p),  P(m = 0) = p",
            Self::DropConnect => "w ← w·m / (1 − p),  P(m = 0) = p",
            Self::StochasticDepth => "a = x + f(z)·m / (1 − p),  P(m = 0) = p",
            Self::Averaging => "w̄ ← d·w̄ + (1 − d)·w",
            Self::Warmup => "η(t) = η·t/T",
            _ => "",
        }
    }
}

/// The hyperparameters a link or a field has given; the others have their defaults.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hyperparameters([Option<f64>; Hyperparameter::VARIANTS.len()]);

impl Hyperparameters {
    /// The value given, if any.
    pub(crate) fn get(&self, hyperparameter: Hyperparameter) -> Option<f64> {
        self.0[hyperparameter as usize]
    }

    /// Gives a value, or with none the default again.
    pub(crate) fn set(&mut self, hyperparameter: Hyperparameter, value: Option<f64>) {
        self.0[hyperparameter as usize] = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        crate::choice::check_keys::<Hyperparameter>(&[
            "alpha",
            "momentum",
            "beta1",
            "beta2",
            "rho",
            "epsilon",
            "weightDecay",
            "decayRate",
            "decayEpochs",
            "warmup",
            "clipNorm",
            "initScale",
            "dropout",
            "dropConnect",
            "stochasticDepth",
            "averaging",
            "earlyStopping",
        ]);
    }
}
