//! When a run has gone wrong beyond repair.
//!
//! A number that is no longer finite is divergence by anyone's definition. A bounded output hides the same accident: a
//! tanh that a huge step has thrown to ±1 has a gradient of zero, so the loss stays worse than that of a
//! network that knows nothing, and the weights hardly move or not at all. Both end in the same notice.

use serde::{Deserialize, Serialize};

/// Why training was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StopReason {
    /// A weight or a loss is NaN or infinite.
    Diverged,
    /// At a large learning rate the loss has for twenty epochs been far above that of a network that always answers
    /// 0, or above half of it with every weight stuck.
    BlownUp,
    /// The test loss has not fallen for as long as early stopping waits; the best network is back.
    EarlyStopping,
}

/// What one look at a run sees.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RunObservation {
    /// Whole epochs trained.
    pub epoch: u64,
    /// The training loss.
    pub loss: f64,
    /// The loss of a network that always answers 0.
    pub chance: f64,
    /// The learning rate.
    pub rate: f64,
    /// Whether every weight and loss is finite.
    pub finite: bool,
    /// Whether no weight has changed since the last look.
    pub frozen: bool,
}

/// Follows one run.
#[derive(Clone, Debug, Default)]
pub(crate) struct DivergenceDetector {
    bad_since: Option<u64>,
}

impl DivergenceDetector {
    /// Epochs of a hopeless loss before the run is stopped.
    pub(crate) const PATIENCE: u64 = 20;
    /// How many times that of a network that always answers 0 a loss must be to be called hopeless.
    const FACTOR: f64 = 1.3;
    /// Below this rate a bad stretch is left to mend itself.
    const LARGE_RATE: f64 = 0.1;

    /// Looks at one measurement.
    pub(crate) fn observe(&mut self, observation: RunObservation) -> Option<StopReason> {
        if !observation.finite || !observation.loss.is_finite() {
            return Some(StopReason::Diverged);
        }
        let far_above = observation.loss > observation.chance * Self::FACTOR;
        let stuck = observation.frozen && observation.loss > observation.chance / 2.0;
        if observation.rate < Self::LARGE_RATE || !(far_above || stuck) {
            self.bad_since = None;
            return None;
        }
        let since = *self.bad_since.get_or_insert(observation.epoch);
        (observation.epoch >= since + Self::PATIENCE).then_some(StopReason::BlownUp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observation(epoch: u64, loss: f64) -> RunObservation {
        RunObservation { epoch, loss, chance: 0.5, rate: 1.0, finite: true, frozen: false }
    }

    #[test]
    fn a_number_that_is_not_finite_is_trouble_at_once() {
        assert_eq!(
            DivergenceDetector::default().observe(observation(0, f64::NAN)),
            Some(StopReason::Diverged)
        );
        let infinite = RunObservation { finite: false, ..observation(0, 0.5) };
        assert_eq!(DivergenceDetector::default().observe(infinite), Some(StopReason::Diverged));
    }

    #[test]
    fn a_hopeless_loss_is_trouble_after_patience() {
        let mut detector = DivergenceDetector::default();
        assert_eq!(detector.observe(observation(0, 0.5)), None);
        for epoch in 1..=DivergenceDetector::PATIENCE {
            assert_eq!(detector.observe(observation(epoch, 1.0)), None);
        }
        assert_eq!(
            detector.observe(observation(DivergenceDetector::PATIENCE + 1, 1.0)),
            Some(StopReason::BlownUp)
        );
    }

    #[test]
    fn weights_that_no_longer_move_are_trouble_unless_they_fit() {
        for (loss, stop_reason) in [(0.5, Some(StopReason::BlownUp)), (0.01, None)] {
            let mut detector = DivergenceDetector::default();
            let last = (0..=DivergenceDetector::PATIENCE)
                .map(|epoch| detector.observe(RunObservation { frozen: true, ..observation(epoch, loss) }));
            assert_eq!(last.last(), Some(stop_reason));
        }
    }

    #[test]
    fn spikes_and_plateaus_are_no_trouble() {
        let mut detector = DivergenceDetector::default();
        for epoch in 0..200 {
            assert_eq!(detector.observe(observation(epoch, if epoch % 10 == 5 { 2.0 } else { 0.5 })), None);
        }
    }
}
