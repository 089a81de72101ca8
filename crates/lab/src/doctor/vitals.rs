//! What the doctor measures of every run, well or not.

use super::case::Case;
use serde::{Deserialize, Serialize};

/// The numbers that the rules look at first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Vitals {
    /// The training loss, the mean of the last few readings.
    pub loss: f64,
    /// The test loss, likewise.
    pub test: f64,
    /// Of the last readings: how many found the training loss at least a tenth higher than the one before, and how many
    /// there are.
    pub rises: (usize, usize),
    /// The share of the output's error signal that arrives at the first hidden layer; none without hidden layers, or where
    /// nothing is left to correct.
    pub arrives: Option<f64>,
    /// Hidden neurons that are dead or saturated, and all of them.
    pub inactive: (usize, usize),
    /// ‖ΔW‖/‖W‖ of the next step, the smallest and the largest of all layers; none where it is not known.
    pub ratios: Option<[f64; 2]>,
}

impl Vitals {
    pub(super) fn new(case: &Case) -> Self {
        let hidden = || case.layers.layers.iter().take(case.hidden());
        let ratios = case.layers.layers.iter().map(|layer| f64::from(layer.ratio()));
        let ratios: Vec<f64> = ratios.filter(|ratio| ratio.is_finite()).collect();
        let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
        Self {
            loss: case.loss,
            test: case.test,
            rises: case.rises(),
            arrives: case.arrives(),
            inactive: (
                hidden().map(|layer| layer.dead + layer.saturated).sum(),
                hidden().map(|layer| layer.neurons).sum(),
            ),
            ratios: (!ratios.is_empty()).then(|| [least, ratios.iter().copied().fold(0.0, f64::max)]),
        }
    }
}
