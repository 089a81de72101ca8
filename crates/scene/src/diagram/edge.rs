//! An edge's curve.

use super::Diagram;
use crate::Position;

/// How far from a tile's edge edges start and end: the tile's frame.
pub(super) const FRAME: f32 = 2.0;
/// Over how much of a tile's side arriving edges spread, and at most how many pixels.
const SPREAD: (f32, f32) = (0.4, 16.0);

/// A cubic Bézier curve that leaves and arrives horizontally.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    pub from: Position,
    pub control_from: Position,
    pub control_to: Position,
    pub to: Position,
}

impl Edge {
    /// The place at `t` of the way, 0 to 1.
    pub fn at(&self, t: f32) -> Position {
        let s = 1.0 - t;
        let weights = [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
        let places = [self.from, self.control_from, self.control_to, self.to];
        std::array::from_fn(|axis| weights.iter().zip(&places).map(|(w, place)| w * place[axis]).sum())
    }

    /// The distance of a place to the curve, taken as `SEGMENTS` straight pieces.
    pub fn distance(&self, place: Position) -> f32 {
        const SEGMENTS: usize = 24;
        let mut nearest = f32::INFINITY;
        let mut from = self.from;
        for segment in 1..=SEGMENTS {
            let to = self.at(segment as f32 / SEGMENTS as f32);
            nearest = nearest.min(distance_to_segment(place, from, to));
            from = to;
        }
        nearest
    }
}

fn distance_to_segment([x, y]: Position, [ax, ay]: Position, [bx, by]: Position) -> f32 {
    let (dx, dy) = (bx - ax, by - ay);
    let length_squared = dx * dx + dy * dy;
    let along = ((x - ax) * dx + (y - ay) * dy) / length_squared;
    let along = if length_squared > 0.0 { along.clamp(0.0, 1.0) } else { 0.0 };
    (x - ax - along * dx).hypot(y - ay - along * dy)
}

impl Diagram {
    /// The curve of an edge, if both its ends are here. Edges leave a tile at one place and arrive
    /// spread in the order of their sources, so that they can be told apart.
    pub(super) fn edge(&self, layer: usize, neuron: usize, input: usize) -> Option<Edge> {
        let (source, rank) = self.source(layer, input)?;
        let target = self.place(layer + 1, neuron)?;
        let from = [source.right() + FRAME, source.center()[1]];
        let spread = (SPREAD.0 * target.height).min(SPREAD.1);
        let to = [target.x - FRAME, target.center()[1] + rank * spread];
        let middle = (from[0] + to[0]) / 2.0;
        Some(Edge { from, control_from: [middle, from[1]], control_to: [middle, to[1]], to })
    }
}
