//! One run as the rules see it.

use super::Evidence;
use crate::layers::Layers;
use nabla_nn::{Config, Trainer};

/// Progress is a loss at least this much lower.
const PROGRESS: f64 = 0.02;
/// Looks whose mean is the loss now.
const RECENT: usize = 5;

/// What several rules ask.
pub(super) struct Case<'a> {
    pub evidence: &'a Evidence,
    pub trainer: &'a Trainer,
    pub config: &'a Config,
    pub layers: &'a Layers,
    /// The loss of a network that knows nothing.
    pub chance: f64,
    /// The training loss, the mean of the last few readings.
    pub loss: f64,
    /// The test loss, likewise.
    pub test: f64,
    /// The training loss as a share of chance.
    pub share: f64,
    /// Epochs since the settings last changed.
    pub span: f64,
    /// Epochs since the lowest loss so far was last 2 % above the present one.
    pub flat: f64,
    /// The highest training loss seen.
    pub highest: f64,
    /// Whether a cause has been found.
    pub explained: bool,
    /// Whether one that the settings make certain has been found.
    pub certain: bool,
}

impl<'a> Case<'a> {
    pub fn new(evidence: &'a Evidence, trainer: &'a Trainer, layers: &'a Layers) -> Self {
        let readings = evidence.readings();
        let recent = &readings[readings.len().saturating_sub(RECENT)..];
        let count = recent.len().max(1) as f64;
        let loss = recent.iter().map(|reading| reading.train).sum::<f64>() / count;
        let test = recent.iter().map(|reading| reading.test).sum::<f64>() / count;
        let (start, end) = match (readings.first(), readings.last()) {
            (Some(first), Some(last)) => (first.epoch, last.epoch),
            _ => (0.0, 0.0),
        };
        let (mut lowest, mut fell) = (f64::INFINITY, start);
        for reading in readings {
            lowest = lowest.min(reading.train);
            if lowest > (1.0 + PROGRESS) * loss {
                fell = reading.epoch;
            }
        }
        let chance = trainer.chance_loss();
        Self {
            evidence,
            trainer,
            config: trainer.config(),
            layers,
            chance,
            loss,
            test,
            share: loss / chance.max(f64::MIN_POSITIVE),
            span: end - start,
            flat: end - fell,
            highest: readings.iter().map(|reading| reading.train).fold(0.0, f64::max),
            explained: false,
            certain: false,
        }
    }

    /// Whether there has been no progress for so many epochs, nor for most of the time seen.
    pub fn has_stalled(&self, epochs: f64) -> bool {
        self.flat >= epochs && self.flat >= 0.6 * self.span
    }

    /// Of the last readings: how many found the loss at least a tenth higher than the one before, and how many there are.
    pub fn rises(&self) -> (usize, usize) {
        const LOOKS: usize = 30;
        let readings = self.evidence.readings();
        let recent = &readings[readings.len().saturating_sub(LOOKS + 1)..];
        let rises = recent.windows(2).filter(|pair| pair[1].train > 1.1 * pair[0].train).count();
        (rises, recent.len().saturating_sub(1))
    }

    /// The share of the output's error signal that arrives at the first hidden layer; none without hidden layers, or where
    /// nothing is left to correct.
    pub fn arrives(&self) -> Option<f64> {
        let [first, .., last] = self.layers.layers.as_slice() else { return None };
        (last.signal > 0.0).then(|| f64::from(first.signal / last.signal))
    }

    /// How many hidden layers there are.
    pub fn hidden(&self) -> usize {
        self.config.model.network_shape.len()
    }
}
