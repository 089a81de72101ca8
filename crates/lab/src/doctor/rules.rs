//! The rules: what each one looks for, and why its limits are where they are.
//!
//! A rule about a run that does not learn asks first whether it does: most oddities (a dead unit, a weak signal, features
//! of different size) harm nobody while the loss falls.

pub(super) mod data;
pub(super) mod fit;
pub(super) mod penalty;
pub(super) mod rate;
pub(super) mod signal;

pub use penalty::overshoot;

use nabla_nn::Change;

/// Evidence, and what may help, the likeliest first.
type Verdict = Option<(Vec<f64>, Vec<Vec<Change>>)>;
