//! Over the big map: points, axes and the colours' legend.

use crate::{Anchor, Position, Rgba, Scale, Shape, Stroke, Theme};
use nabla_nn::{Point, Points};

/// The world is the square from −`REACH` to `REACH` in x and y.
pub const REACH: f64 = 6.0;
/// The values the axes name.
const TICKS: [f64; 5] = [-6.0, -3.0, 0.0, 3.0, 6.0];
/// How near a point, in pixels, a pointer counts as on it.
const NEAR: f32 = 10.0;
/// The font size of tick labels.
const TICK_SIZE: f32 = 11.0;

/// Where a place of the world is on a map of `size` pixels: x₂ grows upwards, y downwards.
pub fn canvas_from_world([x, y]: [f64; 2], size: f32) -> Position {
    let scale = f64::from(size) / (2.0 * REACH);
    [((x + REACH) * scale) as f32, ((REACH - y) * scale) as f32]
}

/// The place of the world at a pixel of a map of `size` pixels.
pub fn world_from_canvas([x, y]: Position, size: f32) -> [f64; 2] {
    let scale = 2.0 * REACH / f64::from(size);
    [f64::from(x) * scale - REACH, REACH - f64::from(y) * scale]
}

/// The points over a map of `size` pixels: full-coloured dots in a thin ring that sets them off
/// from their own colour; a test point's ring is of ink. Points outside the world are left out.
pub fn points_overlay(points: &Points, show_test: bool, scale: &Scale, size: f32) -> Vec<Shape> {
    let ink = scale.ink();
    let radius = (0.0095 * size).clamp(2.5, 4.5);
    let train = visible(&points.train).map(|(_, point)| {
        // A target near 0 has the map's own colour: there the ring is darker.
        let ring = ink.muted.lerp(ink.panel, 0.25 + 1.5 * point.label.abs() as f32);
        dot(point, ring, 1.0, radius, scale, size)
    });
    let test = if show_test { points.test.as_slice() } else { &[] };
    let test = visible(test).map(|(_, point)| dot(point, ink.text, 1.25, radius, scale, size));
    train.chain(test).collect()
}

/// A point found under a pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointHit {
    /// Whether it is a test point.
    pub test: bool,
    /// Its number among the training or test points.
    pub index: usize,
    /// Where it is drawn.
    pub at: Position,
}

/// The shown point nearest to (x, y) of a map of `size` pixels, if one is near.
pub fn nearest_point(points: &Points, show_test: bool, [x, y]: Position, size: f32) -> Option<PointHit> {
    let test = if show_test { points.test.as_slice() } else { &[] };
    let mut nearest = (NEAR, None);
    for (is_test, set) in [(false, points.train.as_slice()), (true, test)] {
        for (index, point) in visible(set) {
            let at = canvas_from_world([point.x, point.y], size);
            let distance = (at[0] - x).hypot(at[1] - y);
            // A test point is drawn over a training point, so it wins at the same distance.
            if distance <= nearest.0 {
                nearest = (distance, Some(PointHit { test: is_test, index, at }));
            }
        }
    }
    nearest.1
}

/// One tick of an axis or a legend.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The value it names.
    pub value: f64,
    /// Where it is: from the left for x and legends, from the top for y.
    pub position: f32,
    /// The value in words, with a true minus sign.
    pub label: String,
}

/// The ticks of both axes.
#[derive(Clone, Debug, PartialEq)]
pub struct MapTicks {
    /// x₁, left to right.
    pub x: Vec<Tick>,
    /// x₂, bottom to top.
    pub y: Vec<Tick>,
}

/// The ticks of a map of `size` pixels.
pub fn axes(size: f32) -> MapTicks {
    let tick = |value, axis: usize| Tick {
        value,
        position: canvas_from_world([value, value], size)[axis],
        label: label(value),
    };
    MapTicks { x: TICKS.map(|value| tick(value, 0)).into(), y: TICKS.map(|value| tick(value, 1)).into() }
}

