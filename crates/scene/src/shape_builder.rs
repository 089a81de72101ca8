//! The hand that draws small pictures: the code of each kind of shape stands once, not wherever one is pushed.

use crate::{Anchor, Dash, Position, Rect, Rgba, Shape, Stroke};

/// Shapes, later over earlier.
#[derive(Default)]
pub(crate) struct ShapeBuilder(pub Vec<Shape>);

impl ShapeBuilder {
    /// A straight line.
    #[inline(never)]
    pub fn line(&mut self, from: Position, to: Position, stroke: Stroke) {
        self.0.push(Shape::Line { from, to, stroke, dash: None });
    }

    /// A line of short dashes.
    #[inline(never)]
    pub fn dashes(&mut self, from: Position, to: Position, stroke: Stroke) {
        let dash = Some(Dash { on: 3.0, off: 2.0, offset: 0.0 });
        self.0.push(Shape::Line { from, to, stroke, dash });
    }

    /// A curve that leaves and arrives by way of its controls.
    #[inline(never)]
    pub fn curve(&mut self, [from, control_from, control_to, to]: [Position; 4], stroke: Stroke) {
        self.0.push(Shape::Curve { from, control_from, control_to, to, stroke, dash: None });
    }

    /// A filled rectangle.
    #[inline(never)]
    pub fn bar(&mut self, rect: Rect, radius: f32, fill: Rgba) {
        self.0.push(Shape::Rect { rect, radius, fill: Some(fill), stroke: None });
    }

    /// A rounded box with an outline.
    #[inline(never)]
    pub fn frame(&mut self, rect: Rect, fill: Rgba, stroke: Stroke) {
        self.0.push(Shape::Rect { rect, radius: 8.0, fill: Some(fill), stroke: Some(stroke) });
    }

    /// A disc with a thin edge.
    #[inline(never)]
    pub fn dot(&mut self, center: Position, radius: f32, fill: Rgba, edge: Rgba) {
        let stroke = Some(Stroke { color: edge, width: 1.0 });
        self.0.push(Shape::Circle { center, radius, fill: Some(fill), stroke });
    }

    /// The ring around what is chosen.
    #[inline(never)]
    pub fn ring(&mut self, center: Position, radius: f32, color: Rgba) {
        let stroke = Some(Stroke { color, width: 2.0 });
        self.0.push(Shape::Circle { center, radius, fill: None, stroke });
    }

    /// A line of text about a height.
    #[inline(never)]
    pub fn text(&mut self, text: &str, [x, y]: Position, anchor: Anchor, size: f32, color: Rgba) {
        let at = [x, Shape::baseline(y, size)];
        self.0.push(Shape::Text { at, text: text.to_owned(), anchor, size, weight: 400, color });
    }

    /// The number that matters, about a height.
    #[inline(never)]
    pub fn bold(&mut self, text: String, [x, y]: Position, size: f32, color: Rgba) {
        let at = [x, Shape::baseline(y, size)];
        self.0.push(Shape::Text { at, text, anchor: Anchor::Middle, size, weight: 600, color });
    }
}
