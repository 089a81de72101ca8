//! The doctor's findings in the page's language.

use crate::format::{loss, small_percent};
use crate::store::Store;
use nabla_lab::Diagnosis;
use nabla_lab::doctor::{Help, Rule, Sight};
use nabla_nn::link::Key;
use nabla_nn::{Activation, Change, Choice};

pub(super) fn title(store: Store, rule: Rule) -> &'static str {
    match rule {
        Rule::Lost => say!(store, finding.lost),
        Rule::LoneSample => say!(store, finding.lone_sample),
        Rule::PenaltyOvershoots => say!(store, finding.penalty_overshoots),
        Rule::RateTooHigh => say!(store, finding.rate_too_high),
        Rule::Symmetric => say!(store, finding.symmetric),
        Rule::Pruned => say!(store, finding.pruned),
        Rule::DeadUnits => say!(store, finding.dead_units),
        Rule::SaturatedUnits => say!(store, finding.saturated_units),
        Rule::Vanishing if at(0) == 0.0 => say!(store, evidence.vanishing_all, b = b, c = c, d = d),
        Rule::Vanishing => say!(store, finding.vanishing),
        Rule::Exploding => say!(store, finding.exploding),
        Rule::Unscaled => say!(store, finding.unscaled),
        Rule::RateTooLow if at(1).is_infinite() => say!(store, evidence.rate_still, a = a, b = c),
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
        Rule::LoneSample => say!(store, meaning.lone_sample),
        Rule::PenaltyOvershoots => say!(store, meaning.penalty_overshoots),
        Rule::RateTooHigh => say!(store, meaning.rate_too_high),
        Rule::Symmetric => say!(store, meaning.symmetric),
        Rule::Pruned => say!(store, meaning.pruned),
        Rule::DeadUnits => say!(store, meaning.dead_units),
        Rule::SaturatedUnits => say!(store, meaning.saturated_units),
        Rule::Vanishing if at(0) == 0.0 => say!(store, evidence.vanishing_all, b = b, c = c, d = d),
        Rule::Vanishing => say!(store, meaning.vanishing),
        Rule::Exploding => say!(store, meaning.exploding),
        Rule::Unscaled => say!(store, meaning.unscaled),
        Rule::RateTooLow if at(1).is_infinite() => say!(store, evidence.rate_still, a = a, b = c),
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
        Rule::Lost if !at(2).is_finite() => say!(store, evidence.lost_for_good, a = a, b = b),
        Rule::Lost => say!(store, evidence.lost, a = a, b = b, c = c, d = d),
        Rule::LoneSample => say!(store, evidence.lone_sample).to_owned(),
        Rule::PenaltyOvershoots => say!(store, evidence.penalty_overshoots, a = a, b = b, c = c, d = d),
        // What speaks loudest: jumps, a loss above chance, or one that was far above it.
        Rule::RateTooHigh if at(1) > 0.0 && at(1) * 5.0 >= at(2) => {
            say!(store, evidence.rate_too_high, a = a, b = b, c = c, d = d, e = e)
        }
        Rule::RateTooHigh if at(3) > at(4) => say!(store, evidence.rate_above, a = a, b = d, c = e),
        Rule::RateTooHigh => say!(store, evidence.rate_thrown, a = a, b = number(at(5)), c = d, d = e),
        Rule::Symmetric if at(2) > 0.0 => say!(store, evidence.symmetric_zero, a = a),
        Rule::Symmetric => say!(store, evidence.symmetric, a = a, b = b),
        Rule::Pruned => say!(store, evidence.pruned, a = a, b = b, c = c),
        Rule::DeadUnits if at(1) < at(2) && at(3) > 0.0 => {
            say!(store, evidence.dead_layer, a = a, b = b, c = c, d = d, e = e)
        }
        Rule::DeadUnits => say!(store, evidence.dead_units, a = a, b = b, c = c),
        Rule::SaturatedUnits => say!(store, evidence.saturated_units, a = a, b = b, c = c),
        Rule::Vanishing if at(0) == 0.0 => say!(store, evidence.vanishing_all, b = b, c = c, d = d),
        Rule::Vanishing => say!(store, evidence.vanishing, a = small_percent(at(0)), b = b, c = c, d = d),
        Rule::Exploding => say!(store, evidence.exploding, a = a, b = b),
        Rule::Unscaled => say!(store, evidence.unscaled, a = a, b = label(1), c = c, d = label(3)),
        Rule::RateTooLow if at(1).is_infinite() => say!(store, evidence.rate_still, a = a, b = c),
        Rule::RateTooLow => say!(store, evidence.rate_too_low, a = a, b = b),
        Rule::WrongStart => say!(store, evidence.wrong_start, a = a, b = b),
        Rule::CannotOverfit => say!(store, evidence.cannot_overfit, a = a, b = b, c = c),
        Rule::TooSmall => say!(store, evidence.too_small, a = a, b = b, c = c, d = d),
        Rule::Plateau => say!(store, evidence.plateau, a = a, b = b, c = c),
        Rule::Overfitting => say!(store, evidence.overfitting, a = a, b = b, c = c, d = d),
        Rule::SmallTest => say!(store, evidence.small_test, a = a, b = b),
    }
}

