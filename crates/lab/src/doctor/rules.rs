//! The rules: what each one looks for, and why its limits are where they are.
//!
//! A rule about a run that does not learn asks first whether it does: most oddities (a dead unit, a weak signal, features
//! of different size) harm nobody while the loss falls.

use super::{Case, Remedy};
use nabla_nn::{Function, Hyperparameter, Optimizer, Penalty, Problem, Rule};

/// Evidence and remedy.
type Verdict = Option<(Vec<f64>, Option<Remedy>)>;

/// A learning rate that usually goes well: for plain steps TensorFlow Playground's default, for the others a third of
/// Keras' or less, since the networks here are small and their batches too.
fn ordinary_rate(optimizer: Optimizer) -> f64 {
    match optimizer {
        Optimizer::Sgd => 0.03,
        Optimizer::Momentum | Optimizer::Nesterov => 0.003,
        Optimizer::Adagrad => 0.1,
        Optimizer::Rmsprop | Optimizer::Adam | Optimizer::AdamW | Optimizer::Nadam => 0.003,
        Optimizer::Adadelta | Optimizer::Lbfgs => 1.0,
    }
}

/// Whether the learning rate means anything: L-BFGS finds its own, and a perceptron's only scales its weights.
fn has_rate(case: &Case) -> bool {
    case.config.optimizer != Optimizer::Lbfgs && case.config.rule != Rule::Perceptron
}

/// A tenth of the rate, or the ordinary one if that is less.
fn calmer(case: &Case) -> Option<Remedy> {
    let rate = (case.config.learning_rate / 10.0).min(ordinary_rate(case.config.optimizer));
    // A tenth in decimals: of 0.003 the quotient is one bit more than 0.0003.
    let rate = nabla_nn::number(&format!("{rate:.3e}")).unwrap_or(rate);
    has_rate(case).then_some(Remedy::LearningRate(rate))
}

pub(super) fn lost(case: &Case) -> Verdict {
    let config = case.config;
    let (epoch, loss, rate) = match case.evidence.accident() {
        Some(accident) => (accident.epoch, accident.loss, accident.rate),
        None if case.evidence.looks().last().is_some_and(|look| !look.train.is_finite()) => {
            (case.span, f64::NAN, config.learning_rate)
        }
        None => return None,
    };
    Some((vec![rate, epoch, loss, case.chance], calmer(case)))
}

/// Of the last 30 looks at least a fifth found the loss a tenth higher than the look before, while it is above a third of
/// chance: near a minimum the same jumps are small change. Or a rate of some times the ordinary one stays above chance, or one of
/// ten times makes no progress.
pub(super) fn rate_too_high(case: &Case) -> Verdict {
    const LOOKS: usize = 30;
    let looks = case.evidence.looks();
    if case.explained || !has_rate(case) || case.span < 10.0 || looks.len() < 6 {
        return None;
    }
    let recent = &looks[looks.len().saturating_sub(LOOKS + 1)..];
    let pairs = recent.len() - 1;
    let rises = recent.windows(2).filter(|pair| pair[1].train > 1.1 * pair[0].train).count();
    let jumps = rises * 5 >= pairs && case.share > 0.33;
    let times = case.config.learning_rate / ordinary_rate(case.config.optimizer);
    let above = times >= 3.0 && case.has_stalled(15.0) && case.share > 1.15;
    let lame = times >= 10.0 && case.has_stalled(40.0) && case.share > 0.5;
    if !(jumps && times >= 1.0 || above || lame) {
        return None;
    }
    let numbers = vec![case.config.learning_rate, rises as f64, pairs as f64, case.loss, case.chance];
    Some((numbers, calmer(case)))
}

/// Equal rows of weights and equal biases get equal gradients.
pub(super) fn symmetric(case: &Case) -> Verdict {
    let network = case.trainer.trained_network();
    let values = network.values();
    let shrunk = case.config.penalty != Penalty::None && case.config.regularization_rate > 0.0;
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
        return Some((numbers, Some(Remedy::FreshWeights)));
    }
    None
}

