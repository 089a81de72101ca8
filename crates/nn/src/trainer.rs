//! Training: a network, its data and how far it has come.

mod edit;
#[cfg(test)]
mod tests;

use crate::blocks::{Blocks, Samples};
use crate::measure::measure_set;
use crate::network::Gradients;
use crate::order::reshuffle;
use crate::sgd::{Rates, Sgd};
use crate::{Buffer, Feature, FileError, Measure, Network, Parameters, Points, Real, ValidConfig, generate};

/// Samples a block when a whole set is measured.
const MEASURED_AT_ONCE: usize = 64;

/// A network in training, f32 unless a check asks for f64.
///
/// An epoch takes the training set in minibatches, in the points' order unless `shuffle` is on; a
/// last, smaller minibatch is an update of its own. [`Trainer::step`] allocates nothing.
///
/// ```
/// use nabla_nn::{Trainer, ValidConfig};
///
/// let mut trainer = Trainer::new(&ValidConfig::default());
/// let before = trainer.measure().train_loss;
/// trainer.step();
/// assert_eq!((trainer.epoch(), trainer.batch()), (0, 1));
/// trainer.finish_epoch();
/// assert_eq!((trainer.epoch(), trainer.batch(), trainer.steps()), (1, 0, 25));
/// trainer.finish_epoch();
/// assert!(trainer.measure().train_loss < before);
/// ```
#[derive(Clone, Debug)]
pub struct Trainer<R: Real = f32> {
    config: ValidConfig,
    points: Points,
    /// Whether the points came with a file rather than from the seed.
    own_points: bool,
    network: Network<R>,
    optimizer: Vec<Sgd<R>>,
    train: Set<R>,
    test: Set<R>,
    /// The training set in minibatches, in this epoch's order.
    batches: Blocks<R>,
    order: Vec<usize>,
    buffer: Buffer<R>,
    gradients: Gradients<R>,
    epoch: u64,
    batch: usize,
    steps: u64,
}

/// A set, and the blocks it is measured in.
#[derive(Clone, Debug)]
struct Set<R> {
    samples: Samples<R>,
    blocks: Blocks<R>,
}

impl<R: Real> Set<R> {
    fn new(samples: Samples<R>) -> Self {
        let blocks = Blocks::new(&samples, MEASURED_AT_ONCE);
        Self { samples, blocks }
    }
}

impl Trainer {
    /// The trainer of a configuration in f32, at epoch 0.
    pub fn new(config: &ValidConfig) -> Self {
        Self::in_precision(config)
    }

    /// The same with points or parameters of one's own in place of the generated ones.
    ///
    /// # Errors
    ///
    /// Points that cannot be used (see [`Points::check`]), or parameters that do not fit the
    /// configuration's network or are not finite.
    pub fn with(
        config: &ValidConfig,
        points: Option<Points>,
        parameters: Option<&Parameters>,
    ) -> Result<Self, FileError> {
        let mut trainer = match points {
            Some(points) => {
                points.check(config.problem)?;
                Self::start(config.clone(), Some(points))
            }
            None => Self::new(config),
        };
        if let Some(parameters) = parameters {
            trainer.set_parameters(parameters)?;
        }
        Ok(trainer)
    }
}

impl<R: Real> Trainer<R> {
    /// The trainer of a configuration in the precision of `R`, at epoch 0.
    pub fn in_precision(config: &ValidConfig) -> Self {
        Self::start(config.clone(), None)
    }

    /// A trainer on the generated points or on checked ones of one's own; the network is the seed's
    /// either way.
    fn start(config: ValidConfig, own: Option<Points>) -> Self {
        let (generated, mut random) = generate(&config);
        let own_points = own.is_some();
        let points = own.unwrap_or(generated);
        let network = Network::new(&config, &mut random);
        let optimizer = network.layers.iter().map(Sgd::new).collect();
        let set = |points| Set::new(Samples::new(points, &config.features, config.problem));
        let (train, test) = (set(&points.train), set(&points.test));
        let batches = Blocks::new(&train.samples, config.batch_size);
        let mut trainer = Self {
            buffer: network.buffer(batches.max_lanes()),
            gradients: network.gradients(batches.max_lanes()),
            order: (0..points.train.len()).collect(),
            config,
            points,
            own_points,
            network,
            optimizer,
            train,
            test,
            batches,
            epoch: 0,
            batch: 0,
            steps: 0,
        };
        if trainer.config.shuffle {
            trainer.arrange();
        }
        trainer
    }

