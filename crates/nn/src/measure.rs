//! How good a network is.

use crate::lanes::sample;
use crate::minibatches::Minibatches;
use crate::network::Evaluate;
use crate::samples::Samples;
use crate::{Config, Network, Problem, Real};
use serde::{Deserialize, Serialize};

/// Losses and scores over the whole training, validation and test sets, in evaluation form.
///
/// A loss is the mean over the set ([`Loss`](crate::Loss)), the penalty left out. A score is, for classes, the share of
/// points given the right one, and for regression R² = 1 − Σ(o − t)²/Σ(t − mean t)². Of an empty set, and where R² has
/// no meaning because all targets are equal, the value is 0.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Mean loss over the training set.
    pub train_loss: f64,
    /// Mean loss over the test set.
    pub test_loss: f64,
    /// Accuracy, 0 to 1, or R² on the training set.
    pub train_score: f64,
    /// Accuracy, 0 to 1, or R² on the test set.
    pub test_score: f64,
    /// Mean loss, and accuracy or R², on the validation set; none without one.
    pub validation: Option<[f64; 2]>,
    /// The test points' accuracy class by class, and how many of each there are; nothing for regression. Of two classes,
    /// +1 comes first.
    pub classes: Vec<(f64, usize)>,
}

/// A set of samples, and the minibatches it is measured in.
#[derive(Clone, Debug)]
pub(crate) struct Set<R> {
    pub samples: Samples<R>,
    pub batches: Minibatches<R>,
    /// Σ(t − mean t)² of the first target.
    spread: f64,
}

/// Samples a minibatch when a whole set is measured.
const MEASURED_AT_ONCE: usize = 64;

impl<R: Real> Set<R> {
    pub fn new(samples: Samples<R>) -> Self {
        Self::in_batches(samples, MEASURED_AT_ONCE)
    }

    fn in_batches(samples: Samples<R>, size: usize) -> Self {
        Self { batches: Minibatches::to_measure(&samples, size), spread: spread(&samples), samples }
    }

    /// How many samples there are.
    pub fn count(&self) -> usize {
        self.samples.count()
    }
}

/// Loss and score of one set.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct SetMeasure {
    pub loss: f64,
    pub score: f64,
    pub classes: Vec<(f64, usize)>,
}

/// Runs the network over a set, or over one in `every` of its minibatches; sums are f64, in the samples' order.
pub(crate) fn measure_set<R: Evaluate>(
    network: &Network<R>,
    Set { samples, batches, spread }: &Set<R>,
    every: usize,
    config: &Config,
) -> SetMeasure {
    if samples.count() == 0 {
        return SetMeasure::default();
    }
    let mut buffer = network.buffer(batches.max_lanes());
    let (layer, outputs) = (network.layers.len() - 1, network.outputs());
    let (mut loss, mut squares) = (0.0, 0.0);
    let mut classes = vec![
        (0.0, 0);
        match config.data.problem {
            Problem::Classification => 2,
            Problem::Multiclass => outputs,
            Problem::Regression => 0,
        }
    ];
    let mut count = 0.0;
    let [mut z, mut o, mut t] = [(); 3].map(|()| vec![0.0; outputs]);
    batches.visit(samples, every, |batch| {
        count += batch.count as f64;
        network.forward(batch.inputs, batch.lanes, &mut buffer);
        let signals = &buffer.layers[layer];
        for lane in 0..batch.count {
            sample(&signals.sums, batch.lanes, lane, &mut z);
            sample(&signals.activations, batch.lanes, lane, &mut o);
            sample(batch.targets, batch.lanes, lane, &mut t);
            loss += config.training.loss.value(&z, &o, &t);
            squares += (o[0] - t[0]) * (o[0] - t[0]);
            let (said, right) = match config.data.problem {
                Problem::Classification => {
                    (usize::from(!network.output().says_positive(o[0])), usize::from(t[0] <= 0.0))
                }
                Problem::Multiclass => (largest(&o), largest(&t)),
                Problem::Regression => continue,
            };
            classes[right].0 += f64::from(u8::from(said == right));
            classes[right].1 += 1;
        }
    });
    let right: f64 = classes.iter().map(|(right, _)| right).sum();
    let score = match config.data.problem {
        Problem::Classification | Problem::Multiclass => right / count,
        Problem::Regression if *spread == 0.0 => 0.0,
        Problem::Regression => 1.0 - squares / spread,
    };
    for (right, count) in &mut classes {
        *right /= (*count as f64).max(1.0);
    }
    SetMeasure { loss: loss / count, score, classes }
}

