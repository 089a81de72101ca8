//! The doctor: rules over the recorded evidence that say what ails a run, with numbers and a remedy.

mod case;
mod evidence;
#[cfg(test)]
mod grid_tests;
mod overfit;
pub mod remedy;
mod rules;
#[cfg(test)]
mod tests;
mod trials;
#[cfg(test)]
mod trials_tests;
mod vitals;

pub use evidence::{Accident, Evidence, LossReading};
pub use overfit::{Overfit, TenPoints};
pub use rules::overshoot;
pub use trials::Trials;
pub use vitals::Vitals;

use crate::layers::{Layers, layers};
use case::Case;
use nabla_nn::{Change, Choice, Trainer};
use rules::{data, fit, penalty, rate, signal};
use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// What can be wrong, from causes to what merely follows.
///
/// To add a rule: its variant with what its numbers are, its line in `Rule::examine`, its key and view, its test. Every
/// rule is a function of a `Case` in `rules`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, Serialize, Deserialize)]
pub enum Rule {
    /// A number is no longer finite, or the loss was hopeless: the run was stopped. Numbers: learning rate, epoch, loss
    /// then, loss by chance.
    Lost,
    /// Batch normalization over minibatches of one sample, whose variance is 0: the normalized sum is 0 whatever the sum.
    /// Numbers: samples in a minibatch.
    LoneSample,
    /// The step of the L2 penalty is so long that it flips every weight's sign and makes it larger. Numbers: η·λ, the most
    /// it may be, η, λ.
    PenaltyOvershoots,
    /// The loss jumps up and down, stays above chance, or was thrown far above it and stays up. Numbers: learning rate; how
    /// many of the last readings found the loss at least 10 % higher than the look before; how many readings those were;
    /// loss; loss by chance; the highest loss seen.
    RateTooHigh,
    /// All neurons of a layer are equal, so they stay equal, or all its weights are 0. Numbers: layer from 1, neurons, 1 if
    /// the weights are 0.
    Symmetric,
    /// The penalty has taken the weights. Numbers: weights at 0 or within a step of it, weights, λ.
    Pruned,
    /// ReLUs that are 0 for every point. Numbers: layer from 1, dead neurons, neurons, points for which the whole layer is 0,
    /// points looked at.
    DeadUnits,
    /// Units on the flat of their curve. Numbers: layer from 1, saturated neurons, neurons.
    SaturatedUnits,
    /// Hardly any error signal arrives at the first layer. Numbers: the share that arrives, hidden layers, loss, loss by
    /// chance.
    Vanishing,
    /// The error signal grows on its way back. Numbers: its factor, hidden layers.
    Exploding,
    /// Features of very different size. Numbers: the size of the largest and its place among the active features, the
    /// same of the smallest; a size is the root of the mean square.
    Unscaled,
    /// The loss falls, but at this pace it takes ages. Numbers: learning rate, epochs to halve the loss, infinite where it has
    /// not moved; epochs seen.
    RateTooLow,
    /// The first loss is far above what chance predicts. Numbers: first loss, loss by chance.
    WrongStart,
    /// The network cannot even learn ten points by heart. Numbers: loss reached, loss by chance of the ten, epochs.
    CannotOverfit,
    /// The network has learned what it can. Numbers: hidden neurons, epochs without progress, loss, loss by chance.
    TooSmall,
    /// The loss does not move, and nothing above says why. Numbers: epochs without progress, loss, loss by chance.
    Plateau,
    /// The test loss rises while the training loss is low. Numbers: training loss, test loss, the best test loss, its
    /// epoch.
    Overfitting,
    /// So few test points that the test loss is a guess. Numbers: test points, all points.
    SmallTest,
}

/// Where a finding can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sight {
    /// The loss chart.
    Loss,
    /// Gradients and activations by layer.
    Layers,
    /// The data panel.
    Data,
    /// Right and wrong answers.
    Results,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What.
    pub rule: Rule,
    /// The evidence, see [`Rule`].
    pub numbers: Vec<f64>,
    /// What may help, the likeliest first; the first change of each names it.
    pub remedies: Vec<Vec<Change>>,
    /// What is known of them.
    pub help: Help,
}

/// Whether there is help against a finding: no remedy is offered before it has helped a copy of the run ([`Trials`]).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Help {
    /// Nobody has looked for any, or the settings have none.
    #[default]
    Unknown,
    /// Remedies are being tried.
    Trying,
    /// None has helped in so many epochs.
    InVain(u64),
    /// This one helps.
    Remedy {
        /// What to change.
        changes: Vec<Change>,
        /// How it went; none of one that is no matter of the loss, and where a trial would take too long.
        trial: Option<Trial>,
    },
}

/// How a remedy did on a copy of the run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// Epochs trained, from the first weights.
    pub epochs: u64,
    /// The test loss without it after as many epochs, or now if that is later; infinite if it diverges.
    pub before: f64,
    /// The test loss with it.
    pub after: f64,
}

impl Finding {
    /// The remedy that is offered.
    pub fn remedy(&self) -> Option<&Vec<Change>> {
        match &self.help {
            Help::Remedy { changes, .. } => Some(changes),
            Help::Unknown | Help::Trying | Help::InVain(_) => None,
        }
    }
}

