//! Ranges that stay while values move a little, so that histograms can be compared over time and between layers.

use crate::Histogram;

/// Bars of a histogram.
pub const BARS: usize = 24;
/// The most a range may span: what is larger counts into the last bar.
const FARTHEST: f64 = 1e6;

/// Over [−r, r], r the least power of two that holds every value, 4 at least: a range in which a curve's bend can be seen.
pub(super) fn symmetric(rows: &[Vec<f32>]) -> Histogram {
    let (low, high) = extent(rows);
    let reach = power_of_two(high.max(-low).max(4.0));
    count(rows, -reach, reach)
}

/// Over a range of powers of two, 1 at least, on the sides of 0 where there are values.
pub(super) fn from_zero(rows: &[Vec<f32>]) -> Histogram {
    let (low, high) = extent(rows);
    let from = if low < 0.0 { -power_of_two((-low).max(1.0)) } else { 0.0 };
    let to = if high > 0.0 || low >= 0.0 { power_of_two(high.max(1.0)) } else { 0.0 };
    count(rows, from, to)
}

fn count(rows: &[Vec<f32>], from: f64, to: f64) -> Histogram {
    Histogram::over((from, to), BARS, &mut rows.iter().flatten().map(|&value| f64::from(value)))
}

fn extent(rows: &[Vec<f32>]) -> (f64, f64) {
    let finite = || rows.iter().flatten().map(|&value| f64::from(value)).filter(|value| value.is_finite());
    (finite().fold(0.0, f64::min), finite().fold(0.0, f64::max))
}

fn power_of_two(size: f64) -> f64 {
    let mut power = 1.0;
    while power < size.min(FARTHEST) {
        power *= 2.0;
    }
    power
}
