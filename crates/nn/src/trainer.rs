//! Training: a network, its data and how far it has come.

mod checkpoint;
#[cfg(test)]
mod dropout_tests;
mod edit;
#[cfg(test)]
mod gradient_tests;
#[cfg(test)]
mod method_tests;
mod stopping;
#[cfg(test)]
mod tests;
mod trace;

#[cfg(test)]
mod trace_tests;
mod tracing;
mod train;

pub use self::checkpoint::Checkpoint;
pub use self::trace::{LayerTrace, Trace};
pub use self::train::Train;

use self::stopping::EarlyStopping;
use crate::data::{Data, Shared, Split, share};
use crate::dropout::DropoutMasks;
use crate::measure::{Set, measure_set};
use crate::minibatches::Minibatches;
use crate::network::{Gradients, Masked};
use crate::optimizer::{OptimizerState, Rates, lbfgs::Lbfgs};
use crate::samples::Samples;
use crate::sgd::{PenaltyStep, Sgd};
use crate::shuffle::reshuffle;
use crate::{
    Buffer, Feature, FileError, Hyperparameter, Inputs, LearningRate, Measure, Network, Optimizer,
    Parameters, Penalty, Points, Real, Transform, ValidConfig, generate,
};
use std::sync::Arc;

/// A network in training, f32 unless a check asks for f64.
///
/// An epoch takes the training set in minibatches, in the points' order unless `shuffle` is on; what becomes of samples
/// left over says the [`Remainder`](crate::Remainder). [`Trainer::step`] allocates nothing, except with L-BFGS and at an epoch's end with
/// early stopping.
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
pub struct Trainer<R: Train = f32> {
    config: ValidConfig,
    data: Arc<Data>,
    split: Split,
    /// Whether the data came from outside rather than from the seed.
    own_data: bool,
    network: Network<R>,
    updates: UpdateState<R>,
    train: Set<R>,
    validation: Set<R>,
    test: Set<R>,
    /// The training set in minibatches, in this epoch's order.
    batches: Minibatches<R>,
    /// This epoch's order: samples that the epoch before has left over, then the set's; empty, it is the set's own.
    order: Vec<u32>,
    buffer: Buffer<R>,
    gradients: Gradients<R>,
    epoch: u64,
    batch: usize,
    steps: u64,
    /// Lanes of the last minibatch trained on.
    lanes: usize,
}

/// How the parameters change: everything that [`Trainer::reconfigure`] can exchange while the network stays.
#[derive(Clone, Debug)]
struct UpdateState<R: Real> {
    sgd: Sgd<R>,
    state: OptimizerState<R>,
    lbfgs: Option<Lbfgs>,
    masks: Option<DropoutMasks<R>>,
    /// The running average of the network, and its decay.
    average: Option<(Network<R>, f64)>,
    stopping: Option<EarlyStopping<R>>,
    rate: LearningRate,
    rates: Rates,
    clip_norm: f64,
    weight_decay: f64,
}

impl<R: Real> UpdateState<R> {
    fn new(config: &ValidConfig, network: &Network<R>) -> Self {
        let parameters = network.values.len();
        let number = |it| config.number(it);
        let decay = number(Hyperparameter::Averaging);
        let patience = number(Hyperparameter::EarlyStopping);
        Self {
            sgd: Sgd::new(parameters),
            state: OptimizerState::new(config.training.optimizer, parameters),
            lbfgs: (config.training.optimizer == Optimizer::Lbfgs).then(Lbfgs::default),
            masks: DropoutMasks::new(config, parameters),
            average: (decay > 0.0).then(|| (network.clone(), decay)),
            stopping: (patience > 0.0).then(|| EarlyStopping::new(patience)),
            rate: config.schedule(),
            rates: config.rates(),
            clip_norm: number(Hyperparameter::ClipNorm),
            weight_decay: match config.training.optimizer {
                Optimizer::AdamW => number(Hyperparameter::WeightDecay),
                _ => 0.0,
            },
        }
    }

