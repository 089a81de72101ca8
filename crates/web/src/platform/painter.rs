//! Puts a scene's shapes on a canvas.

use super::cache::Cache;
use nabla_scene::{Anchor, Dash, Position, Rgba, Shape, Stroke};
use std::cell::RefCell;
use std::f64::consts::TAU;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// The font of every number on a canvas.
const FONT: &str = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans KR', sans-serif";

/// A canvas's 2-D context; browsers refuse it only where memory has run out.
pub fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

/// Fits a canvas's pixels to its size on the screen, clears it and scales it to CSS pixels.
pub fn prepare(
    canvas: &HtmlCanvasElement,
    width: f64,
    height: f64,
    ratio: f64,
) -> Option<CanvasRenderingContext2d> {
    let (pixels_x, pixels_y) = ((width * ratio).round() as u32, (height * ratio).round() as u32);
    if canvas.width() != pixels_x || canvas.height() != pixels_y {
        canvas.set_width(pixels_x);
        canvas.set_height(pixels_y);
    }
    let context = context(canvas)?;
    context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok()?;
    context.clear_rect(0.0, 0.0, width, height);
    Some(context)
}

/// Square images in one canvas, a column of tiles of `size` pixels.
pub struct Tiles<'a> {
    /// The column.
    pub canvas: &'a HtmlCanvasElement,
    /// One tile's side.
    pub size: f64,
}

/// Draws shapes in order, back to front. Lines that follow each other and look the same are one stroke.
pub fn paint(context: &CanvasRenderingContext2d, shapes: &[Shape], tiles: Option<&Tiles>) {
    let mut pen = Pen::default();
    let mut open = None;
    for shape in shapes {
        let line = match *shape {
            Shape::Line { stroke, dash, .. } | Shape::Curve { stroke, dash, .. } => Some((stroke, dash)),
            _ => None,
        };
        if open != line {
            let _ = finish(context, &mut pen, open);
            open = line;
            context.begin_path();
        } else if line.is_none() {
            context.begin_path();
        }
        // A shape the context refuses (an image without pixels) is left out; the rest is drawn.
        let _ = draw(context, &mut pen, shape, tiles);
    }
    let _ = finish(context, &mut pen, open);
    let _ = pen.set_dash(context, None);
    context.set_line_dash_offset(0.0);
    context.set_global_alpha(1.0);
}

/// Strokes the lines of the path.
fn finish(
    context: &CanvasRenderingContext2d,
    pen: &mut Pen,
    open: Option<(Stroke, Option<Dash>)>,
) -> Result<(), JsValue> {
    open.map_or(Ok(()), |(stroke, dash)| outline(context, pen, stroke, dash))
}

/// What a context has been told since the painting began: telling it again costs as much as drawing.
#[derive(Default)]
struct Pen {
    stroke: Option<Stroke>,
    fill: Option<Rgba>,
    /// The lengths drawn and left out.
    dash: Option<[f32; 2]>,
    /// Where in them a line starts.
    offset: f32,
}

/// A colour as JavaScript holds it, made once: hundreds of lines a frame have one of a few.
fn css(color: Rgba) -> JsValue {
    thread_local!(static COLORS: RefCell<Cache<Rgba, JsValue>> = RefCell::default());
    COLORS.with_borrow_mut(|colors| colors.get(color, || color.css().into()).clone())
}

impl Pen {
    #[expect(deprecated, reason = "the other setter makes its string anew each time")]
    fn set_stroke(&mut self, context: &CanvasRenderingContext2d, stroke: Stroke) {
        if self.stroke.map(|it| it.color) != Some(stroke.color) {
            context.set_stroke_style(&css(stroke.color));
        }
        if self.stroke.map(|it| it.width) != Some(stroke.width) {
            context.set_line_width(f64::from(stroke.width));
        }
        self.stroke = Some(stroke);
    }

    #[expect(deprecated, reason = "the other setter makes its string anew each time")]
    fn set_fill(&mut self, context: &CanvasRenderingContext2d, fill: Rgba) {
        if self.fill != Some(fill) {
            context.set_fill_style(&css(fill));
            self.fill = Some(fill);
        }
    }

    /// A painting begins and ends without dashes.
    fn set_dash(&mut self, context: &CanvasRenderingContext2d, dash: Option<Dash>) -> Result<(), JsValue> {
        let lengths = dash.map(|dash| [dash.on, dash.off]);
        if lengths != self.dash {
            let pattern = js_sys::Array::new();
            for length in lengths.into_iter().flatten() {
                pattern.push(&length.into());
            }
            context.set_line_dash(&pattern)?;
            self.dash = lengths;
        }
        if let Some(dash) = dash.filter(|dash| dash.offset != self.offset) {
            context.set_line_dash_offset(f64::from(dash.offset));
            self.offset = dash.offset;
        }
        Ok(())
    }
}

