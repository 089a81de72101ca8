//! Gradient descent from one start: with the whole set, with single samples, and with minibatches. Every update is a place
//! of the path, so that a zigzag is seen; all three go over the same number of epochs.

use super::OVERHEAD;
use super::plane::Plane;
use nabla_nn::{Hyperparameter, LANES, Network, Optimizer, Schedule, Trainer};

/// Samples seen by each, if that is not less than two epochs.
const SEEN: usize = 20_000;
/// The most epochs.
const MOST_EPOCHS: usize = 80;
/// Positions kept of each to take directions from.
const KEPT: usize = 40;
/// Numbers in the positions kept of each: of a large network there are fewer positions.
const KEPT_NUMBERS: usize = 8 << 20;
/// Multiplications that a step costs whatever its size.
const STEP: usize = 20_000;

/// The runs, side by side.
///
/// In the same epochs single samples take a hundred times as many steps as the whole set, and get as much further: beside
/// the whole of their path the others' could not be seen. So a slice is laid around the *opening*, as many updates of each
/// as the whole set takes, and shows of the longer paths what comes through it.
///
/// A path has too many positions to keep them all in full. So the openings are run first, for directions to be taken from,
/// and then each run goes all the way, into the plane with every step.
#[derive(Clone, Debug)]
pub(super) struct Variants {
    epochs: u64,
    runs: Vec<Run>,
}

/// One of them.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub batch_size: usize,
    /// At the start.
    fresh: Trainer,
    trainer: Trainer,
    /// Some positions of its opening, both ends among them.
    pub opening: Vec<Vec<f32>>,
    /// Every position in the plane, the start first.
    pub places: Vec<[f32; 2]>,
}

impl Variants {
    /// Three copies at `start`: plain descent at the present learning rate, everything else as it is set.
    pub fn new(trainer: &Trainer, start: &[f32]) -> Self {
        let all = trainer.points().train.len();
        let mut sizes = vec![all, 1, trainer.config().training.batch_size];
        // A minibatch of one or of all is one of the other two.
        if sizes[2] == 1 || sizes[2] == all {
            sizes[2] = (all / 10).max(1);
        }
        let runs = sizes.into_iter().filter_map(|batch_size| Run::new(trainer, start, batch_size)).collect();
        Self { epochs: (SEEN / all.max(1)).clamp(2, MOST_EPOCHS) as u64, runs }
    }

    /// Runs the openings; false when all have.
    pub fn open(&mut self, work: usize) -> bool {
        let updates = self.epochs;
        self.advance(
            work,
            |it| it.steps() >= updates,
            |run| {
                let kept = KEPT.min(KEPT_NUMBERS / run.trainer.network().values().len().max(1)) as u64;
                let share = |steps: u64| steps * kept / updates;
                if share(run.trainer.steps()) > share(run.trainer.steps() - 1) {
                    run.opening.push(run.trainer.network().values().to_vec());
                }
            },
        )
    }

    /// Everyone back to the start.
    pub fn rewind(&mut self) {
        self.runs.iter_mut().for_each(|run| run.trainer = run.fresh.clone());
    }

    /// Goes all the way in a plane; false when all have gone over all epochs.
    pub fn draw_places(&mut self, work: usize, plane: &Plane) -> bool {
        let place = |values: &[f32]| plane.project(values).0.map(|value| value as f32);
        for run in self.runs.iter_mut().filter(|run| run.places.is_empty()) {
            run.places.push(place(run.trainer.network().values()));
        }
        let epochs = self.epochs;
        let see = |run: &mut Run| run.places.push(place(run.trainer.network().values()));
        self.advance(work, |it| it.epoch() >= epochs, see)
    }

    /// Trains on until all have come to an end; `see` has every position that is finite.
    fn advance(&mut self, work: usize, is_over: impl Fn(&Trainer) -> bool, see: impl Fn(&mut Run)) -> bool {
        let mut left = work;
        for run in &mut self.runs {
            // Forward, and twice as much back; samples go in fours.
            let samples = run.batch_size.next_multiple_of(LANES);
            let cost = 3 * samples * (run.trainer.network().values().len() + OVERHEAD) + STEP;
            while !is_over(&run.trainer) {
                run.trainer.step();
                if run.trainer.is_finite() {
                    see(run);
                }
                left = left.saturating_sub(cost);
                if left == 0 {
                    return true;
                }
            }
        }
        false
    }

    /// Epochs that each goes over.
    pub fn epochs(&self) -> u64 {
        self.epochs
    }

    /// Each one, with its path.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Places that are an opening's: the start, and as many updates as the whole set takes.
    pub fn opening(&self) -> usize {
        self.epochs as usize + 1
    }
}

impl Run {
    fn new(trainer: &Trainer, start: &[f32], batch_size: usize) -> Option<Self> {
        let mut config = (**trainer.config()).clone();
        (config.training.batch_size, config.training.optimizer, config.training.schedule) =
            (batch_size, Optimizer::Sgd, Schedule::Constant);
        config.set_number(Hyperparameter::Averaging, None);
        config.set_number(Hyperparameter::EarlyStopping, None);
        config.training.learning_rate = trainer.learning_rate();
        let config = config.validate().0;
        let batch_size = config.training.batch_size;
        let mut network: Network = trainer.trained_network().clone();
        network.set_values(start);
        let mut fresh = trainer.clone();
        fresh.reconfigure(config);
        fresh.set_parameters(&network.parameters()).ok()?;
        fresh.set_progress(0);
        let trainer = fresh.clone();
        Some(Self { batch_size, fresh, trainer, opening: vec![start.to_vec()], places: Vec::new() })
    }
}
