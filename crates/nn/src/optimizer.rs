//! What a step makes of a gradient.

pub(crate) mod lbfgs;

use crate::{Choice, Hyperparameter, Real};
use strum::VariantArray;

/// How the parameters w follow the gradient g; lr is the learning rate, t counts steps from 1.
///
/// Definitions and defaults are those of Keras 3 (`keras.optimizers`), whose runs the tests reproduce.
///
/// ```
/// use nabla_nn::{Config, Hyperparameter, Optimizer, Trainer};
///
/// assert_eq!(Optimizer::Nesterov.hyperparameters(), [Hyperparameter::Momentum]);
/// let trained = |optimizer| {
///     let mut config = Config::default();
///     config.training.optimizer = optimizer;
///     let mut trainer = Trainer::new(&config.validate().0);
///     (0..20).for_each(|_| trainer.finish_epoch());
///     trainer.measure().train_loss
/// };
/// assert!(trained(Optimizer::Adam) < trained(Optimizer::Sgd));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Optimizer {
    /// w ← w − lr·g.
    Sgd,
    /// v ← μv − lr·g, w ← w + v (Polyak 1964).
    Momentum,
    /// v ← μv − lr·g, w ← w + μv − lr·g (Nesterov 1983; Sutskever et al. 2013).
    Nesterov,
    /// a ← a + g², w ← w − lr·g/√(a + ε), a from 0.1 (Duchi, Hazan & Singer 2011).
    Adagrad,
    /// a ← ρa + (1 − ρ)g², w ← w − lr·g/√(a + ε) (Tieleman & Hinton 2012).
    Rmsprop,
    /// a ← ρa + (1 − ρ)g², Δ = g·√(d + ε)/√(a + ε), d ← ρd + (1 − ρ)Δ², w ← w − lr·Δ (Zeiler 2012).
    Adadelta,
    /// m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − lr·√(1 − β₂ᵗ)/(1 − β₁ᵗ)·m/(√v + ε) (Kingma & Ba 2015).
    Adam,
    /// w ← w − lr·wd·w for weights, then Adam (Loshchilov & Hutter 2019).
    AdamW,
    /// Adam with Nesterov's look ahead, β₁ warmed up by μₜ = β₁(1 − ½·0.96ᵗ) (Dozat 2016).
    Nadam,
    /// Quasi-Newton steps from the last ten changes of the gradient, their length found by a search that meets the strong
    /// Wolfe conditions; full batch, an epoch is a step, the learning rate is not used (Liu & Nocedal 1989).
    Lbfgs,
}

/// Adagrad's accumulators start here (Keras 3, `initial_accumulator_value`).
const ADAGRAD_START: f64 = 0.1;
/// The base of Nadam's warm-up of β₁ (Dozat 2016).
const NADAM_DECAY: f64 = 0.96;

impl Optimizer {
    /// The numbers this optimizer uses beside the learning rate.
    pub fn hyperparameters(self) -> &'static [Hyperparameter] {
        use Hyperparameter::{Beta1, Beta2, Epsilon, Momentum, Rho, WeightDecay};
        match self {
            Self::Sgd | Self::Lbfgs => &[],
            Self::Momentum | Self::Nesterov => &[Momentum],
            Self::Adagrad => &[Epsilon],
            Self::Rmsprop | Self::Adadelta => &[Rho, Epsilon],
            Self::Adam | Self::Nadam => &[Beta1, Beta2, Epsilon],
            Self::AdamW => &[Beta1, Beta2, Epsilon, WeightDecay],
        }
    }

    /// ρ where none is given: 0.9 (Hinton's lecture 6e), for Adadelta 0.95 (Zeiler 2012).
    pub(crate) fn default_rho(self) -> f64 {
        if self == Self::Adadelta { 0.95 } else { Hyperparameter::Rho.default_value() }
    }

    /// Whether TensorFlow Playground's penalty step goes with it: the penalty is applied after the gradient's step, and
    /// L1 cuts links. With all others the penalty's slope is part of the gradient.
    pub fn has_penalty_step(self) -> bool {
        self == Self::Sgd
    }

    /// How many numbers of memory each parameter takes.
    fn memory(self) -> usize {
        match self {
            Self::Sgd | Self::Lbfgs => 0,
            Self::Momentum | Self::Nesterov | Self::Adagrad | Self::Rmsprop => 1,
            Self::Adadelta | Self::Adam | Self::AdamW | Self::Nadam => 2,
        }
    }

    /// Key, name and equation.
    fn texts(self) -> [&'static str; 3] {
        match self {
            Self::Sgd => ["sgd", "SGD", "w ← w − η·g"],
            Self::Momentum => ["momentum", "Momentum", "v ← μv − η·g,  w ← w + v"],
            Self::Nesterov => ["nesterov", "Nesterov", "v ← μv − η·g,  w ← w + μv − η·g"],
            Self::Adagrad => ["adagrad", "AdaGrad", "a ← a + g²,  w ← w − η·g/√(a + ε)"],
            Self::Rmsprop => ["rmsprop", "RMSProp", "a ← ρa + (1 − ρ)g²,  w ← w − η·g/√(a + ε)"],
            Self::Adadelta => {
                ["adadelta", "Adadelta", "Δ = g·√(d + ε)/√(a + ε),  d ← ρd + (1 − ρ)Δ²,  w ← w − η·Δ"]
            }
            Self::Adam => {
                ["adam", "Adam", "m ← β₁m + (1 − β₁)g,  v ← β₂v + (1 − β₂)g²,  w ← w − η·m̂/(√v̂ + ε)"]
            }
            Self::AdamW => ["adamw", "AdamW", "w ← w − η·λ_w·w − η·m̂/(√v̂ + ε)"],
            Self::Nadam => ["nadam", "Nadam", "w ← w − η·(μₜ₊₁m̂ + (1 − μₜ)ĝ)/(√v̂ + ε)"],
            Self::Lbfgs => ["lbfgs", "L-BFGS", "w ← w − α·H·g"],
        }
    }
}

