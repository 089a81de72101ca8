//! The whole run, kept: moments to go back to, at a spacing that doubles as the run grows.

use nabla_nn::{Checkpoint, Trainer};

/// Bytes a recording may take.
pub const LIMIT: usize = 32 << 20;
/// Moments it may hold: more than a curve has pixels would only cost time.
pub const MOST: usize = 2048;

/// Where to go in a recorded run.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Travel {
    /// To the moment nearest to so many epochs.
    To(f64),
    /// So many moments forward, or back where negative.
    By(i32),
}

/// The moments of one run, in order of time.
///
/// One is kept for every `spacing` epochs, and whatever else [`Recording::keep`] is given: steps by hand, the moment
/// before an edit. When there are more than [`MOST`] or they take more than [`LIMIT`] bytes, every second one goes and the
/// spacing doubles; the first and the last stay.
#[derive(Clone, Debug)]
pub struct Recording {
    moments: Vec<Checkpoint>,
    spacing: u64,
    bytes: usize,
    limit: usize,
}

impl Default for Recording {
    fn default() -> Self {
        Self { moments: Vec::new(), spacing: 1, bytes: 0, limit: LIMIT }
    }
}

impl Recording {
    /// Forgets everything: another run begins at this moment.
    pub fn begin(&mut self, trainer: &Trainer) {
        *self = Self { limit: self.limit, ..Self::default() };
        self.keep(trainer);
    }

    /// Keeps the present if it is the end of an epoch that is due.
    pub fn record(&mut self, trainer: &Trainer) {
        let due = self.moments.last().is_none_or(|last| {
            trainer.epoch() >= last.epoch() + self.spacing || trainer.steps() < last.steps()
        });
        if due && trainer.batch() == 0 && trainer.is_finite() {
            self.keep(trainer);
        }
    }

    /// Keeps the present; what was recorded of later steps belongs to a run that has not been taken, and goes. An edit is a
    /// moment of its own at the same step.
    pub fn keep(&mut self, trainer: &Trainer) {
        let end = self.moments.partition_point(|moment| moment.steps() <= trainer.steps());
        self.bytes -= self.moments.drain(end..).map(|moment| moment.bytes()).sum::<usize>();
        if self.moments.last().is_some_and(|last| is_present(last, trainer)) {
            return;
        }
        let checkpoint = trainer.checkpoint();
        self.bytes += checkpoint.bytes();
        self.moments.push(checkpoint);
        if self.moments.len() > MOST || self.bytes > self.limit {
            self.thin();
        }
    }

    fn thin(&mut self) {
        self.spacing = self.spacing.saturating_mul(2);
        let last = self.moments.len() - 1;
        let mut index = 0;
        self.moments.retain(|_| {
            index += 1;
            (index - 1) % 2 == 0 || index - 1 == last
        });
        self.bytes = self.moments.iter().map(Checkpoint::bytes).sum();
    }

    /// The moment that is `travel` away from a trainer's present.
    pub fn find(&self, travel: Travel, trainer: &Trainer) -> Option<&Checkpoint> {
        let last = self.moments.len().checked_sub(1)?;
        let index = match travel {
            Travel::To(epochs) => {
                let epoch = |index: usize| epochs_of(&self.moments[index], trainer);
                let after = self.moments.partition_point(|moment| epochs_of(moment, trainer) < epochs);
                match after.checked_sub(1) {
                    Some(before) if after > last || epochs - epoch(before) < epoch(after) - epochs => before,
                    _ => after,
                }
            }
            Travel::By(moments) => {
                // Between two moments, one back is the nearer of them.
                let next = || self.moments.partition_point(|moment| moment.steps() < trainer.steps());
                let here = self.moments.iter().position(|moment| is_present(moment, trainer));
                here.unwrap_or_else(next).saturating_add_signed(moments as isize).min(last)
            }
        };
        self.moments.get(index)
    }

    /// The recorded moment with exactly these parameters, as an undone edit comes back to.
    pub fn exactly(&self, epoch: u64, values: &[f32]) -> Option<&Checkpoint> {
        self.moments.iter().rev().find(|moment| moment.epoch() == epoch && moment.values() == values)
    }

