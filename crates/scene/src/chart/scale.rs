//! Round numbers for axes.

use std::ops::Range;

/// Multiples of 1, 2, 2.5 or 5 · 10ⁿ in `range`, about `count` + 1 of them. With `around` the first
/// and last lie at or beyond the ends, otherwise within them and at whole numbers.
pub(crate) fn nice_ticks(range: Range<f64>, count: f64, around: bool) -> Vec<f64> {
    let span = range.end - range.start;
    if !(span.is_finite() && span > 0.0 && count >= 1.0) {
        return Vec::new();
    }
    let raw = span / count;
    let power = 10f64.powi(raw.log10().floor() as i32);
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|multiple| multiple * power);
    let step = step.into_iter().find(|&step| step >= raw * (1.0 - 1e-9)).unwrap_or(10.0 * power);
    let step = if around { step } else { step.max(1.0).ceil() };
    // A hair of slack, so that an end on a tick is that tick.
    let (first, last) = if around {
        ((range.start / step + 1e-9).floor(), (range.end / step - 1e-9).ceil())
    } else {
        ((range.start / step - 1e-9).ceil(), (range.end / step + 1e-9).floor())
    };
    let ticks = (last - first).clamp(0.0, 50.0) as usize;
    (0..=ticks).map(|tick| (first + tick as f64) * step).filter(|tick| tick.is_finite()).collect()
}

/// Losses with as many decimals as tell them apart; very large or small ones as powers of ten.
pub(crate) fn loss_labels(ticks: &[f64]) -> Vec<String> {
    let step = ticks.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min);
    let largest = ticks.iter().fold(0.0, |largest: f64, tick| largest.max(tick.abs()));
    let whole = |value: f64| (value - value.round()).abs() < 1e-6 * value.abs().max(1.0);
    let decimals = (0..5).find(|&decimals| whole(step * 10f64.powi(decimals)));
    let label = |tick: f64| match decimals {
        Some(decimals) if largest < 1e5 => format!("{tick:.*}", decimals.unsigned_abs() as usize),
        _ if tick == 0.0 => "0".to_owned(),
        _ => format!("{tick:.1e}"),
    };
    ticks.iter().map(|&tick| label(tick).replace('-', "−")).collect()
}

/// A whole number, thousands as k and millions as M.
pub(crate) fn epoch_label(epoch: f64) -> String {
    let short = |value: f64, unit: &str| format!("{}{unit}", (value * 100.0).round() / 100.0);
    match epoch.abs() {
        size if size >= 1e9 => format!("{epoch:.1e}"),
        size if size >= 1e6 => short(epoch / 1e6, "M"),
        size if size >= 1e4 => short(epoch / 1e3, "k"),
        _ => format!("{epoch:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_around_a_range_enclose_it_in_round_numbers() {
        assert_eq!(nice_ticks(0.0..0.5, 2.0, true), [0.0, 0.25, 0.5]);
        assert_eq!(nice_ticks(0.0..0.43, 4.0, true), [0.0, 0.2, 0.4, 0.6000000000000001]);
        assert_eq!(nice_ticks(-0.4..1.0, 3.0, true), [-0.5, 0.0, 0.5, 1.0]);
    }

    #[test]
    fn ticks_within_a_range_are_whole() {
        assert_eq!(nice_ticks(0.0..140.0, 3.0, false), [0.0, 50.0, 100.0]);
        assert_eq!(nice_ticks(0.0..1.0, 4.0, false), [0.0, 1.0]);
        assert_eq!(nice_ticks(7.0..9.0, 4.0, false), [7.0, 8.0, 9.0]);
        assert_eq!(nice_ticks(0.0..10.0, 4.0, false), [0.0, 3.0, 6.0, 9.0]);
    }

    #[test]
    fn a_range_that_is_none_has_no_ticks() {
        for range in [1.0..1.0, 2.0..1.0, f64::NAN..1.0, 0.0..f64::INFINITY] {
            assert!(nice_ticks(range, 4.0, true).is_empty());
        }
    }

    #[test]
    fn labels_are_short_and_distinct() {
        assert_eq!(loss_labels(&[0.0, 0.25, 0.5]), ["0.00", "0.25", "0.50"]);
        assert_eq!(loss_labels(&[0.0, 20.0, 40.0]), ["0", "20", "40"]);
        assert_eq!(loss_labels(&[-0.5, 0.0]), ["−0.5", "0.0"]);
        assert_eq!(loss_labels(&[0.0, 2e30]), ["0", "2.0e30"]);
        assert_eq!(
            [0.0, 150.0, 9000.0, 20_000.0, 1.5e6].map(epoch_label),
            ["0", "150", "9000", "20k", "1.5M"]
        );
    }
}
