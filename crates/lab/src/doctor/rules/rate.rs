//! The learning rate.

use super::Verdict;
use super::penalty::overshoots;
use crate::doctor::case::Case;
use crate::doctor::remedy;
use nabla_nn::{Change, LearningRule, Optimizer};

/// A learning rate that usually goes well: for plain steps TensorFlow Playground's default, for the
/// adaptive ones what networks as small as these bear, ten times Keras'.
pub(super) fn ordinary_rate(optimizer: Optimizer) -> f64 {
    match optimizer {
        Optimizer::Sgd => 0.03,
        Optimizer::Momentum | Optimizer::Nesterov => 0.003,
        Optimizer::Adagrad => 0.1,
        Optimizer::Rmsprop | Optimizer::Adam | Optimizer::AdamW | Optimizer::Nadam => 0.01,
        Optimizer::Adadelta | Optimizer::Lbfgs => 1.0,
    }
}

/// Whether the learning rate means anything: L-BFGS finds its own, and a perceptron's only scales its weights.
fn has_rate(case: &Case) -> bool {
    case.config.training.optimizer != Optimizer::Lbfgs
        && case.config.training.rule != LearningRule::Perceptron
}

/// A tenth of the rate, or the ordinary one if that is less; a third of that; none where there is no rate to lower.
pub(super) fn calmer(case: &Case) -> Vec<Vec<Change>> {
    let rate = (case.config.training.learning_rate / 10.0).min(ordinary_rate(case.config.training.optimizer));
    let lower = |rate: f64| {
        // In decimals: a tenth of 0.003 is one bit more than 0.0003.
        remedy::learning_rate(nabla_nn::number(&format!("{rate:.0e}")).unwrap_or(rate))
    };
    if has_rate(case) { vec![lower(rate), lower(rate / 3.0)] } else { Vec::new() }
}

/// Whether the rate is so many times the ordinary one, or more.
pub(super) fn is_high(case: &Case, times: f64) -> bool {
    has_rate(case)
        && case.config.training.learning_rate >= times * ordinary_rate(case.config.training.optimizer)
}

pub(in crate::doctor) fn lost(case: &Case) -> Verdict {
    let config = case.config;
    let (epoch, loss, rate) = match case.evidence.accident() {
        Some(accident) => (accident.epoch, accident.loss, accident.rate),
        None if case.evidence.readings().last().is_some_and(|reading| !reading.train.is_finite()) => {
            (case.span, f64::NAN, config.training.learning_rate)
        }
        None => return None,
    };
    let remedies = match overshoots(case) {
        Some((_, remedies)) => remedies,
        None => [calmer(case), vec![remedy::fresh_weights(config.model.activation)]].concat(),
    };
    Some((vec![rate, epoch, loss, case.chance], remedies))
}

/// Of the last 30 readings at least a fifth found the loss a tenth higher than the look before, while it is above a third of
/// chance: near a minimum the same jumps are small change. Or at three times the ordinary rate the loss stays above chance,
/// or was thrown far above it and stays up.
pub(in crate::doctor) fn rate_too_high(case: &Case) -> Verdict {
    if case.explained || !has_rate(case) || case.span < 10.0 || case.evidence.readings().len() < 6 {
        return None;
    }
    let (rises, looks) = case.rises();
    let jumps = rises * 5 >= looks && case.share > 0.33;
    let above = case.has_stalled(15.0) && case.share > 1.15;
    // A high loss to begin with is the initial weights' doing.
    let start = case.evidence.readings().first().map_or(0.0, |reading| reading.train).max(case.chance);
    let thrown = case.has_stalled(30.0) && case.share > 0.5 && case.highest > 1.3 * start;
    if !(jumps && is_high(case, 1.0) || (above || thrown) && is_high(case, 3.0)) {
        return None;
    }
    let rate = case.config.training.learning_rate;
    let numbers = vec![rate, rises as f64, looks as f64, case.loss, case.chance, case.highest];
    Some((numbers, calmer(case)))
}

/// At the pace of the last half of the run it takes a thousand epochs to halve the loss, or it has not moved at all, at a rate
/// of a tenth of the ordinary one or less.
pub(in crate::doctor) fn rate_too_low(case: &Case) -> Verdict {
    /// A loss that has changed by a smaller share has not moved.
    const STILL: f64 = 1e-4;
    let ordinary = ordinary_rate(case.config.training.optimizer);
    let low = case.config.training.learning_rate <= 0.11 * ordinary;
    if !(has_rate(case) && low && case.span >= 30.0 && case.share > 0.3) {
        return None;
    }
    let readings = case.evidence.readings();
    let (middle, last) = (readings.get(readings.len() / 2)?, readings.last()?);
    let fall = middle.train - last.train;
    let epochs = match fall > STILL * last.train {
        true => 0.5 * last.train * (last.epoch - middle.epoch) / fall,
        false if fall.abs() <= STILL * last.train => f64::INFINITY,
        // A loss that rises is none that falls too slowly.
        false => return None,
    };
    if epochs < 1000.0 {
        return None;
    }
    let remedies = vec![remedy::learning_rate(ordinary), remedy::learning_rate(ordinary / 3.0)];
    Some((vec![case.config.training.learning_rate, epochs, case.span], remedies))
}
