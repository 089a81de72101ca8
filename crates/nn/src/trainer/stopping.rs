//! Stopping while the network is at its best.

use super::{Train, Trainer};
use crate::measure::measure_set;
use crate::{Network, Real};

/// Watches the validation loss, or without a validation set the test loss, from epoch to epoch (Keras `EarlyStopping` with `restore_best_weights`).
#[derive(Clone, Debug)]
pub(super) struct EarlyStopping<R: Real> {
    patience: f64,
    best: Option<Best<R>>,
    stopped: bool,
}

/// The best epoch yet.
#[derive(Clone, Debug)]
struct Best<R: Real> {
    loss: f64,
    epoch: u64,
    /// The network that trains.
    network: Network<R>,
    /// Its running average.
    average: Option<Network<R>>,
}

impl<R: Real> EarlyStopping<R> {
    pub fn new(patience: f64) -> Self {
        Self { patience, best: None, stopped: false }
    }
}

impl<R: Train> Trainer<R> {
    /// Looks at the watched loss after an epoch; once it has not fallen for `earlyStopping` epochs, the network of the best
    /// one is back and [`Trainer::has_stopped`] says so.
    pub(super) fn watch(&mut self) {
        let watched = if self.validation.count() > 0 { &self.validation } else { &self.test };
        // Of no points the loss is 0, and never better.
        if self.updates.stopping.is_none() || watched.count() == 0 {
            return;
        }
        let loss = measure_set(self.network(), watched, 1, &self.config).loss;
        let epoch = self.epoch;
        let Some(stopping) = &mut self.updates.stopping else { return };
        let average = self.updates.average.as_mut().map(|(average, _)| average);
        match &stopping.best {
            Some(best) if loss >= best.loss || !loss.is_finite() => {
                if (epoch - best.epoch) as f64 >= stopping.patience && !stopping.stopped {
                    stopping.stopped = true;
                    self.network.clone_from(&best.network);
                    if let (Some(average), Some(best)) = (average, &best.average) {
                        average.clone_from(best);
                    }
                }
            }
            _ => {
                let (network, average) = (self.network.clone(), average.cloned());
                stopping.best = Some(Best { loss, epoch, network, average });
            }
        }
    }

    /// The epoch whose network is back because none after it was better; none while training has reason to go on.
    pub fn has_stopped(&self) -> Option<u64> {
        let stopping = self.updates.stopping.as_ref().filter(|stopping| stopping.stopped)?;
        stopping.best.as_ref().map(|best| best.epoch)
    }

    /// Goes on from here after all: what was best is forgotten.
    pub fn go_on(&mut self) {
        if let Some(stopping) = &mut self.updates.stopping {
            *stopping = EarlyStopping::new(stopping.patience);
        }
    }
}
