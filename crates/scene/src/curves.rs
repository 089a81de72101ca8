//! Several runs' losses in one chart, on a logarithmic scale.

use crate::chart::scale::{epoch_label, nice_ticks};
use crate::{Anchor, Position, RunLine, Shape, Stroke, Theme};

/// The font size of the numbers.
const SIZE: f32 = 11.0;
/// Room for the numbers beside and below.
const LEFT: f32 = 40.0;
const BOTTOM: f32 = 18.0;
/// Losses below this share of the largest are drawn at the bottom: six decades are enough to read.
const DEPTH: f64 = 1e-6;
/// Points a line is drawn with at most.
const MOST: usize = 240;

/// One run.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// (epoch, loss), in order.
    pub points: Vec<(f64, f64)>,
    /// How it is drawn.
    pub line: RunLine,
}

/// The runs over the epochs, first below last; what is not finite or not positive interrupts a line. The axis goes to
/// `epochs` at least: where runs are to end is seen before they start.
pub fn curves_chart(runs: &[Curve], epochs: f64, [width, height]: [f32; 2], theme: Theme) -> Vec<Shape> {
    let ink = theme.ink();
    let usable = |&&(x, loss): &&(f64, f64)| x.is_finite() && loss.is_finite() && loss > 0.0;
    let all = || runs.iter().flat_map(|run| run.points.iter().filter(usable));
    let last = all().map(|&(x, _)| x).fold(epochs, f64::max);
    let span = if last > 0.0 { last } else { 1.0 };
    let highest = all().map(|&(_, loss)| loss).fold(0.0, f64::max);
    let highest = if highest > 0.0 { highest } else { 1.0 };
    let lowest = all().map(|&(_, loss)| loss.max(DEPTH * highest)).fold(highest, f64::min);
    let (low, high) = (lowest.log10().floor(), highest.log10().ceil().max(lowest.log10().floor() + 1.0));

    let (right, floor) = ((width - 4.0).max(LEFT + 1.0), (height - BOTTOM).max(8.0));
    let x_at = |x: f64| LEFT + (x / span) as f32 * (right - LEFT);
    let y_at = |loss: f64| {
        let share = (loss.max(DEPTH * highest).log10() - low) / (high - low);
        floor - share as f32 * (floor - 6.0)
    };
    let text = |at: Position, text: String, anchor| Shape::Text {
        at,
        text,
        anchor,
        size: SIZE,
        weight: 400,
        color: ink.muted,
    };
    let hairline = Stroke { color: ink.line, width: 1.0 };
    let mut shapes = Vec::new();
    for power in low as i32..=high as i32 {
        let y = y_at(10f64.powi(power));
        shapes.push(Shape::Line { from: [LEFT, y], to: [right, y], stroke: hairline, dash: None });
        let label = match power {
            -3..=3 => format!("{}", 10f64.powi(power)),
            _ => format!("1e{power}").replace('-', "−"),
        };
        shapes.push(text([LEFT - 6.0, y + 4.0], label, Anchor::End));
    }
    let ticks = nice_ticks(0.0..span, (f64::from(right - LEFT) / 80.0).max(1.0), false);
    for tick in ticks {
        let at = x_at(tick);
        let anchor = match at {
            at if at < LEFT + 8.0 => Anchor::Start,
            at if at > right - 24.0 => Anchor::End,
            _ => Anchor::Middle,
        };
        shapes.push(text([at, height - 4.0], epoch_label(tick), anchor));
    }
    for run in runs {
        let RunLine { stroke, dash } = run.line;
        let every = run.points.len().div_ceil(MOST).max(1);
        let kept = run.points.iter().enumerate();
        let kept = kept.filter(|(index, _)| index % every == 0 || index + 1 == run.points.len());
        let points: Vec<_> = kept.map(|(_, point)| point).collect();
        for line in points.split(|point| !usable(point)).filter(|line| !line.is_empty()) {
            let positions: Vec<Position> = line.iter().map(|&&(x, loss)| [x_at(x), y_at(loss)]).collect();
            shapes.push(match positions[..] {
                [center] => Shape::Circle { center, radius: 2.0, fill: Some(stroke.color), stroke: None },
                _ => Shape::Polyline { positions, stroke, dash },
            });
        }
    }
    shapes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{run_line, svg};

    const BOX: [f32; 2] = [360.0, 160.0];

    fn run(number: usize, points: &[(f64, f64)]) -> Curve {
        Curve { points: points.to_vec(), line: run_line(number, Theme::Light) }
    }

    #[test]
    fn runs_over_four_decades() {
        let fall = |rate: f64| -> Vec<(f64, f64)> {
            (0..=100).map(|k| (f64::from(k), (0.5 * (-rate * f64::from(k)).exp()))).collect()
        };
        let shapes = curves_chart(&[run(0, &fall(0.01)), run(1, &fall(0.08))], 0.0, BOX, Theme::Light);
        // Detects a change, proves no correctness: see `tests/snapshots.rs`.
        insta::assert_snapshot!(svg(&shapes, BOX[0], BOX[1], &[]));
    }

    /// A decade is the same height wherever it is.
    #[test]
    fn the_scale_is_logarithmic() {
        let line = [(0.0, 1.0), (1.0, 0.1), (2.0, 0.01)];
        let shapes = curves_chart(&[run(0, &line)], 0.0, BOX, Theme::Light);
        let Some(Shape::Polyline { positions, .. }) = shapes.last() else { panic!("a line") };
        let falls: Vec<f32> = positions.windows(2).map(|pair| pair[1][1] - pair[0][1]).collect();
        assert!((falls[0] - falls[1]).abs() < 1e-3 && falls[0] > 10.0, "{falls:?}");
    }

    /// Half of the way to the 200 epochs that the race goes: half of the plot.
    #[test]
    fn the_axis_reaches_to_where_runs_are_to_end() {
        let line = [(0.0, 1.0), (100.0, 0.5)];
        let shapes = curves_chart(&[run(0, &line)], 200.0, BOX, Theme::Light);
        let Some(Shape::Polyline { positions, .. }) = shapes.last() else { panic!("a line") };
        assert_eq!(positions[0][0], LEFT);
        assert!((positions[1][0] - (LEFT + 0.5 * (BOX[0] - 4.0 - LEFT))).abs() < 1e-3, "{positions:?}");
    }

    #[test]
    fn nothing_breaks_it() {
        for points in
            [&[][..], &[(0.0, 0.0)], &[(0.0, f64::NAN), (f64::INFINITY, 1.0)], &[(1.0, 1e300), (2.0, 1e-300)]]
        {
            for size in [[0.0, 0.0], BOX] {
                curves_chart(&[run(0, points)], 100.0, size, Theme::Dark);
            }
        }
        let broken = run(0, &[(0.0, 1.0), (1.0, 0.5), (2.0, f64::NAN), (3.0, 0.2), (4.0, 0.1)]);
        let lines = curves_chart(&[broken], 0.0, BOX, Theme::Dark);
        assert_eq!(lines.iter().filter(|shape| matches!(shape, Shape::Polyline { .. })).count(), 2);
    }
}
