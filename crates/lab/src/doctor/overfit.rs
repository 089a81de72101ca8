//! A sanity check: can the network learn ten points by heart? (Karpathy, “A recipe for training neural networks”, 2019:
//! overfit one batch.)

use crate::layers::spread;
use nabla_nn::{Config, Hyperparameter, Optimizer, Penalty, Points, Trainer, TrainingConfig};
use serde::{Deserialize, Serialize};

/// Points to learn by heart.
const POINTS: usize = 10;
/// Epochs it may take.
const EPOCHS: u64 = 3000;
/// The loss, as a share of chance, that is by heart.
const BY_HEART: f64 = 0.1;

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TenPoints {
    /// Whether the loss has come below a tenth of chance.
    pub passed: bool,
    /// The loss reached.
    pub loss: f64,
    /// The loss by chance of these points.
    pub chance: f64,
    /// Epochs it took, or was given.
    pub epochs: u64,
}

/// The check under way: the run's own settings and first weights on ten of its training points, one at a time, without
/// what is there to keep a network from learning by heart: penalty, dropout, averaging, early stopping.
#[derive(Clone, Debug)]
pub struct Overfit {
    trainer: Trainer,
    chance: f64,
}

impl Overfit {
    /// The check of a run; none where ten points cannot be taken, because there are none.
    pub fn new(trainer: &Trainer) -> Option<Self> {
        let train = spread(&trainer.points().train, POINTS);
        let mut config = Config {
            training: TrainingConfig {
                penalty: Penalty::None,
                shuffle: false,
                ..trainer.config().config().training
            },
            ..trainer.config().config()
        };
        for number in [
            Hyperparameter::Dropout,
            Hyperparameter::DropConnect,
            Hyperparameter::StochasticDepth,
            Hyperparameter::Averaging,
            Hyperparameter::EarlyStopping,
        ] {
            config.set_number(number, None);
        }
        // Normalization needs a batch to normalize over, L-BFGS the whole set.
        let one_by_one = config.training.optimizer != Optimizer::Lbfgs && !config.model.batch_norm;
        config.training.batch_size = if one_by_one { 1 } else { train.len() };
        let (config, _) = config.validate();
        let trainer = Trainer::with(&config, Some(Points { train, test: Vec::new() }), None).ok()?;
        Some(Self { chance: trainer.chance_loss(), trainer })
    }

    /// Trains for some epochs; the answer when it is known.
    pub fn advance(&mut self, epochs: u64) -> Option<TenPoints> {
        for _ in 0..epochs {
            self.trainer.finish_epoch();
        }
        let loss = self.trainer.measure().train_loss;
        let passed = loss < BY_HEART * self.chance;
        let done = passed || self.trainer.epoch() >= EPOCHS || !loss.is_finite();
        done.then(|| TenPoints { passed, loss, chance: self.chance, epochs: self.trainer.epoch() })
    }
}
