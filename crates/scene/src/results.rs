//! What the network gets wrong: the worst mistakes on the map, the residuals of a regression.

use crate::map_overlay::{canvas_from_world, marker};
use crate::{Anchor, Position, Rect, Scale, Shape, Stroke, Theme, bars, format_number};
use nabla_nn::Point;

/// The radius of a ring.
const RING: f32 = 8.0;
/// The font size of the numbers.
const SIZE: f32 = 11.0;
/// Free space around, and below for the numbers.
const MARGIN: f32 = 8.0;
const BOTTOM: f32 = 20.0;

/// Rings around points on a map of `size` pixels, each with its point: a test point may not be shown otherwise. Points
/// outside the world are left out.
pub fn rings_overlay(points: &[Point], scale: &Scale, size: f32) -> Vec<Shape> {
    let ink = scale.ink();
    let mut shapes = Vec::with_capacity(3 * points.len());
    for point in points {
        let center = canvas_from_world([point.x, point.y], size);
        if !center.iter().all(|length| (0.0..=size).contains(length)) {
            continue;
        }
        // A ring of ink within one of paper stands out on every colour.
        for (color, width) in [(ink.panel, 5.0), (ink.text, 2.0)] {
            let stroke = Some(Stroke { color, width });
            shapes.push(Shape::Circle { center, radius: RING, fill: None, stroke });
        }
        let stroke = Some(Stroke { color: ink.text, width: 1.25 });
        let (class, fill) = (scale.shape_of(point.label), scale.point_color(point.label));
        shapes.push(marker(class, center, 3.5, fill, stroke));
    }
    shapes
}

/// How many residuals o − t fall where, over [−`reach`, `reach`], in a box of `width` × `height` pixels: too low to the
/// left of 0, too high to its right.
pub fn residuals_plot(residuals: &[u32], reach: f64, [width, height]: [f32; 2], theme: Theme) -> Vec<Shape> {
    let ink = theme.ink();
    let floor = height - BOTTOM;
    let rect = Rect {
        x: MARGIN,
        y: MARGIN,
        width: (width - 2.0 * MARGIN).max(1.0),
        height: (floor - MARGIN).max(1.0),
    };
    let middle = rect.center()[0];
    let line = |from: Position, to: Position, color| Shape::Line {
        from,
        to,
        stroke: Stroke { color, width: 1.0 },
        dash: None,
    };
    let number = |x: f32, value: f64, anchor| Shape::Text {
        at: [x, height - 5.0],
        text: format_number(value),
        anchor,
        size: SIZE,
        weight: 400,
        color: ink.muted,
    };
    vec![
        bars(residuals, rect, ink.muted.faded(0.5)),
        line([rect.x, floor], [rect.right(), floor], ink.line),
        line([middle, MARGIN], [middle, floor], ink.text),
        number(rect.x, -reach, Anchor::Start),
        number(middle, 0.0, Anchor::Middle),
        number(rect.right(), reach, Anchor::End),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Palette, svg};

    #[test]
    fn residuals_lie_about_zero() {
        let counts = [0, 1, 2, 5, 11, 24, 30, 22, 9, 4, 0, 1];
        let shapes = residuals_plot(&counts, 0.384, [240.0, 120.0], Theme::Light);
        // Detects a change, proves no correctness: see `tests/snapshots.rs`.
        insta::assert_snapshot!(svg(&shapes, 240.0, 120.0, &[]));
    }

    #[test]
    fn a_mistake_is_ringed_where_it_is() {
        let point = |x, y, label| Point { x, y, label };
        let scale = Scale::new(Palette::Classic, Theme::Dark).with_shapes(true);
        let points = [point(0.0, 3.0, -1.0), point(7.0, 0.0, 1.0), point(f64::NAN, 0.0, 1.0)];
        let shapes = rings_overlay(&points, &scale, 240.0);
        let [Shape::Circle { center, radius, .. }, _, Shape::Polygon { fill, .. }] = &shapes[..] else {
            panic!("{shapes:?}")
        };
        assert_eq!((*center, *radius), ([120.0, 60.0], RING));
        assert_eq!(*fill, Some(scale.point_color(-1.0)));
    }

    #[test]
    fn nothing_breaks_it() {
        for size in [[0.0; 2], [3.0, 900.0]] {
            residuals_plot(&[], f64::NAN, size, Theme::Dark);
            residuals_plot(&[3], 0.0, size, Theme::Dark);
        }
    }
}
