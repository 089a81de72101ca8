//! What is recorded of a run while it trains.

use super::TenPoints;
use nabla_nn::{Config, Measure, Trainer};

/// Looks kept at most.
const MOST: usize = 240;
/// Epochs after which another look is worth a measurement, which costs about a third of an epoch.
const STALE: f64 = 8.0;

/// One look at the losses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LossReading {
    /// When, in epochs.
    pub epoch: f64,
    /// The training loss.
    pub train: f64,
    /// The test loss.
    pub test: f64,
}

/// Why a run was stopped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accident {
    /// The epoch it was noticed in.
    pub epoch: f64,
    /// The training loss then; it may be NaN.
    pub loss: f64,
    /// The learning rate then.
    pub rate: f64,
}

/// The past of a run, cheap to keep: one look a frame, thinned as it grows.
///
/// What counts is the time since the settings last changed: a curve drawn at another learning rate says nothing about
/// this one. An accident stays until the settings change or the run begins anew, since a stopped run has nothing else
/// to show for it.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    readings: Vec<LossReading>,
    /// The least distance between two readings, in epochs.
    spacing: f64,
    settings: Option<Config>,
    first: Option<LossReading>,
    accident: Option<Accident>,
    ten_points: Option<TenPoints>,
}

impl Evidence {
    /// Takes a look at a run that has just been measured. What lies ahead of it is of a branch that was left.
    pub fn observe(&mut self, trainer: &Trainer, measure: &Measure) {
        let epoch = epochs(trainer);
        let reading = LossReading { epoch, train: measure.train_loss, test: measure.test_loss };
        self.accord(trainer);
        if epoch == 0.0 {
            self.first = Some(reading);
        }
        match self.readings.last() {
            // A run put back after an accident stands before it.
            Some(last) if epoch < last.epoch && self.accident.is_none() => {
                self.readings.retain(|reading| reading.epoch < epoch);
            }
            Some(last) if epoch <= last.epoch || epoch - last.epoch < self.spacing => return,
            _ => {}
        }
        self.readings.push(reading);
        if self.readings.len() > MOST {
            let mut place = 0;
            self.readings.retain(|_| {
                place += 1;
                place % 2 == 1
            });
            self.spacing = (epoch - self.readings[0].epoch) / (MOST / 2) as f64;
        }
    }

    /// Whether the last look is older than a rule likes, or than the readings lie apart.
    pub fn is_stale(&self, trainer: &Trainer) -> bool {
        let last = self.readings.last().map_or(0.0, |reading| reading.epoch);
        epochs(trainer) - last >= self.spacing.max(STALE)
    }

    /// Forgets what was seen under other settings, all but the first loss.
    pub fn accord(&mut self, trainer: &Trainer) {
        let settings = trainer.config().config();
        if self.settings.as_ref() != Some(&settings) {
            *self = Self { first: self.first, settings: Some(settings), ..Self::default() };
        }
    }

    /// Records that a run was lost: a number is no longer finite, or the loss hopeless. Call it before the run is put
    /// back to its last good moment.
    pub fn lost(&mut self, trainer: &Trainer, loss: f64) {
        self.settings.get_or_insert_with(|| trainer.config().config());
        self.accident =
            Some(Accident { epoch: epochs(trainer), loss, rate: trainer.config().training.learning_rate });
    }

    /// Records how the check with ten points went; it counts until the settings change.
    pub fn tried(&mut self, trainer: &Trainer, outcome: TenPoints) {
        self.settings.get_or_insert_with(|| trainer.config().config());
        self.ten_points = Some(outcome);
    }

    /// The readings since the settings last changed, oldest first.
    pub fn readings(&self) -> &[LossReading] {
        &self.readings
    }

    /// The look at epoch 0, if the run was seen then.
    pub fn first(&self) -> Option<LossReading> {
        self.first
    }

    /// The accident that stopped the run, if one did.
    pub fn accident(&self) -> Option<Accident> {
        self.accident
    }

    /// The lowest test loss and its epoch.
    pub fn best_test(&self) -> Option<(f64, f64)> {
        let tests = self.readings.iter().map(|reading| (reading.test, reading.epoch));
        tests.filter(|(test, _)| test.is_finite()).min_by(|a, b| a.0.total_cmp(&b.0))
    }

    /// How the check with ten points went, if it was made.
    pub fn ten_points(&self) -> Option<TenPoints> {
        self.ten_points
    }
}

/// Epochs with their fraction.
fn epochs(trainer: &Trainer) -> f64 {
    trainer.epoch() as f64 + trainer.batch() as f64 / trainer.batches_per_epoch().max(1) as f64
}