/// Nearly all weights are 0, or within a step of the penalty from it, and the network knows nothing; or a third of them,
/// and it makes no progress.
pub(super) fn pruned(case: &Case) -> Verdict {
    let lambda = case.config.regularization_rate;
    if case.config.penalty == Penalty::None || lambda == 0.0 || case.share < 0.4 || case.span < 5.0 {
        return None;
    }
    let network = case.trainer.trained_network();
    let values = network.values();
    // Optimizers without the cut let weights hover; L2 lets them shrink without end.
    let near = (2.0 * lambda * case.trainer.learning_rate()).clamp(0.0, 0.05).max(0.02) as f32;
    let weights = || {
        let rows = network.layers.iter().flat_map(|layer| (0..layer.rows()).map(|row| layer.row(row)));
        rows.flat_map(|row| &values[row])
    };
    let (gone, count) = (weights().filter(|weight| weight.abs() <= near).count(), weights().count());
    let many = gone * 10 >= count * 8 && case.share > 0.8;
    if !(many || gone * 10 >= count * 3 && case.has_stalled(60.0)) {
        return None;
    }
    Some((vec![gone as f64, count as f64, lambda], Some(Remedy::Lambda(lower_lambda(lambda)))))
}

/// A hundredth in decimals, 0.001 at most: what still lets every dataset here be learned.
fn lower_lambda(lambda: f64) -> f64 {
    let rate = (lambda / 100.0).min(0.001);
    nabla_nn::number(&format!("{rate:.1e}")).unwrap_or(rate)
}

/// A layer without a living unit says the same for every point. Half of one is enough if nothing moves.
pub(super) fn dead_units(case: &Case) -> Verdict {
    let stuck = case.has_stalled(60.0) && case.share > 0.4;
    let layers = &case.layers.layers[..case.hidden().min(case.layers.layers.len())];
    let (index, layer) = layers
        .iter()
        .enumerate()
        .max_by(|(_, a), (_, b)| share(a.dead, a.neurons).total_cmp(&share(b.dead, b.neurons)))?;
    let all = layer.dead == layer.neurons && symmetric(case).is_none();
    if layer.dead == 0 || !(all && case.share > 0.4 || stuck && layer.dead * 2 >= layer.neurons) {
        return None;
    }
    let numbers = vec![(index + 1) as f64, layer.dead as f64, layer.neurons as f64];
    Some((numbers, Some(Remedy::LeakyRelu)))
}

