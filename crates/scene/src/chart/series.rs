//! The points of a line: finite, and no more of them than the screen can show.

use std::ops::Range;

/// The points with both numbers finite.
pub(super) fn finite(points: &[(f64, f32)]) -> impl Iterator<Item = (f64, f64)> {
    points
        .iter()
        .map(|&(epoch, loss)| (epoch, f64::from(loss)))
        .filter(|(epoch, loss)| epoch.is_finite() && loss.is_finite())
}

/// The first, lowest, highest and last point of each of `columns` slices of the epochs, in order:
/// what a line through all of them would look like.
pub(super) fn thinned(
    points: impl Iterator<Item = (f64, f64)>,
    epochs: &Range<f64>,
    columns: usize,
) -> Vec<(f64, f64)> {
    let column = |epoch: f64| {
        let share = (epoch - epochs.start) / (epochs.end - epochs.start);
        (share * columns as f64) as usize
    };
    let points: Vec<_> = points.collect();
    let mut kept = Vec::new();
    for slice in points.chunk_by(|a, b| column(a.0) == column(b.0)) {
        if slice.len() <= 4 {
            kept.extend_from_slice(slice);
            continue;
        }
        let numbers = 0..slice.len();
        let by_loss = |a: &usize, b: &usize| slice[*a].1.total_cmp(&slice[*b].1);
        let lowest = numbers.clone().min_by(by_loss).unwrap_or(0);
        let highest = numbers.max_by(by_loss).unwrap_or(0);
        let wanted = [0, lowest.min(highest), lowest.max(highest), slice.len() - 1];
        let mut last = None;
        for number in wanted {
            if last != Some(number) {
                kept.push(slice[number]);
                last = Some(number);
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_finite_points_are_left() {
        let points = [(0.0, 1.0), (1.0, f32::NAN), (f64::NAN, 1.0), (2.0, f32::INFINITY), (3.0, 0.5)];
        assert_eq!(finite(&points).collect::<Vec<_>>(), [(0.0, 1.0), (3.0, 0.5)]);
    }

    #[test]
    fn a_short_line_is_kept_whole() {
        let points = [(0.0, 3.0), (1.0, 2.0), (2.0, 1.0)];
        assert_eq!(thinned(points.into_iter(), &(0.0..2.0), 100), points);
    }

    #[test]
    fn a_long_line_is_thinned_and_keeps_its_peaks() {
        let points = (0..100_000).map(|i| (f64::from(i), if i == 54_321 { 9.0 } else { 1.0 }));
        let kept = thinned(points, &(0.0..100_000.0), 200);
        assert!(kept.len() <= 4 * 201, "{}", kept.len());
        assert!(kept.contains(&(54_321.0, 9.0)));
        assert!(kept.is_sorted_by(|a, b| a.0 < b.0));
    }
}
