//! The race of the five starts: each trains the same network on the same points.

use super::{InitializersQuery, STARTS, config_of};
use nabla_nn::{LANES, Trainer};
use serde::{Deserialize, Serialize};

/// The longest race, in epochs.
pub const MOST_EPOCHS: usize = 100;
/// The shortest.
const LEAST_EPOCHS: usize = 10;
/// Samples each runner sees, between these two.
const SAMPLES: usize = 50_000;
/// Minibatches of one runner at a time.
const BURST: usize = 8;
/// What a sample costs beside its multiplications, in multiplications.
const OVERHEAD: usize = 2300;

/// Five trainers side by side, one burst of one of them after the other.
#[derive(Clone, Debug)]
pub struct InitializerRace {
    runners: Vec<Trainer>,
    progress: RaceProgress,
}

/// How far a race has come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RaceProgress {
    /// Epochs it goes over.
    pub epochs: usize,
    /// Training losses from the start on, one for every finished epoch: `[start][epoch]`. A runner that has lost itself
    /// ends early.
    pub losses: Vec<Vec<f32>>,
    /// Whether all have arrived.
    pub finished: bool,
    /// The one with the lowest loss at the end; none before, and none if all have lost themselves.
    pub winner: Option<usize>,
}

impl InitializerRace {
    /// The five at their start. Points of the learner's own are theirs too; settings are the learner's.
    pub fn new(trainer: &Trainer, query: InitializersQuery) -> Self {
        let own = trainer.has_own_points().then(|| trainer.points());
        let runner = |start| {
            let config = config_of(trainer.config(), query, start);
            // The points have been checked when the learner's trainer took them.
            Trainer::with(&config, own.clone(), None).unwrap_or_else(|_| Trainer::new(&config))
        };
        let runners: Vec<Trainer> = (0..STARTS.len()).map(runner).collect();
        let points = trainer.points().train.len().max(1);
        let epochs = (SAMPLES / points).clamp(LEAST_EPOCHS, MOST_EPOCHS);
        let losses = runners.iter().map(|runner| vec![loss(runner)]).collect();
        Self { runners, progress: RaceProgress { epochs, losses, ..RaceProgress::default() } }
    }

    /// How far it has come.
    pub fn progress(&self) -> &RaceProgress {
        &self.progress
    }

    /// Multiplications of a burst: forward, and twice as much back.
    pub fn cost(&self) -> usize {
        let Some(runner) = self.runners.first() else { return usize::MAX };
        let samples = BURST * runner.config().training.batch_size.next_multiple_of(LANES);
        3 * samples * (runner.network().values().len() + OVERHEAD)
    }

    /// Trains the runner that is furthest behind for a few minibatches; false once all have arrived.
    pub fn advance(&mut self) -> bool {
        let Self { runners, progress } = self;
        let epochs = progress.epochs as u64;
        let running = |(index, runner): &(usize, &mut Trainer)| {
            let is_lost = progress.losses[*index].last().is_some_and(|loss| !loss.is_finite());
            runner.epoch() < epochs && !is_lost
        };
        let behind = runners.iter_mut().enumerate().filter(running).min_by_key(|(_, it)| it.steps());
        let Some((index, runner)) = behind else {
            let last = |start: usize| progress.losses[start].last().copied().unwrap_or(f32::NAN);
            progress.finished = true;
            progress.winner = (0..progress.losses.len())
                .filter(|&start| last(start).is_finite())
                .min_by(|&a, &b| last(a).total_cmp(&last(b)));
            return false;
        };
        for _ in 0..BURST {
            runner.step();
            if runner.batch() == 0 {
                progress.losses[index].push(loss(runner));
                break;
            }
        }
        true
    }
}

fn loss(trainer: &Trainer) -> f32 {
    trainer.loss_of(trainer.network()) as f32
}