/// Draws a shape; a line only into the path, to be stroked with those like it.
fn draw(
    context: &CanvasRenderingContext2d,
    pen: &mut Pen,
    shape: &Shape,
    tiles: Option<&Tiles>,
) -> Result<(), JsValue> {
    match shape {
        Shape::Line { from, to, .. } => {
            move_to(context, *from);
            line_to(context, *to);
            Ok(())
        }
        Shape::Curve { from, control_from, control_to, to, .. } => {
            move_to(context, *from);
            let [a, b, c] = [control_from, control_to, to].map(|[x, y]| [f64::from(*x), f64::from(*y)]);
            context.bezier_curve_to(a[0], a[1], b[0], b[1], c[0], c[1]);
            Ok(())
        }
        Shape::Polyline { positions, stroke, dash } => {
            context.set_line_join("round");
            if let Some((first, rest)) = positions.split_first() {
                move_to(context, *first);
                rest.iter().for_each(|position| line_to(context, *position));
            }
            outline(context, pen, *stroke, *dash)
        }
        Shape::Polygon { corners, fill, stroke } => {
            context.set_line_join("round");
            if let Some((first, rest)) = corners.split_first() {
                move_to(context, *first);
                rest.iter().for_each(|corner| line_to(context, *corner));
                context.close_path();
            }
            interior(context, pen, *fill, *stroke)
        }
        Shape::Rect { rect, radius, fill, stroke } => {
            rounded(context, [rect.x, rect.y, rect.width, rect.height].map(f64::from), f64::from(*radius))?;
            interior(context, pen, *fill, *stroke)
        }
        Shape::Circle { center, radius, fill, stroke } => {
            context.arc(f64::from(center[0]), f64::from(center[1]), f64::from(*radius), 0.0, TAU)?;
            interior(context, pen, *fill, *stroke)
        }
        Shape::Tile { index, x, y, size, radius, opacity } => {
            let Some(tiles) = tiles else { return Ok(()) };
            let [x, y, size] = [*x, *y, *size].map(f64::from);
            context.save();
            rounded(context, [x, y, size, size], f64::from(*radius))?;
            context.clip();
            context.set_global_alpha(f64::from(*opacity));
            let top = *index as f64 * tiles.size;
            let drawn = context
                .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                    tiles.canvas,
                    0.0,
                    top,
                    tiles.size,
                    tiles.size,
                    x,
                    y,
                    size,
                    size,
                );
            context.restore();
            drawn
        }
        Shape::Text { at, text, anchor, size, weight, color } => {
            context.set_font(&format!("{weight} {}px {FONT}", f64::from(*size)));
            pen.set_fill(context, *color);
            context.set_text_align(match anchor {
                Anchor::Start => "left",
                Anchor::Middle => "center",
                Anchor::End => "right",
            });
            context.fill_text(text, f64::from(at[0]), f64::from(at[1]))
        }
    }
}

fn move_to(context: &CanvasRenderingContext2d, [x, y]: Position) {
    context.move_to(f64::from(x), f64::from(y));
}

fn line_to(context: &CanvasRenderingContext2d, [x, y]: Position) {
    context.line_to(f64::from(x), f64::from(y));
}

fn outline(
    context: &CanvasRenderingContext2d,
    pen: &mut Pen,
    stroke: Stroke,
    dash: Option<Dash>,
) -> Result<(), JsValue> {
    pen.set_stroke(context, stroke);
    pen.set_dash(context, dash)?;
    context.stroke();
    Ok(())
}

fn interior(
    context: &CanvasRenderingContext2d,
    pen: &mut Pen,
    fill: Option<Rgba>,
    stroke: Option<Stroke>,
) -> Result<(), JsValue> {
    if let Some(fill) = fill {
        pen.set_fill(context, fill);
        context.fill();
    }
    stroke.map_or(Ok(()), |stroke| outline(context, pen, stroke, None))
}

/// A rectangle with round corners; `roundRect` is younger than the browsers supported.
fn rounded(
    context: &CanvasRenderingContext2d,
    [x, y, width, height]: [f64; 4],
    radius: f64,
) -> Result<(), JsValue> {
    let radius = radius.min(width / 2.0).min(height / 2.0).max(0.0);
    context.move_to(x + radius, y);
    context.arc_to(x + width, y, x + width, y + height, radius)?;
    context.arc_to(x + width, y + height, x, y + height, radius)?;
    context.arc_to(x, y + height, x, y, radius)?;
    context.arc_to(x, y, x + width, y, radius)?;
    context.close_path();
    Ok(())
}
