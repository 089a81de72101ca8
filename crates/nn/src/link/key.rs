//! The keys of a link: one list for reading, writing and every change of a setting.

use super::Goal;
use crate::{Choice, Control, Feature, Hyperparameter, limits};
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
    /// `remainder`: what becomes of a last, smaller minibatch.
    Remainder,
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
    /// `view`, of the page: the view that is open.
    View,
    /// `hideViews`, of the page: a comma list of views.
    HideViews,
    /// `<control>_hide`, of the page.
    Hide(Control),
    /// `<feature>_hide`: a hidden feature is no input of the network, as in TensorFlow Playground.
    HideFeature(Feature),
    /// `numNodes<layer>_hide`, of the page: the buttons of a hidden layer, counted from 1.
    HideNeurons(usize),
    /// `goal…Threshold…`, of the page: a lesson's goal.
    Goal(Goal),
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
    Key::Remainder,
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
    Key::View,
    Key::HideViews,
];

impl Key {
    /// Every key, in the order in which a link has them.
    pub fn all() -> impl Iterator<Item = Self> {
        let numbers = Hyperparameter::ALL.iter().map(|&number| Self::Number(number));
        let hidden = Control::ALL.iter().map(|&control| Self::Hide(control));
        let features = Feature::ALL.iter().map(|&feature| Self::HideFeature(feature));
        let neurons = (1..=limits::MAX_LAYERS).map(Self::HideNeurons);
        let hidden = hidden.chain(features).chain(neurons);
        PLAYGROUND.iter().chain(OURS).copied().chain(numbers).chain(hidden).chain(Goal::all().map(Self::Goal))
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
            Self::Remainder => "remainder",
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
            Self::View => "view",
            Self::HideViews => "hideViews",
            Self::Number(number) => number.key(),
            Self::Hide(control) => return format!("{}{HIDE}", control.key()).into(),
            Self::HideFeature(feature) => return format!("{}{HIDE}", feature.key()).into(),
            Self::HideNeurons(layer) => return format!("numNodes{layer}{HIDE}").into(),
            Self::Goal(goal) => return goal.key(),
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
                | Self::View
                | Self::HideViews
                | Self::Hide(_)
                | Self::HideNeurons(_)
                | Self::Goal(_)
        )
    }

    /// Whether it hides something of the page.
    pub fn hides(self) -> bool {
        matches!(self, Self::Hide(_) | Self::HideFeature(_) | Self::HideNeurons(_))
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
