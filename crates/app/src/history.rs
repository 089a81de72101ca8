//! The loss curve: every measurement while it is short, an even thinning of it when it grows.

use serde::{Deserialize, Serialize};

/// One measurement of the two losses.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Epochs trained, with the fraction of the one under way.
    pub epoch: f64,
    /// Mean loss over the training set.
    pub train: f32,
    /// Mean loss over the test set.
    pub test: f32,
}

/// Measurements in order of time, at most [`History::CAPACITY`] of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    samples: Vec<Sample>,
    spacing: f64,
}

/// Where a curve goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// Down.
    Falling,
    /// Up.
    Rising,
    /// Neither.
    Flat,
}

impl History {
    /// More points than a chart has pixels would only cost time.
    pub const CAPACITY: usize = 2048;

    /// Adds a measurement; it replaces those that are not earlier, as when training goes on from where it has been,
    /// and one closer to the one before it than the present spacing, which is shown only until the next arrives.
    pub fn push(&mut self, sample: Sample) {
        while self.samples.last().is_some_and(|last| sample.epoch <= last.epoch) {
            self.samples.pop();
        }
        if let [.., before, last] = self.samples.as_slice()
            && last.epoch - before.epoch < self.spacing
        {
            self.samples.pop();
        }
        self.samples.push(sample);
        if self.samples.len() >= Self::CAPACITY {
            self.thin();
        }
    }

    fn thin(&mut self) {
        let span = self.samples.last().map_or(0.0, |last| last.epoch);
        self.spacing = 2.0 * span / Self::CAPACITY as f64;
        let last = self.samples.len() - 1;
        let mut index = 0;
        self.samples.retain(|_| {
            index += 1;
            (index - 1) % 2 == 0 || index - 1 == last
        });
    }

    /// The measurements kept, oldest first.
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// Where the test loss goes: of the last fifth of the measurements, what the later half is to the earlier one.
    pub fn trend(&self) -> Option<Trend> {
        /// A change smaller than this share is none.
        const SMALL: f32 = 0.02;
        let count = (self.samples.len() / 5).max(2);
        let recent = &self.samples[self.samples.len().checked_sub(count)?..];
        let mean = |samples: &[Sample]| samples.iter().map(|it| it.test).sum::<f32>() / samples.len() as f32;
        let (earlier, later) = recent.split_at(count / 2);
        let (before, now) = (mean(earlier), mean(later));
        Some(match now - before {
            change if change.abs() <= SMALL * before.abs() => Trend::Flat,
            change if change < 0.0 => Trend::Falling,
            _ => Trend::Rising,
        })
    }

    /// The measurement nearest to an epoch.
    pub fn nearest(&self, epoch: f64) -> Option<Sample> {
        self.samples
            .iter()
            .copied()
            .min_by(|a, b| (a.epoch - epoch).abs().total_cmp(&(b.epoch - epoch).abs()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(epoch: f64) -> Sample {
        Sample { epoch, train: epoch as f32, test: 0.0 }
    }

    #[test]
    fn a_long_run_stays_small_and_keeps_its_ends() {
        let mut history = History::default();
        for epoch in 0..100_000 {
            history.push(at(f64::from(epoch)));
        }
        let samples = history.samples();
        assert!(samples.len() < History::CAPACITY);
        assert!(samples.len() > History::CAPACITY / 4);
        assert_eq!(samples[0].epoch, 0.0);
        assert_eq!(samples[samples.len() - 1].epoch, 99_999.0);
        assert!(samples.windows(2).all(|pair| pair[0].epoch < pair[1].epoch));
    }

    #[test]
    fn going_back_forgets_what_was_ahead() {
        let mut history = History::default();
        for epoch in [0.0, 1.0, 1.2, 1.4, 1.0] {
            history.push(at(epoch));
        }
        assert_eq!(history.samples(), [at(0.0), at(1.0)]);
    }

    #[test]
    fn a_trend_is_that_of_the_last_fifth() {
        let trend = |losses: &[f32]| {
            let mut history = History::default();
            for (epoch, &test) in losses.iter().enumerate() {
                history.push(Sample { epoch: epoch as f64, train: 0.0, test });
            }
            history.trend()
        };
        assert_eq!(trend(&[]), None);
        assert_eq!(trend(&[0.5]), None);
        assert_eq!(trend(&[0.5, 0.5]), Some(Trend::Flat));
        assert_eq!(trend(&[0.5, 0.4]), Some(Trend::Falling));
        let long: Vec<f32> =
            (0..100).map(|epoch| if epoch < 80 { 1.0 - 0.01 * epoch as f32 } else { 0.2 }).collect();
        assert_eq!(trend(&long), Some(Trend::Flat));
        let rising: Vec<f32> = long.iter().rev().copied().collect();
        assert_eq!(trend(&rising), Some(Trend::Rising));
    }

    #[test]
    fn the_same_moment_is_kept_once() {
        let mut history = History::default();
        history.push(at(0.0));
        history.push(at(0.0));
        history.push(at(1.0));
        assert_eq!(history.samples().len(), 2);
        assert_eq!(history.nearest(0.7), Some(at(1.0)));
    }
}
