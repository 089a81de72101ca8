//! A slice through the loss: the training loss over a plane of the weights' space, and the run's path on it.

mod plane;
mod variants;

use self::plane::{Plane, filter_normalized, principal_directions};
use self::variants::Variants;
use nabla_nn::{Network, ParameterId, Point, SeedRandom, Trainer, ValidConfig};
use serde::{Deserialize, Serialize};

/// Places along one side of the slice; odd, so that one of them is the middle.
pub const SIDE: usize = 41;
/// Samples looked at, at most.
const SAMPLES: usize = 500;
/// Positions of the recorded run that are kept.
const KEPT: usize = 100;
/// Positions that principal directions are computed from, at most.
const COMPARED: usize = 64;
/// Multiplications to compare each with each: of a large network fewer are compared.
const COMPARED_WORK: usize = 1 << 28;
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

    /// Chooses the plane: its directions, and what it goes through.
    fn choose(&mut self, trainer: &Trainer) {
        let network = &self.network;
        let landscape = &mut self.landscape;
        let draw = if let Directions::Random(draw) = self.query.directions { draw } else { 0 };
        // A stream of its own: purpose and number tell it from the seed's.
        let mut random =
            SeedRandom::new(&["landscape", &trainer.config().data.seed, &draw.to_string()].join("\0"));
        let drawn = [0; 2].map(|_| filter_normalized(network, &mut random));
        self.plane.center = network.values().to_vec();
        let directions = match self.query.directions {
            Directions::Random(_) => Some(drawn),
            Directions::Weights(places) => {
                landscape.weights = named(places, trainer);
                landscape.weights.map(|weights| {
                    let mut axes = [vec![0.0; network.values().len()], vec![0.0; network.values().len()]];
                    for (axis, place) in weights.into_iter().enumerate() {
                        let index = network.place(place).unwrap_or(0);
                        axes[axis][index] = 1.0;
                        self.plane.origin[axis] = f64::from(network.values()[index]);
                    }
                    axes
                })
            }
            Directions::Principal => {
                // Where the variants are to be seen, the directions are theirs, through the middle of what they do.
                let openings = self.variants.iter().flat_map(Variants::runs).flat_map(|it| &it.opening);
                let mut all: Vec<&[f32]> = openings.map(Vec::as_slice).collect();
                if all.is_empty() {
                    all = self.path.iter().map(Vec::as_slice).collect();
                } else {
                    self.plane.center = mean(&all);
                }
                let most = (COMPARED_WORK / network.values().len().max(1)).isqrt().min(COMPARED);
                principal_directions(&thinned(&all, most), &drawn[0])
            }
        };
        let moving = directions.filter(|directions| directions.iter().all(|d| d.iter().any(|&d| d != 0.0)));
        landscape.lacking = moving.is_none();
        match moving {
            Some(directions) => self.plane.directions = directions,
            None => self.variants = None,
        }
        if let Some(variants) = &mut self.variants {
            variants.rewind();
        }
    }

    /// Puts the paths on the plane, and the middle and the reach around them.
    fn lay_out(&mut self) {
        let landscape = &mut self.landscape;
        if landscape.lacking {
            return;
        }
        let place = |values: &Vec<f32>| self.plane.project(values).0.map(|value| value as f32);
        landscape.path = Path { batch_size: 0, places: self.path.iter().map(place).collect() };
        let variants = self.variants.as_ref();
        landscape.epochs = variants.map_or(0, Variants::epochs);
        let runs = variants.map_or(&[][..], Variants::runs);
        landscape.variants =
            runs.iter().map(|run| Path { batch_size: run.batch_size, places: run.places.clone() }).collect();
        let principal = self.query.directions == Directions::Principal && !runs.is_empty();
        let openings: Vec<Vec<f32>> = runs.iter().flat_map(|run| run.opening.clone()).collect();
        landscape.explained = self.plane.explained(if principal { &openings } else { &self.path });
        // What the slice is laid around: the run, and the variants' openings.
        let opening = variants.map_or(0, Variants::opening);
        let of_variants = landscape.variants.iter().flat_map(|path| path.places.iter().take(opening));
        let of_run = landscape.path.places.iter().filter(|_| !principal);
        let around: Vec<&[f32; 2]> = of_variants.chain(of_run).collect();
        // How far that reaches, along each axis.
        let mut spans = self.plane.origin.map(|value| [value; 2]);
        if principal {
            spans = [[f64::INFINITY, f64::NEG_INFINITY]; 2];
        }
        for place in around {
            for (span, &value) in spans.iter_mut().zip(place) {
                *span = [span[0].min(f64::from(value)), span[1].max(f64::from(value))];
            }
        }
        landscape.middle = self.plane.origin;
        let mut half: f64 = 1.0;
        match self.query.directions {
            Directions::Random(_) => {}
            Directions::Principal => {
                landscape.middle = spans.map(|[low, high]| 0.5 * (low + high));
                half = spans.iter().fold(0.0, |most, [low, high]| most.max(0.65 * (high - low)));
            }
            Directions::Weights(_) => {
                half = 2.0;
                for ([low, high], origin) in spans.into_iter().zip(self.plane.origin) {
                    half = half.max(1.25 * (high - origin).max(origin - low));
                }
            }
        }
        landscape.half = (half * self.query.reach).clamp(1e-6, 1e6);
    }
}

/// The mean of some positions.
fn mean(positions: &[&[f32]]) -> Vec<f32> {
    let mut sums = vec![0.0; positions.first().map_or(0, |first| first.len())];
    for position in positions {
        sums.iter_mut().zip(*position).for_each(|(sum, &value)| *sum += f64::from(value));
    }
    sums.into_iter().map(|sum| (sum / positions.len() as f64) as f32).collect()
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

/// Two different weights: those that are named, and else those with the steepest loss; none where there are not two.
fn named(places: [Option<ParameterId>; 2], trainer: &Trainer) -> Option<[ParameterId; 2]> {
    let network = trainer.trained_network();
    let places = places.map(|id| id.filter(|&id| network.place(id).is_some()));
    let mut chosen: Vec<ParameterId> = places.into_iter().flatten().collect();
    chosen.dedup();
    let points = &trainer.points().train;
    let every = points.len().div_ceil(SAMPLES).max(1);
    let some: Vec<_> = points.iter().copied().step_by(every).collect();
    let trace = if chosen.len() < 2 { trainer.trace(&some) } else { Default::default() };
    while chosen.len() < 2 {
        let mut best: Option<(ParameterId, f32)> = None;
        for (layer, traced) in trace.layers.iter().enumerate() {
            for (row, slopes) in traced.weight_slopes.iter().enumerate() {
                for (input, slope) in slopes.iter().enumerate() {
                    let place = ParameterId::Weight { layer, neuron: row, input };
                    if !chosen.contains(&place) && best.is_none_or(|(_, most)| slope.abs() > most) {
                        best = Some((place, slope.abs()));
                    }
                }
            }
        }
        let (place, _) = best?;
        // What is named second stays second.
        let at =
            if places[0].is_none() && places[1].is_some() && chosen.len() == 1 { 0 } else { chosen.len() };
        chosen.insert(at, place);
    }
    Some([chosen[0], chosen[1]])
}

#[cfg(test)]
mod tests;
