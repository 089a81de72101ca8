//! How well the network fits its points, and others.

use super::Verdict;
use crate::doctor::case::Case;
use crate::doctor::remedy;
use nabla_nn::{Optimizer, Penalty};

pub(in crate::doctor) fn cannot_overfit(case: &Case) -> Verdict {
    let check = case.evidence.ten_points()?;
    if check.passed {
        return None;
    }
    // What has a cause is not helped by size.
    let remedy = if case.explained { None } else { remedy::more_neurons(case.config) };
    Some((vec![check.loss, check.chance, check.epochs as f64], remedy))
}

/// The loss has come down and stays, in a network that is small.
pub(in crate::doctor) fn too_small(case: &Case) -> Verdict {
    let neurons: usize = case.config.model.network_shape.iter().sum();
    let narrow = case.config.model.network_shape.iter().min().is_none_or(|&width| width <= 4);
    // A network of a neuron or two creeps for long after it has learned what it can; one without hidden layers may not
    // come below chance at all.
    let stalled = match neurons {
        0..=2 => case.flat >= 60.0 && case.flat >= 0.4 * case.span,
        _ => case.has_stalled(150.0),
    };
    let learned = case.share < 0.9 || neurons == 0;
    if !(narrow && case.share > 0.25 && learned && stalled) {
        return None;
    }
    let numbers = vec![neurons as f64, case.flat, case.loss, case.chance];
    Some((numbers, remedy::more_neurons(case.config)))
}

pub(in crate::doctor) fn plateau(case: &Case) -> Verdict {
    if !(case.share > 0.5 && case.has_stalled(250.0)) {
        return None;
    }
    let numbers = vec![case.flat, case.loss, case.chance];
    let is_adam = case.config.training.optimizer == Optimizer::Adam;
    let remedy = if is_adam { remedy::more_neurons(case.config) } else { Some(remedy::adam(0.01)) };
    Some((numbers, remedy))
}

/// The network knows its own points and not the others: the gap between the losses is two fifths of chance; or less, and
/// the test loss has risen well above its own best.
pub(in crate::doctor) fn overfitting(case: &Case) -> Verdict {
    let (best, epoch) = case.evidence.best_test()?;
    let readings = case.evidence.readings();
    let recent = &readings[readings.len().saturating_sub(5)..];
    let test = recent.iter().map(|reading| reading.test).sum::<f64>() / recent.len().max(1) as f64;
    if case.trainer.points().test.len() < 10 || case.explained || case.span < 30.0 || case.share > 0.5 {
        return None;
    }
    let gap = (test - case.loss) / case.chance;
    let rise = (test - best) / case.chance;
    if !(gap > 0.4 || gap > 0.3 && rise > 0.15) {
        return None;
    }
    let penalized =
        case.config.training.penalty != Penalty::None && case.config.training.regularization_rate > 0.0;
    let remedy = match (penalized, case.trainer.has_own_points()) {
        (false, _) => Some(remedy::l2(0.01)),
        (true, false) if case.config.data.perc_train_data < 50.0 => Some(remedy::training_share(50.0)),
        (true, _) => None,
    };
    Some((vec![case.loss, test, best, epoch], remedy))
}
