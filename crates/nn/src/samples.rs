//! Samples as a run's network takes them: inputs and targets, one number at a time.

use crate::{Config, Data, Feature, Inputs, Loss, Real, Targets, Transform};
use std::sync::Arc;

/// A set of samples of shared data. What the features of points make is computed once; bytes are read where they lie.
#[derive(Clone, Debug)]
pub(crate) struct Samples<R> {
    data: Arc<Data>,
    indices: Vec<u32>,
    /// Inputs of one sample.
    width: usize,
    /// The features of points, `[feature][sample]`; empty of bytes.
    features: Vec<R>,
    /// What the two classes are to the loss: 0 and 1 instead of −1 and +1.
    is_probability: bool,
}

impl<R: Real> Samples<R> {
    /// The samples as the network of a configuration sees them, points through its features and their transform.
    pub fn new(data: &Arc<Data>, indices: Vec<u32>, config: &Config, transform: Option<&Transform>) -> Self {
        let (width, features) = match data.inputs() {
            Inputs::Plane(points) => {
                let chosen = &config.model.features;
                let places = indices.iter().map(|&index| points[index as usize]);
                (chosen.len(), table(places, indices.len(), chosen, transform))
            }
            Inputs::Bytes { width, .. } => (*width, Vec::new()),
        };
        let is_probability = config.training.loss == Loss::CrossEntropy;
        Self { data: Arc::clone(data), indices, width, features, is_probability }
    }

    /// How many samples there are.
    pub fn count(&self) -> usize {
        self.indices.len()
    }

    /// Whether they are read from bytes rather than from a table of features.
    pub fn are_bytes(&self) -> bool {
        matches!(self.data.inputs(), Inputs::Bytes { .. })
    }

    /// Inputs of one sample.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Targets of one sample.
    pub fn outputs(&self) -> usize {
        self.data.outputs()
    }

    /// One input of a sample of the set, as the first layer takes it.
    #[inline(always)]
    pub fn input(&self, input: usize, sample: usize) -> R {
        match self.data.inputs() {
            Inputs::Plane(_) => self.features[input * self.indices.len() + sample],
            Inputs::Bytes { width, full, values } => {
                let value = values[self.indices[sample] as usize * width + input];
                R::from_f64(f64::from(value) / f64::from(*full))
            }
        }
    }

    /// One target of a sample of the set, as the loss takes it.
    #[inline(always)]
    pub fn target(&self, output: usize, sample: usize) -> R {
        let index = self.indices[sample] as usize;
        let target = match self.data.targets() {
            Targets::Signs(values) if self.is_probability => 0.5 * (f64::from(values[index]) + 1.0),
            Targets::Signs(values) => f64::from(values[index]),
            Targets::Classes { values, .. } => f64::from(u8::from(usize::from(values[index]) == output)),
            Targets::Numbers(values) => values[index],
        };
        R::from_f64(target)
    }
}

/// The features of some places, `[feature][place]`.
pub(crate) fn table<R: Real>(
    places: impl Iterator<Item = [f64; 2]>,
    count: usize,
    features: &[Feature],
    transform: Option<&Transform>,
) -> Vec<R> {
    let mut table = vec![R::ZERO; features.len() * count];
    let mut values = vec![0.0; features.len()];
    for (place, [x, y]) in places.enumerate() {
        for (value, feature) in values.iter_mut().zip(features) {
            *value = feature.value(x, y);
        }
        for f in 0..values.len() {
            let value = transform.map_or(values[f], |transform| transform.coordinate(f, &values));
            table[f * count + place] = R::from_f64(value);
        }
    }
    table
}
