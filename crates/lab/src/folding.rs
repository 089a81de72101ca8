//! How layers bend the plane: a grid of straight lines and the points, carried through the network.

use crate::pca::Pca;
use nabla_nn::{Layer, Network, Problem, Trainer};
use serde::{Deserialize, Serialize};

/// The grid covers [−REACH, REACH]².
pub const REACH: f64 = 6.0;
/// Lines of the grid in each direction, one every unit.
pub const LINES: usize = 13;
/// Cells of the grid in each direction.
pub const CELLS: usize = LINES - 1;
/// Places from one crossing of lines to the next: enough to bend.
pub const STEPS: usize = 3;
/// Places along a line.
pub const SAMPLES: usize = CELLS * STEPS + 1;
/// Points carried along at most: more only blur.
const MOST_POINTS: usize = 300;

/// What is asked: a layer, and two axes to look at it along.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoldingQuery {
    /// The hidden layer, from 0; the last one if none is named or there is no such layer.
    pub layer: Option<usize>,
    /// The axes of that layer's picture.
    pub axes: Axes,
}

/// Two axes through a layer's activations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Axes {
    /// The neurons of a layer that has no more than two, the leading principal components of a larger one.
    #[default]
    Own,
    /// Two neurons' activations, from 0.
    Neurons([usize; 2]),
    /// The two leading principal components of the layer's activations over the training points.
    Principal,
}

/// The plane on its way to a layer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Folding {
    /// The layer, from 0; none where there are no hidden layers, and then the input is all there is.
    pub layer: Option<usize>,
    /// The input, then every layer up to the one asked for.
    pub pictures: Vec<LayerPicture>,
    /// The points' labels, `[point]`.
    pub labels: Vec<f64>,
    /// What the network says in the middle of each cell of the grid, `[row][column]`, row 0 at the lowest x₂: its output
    /// between −1 and 1, or of several classes the likeliest one's number.
    pub cells: Vec<f32>,
    /// The line the output draws in the last picture: where its weighted sum is 0. None unless one output reads this layer
    /// to tell two classes apart.
    pub line: Option<Line>,
}

/// Grid and points as one layer has them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LayerPicture {
    /// Never [`Axes::Own`]; of a single neuron the second axis is 0. The input's are its two coordinates.
    pub axes: Axes,
    /// The share of the points' variance along each axis.
    pub shares: [f64; 2],
    /// The axes' directions, `[neuron]` each.
    pub directions: [Vec<f32>; 2],
    /// The grid: first the lines of constant x₁ from left to right, each upwards, then those of constant x₂ from below,
    /// each to the right. `[line][place]`, [`SAMPLES`] places a line.
    pub grid: Vec<[f32; 2]>,
    /// `[point]`.
    pub points: Vec<[f32; 2]>,
}

/// The straight line n₁u + n₂v + c = 0 of a picture's axes u and v.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// n, towards which the output grows.
    pub normal: [f64; 2],
    /// c.
    pub offset: f64,
    /// Whether it is all of the border, the layer having no more than these two dimensions; otherwise it is the cut
    /// through it where every other direction is at its mean.
    pub whole: bool,
}