    /// The same way to learn with other numbers keeps what it remembers.
    fn remember(&mut self, old: Self) {
        if self.state.optimizer() == old.state.optimizer() {
            (self.sgd, self.state, self.lbfgs) = (old.sgd, old.state, old.lbfgs);
        }
        if let (Some((average, _)), Some((old, _))) = (&mut self.average, old.average) {
            *average = old;
        }
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
        Self::with_in_precision(config, points, parameters)
    }

    /// The trainer of a configuration on shared data of any kind, at epoch 0. How many inputs and outputs the network has
    /// follows from the data; the hidden layers and how they learn are the configuration's.
    ///
    /// # Errors
    ///
    /// No sample trains, an index of the split is beyond the data, or the targets are not those of the configuration's
    /// problem.
    pub fn on(config: &ValidConfig, data: Arc<Data>, split: Split) -> Result<Self, FileError> {
        Self::on_in_precision(config, data, split)
    }
}

impl<R: Train> Trainer<R> {
    /// The trainer of a configuration in the precision of `R`, at epoch 0.
    pub fn in_precision(config: &ValidConfig) -> Self {
        Self::start(config.clone(), None)
    }

    /// The same with points or parameters of one's own, as [`Trainer::with`].
    ///
    /// # Errors
    ///
    /// As [`Trainer::with`].
    pub fn with_in_precision(
        config: &ValidConfig,
        points: Option<Points>,
        parameters: Option<&Parameters>,
    ) -> Result<Self, FileError> {
        let data = &config.data;
        if let Some(points) = &points {
            points.check(data.problem, data.classes)?;
        }
        let own = points.map(|points| {
            share(&points, data.validation_count(points.train.len()), data.problem, data.classes)
        });
        let mut trainer = Self::start(config.clone(), own);
        if let Some(parameters) = parameters {
            trainer.set_parameters(parameters)?;
        }
        Ok(trainer)
    }

    /// The same on shared data of any kind, as [`Trainer::on`].
    ///
    /// # Errors
    ///
    /// As [`Trainer::on`].
    pub fn on_in_precision(config: &ValidConfig, data: Arc<Data>, split: Split) -> Result<Self, FileError> {
        if !split.fits(data.len()) {
            return Err(FileError::NoTrainingPoints);
        }
        if data.targets().problem() != config.data.problem {
            return Err(FileError::OtherProblem);
        }
        Ok(Self::start(config.clone(), Some((data, split))))
    }

    /// A trainer on the generated points or on checked data of one's own; the network is the seed's either way.
    fn start(config: ValidConfig, own: Option<Shared>) -> Self {
        let (generated, mut random) = generate(&config);
        let own_data = own.is_some();
        let (data, split) = own.unwrap_or_else(|| {
            let validation = config.data.validation_count(generated.train.len());
            share(&generated, validation, config.data.problem, config.data.classes)
        });
        let inputs = match data.inputs() {
            Inputs::Plane(_) => config.model.features.len(),
            Inputs::Bytes { width, .. } => *width,
        };
        let mut network = Network::between(&config, (inputs, data.outputs()), &mut random);
        let fitted: Vec<_> = split.train.iter().filter_map(|&sample| data.point(sample as usize)).collect();
        network.transform = Transform::fit(config.model.preprocess, &config.model.features, &fitted);
        let set = |indices: &Vec<u32>| {
            Set::new(Samples::new(&data, indices.clone(), &config, network.transform.as_ref()))
        };
        let [train, validation, test] = [&split.train, &split.validation, &split.test].map(set);
        let batches = Minibatches::new(&train.samples, config.training.batch_size, config.training.remainder);
        let updates = UpdateState::new(&config, &network);
        let mut trainer = Self {
            buffer: network.training_buffer(batches.max_lanes(), has_dropout(&updates)),
            gradients: network.gradients(batches.max_lanes()),
            order: Vec::new(),
            config,
            data,
            split,
            own_data,
            network,
            updates,
            train,
            validation,
            test,
            batches,
            epoch: 0,
            batch: 0,
            steps: 0,
            lanes: 0,
        };
        trainer.fill_minibatches();
        trainer
    }

