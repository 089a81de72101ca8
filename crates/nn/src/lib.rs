//! Nabla's engine: settings, data, networks and their training.
//!
//! A [`Config`] becomes a [`ValidConfig`]; a [`Trainer`] generates the points and the network it
//! describes and descends the loss, minibatch by minibatch. For the settings TensorFlow Playground
//! has, points, initial weights and training are TensorFlow Playground's.
//!
//! ```
//! use nabla_nn::{Trainer, link};
//!
//! let (config, notices) = link::parse("#dataset=circle&networkShape=4,2&seed=0.12345");
//! assert!(notices.is_empty());
//! let (config, notices) = config.validate();
//! assert!(notices.is_empty());
//!
//! let mut trainer = Trainer::new(&config);
//! let before = trainer.measure().train_loss;
//! for _ in 0..100 {
//!     trainer.finish_epoch();
//! }
//! assert!(trainer.measure().train_loss < 0.1 * before);
//! assert!(trainer.network().output_at(0.0, 0.0) > 0.9);
//! ```
//!
//! # Notation
//!
//! | symbol | name in code | shape | meaning |
//! |---|---|---|---|
//! | x, y | `x`, `y` | | a point of the plane, usually in [−6, 6]² |
//! | x₁, x₂, … | `inputs` | `[feature][lane]` | what the network sees of a point |
//! | xᵀ | `transposed` | `[lane][input]` | a layer's inputs as dE/dW takes them, rows padded to whole vectors |
//! | w | `weights` | `[neuron][input]` | a layer's weights, one row per neuron |
//! | b | `biases` | `[neuron]` | a layer's biases |
//! | z = Σ w·x + b | `sums` | `[neuron][lane]` | weighted sums |
//! | a = f(z) | `activations` | `[neuron][lane]` | what a layer hands on |
//! | o, t | `outputs`, `targets` | `[output][lane]` | the last layer's a, and what it should be |
//! | E | `loss` | | ½(o − t)², averaged over a set |
//! | δ = dE/dz | `deltas` | `[neuron][lane]` | the error signal |
//! | lr, λ | `learning_rate`, `regularization_rate` | | the step's and the penalty's size |
//!
//! A *lane* is one sample of a block; blocks are padded to a multiple of [`LANES`], and the inner
//! loops run over lanes. Losses, scores and coordinates are f64; networks are f32, or f64 where
//! gradients are checked.
//!
//! # What this crate never knows
//!
//! No page, no clock, no global random numbers, no files, no sockets, no unordered maps, and no
//! panic on anything a user can type. The same link gives the same bits on every machine.

#![deny(missing_docs)]

mod choice;
pub use choice::Choice;

mod catalog;
mod hyperparameter;
pub use catalog::{Family, catalog};
pub use hyperparameter::{Hyperparameter, Hyperparameters};

mod change;
mod config;
mod control;
mod dataset;
mod feature;
pub mod limits;
pub mod link;
mod notice;
mod number;
mod percent_encoding;
mod problem;
pub use change::Change;
pub use config::{Config, DataConfig, ModelConfig, TrainingConfig, ValidConfig};
pub use control::Control;
pub use dataset::Dataset;
pub use feature::Feature;
pub use notice::{Conflict, FileError, Notice};
pub use number::number;
pub use problem::Problem;

mod data;
mod generators;
mod points;
mod seedrandom;
pub use data::{Data, Inputs, Split, Targets};
pub use generators::generate;
pub use points::{Point, Points};
pub use seedrandom::SeedRandom;

mod activation;
mod approximate;
mod initializer;
mod loss;
mod optimizer;
mod output;
mod penalty;
mod preprocess;
mod real;
mod remainder;
mod rule;
mod schedule;
pub use activation::Activation;
pub use initializer::Initializer;
pub use loss::Loss;
pub use optimizer::{Optimizer, OptimizerState, Rates};
pub use output::Output;
pub use penalty::Penalty;
pub use preprocess::{Preprocess, Transform};
pub use real::{LANES, Real};
pub use remainder::Remainder;
pub use rule::LearningRule;
pub use schedule::{LearningRate, Schedule};

mod batch_norm;
mod dropout;
mod gemm;
mod lanes;
mod layer;
mod layout;
mod map;
mod minibatches;
mod network;
mod parameter_id;
mod parameters;
mod samples;
pub use batch_norm::BATCH_NORM_EPSILON;
pub use layer::{Function, Layer, Shape};
pub use layout::FlatParameters;
pub use map::feature_map;
pub use network::{Buffer, Evaluate, Network};
pub use parameter_id::ParameterId;
pub use parameters::{LayerParameters, Parameters};

mod file;
mod measure;
mod random;
mod sgd;
mod shuffle;
mod trainer;
pub use file::PlaygroundFile;
pub use measure::Measure;
pub use trainer::{Checkpoint, LayerTrace, Trace, Train, Trainer};
