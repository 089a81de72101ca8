//! What would help: changes of the settings, with which the run begins anew. The first of them names the remedy.

use nabla_nn::link::{Key, comma_list};
use nabla_nn::{Activation, Change, Config, Hyperparameter, Initializer, Optimizer, Penalty, Preprocess};

/// This learning rate.
pub fn learning_rate(rate: f64) -> Vec<Change> {
    Change::new(Key::LearningRate, rate).into()
}

/// This activation in every hidden layer, with weights drawn for it: tanh, whose gradients last, or leaky ReLU, which cannot
/// die.
pub fn activation(activation: Activation) -> Vec<Change> {
    let mut changes = vec![Change::option(Key::Activation, activation)];
    changes.extend(fresh_weights(activation));
    changes.push(Change::to_default(Key::LayerActivations));
    changes
}

/// Minibatches of so many samples.
pub fn batch_size(samples: usize) -> Vec<Change> {
    Change::new(Key::BatchSize, samples).into()
}

/// No batch normalization.
pub fn no_batch_norm() -> Vec<Change> {
    Change::new(Key::BatchNorm, false).into()
}

/// Initial weights whose size fits an activation.
pub fn fresh_weights(activation: Activation) -> Vec<Change> {
    let initializer = Change::option(Key::Initializer, Initializer::fitting(activation));
    vec![initializer, Change::new(Key::InitZero, false)]
}

/// Standardized features.
pub fn standardize() -> Vec<Change> {
    Change::option(Key::Preprocess, Preprocess::Standardize).into()
}

/// L2 with this λ.
pub fn l2(rate: f64) -> Vec<Change> {
    vec![Change::option(Key::Regularization, Penalty::L2), Change::new(Key::RegularizationRate, rate)]
}

/// The penalty's λ.
pub fn regularization_rate(rate: f64) -> Vec<Change> {
    Change::new(Key::RegularizationRate, rate).into()
}

/// A λ a hundredth of this one, in decimals, and 0.001 at most: what still lets every dataset here be learned.
pub fn weaker_penalty(lambda: f64) -> Vec<Change> {
    let rate = (lambda / 100.0).min(0.001);
    regularization_rate(nabla_nn::number(&format!("{rate:.1e}")).unwrap_or(rate))
}

/// This share of the points trains, in percent.
pub fn training_share(percent: f64) -> Vec<Change> {
    Change::new(Key::PercTrainData, percent).into()
}

/// So many points.
pub fn samples(samples: usize) -> Vec<Change> {
    Change::new(Key::Samples, samples).into()
}

/// Gradients no longer than this.
pub fn clip_norm(norm: f64) -> Vec<Change> {
    Change::new(Key::Number(Hyperparameter::ClipNorm), norm).into()
}

/// Adam at this learning rate.
pub fn adam(rate: f64) -> Vec<Change> {
    vec![Change::option(Key::Optimizer, Optimizer::Adam), Change::new(Key::LearningRate, rate)]
}

/// More neurons: every layer at least eight of them; where they have that many, up to three layers; then sixteen. Or two
/// steps of that at once.
pub fn more_neurons(config: &Config) -> Vec<Vec<Change>> {
    let more = |shape: &[usize]| larger(shape);
    let once = more(&config.model.network_shape);
    let twice = once.as_deref().and_then(more);
    let change = |shape: Vec<usize>| Change::new(Key::NetworkShape, comma_list(&shape)).into();
    once.into_iter().chain(twice).map(change).collect()
}

fn larger(shape: &[usize]) -> Option<Vec<usize>> {
    const WIDE: usize = 8;
    const WIDER: usize = 16;
    const DEEP: usize = 3;
    let mut shape = shape.to_vec();
    let narrowest = shape.iter().copied().min().unwrap_or(WIDE);
    let least = match narrowest {
        0..WIDE => WIDE,
        _ if shape.len() < DEEP => {
            shape.push(WIDE);
            WIDE
        }
        WIDE..WIDER => WIDER,
        _ => return None,
    };
    shape.iter_mut().for_each(|width| *width = (*width).max(least));
    Some(shape)
}
