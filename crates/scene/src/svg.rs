//! The display list as an SVG document, for snapshots and for looking at scenes without a page.

use crate::{Anchor, Dash, Position, Rgba, Shape, Stroke};
use std::fmt::Write;

/// An image of a [`Shape::Tile`]: its side in pixels, and its RGBA bytes.
pub type TileImage = (usize, Vec<u8>);

/// Writes `shapes` as an SVG document of `width` × `height` pixels. The tile number `i` shows
/// `tiles[i]`, its pixels as rectangles; one without an image is left out. Equal input gives equal
/// text: numbers have at most two decimals.
pub fn svg(shapes: &[Shape], width: f32, height: f32, tiles: &[TileImage]) -> String {
    let mut document = Document::default();
    for shape in shapes {
        document.shape(shape, tiles);
    }
    let Document { body, clips } = document;
    let (width, height) = (n(width), n(height));
    let clips = if clips.is_empty() { clips } else { format!("<defs>\n{clips}</defs>\n") };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"system-ui, sans-serif\">\n{clips}{body}</svg>\n"
    )
}

/// The document as it grows. Writing to a `String` cannot fail, so its results are dropped.
#[derive(Default)]
struct Document {
    body: String,
    clips: String,
}

impl Document {
    fn shape(&mut self, shape: &Shape, tiles: &[TileImage]) {
        let body = &mut self.body;
        let _ = match shape {
            Shape::Line { from, to, stroke, dash } => writeln!(
                body,
                "<path d=\"M{} L{}\" fill=\"none\"{}{}/>",
                place(*from),
                place(*to),
                stroke_attributes(Some(*stroke)),
                dash_attributes(*dash)
            ),
            Shape::Curve { from, control_from, control_to, to, stroke, dash } => writeln!(
                body,
                "<path d=\"M{} C{} {} {}\" fill=\"none\"{}{}/>",
                place(*from),
                place(*control_from),
                place(*control_to),
                place(*to),
                stroke_attributes(Some(*stroke)),
                dash_attributes(*dash)
            ),
            Shape::Polyline { positions, stroke, dash } => {
                let points: Vec<String> = positions.iter().map(|&position| place(position)).collect();
                writeln!(
                    body,
                    "<polyline points=\"{}\" fill=\"none\" stroke-linejoin=\"round\"{}{}/>",
                    points.join(" "),
                    stroke_attributes(Some(*stroke)),
                    dash_attributes(*dash)
                )
            }
            Shape::Polygon { corners, fill, stroke } => {
                let points: Vec<String> = corners.iter().map(|&corner| place(corner)).collect();
                let (fill, stroke) = (fill_attribute(*fill), stroke_attributes(*stroke));
                writeln!(
                    body,
                    "<polygon points=\"{}\" stroke-linejoin=\"round\"{fill}{stroke}/>",
                    points.join(" ")
                )
            }
            Shape::Rect { rect, radius, fill, stroke } => writeln!(
                body,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"{}{}/>",
                n(rect.x),
                n(rect.y),
                n(rect.width),
                n(rect.height),
                n(*radius),
                fill_attribute(*fill),
                stroke_attributes(*stroke)
            ),
            Shape::Circle { center: [x, y], radius, fill, stroke } => writeln!(
                body,
                "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}{}/>",
                n(*x),
                n(*y),
                n(*radius),
                fill_attribute(*fill),
                stroke_attributes(*stroke)
            ),
            Shape::Text { at: [x, y], text, anchor, size, weight, color } => writeln!(
                body,
                "<text x=\"{}\" y=\"{}\" text-anchor=\"{}\" font-size=\"{}\" font-weight=\"{weight}\"{}>{}</text>",
                n(*x),
                n(*y),
                anchor_name(*anchor),
                n(*size),
                fill_attribute(Some(*color)),
                escaped(text)
            ),
            &Shape::Tile { index, x, y, size, radius, opacity } => {
                if let Some(image) = tiles.get(index) {
                    self.tile(index, image, [x, y], size, radius, opacity);
                }
                Ok(())
            }
        };
    }

    /// An image as rectangles, one per run of equal pixels in a row, cut to a rounded square.
    fn tile(
        &mut self,
        index: usize,
        (side, pixels): &TileImage,
        at: Position,
        size: f32,
        radius: f32,
        opacity: f32,
    ) {
        let Self { body, clips } = self;
        let (x, y, length, radius) = (n(at[0]), n(at[1]), n(size), n(radius));
        let _ = writeln!(
            clips,
            "<clipPath id=\"tile-{index}\"><rect x=\"{x}\" y=\"{y}\" width=\"{length}\" \
             height=\"{length}\" rx=\"{radius}\"/></clipPath>"
        );
        let scale = n(size / (*side).max(1) as f32);
        let _ = writeln!(
            body,
            "<g clip-path=\"url(#tile-{index})\" opacity=\"{}\"><g transform=\"translate({x} {y}) \
             scale({scale})\" shape-rendering=\"crispEdges\">",
            n(opacity)
        );
        let (pixels, _) = pixels.as_chunks::<4>();
        for (row, line) in pixels.chunks((*side).max(1)).enumerate() {
            let mut column = 0;
            for run in line.chunk_by(|a, b| a == b) {
                let _ = writeln!(
                    body,
                    "<rect x=\"{column}\" y=\"{row}\" width=\"{}\" height=\"1\"{}/>",
                    run.len(),
                    fill_attribute(run.first().map(|&pixel| Rgba(pixel)))
                );
                column += run.len();
            }
        }
        body.push_str("</g></g>\n");
    }
}

fn fill_attribute(fill: Option<Rgba>) -> String {
    fill.map_or_else(|| " fill=\"none\"".to_owned(), |color| format!(" fill=\"{}\"", color.css()))
}

fn stroke_attributes(stroke: Option<Stroke>) -> String {
    stroke.map_or_else(String::new, |Stroke { color, width }| {
        format!(" stroke=\"{}\" stroke-width=\"{}\"", color.css(), n(width))
    })
}

fn dash_attributes(dash: Option<Dash>) -> String {
    dash.map_or_else(String::new, |Dash { on, off, offset }| {
        format!(" stroke-dasharray=\"{} {}\" stroke-dashoffset=\"{}\"", n(on), n(off), n(offset))
    })
}

fn anchor_name(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    }
}

fn place([x, y]: Position) -> String {
    format!("{} {}", n(x), n(y))
}

/// A number of at most two decimals; what is not finite is 0, which every viewer understands.
fn n(value: f32) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    let text = format!("{:.2}", f64::from(value));
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_always_numbers() {
        let written = [1.0, 0.5, -0.001, 12.345, f32::NAN, f32::INFINITY].map(n);
        assert_eq!(written, ["1", "0.5", "0", "12.35", "0", "0"]);
    }

    #[test]
    fn text_cannot_leave_its_element() {
        assert_eq!(escaped("a<b & c>"), "a&lt;b &amp; c&gt;");
    }

    #[test]
    fn a_tile_without_an_image_is_left_out() {
        let tile = Shape::Tile { index: 3, x: 0.0, y: 0.0, size: 4.0, radius: 1.0, opacity: 1.0 };
        assert!(!svg(&[tile], 4.0, 4.0, &[]).contains("tile-3"));
    }
}