    /// Trains on one minibatch.
    pub fn step(&mut self) {
        R::step(self);
    }

    pub(crate) fn take_step(&mut self) {
        if self.updates.lbfgs.is_some() {
            self.quasi_newton_step();
        } else {
            self.gradient_step();
        }
        self.steps += 1;
        self.batch += 1;
        if self.batch >= self.batches.len() {
            self.batch = 0;
            self.epoch += 1;
            self.watch();
            // Without shuffling every epoch is as the one before, but for the first: nothing was left over before it.
            if self.config.training.shuffle || self.epoch == 1 && self.batches.left_over() > 0 {
                self.fill_minibatches();
            }
        }
    }

    /// One step down the gradient of the next minibatch.
    fn gradient_step(&mut self) {
        let epochs = self.epochs();
        let Self { network, updates, gradients, buffer, config, train, order, .. } = self;
        let block = self.batches.gathered(&train.samples, in_order(order), self.batch);
        self.lanes = block.lanes;
        if let Some(masks) = &mut updates.masks {
            masks.draw(self.steps, &network.layers, &network.values, block.lanes, buffer);
        }
        let masked = updates.masks.as_ref().map_or(&[][..], |masks| &masks.values);
        let values = if masked.is_empty() { &network.values } else { masked };
        network.forward_training(values, &block, buffer);
        network.backward(values, &block, config.training.loss, buffer, gradients);
        if let Some(masks) = &updates.masks {
            masks.mask_gradient(&mut gradients.values);
        }
        network.track(buffer);

        updates.rates.learning_rate = updates.rate.at(epochs);
        let penalty_step = PenaltyStep {
            learning_rate: updates.rates.learning_rate,
            penalty: config.training.penalty,
            regularization_rate: config.training.regularization_rate,
        };
        let gradient = &mut gradients.values;
        if config.training.optimizer.has_penalty_step() {
            let share = clip_share(updates.clip_norm, gradient, network, &penalty_step);
            if share != 1.0 {
                gradient.iter_mut().for_each(|g| *g = *g * R::from_f64(share));
            }
            let regularization_rate = share * penalty_step.regularization_rate;
            let penalty_step = PenaltyStep { regularization_rate, ..penalty_step };
            updates.sgd.update(&mut network.values, gradient, &network.layers, penalty_step);
        } else {
            add_penalty(gradient, network, &penalty_step);
            let nothing_more = PenaltyStep { penalty: Penalty::None, ..penalty_step };
            let share = clip_share(updates.clip_norm, gradient, network, &nothing_more);
            if share != 1.0 {
                gradient.iter_mut().for_each(|g| *g = *g * R::from_f64(share));
            }
            if updates.weight_decay > 0.0 {
                let kept = R::from_f64(1.0 - updates.rates.learning_rate * updates.weight_decay);
                for layer in &network.layers {
                    network.values[layer.weights.clone()].iter_mut().for_each(|w| *w = *w * kept);
                }
            }
            updates.state.update(&mut network.values, gradient, updates.rates);
        }
        if let Some((average, decay)) = &mut updates.average {
            let (kept, fresh) = (R::from_f64(*decay), R::from_f64(1.0 - *decay));
            for (average, &value) in average.values.iter_mut().zip(&network.values) {
                *average = kept * *average + fresh * value;
            }
            average.running.copy_from_slice(&network.running);
        }
    }

