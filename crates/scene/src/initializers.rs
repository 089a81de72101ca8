//! Activations by layer under several starts, side by side.

use crate::bars::cut_bars;
use crate::{Anchor, Position, Rect, Shape, Stroke, Theme, format_number};
use nabla_lab::initializers::Start;

/// The font size of the numbers.
const SIZE: f32 = 11.0;
/// The same where columns are narrow.
const SMALL: f32 = 9.5;
/// Room for the layers' numbers.
const LEFT: f32 = 20.0;
/// Room for the ranges below.
const BOTTOM: f32 = 18.0;
/// Between columns, as in the page's heads above them.
const GAP: f32 = 12.0;
/// Columns at least this wide have room for σ beside the bars, this much of it; in others it stands above them.
const WIDE: f32 = 130.0;
const BESIDE: f32 = 64.0;

/// A column a start, a row a layer, the first on top.
///
/// With each row stands the deviation σ of all activations of the layer, and below are the ends of the range.
pub fn initializers_plot(starts: &[Start], [width, height]: [f32; 2], theme: Theme) -> Vec<Shape> {
    let ink = theme.ink();
    let column = ((width - LEFT + GAP) / starts.len().max(1) as f32 - GAP).max(1.0);
    let is_wide = column >= WIDE;
    let size = if is_wide { SIZE } else { SMALL };
    let text = |at: Position, text: String, anchor, color| Shape::Text {
        at,
        text,
        anchor,
        size,
        weight: 400,
        color,
    };
    let hairline = Stroke { color: ink.line, width: 1.0 };
    let depth = starts.iter().map(|start| start.layers.len()).max().unwrap_or(0);
    let row = (height - BOTTOM) / depth.max(1) as f32;
    let mut shapes = Vec::new();
    for layer in 0..depth {
        let y = Shape::baseline((layer as f32 + 0.5) * row, SIZE);
        let number = (layer + 1).to_string();
        let (at, anchor, color) = ([0.0, y], Anchor::Start, ink.muted);
        shapes.push(Shape::Text { at, text: number, anchor, size: SIZE, weight: 600, color });
    }
    for (index, start) in starts.iter().enumerate() {
        let left = LEFT + index as f32 * (column + GAP);
        let bars_width = if is_wide { column - BESIDE } else { column };
        for (layer, look) in start.layers.iter().enumerate() {
            let (top, floor) = (layer as f32 * row, (layer + 1) as f32 * row);
            // A little air above; above that, σ in a narrow column.
            let above = if is_wide { 0.15 * row } else { (size + 3.0).min(row) };
            let rect = Rect { x: left, y: top + above, width: bars_width, height: row - above };
            let [from, to] = [[left, floor], [left + bars_width, floor]];
            shapes.push(Shape::Line { from, to, stroke: hairline, dash: None });
            shapes.extend(cut_bars(&look.histogram.counts, rect, ink.muted.faded(0.5), ink.panel));
            let deviation = format!("σ {}", format_number(look.deviation));
            let at = if is_wide {
                [left + bars_width + 6.0, Shape::baseline(top + 0.5 * (above + row), size)]
            } else {
                [left, top + size]
            };
            shapes.push(text(at, deviation, Anchor::Start, ink.text));
        }
        if let Some(last) = start.layers.last() {
            let y = height - 4.0;
            let ends = [last.histogram.low, last.histogram.high];
            let [low, high] = ends.map(|end| format!("{end:.0}").replace('-', "−"));
            shapes.push(text([left, y], low, Anchor::Start, ink.muted));
            shapes.push(text([left + bars_width, y], high, Anchor::End, ink.muted));
        }
    }
    shapes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::svg;
    use nabla_lab::initializers::{InitializersQuery, starts};
    use nabla_nn::{Trainer, link};

    fn looks(link: &str) -> Vec<Start> {
        let (config, _) = link::parse(link);
        starts(&Trainer::new(&config.validate().0), InitializersQuery::default())
    }

    #[test]
    fn ten_layers_of_tanh_under_five_starts() {
        let size = [800.0, 400.0];
        let shapes = initializers_plot(&looks("activation=tanh"), size, Theme::Light);
        assert!(shapes.len() < 250);
        // Detects a change, proves no correctness: see `tests/snapshots.rs`.
        insta::assert_snapshot!(svg(&shapes, size[0], size[1], &[]));
    }

    /// Neither beside the bars nor above them does a number lie on one: a digit is at most 0.7 of its size wide.
    #[test]
    fn numbers_stand_beside_the_bars() {
        for width in [340.0, 560.0, 900.0] {
            let shapes = initializers_plot(&looks("activation=relu"), [width, 460.0], Theme::Light);
            let mut bars = Vec::new();
            for shape in &shapes {
                if let Shape::Polygon { corners, .. } = shape {
                    let ys = corners.iter().map(|corner| corner[1]);
                    let top = ys.clone().fold(f32::INFINITY, f32::min);
                    let bottom = ys.fold(0.0, f32::max);
                    bars.push([corners[0][0], corners[corners.len() - 1][0], top, bottom]);
                }
            }
            assert_eq!(bars.len(), 50);
            let mut count = 0;
            for shape in &shapes {
                let Shape::Text { at, text, size, .. } = shape else { continue };
                if !text.starts_with('σ') {
                    continue;
                }
                count += 1;
                let [from, to] = [at[0], at[0] + 0.7 * size * text.chars().count() as f32];
                for &[left, right, top, bottom] in &bars {
                    let beside = to <= left || from >= right;
                    let apart = at[1] <= top || at[1] - 0.7 * size >= bottom;
                    assert!(beside || apart, "{width}: {text} at {at:?} on {left} {right} {top} {bottom}");
                }
            }
            assert_eq!(count, 50);
        }
    }

    #[test]
    fn nothing_breaks_it() {
        for size in [[0.0; 2], [20.0, 900.0], [340.0, 260.0]] {
            initializers_plot(&[], size, Theme::Dark);
            initializers_plot(&looks("activation=relu"), size, Theme::Dark);
            initializers_plot(&vec![Start::default(); 5], size, Theme::Dark);
        }
    }
}