/// Carries grid and points through the evaluated network to a layer.
pub fn folding(trainer: &Trainer, query: FoldingQuery) -> Folding {
    let network = trainer.network();
    let hidden = network.layers.len() - 1;
    let points = &trainer.points().train;
    let shown = points.iter().step_by(points.len().div_ceil(MOST_POINTS).max(1));
    let mut places = grid();
    let vertices = places.len();
    places.extend(cells());
    places.extend(shown.clone().map(|point| [point.x, point.y]));
    let carried = network.signals_over(&places);

    let first = vertices + CELLS * CELLS;
    let outputs = carried.last().map_or(&[][..], |[_, outputs]| outputs);
    let cells = (vertices..first).map(|place| said(trainer, outputs, place)).collect();
    let input = [0, 1].map(|axis| places.iter().map(|place| place[axis] as f32).collect::<Vec<_>>());
    let mut pictures = vec![picture(&input, Axes::Neurons([0, 1]), vertices, first)];
    let layer = query.layer.filter(|&layer| layer < hidden).or(hidden.checked_sub(1));
    for (index, [_, activations]) in carried.iter().enumerate().take(layer.map_or(0, |layer| layer + 1)) {
        let axes = if layer == Some(index) { query.axes } else { Axes::Own };
        let mut picture = picture(activations, axes, vertices, first);
        if let Some(before) = pictures.last() {
            picture.turn_towards(before);
        }
        pictures.push(picture);
    }
    let tells_classes = trainer.config().data.problem == Problem::Classification && network.outputs() == 1;
    let line = match (layer, pictures.last()) {
        (Some(layer), Some(last)) if tells_classes && layer + 1 == hidden => {
            line(network, &network.layers[hidden], last, &carried[layer][1], first)
        }
        _ => None,
    };
    Folding { layer, pictures, labels: shown.map(|point| point.label).collect(), cells, line }
}

impl Folding {
    /// Turns the principal components the way they had in an earlier answer, so that a picture does not turn over while
    /// the network learns.
    pub fn follow(&mut self, before: &Self) {
        for (index, (now, before)) in self.pictures.iter_mut().zip(&before.pictures).enumerate() {
            if now.axes != Axes::Principal || before.axes != Axes::Principal {
                continue;
            }
            for axis in 0..2 {
                let [one, other] = [&now.directions[axis], &before.directions[axis]];
                if one.len() == other.len() && one.iter().zip(other).map(|(a, b)| a * b).sum::<f32>() < 0.0 {
                    now.turn(axis);
                    if let Some(line) =
                        self.line.as_mut().filter(|_| Some(index) == self.layer.map(|it| it + 1))
                    {
                        line.normal[axis] = -line.normal[axis];
                    }
                }
            }
        }
    }
}

impl LayerPicture {
    /// The other way round along an axis.
    fn turn(&mut self, axis: usize) {
        self.directions[axis].iter_mut().for_each(|entry| *entry = -*entry);
        self.grid.iter_mut().chain(&mut self.points).for_each(|place| place[axis] = -place[axis]);
    }

    /// Principal components have no direction of their own: they take the one in which this picture lies more like the
    /// one before it.
    fn turn_towards(&mut self, before: &Self) {
        for axis in 0..2 {
            let pairs = || self.points.iter().zip(&before.points).map(|(a, b)| (a[axis], b[axis]));
            // The components are seen from their mean, so this is the covariance, whatever the other's mean is.
            let likeness: f32 = pairs().map(|(a, b)| a * b).sum();
            if self.axes == Axes::Principal && likeness < 0.0 {
                self.turn(axis);
            }
        }
    }
}

/// A layer's activations, `[neuron][place]`, along two axes; the points come last.
fn picture(activations: &[Vec<f32>], axes: Axes, vertices: usize, first_point: usize) -> LayerPicture {
    let neurons = activations.len();
    let of_points: Vec<Vec<f32>> = activations.iter().map(|row| row[first_point..].to_vec()).collect();
    let axes = match axes {
        Axes::Neurons(chosen) if chosen.iter().all(|&neuron| neuron < neurons) => axes,
        Axes::Principal if neurons > 1 => axes,
        _ if neurons > 2 => Axes::Principal,
        _ => Axes::Neurons([0, 1]),
    };
    let base = match axes {
        Axes::Neurons(chosen) => along_neurons(&of_points, chosen),
        _ => Pca::of(&of_points),
    };
    let [across, up] = base.places(activations);
    let mut grid: Vec<[f32; 2]> = across.into_iter().zip(up).map(|(u, v)| [u, v]).collect();
    let points = grid.split_off(first_point);
    grid.truncate(vertices);
    LayerPicture {
        axes,
        shares: base.shares,
        directions: [0, 1].map(|axis| base.axes[axis].iter().map(|&entry| entry as f32).collect()),
        grid,
        points,
    }
}

