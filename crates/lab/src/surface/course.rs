//! Several optimizers on one surface, from one start: where each goes, and how its way ends.

use super::Surface;
use nabla_nn::link::Key;
use nabla_nn::{Change, Config, Hyperparameter, Optimizer, OptimizerState, Rates};

/// Steps of a run at most.
pub const MOST_STEPS: usize = 4000;
/// f within this of a minimum's is as good as there.
pub const NEAR: f64 = 1e-3;
/// So many steps in a row must be near: momentum passes through a minimum before it rests in it.
pub const REST: usize = 100;
/// A run that is this many times the domain's width away from its middle is lost.
const LOST: f64 = 50.0;

/// How a way has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is within [`NEAR`] of a minimum, since so many steps, and has been for [`REST`] steps.
    Arrived(usize),
    /// It has left the picture after so many steps, downwards: the surface has no minimum.
    Left(usize),
    /// It is far from everything.
    Diverged,
}

/// One optimizer's way over a surface.
#[derive(Clone, Debug)]
pub struct Runner {
    /// Where it has been, the start first and the present last.
    pub path: Vec<[f32; 2]>,
    /// How it has ended; none while it goes on.
    pub outcome: Option<Outcome>,
    /// The step since which it has been near a minimum without a break.
    near_since: Option<usize>,
    state: OptimizerState<f32>,
    rates: Rates,
}

impl Runner {
    /// Which optimizer it is.
    pub fn optimizer(&self) -> Optimizer {
        self.state.optimizer()
    }

    /// Its learning rate.
    pub fn learning_rate(&self) -> f64 {
        self.rates.learning_rate
    }

    /// Where it is.
    pub fn at(&self) -> [f64; 2] {
        self.path.last().map_or([0.0; 2], |place| place.map(f64::from))
    }

    /// Steps taken.
    pub fn steps(&self) -> usize {
        self.path.len() - 1
    }

    /// Whether it goes no further.
    fn rests(&self) -> bool {
        self.outcome.is_some() || self.steps() >= MOST_STEPS
    }
}

/// Several optimizers on one surface, from one start.
#[derive(Clone, Debug)]
pub struct Course {
    surface: Surface,
    weight_decay: f64,
    /// One for each optimizer, in the order given.
    pub runners: Vec<Runner>,
}

impl Course {
    /// Everyone at the start, at one learning rate for all, or else each at [its own](Surface::learning_rate).
    /// Hyperparameters are the configuration's; L-BFGS, which does not step along a gradient it is given, is left out.
    pub fn new(
        surface: Surface,
        start: [f64; 2],
        optimizers: &[Optimizer],
        one_rate: Option<f64>,
        config: &Config,
    ) -> Self {
        let able = optimizers.iter().filter(|&&optimizer| optimizer != Optimizer::Lbfgs);
        let runner = |&optimizer: &Optimizer| Runner {
            path: vec![start.map(|value| value as f32)],
            outcome: None,
            near_since: None,
            state: OptimizerState::new(optimizer, 2),
            rates: Rates {
                learning_rate: one_rate.unwrap_or_else(|| surface.learning_rate(optimizer)),
                // Defaults differ from one optimizer to the other.
                ..config.clone().changed(&[Change::option(Key::Optimizer, optimizer)]).rates()
            },
        };
        Self {
            surface,
            weight_decay: config.number(Hyperparameter::WeightDecay),
            runners: able.map(runner).collect(),
        }
    }

    /// Steps taken.
    pub fn steps(&self) -> usize {
        self.runners.iter().map(Runner::steps).max().unwrap_or(0)
    }

    /// One step of everyone who has not ended; false when all have.
    pub fn step(&mut self) -> bool {
        let mut moved = false;
        for runner in self.runners.iter_mut().filter(|runner| !runner.rests()) {
            runner.step(self.surface, self.weight_decay);
            moved = true;
        }
        moved
    }
}

impl Runner {
    fn step(&mut self, surface: Surface, weight_decay: f64) {
        let gradient = surface.gradient(self.at()).map(|slope| slope as f32);
        let mut place = self.at().map(|value| value as f32);
        if self.optimizer() == Optimizer::AdamW {
            let kept = 1.0 - self.rates.learning_rate * weight_decay;
            place = place.map(|value| value * kept as f32);
        }
        self.state.update(&mut place, &gradient, self.rates);
        if distance(surface, place.map(f64::from)) >= LOST {
            self.outcome = Some(Outcome::Diverged);
            return;
        }
        self.path.push(place);
        let (steps, at) = (self.steps(), self.at());
        self.near_since = is_near(surface, at).then(|| self.near_since.unwrap_or(steps));
        self.outcome = match self.near_since {
            Some(since) if steps - since >= REST => Some(Outcome::Arrived(since)),
            _ if has_left(surface, at, self.path[0].map(f64::from)) => Some(Outcome::Left(steps)),
            _ => None,
        };
    }
}

/// How far a place is from the domain's middle, in widths of the domain; infinite where it is no number.
fn distance(surface: Surface, place: [f64; 2]) -> f64 {
    let along = |axis: usize| {
        let [from, to] = surface.domain()[axis];
        ((place[axis] - 0.5 * (from + to)) / (to - from)).abs()
    };
    let most = along(0).max(along(1));
    if place.iter().all(|value| value.is_finite()) { most } else { f64::INFINITY }
}

/// Whether f is there about what it is in the nearest minimum.
fn is_near(surface: Surface, place: [f64; 2]) -> bool {
    surface.nearest_minimum(place).is_some_and(|minimum| {
        let above = surface.value(place) - surface.value(minimum);
        above.abs() <= NEAR
    })
}

/// Whether a place is out of the picture of a surface without a minimum, and below the start.
fn has_left(surface: Surface, place: [f64; 2], start: [f64; 2]) -> bool {
    let is_outside = distance(surface, place) > 0.5;
    surface.minima().is_empty() && is_outside && surface.value(place) < surface.value(start)
}
