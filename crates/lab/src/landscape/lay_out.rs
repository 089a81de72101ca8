//! Where a slice lies: the plane through the weights' space, and how much of it the paths need.

use super::plane::{filter_normalized, principal_directions};
use super::variants::Variants;
use super::{Directions, Path, SAMPLES, Survey, thinned};
use nabla_nn::{ParameterId, SeedRandom, Trainer};

/// Positions that principal directions are computed from, at most.
const COMPARED: usize = 64;
/// Multiplications to compare each with each: of a large network fewer are compared.
const COMPARED_WORK: usize = 1 << 28;

impl Survey {
    /// Chooses the plane: its directions, and what it goes through.
    pub(super) fn choose(&mut self, trainer: &Trainer) {
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
    pub(super) fn lay_out(&mut self) {
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

/// Two different weights: those that are named, and else those with the steepest loss; none where there are not two.
pub(super) fn named(places: [Option<ParameterId>; 2], trainer: &Trainer) -> Option<[ParameterId; 2]> {
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
