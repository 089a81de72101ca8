//! The points and their features, and the first loss.

use super::Verdict;
use crate::doctor::case::Case;
use crate::doctor::remedy;
use nabla_nn::{Optimizer, Preprocess, Problem, TrainingConfig};

/// An input of this size drives a unit with an ordinary weight past its bend.
pub(super) const LARGE: f64 = 20.0;

/// The inputs' sizes: the root of the mean square, and the place.
pub(super) struct Sizes {
    pub largest: (f64, usize),
    pub smallest: (f64, usize),
}

pub(super) fn sizes(case: &Case) -> Option<Sizes> {
    let size = |&[mean, deviation]: &[f32; 2]| f64::from(mean).hypot(f64::from(deviation));
    let sizes = || case.layers.inputs.iter().map(size).enumerate().map(|(place, size)| (size, place));
    Some(Sizes {
        largest: sizes().max_by(|a, b| a.0.total_cmp(&b.0))?,
        smallest: sizes().min_by(|a, b| a.0.total_cmp(&b.0))?,
    })
}

/// A feature more than ten times as large as another, or large by itself, of a run that does not go well; one that is
/// very large before it has begun.
pub(in crate::doctor) fn unscaled(case: &Case) -> Verdict {
    // After the others the coordinates are no features any more, or alike already.
    if !matches!(case.config.model.preprocess, Preprocess::None | Preprocess::Center) {
        return None;
    }
    let Sizes { largest, smallest } = sizes(case)?;
    let uneven = largest.0 > 10.0 * smallest.0 && smallest.0 > 0.0 || largest.0 > LARGE;
    let unwell = case.evidence.accident().is_some() || case.has_stalled(20.0) && case.share > 0.4;
    if !(uneven && unwell || largest.0 > 10.0 * LARGE && case.share > 0.1) {
        return None;
    }
    let numbers = vec![largest.0, largest.1 as f64, smallest.0, smallest.1 as f64];
    Some((numbers, vec![remedy::standardize()]))
}

/// Of classes, the first loss is more than twice what chance predicts; targets of a regression may be as small as they
/// like, so there only a loss far above says something.
pub(in crate::doctor) fn wrong_start(case: &Case) -> Verdict {
    let first = case.evidence.first()?;
    let factor = if case.config.data.problem == Problem::Regression { 50.0 } else { 2.0 };
    let still = case.share > 0.9 && case.has_stalled(20.0);
    if !(case.span <= 5.0 || still) || first.train <= factor * case.chance {
        return None;
    }
    let large = sizes(case).is_some_and(|sizes| sizes.largest.0 > 5.0);
    let mut remedies = vec![remedy::fresh_weights(case.config.model.activation)];
    remedies.insert(usize::from(!large), remedy::standardize());
    Some((vec![first.train, case.chance], remedies))
}

/// The mean of one sample is the sample itself and its variance 0, so (z − μ)/√(σ² + ε) is 0 whatever z is: while it trains,
/// a layer computes from its β alone.
pub(in crate::doctor) fn lone_sample(case: &Case) -> Verdict {
    let batch = case.config.training.batch_size;
    let normalizes = case.config.model.batch_norm && case.hidden() > 0;
    if !normalizes || batch != 1 || case.config.training.optimizer == Optimizer::Lbfgs {
        return None;
    }
    let usual = TrainingConfig::default().batch_size;
    Some((vec![batch as f64], vec![remedy::batch_size(usual), remedy::no_batch_norm()]))
}

/// With fewer than this many test points, a single one moves the accuracy by almost two percent, and the accuracy of a
/// network that gets nine of ten right is off by four percent as a rule: √(0.9·0.1/60).
const FEW: usize = 60;

pub(in crate::doctor) fn small_test(case: &Case) -> Verdict {
    let points = case.trainer.points();
    if points.test.len() >= FEW {
        return None;
    }
    let remedies = match case.trainer.has_own_points() {
        true => Vec::new(),
        false if case.config.data.perc_train_data > 50.0 && points.len() >= 2 * FEW => {
            vec![remedy::training_share(50.0)]
        }
        false => vec![remedy::samples(case.config.data.problem.samples())],
    };
    Some((vec![points.test.len() as f64, points.len() as f64], remedies))
}
