//! A small plot of a function and its derivative, for hover cards.

use crate::{Anchor, Dash, Position, Shape, Stroke, Theme};

/// Shown of x: [−`EXTENT`, `EXTENT`].
const EXTENT: f64 = 3.0;
/// The most shown of y, in either direction.
const TALLEST: f64 = 3.0;
/// At least this much of y is shown, upwards and downwards.
const LEAST: (f64, f64) = (1.0, 0.5);
/// Values taken along x.
const SAMPLES: usize = 121;
/// The font size of the numbers.
const SIZE: f32 = 9.0;
/// How much ink a mark has: many in one place are darker than one.
const MARK: f32 = 0.45;
/// Free space all around.
const MARGIN: f32 = 6.0;

/// Plots `f` (ink, whole) and `derivative` (muted, dashed) over [−3, 3] into a box of `width` ×
/// `height` pixels, with a tick on the curve at each of `marks`, those beyond at the edges. A value that is not finite,
/// or a jump, interrupts its line.
pub fn curve_plot(
    f: &dyn Fn(f64) -> f64,
    derivative: &dyn Fn(f64) -> f64,
    marks: &[f64],
    width: f32,
    height: f32,
    theme: Theme,
) -> Vec<Shape> {
    let (values, slopes) = (sampled(f), sampled(derivative));
    let finite = || values.iter().chain(&slopes).map(|&(_, y)| y).filter(|y| y.is_finite());
    let low = finite().fold(-LEAST.1, f64::min).max(-TALLEST) - 0.2;
    let high = finite().fold(LEAST.0, f64::max).min(TALLEST) + 0.2;
    let plot = Plot { width, height, low, high };

    let ink = theme.ink();
    let hairline = Stroke { color: ink.line, width: 1.0 };
    let line = |from, to| Shape::Line { from, to, stroke: hairline, dash: None };
    let mut shapes = vec![
        line(plot.place(-EXTENT, 0.0), plot.place(EXTENT, 0.0)),
        line(plot.place(0.0, low), plot.place(0.0, high)),
    ];
    let number = |[x, y]: Position, text: &str, anchor| Shape::Text {
        at: [x, y],
        text: text.to_owned(),
        anchor,
        size: SIZE,
        weight: 400,
        color: ink.muted,
    };
    let [left, zero] = plot.place(-EXTENT, 0.0);
    let [right, _] = plot.place(EXTENT, 0.0);
    shapes.push(number([left, zero + SIZE + 1.0], "−3", Anchor::Start));
    shapes.push(number([right, zero + SIZE + 1.0], "3", Anchor::End));
    for (value, text) in [(1.0, "1"), (-1.0, "−1")] {
        if value < low {
            continue;
        }
        let [x, y] = plot.place(0.0, value);
        shapes.push(line([x - 3.0, y], [x, y]));
        shapes.push(number([x - 5.0, Shape::baseline(y, SIZE)], text, Anchor::End));
    }

    let dashes = Dash { on: 3.0, off: 3.0, offset: 0.0 };
    let muted = Stroke { color: ink.muted, width: 1.5 };
    shapes.extend(plot.lines(&slopes).map(|positions| Shape::Polyline {
        positions,
        stroke: muted,
        dash: Some(dashes),
    }));
    let bold = Stroke { color: ink.text, width: 2.0 };
    shapes.extend(plot.lines(&values).map(|positions| Shape::Polyline {
        positions,
        stroke: bold,
        dash: None,
    }));
    let mark = Stroke { color: ink.text.faded(MARK), width: 1.0 };
    for &z in marks.iter().filter(|z| z.is_finite()) {
        let z = z.clamp(-EXTENT, EXTENT);
        let [x, y] = plot.place(z, f(z).clamp(low, high));
        shapes.push(Shape::Line { from: [x, y - 5.0], to: [x, y + 5.0], stroke: mark, dash: None });
    }
    shapes
}

/// (x, f(x)) at even steps.
fn sampled(f: &dyn Fn(f64) -> f64) -> Vec<(f64, f64)> {
    let last = (SAMPLES - 1) as f64;
    (0..SAMPLES).map(|i| EXTENT * (2.0 * i as f64 / last - 1.0)).map(|x| (x, f(x))).collect()
}

struct Plot {
    width: f32,
    height: f32,
    low: f64,
    high: f64,
}

impl Plot {
    fn place(&self, x: f64, y: f64) -> Position {
        let across = ((x + EXTENT) / (2.0 * EXTENT)) as f32;
        let down = ((self.high - y) / (self.high - self.low)) as f32;
        [MARGIN + across * (self.width - 2.0 * MARGIN), MARGIN + down * (self.height - 2.0 * MARGIN)]
    }

    /// The samples as unbroken lines.
    fn lines(&self, samples: &[(f64, f64)]) -> impl Iterator<Item = Vec<Position>> {
        let shown = self.low..=self.high;
        // Steeper than this between two samples is a jump: no activation of bounded slope does it.
        let jump = 0.15 * (self.high - self.low);
        samples
            .chunk_by(move |a, b| shown.contains(&a.1) && shown.contains(&b.1) && (a.1 - b.1).abs() < jump)
            .filter(|line| line.len() > 1)
            .map(|line| line.iter().map(|&(x, y)| self.place(x, y)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(f: impl Fn(f64) -> f64) -> Vec<Vec<Position>> {
        curve_plot(&f, &|_| f64::NAN, &[], 120.0, 80.0, Theme::Light)
            .into_iter()
            .filter_map(|shape| match shape {
                Shape::Polyline { positions, .. } => Some(positions),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn a_smooth_function_is_one_line_over_the_whole_width() {
        let lines = lines(f64::tanh);
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert_eq!(line.len(), SAMPLES);
        assert_eq!((line[0][0], line[SAMPLES - 1][0]), (MARGIN, 120.0 - MARGIN));
        assert!(line.iter().all(|&[_, y]| (0.0..=80.0).contains(&y)));
    }

    #[test]
    fn a_jump_is_two_lines() {
        assert_eq!(lines(|x| if x > 0.0 { 1.0 } else { 0.0 }).len(), 2);
    }

    #[test]
    fn what_is_not_finite_or_too_large_is_not_drawn() {
        assert!(lines(|_| f64::NAN).is_empty());
        assert!(lines(|_| f64::INFINITY).is_empty());
        assert!(lines(|_| 1e300).is_empty());
        assert_eq!(lines(|x| 1.0 / x).len(), 2);
    }
}
