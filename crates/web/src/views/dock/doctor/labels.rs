//! The doctor's findings in the page's language.

use crate::format::{loss, small_percent};
use crate::store::Store;
use nabla_lab::Diagnosis;
use nabla_lab::doctor::{Rule, Sight};
use nabla_nn::link::Key;
use nabla_nn::{Activation, Change, Choice};

pub(super) fn title(store: Store, rule: Rule) -> &'static str {
    match rule {
        Rule::Lost => say!(store, finding.lost),
        Rule::RateTooHigh => say!(store, finding.rate_too_high),
        Rule::Symmetric => say!(store, finding.symmetric),
        Rule::Pruned => say!(store, finding.pruned),
        Rule::DeadUnits => say!(store, finding.dead_units),
        Rule::SaturatedUnits => say!(store, finding.saturated_units),
        Rule::Vanishing => say!(store, finding.vanishing),
        Rule::Exploding => say!(store, finding.exploding),
        Rule::Unscaled => say!(store, finding.unscaled),
        Rule::RateTooLow => say!(store, finding.rate_too_low),
        Rule::WrongStart => say!(store, finding.wrong_start),
        Rule::CannotOverfit => say!(store, finding.cannot_overfit),
        Rule::TooSmall => say!(store, finding.too_small),
        Rule::Plateau => say!(store, finding.plateau),
        Rule::Overfitting => say!(store, finding.overfitting),
        Rule::SmallTest => say!(store, finding.small_test),
    }
}

pub(super) fn meaning(store: Store, rule: Rule) -> &'static str {
    match rule {
        Rule::Lost => say!(store, meaning.lost),
        Rule::RateTooHigh => say!(store, meaning.rate_too_high),
        Rule::Symmetric => say!(store, meaning.symmetric),
        Rule::Pruned => say!(store, meaning.pruned),
        Rule::DeadUnits => say!(store, meaning.dead_units),
        Rule::SaturatedUnits => say!(store, meaning.saturated_units),
        Rule::Vanishing => say!(store, meaning.vanishing),
        Rule::Exploding => say!(store, meaning.exploding),
        Rule::Unscaled => say!(store, meaning.unscaled),
        Rule::RateTooLow => say!(store, meaning.rate_too_low),
        Rule::WrongStart => say!(store, meaning.wrong_start),
        Rule::CannotOverfit => say!(store, meaning.cannot_overfit),
        Rule::TooSmall => say!(store, meaning.too_small),
        Rule::Plateau => say!(store, meaning.plateau),
        Rule::Overfitting => say!(store, meaning.overfitting),
        Rule::SmallTest => say!(store, meaning.small_test),
    }
}

/// A finding's numbers in a sentence.
pub(super) fn evidence(store: Store, rule: Rule, numbers: &[f64]) -> String {
    let at = |place: usize| numbers.get(place).copied().unwrap_or(f64::NAN);
    let [a, b, c, d, e] = [0, 1, 2, 3, 4].map(|place| number(at(place)));
    // Of a feature, its label stands for its place.
    let label = |place: usize| {
        store.peek(|model| model.config.model.features.get(at(place) as usize).map_or("", |it| it.label()))
    };
    match rule {
        Rule::Lost => say!(store, evidence.lost, a = a, b = b, c = c, d = d),
        Rule::RateTooHigh => say!(store, evidence.rate_too_high, a = a, b = b, c = c, d = d, e = e),
        Rule::Symmetric => say!(store, evidence.symmetric, a = a, b = b),
        Rule::Pruned => say!(store, evidence.pruned, a = a, b = b, c = c),
        Rule::DeadUnits => say!(store, evidence.dead_units, a = a, b = b, c = c),
        Rule::SaturatedUnits => say!(store, evidence.saturated_units, a = a, b = b, c = c),
        Rule::Vanishing => say!(store, evidence.vanishing, a = small_percent(at(0)), b = b, c = c, d = d),
        Rule::Exploding => say!(store, evidence.exploding, a = a, b = b),
        Rule::Unscaled => say!(store, evidence.unscaled, a = a, b = label(1), c = c, d = label(3)),
        Rule::RateTooLow => say!(store, evidence.rate_too_low, a = a, b = b),
        Rule::WrongStart => say!(store, evidence.wrong_start, a = a, b = b),
        Rule::CannotOverfit => say!(store, evidence.cannot_overfit, a = a, b = b, c = c),
        Rule::TooSmall => say!(store, evidence.too_small, a = a, b = b, c = c, d = d),
        Rule::Plateau => say!(store, evidence.plateau, a = a, b = b, c = c),
        Rule::Overfitting => say!(store, evidence.overfitting, a = a, b = b, c = c, d = d),
        Rule::SmallTest => say!(store, evidence.small_test, a = a, b = b),
    }
}

/// What a remedy does: its first change says what it is, the last one how much of it.
pub(super) fn remedy(store: Store, remedy: &[Change]) -> String {
    let (Some(first), Some(last)) = (remedy.first(), remedy.last()) else { return String::new() };
    let a = last.value.clone();
    match first.key {
        Key::LearningRate => say!(store, remedy.learning_rate, a = a),
        Key::Activation if first.value == Activation::Tanh.key() => say!(store, remedy.tanh).to_owned(),
        Key::Activation => say!(store, remedy.leaky_relu).to_owned(),
        Key::Initializer => say!(store, remedy.fresh_weights).to_owned(),
        Key::Preprocess => say!(store, remedy.standardize).to_owned(),
        Key::NetworkShape => say!(store, remedy.shape, a = a.replace(',', ", ")),
        Key::Regularization => say!(store, remedy.l2, a = a),
        Key::RegularizationRate => say!(store, remedy.lambda, a = a),
        Key::PercTrainData => say!(store, remedy.training_share, a = a),
        Key::Samples => say!(store, remedy.samples, a = a),
        Key::Number(_) => say!(store, remedy.clip_norm, a = a),
        Key::Optimizer => say!(store, remedy.adam, a = a),
        _ => first.to_string(),
    }
}

pub(super) fn sight(store: Store, sight: Sight) -> &'static str {
    match sight {
        Sight::Loss => say!(store, sight.loss),
        Sight::Layers => say!(store, sight.layers),
        Sight::Data => say!(store, sight.data),
        Sight::Results => say!(store, sight.results),
    }
}

/// The first loss beside that of chance.
pub(super) fn first(store: Store, diagnosis: &Diagnosis) -> String {
    let chance = loss(diagnosis.chance);
    match diagnosis.first {
        Some(first) => say!(store, doctor.first, first = loss(first), chance = chance),
        None => say!(store, doctor.chance, chance = chance),
    }
}

/// How the check with ten points went.
pub(super) fn ten_points(store: Store, diagnosis: &Diagnosis) -> String {
    match diagnosis.ten_points {
        None => say!(store, doctor.trying).to_owned(),
        Some(it) if it.passed => say!(store, doctor.passed, epochs = it.epochs.to_string()),
        Some(it) => say!(store, doctor.failed, epochs = it.epochs.to_string(), loss = loss(it.loss)),
    }
}

/// A count as it is, anything else in few digits.
fn number(value: f64) -> String {
    match value {
        value if value.is_infinite() => "∞".to_owned(),
        value if value.abs() >= 10.0 || value == value.round() => format!("{value:.0}"),
        value if value.abs() < 0.001 => format!("{value:.0e}").replace('-', "−"),
        value => {
            let text = format!("{value:.3}");
            text.trim_end_matches('0').to_owned()
        }
    }
}
