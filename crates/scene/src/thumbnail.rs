//! A dataset in a small square.

use crate::map_overlay::{REACH, marker};
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
            marker(0, center, 0.031 * size, scale.point_color(point.label), None)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Palette, Theme};
    use nabla_nn::Point;

    #[test]
    fn dots_are_few_inside_and_coloured() {
        let train = (0..20_000).map(|i| {
            let x = f64::from(i) / 10_000.0 * REACH - REACH;
            Point { x, y: -x, label: x.signum() }
        });
        let points = Points { train: train.collect(), test: Vec::new() };
        let scale = Scale::new(Palette::Classic, Theme::Light);
        let dots = thumbnail(&points, &scale, 40.0);
        assert!((100..=MOST_DOTS).contains(&dots.len()), "{}", dots.len());
        for dot in dots {
            let Shape::Circle { center: [x, y], radius, fill, .. } = dot else { panic!("{dot:?}") };
            assert!(x >= radius && x <= 40.0 - radius && y >= radius && y <= 40.0 - radius);
            assert_eq!(fill, Some(scale.color(if x < 20.0 { -1.0 } else { 1.0 })));
        }
    }

    #[test]
    fn no_points_no_dots() {
        let points = Points { train: Vec::new(), test: Vec::new() };
        assert!(thumbnail(&points, &Scale::new(Palette::Violet, Theme::Dark), 40.0).is_empty());
    }
}
