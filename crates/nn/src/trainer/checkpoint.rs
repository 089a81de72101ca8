//! A moment of a run that can be taken up again.

use super::{Train, Trainer, UpdateState};
use crate::Real;
use crate::optimizer::lbfgs::Lbfgs;

/// Everything that changes as a run goes on: parameters, running statistics, what the optimizer remembers, and how far
/// it has come. Settings and points are the trainer's.
#[derive(Clone, Debug)]
pub struct Checkpoint<R: Real = f32> {
    values: Vec<R>,
    running: Vec<R>,
    updates: UpdateState<R>,
    epoch: u64,
    batch: usize,
    steps: u64,
}

impl<R: Real> Checkpoint<R> {
    /// Every parameter, as [`Network::values`](crate::Network::values) has them.
    pub fn values(&self) -> &[R] {
        &self.values
    }

    /// Epochs finished.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Minibatches finished within this epoch.
    pub fn batch(&self) -> usize {
        self.batch
    }

    /// Minibatches finished since the start.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The memory it takes, near enough: parameters, running averages, and the optimizer's own.
    pub fn bytes(&self) -> usize {
        let average = self.updates.average.as_ref().map_or(0, |(network, _)| network.values.len());
        let stopping = if self.updates.stopping.is_some() { 2 * self.values.len() } else { 0 };
        let single = self.values.len() + self.running.len() + average + stopping + self.updates.memory();
        let double = self.updates.lbfgs.as_ref().map_or(0, Lbfgs::memory);
        size_of::<Self>() + single * size_of::<R>() + double * size_of::<f64>()
    }
}

impl<R: Real> UpdateState<R> {
    /// Numbers kept beside the network's.
    fn memory(&self) -> usize {
        let masks = self.masks.as_ref().map_or(0, |masks| 2 * masks.values.len());
        self.sgd.memory() + self.state.memory() + masks
    }
}

impl<R: Train> Trainer<R> {
    /// This moment of the run.
    pub fn checkpoint(&self) -> Checkpoint<R> {
        Checkpoint {
            values: self.network.values.clone(),
            running: self.network.running.clone(),
            updates: self.updates.clone(),
            epoch: self.epoch,
            batch: self.batch,
            steps: self.steps,
        }
    }

    /// Goes to a moment of a run with this network's shape; training goes on from there as it did, bit for bit if the
    /// settings are what they were. What early stopping had seen is forgotten. False, and nothing changed, if the shape is
    /// another.
    pub fn restore(&mut self, checkpoint: &Checkpoint<R>) -> bool {
        let network = &mut self.network;
        if (network.values.len(), network.running.len())
            != (checkpoint.values.len(), checkpoint.running.len())
        {
            return false;
        }
        network.values.copy_from_slice(&checkpoint.values);
        network.running.copy_from_slice(&checkpoint.running);
        self.updates = UpdateState::new(&self.config, &self.network);
        self.updates.remember(checkpoint.updates.clone());
        (self.epoch, self.steps) = (checkpoint.epoch, checkpoint.steps);
        self.batch = checkpoint.batch.min(self.batches.len().saturating_sub(1));
        self.fill_minibatches();
        true
    }
}
