//! Activations by layer under several starts, side by side.

use crate::{Anchor, Position, Rect, Shape, Stroke, Theme, bars, format_number};
use nabla_lab::initializers::Start;

/// The font size of the numbers.
const SIZE: f32 = 11.0;
/// The same where columns are narrow.
const SMALL: f32 = 9.5;
/// Room for the layers' numbers.
const LEFT: f32 = 20.0;
/// Room for the heads, and for the ranges below.
const TOP: f32 = 38.0;
const BOTTOM: f32 = 18.0;
/// Between columns.
const GAP: f32 = 12.0;
/// Columns at least this wide have room for words beside the numbers.
const WIDE: f32 = 84.0;

/// A column a start, a row a layer, the first on top; `heads` are the starts' names with what will come of each.
///
/// In a row's corner stands the deviation σ of all activations of the layer. Below are the ends of the range.
pub fn initializers_plot(
    starts: &[Start],
    heads: &[[String; 2]],
    [width, height]: [f32; 2],
    theme: Theme,
) -> Vec<Shape> {
    let ink = theme.ink();
    let column = ((width - LEFT) / starts.len().max(1) as f32 - GAP).max(1.0);
    let text = |at: Position, text: String, anchor, weight, color| Shape::Text {
        at,
        text,
        anchor,
        size: if column < WIDE { SMALL } else { SIZE },
        weight,
        color,
    };
    let hairline = Stroke { color: ink.line, width: 1.0 };
    let depth = starts.iter().map(|start| start.layers.len()).max().unwrap_or(0);
    let row = (height - TOP - BOTTOM) / depth.max(1) as f32;
    let mut shapes = Vec::new();
    for layer in 0..depth {
        let y = Shape::baseline(TOP + (layer as f32 + 0.5) * row, SIZE);
        shapes.push(text([0.0, y], (layer + 1).to_string(), Anchor::Start, 600, ink.muted));
    }
    for (index, start) in starts.iter().enumerate() {
        let left = LEFT + index as f32 * (column + GAP);
        if let Some([name, verdict]) = heads.get(index) {
            shapes.push(text([left, SIZE], name.clone(), Anchor::Start, 600, ink.text));
            shapes.push(text([left, 2.0 * SIZE + 4.0], verdict.clone(), Anchor::Start, 400, ink.muted));
        }
        for (layer, look) in start.layers.iter().enumerate() {
            let floor = TOP + (layer + 1) as f32 * row;
            let rect = Rect { x: left, y: floor - 0.8 * row, width: column, height: 0.8 * row };
            let [from, to] = [[left, floor], [left + column, floor]];
            shapes.push(Shape::Line { from, to, stroke: hairline, dash: None });
            shapes.push(bars(&look.histogram.counts, rect, ink.muted.faded(0.5)));
            let sign = if column < WIDE { "" } else { "σ " };
            let deviation = format!("{sign}{}", format_number(look.deviation));
            shapes.push(text([left + column, rect.y + SIZE - 2.0], deviation, Anchor::End, 400, ink.text));
        }
        if let Some(last) = start.layers.last() {
            let y = height - 4.0;
            let ends = [last.histogram.low, last.histogram.high];
            let [low, high] = ends.map(|end| format!("{end:.0}").replace('-', "−"));
            shapes.push(text([left, y], low, Anchor::Start, 400, ink.muted));
            shapes.push(text([left + column, y], high, Anchor::End, 400, ink.muted));
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

    fn heads() -> Vec<[String; 2]> {
        ["Zeros", "σ = 0.01", "σ = 1", "Xavier", "He"]
            .map(|name| [name.to_owned(), "keeps".to_owned()])
            .into()
    }

    #[test]
    fn six_layers_of_tanh_under_five_starts() {
        let size = [640.0, 320.0];
        let shapes = initializers_plot(&looks("activation=tanh"), &heads(), size, Theme::Light);
        assert!(shapes.len() < 200);
        // Detects a change, proves no correctness: see `tests/snapshots.rs`.
        insta::assert_snapshot!(svg(&shapes, size[0], size[1], &[]));
    }

    #[test]
    fn nothing_breaks_it() {
        for size in [[0.0; 2], [20.0, 900.0], [340.0, 260.0]] {
            initializers_plot(&[], &[], size, Theme::Dark);
            initializers_plot(&looks("activation=relu"), &[], size, Theme::Dark);
            initializers_plot(&vec![Start::default(); 5], &heads(), size, Theme::Dark);
        }
    }
}