    /// One accepted step of L-BFGS over the whole training set; at a minimum the network stays.
    fn quasi_newton_step(&mut self) {
        let Self { network, updates, gradients, buffer, config, batches, train, order, .. } = self;
        let block = batches.gathered(&train.samples, in_order(order), 0);
        let Some(lbfgs) = &mut updates.lbfgs else { return };
        let mut x = lbfgs.position(&network.values);
        let penalty_step = PenaltyStep {
            learning_rate: 0.0,
            penalty: config.training.penalty,
            regularization_rate: config.training.regularization_rate,
        };
        let mut objective = |x: &[f64], slopes: &mut [f64]| {
            network.values.iter_mut().zip(x).for_each(|(value, &x)| *value = R::from_f64(x));
            network.forward_training(&network.values, &block, buffer);
            network.backward(&network.values, &block, config.training.loss, buffer, gradients);
            add_penalty(&mut gradients.values, network, &penalty_step);
            slopes.iter_mut().zip(&gradients.values).for_each(|(slope, g)| *slope = g.to_f64());
            let weights = network.layers.iter().flat_map(|layer| &network.values[layer.weights.clone()]);
            let penalty: f64 = weights.map(|&w| config.training.penalty.value(w.to_f64())).sum();
            buffer.mean_loss(network, &block, config.training.loss)
                + config.training.regularization_rate * penalty
        };
        lbfgs.step(&mut x, &mut objective);
        network.values.iter_mut().zip(&x).for_each(|(value, &x)| *value = R::from_f64(x));
        network.track(buffer);
    }

    /// Trains to the end of the epoch: a whole one at a boundary.
    pub fn finish_epoch(&mut self) {
        self.step();
        while self.batch > 0 {
            self.step();
        }
    }

    /// Losses and scores over both sets, in evaluation form; training is not disturbed.
    pub fn measure(&self) -> Measure {
        R::measure(self)
    }

    pub(crate) fn take_measure(&self) -> Measure {
        let of = |set: &Set<R>| measure_set(self.network(), set, 1, &self.config);
        let (train, test) = (of(&self.train), of(&self.test));
        let validation = (self.validation.count() > 0).then(|| of(&self.validation));
        Measure {
            train_loss: train.loss,
            test_loss: test.loss,
            train_score: train.score,
            test_score: test.score,
            validation: validation.map(|it| [it.loss, it.score]),
            classes: test.classes,
        }
    }

    /// The training loss of another network of this trainer's shape, such as one a step away, in evaluation form and
    /// without the penalty.
    pub fn loss_of(&self, network: &Network<R>) -> f64 {
        R::loss_of(self, network, usize::MAX)
    }

    /// The same over about `most` of the training points at most, evenly spread: an estimate where the whole set would
    /// take too long.
    pub fn loss_estimate(&self, network: &Network<R>, most: usize) -> f64 {
        R::loss_of(self, network, most)
    }

    pub(crate) fn take_loss_of(&self, network: &Network<R>, most: usize) -> f64 {
        let every = self.train.count().div_ceil(most.max(1)).max(1);
        measure_set(network, &self.train, every, &self.config).loss
    }

    /// The training loss of a network whose weighted sums are all 0: what one costs that knows nothing. For k classes and
    /// cross-entropy it is ln k.
    pub fn chance_loss(&self) -> f64 {
        let (samples, outputs) = (&self.train.samples, self.network.outputs());
        let (sums, mut said) = (vec![R::ZERO; outputs], vec![R::ZERO; outputs]);
        self.network.output().apply(1, &sums, &mut said);
        let [sums, said] =
            [sums, said].map(|values| values.iter().map(|value| value.to_f64()).collect::<Vec<_>>());
        let mut targets = vec![0.0; outputs];
        let cost = |sample| {
            for (output, target) in targets.iter_mut().enumerate() {
                *target = samples.target(output, sample).to_f64();
            }
            self.config.training.loss.value(&sums, &said, &targets)
        };
        (0..samples.count()).map(cost).sum::<f64>() / samples.count().max(1) as f64
    }

