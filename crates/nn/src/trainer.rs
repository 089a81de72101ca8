//! Training.
use crate::{FileError, Measure, Network, Parameters, Points, Real, ValidConfig};

/// A network, its data and its progress.
#[derive(Clone, Debug)]
pub struct Trainer<R: Real = f32> {
    network: Network<R>,
}

impl Trainer {
    /// The trainer of a configuration, at epoch 0.
    pub fn new(_config: &ValidConfig) -> Self {
        todo!()
    }
    /// The same with own points or parameters in place of the generated ones.
    pub fn with(
        _config: &ValidConfig,
        _points: Option<Points>,
        _parameters: Option<&Parameters>,
    ) -> Result<Self, FileError> {
        todo!()
    }
}

impl<R: Real> Trainer<R> {
    /// Trains on one minibatch.
    pub fn step(&mut self) {
        todo!()
    }
    /// Trains to the end of the epoch, a whole one at a boundary.
    pub fn finish_epoch(&mut self) {
        todo!()
    }
    /// Losses and scores.
    pub fn measure(&self) -> Measure {
        todo!()
    }
    /// The settings.
    pub fn config(&self) -> &ValidConfig {
        todo!()
    }
    /// The points.
    pub fn points(&self) -> &Points {
        todo!()
    }
    /// The network.
    pub fn network(&self) -> &Network<R> {
        &self.network
    }
    /// Epochs finished.
    pub fn epoch(&self) -> u64 {
        todo!()
    }
    /// Minibatches finished within the epoch.
    pub fn batch(&self) -> usize {
        todo!()
    }
    /// Minibatches in an epoch.
    pub fn batches_per_epoch(&self) -> usize {
        todo!()
    }
    /// Minibatches since the start.
    pub fn steps(&self) -> u64 {
        todo!()
    }
    /// Takes new settings: live where possible, anew where not.
    pub fn reconfigure(&mut self, _new: ValidConfig) {
        todo!()
    }
    /// The parameters.
    pub fn parameters(&self) -> Parameters {
        todo!()
    }
    /// Replaces the parameters.
    pub fn set_parameters(&mut self, _parameters: &Parameters) -> Result<(), FileError> {
        todo!()
    }
    /// Sets one weight; false if there is none or the value is not finite.
    pub fn set_weight(
        &mut self,
        _layer: usize,
        _neuron: usize,
        _input: usize,
        _value: f64,
    ) -> bool {
        todo!()
    }
    /// Sets one bias; false if there is none or the value is not finite.
    pub fn set_bias(&mut self, _layer: usize, _neuron: usize, _value: f64) -> bool {
        todo!()
    }
    /// Whether every parameter is finite.
    pub fn is_finite(&self) -> bool {
        todo!()
    }
    /// Takes up at an epoch.
    pub fn set_progress(&mut self, _epoch: u64) {
        todo!()
    }
}
