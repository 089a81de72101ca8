//! How many of some values fall into each of equal spans.

use serde::{Deserialize, Serialize};

/// Counts over [`low`, `high`] in equal spans.
///
/// The last span has its upper end. A value beyond the ends counts in the span at that end, so that nothing that is there
/// is left out; NaN and infinity are counted apart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// The lower end of the first span.
    pub low: f64,
    /// The upper end of the last span.
    pub high: f64,
    /// How many values fall into each span.
    pub counts: Vec<u32>,
    /// How many were NaN or infinite.
    pub astray: u32,
}

impl Histogram {
    /// Counts values into `spans` equal parts of [low, high].
    ///
    /// ```
    /// use nabla_lab::Histogram;
    ///
    /// let histogram = Histogram::over((-1.0, 1.0), 4, &mut [-1.0, -0.4, 0.0, 1.0, 7.0, f64::NAN].into_iter());
    /// assert_eq!((histogram.counts, histogram.astray), (vec![1, 1, 1, 2], 1));
    /// ```
    pub fn over((low, high): (f64, f64), spans: usize, values: &mut dyn Iterator<Item = f64>) -> Self {
        let mut histogram = Self { low, high, counts: vec![0; spans.max(1)], astray: 0 };
        let last = histogram.counts.len() - 1;
        for value in values {
            if !value.is_finite() {
                histogram.astray += 1;
                continue;
            }
            // A cast takes what is below the first span, and 0/0 where there is one place only, to 0.
            let share = (value - low) / (high - low);
            histogram.counts[((share * (last + 1) as f64) as usize).min(last)] += 1;
        }
        histogram
    }

    /// Where the spans begin, and where the last one ends.
    pub fn borders(&self) -> impl Iterator<Item = f64> + use<> {
        let (low, spans) = (self.low, self.counts.len());
        let step = (self.high - self.low) / spans.max(1) as f64;
        (0..=spans).map(move |border| low + step * border as f64)
    }

    /// How many values were counted, those astray aside.
    pub fn total(&self) -> u32 {
        self.counts.iter().sum()
    }

    /// The fullest span's count.
    pub fn peak(&self) -> u32 {
        self.counts.iter().copied().max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(range: (f64, f64), spans: usize, values: &[f64]) -> Histogram {
        Histogram::over(range, spans, &mut values.iter().copied())
    }

    #[test]
    fn a_value_on_a_border_begins_the_next_span_but_for_the_last() {
        let histogram = over((0.0, 3.0), 3, &[0.0, 0.999, 1.0, 2.0, 2.5, 3.0]);
        assert_eq!(histogram.counts, [2, 1, 3]);
        assert_eq!((histogram.total(), histogram.peak(), histogram.astray), (6, 3, 0));
    }

    #[test]
    fn nothing_finite_is_left_out_and_nothing_else_is_counted_in() {
        let histogram = over((-1.0, 1.0), 2, &[-1e300, 1e300, f64::INFINITY, f64::NEG_INFINITY, f64::NAN]);
        assert_eq!((histogram.counts, histogram.astray), (vec![1, 1], 3));
    }

    #[test]
    fn an_empty_range_and_no_spans_are_harmless() {
        assert_eq!(over((2.0, 2.0), 4, &[2.0, 2.0]).total(), 2);
        assert_eq!(over((0.0, 1.0), 0, &[0.5]).counts, [1]);
        assert_eq!(over((0.0, 1.0), 3, &[]).peak(), 0);
    }
}
