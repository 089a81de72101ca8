//! Histograms.

use crate::{Position, Rect, Rgba, Shape};

/// Counts as bars side by side that fill a box, the highest reaching its top: one figure, whatever their number.
pub fn bars(counts: &[u32], rect: Rect, fill: Rgba) -> Shape {
    let peak = counts.iter().copied().max().unwrap_or(0).max(1) as f32;
    let step = rect.width / counts.len().max(1) as f32;
    let mut corners: Vec<Position> = vec![[rect.x, rect.bottom()]];
    for (bar, &count) in counts.iter().enumerate() {
        let left = rect.x + step * bar as f32;
        // What is there can be seen, however little it is.
        let height = if count == 0 { 0.0 } else { (rect.height * count as f32 / peak).max(1.0) };
        let top = rect.bottom() - height;
        corners.extend([[left, top], [left + step, top]]);
    }
    corners.push([rect.right(), rect.bottom()]);
    Shape::Polygon { corners, fill: Some(fill), stroke: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_bar_reaches_the_top_and_the_least_can_be_seen() {
        let rect = Rect { x: 10.0, y: 20.0, width: 30.0, height: 40.0 };
        let Shape::Polygon { corners, .. } = bars(&[1, 0, 1000], rect, Rgba::hex(0)) else { panic!() };
        assert_eq!(corners[0], [10.0, 60.0]);
        assert_eq!(corners[1..3], [[10.0, 59.0], [20.0, 59.0]]);
        assert_eq!(corners[3..5], [[20.0, 60.0], [30.0, 60.0]]);
        assert_eq!(corners[5..], [[30.0, 20.0], [40.0, 20.0], [40.0, 60.0]]);
    }

    #[test]
    fn no_bars_and_no_counts_are_harmless() {
        for counts in [&[][..], &[0, 0]] {
            let Shape::Polygon { corners, .. } = bars(counts, Rect::default(), Rgba::hex(0)) else {
                panic!()
            };
            assert!(corners.iter().flatten().all(|length| *length == 0.0));
        }
    }
}