/// Everything the doctor has to say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// What is wrong, causes first; nothing of a healthy run.
    pub findings: Vec<Finding>,
    /// What was measured, whether something is wrong or not.
    pub vitals: Vitals,
    /// The training loss at epoch 0, if the run was seen then.
    pub first: Option<f64>,
    /// The loss of a network that knows nothing, [`Trainer::chance_loss`]: ln k for k classes and cross-entropy.
    pub chance: f64,
    /// Whether ten points can be learned by heart, if that has been tried.
    pub ten_points: Option<TenPoints>,
    /// Epochs the evidence spans, since the settings last changed.
    pub epochs: f64,
}

impl Choice for Rule {
    fn key(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::LoneSample => "lone-sample",
            Self::PenaltyOvershoots => "penalty-overshoots",
            Self::RateTooHigh => "rate-too-high",
            Self::Symmetric => "symmetric",
            Self::Pruned => "pruned",
            Self::DeadUnits => "dead-units",
            Self::SaturatedUnits => "saturated-units",
            Self::Vanishing => "vanishing",
            Self::Exploding => "exploding",
            Self::Unscaled => "unscaled",
            Self::RateTooLow => "rate-too-low",
            Self::WrongStart => "wrong-start",
            Self::CannotOverfit => "cannot-overfit",
            Self::TooSmall => "too-small",
            Self::Plateau => "plateau",
            Self::Overfitting => "overfitting",
            Self::SmallTest => "small-test",
        }
    }

    fn name(self) -> &'static str {
        self.key()
    }
}

impl Rule {
    /// Where its evidence can be seen.
    pub fn sight(self) -> Sight {
        match self {
            Self::Lost | Self::RateTooHigh | Self::RateTooLow | Self::WrongStart => Sight::Loss,
            Self::PenaltyOvershoots | Self::Plateau | Self::Overfitting => Sight::Loss,
            Self::Symmetric | Self::Pruned | Self::DeadUnits | Self::SaturatedUnits => Sight::Layers,
            Self::Vanishing | Self::Exploding | Self::CannotOverfit | Self::LoneSample => Sight::Layers,
            Self::Unscaled | Self::SmallTest => Sight::Data,
            Self::TooSmall => Sight::Results,
        }
    }

    /// Whether it is about what happens to the signal inside the network: the view of the layers names it too.
    pub fn is_of_layers(self) -> bool {
        matches!(
            self,
            Self::Symmetric | Self::DeadUnits | Self::SaturatedUnits | Self::Vanishing | Self::Exploding
        )
    }

    /// Whether it explains by itself why a loss does not fall; rules of effects keep silent then.
    fn is_cause(self) -> bool {
        !matches!(self, Self::WrongStart | Self::Overfitting | Self::SmallTest)
    }

    /// Whether settings alone make it certain, so that what happens inside the network merely follows.
    fn is_certain(self) -> bool {
        matches!(self, Self::LoneSample | Self::PenaltyOvershoots)
    }

    /// Whether a remedy must bring the test loss down. More test points make the same loss better known.
    fn is_about_loss(self) -> bool {
        self != Self::SmallTest
    }

    fn examine(self, case: &Case) -> Option<Finding> {
        let (explained, certain) = (case.explained, case.certain);
        let (numbers, mut remedies) = match self {
            Self::Lost => rate::lost(case),
            Self::LoneSample => data::lone_sample(case),
            Self::PenaltyOvershoots => penalty::overshoots(case),
            Self::RateTooHigh => rate::rate_too_high(case),
            Self::Symmetric => signal::symmetric(case),
            Self::Pruned if !certain => penalty::pruned(case),
            Self::DeadUnits if !certain => signal::dead_units(case),
            Self::SaturatedUnits if !certain => signal::saturated_units(case),
            // A signal that stops at dead or equal neurons is theirs to explain.
            Self::Vanishing if !explained => signal::vanishing(case),
            Self::Exploding if !certain => signal::exploding(case),
            Self::Unscaled => data::unscaled(case),
            Self::RateTooLow if !explained => rate::rate_too_low(case),
            Self::WrongStart => data::wrong_start(case),
            Self::CannotOverfit => fit::cannot_overfit(case),
            Self::TooSmall if !explained => fit::too_small(case),
            Self::Plateau if !explained => fit::plateau(case),
            Self::Overfitting => fit::overfitting(case),
            Self::SmallTest => data::small_test(case),
            Self::Pruned | Self::DeadUnits | Self::SaturatedUnits | Self::Exploding => None,
            Self::Vanishing | Self::RateTooLow | Self::TooSmall | Self::Plateau => None,
        }?;
        remedies.retain(|remedy| case.config.clone().changed(remedy) != *case.config);
        Some(Finding { rule: self, numbers, remedies, help: Help::Unknown })
    }
}

/// Examines a run.
pub fn diagnose(evidence: &Evidence, trainer: &Trainer) -> Diagnosis {
    diagnose_with(evidence, trainer, &layers(trainer))
}

/// The same with a look at the layers that was taken anyway.
pub fn diagnose_with(evidence: &Evidence, trainer: &Trainer, layers: &Layers) -> Diagnosis {
    let mut case = Case::new(evidence, trainer, layers);
    let mut findings = Vec::new();
    for &rule in Rule::ALL {
        if let Some(finding) = rule.examine(&case) {
            case.explained |= rule.is_cause();
            case.certain |= rule.is_certain();
            findings.push(finding);
        }
    }
    Diagnosis {
        findings,
        vitals: Vitals::new(&case),
        first: evidence.first().map(|reading| reading.train),
        chance: case.chance,
        ten_points: evidence.ten_points(),
        epochs: case.span,
    }
}
