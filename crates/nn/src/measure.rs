//! How good a network is.

use serde::{Deserialize, Serialize};

/// Losses and scores over the whole training and test sets, in evaluation form.
///
/// A loss is the mean of ½(o − t)², the penalty left out. A score is, for classification, the share
/// of points on the right side (o ≥ 0 means +1), and for regression
/// R² = 1 − Σ(o − t)²/Σ(t − mean t)². Of an empty set, and where R² has no meaning because all
/// targets are equal, the value is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Mean loss over the training set.
    pub train_loss: f64,
    /// Mean loss over the test set.
    pub test_loss: f64,
    /// Accuracy, 0 to 1, or R² on the training set.
    pub train_score: f64,
    /// Accuracy, 0 to 1, or R² on the test set.
    pub test_score: f64,
}
