//! What becomes of the signal inside the network, forward and back.

use super::Verdict;
use super::data::{LARGE, sizes};
use super::fit::too_small;
use super::rate::{calmer, has_rate, ordinary_rate};
use crate::doctor::case::Case;
use crate::doctor::remedy;
use crate::layers::LayerStatistics;
use nabla_nn::{Activation, Function, Hyperparameter, Penalty};

/// Equal rows of weights and equal biases get equal gradients.
pub(in crate::doctor) fn symmetric(case: &Case) -> Verdict {
    let network = case.trainer.trained_network();
    let values = network.values();
    let shrunk =
        case.config.training.penalty != Penalty::None && case.config.training.regularization_rate > 0.0;
    for (index, layer) in network.layers.iter().enumerate() {
        if !matches!(layer.function, Function::Hidden(..)) {
            continue;
        }
        let rows = (0..layer.rows()).map(|row| &values[layer.row(row)]);
        let zero = rows.clone().all(|row| row.iter().all(|&weight| weight == 0.0));
        let equal = rows.clone().all(|row| row == &values[layer.row(0)])
            && values[layer.biases()].iter().all(|bias| *bias == values[layer.biases().start]);
        // A penalty brings weights to 0 as well, which is another story.
        if layer.inputs() == 0 || zero && shrunk || !(equal && layer.neurons() > 1 || zero) {
            continue;
        }
        let numbers = vec![(index + 1) as f64, layer.neurons() as f64];
        return Some((numbers, Some(remedy::fresh_weights(case.config.model.activation))));
    }
    None
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
    if !(many || gone * 10 >= count * 3 && case.has_stalled(60.0)) {
        return None;
    }
    Some((vec![gone as f64, count as f64, lambda], Some(remedy::regularization_rate(lower_lambda(lambda)))))
}

/// A hundredth in decimals, 0.001 at most: what still lets every dataset here be learned.
fn lower_lambda(lambda: f64) -> f64 {
    let rate = (lambda / 100.0).min(0.001);
    nabla_nn::number(&format!("{rate:.1e}")).unwrap_or(rate)
}

/// A layer without a living unit says the same for every point. Half of one is enough if nothing moves.
pub(in crate::doctor) fn dead_units(case: &Case) -> Verdict {
    let stuck = case.has_stalled(60.0) && case.share > 0.4;
    let (index, layer) = worst(case, |layer| layer.dead)?;
    let all = layer.dead == layer.neurons && symmetric(case).is_none();
    if layer.dead == 0 || !(all && case.share > 0.4 || stuck && layer.dead * 2 >= layer.neurons) {
        return None;
    }
    let numbers = vec![(index + 1) as f64, layer.dead as f64, layer.neurons as f64];
    // Long steps kill the next ones too.
    let remedy = match has_rate(case)
        && case.config.training.learning_rate > 3.0 * ordinary_rate(case.config.training.optimizer)
    {
        true => calmer(case),
        false => Some(remedy::activation(Activation::LeakyRelu)),
    };
    Some((numbers, remedy))
}

/// Switches that are thrown for good, while there is still much to learn. A network that is too small throws its few in
/// the end, for want of anything better.
pub(in crate::doctor) fn saturated_units(case: &Case) -> Verdict {
    if !(case.has_stalled(20.0) && case.share > 0.5) || too_small(case).is_some() {
        return None;
    }
    let (index, layer) = worst(case, |layer| layer.saturated)?;
    if layer.saturated * 2 < layer.neurons || layer.saturated == 0 {
        return None;
    }
    let numbers = vec![(index + 1) as f64, layer.saturated as f64, layer.neurons as f64];
    let remedy = match sizes(case) {
        Some(sizes) if sizes.largest.0 > LARGE && index == 0 => remedy::standardize(),
        _ if has_rate(case)
            && case.config.training.learning_rate > 10.0 * ordinary_rate(case.config.training.optimizer) =>
        {
            remedy::learning_rate(ordinary_rate(case.config.training.optimizer))
        }
        _ => remedy::fresh_weights(case.config.model.activation),
    };
    Some((numbers, Some(remedy)))
}

/// The hidden layer with the largest share of such neurons, its place counted from 0.
fn worst<'a>(case: &'a Case, count: fn(&LayerStatistics) -> usize) -> Option<(usize, &'a LayerStatistics)> {
    let share = |layer: &LayerStatistics| count(layer) as f64 / layer.neurons.max(1) as f64;
    let hidden = case.layers.layers.iter().take(case.hidden()).enumerate();
    hidden.max_by(|(_, a), (_, b)| share(a).total_cmp(&share(b)))
}

/// The error signal loses a factor of a thousand on its way, more than three sigmoid layers take as a rule, which get over
/// it; and the network still knows nothing.
pub(in crate::doctor) fn vanishing(case: &Case) -> Verdict {
    let [first, .., last] = case.layers.layers.as_slice() else { return None };
    let arrives = f64::from(first.signal / last.signal);
    let lost = case.hidden() >= 2 && arrives < 0.001 || arrives == 0.0;
    if !lost || case.share < 0.85 || !case.has_stalled(80.0) {
        return None;
    }
    let numbers = vec![arrives, case.hidden() as f64, case.loss, case.chance];
    Some((numbers, Some(remedy::activation(Activation::Tanh))))
}

/// The error signal gains a factor of a hundred on its way, and the run does not go well, or is about to begin.
pub(in crate::doctor) fn exploding(case: &Case) -> Verdict {
    let [first, .., last] = case.layers.layers.as_slice() else { return None };
    let factor = f64::from(first.signal / last.signal);
    let unwell =
        case.evidence.accident().is_some() || case.share > 1.0 || case.has_stalled(20.0) && case.share > 0.5;
    if !(case.hidden() >= 2 && factor > 100.0 && unwell) {
        return None;
    }
    let clipped = case.config.number(Hyperparameter::ClipNorm) > 0.0;
    let fitted =
        case.config.clone().changed(&remedy::fresh_weights(case.config.model.activation)) == *case.config;
    let remedy = match (fitted, clipped) {
        (false, _) => Some(remedy::fresh_weights(case.config.model.activation)),
        (true, false) => Some(remedy::clip_norm(1.0)),
        (true, true) => calmer(case),
    };
    Some((vec![factor, case.hidden() as f64], remedy))
}