impl Choice for Optimizer {
    fn key(self) -> &'static str {
        self.texts()[0]
    }

    fn name(self) -> &'static str {
        self.texts()[1]
    }

    fn equation(self) -> &'static str {
        self.texts()[2]
    }

    fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Sgd => &["gradient descent", "gd"],
            Self::Nesterov => &["nag", "nesterov momentum"],
            _ => &[],
        }
    }
}

/// The numbers of a step.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// lr.
    pub learning_rate: f64,
    /// μ of momentum and Nesterov.
    pub momentum: f64,
    /// β₁ of Adam and its kin.
    pub beta1: f64,
    /// β₂ of Adam and its kin.
    pub beta2: f64,
    /// ρ of RMSProp and Adadelta.
    pub rho: f64,
    /// ε under or beside the root.
    pub epsilon: f64,
}

/// An optimizer with what it remembers of every parameter.
#[derive(Clone, Debug)]
pub struct OptimizerState<R> {
    optimizer: Optimizer,
    /// v of momentum, a of the adaptive ones, m of Adam.
    first: Vec<R>,
    /// d of Adadelta, v of Adam.
    second: Vec<R>,
    /// Steps taken.
    steps: i32,
    /// β₁ᵗ and β₂ᵗ of Adam and its kin.
    powers: [Power; 2],
    /// Nadam's product of μ₁ … μₜ.
    momentum_product: f64,
}

/// βᵗ, one multiplication a step for as long as β stays what it is.
#[derive(Clone, Copy, Debug, Default)]
struct Power {
    base: f64,
    value: f64,
}

impl Power {
    /// βᵗ, t one more than at the last call.
    fn at(&mut self, base: f64, t: f64) -> f64 {
        let value = if base == self.base { self.value * base } else { libm::pow(base, t) };
        *self = Self { base, value };
        value
    }
}

impl<R: Real> OptimizerState<R> {
    /// The memory of a network of `parameters` numbers, at its start.
    pub fn new(optimizer: Optimizer, parameters: usize) -> Self {
        let start = if optimizer == Optimizer::Adagrad { ADAGRAD_START } else { 0.0 };
        let memory = |kept: bool, start: f64| vec![R::from_f64(start); if kept { parameters } else { 0 }];
        Self {
            optimizer,
            first: memory(optimizer.memory() > 0, start),
            second: memory(optimizer.memory() > 1, 0.0),
            steps: 0,
            powers: [Power::default(); 2],
            momentum_product: 1.0,
        }
    }

    /// Numbers it keeps.
    pub fn memory(&self) -> usize {
        self.first.len() + self.second.len()
    }

    /// Which optimizer this is.
    pub fn optimizer(&self) -> Optimizer {
        self.optimizer
    }

