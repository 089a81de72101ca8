//! Histograms.

use crate::{Position, Rect, Rgba, Shape, Stroke};

/// Where the second highest bar ends, in shares of the height, when the highest is cut.
const SECOND: f32 = 0.7;
/// Where a cut bar has its gap.
const GAP: f32 = 0.85;

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

/// The same, but a bar more than twice as high as all others is cut short, with a gap in `ground`'s colour: beside it
/// theirs would not be seen. With nothing beside it there is nothing to hide, and it is whole.
pub fn cut_bars(counts: &[u32], rect: Rect, fill: Rgba, ground: Rgba) -> Vec<Shape> {
    let fullest = (0..counts.len()).max_by_key(|&bar| counts[bar]).unwrap_or(0);
    let others = counts.iter().enumerate().filter(|&(bar, _)| bar != fullest).map(|(_, &count)| count);
    let second = others.max().unwrap_or(0);
    if second == 0 || counts[fullest] <= 2 * second {
        return vec![bars(counts, rect, fill)];
    }
    let mut cut = counts.to_vec();
    cut[fullest] = (second as f32 / SECOND).ceil() as u32;
    let step = rect.width / counts.len() as f32;
    let left = rect.x + step * fullest as f32;
    let y = rect.bottom() - GAP * rect.height;
    let gap = Shape::Line {
        from: [left - 1.0, y + 1.0],
        to: [left + step + 1.0, y - 1.0],
        stroke: Stroke { color: ground, width: 2.0 },
        dash: None,
    };
    vec![bars(&cut, rect, fill), gap]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten zeros for each other value: the values' bars have 0.7 of the height at most, and the zeros' a gap.
    #[test]
    fn a_bar_of_zeros_does_not_crush_the_others() {
        let rect = Rect { x: 0.0, y: 0.0, width: 30.0, height: 100.0 };
        let shapes = cut_bars(&[700, 70, 35], rect, Rgba::hex(0), Rgba::hex(0xffffff));
        let [Shape::Polygon { corners, .. }, Shape::Line { from, to, .. }] = &shapes[..] else { panic!() };
        let tops: Vec<f32> = [1, 3, 5].map(|corner| corners[corner][1]).to_vec();
        assert_eq!(tops, [0.0, 30.0, 65.0]);
        assert!((from[1] - 16.0).abs() < 1e-4 && from[0] == -1.0 && to[0] == 11.0, "{from:?} {to:?}");
    }

    #[test]
    fn a_bar_that_is_alone_or_hardly_higher_is_whole() {
        let rect = Rect { x: 0.0, y: 0.0, width: 30.0, height: 100.0 };
        for counts in [&[500, 0, 0][..], &[200, 100], &[], &[0, 0]] {
            let shapes = cut_bars(counts, rect, Rgba::hex(0), Rgba::hex(0xffffff));
            assert_eq!(shapes, [bars(counts, rect, Rgba::hex(0))]);
        }
    }

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
