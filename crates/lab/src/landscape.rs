//! A slice through the loss: the training loss over a plane of the weights' space, and the run's path on it.

mod lay_out;
mod plane;
mod variants;

use self::plane::Plane;
use self::variants::Variants;
use nabla_nn::{Network, ParameterId, Point, Trainer, ValidConfig};
use serde::{Deserialize, Serialize};

/// Places along one side of the slice; odd, so that one of them is the middle.
pub const SIDE: usize = 41;
/// Samples looked at, at most.
const SAMPLES: usize = 500;
/// Positions of the recorded run that are kept.
const KEPT: usize = 100;
/// Places of the path since the slice was taken.
const TRAIL: usize = 200;

/// Which plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Directions {
    /// Two random directions, as long as the weights, filter by filter; another number is another draw.
    Random(u32),
    /// The two directions along which the run has moved most.
    Principal,
    /// Two weights; in place of one that is not named, of those left the one with the steepest loss.
    Weights([Option<ParameterId>; 2]),
}

/// What is to be surveyed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LandscapeQuery {
    /// The plane.
    pub directions: Directions,
    /// How far the slice reaches, as a multiple of what is usual for these directions.
    pub reach: f64,
    /// Whether three variants of gradient descent run from the recorded start.
    pub variants: bool,
    /// Another number takes the slice anew, from the weights as they are then.
    pub take: u32,
}

impl Default for LandscapeQuery {
    fn default() -> Self {
        Self { directions: Directions::Random(0), reach: 1.0, variants: false, take: 0 }
    }
}

/// A path on the slice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Path {
    /// Samples in a minibatch; 0 for the run itself.
    pub batch_size: usize,
    /// Places, (α, β), the first first.
    pub places: Vec<[f32; 2]>,
}

/// A slice, as far as it has been surveyed.
///
/// The loss is the mean over the training points (about 500 of them at most), in evaluation form and without the
/// penalty; batch normalization's running averages are those of the moment the slice was taken.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Landscape {
    /// E, `[row][column]`: α grows with the column and β with the row. Rows that have not been surveyed yet are missing;
    /// a loss that is not a number is infinite.
    pub losses: Vec<f32>,
    /// The slice's middle, (α, β).
    pub middle: [f64; 2],
    /// From the middle to each edge.
    pub half: f64,
    /// The run so far, projected, from what has been recorded to the present.
    pub path: Path,
    /// Gradient descent with the whole set, single samples, and minibatches, with a place for every update.
    pub variants: Vec<Path>,
    /// How many epochs each of them goes over.
    pub epochs: u64,
    /// The shares of the run's variance that lie along the two directions; the variants', where the directions are theirs.
    pub explained: [f64; 2],
    /// The present weights' nearest place, (α, β).
    pub here: [f64; 2],
    /// How far they are from it: 0 if they lie on the slice.
    pub off: f64,
    /// Their loss.
    pub loss: f64,
    /// The two weights, where the directions are weights.
    pub weights: Option<[ParameterId; 2]>,
    /// There is no such plane: a network without weights, or no path to take directions from.
    pub lacking: bool,
}

/// What a survey is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The variants set out, so that the plane can follow them.
    Openings,
    /// The plane is chosen.
    Plane,
    /// The variants are drawn in the plane.
    Places,
    /// How far the slice reaches is settled.
    Reach,
    /// The losses are measured.
    Losses,
}

impl Stage {
    fn next(self) -> Self {
        match self {
            Self::Openings => Self::Plane,
            Self::Plane => Self::Places,
            Self::Places => Self::Reach,
            Self::Reach | Self::Losses => Self::Losses,
        }
    }
}

/// A slice under way.
///
/// It is taken through the weights of the moment it begins, and stays while training goes on.
#[derive(Clone, Debug)]
pub struct Survey {
    query: LandscapeQuery,
    config: ValidConfig,
    /// The first and the last training point: files bring others under the same settings.
    ends: [Option<Point>; 2],
    /// Evaluated at one place after the other.
    network: Network,
    plane: Plane,
    /// The recorded run.
    path: Vec<Vec<f32>>,
    variants: Option<Variants>,
    values: Vec<f32>,
    /// After how many steps the run was at each of the path's places.
    steps: Vec<u64>,
    stage: Stage,
    landscape: Landscape,
}

impl Survey {
    /// Begins a slice through the evaluated network; `path` is the recorded run, oldest first, each moment with the steps
    /// before it. It may be empty; what lies ahead of the present is left out.
    pub fn new(query: LandscapeQuery, trainer: &Trainer, path: &[(&[f32], u64)]) -> Self {
        let network = trainer.network().clone();
        let size = network.values().len();
        let past = |(values, steps): &(&[f32], u64)| values.len() == size && *steps <= trainer.steps();
        let past: Vec<(&[f32], u64)> = path.iter().copied().filter(past).collect();
        let past = thinned(&past, KEPT);
        let mut path: Vec<Vec<f32>> = past.iter().map(|(values, _)| values.to_vec()).collect();
        let mut steps: Vec<u64> = past.iter().map(|(_, steps)| *steps).collect();
        let start = path.first().map_or_else(|| network.values(), Vec::as_slice);
        let variants = query.variants.then(|| Variants::new(trainer, start));
        if path.last().is_none_or(|last| last != network.values()) {
            path.push(network.values().to_vec());
            steps.push(trainer.steps());
        }
        Self {
            query,
            config: trainer.config().clone(),
            ends: ends(trainer),
            network,
            plane: Plane::default(),
            path,
            variants,
            values: Vec::new(),
            steps,
            stage: if query.directions == Directions::Principal { Stage::Openings } else { Stage::Plane },
            landscape: Landscape::default(),
        }
    }