/// What a remedy does, change by change.
pub(super) fn remedy(store: Store, remedy: &[Change]) -> String {
    let value = |key: Key| remedy.iter().find(|change| change.key == key).map(|change| change.value.clone());
    let has = |key: Key| value(key).is_some();
    let part = |change: &Change| {
        let a = change.value.clone();
        Some(match change.key {
            // Those that come along with another are said with it.
            Key::InitZero | Key::LayerActivations => return None,
            Key::Initializer if has(Key::Activation) => return None,
            Key::LearningRate if has(Key::Optimizer) => return None,
            Key::RegularizationRate if has(Key::Regularization) => return None,
            Key::LearningRate => say!(store, remedy.learning_rate, a = a),
            Key::Activation if a == Activation::Tanh.key() => say!(store, remedy.tanh).to_owned(),
            Key::Activation => say!(store, remedy.leaky_relu).to_owned(),
            Key::Initializer => say!(store, remedy.fresh_weights).to_owned(),
            Key::Preprocess => say!(store, remedy.standardize).to_owned(),
            Key::NetworkShape => say!(store, remedy.shape, a = a.replace(',', ", ")),
            Key::Regularization => {
                say!(store, remedy.l2, a = value(Key::RegularizationRate).unwrap_or_default())
            }
            Key::RegularizationRate if a == "0" => say!(store, remedy.no_penalty).to_owned(),
            Key::RegularizationRate => say!(store, remedy.lambda, a = a),
            Key::PercTrainData => say!(store, remedy.training_share, a = a),
            Key::Samples => say!(store, remedy.samples, a = a),
            Key::BatchSize => say!(store, remedy.batch_size, a = a),
            Key::BatchNorm => say!(store, remedy.no_batch_norm).to_owned(),
            Key::Number(_) => say!(store, remedy.clip_norm, a = a),
            Key::Optimizer => say!(store, remedy.adam, a = value(Key::LearningRate).unwrap_or_default()),
            _ => change.to_string(),
        })
    };
    remedy.iter().filter_map(part).collect::<Vec<_>>().join(", ")
}

/// What is known of the remedies.
pub(super) fn help(store: Store, help: &Help) -> String {
    match help {
        Help::Unknown | Help::Remedy { trial: None, .. } => String::new(),
        Help::Trying => say!(store, doctor.trying_remedies).to_owned(),
        Help::InVain(epochs) => say!(store, doctor.in_vain, epochs = epochs.to_string()),
        Help::Remedy { trial: Some(trial), .. } => {
            let (epochs, after) = (trial.epochs.to_string(), number(trial.after));
            match trial.before.is_finite() {
                true => {
                    say!(store, doctor.tried, epochs = epochs, after = after, before = number(trial.before))
                }
                false => say!(store, doctor.tried_lost, epochs = epochs, after = after),
            }
        }
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

/// A count as it is, anything else in few digits; no exponent, however large or small.
pub(super) fn number(value: f64) -> String {
    /// Beyond this so many digits cannot be read at a glance.
    const MOST: f64 = 1e12;
    let size = value.abs();
    let text = match size {
        size if size.is_infinite() => "∞".to_owned(),
        size if size > MOST => format!("> {}", grouped(MOST)),
        size if size >= 10.0 || size == size.round() => grouped(size),
        size if size >= 0.001 => format!("{size:.3}").trim_end_matches('0').to_owned(),
        size if size >= 1e-6 => {
            let places = -size.log10().floor() as usize;
            format!("{size:.places$}")
        }
        size if size.is_nan() => "NaN".to_owned(),
        _ => "< 0.000001".to_owned(),
    };
    if value < 0.0 { format!("−{text}") } else { text }
}

/// A whole number with a comma between thousands from five digits on.
fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    if digits.len() < 5 {
        return digits;
    }
    let comma = |(place, digit): (usize, char)| {
        let is_third = place > 0 && (digits.len() - place).is_multiple_of(3);
        is_third.then_some(',').into_iter().chain([digit])
    };
    digits.chars().enumerate().flat_map(comma).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        let values = [0.0, 30.0, 0.3, 0.5251, 12.34, 0.0009, 2.4e-6, 1e-9, -0.25, 16_206_742.6, 2541.5, 1e20];
        let written = [
            "0",
            "30",
            "0.3",
            "0.525",
            "12",
            "0.0009",
            "0.000002",
            "< 0.000001",
            "−0.25",
            "16,206,743",
            "2542",
            "> 1,000,000,000,000",
        ];
        assert_eq!(values.map(number), written);
        assert_eq!([f64::NAN, f64::INFINITY].map(number), ["NaN", "∞"]);
    }
}