/// Switches that are thrown for good, while there is still much to learn.
pub(super) fn saturated_units(case: &Case) -> Verdict {
    if !(case.has_stalled(20.0) && case.share > 0.5) {
        return None;
    }
    let layers = &case.layers.layers[..case.hidden().min(case.layers.layers.len())];
    let (index, layer) = layers
        .iter()
        .enumerate()
        .max_by(|(_, a), (_, b)| share(a.saturated, a.neurons).total_cmp(&share(b.saturated, b.neurons)))?;
    if layer.saturated * 2 < layer.neurons || layer.saturated == 0 {
        return None;
    }
    let numbers = vec![(index + 1) as f64, layer.saturated as f64, layer.neurons as f64];
    let remedy = match sizes(case) {
        Some(sizes) if sizes.largest.0 > LARGE && index == 0 => Remedy::Standardize,
        _ if has_rate(case) && case.config.learning_rate > 10.0 * ordinary_rate(case.config.optimizer) => {
            Remedy::LearningRate(ordinary_rate(case.config.optimizer))
        }
        _ => Remedy::FreshWeights,
    };
    Some((numbers, Some(remedy)))
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// The error signal loses a factor of a thousand on its way (three sigmoid layers lose that much too, but get over it), and the network still knows nothing.
pub(super) fn vanishing(case: &Case) -> Verdict {
    let [first, .., last] = case.layers.layers.as_slice() else { return None };
    let arrives = f64::from(first.signal / last.signal);
    let lost = case.hidden() >= 2 && arrives < 0.001 || arrives == 0.0;
    if !lost || case.share < 0.85 || !case.has_stalled(80.0) {
        return None;
    }
    let numbers = vec![arrives, case.hidden() as f64, case.loss, case.chance];
    Some((numbers, Some(Remedy::Tanh)))
}

/// The error signal gains a factor of a hundred on its way, and the run does not go well, or is about to begin.
pub(super) fn exploding(case: &Case) -> Verdict {
    let [first, .., last] = case.layers.layers.as_slice() else { return None };
    let factor = f64::from(first.signal / last.signal);
    let unwell =
        case.evidence.accident().is_some() || case.share > 1.0 || case.has_stalled(20.0) && case.share > 0.5;
    if !(case.hidden() >= 2 && factor > 100.0 && unwell) {
        return None;
    }
    let clipped = case.config.number(Hyperparameter::ClipNorm) > 0.0;
    let fitted = Remedy::FreshWeights.apply(case.config.clone()) == *case.config;
    let remedy = match (fitted, clipped) {
        (false, _) => Some(Remedy::FreshWeights),
        (true, false) => Some(Remedy::ClipNorm(1.0)),
        (true, true) => calmer(case),
    };
    Some((vec![factor, case.hidden() as f64], remedy))
}

/// An input of this size drives a unit with an ordinary weight past its bend.
const LARGE: f64 = 20.0;

/// The inputs' sizes: the root of the mean square, and the place.
struct Sizes {
    largest: (f64, usize),
    smallest: (f64, usize),
}

fn sizes(case: &Case) -> Option<Sizes> {
    let size = |&[mean, deviation]: &[f32; 2]| f64::from(mean).hypot(f64::from(deviation));
    let sizes = || case.layers.inputs.iter().map(size).enumerate().map(|(place, size)| (size, place));
    Some(Sizes {
        largest: sizes().max_by(|a, b| a.0.total_cmp(&b.0))?,
        smallest: sizes().min_by(|a, b| a.0.total_cmp(&b.0))?,
    })
}

/// A feature more than ten times as large as another, or large by itself, of a run that does not go well; one that is
/// very large before it has begun.
pub(super) fn unscaled(case: &Case) -> Verdict {
    let Sizes { largest, smallest } = sizes(case)?;
    let uneven = largest.0 > 10.0 * smallest.0 && smallest.0 > 0.0 || largest.0 > LARGE;
    let unwell = case.evidence.accident().is_some() || case.has_stalled(20.0) && case.share > 0.4;
    if !(uneven && unwell || largest.0 > 10.0 * LARGE && case.share > 0.1) {
        return None;
    }
    let numbers = vec![largest.0, largest.1 as f64, smallest.0, smallest.1 as f64];
    Some((numbers, Some(Remedy::Standardize)))
}

/// At the pace of the last half of the run it takes a thousand epochs to halve the loss, at a rate of a tenth of the
/// ordinary one or less.
pub(super) fn rate_too_low(case: &Case) -> Verdict {
    let ordinary = ordinary_rate(case.config.optimizer);
    let low = case.config.learning_rate <= 0.11 * ordinary;
    if !(has_rate(case) && low && case.span >= 30.0 && case.share > 0.3) {
        return None;
    }
    let looks = case.evidence.looks();
    let (middle, last) = (looks.get(looks.len() / 2)?, looks.last()?);
    let pace = (middle.train - last.train) / (last.epoch - middle.epoch);
    let epochs = 0.5 * last.train / pace;
    if (0.0..1000.0).contains(&epochs) {
        return None;
    }
    // A loss that does not fall at all takes forever.
    let epochs = if epochs > 0.0 { epochs } else { f64::INFINITY };
    Some((vec![case.config.learning_rate, epochs], Some(Remedy::LearningRate(ordinary))))
}

/// Of classes, the first loss is more than twice what chance predicts; targets of a regression may be as small as they
/// like, so there only a loss far above says something.
pub(super) fn wrong_start(case: &Case) -> Verdict {
    let first = case.evidence.first()?;
    let factor = if case.config.problem == Problem::Regression { 50.0 } else { 2.0 };
    let still = case.share > 0.9 && case.has_stalled(20.0);
    if !(case.span <= 5.0 || still) || first.train <= factor * case.chance {
        return None;
    }
    let remedy = match sizes(case) {
        Some(sizes) if sizes.largest.0 > 5.0 => Remedy::Standardize,
        _ => Remedy::FreshWeights,
    };
    Some((vec![first.train, case.chance], Some(remedy)))
}

pub(super) fn cannot_overfit(case: &Case) -> Verdict {
    let check = case.evidence.ten_points()?;
    if check.passed {
        return None;
    }
    Some((vec![check.loss, check.chance, check.epochs as f64], Remedy::more_neurons(case.config)))
}

/// The loss has come down and stays, in a network that is small.
pub(super) fn too_small(case: &Case) -> Verdict {
    let neurons: usize = case.config.network_shape.iter().sum();
    let narrow = case.config.network_shape.iter().min().is_none_or(|&width| width <= 4);
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
    Some((numbers, Remedy::more_neurons(case.config)))
}

pub(super) fn plateau(case: &Case) -> Verdict {
    if !(case.share > 0.5 && case.has_stalled(250.0)) {
        return None;
    }
    let numbers = vec![case.flat, case.loss, case.chance];
    let is_adam = case.config.optimizer == Optimizer::Adam;
    let remedy = if is_adam { Remedy::more_neurons(case.config) } else { Some(Remedy::Adam(0.01)) };
    Some((numbers, remedy))
}

/// The network knows its own points and not the others: the gap between the losses is two fifths of chance; or less, and
/// the test loss has risen well above its own best.
pub(super) fn overfitting(case: &Case) -> Verdict {
    let (best, epoch) = case.evidence.best_test()?;
    let looks = case.evidence.looks();
    let recent = &looks[looks.len().saturating_sub(5)..];
    let test = recent.iter().map(|look| look.test).sum::<f64>() / recent.len().max(1) as f64;
    if case.trainer.points().test.len() < 10 || case.explained || case.span < 30.0 || case.share > 0.5 {
        return None;
    }
    let gap = (test - case.loss) / case.chance;
    let rise = (test - best) / case.chance;
    if !(gap > 0.4 || gap > 0.3 && rise > 0.15) {
        return None;
    }
    let penalized = case.config.penalty != Penalty::None && case.config.regularization_rate > 0.0;
    let remedy = match (penalized, case.trainer.has_own_points()) {
        (false, _) => Some(Remedy::L2(0.01)),
        (true, false) if case.config.perc_train_data < 50.0 => Some(Remedy::TrainingShare(50.0)),
        (true, _) => None,
    };
    Some((vec![case.loss, test, best, epoch], remedy))
}

/// With fewer than this many test points, a single one moves the accuracy by almost two percent, and the accuracy of a
/// network that gets nine of ten right is off by four percent as a rule: √(0.9·0.1/60).
const FEW: usize = 60;

pub(super) fn small_test(case: &Case) -> Verdict {
    let points = case.trainer.points();
    if points.test.len() >= FEW {
        return None;
    }
    let remedy = match case.trainer.has_own_points() {
        true => None,
        false if case.config.perc_train_data > 50.0 && points.len() >= 2 * FEW => {
            Some(Remedy::TrainingShare(50.0))
        }
        false => Some(Remedy::Samples(case.config.problem.samples())),
    };
    Some((vec![points.test.len() as f64, points.len() as f64], remedy))
}
