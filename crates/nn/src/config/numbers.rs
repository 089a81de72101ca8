//! The numbers of the methods in a configuration: which are given, what the others are, and which of them matter.

use super::Config;
use crate::{Activation, Hyperparameter, Initializer, Rates};

impl Config {
    /// A hyperparameter's value: the one given, or else its default.
    pub fn number(&self, hyperparameter: Hyperparameter) -> f64 {
        self.given(hyperparameter).unwrap_or_else(|| self.default_number(hyperparameter))
    }

    /// The value given, if any.
    pub fn given(&self, hyperparameter: Hyperparameter) -> Option<f64> {
        match hyperparameter {
            Hyperparameter::Alpha => self.model.alpha,
            Hyperparameter::InitScale => self.model.init_scale,
            other => self.training.numbers.get(other),
        }
    }

    /// Gives a value, or with none the default again.
    pub fn set_number(&mut self, hyperparameter: Hyperparameter, value: Option<f64>) {
        match hyperparameter {
            Hyperparameter::Alpha => self.model.alpha = value,
            Hyperparameter::InitScale => self.model.init_scale = value,
            other => self.training.numbers.set(other, value),
        }
    }

    /// A hyperparameter's value unless another is given; it may depend on the methods chosen.
    pub fn default_number(&self, hyperparameter: Hyperparameter) -> f64 {
        match hyperparameter {
            Hyperparameter::Alpha => self.model.activation.default_alpha().unwrap_or(0.0),
            Hyperparameter::Rho => self.training.optimizer.default_rho(),
            other => other.default_value(),
        }
    }

    /// Whether a hyperparameter means anything for the methods chosen.
    pub fn uses(&self, hyperparameter: Hyperparameter) -> bool {
        use Hyperparameter::*;
        match hyperparameter {
            Alpha => {
                self.model.activations().any(|activation| Activation::default_alpha(activation).is_some())
            }
            Momentum | Beta1 | Beta2 | Rho | Epsilon | WeightDecay => {
                self.training.optimizer.hyperparameters().contains(&hyperparameter)
            }
            DecayRate | DecayEpochs => self.training.schedule.hyperparameters().contains(&hyperparameter),
            InitScale => self.model.initializer == Initializer::Normal,
            StochasticDepth => self.model.residual,
            Warmup | ClipNorm | Dropout | DropConnect | Averaging | EarlyStopping => true,
        }
    }

    /// The numbers of an optimizer's step, before any schedule.
    pub fn rates(&self) -> Rates {
        Rates {
            learning_rate: self.training.learning_rate,
            momentum: self.number(Hyperparameter::Momentum),
            beta1: self.number(Hyperparameter::Beta1),
            beta2: self.number(Hyperparameter::Beta2),
            rho: self.number(Hyperparameter::Rho),
            epsilon: self.number(Hyperparameter::Epsilon),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Choice, Optimizer};

    #[test]
    fn defaults_are_in_range() {
        for &activation in Activation::ALL {
            for &optimizer in Optimizer::ALL {
                let mut config = Config::default();
                (config.model.activation, config.training.optimizer) = (activation, optimizer);
                for &it in Hyperparameter::ALL {
                    assert!(it.range().contains(&config.default_number(it)), "{it:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_given_is_kept_and_taken_back() {
        let mut config = Config::default();
        for &it in Hyperparameter::ALL {
            config.set_number(it, Some(0.5));
            assert_eq!((config.given(it), config.number(it)), (Some(0.5), 0.5), "{it:?}");
            config.set_number(it, None);
            assert_eq!(config, Config::default(), "{it:?}");
        }
    }
}
