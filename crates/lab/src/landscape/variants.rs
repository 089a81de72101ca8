//! Gradient descent from one start: with the whole set, with single samples, and with minibatches.

use super::OVERHEAD;
use nabla_nn::{Hyperparameter, LANES, Network, Optimizer, Schedule, Trainer};

/// Samples seen by each, if that is not less than two epochs.
const SEEN: usize = 10_000;
/// Positions kept of each.
const KEPT: usize = 40;
/// Numbers in the positions kept of each: of a large network there are fewer positions.
const KEPT_NUMBERS: usize = 8 << 20;
/// Multiplications that a step costs whatever its size.
const STEP: usize = 20_000;

/// The runs, side by side.
#[derive(Clone, Debug)]
pub(super) struct Variants {
    runs: Vec<Run>,
}

/// One of them.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub batch_size: usize,
    trainer: Trainer,
    epochs: u64,
    /// Positions to keep.
    kept: usize,
    pub path: Vec<Vec<f32>>,
}

impl Variants {
    /// Three copies at `start`: plain descent at the present learning rate, everything else as it is set.
    pub fn new(trainer: &Trainer, start: &[f32]) -> Self {
        let all = trainer.points().train.len();
        let mut sizes = vec![all, 1, trainer.config().training.batch_size];
        // A minibatch of one or of all is one of the other two.
        if sizes[2] == 1 || sizes[2] == all {
            sizes[2] = (all / 10).max(1);
        }
        let runs = sizes.into_iter().filter_map(|batch_size| Run::new(trainer, start, batch_size)).collect();
        Self { runs }
    }

    /// Trains on; false when all have seen what they should.
    pub fn advance(&mut self, work: usize) -> bool {
        let mut left = work;
        for run in &mut self.runs {
            // Forward, and twice as much back; samples go in fours.
            let samples = run.batch_size.next_multiple_of(LANES);
            let cost = 3 * samples * (run.trainer.network().values().len() + OVERHEAD) + STEP;
            while run.trainer.epoch() < run.epochs {
                run.step();
                left = left.saturating_sub(cost);
                if left == 0 {
                    return true;
                }
            }
        }
        false
    }

    /// Each one, with its path.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }
}

impl Run {
    fn new(trainer: &Trainer, start: &[f32], batch_size: usize) -> Option<Self> {
        let mut config = (**trainer.config()).clone();
        (config.training.batch_size, config.training.optimizer, config.training.schedule) =
            (batch_size, Optimizer::Sgd, Schedule::Constant);
        config.set_number(Hyperparameter::Averaging, None);
        config.set_number(Hyperparameter::EarlyStopping, None);
        config.training.learning_rate = trainer.learning_rate();
        let config = config.validate().0;
        let batch_size = config.training.batch_size;
        let mut network: Network = trainer.trained_network().clone();
        network.set_values(start);
        let mut trainer = trainer.clone();
        trainer.reconfigure(config);
        trainer.set_parameters(&network.parameters()).ok()?;
        trainer.set_progress(0);
        let epochs = (SEEN / trainer.points().train.len().max(1)).clamp(2, 2 * KEPT) as u64;
        let kept = KEPT.min(KEPT_NUMBERS / start.len().max(1));
        Some(Self { batch_size, trainer, epochs, kept, path: vec![start.to_vec()] })
    }

    /// One step, recorded if it is one of those that are kept.
    fn step(&mut self) {
        let whole = self.epochs as usize * self.trainer.batches_per_epoch();
        let before = self.trainer.steps() as usize * self.kept / whole.max(1);
        self.trainer.step();
        let after = self.trainer.steps() as usize * self.kept / whole.max(1);
        if after > before && self.trainer.is_finite() {
            self.path.push(self.trainer.network().values().to_vec());
        }
    }
}
