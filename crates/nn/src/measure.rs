//! How good a network is.

use crate::blocks::{Blocks, Samples};
use crate::{Network, Problem, Real};
use serde::{Deserialize, Serialize};

/// Losses and scores over the whole training and test sets, in evaluation form.
///
/// A loss is the mean of ½(o − t)², the penalty left out. A score is, for classification, the share
/// of points on the right side (o ≥ 0 means +1), and for regression
/// R² = 1 − Σ(o − t)²/Σ(t − mean t)². Of an empty set, and where R² has no meaning because all
/// targets are equal, the value is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Mean loss over the training set.
    pub train_loss: f64,
    /// Mean loss over the test set.
    pub test_loss: f64,
    /// Accuracy, 0 to 1, or R² on the training set.
    pub train_score: f64,
    /// Accuracy, 0 to 1, or R² on the test set.
    pub test_score: f64,
}

/// Loss and score of one set.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct SetMeasure {
    pub loss: f64,
    pub score: f64,
}

/// Runs the network over a set; sums are f64, in the samples' order.
pub(crate) fn measure_set<R: Real>(
    network: &Network<R>,
    blocks: &Blocks<R>,
    samples: &Samples<R>,
    problem: Problem,
) -> SetMeasure {
    let count = samples.count() as f64;
    if samples.count() == 0 {
        return SetMeasure::default();
    }
    let mut buffer = network.buffer(blocks.max_lanes());
    let output_layer = network.layers.len() - 1;
    let (mut loss, mut right, mut squares) = (0.0, 0.0, 0.0);
    for block in blocks.iter() {
        network.forward(block.inputs, block.lanes, &mut buffer);
        for (o, targets) in block.targets.chunks_exact(block.lanes).enumerate() {
            let outputs = buffer.neuron(output_layer, o, block.lanes).unwrap_or_default();
            for (&output, &target) in outputs.iter().zip(targets).take(block.count) {
                let (output, target) = (output.to_f64(), target.to_f64());
                loss += problem.loss().value(output, target);
                squares += (output - target) * (output - target);
                right += if (output >= 0.0) == (target > 0.0) { 1.0 } else { 0.0 };
            }
        }
    }
    let score = match problem {
        Problem::Classification => right / count,
        Problem::Regression => match spread(samples.targets()) {
            0.0 => 0.0,
            spread => 1.0 - squares / spread,
        },
    };
    SetMeasure { loss: loss / count, score }
}

/// Σ(t − mean t)².
fn spread<R: Real>(targets: &[R]) -> f64 {
    let mean = targets.iter().map(|t| t.to_f64()).sum::<f64>() / targets.len() as f64;
    targets.iter().map(|t| (t.to_f64() - mean) * (t.to_f64() - mean)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Config, Point, SeedRandom};

    /// The measure of a network of one linear or tanh neuron with weight 1 on x and no bias.
    fn measure(problem: Problem, points: &[(f64, f64)]) -> SetMeasure {
        let features = vec![crate::Feature::X];
        let config = Config { problem, features, network_shape: vec![], ..Config::default() };
        let mut network: Network<f64> = Network::new(&config.validate().0, &mut SeedRandom::new("measure"));
        network.layers[0].weights[0] = 1.0;
        network.layers[0].biases[0] = 0.0;
        let points: Vec<_> = points.iter().map(|&(x, label)| Point { x, y: 0.0, label }).collect();
        let samples = Samples::new(&points, &network.features, problem);
        measure_set(&network, &Blocks::new(&samples, 2), &samples, problem)
    }

    #[test]
    fn regression_by_hand() {
        let got = measure(Problem::Regression, &[(1.0, 2.0), (2.0, 2.0), (3.0, 5.0)]);
        assert!((got.loss - 2.5 / 3.0).abs() < 1e-12);
        assert!((got.score - (1.0 - 5.0 / 6.0)).abs() < 1e-12);
    }

    #[test]
    fn classification_by_hand() {
        let points = [(0.0, 1.0), (0.0, -1.0), (-2.0, -1.0), (2.0, 1.0), (2.0, -1.0)];
        assert_eq!(measure(Problem::Classification, &points).score, 0.6);
    }

    #[test]
    fn sets_without_a_score_get_0() {
        assert_eq!(measure(Problem::Regression, &[]), SetMeasure::default());
        assert_eq!(measure(Problem::Regression, &[(1.0, 2.0), (3.0, 2.0)]).score, 0.0);
    }
}