impl MapTicks {
    /// The labels around a map with its upper-left corner at (0, 0): x₁ below it, x₂ to its left,
    /// at negative x. The outermost ones stay within the map's sides.
    pub fn shapes(&self, size: f32, theme: Theme) -> Vec<Shape> {
        let color = theme.ink().muted;
        let text = |at, tick: &Tick, anchor| Shape::Text {
            at,
            text: tick.label.clone(),
            anchor,
            size: TICK_SIZE,
            weight: 400,
            color,
        };
        let below = size + 4.0 + TICK_SIZE;
        let x = self.x.iter().map(|tick| {
            let anchor = match tick.value {
                value if value <= -REACH => Anchor::Start,
                value if value >= REACH => Anchor::End,
                _ => Anchor::Middle,
            };
            text([tick.position, below], tick, anchor)
        });
        let half = TICK_SIZE / 2.0;
        let y = self.y.iter().map(|tick| {
            let middle = tick.position.max(half).min(size - half);
            text([-6.0, Shape::baseline(middle, TICK_SIZE)], tick, Anchor::End)
        });
        x.chain(y).collect()
    }
}

/// What the colours mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Legend {
    /// RGBA, `width` × `height`.
    pub strip: Vec<u8>,
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// −1, 0 and 1, positions in pixels of the strip.
    pub ticks: Vec<Tick>,
}

/// The scale from −1 to 1 as a strip: above in the full colours of edges and points, the lower half
/// in the tint of maps.
pub fn legend(scale: &Scale, width: usize, height: usize) -> Legend {
    let value = |column: usize| match width {
        0 | 1 => 0.0,
        _ => 2.0 * column as f32 / (width - 1) as f32 - 1.0,
    };
    let row = |color: &dyn Fn(f32) -> Rgba| -> Vec<u8> {
        (0..width).flat_map(|column| color(value(column)).0).collect()
    };
    let full = row(&|value| scale.color(value));
    let soft = row(&|value| scale.map_color(value));
    let strip = (0..height).flat_map(|y| if 2 * y < height { &full } else { &soft });
    let strip = strip.copied().collect();
    let tick = |value: f64| Tick {
        value,
        position: ((value + 1.0) / 2.0 * width as f64) as f32,
        label: label(value),
    };
    Legend { strip, width, height, ticks: [-1.0, 0.0, 1.0].map(tick).into() }
}

/// An integer with a true minus sign.
fn label(value: f64) -> String {
    format!("{value:.0}").replace('-', "−")
}

/// The mark of a class: disc, square, triangle, diamond, triangle upside down, cross, all of about one area.
pub fn marker(class: usize, [x, y]: Position, radius: f32, fill: Rgba, stroke: Option<Stroke>) -> Shape {
    /// Corners around the middle, in radii.
    const SQUARE: &[Position] = &[[-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88]];
    const UP: &[Position] = &[[0.0, -1.35], [1.2, 0.85], [-1.2, 0.85]];
    const DOWN: &[Position] = &[[0.0, 1.35], [1.2, -0.85], [-1.2, -0.85]];
    const DIAMOND: &[Position] = &[[0.0, -1.35], [1.15, 0.0], [0.0, 1.35], [-1.15, 0.0]];
    const CROSS: &[Position] = &[
        [-0.45, -1.25],
        [0.45, -1.25],
        [0.45, -0.45],
        [1.25, -0.45],
        [1.25, 0.45],
        [0.45, 0.45],
        [0.45, 1.25],
        [-0.45, 1.25],
        [-0.45, 0.45],
        [-1.25, 0.45],
        [-1.25, -0.45],
        [-0.45, -0.45],
    ];
    let corners = match class {
        0 => return Shape::Circle { center: [x, y], radius, fill: Some(fill), stroke },
        1 => SQUARE,
        2 => UP,
        3 => DIAMOND,
        4 => DOWN,
        _ => CROSS,
    };
    let corners = corners.iter().map(|corner| [x + radius * corner[0], y + radius * corner[1]]).collect();
    Shape::Polygon { corners, fill: Some(fill), stroke }
}

/// The points within the world, with their numbers.
fn visible(points: &[Point]) -> impl Iterator<Item = (usize, &Point)> {
    let world = -REACH..=REACH;
    points.iter().enumerate().filter(move |(_, point)| world.contains(&point.x) && world.contains(&point.y))
}

fn dot(point: &Point, ring: Rgba, width: f32, radius: f32, scale: &Scale, size: f32) -> Shape {
    let at = canvas_from_world([point.x, point.y], size);
    let (fill, stroke) = (scale.point_color(point.label), Stroke { color: ring, width });
    marker(scale.shape_of(point.label), at, radius, fill, Some(stroke))
}

#[cfg(test)]
mod tests;
