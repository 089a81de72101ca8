//! The samples as the kernels read them: feature-major, in blocks of lanes.

use crate::lanes::padded;
use crate::{Config, Loss, Point, Problem, Real, Transform};

/// A set's features and targets, computed once.
#[derive(Clone, Debug)]
pub(crate) struct Samples<R> {
    count: usize,
    /// `[feature][sample]`.
    inputs: Vec<R>,
    /// `[output][sample]`.
    targets: Vec<R>,
}

impl<R: Real> Samples<R> {
    /// The points as the network of a configuration sees them, through its transform if there is one.
    pub fn new(points: &[Point], config: &Config, transform: Option<&Transform>) -> Self {
        let count = points.len();
        let mut inputs = vec![R::ZERO; config.model.features.len() * count];
        let mut values = vec![0.0; config.model.features.len()];
        for (sample, point) in points.iter().enumerate() {
            for (value, feature) in values.iter_mut().zip(&config.model.features) {
                *value = feature.value(point.x, point.y);
            }
            for f in 0..values.len() {
                let value = transform.map_or(values[f], |transform| transform.coordinate(f, &values));
                inputs[f * count + sample] = R::from_f64(value);
            }
        }
        let target = |output: usize, label: f64| match (config.data.problem, config.training.loss) {
            (Problem::Classification, Loss::CrossEntropy) => 0.5 * (label + 1.0),
            (Problem::Classification | Problem::Regression, _) => label,
            (Problem::Multiclass, _) => f64::from(u8::from(label == output as f64)),
        };
        let of_output = |output| points.iter().map(move |point| R::from_f64(target(output, point.label)));
        let targets = (0..config.data.outputs()).flat_map(of_output).collect();
        Self { count, inputs, targets }
    }

    pub fn count(&self) -> usize {
        self.count
    }

    /// `[output][sample]`.
    pub fn targets(&self) -> &[R] {
        &self.targets
    }
}

/// Samples cut into blocks of `size`, each `[feature][lane]` and `[lane][feature]`, rows padded with zeros; the last block
/// may be smaller.
#[derive(Clone, Debug)]
pub(crate) struct Minibatches<R> {
    count: usize,
    size: usize,
    /// Values per padded sample.
    features: usize,
    outputs: usize,
    inputs: Vec<R>,
    transposed: Vec<R>,
    targets: Vec<R>,
}

/// One block.
pub(crate) struct Minibatch<'a, R> {
    /// `[feature][lane]`.
    pub inputs: &'a [R],
    /// The same as `[lane][feature]`.
    pub transposed: &'a [R],
    /// `[output][lane]`.
    pub targets: &'a [R],
    /// Samples; the lanes after them are padding.
    pub count: usize,
    /// Lanes, a multiple of [`LANES`].
    pub lanes: usize,
}

impl<R: Real> Minibatches<R> {
    /// All samples, in their own order.
    pub fn new(samples: &Samples<R>, size: usize) -> Self {
        let size = size.max(1);
        let count = samples.count;
        let lanes = count / size * padded(size) + padded(count % size);
        let per_sample = |values: &[R]| values.len().checked_div(count).unwrap_or(0);
        let (features, outputs) = (per_sample(&samples.inputs), per_sample(&samples.targets));
        let mut blocks = Self {
            count,
            size,
            features,
            outputs,
            inputs: vec![R::ZERO; lanes * features],
            transposed: vec![R::ZERO; lanes * padded(features)],
            targets: vec![R::ZERO; lanes * outputs],
        };
        blocks.fill(samples, |place| place);
        blocks
    }

    /// The same samples in another order: place p takes sample `order(p)`. Allocates nothing.
    pub fn fill(&mut self, samples: &Samples<R>, order: impl Fn(usize) -> usize) {
        for place in 0..self.count {
            let sample = order(place);
            let (first_lane, lanes) = self.extent(place / self.size);
            let lane = place % self.size;
            let transposed = &mut self.transposed[(first_lane + lane) * padded(self.features)..];
            for (f, transposed) in transposed.iter_mut().enumerate().take(self.features) {
                let value = samples.inputs[f * self.count + sample];
                self.inputs[first_lane * self.features + f * lanes + lane] = value;
                *transposed = value;
            }
            for o in 0..self.outputs {
                self.targets[first_lane * self.outputs + o * lanes + lane] =
                    samples.targets[o * self.count + sample];
            }
        }
    }

    /// How many blocks there are.
    pub fn len(&self) -> usize {
        self.count.div_ceil(self.size)
    }

    /// Lanes of the largest block.
    pub fn max_lanes(&self) -> usize {
        padded(self.size.min(self.count))
    }

    /// The lanes before block `index`, and its own.
    fn extent(&self, index: usize) -> (usize, usize) {
        let count = self.size.min(self.count - index * self.size);
        (index * padded(self.size), padded(count))
    }

    /// Minibatch `index`, below [`Self::len`].
    pub fn block(&self, index: usize) -> Minibatch<'_, R> {
        let (first_lane, lanes) = self.extent(index);
        Minibatch {
            inputs: &self.inputs[first_lane * self.features..][..lanes * self.features],
            transposed: &self.transposed[first_lane * padded(self.features)..]
                [..lanes * padded(self.features)],
            targets: &self.targets[first_lane * self.outputs..][..lanes * self.outputs],
            count: self.size.min(self.count - index * self.size),
            lanes,
        }
    }

    /// Every block in turn.
    pub fn iter(&self) -> impl Iterator<Item = Minibatch<'_, R>> {
        (0..self.len()).map(|index| self.block(index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DataConfig;

    fn samples(count: usize) -> Samples<f32> {
        let points: Vec<_> =
            (0..count).map(|k| Point { x: k as f64, y: -(k as f64), label: 2.0 * k as f64 }).collect();
        let config = Config {
            data: DataConfig { problem: Problem::Regression, ..DataConfig::default() },
            ..Config::default()
        };
        Samples::new(&points, &config, None)
    }

    #[test]
    fn blocks_keep_order_and_pad_with_zeros() {
        let blocks = Minibatches::new(&samples(8), 5);
        let (first, last) = (blocks.block(0), blocks.block(1));
        assert_eq!((blocks.len(), first.count, first.lanes, last.count, last.lanes), (2, 5, 8, 3, 4));
        assert_eq!(first.inputs[..8], [0.0, 1.0, 2.0, 3.0, 4.0, 0.0, 0.0, 0.0]);
        assert_eq!(last.inputs, [5.0, 6.0, 7.0, 0.0, -5.0, -6.0, -7.0, 0.0]);
        assert_eq!(last.transposed[..8], [5.0, -5.0, 0.0, 0.0, 6.0, -6.0, 0.0, 0.0]);
        assert_eq!(last.targets, [10.0, 12.0, 14.0, 0.0]);
    }

    #[test]
    fn another_order_moves_inputs_and_targets_together() {
        let samples = samples(8);
        let mut blocks = Minibatches::new(&samples, 5);
        blocks.fill(&samples, |place| 7 - place);
        assert_eq!(blocks.block(1).inputs, [2.0, 1.0, 0.0, 0.0, -2.0, -1.0, 0.0, 0.0]);
        assert_eq!(blocks.block(1).transposed[..8], [2.0, -2.0, 0.0, 0.0, 1.0, -1.0, 0.0, 0.0]);
        assert_eq!(blocks.block(1).targets, [4.0, 2.0, 0.0, 0.0]);
    }

    #[test]
    fn an_empty_set_has_no_blocks() {
        assert_eq!(Minibatches::new(&samples(0), 5).iter().count(), 0);
    }
}
