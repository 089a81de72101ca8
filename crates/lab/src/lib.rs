//! Experiments over the engine: why a network learns, or does not.
//!
//! Each experiment is a file: what it asks for, what it answers, and the function between the two, which reads a
//! [`Trainer`](nabla_nn::Trainer) and never disturbs it. Answers are plain data that travel from the worker to the page
//! and are drawn there.
//!
//! Conventions are the engine's: `[layer][neuron][sample]`, losses in f64, layers counted from 0 with the output layer
//! last. Answers carry numbers and keys, never sentences, so that every language can say them.
//!
//! What is absent: no drawing, no page, no clock, no random numbers but those derived from a seed and a purpose. Nothing
//! here panics on a network that has diverged: NaN and infinity are data.

#![deny(missing_docs)]

pub mod chain;
pub mod doctor;
pub mod folding;
pub mod histogram;
pub mod initializers;
pub mod landscape;
pub mod layers;
pub mod masks;
pub mod pca;
pub mod query;
pub mod recording;
pub mod results;
pub mod surface;

pub use chain::Chain;
pub use doctor::{Diagnosis, Evidence, diagnose};
pub use folding::Folding;
pub use histogram::Histogram;
pub use landscape::Landscape;
pub use layers::{LayerHistory, Layers};
pub use masks::Masks;
pub use pca::Pca;
pub use query::{Answer, Lab, Query};
pub use recording::Travel;
pub use results::Results;
pub use surface::Surface;