    /// Puts the minibatches into this epoch's order; they are gathered when they are needed.
    fn fill_minibatches(&mut self) {
        let (count, shuffle) = (self.split.train.len(), self.config.training.shuffle);
        let carried = if self.epoch > 0 { self.batches.left_over() } else { 0 };
        self.order.clear();
        if shuffle || self.batches.left_over() > 0 {
            // For the epochs to come as well.
            self.order.reserve(self.batches.left_over() + count);
        }
        if shuffle || carried > 0 {
            self.order.resize(carried + count, 0);
            let (left_over, order) = self.order.split_at_mut(carried);
            let fill = |order: &mut [u32], epoch| match shuffle {
                true => reshuffle(order, &self.config.data.seed, epoch),
                false => order.iter_mut().zip(0..).for_each(|(sample, place)| *sample = place),
            };
            if carried > 0 {
                fill(order, self.epoch - 1);
                left_over.copy_from_slice(&order[count - carried..]);
            }
            fill(order, self.epoch);
        }
        self.batches.reorder(carried);
    }

    /// Goes over to new settings: training goes on where it can
    /// ([`ValidConfig::needs_restart`]), and starts anew where it cannot, on the same points unless
    /// they change as well ([`ValidConfig::needs_new_data`]).
    pub fn reconfigure(&mut self, new: ValidConfig) {
        if self.config.needs_restart(&new) {
            let keeps_own = self.own_data && !self.config.needs_new_data(&new);
            let own = keeps_own.then(|| {
                let split = std::mem::take(&mut self.split);
                let train = split.train.len() + split.validation.len();
                (Arc::clone(&self.data), split.holding_back(new.data.validation_count(train)))
            });
            *self = Self::start(new, own);
            return;
        }
        let old = std::mem::replace(&mut self.config, new);
        let cut = |config: &ValidConfig| (config.training.batch_size, config.training.remainder);
        let new_batches = cut(&old) != cut(&self.config);
        if new_batches {
            // The samples of this epoch that have been seen stay seen, to the minibatch.
            let seen = self.batch * old.training.batch_size;
            let (size, remainder) = cut(&self.config);
            self.batches = Minibatches::new(&self.train.samples, size, remainder);
            self.batch = (seen / size).min(self.batches.len() - 1);
            self.gradients = self.network.gradients(self.batches.max_lanes());
        }
        let before = std::mem::replace(&mut self.updates, UpdateState::new(&self.config, &self.network));
        let dropout = has_dropout(&self.updates);
        let new_masks = dropout || before.masks.is_some();
        self.updates.remember(before);
        if new_batches || new_masks {
            self.buffer = self.network.training_buffer(self.batches.max_lanes(), dropout);
        }
        self.fill_minibatches();
    }

    /// Goes over to other points, those that new settings draw, and keeps network and progress: how it does on them says
    /// whether it has learned more than its own points. Settings of another network start anew.
    pub fn renew_data(&mut self, new: ValidConfig) {
        let old = std::mem::replace(self, Self::start(new, None));
        let size = |it: &Self| (it.network.values.len(), it.network.running.len());
        if size(&old) != size(self) {
            return;
        }
        self.network.values.copy_from_slice(&old.network.values);
        self.network.running.copy_from_slice(&old.network.running);
        self.updates.remember(old.updates);
        self.set_progress(old.epoch);
    }

    /// The settings.
    pub fn config(&self) -> &ValidConfig {
        &self.config
    }

    /// The points, in training order, those that validate at the training set's end; none where the data is of another
    /// kind.
    pub fn points(&self) -> Points {
        self.split.points(&self.data)
    }

    /// The samples, and all that share them.
    pub fn data(&self) -> &Arc<Data> {
        &self.data
    }

    /// Which samples train, validate and test.
    pub fn split(&self) -> &Split {
        &self.split
    }

    /// Whether the points are one's own rather than the seed's.
    pub fn has_own_points(&self) -> bool {
        self.own_data
    }

    /// The active features, in the order of the network's inputs.
    pub fn features(&self) -> &[Feature] {
        &self.network.features
    }

    /// The network as it is evaluated now: with averaging, the running average of the one that trains.
    pub fn network(&self) -> &Network<R> {
        self.updates.average.as_ref().map_or(&self.network, |(average, _)| average)
    }

    /// The running average of the network that trains, where one is kept.
    pub fn average(&self) -> Option<&Network<R>> {
        self.updates.average.as_ref().map(|(average, _)| average)
    }