/// Two neurons as axes, seen from 0.
fn along_neurons(rows: &[Vec<f32>], chosen: [usize; 2]) -> Pca {
    let variance = |row: &Vec<f32>| {
        let count = row.len().max(1) as f64;
        let mean = row.iter().map(|&a| f64::from(a)).sum::<f64>() / count;
        row.iter().map(|&a| (f64::from(a) - mean) * (f64::from(a) - mean)).sum::<f64>() / count
    };
    let total: f64 = rows.iter().map(variance).sum();
    let share = |neuron: usize| match rows.get(neuron).map(variance) {
        Some(variance) if total > 0.0 => variance / total,
        _ => 0.0,
    };
    let unit = |axis: usize| (0..rows.len()).map(|neuron| f64::from(u8::from(neuron == axis))).collect();
    Pca { mean: vec![0.0; rows.len()], axes: chosen.map(unit), shares: chosen.map(share) }
}

/// Where z = w·a + b = 0 in a picture, all that it leaves out at its mean.
fn line(
    network: &Network,
    output: &Layer,
    picture: &LayerPicture,
    activations: &[Vec<f32>],
    first_point: usize,
) -> Option<Line> {
    let weights = &network.values()[output.row(0)];
    let along = |direction: &[f32]| -> f64 {
        weights.iter().zip(direction).map(|(&w, &d)| f64::from(w) * f64::from(d)).sum()
    };
    let normal = [along(&picture.directions[0]), along(&picture.directions[1])];
    let mut offset = f64::from(network.values()[output.biases()][0]);
    for (neuron, (&weight, row)) in weights.iter().zip(activations).enumerate() {
        let shown = matches!(picture.axes, Axes::Neurons(chosen) if chosen.contains(&neuron));
        if !shown {
            let points = &row[first_point..];
            let mean = points.iter().map(|&a| f64::from(a)).sum::<f64>() / points.len().max(1) as f64;
            offset += f64::from(weight) * mean;
        }
    }
    let finite = normal.iter().chain([&offset]).all(|value| value.is_finite());
    let is_line = normal[0] != 0.0 || normal[1] != 0.0;
    (finite && is_line).then_some(Line { normal, offset, whole: weights.len() <= 2 })
}

/// What the network says at a place.
fn said(trainer: &Trainer, outputs: &[Vec<f32>], place: usize) -> f32 {
    let value = |output: usize| outputs[output][place];
    match outputs.len() {
        0 => 0.0,
        1 => trainer.network().output().signed(value(0)),
        classes => {
            (1..classes).fold(0, |best, class| if value(class) > value(best) { class } else { best }) as f32
        }
    }
}

/// The grid's places, as [`LayerPicture::grid`] has them.
fn grid() -> Vec<[f64; 2]> {
    let at = |step: usize, steps: usize| REACH * (2.0 * step as f64 / steps as f64 - 1.0);
    let mut places = Vec::with_capacity(2 * LINES * SAMPLES);
    for across in [false, true] {
        for line in 0..LINES {
            let fixed = at(line, CELLS);
            for sample in 0..SAMPLES {
                let moving = at(sample, SAMPLES - 1);
                places.push(if across { [moving, fixed] } else { [fixed, moving] });
            }
        }
    }
    places
}

/// The cells' middles, as [`Folding::cells`] has them.
fn cells() -> impl Iterator<Item = [f64; 2]> {
    let middle = |cell: usize| REACH * ((2 * cell + 1) as f64 / CELLS as f64 - 1.0);
    (0..CELLS * CELLS).map(move |cell| [middle(cell % CELLS), middle(cell / CELLS)])
}

#[cfg(test)]
#[path = "folding_tests.rs"]
mod tests;