/// The place of the largest value, the first of equals.
fn largest(values: &[f64]) -> usize {
    (1..values.len()).fold(0, |best, k| if values[k] > values[best] { k } else { best })
}

/// Σ(t − mean t)².
fn spread<R: Real>(samples: &Samples<R>) -> f64 {
    let targets = || (0..samples.count()).map(|sample| samples.target(0, sample).to_f64());
    let mean = targets().sum::<f64>() / samples.count() as f64;
    targets().map(|t| (t - mean) * (t - mean)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Data;
    use crate::{DataConfig, LayerParameters, ModelConfig, Point, SeedRandom};
    use std::sync::Arc;

    /// The measure of a network of one linear or tanh neuron with weight 1 on x and no bias.
    fn measure(problem: Problem, points: &[(f64, f64)]) -> SetMeasure {
        measure_part(problem, points, 1)
    }

    fn measure_part(problem: Problem, points: &[(f64, f64)], every: usize) -> SetMeasure {
        let features = vec![crate::Feature::X];
        let config = Config {
            data: DataConfig { problem, ..DataConfig::default() },
            model: ModelConfig { features, network_shape: vec![], ..ModelConfig::default() },
            ..Config::default()
        }
        .validate()
        .0;
        let mut network: Network<f64> = Network::new(&config, &mut SeedRandom::new("measure"));
        network.set_parameters(&vec![LayerParameters::new(vec![vec![1.0]], vec![0.0])]).unwrap();
        let points: Vec<_> = points.iter().map(|&(x, label)| Point { x, y: 0.0, label }).collect();
        let data = Arc::new(Data::of_points(&points, problem, 3));
        let samples = Samples::new(&data, (0..points.len() as u32).collect(), &config, None);
        measure_set(&network, &Set::in_batches(samples, 2), every, &config)
    }

    #[test]
    fn regression_by_hand() {
        let got = measure(Problem::Regression, &[(1.0, 2.0), (2.0, 2.0), (3.0, 5.0)]);
        assert!((got.loss - 2.5 / 3.0).abs() < 1e-12);
        assert!((got.score - (1.0 - 5.0 / 6.0)).abs() < 1e-12);
    }

    /// Minibatches are of two points here: every second one leaves out the third and the fourth.
    #[test]
    fn a_part_of_the_set_by_hand() {
        let points = [(1.0, 2.0), (2.0, 2.0), (9.0, 0.0), (9.0, 0.0), (3.0, 5.0)];
        assert!((measure_part(Problem::Regression, &points, 2).loss - 2.5 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn classification_by_hand() {
        let points = [(0.0, 1.0), (0.0, -1.0), (-2.0, -1.0), (2.0, 1.0), (2.0, -1.0)];
        let got = measure(Problem::Classification, &points);
        assert_eq!((got.score, &got.classes[..2]), (0.6, &[(1.0, 2), (1.0 / 3.0, 3)][..]));
    }

    #[test]
    fn sets_without_a_score_get_0() {
        assert_eq!(measure(Problem::Regression, &[]), SetMeasure::default());
        assert_eq!(measure(Problem::Regression, &[(1.0, 2.0), (3.0, 2.0)]).score, 0.0);
    }
}
