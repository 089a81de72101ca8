//! How well the network fits its points, and others.

use super::Verdict;
use crate::doctor::case::Case;
use crate::doctor::remedy;
use nabla_nn::{Activation, Penalty};

pub(in crate::doctor) fn cannot_overfit(case: &Case) -> Verdict {
    let check = case.evidence.ten_points()?;
    if check.passed {
        return None;
    }
    // What has a cause is not helped by size.
    let remedies = if case.explained { Vec::new() } else { remedy::more_neurons(case.config) };
    Some((vec![check.loss, check.chance, check.epochs as f64], remedies))
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
    let mut remedies = vec![remedy::adam(0.01)];
    remedies.extend(remedy::more_neurons(case.config));
    remedies.push(remedy::activation(Activation::Tanh));
    Some((numbers, remedies))
}

/// The network knows its own points and not the others: the gap between the losses is two fifths of chance; or less, and
/// the test loss has risen well above its own best.
pub(in crate::doctor) fn overfitting(case: &Case) -> Verdict {
    let (best, epoch) = case.evidence.best_test()?;
    let test = case.test;
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
    let mut remedies = if penalized { Vec::new() } else { vec![remedy::l2(0.01), remedy::l2(0.003)] };
    if !case.trainer.has_own_points() && case.config.data.perc_train_data < 50.0 {
        remedies.push(remedy::training_share(50.0));
    }
    Some((vec![case.loss, test, best, epoch], remedies))
}
