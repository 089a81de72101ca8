//! Small pictures beside a control: a quantity over time, a cloud of samples.

use crate::map_overlay::marker;
use crate::{Anchor, Position, Scale, Shape, Stroke, Theme};

/// The font size of the numbers.
const SIZE: f32 = 10.0;
/// Free space around a line.
const MARGIN: f32 = 8.0;
/// Samples of a cloud at most: more only blur.
const MOST_DOTS: usize = 220;

/// A quantity over [0, `span`], from 0 to `top`, in a box of `width` × `height` pixels; `now` marks a time.
pub fn line_plot(
    value: &dyn Fn(f64) -> f64,
    (span, top): (f64, f64),
    now: f64,
    (width, height): (f32, f32),
    theme: Theme,
) -> Vec<Shape> {
    const SAMPLES: usize = 160;
    let ink = theme.ink();
    let place = |x: f64, y: f64| -> Position {
        let (across, up) = ((x / span) as f32, (y / top) as f32);
        let room = height - 2.0 * MARGIN - SIZE;
        [MARGIN + across * (width - 2.0 * MARGIN), MARGIN + room * (1.0 - up)]
    };
    let hairline = Stroke { color: ink.line, width: 1.0 };
    let text = |at: Position, text: String, anchor| Shape::Text {
        at,
        text,
        anchor,
        size: SIZE,
        weight: 400,
        color: ink.muted,
    };
    let samples = (0..=SAMPLES).map(|k| span * k as f64 / SAMPLES as f64);
    let positions: Vec<Position> =
        samples.map(|x| (x, value(x))).filter(|(_, y)| y.is_finite()).map(|(x, y)| place(x, y)).collect();
    let [left, bottom] = place(0.0, 0.0);
    let [right, _] = place(span, 0.0);
    let mut shapes = vec![
        Shape::Line { from: [left, bottom], to: [right, bottom], stroke: hairline, dash: None },
        text([left, bottom + SIZE + 2.0], "0".to_owned(), Anchor::Start),
        text([right, bottom + SIZE + 2.0], format!("{span:.0}"), Anchor::End),
        Shape::Polyline { positions, stroke: Stroke { color: ink.text, width: 2.0 }, dash: None },
    ];
    if (0.0..=span).contains(&now) && value(now).is_finite() {
        let center = place(now, value(now));
        shapes.push(Shape::Circle { center, radius: 4.0, fill: Some(ink.text), stroke: None });
    }
    shapes
}

/// Samples by two coordinates in a square of `size` pixels, coloured by label; the axes cross at 0, and the numbers say
/// how far they reach.
pub fn cloud_plot(samples: &[([f64; 2], f64)], scale: &Scale, size: f32) -> Vec<Shape> {
    let ink = scale.ink();
    let sizes = samples.iter().flat_map(|(at, _)| at).map(|v| v.abs()).filter(|v| v.is_finite());
    let reach = sizes.fold(1e-6, f64::max) * 1.08;
    let place = |[x, y]: [f64; 2]| -> Position {
        let half = f64::from(size) / 2.0;
        [(half + x / reach * half) as f32, (half - y / reach * half) as f32]
    };
    let hairline = Stroke { color: ink.line, width: 1.0 };
    let middle = size / 2.0;
    let mut shapes = vec![
        Shape::Line { from: [0.0, middle], to: [size, middle], stroke: hairline, dash: None },
        Shape::Line { from: [middle, 0.0], to: [middle, size], stroke: hairline, dash: None },
    ];
    let every = samples.len().div_ceil(MOST_DOTS).max(1);
    let dots = samples.iter().step_by(every).filter(|(at, _)| at.iter().all(|v| v.is_finite()));
    shapes.extend(dots.map(|&(at, label)| marker(0, place(at), 2.0, scale.point_color(label), None)));
    shapes.push(Shape::Text {
        at: [size - 2.0, middle - 3.0],
        text: if reach < 10.0 { format!("{reach:.1}") } else { format!("{reach:.0}") },
        anchor: Anchor::End,
        size: SIZE,
        weight: 400,
        color: ink.muted,
    });
    shapes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Palette, svg};

    #[test]
    fn a_line_with_its_present() {
        let halves = |x: f64| 0.1 * 0.5f64.powf((x / 10.0).floor());
        // Detects a change, proves no correctness: see `tests/snapshots.rs`.
        insta::assert_snapshot!(svg(
            &line_plot(&halves, (40.0, 0.1), 12.0, (200.0, 80.0), Theme::Light),
            200.0,
            80.0,
            &[]
        ));
    }

    #[test]
    fn a_cloud_reaches_its_farthest_sample() {
        let scale = Scale::new(Palette::Classic, Theme::Dark);
        let samples = [([1.0, 2.0], 1.0), ([-3.0, 0.5], -1.0), ([f64::NAN, 0.0], 1.0)];
        insta::assert_snapshot!(svg(&cloud_plot(&samples, &scale, 96.0), 96.0, 96.0, &[]));
        assert_eq!(cloud_plot(&[], &scale, 96.0).len(), 3);
    }
}
