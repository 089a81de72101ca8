//! The rules: what each one readings for, and why its limits are where they are.
//!
//! A rule about a run that does not learn asks first whether it does: most oddities (a dead unit, a weak signal, features
//! of different size) harm nobody while the loss falls.

pub(super) mod data;
pub(super) mod fit;
pub(super) mod rate;
pub(super) mod signal;

use nabla_nn::Change;

/// Evidence and remedy.
type Verdict = Option<(Vec<f64>, Option<Vec<Change>>)>;
