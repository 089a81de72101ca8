//! The learning rate.

use super::Verdict;
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
pub(super) fn has_rate(case: &Case) -> bool {
    case.config.training.optimizer != Optimizer::Lbfgs
        && case.config.training.rule != LearningRule::Perceptron
}

/// A tenth of the rate, or the ordinary one if that is less.
pub(super) fn calmer(case: &Case) -> Option<Vec<Change>> {
    let rate = (case.config.training.learning_rate / 10.0).min(ordinary_rate(case.config.training.optimizer));
    // A tenth in decimals: of 0.003 the quotient is one bit more than 0.0003.
    let rate = nabla_nn::number(&format!("{rate:.3e}")).unwrap_or(rate);
    has_rate(case).then_some(remedy::learning_rate(rate))
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
    Some((vec![rate, epoch, loss, case.chance], calmer(case)))
}

/// Of the last 30 readings at least a fifth found the loss a tenth higher than the look before, while it is above a third of
/// chance: near a minimum the same jumps are small change. Or at three times the ordinary rate it stays above chance, at ten
/// times it makes no progress, or at thirty times it has learned little after as many epochs: whether the last readings jump is
/// luck there.
pub(in crate::doctor) fn rate_too_high(case: &Case) -> Verdict {
    const LOOKS: usize = 30;
    let readings = case.evidence.readings();
    if case.explained || !has_rate(case) || case.span < 10.0 || readings.len() < 6 {
        return None;
    }
    let recent = &readings[readings.len().saturating_sub(LOOKS + 1)..];
    let pairs = recent.len() - 1;
    let rises = recent.windows(2).filter(|pair| pair[1].train > 1.1 * pair[0].train).count();
    let jumps = rises * 5 >= pairs && case.share > 0.33;
    let times = case.config.training.learning_rate / ordinary_rate(case.config.training.optimizer);
    let above = times >= 3.0 && case.has_stalled(15.0) && case.share > 1.15;
    let lame = times >= 10.0 && case.has_stalled(40.0) && case.share > 0.5;
    let lucky = times >= 30.0 && case.span >= 30.0 && case.share > 0.4;
    if !(jumps && times >= 1.0 || above || lame || lucky) {
        return None;
    }
    let numbers =
        vec![case.config.training.learning_rate, rises as f64, pairs as f64, case.loss, case.chance];
    Some((numbers, calmer(case)))
}

/// At the pace of the last half of the run it takes a thousand epochs to halve the loss, at a rate of a tenth of the
/// ordinary one or less.
pub(in crate::doctor) fn rate_too_low(case: &Case) -> Verdict {
    let ordinary = ordinary_rate(case.config.training.optimizer);
    let low = case.config.training.learning_rate <= 0.11 * ordinary;
    if !(has_rate(case) && low && case.span >= 30.0 && case.share > 0.3) {
        return None;
    }
    let readings = case.evidence.readings();
    let (middle, last) = (readings.get(readings.len() / 2)?, readings.last()?);
    let pace = (middle.train - last.train) / (last.epoch - middle.epoch);
    let epochs = 0.5 * last.train / pace;
    if (0.0..1000.0).contains(&epochs) {
        return None;
    }
    // A loss that does not fall at all takes forever.
    let epochs = if epochs > 0.0 { epochs } else { f64::INFINITY };
    Some((vec![case.config.training.learning_rate, epochs], Some(remedy::learning_rate(ordinary))))
}
