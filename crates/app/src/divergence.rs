//! When a run has gone wrong beyond repair.
//!
//! A number that is no longer finite is divergence by anyone's definition. A bounded output hides the same accident: a
//! tanh that a huge step has thrown to ±1 has a gradient of zero, so the loss stays far above where it began and
//! nothing can move it. Both end in the same notice.

use serde::{Deserialize, Serialize};

/// Why training was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// A weight or a loss is NaN or infinite.
    Diverged,
    /// The loss has stayed far above its first value for [`Watch::PATIENCE`] epochs, at a large learning rate.
    BlownUp,
}

/// Follows the training loss of one run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch {
    first: Option<f64>,
    bad_since: Option<u64>,
}

impl Watch {
    /// Epochs of a hopeless loss before the run is stopped.
    pub(crate) const PATIENCE: u64 = 20;
    /// How many times its first value a loss must be to be called hopeless.
    const FACTOR: f64 = 1.3;
    /// Below this rate a bad stretch is left to mend itself.
    const LARGE_RATE: f64 = 0.1;

    /// Looks at one measurement.
    pub(crate) fn look(&mut self, epoch: u64, loss: f64, finite: bool, rate: f64) -> Option<Trouble> {
        if !finite || !loss.is_finite() {
            return Some(Trouble::Diverged);
        }
        let first = *self.first.get_or_insert(loss);
        if loss <= first * Self::FACTOR || rate < Self::LARGE_RATE {
            self.bad_since = None;
            return None;
        }
        let since = *self.bad_since.get_or_insert(epoch);
        (epoch >= since + Self::PATIENCE).then_some(Trouble::BlownUp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_is_not_finite_is_trouble_at_once() {
        assert_eq!(Watch::default().look(0, f64::NAN, true, 0.03), Some(Trouble::Diverged));
        assert_eq!(Watch::default().look(0, 0.5, false, 0.03), Some(Trouble::Diverged));
    }

    #[test]
    fn a_hopeless_loss_is_trouble_after_patience_and_a_spike_is_not() {
        let mut watch = Watch::default();
        assert_eq!(watch.look(0, 0.5, true, 10.0), None);
        for epoch in 1..=Watch::PATIENCE {
            assert_eq!(watch.look(epoch, 1.0, true, 10.0), None);
        }
        assert_eq!(watch.look(Watch::PATIENCE + 1, 1.0, true, 10.0), Some(Trouble::BlownUp));

        let mut watch = Watch::default();
        for epoch in 0..200 {
            let loss = if epoch % 10 == 5 { 2.0 } else { 0.4 };
            assert_eq!(watch.look(epoch, loss, true, 1.0), None);
        }
    }
}
