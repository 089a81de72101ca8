//! The penalty on the weights.

use super::Verdict;
use crate::doctor::case::Case;
use crate::doctor::remedy;
use nabla_nn::{Change, Config, Hyperparameter, Optimizer, Penalty};

/// η·λ and the most it may be, where it is more: then L2's own step −η·λ·w takes a weight past 0 to the other side, farther
/// away than it was, and on average the data cannot hold it.
///
/// Without the gradient of the loss, plain descent is w ← (1 − ηλ)w, which grows for ηλ > 2. With momentum
/// w ← (1 + μ − ηλ)w − μw′, w′ the weight before, grows for ηλ > 2 + 2μ, and Nesterov's form
/// w ← (1 − ηλ)((1 + μ)w − μw′) for ηλ > (2 + 2μ)/(1 + 2μ): a root of its characteristic polynomial is −1 there. Optimizers
/// that divide by the size of the gradient do not grow, nor does a clipped one without end.
///
/// ```
/// use nabla_lab::doctor::overshoot;
/// use nabla_nn::link;
///
/// let of = |text| overshoot(&link::parse(text).0, 0.3);
/// assert_eq!(of("regularization=L2&regularizationRate=10"), Some((3.0, 2.0)));
/// assert_eq!(of("regularization=L2&regularizationRate=3"), None);
/// assert_eq!(of("regularization=L1&regularizationRate=10"), None);
/// ```
pub fn overshoot(config: &Config, rate: f64) -> Option<(f64, f64)> {
    if config.training.penalty != Penalty::L2 || config.number(Hyperparameter::ClipNorm) > 0.0 {
        return None;
    }
    let momentum = config.number(Hyperparameter::Momentum);
    let most = match config.training.optimizer {
        Optimizer::Sgd => 2.0,
        Optimizer::Momentum => 2.0 + 2.0 * momentum,
        Optimizer::Nesterov => (2.0 + 2.0 * momentum) / (1.0 + 2.0 * momentum),
        Optimizer::Adagrad
        | Optimizer::Rmsprop
        | Optimizer::Adadelta
        | Optimizer::Adam
        | Optimizer::AdamW
        | Optimizer::Nadam
        | Optimizer::Lbfgs => return None,
    };
    let product = rate * config.training.regularization_rate;
    (product > most).then_some((product, most))
}

pub(in crate::doctor) fn overshoots(case: &Case) -> Verdict {
    let rate = case.trainer.learning_rate();
    let lambda = case.config.training.regularization_rate;
    let (product, most) = overshoot(case.config, rate)?;
    Some((vec![product, most, rate, lambda], remedies(lambda)))
}

/// Nearly all weights are 0, or within a step of the penalty from it, and the network knows nothing; or a third of them,
/// and it makes no progress.
pub(in crate::doctor) fn pruned(case: &Case) -> Verdict {
    let lambda = case.config.training.regularization_rate;
    if case.config.training.penalty == Penalty::None || lambda == 0.0 || case.share < 0.4 || case.span < 5.0 {
        return None;
    }
    let network = case.trainer.trained_network();
    let values = network.values();
    // Optimizers without the cut let weights hover; L2 lets them shrink without end.
    let near = (2.0 * lambda * case.trainer.learning_rate()).clamp(0.02, 0.05) as f32;
    let weights = || {
        let rows = network.layers.iter().flat_map(|layer| (0..layer.rows()).map(|row| layer.row(row)));
        rows.flat_map(|row| &values[row])
    };
    let (gone, count) = (weights().filter(|weight| weight.abs() <= near).count(), weights().count());
    let many = gone * 10 >= count * 8 && case.share > 0.8;
    if gone == 0 || !(many || gone * 10 >= count * 3 && case.has_stalled(60.0)) {
        return None;
    }
    Some((vec![gone as f64, count as f64, lambda], remedies(lambda)))
}

fn remedies(lambda: f64) -> Vec<Vec<Change>> {
    vec![remedy::weaker_penalty(lambda), remedy::regularization_rate(0.0)]
}