    /// Whether this is still what is asked for: the same slice of a network and data that have not been replaced.
    pub fn suits(&self, query: &LandscapeQuery, trainer: &Trainer) -> bool {
        let config = trainer.config();
        let same = self.network.values().len() == trainer.network().values().len();
        self.query == *query
            && same
            && self.ends == ends(trainer)
            && self.config.training.loss == config.training.loss
            && !self.config.needs_restart(config)
    }

    /// Goes on for about as long as `work` multiplications take; false when there is nothing left to do.
    pub fn advance(&mut self, trainer: &Trainer, work: usize) -> bool {
        let variants = self.variants.as_mut();
        let goes_on = match (self.stage, variants) {
            (Stage::Openings, Some(variants)) => variants.open(work),
            (Stage::Plane, _) => {
                self.choose(trainer);
                false
            }
            (Stage::Places, Some(variants)) => variants.draw_places(work, &self.plane),
            (Stage::Reach, _) => {
                self.lay_out();
                false
            }
            (Stage::Losses, _) => return self.measure(trainer, work),
            (Stage::Openings | Stage::Places, None) => false,
        };
        if !goes_on {
            self.stage = self.stage.next();
        }
        true
    }

    /// Measures the loss at some places.
    fn measure(&mut self, trainer: &Trainer, work: usize) -> bool {
        let landscape = &mut self.landscape;
        let samples = trainer.points().train.len().min(SAMPLES);
        let cost = (self.network.values().len() + OVERHEAD) * samples.max(1);
        for _ in 0..(work / cost).max(1) {
            let place = landscape.losses.len();
            if place >= SIDE * SIDE || landscape.lacking {
                return false;
            }
            let at = |axis: usize, k: usize| {
                landscape.middle[axis] + landscape.half * (2.0 * k as f64 / (SIDE - 1) as f64 - 1.0)
            };
            self.plane.at([at(0, place % SIDE), at(1, place / SIDE)], &mut self.values);
            self.network.set_values(&self.values);
            let loss = trainer.loss_estimate(&self.network, SAMPLES);
            landscape.losses.push(if loss.is_nan() { f32::INFINITY } else { loss as f32 });
        }
        true
    }

    /// The slice as far as it is known, with the present place of the network that is evaluated now.
    pub fn answer(&mut self, trainer: &Trainer) -> Landscape {
        if self.stage == Stage::Losses {
            self.follow(trainer);
        }
        let mut seen = self.landscape.clone();
        // Whole rows only.
        seen.losses.truncate(seen.losses.len() / SIDE * SIDE);
        seen
    }

    /// Moves the present place, and lengthens the path by it.
    fn follow(&mut self, trainer: &Trainer) {
        let network = trainer.network();
        let landscape = &mut self.landscape;
        (landscape.here, landscape.off) = self.plane.project(network.values());
        landscape.loss = trainer.loss_estimate(network, SAMPLES);
        let (places, steps) = (&mut landscape.path.places, &mut self.steps);
        // Someone has gone back: what lies ahead is not this run's path yet.
        let past = steps.partition_point(|&at| at <= trainer.steps()).min(places.len());
        steps.truncate(past);
        places.truncate(past);
        let here = landscape.here.map(|value| value as f32);
        if !here.iter().all(|value| value.is_finite()) || places.last() == Some(&here) {
            return;
        }
        if places.len() >= KEPT + TRAIL {
            // Every second place since the slice was taken goes.
            let keeps = |k: usize| k < KEPT || k % 2 == 1;
            let mut k = 0;
            places.retain(|_| (keeps(k), k += 1).0);
            k = 0;
            steps.retain(|_| (keeps(k), k += 1).0);
        }
        places.push(here);
        steps.push(trainer.steps());
    }
}

/// What a sample costs beside its multiplications, in multiplications: activations and the loss.
const OVERHEAD: usize = 2300;

/// Where a trainer's training points begin and end.
fn ends(trainer: &Trainer) -> [Option<Point>; 2] {
    let points = &trainer.points().train;
    [points.first().copied(), points.last().copied()]
}

/// At most `most` of a list, evenly, both ends among them.
fn thinned<T: Copy>(list: &[T], most: usize) -> Vec<T> {
    if list.len() <= most {
        return list.to_vec();
    }
    (0..most).map(|k| list[k * (list.len() - 1) / (most - 1)]).collect()
}

#[cfg(test)]
mod tests;
