//! The values the menus offer and the limits every value is held to.
//!
//! A number inside its range is taken as it is, on the menu or not; outside, it is clamped with a
//! notice. Rates are TensorFlow Playground's; layers go further than its 6 of 8.

use std::ops::RangeInclusive;

/// TensorFlow Playground's learning rates.
pub const LEARNING_RATES: &[f64] = &[0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0];
/// TensorFlow Playground's regularization rates λ.
pub const REGULARIZATION_RATES: &[f64] = &[0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0];

/// The range of the learning rate.
pub const LEARNING_RATE: RangeInclusive<f64> = 0.00001..=10.0;
/// The range of the regularization rate λ.
pub const REGULARIZATION_RATE: RangeInclusive<f64> = 0.0..=10.0;
/// The range of the noise that is offered, in percent.
pub const NOISE: RangeInclusive<f64> = 0.0..=50.0;
/// The most noise that a link may ask for; beyond it counts as the most that is offered, as in TensorFlow Playground.
pub const MOST_NOISE: f64 = 80.0;
/// The range of the share of points that train, in percent.
pub const PERC_TRAIN_DATA: RangeInclusive<f64> = 10.0..=90.0;
/// The range of the share of the training set that validates, in percent.
pub const PERC_VALIDATION_DATA: RangeInclusive<f64> = 0.0..=50.0;
/// The range of the number of points, train and test together: one of ten trains at least.
pub const SAMPLES: RangeInclusive<usize> = 10..=20_000;
/// The range of the number of networks drawn before this one.
pub const WEIGHT_DRAW: RangeInclusive<u32> = 0..=1000;

/// The range of the number of classes.
pub const CLASSES: RangeInclusive<usize> = 2..=MAX_CLASSES;

/// Classes at most.
pub const MAX_CLASSES: usize = 6;
/// Hidden layers at most.
pub const MAX_LAYERS: usize = 12;
/// Neurons in one hidden layer at most; at least there is one.
pub const MAX_NEURONS: usize = 256;
/// Characters of a seed, or of a lesson's name, at most.
pub const MAX_TEXT: usize = 256;
/// Bytes of a link at most.
pub const MAX_LINK: usize = 8 * 1024;
/// Bytes of a playground file at most.
pub const MAX_FILE: usize = 10 * 1024 * 1024;
/// Points in a playground file at most, train and test together.
pub const MAX_POINTS: usize = 20_000;
