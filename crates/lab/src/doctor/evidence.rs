//! What is recorded of a run while it trains.

use super::TenPoints;
use nabla_nn::{Measure, Trainer, ValidConfig};

/// Looks kept at most.
const MOST: usize = 240;

/// One look at the losses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
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
    looks: Vec<Look>,
    /// The least distance between two looks, in epochs.
    spacing: f64,
    settings: Option<ValidConfig>,
    first: Option<Look>,
    accident: Option<Accident>,
    /// The lowest test loss, and when it was.
    best_test: Option<(f64, f64)>,
    ten_points: Option<TenPoints>,
}

impl Evidence {
    /// Takes a look at a run that has just been measured. A look at an earlier epoch is another run's.
    pub fn observe(&mut self, trainer: &Trainer, measure: &Measure) {
        let epoch = epochs(trainer);
        let look = Look { epoch, train: measure.train_loss, test: measure.test_loss };
        let same = self.settings.as_ref().is_some_and(|settings| settings == trainer.config());
        if !same {
            self.restart(trainer);
        }
        match self.looks.last() {
            // A run put back after an accident stands before it.
            Some(last) if epoch < last.epoch && self.accident.is_none() => self.restart(trainer),
            Some(last) if epoch <= last.epoch || epoch - last.epoch < self.spacing => return,
            _ => {}
        }
        if self.first.is_none() && epoch == 0.0 {
            self.first = Some(look);
        }
        if look.test.is_finite() && self.best_test.is_none_or(|(best, _)| look.test < best) {
            self.best_test = Some((look.test, epoch));
        }
        self.looks.push(look);
        if self.looks.len() > MOST {
            let mut place = 0;
            self.looks.retain(|_| {
                place += 1;
                place % 2 == 1
            });
            self.spacing = (epoch - self.looks[0].epoch) / (MOST / 2) as f64;
        }
    }

    /// Records that a run was lost: a number is no longer finite, or the loss hopeless. Call it before the run is put
    /// back to its last good moment.
    pub fn lost(&mut self, trainer: &Trainer, loss: f64) {
        self.settings.get_or_insert_with(|| trainer.config().clone());
        self.accident = Some(Accident { epoch: epochs(trainer), loss, rate: trainer.config().learning_rate });
    }

    fn restart(&mut self, trainer: &Trainer) {
        *self = Self { settings: Some(trainer.config().clone()), ..Self::default() };
    }

    /// Records how the check with ten points went; it counts until the settings change.
    pub fn tried(&mut self, trainer: &Trainer, outcome: TenPoints) {
        self.settings.get_or_insert_with(|| trainer.config().clone());
        self.ten_points = Some(outcome);
    }

    /// The looks since the settings last changed, oldest first.
    pub fn looks(&self) -> &[Look] {
        &self.looks
    }

    /// The look at epoch 0, if the run was seen then.
    pub fn first(&self) -> Option<Look> {
        self.first
    }

    /// The accident that stopped the run, if one did.
    pub fn accident(&self) -> Option<Accident> {
        self.accident
    }

    /// The lowest test loss and its epoch.
    pub fn best_test(&self) -> Option<(f64, f64)> {
        self.best_test
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
