//! When a run has gone wrong beyond repair.
//!
//! A number that is no longer finite is divergence by anyone's definition. A bounded output hides the same accident: a
//! tanh that a huge step has thrown to ±1 has a gradient of zero, so the loss stays worse than that of a
//! network that knows nothing, and the weights hardly move or not at all. Both end in the same notice.
//!
//! A run is observed at the end of an epoch, whatever the speed of play and whatever is drawn: the same run stops at the
//! same epoch at every speed. Measuring a loss costs about a sixth of an epoch, so that of a run without any sign of trouble
//! is measured at every eighth epoch only.

use serde::{Deserialize, Serialize};

/// Why training was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StopReason {
    /// A weight or a loss is NaN or infinite.
    Diverged,
    /// At a large learning rate the loss has for twenty epochs been far above that of a network that always answers
    /// 0, or about that with every weight stuck.
    BlownUp,
    /// The test loss has not fallen for as long as early stopping waits; the best network is back.
    EarlyStopping,
}

/// What is known of a run at the end of an epoch.
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
    /// Whether no weight has changed in this epoch.
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
    /// With every weight stuck, a loss above this share of that is hopeless: a network that has learned something may stand
    /// still.
    const STUCK: f64 = 0.9;
    /// Below this rate a bad stretch is left to mend itself.
    const LARGE_RATE: f64 = 0.1;
    /// Epochs from one observation of a healthy run to the next.
    const SPACING: u64 = 8;
    /// Weights beyond this size may soon bring a loss beyond all bounds.
    const LARGE_WEIGHT: f32 = 1e3;

    /// Whether a run must be observed at the end of this epoch; `largest` is the size of its largest weight.
    pub(crate) fn is_due(&self, epoch: u64, largest: f32) -> bool {
        self.bad_since.is_some() || epoch.is_multiple_of(Self::SPACING) || largest > Self::LARGE_WEIGHT
    }

    /// Takes one observation.
    pub(crate) fn observe(&mut self, run: RunObservation) -> Option<StopReason> {
        if !run.loss.is_finite() {
            return Some(StopReason::Diverged);
        }
        let far_above = run.loss > run.chance * Self::FACTOR;
        let stuck = run.frozen && run.loss > run.chance * Self::STUCK;
        if run.rate < Self::LARGE_RATE || !(far_above || stuck) {
            self.bad_since = None;
            return None;
        }
        let since = *self.bad_since.get_or_insert(run.epoch);
        (run.epoch >= since + Self::PATIENCE).then_some(StopReason::BlownUp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(epoch: u64, loss: f64) -> RunObservation {
        RunObservation { epoch, loss, chance: 0.5, rate: 1.0, frozen: false }
    }

    #[test]
    fn a_loss_that_is_not_finite_stops_at_once() {
        for loss in [f64::NAN, f64::INFINITY] {
            let observed = DivergenceDetector::default().observe(run(0, loss));
            assert_eq!(observed, Some(StopReason::Diverged));
        }
    }

    #[test]
    fn a_hopeless_loss_stops_after_patience() {
        let mut detector = DivergenceDetector::default();
        assert_eq!(detector.observe(run(0, 0.5)), None);
        for epoch in 1..=DivergenceDetector::PATIENCE {
            assert_eq!(detector.observe(run(epoch, 1.0)), None);
        }
        let observed = detector.observe(run(DivergenceDetector::PATIENCE + 1, 1.0));
        assert_eq!(observed, Some(StopReason::BlownUp));
    }

    #[test]
    fn weights_that_no_longer_move_stop_unless_they_fit() {
        // 14 % of points wrong for good, as in a lesson on learning rates: 0.28.
        for (loss, stop_reason) in [(0.5, Some(StopReason::BlownUp)), (0.28, None), (0.01, None)] {
            let mut detector = DivergenceDetector::default();
            let last = (0..=DivergenceDetector::PATIENCE)
                .map(|epoch| detector.observe(RunObservation { frozen: true, ..run(epoch, loss) }));
            assert_eq!(last.last(), Some(stop_reason));
        }
    }

    #[test]
    fn spikes_and_plateaus_stop_nothing() {
        let mut detector = DivergenceDetector::default();
        for epoch in 0..200 {
            assert_eq!(detector.observe(run(epoch, if epoch % 10 == 5 { 2.0 } else { 0.5 })), None);
        }
    }

    #[test]
    fn a_healthy_run_is_observed_now_and_then_and_a_bad_one_at_every_epoch() {
        let mut detector = DivergenceDetector::default();
        let due = |detector: &DivergenceDetector| (1..=16).filter(|&it| detector.is_due(it, 1.0)).count();
        assert_eq!(due(&detector), 2);
        assert!(detector.is_due(1, 1e4), "weights that large are a sign of trouble");
        detector.observe(run(0, 1.0));
        assert_eq!(due(&detector), 16);
        detector.observe(run(1, 0.5));
        assert_eq!(due(&detector), 2);
    }
}
