//! What becomes of the signal inside the network, forward and back.

use super::Verdict;
use super::data::{LARGE, sizes};
use super::fit::too_small;
use super::rate::{calmer, is_high};
use crate::doctor::case::Case;
use crate::doctor::remedy;
use crate::layers::LayerStatistics;
use nabla_nn::{Activation, Function, Penalty};

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
        let numbers = vec![(index + 1) as f64, layer.neurons() as f64, f64::from(u8::from(zero))];
        let fresh = remedy::fresh_weights(case.config.model.activation);
        return Some((numbers, vec![fresh, remedy::activation(Activation::Tanh)]));
    }
    None
}

/// A layer without a living unit is the same for every point. Where nothing moves, half a layer of dead units is enough, or a
/// dead one in a layer that is 0 all over for most points: of those it passes nothing on and nothing back.
pub(in crate::doctor) fn dead_units(case: &Case) -> Verdict {
    let samples = case.layers.samples;
    let (index, layer) = worst(case, |layer| match layer.dead {
        0 => 0.0,
        dead => (dead + layer.neurons * layer.silent) as f64,
    })?;
    let all = layer.dead == layer.neurons && symmetric(case).is_none();
    let most = layer.silent * 2 >= samples || layer.dead * 2 >= layer.neurons;
    let stuck = case.has_stalled(30.0);
    if layer.dead == 0 || case.share <= 0.4 || !(all || stuck && most) {
        return None;
    }
    let numbers = [index + 1, layer.dead, layer.neurons, layer.silent, samples].map(|it| it as f64).into();
    let leaky = remedy::activation(Activation::LeakyRelu);
    // Long steps kill the next ones too.
    let remedies = match is_high(case, 3.0) {
        true => {
            let calmer = calmer(case);
            let both = calmer.iter().map(|calmer| [leaky.clone(), calmer.clone()].concat());
            [calmer.clone(), both.collect(), vec![leaky.clone()]].concat()
        }
        false => vec![leaky, remedy::fresh_weights(Activation::Relu)],
    };
    Some((numbers, remedies))
}

/// Switches that are thrown for good, while there is still much to learn. A network that is too small throws its few in
/// the end, for want of anything better.
pub(in crate::doctor) fn saturated_units(case: &Case) -> Verdict {
    if !(case.has_stalled(20.0) && case.share > 0.5) || too_small(case).is_some() {
        return None;
    }
    let (index, layer) = worst(case, |layer| layer.saturated as f64)?;
    if layer.saturated * 2 < layer.neurons || layer.saturated == 0 {
        return None;
    }
    let numbers = [index + 1, layer.saturated, layer.neurons].map(|it| it as f64).into();
    let mut remedies = Vec::new();
    if sizes(case).is_some_and(|sizes| sizes.largest.0 > LARGE && index == 0) {
        remedies.push(remedy::standardize());
    }
    if is_high(case, 3.0) {
        remedies.extend(calmer(case));
    }
    let fresh = remedy::fresh_weights(case.config.model.activation);
    remedies.extend([fresh, remedy::activation(Activation::Tanh), remedy::activation(Activation::LeakyRelu)]);
    Some((numbers, remedies))
}

/// The hidden layer with the largest share of what is counted, its place counted from 0; of equals the one nearest to the
/// output, from which the way back begins.
fn worst<'a>(case: &'a Case, count: fn(&LayerStatistics) -> f64) -> Option<(usize, &'a LayerStatistics)> {
    let share = |layer: &LayerStatistics| count(layer) / layer.neurons.max(1) as f64;
    let hidden = case.layers.layers.iter().take(case.hidden()).enumerate();
    hidden.max_by(|(_, a), (_, b)| share(a).total_cmp(&share(b)))
}

/// The error signal loses a factor of a thousand on its way, more than three sigmoid layers take as a rule, which get over
/// it; and the network still knows nothing.
pub(in crate::doctor) fn vanishing(case: &Case) -> Verdict {
    let arrives = case.arrives()?;
    let lost = case.hidden() >= 2 && arrives < 0.001 || arrives == 0.0;
    if !lost || case.share < 0.85 || !case.has_stalled(80.0) {
        return None;
    }
    let numbers = vec![arrives, case.hidden() as f64, case.loss, case.chance];
    let remedies = [Activation::Tanh, Activation::LeakyRelu].map(remedy::activation);
    Some((numbers, remedies.into()))
}

/// The error signal gains a factor of a hundred on its way, and the run does not go well, or is about to begin.
pub(in crate::doctor) fn exploding(case: &Case) -> Verdict {
    let factor = case.arrives()?;
    let unwell =
        case.evidence.accident().is_some() || case.share > 1.0 || case.has_stalled(20.0) && case.share > 0.5;
    if !(case.hidden() >= 2 && factor > 100.0 && unwell) {
        return None;
    }
    let mut remedies = vec![remedy::fresh_weights(case.config.model.activation), remedy::clip_norm(1.0)];
    remedies.extend(calmer(case));
    Some((vec![factor, case.hidden() as f64], remedies))
}
