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
    /// The same as a share of chance.
    pub share: f64,
    /// Epochs since the settings last changed.
    pub span: f64,
    /// Epochs since the lowest loss so far was last 2 % above the present one.
    pub flat: f64,
    /// Whether a cause has been found.
    pub explained: bool,
}

impl<'a> Case<'a> {
    pub fn new(evidence: &'a Evidence, trainer: &'a Trainer, layers: &'a Layers) -> Self {
        let readings = evidence.readings();
        let recent = &readings[readings.len().saturating_sub(RECENT)..];
        let loss = recent.iter().map(|reading| reading.train).sum::<f64>() / recent.len().max(1) as f64;
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
            share: loss / chance.max(f64::MIN_POSITIVE),
            span: end - start,
            flat: end - fell,
            explained: false,
        }
    }

    /// Whether there has been no progress for so many epochs, nor for most of the time seen.
    pub fn has_stalled(&self, epochs: f64) -> bool {
        self.flat >= epochs && self.flat >= 0.6 * self.span
    }

    /// How many hidden layers there are.
    pub fn hidden(&self) -> usize {
        self.config.model.network_shape.len()
    }
}