    /// The moments, oldest first.
    pub fn moments(&self) -> &[Checkpoint] {
        &self.moments
    }
}

/// Whether a moment is a trainer's present.
fn is_present(moment: &Checkpoint, trainer: &Trainer) -> bool {
    moment.steps() == trainer.steps() && moment.values() == trainer.trained_network().values()
}

/// Epochs with their fraction.
fn epochs_of(checkpoint: &Checkpoint, trainer: &Trainer) -> f64 {
    checkpoint.epoch() as f64 + checkpoint.batch() as f64 / trainer.batches_per_epoch().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabla_nn::ValidConfig;

    fn recorded(epochs: usize, limit: usize) -> (Recording, Trainer) {
        let mut trainer = Trainer::new(&ValidConfig::default());
        let mut recording = Recording { limit, ..Recording::default() };
        recording.begin(&trainer);
        for _ in 0..epochs {
            trainer.finish_epoch();
            recording.record(&trainer);
        }
        (recording, trainer)
    }

    #[test]
    fn a_long_run_is_thinned_evenly_and_stays_small() {
        let one = Trainer::new(&ValidConfig::default()).checkpoint().bytes();
        let (recording, _) = recorded(1000, 100 * one);
        let epochs: Vec<u64> = recording.moments().iter().map(Checkpoint::epoch).collect();
        assert!(recording.bytes <= 100 * one, "{}", recording.bytes);
        assert!((40..=100).contains(&epochs.len()), "{epochs:?}");
        assert_eq!(epochs[0], 0);
        let gaps: Vec<u64> = epochs.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(gaps.iter().all(|&gap| gap == gaps[0]), "{gaps:?}");
        assert!(*epochs.last().unwrap() > 1000 - gaps[0]);
    }

    #[test]
    fn a_million_epochs_take_no_more_room_than_any_run() {
        let (config, _) = nabla_nn::link::parse("networkShape=1&samples=10&batchSize=10");
        let mut trainer = Trainer::new(&config.validate().0);
        let mut recording = Recording::default();
        recording.begin(&trainer);
        for _ in 0..1_000_000 {
            trainer.finish_epoch();
            recording.record(&trainer);
        }
        assert!((MOST / 2..=MOST).contains(&recording.moments.len()), "{}", recording.moments.len());
        assert!(recording.moments.capacity() <= 2 * MOST && recording.bytes <= LIMIT, "{}", recording.bytes);
        assert!(recording.moments.last().is_some_and(|last| last.epoch() + recording.spacing > 1_000_000));
    }

    #[test]
    fn one_goes_to_the_nearest_moment_and_from_one_to_the_next() {
        let (recording, mut trainer) = recorded(20, LIMIT);
        let to = |epochs| recording.find(Travel::To(epochs), &trainer).unwrap().epoch();
        assert_eq!([to(-3.0), to(7.4), to(7.6), to(1e9)], [0, 7, 8, 20]);
        assert_eq!([to(f64::NEG_INFINITY), to(f64::INFINITY)], [0, 20]);
        to(f64::NAN);
        assert!(trainer.restore(recording.find(Travel::To(7.0), &trainer).unwrap()));
        let by = |moments| recording.find(Travel::By(moments), &trainer).unwrap().epoch();
        assert_eq!([by(-1), by(1), by(-100), by(100)], [6, 8, 0, 20]);
    }

    #[test]
    fn a_branch_takes_the_place_of_what_was_ahead() {
        let (mut recording, mut trainer) = recorded(20, LIMIT);
        let there = recording.find(Travel::To(5.0), &trainer).unwrap().clone();
        trainer.restore(&there);
        assert_eq!(recording.moments().len(), 21, "looking back loses nothing");
        trainer.finish_epoch();
        recording.record(&trainer);
        let epochs: Vec<u64> = recording.moments().iter().map(Checkpoint::epoch).collect();
        assert_eq!(epochs, [0, 1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn an_exact_moment_is_found_by_its_parameters() {
        let (recording, trainer) = recorded(9, LIMIT);
        let checkpoint = trainer.checkpoint();
        assert!(recording.exactly(9, checkpoint.values()).is_some());
        assert!(recording.exactly(8, checkpoint.values()).is_none());
    }
}