    /// The network that trains.
    pub fn trained_network(&self) -> &Network<R> {
        &self.network
    }

    /// The network that trains as the last minibatch's first sample has seen it: masks in place, dropped layers skipped,
    /// sums normalized by that minibatch's own statistics.
    pub fn training_form(&self) -> Network<R> {
        let mut network = self.network.clone();
        let Some(masks) = &self.updates.masks else {
            self.take_statistics(&mut network);
            return network;
        };
        if self.steps > 0 && !masks.values.is_empty() {
            network.values.copy_from_slice(&masks.values);
        }
        let lanes = self.lanes.max(1);
        network.masked = (self.buffer.layers.iter())
            .map(|signals| Masked {
                mask: signals.mask.iter().copied().step_by(lanes).collect(),
                branch: signals.branch,
            })
            .collect();
        for (masked, layer) in network.masked.iter_mut().zip(&network.layers) {
            masked.mask.truncate(layer.neurons());
        }
        self.take_statistics(&mut network);
        network
    }

    fn take_statistics(&self, network: &mut Network<R>) {
        if self.steps == 0 {
            return;
        }
        for (layer, signals) in network.layers.iter().zip(&self.buffer.layers) {
            if let Some(normalized) = &signals.normalized {
                network.running[layer.running.clone()].copy_from_slice(normalized.statistics());
            }
        }
    }

    /// The learning rate of the next step.
    pub fn learning_rate(&self) -> f64 {
        self.updates.rate.at(self.epochs())
    }

    /// Epochs trained, with the fraction of the one under way: the schedule's time. It is counted so that a minibatch of
    /// another size changes nothing of what has been trained.
    fn epochs(&self) -> f64 {
        let batches = self.batches.len() as u64;
        (self.epoch * batches + self.batch as u64) as f64 / batches as f64
    }

    /// Epochs finished.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Minibatches finished within this epoch.
    pub fn batch(&self) -> usize {
        self.batch
    }

    /// Minibatches in an epoch, a last, smaller one included where it is an update of its own.
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
        self.fill_minibatches();
    }

    /// Whether every parameter is finite: false once training has diverged.
    pub fn is_finite(&self) -> bool {
        self.network.is_finite()
    }
}

/// An order as minibatches take it.
fn in_order(order: &[u32]) -> Option<&[u32]> {
    Some(order).filter(|order| !order.is_empty())
}

fn has_dropout<R: Real>(updates: &UpdateState<R>) -> bool {
    updates.masks.as_ref().is_some_and(DropoutMasks::has_dropout)
}

/// Adds λ·r′(w) to the gradient of the weights.
fn add_penalty<R: Real>(gradient: &mut [R], network: &Network<R>, step: &PenaltyStep) {
    if step.penalty == Penalty::None {
        return;
    }
    let rate = R::from_f64(step.regularization_rate);
    for layer in &network.layers {
        let weights = &network.values[layer.weights.clone()];
        for (g, &w) in gradient[layer.weights.clone()].iter_mut().zip(weights) {
            *g += rate * step.penalty.derivative(w);
        }
    }
}

/// What a gradient is multiplied by so that its norm, the penalty's slope included, is at most `limit`; 1 without one.
fn clip_share<R: Real>(limit: f64, gradient: &[R], network: &Network<R>, step: &PenaltyStep) -> f64 {
    if limit == 0.0 {
        return 1.0;
    }
    let square = |value: f64| value * value;
    let mut squares: f64 = gradient.iter().map(|g| square(g.to_f64())).sum();
    if step.penalty != Penalty::None {
        for layer in &network.layers {
            let weights = network.values[layer.weights.clone()].iter().zip(&gradient[layer.weights.clone()]);
            for (w, g) in weights {
                let slope = step.regularization_rate * step.penalty.derivative(w.to_f64());
                squares += square(g.to_f64() + slope) - square(g.to_f64());
            }
        }
    }
    limit / squares.sqrt().max(limit)
}
