//! How often values fall where.

use serde::{Deserialize, Serialize};

/// Bars of a histogram.
pub const BARS: usize = 24;
/// The most a range may span: what is larger counts into the last bar.
const FARTHEST: f32 = 1e6;

/// How many values fall into each of [`BARS`] equal spans of a range; those that are not finite are left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// Where the first bar begins.
    pub from: f32,
    /// Where the last bar ends.
    pub to: f32,
    /// `[bar]`; empty without values.
    pub counts: Vec<u32>,
}

impl Histogram {
    /// Over [−r, r], r the least power of two that holds every value, 4 at least: a range that stays while values move a
    /// little, and in which a curve's bend can be seen.
    pub fn symmetric(rows: &[Vec<f32>]) -> Self {
        let (low, high) = extent(rows);
        let reach = power_of_two(high.max(-low).max(4.0));
        Self::count(rows, -reach, reach)
    }

    /// Over a range of powers of two, 1 at least, on the sides of 0 where there are values.
    pub fn from_zero(rows: &[Vec<f32>]) -> Self {
        let (low, high) = extent(rows);
        let from = if low < 0.0 { -power_of_two((-low).max(1.0)) } else { 0.0 };
        let to = if high > 0.0 || low >= 0.0 { power_of_two(high.max(1.0)) } else { 0.0 };
        Self::count(rows, from, to)
    }

    fn count(rows: &[Vec<f32>], from: f32, to: f32) -> Self {
        let mut counts = vec![0; BARS];
        let scale = BARS as f32 / (to - from);
        for &value in rows.iter().flatten().filter(|value| value.is_finite()) {
            // A saturating cast: what lies beyond counts at the ends.
            counts[(((value - from) * scale) as usize).min(BARS - 1)] += 1;
        }
        Self { from, to, counts }
    }

    /// Where the bars begin, and where the last one ends.
    pub fn borders(&self) -> impl Iterator<Item = f32> + use<> {
        let (from, step) = (self.from, (self.to - self.from) / BARS as f32);
        (0..=BARS).map(move |bar| from + step * bar as f32)
    }
}

fn extent(rows: &[Vec<f32>]) -> (f32, f32) {
    let finite = || rows.iter().flatten().copied().filter(|value| value.is_finite());
    (finite().fold(0.0, f32::min), finite().fold(0.0, f32::max))
}

fn power_of_two(size: f32) -> f32 {
    let mut power = 1.0;
    while power < size.min(FARTHEST) {
        power *= 2.0;
    }
    power
}
