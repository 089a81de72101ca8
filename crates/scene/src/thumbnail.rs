//! A dataset in a small square.

use crate::decision::REACH;
use crate::{Position, Scale, Shape, canvas_from_world};
use nabla_nn::Points;

/// More dots than this only blur.
const MOST_DOTS: usize = 220;
/// The share of the side kept free all around.
const MARGIN: f32 = 0.08;

/// A dataset's training points as ringless dots in a square of `size` pixels; every so many are
/// left out of a large set.
pub fn thumbnail(points: &Points, scale: &Scale, size: f32) -> Vec<Shape> {
    let every = points.train.len().div_ceil(MOST_DOTS).max(1);
    let inner = size * (1.0 - 2.0 * MARGIN);
    let world = -REACH..=REACH;
    points
        .train
        .iter()
        .step_by(every)
        .filter(|point| world.contains(&point.x) && world.contains(&point.y))
        .map(|point| {
            let center: Position = canvas_from_world([point.x, point.y], inner).map(|at| at + MARGIN * size);
            Shape::Circle {
                center,
                radius: 0.031 * size,
                fill: Some(scale.point_color(point.label)),
                stroke: None,
            }
        })
        .collect()
}