    /// Trains on one minibatch.
    pub fn step(&mut self) {
        let block = self.batches.block(self.batch);
        let loss = self.config.problem.loss();
        self.network.forward(block.inputs, block.lanes, &mut self.buffer);
        self.network.backward(&block, loss, &self.buffer, &mut self.gradients);
        let rates = Rates {
            learning_rate: R::from_f64(self.config.learning_rate),
            penalty: self.config.penalty,
            regularization_rate: R::from_f64(self.config.regularization_rate),
        };
        let layers = self.network.layers.iter_mut().zip(&self.gradients.layers);
        for (optimizer, (layer, gradient)) in self.optimizer.iter_mut().zip(layers) {
            optimizer.update(layer, gradient, rates);
        }
        self.steps += 1;
        self.batch += 1;
        if self.batch >= self.batches.len() {
            self.batch = 0;
            self.epoch += 1;
            if self.config.shuffle {
                self.arrange();
            }
        }
    }

    /// Trains to the end of the epoch: a whole one at a boundary.
    pub fn finish_epoch(&mut self) {
        self.step();
        while self.batch > 0 {
            self.step();
        }
    }

    /// Losses and scores over both sets; training is not disturbed.
    pub fn measure(&self) -> Measure {
        let of = |set: &Set<R>| measure_set(&self.network, &set.blocks, &set.samples, self.config.problem);
        let (train, test) = (of(&self.train), of(&self.test));
        Measure {
            train_loss: train.loss,
            test_loss: test.loss,
            train_score: train.score,
            test_score: test.score,
        }
    }

    /// Puts the minibatches into this epoch's order.
    fn arrange(&mut self) {
        if self.config.shuffle {
            reshuffle(&mut self.order, &self.config.seed, self.epoch);
            self.batches.fill(&self.train.samples, |place| self.order[place]);
        } else {
            self.batches.fill(&self.train.samples, |place| place);
        }
    }

    /// Goes over to new settings: training goes on where it can
    /// ([`ValidConfig::needs_restart`]), and starts anew where it cannot, on the same points unless
    /// they change as well ([`ValidConfig::needs_new_data`]).
    pub fn reconfigure(&mut self, new: ValidConfig) {
        if self.config.needs_restart(&new) {
            let keeps_own = self.own_points && !self.config.needs_new_data(&new);
            let own = keeps_own.then(|| std::mem::take(&mut self.points));
            *self = Self::start(new, own);
            return;
        }
        let old = std::mem::replace(&mut self.config, new);
        if old.batch_size != self.config.batch_size {
            // The samples of this epoch that have been seen stay seen, to the minibatch.
            let seen = self.batch * old.batch_size;
            self.batches = Blocks::new(&self.train.samples, self.config.batch_size);
            self.batch = (seen / self.config.batch_size).min(self.batches.len() - 1);
            self.buffer = self.network.buffer(self.batches.max_lanes());
            self.gradients = self.network.gradients(self.batches.max_lanes());
        }
        self.arrange();
    }

    /// The settings.
    pub fn config(&self) -> &ValidConfig {
        &self.config
    }

    /// The points, in training order.
    pub fn points(&self) -> &Points {
        &self.points
    }

    /// Whether the points are one's own rather than the seed's.
    pub fn has_own_points(&self) -> bool {
        self.own_points
    }

    /// The active features, in the order of the network's inputs.
    pub fn features(&self) -> &[Feature] {
        &self.network.features
    }

    /// The network as it is now.
    pub fn network(&self) -> &Network<R> {
        &self.network
    }

    /// Epochs finished.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Minibatches finished within this epoch.
    pub fn batch(&self) -> usize {
        self.batch
    }

    /// Minibatches in an epoch, a last, smaller one included.
    pub fn batches_per_epoch(&self) -> usize {
        self.batches.len()
    }

    /// Minibatches finished since the start.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Takes up at the start of an epoch, as a restored run does.
    pub fn set_progress(&mut self, epoch: u64) {
        self.epoch = epoch;
        self.batch = 0;
        self.steps = epoch.saturating_mul(self.batches.len() as u64);
        self.arrange();
    }

    /// Whether every weight and bias is finite: false once training has diverged.
    pub fn is_finite(&self) -> bool {
        self.network.is_finite()
    }
}
