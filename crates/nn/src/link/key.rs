//! The keys of a link: one list for reading, writing and every change of a setting.

use crate::{Choice, Control, Feature, Hyperparameter};
use std::borrow::Cow;

/// A key of the link. TensorFlow Playground's come first and in its order, then ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// `activation`: of the hidden layers.
    Activation,
    /// `regularization`: the penalty.
    Regularization,
    /// `batchSize`
    BatchSize,
    /// `dataset`: of classes.
    Dataset,
    /// `regDataset`: of numbers.
    RegDataset,
    /// `learningRate`
    LearningRate,
    /// `regularizationRate`: λ.
    RegularizationRate,
    /// `noise`, in percent.
    Noise,
    /// `networkShape`: a comma list of neurons.
    NetworkShape,
    /// `seed`
    Seed,
    /// `showTestData`, of the page.
    ShowTestData,
    /// `discretize`, of the page.
    Discretize,
    /// `percTrainData`
    PercTrainData,
    /// `x`, `y` …: a feature's switch.
    Feature(Feature),
    /// `collectStats`, of the page: TensorFlow Playground's switch for usage statistics, never acted on.
    CollectStats,
    /// `tutorial`, of the page: the name of a lesson.
    Tutorial,
    /// `problem`
    Problem,
    /// `initZero`
    InitZero,
    /// `hideText`, of the page.
    HideText,
    /// `shuffle`
    Shuffle,
    /// `samples`
    Samples,
    /// `percValidationData`
    PercValidationData,
    /// `weightDraw`
    WeightDraw,
    /// `classes`
    Classes,
    /// `layerActivations`: a comma list.
    LayerActivations,
    /// `loss`
    Loss,
    /// `rule`
    Rule,
    /// `optimizer`
    Optimizer,
    /// `schedule`
    Schedule,
    /// `initializer`
    Initializer,
    /// `preprocess`
    Preprocess,
    /// `batchNorm`
    BatchNorm,
    /// `residual`
    Residual,
    /// `momentum`, `dropout` …: a number of a method.
    Number(Hyperparameter),
    /// `<control>_hide`, of the page.
    Hide(Control),
}

/// What the key of a control to hide ends with.
const HIDE: &str = "_hide";

/// TensorFlow Playground's keys but for the hidden controls, in its order.
const PLAYGROUND: &[Key] = &[
    Key::Activation,
    Key::Regularization,
    Key::BatchSize,
    Key::Dataset,
    Key::RegDataset,
    Key::LearningRate,
    Key::RegularizationRate,
    Key::Noise,
    Key::NetworkShape,
    Key::Seed,
    Key::ShowTestData,
    Key::Discretize,
    Key::PercTrainData,
    Key::Feature(Feature::X),
    Key::Feature(Feature::Y),
    Key::Feature(Feature::XTimesY),
    Key::Feature(Feature::XSquared),
    Key::Feature(Feature::YSquared),
    Key::Feature(Feature::CosX),
    Key::Feature(Feature::SinX),
    Key::Feature(Feature::CosY),
    Key::Feature(Feature::SinY),
    Key::CollectStats,
    Key::Tutorial,
    Key::Problem,
    Key::InitZero,
    Key::HideText,
];

/// Our keys but for the numbers of the methods.
const OURS: &[Key] = &[
    Key::Shuffle,
    Key::Samples,
    Key::PercValidationData,
    Key::WeightDraw,
    Key::Classes,
    Key::LayerActivations,
    Key::Loss,
    Key::Rule,
    Key::Optimizer,
    Key::Schedule,
    Key::Initializer,
    Key::Preprocess,
    Key::BatchNorm,
    Key::Residual,
];

impl Key {
    /// Every key, in the order in which a link has them.
    pub fn all() -> impl Iterator<Item = Self> {
        let numbers = Hyperparameter::ALL.iter().map(|&number| Self::Number(number));
        let hidden = Control::ALL.iter().map(|&control| Self::Hide(control));
        PLAYGROUND.iter().chain(OURS).copied().chain(numbers).chain(hidden)
    }

    /// The key as it stands in a link.
    pub fn text(self) -> Cow<'static, str> {
        match self {
            Self::Activation => "activation",
            Self::Regularization => "regularization",
            Self::BatchSize => "batchSize",
            Self::Dataset => "dataset",
            Self::RegDataset => "regDataset",
            Self::LearningRate => "learningRate",
            Self::RegularizationRate => "regularizationRate",
            Self::Noise => "noise",
            Self::NetworkShape => "networkShape",
            Self::Seed => "seed",
            Self::ShowTestData => "showTestData",
            Self::Discretize => "discretize",
            Self::PercTrainData => "percTrainData",
            Self::Feature(feature) => feature.key(),
            Self::CollectStats => "collectStats",
            Self::Tutorial => "tutorial",
            Self::Problem => "problem",
            Self::InitZero => "initZero",
            Self::HideText => "hideText",
            Self::Shuffle => "shuffle",
            Self::Samples => "samples",
            Self::PercValidationData => "percValidationData",
            Self::WeightDraw => "weightDraw",
            Self::Classes => "classes",
            Self::LayerActivations => "layerActivations",
            Self::Loss => "loss",
            Self::Rule => "rule",
            Self::Optimizer => "optimizer",
            Self::Schedule => "schedule",
            Self::Initializer => "initializer",
            Self::Preprocess => "preprocess",
            Self::BatchNorm => "batchNorm",
            Self::Residual => "residual",
            Self::Number(number) => number.key(),
            Self::Hide(control) => return format!("{}{HIDE}", control.key()).into(),
        }
        .into()
    }

    /// The key that a text is; the comparison is exact, as TensorFlow Playground's.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::all().find(|key| key.text() == text)
    }

    /// Whether it says how the page looks, and means nothing to the engine.
    pub fn is_of_page(self) -> bool {
        matches!(
            self,
            Self::ShowTestData
                | Self::Discretize
                | Self::CollectStats
                | Self::Tutorial
                | Self::HideText
                | Self::Hide(_)
        )
    }

    /// Whether a link has it even where it says what is said without it: TensorFlow Playground writes all of its own.
    pub(super) fn is_always_written(self) -> bool {
        PLAYGROUND.contains(&self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_by_its_text() {
        for key in Key::all() {
            assert_eq!(Key::from_text(&key.text()), Some(key));
        }
        assert_eq!(Key::from_text("nothing"), None);
        assert_eq!(Key::from_text("Noise"), None);
    }

    #[test]
    fn every_feature_has_a_place_in_the_link() {
        for &feature in Feature::ALL {
            assert!(PLAYGROUND.contains(&Key::Feature(feature)), "{feature:?}");
        }
    }

    #[test]
    fn theirs_are_always_written_and_ours_where_they_differ() {
        assert!(Key::Activation.is_always_written() && Key::HideText.is_always_written());
        assert!(!Key::Shuffle.is_always_written() && !Key::Residual.is_always_written());
        assert!(!Key::Number(Hyperparameter::Momentum).is_always_written());
    }
}
