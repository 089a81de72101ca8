//! The settings of training: the loss, and how it is descended. All of them act while training runs.

use crate::{Hyperparameters, LearningRule, Loss, Optimizer, Penalty, Remainder, Schedule};

/// How a model learns.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainingConfig {
    /// The loss.
    pub loss: Loss,
    /// How weights learn: down the gradient, or by an older rule.
    pub rule: LearningRule,
    /// What a step makes of the gradient.
    pub optimizer: Optimizer,
    /// Learning rate.
    pub learning_rate: f64,
    /// How the learning rate changes.
    pub schedule: Schedule,
    /// Penalty on the weights (`regularization` in a link).
    pub penalty: Penalty,
    /// The penalty's rate λ.
    pub regularization_rate: f64,
    /// Samples per minibatch, 1 to the whole training set.
    pub batch_size: usize,
    /// What becomes of the samples that fill no minibatch.
    pub remainder: Remainder,
    /// Whether every epoch takes the samples in a new order; not in TensorFlow Playground.
    pub shuffle: bool,
    /// The numbers of the methods, where they are not the defaults; [`Config::number`](crate::Config::number) has them
    /// all. α and the scale of initial weights are the model's, not these.
    pub numbers: Hyperparameters,
}

impl Default for TrainingConfig {
    /// TensorFlow Playground's defaults.
    fn default() -> Self {
        Self {
            loss: Loss::Squared,
            rule: LearningRule::Gradient,
            optimizer: Optimizer::Sgd,
            learning_rate: 0.03,
            schedule: Schedule::Constant,
            penalty: Penalty::None,
            regularization_rate: 0.0,
            batch_size: 10,
            remainder: Remainder::Carry,
            shuffle: false,
            numbers: Hyperparameters::default(),
        }
    }
}