    /// One step; `values` and `gradient` are `[parameter]`.
    pub fn update(&mut self, values: &mut [R], gradient: &[R], rates: Rates) {
        self.steps = self.steps.saturating_add(1);
        let lr = R::from_f64(rates.learning_rate);
        let epsilon = R::from_f64(rates.epsilon);
        let (rho, fresh) = (R::from_f64(rates.rho), R::from_f64(1.0 - rates.rho));
        let (first, second) = (&mut self.first, &mut self.second);
        let one = values.iter_mut().zip(gradient).zip(first.iter_mut());
        match self.optimizer {
            Optimizer::Sgd | Optimizer::Lbfgs => {
                values.iter_mut().zip(gradient).for_each(|(w, &g)| *w -= lr * g);
            }
            Optimizer::Momentum => {
                let mu = R::from_f64(rates.momentum);
                for ((w, &g), v) in one {
                    *v = mu * *v - lr * g;
                    *w += *v;
                }
            }
            Optimizer::Nesterov => {
                let mu = R::from_f64(rates.momentum);
                for ((w, &g), v) in one {
                    *v = mu * *v - lr * g;
                    *w += mu * *v - lr * g;
                }
            }
            Optimizer::Adagrad => {
                for ((w, &g), a) in one {
                    *a += g * g;
                    *w -= lr * g / (*a + epsilon).sqrt();
                }
            }
            Optimizer::Rmsprop => {
                for ((w, &g), a) in one {
                    *a = rho * *a + fresh * (g * g);
                    *w -= lr * g / (*a + epsilon).sqrt();
                }
            }
            Optimizer::Adadelta => {
                for (((w, &g), a), d) in one.zip(second) {
                    *a = rho * *a + fresh * (g * g);
                    let delta = g * (*d + epsilon).sqrt() / (*a + epsilon).sqrt();
                    *d = rho * *d + fresh * (delta * delta);
                    *w -= lr * delta;
                }
            }
            Optimizer::Adam | Optimizer::AdamW | Optimizer::Nadam => {
                let (beta1, beta2, t) = (rates.beta1, rates.beta2, f64::from(self.steps));
                let unbiased2 = 1.0 - self.powers[1].at(beta2, t);
                // The step is −(of_m·m + of_g·g)/(√v + ε·of_epsilon).
                let (of_m, of_g, of_epsilon) = if self.optimizer == Optimizer::Nadam {
                    let mu = |t: f64| beta1 * (1.0 - 0.5 * libm::pow(NADAM_DECAY, t));
                    self.momentum_product *= mu(t);
                    let next = self.momentum_product * mu(t + 1.0);
                    let root = unbiased2.sqrt();
                    let lr = rates.learning_rate * root;
                    (
                        lr * mu(t + 1.0) / (1.0 - next),
                        lr * (1.0 - mu(t)) / (1.0 - self.momentum_product),
                        root,
                    )
                } else {
                    let unbiased1 = 1.0 - self.powers[0].at(beta1, t);
                    (rates.learning_rate * unbiased2.sqrt() / unbiased1, 0.0, 1.0)
                };
                let (fresh1, fresh2) = (R::from_f64(1.0 - beta1), R::from_f64(1.0 - beta2));
                let epsilon = R::from_f64(rates.epsilon * of_epsilon);
                let (of_m, of_g) = (R::from_f64(of_m), R::from_f64(of_g));
                for (((w, &g), m), v) in one.zip(second) {
                    *m += fresh1 * (g - *m);
                    *v += fresh2 * (g * g - *v);
                    *w -= (of_m * *m + of_g * g) / (v.sqrt() + epsilon);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        crate::choice::check_keys::<Optimizer>(&[
            "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adadelta", "adam", "adamw", "nadam",
            "lbfgs",
        ]);
    }

    const RATES: Rates =
        Rates { learning_rate: 0.1, momentum: 0.9, beta1: 0.9, beta2: 0.999, rho: 0.9, epsilon: 1e-7 };

    /// Two steps by the definitions, worked out by hand for w = 1 and gradients 1, then 0.5.
    #[test]
    fn two_steps_by_hand() {
        let check = |optimizer, expected: f64| {
            let mut descent = OptimizerState::new(optimizer, 1);
            let mut w = [1.0];
            descent.update(&mut w, &[1.0], RATES);
            descent.update(&mut w, &[0.5], RATES);
            assert!((w[0] - expected).abs() < 1e-6, "{optimizer:?}: {}", w[0]);
        };
        check(Optimizer::Sgd, 1.0 - 0.1 - 0.05);
        check(Optimizer::Momentum, 1.0 - 0.1 - (0.09 + 0.05));
        check(Optimizer::Nesterov, 1.0 - (0.09 + 0.1) - (0.9 * 0.14 + 0.05));
        check(Optimizer::Adagrad, 1.0 - 0.1 / 1.1f64.sqrt() - 0.05 / 1.35f64.sqrt());
        check(Optimizer::Rmsprop, 1.0 - 0.1 / 0.1f64.sqrt() - 0.05 / (0.09f64 + 0.025).sqrt());
        let (m, v) = (0.14, 0.000_999 + 0.000_25);
        check(Optimizer::Adam, 0.9 - 0.1 * (m / 0.19) / (v / 0.001_999f64).sqrt());
    }

    /// A parameter without a gradient stays where it is, padding among them.
    #[test]
    fn zeros_stay() {
        for &optimizer in Optimizer::ALL {
            let mut descent = OptimizerState::new(optimizer, 2);
            let mut w = [0.0f32, 1.0];
            for _ in 0..3 {
                descent.update(&mut w, &[0.0; 2], RATES);
            }
            assert_eq!(w, [0.0, 1.0], "{optimizer:?}");
        }
    }
}
