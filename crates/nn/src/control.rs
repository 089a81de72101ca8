//! The controls a link may hide.

use crate::Choice;
use strum::VariantArray;

/// A control that a link hides by `<key>_hide=true`, in TensorFlow Playground's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Control {
    /// The switch that shows the test points.
    ShowTestData,
    /// The switch that shows the output as two colours.
    Discretize,
    /// The play button.
    PlayButton,
    /// The step button.
    StepButton,
    /// The reset button.
    ResetButton,
    /// The learning rate's menu.
    LearningRate,
    /// The activation's menu.
    Activation,
    /// The penalty's menu.
    Regularization,
    /// The menu of the penalty's rate.
    RegularizationRate,
    /// The problem's menu.
    Problem,
    /// The choice of dataset.
    Dataset,
    /// The slider of the ratio of training to test data.
    PercTrainData,
    /// The noise slider.
    Noise,
    /// The batch-size slider.
    BatchSize,
    /// The buttons that add and remove hidden layers.
    NumHiddenLayers,
}

impl Choice for Control {
    fn key(self) -> &'static str {
        match self {
            Self::ShowTestData => "showTestData",
            Self::Discretize => "discretize",
            Self::PlayButton => "playButton",
            Self::StepButton => "stepButton",
            Self::ResetButton => "resetButton",
            Self::LearningRate => "learningRate",
            Self::Activation => "activation",
            Self::Regularization => "regularization",
            Self::RegularizationRate => "regularizationRate",
            Self::Problem => "problem",
            Self::Dataset => "dataset",
            Self::PercTrainData => "percTrainData",
            Self::Noise => "noise",
            Self::BatchSize => "batchSize",
            Self::NumHiddenLayers => "numHiddenLayers",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::ShowTestData => "Show test data",
            Self::Discretize => "Discretize output",
            Self::PlayButton => "Play button",
            Self::StepButton => "Step button",
            Self::ResetButton => "Reset button",
            Self::LearningRate => "Learning rate",
            Self::Activation => "Activation",
            Self::Regularization => "Regularization",
            Self::RegularizationRate => "Regularization rate",
            Self::Problem => "Problem type",
            Self::Dataset => "Which dataset",
            Self::PercTrainData => "Ratio train data",
            Self::Noise => "Noise level",
            Self::BatchSize => "Batch size",
            Self::NumHiddenLayers => "# of hidden layers",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        crate::choice::check_keys::<Control>(&[
            "showTestData",
            "discretize",
            "playButton",
            "stepButton",
            "resetButton",
            "learningRate",
            "activation",
            "regularization",
            "regularizationRate",
            "problem",
            "dataset",
            "percTrainData",
            "noise",
            "batchSize",
            "numHiddenLayers",
        ]);
    }
}
