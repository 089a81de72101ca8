//! The display list: what a scene wants drawn, in order, later over earlier.

use crate::Rgba;

/// A place on the canvas: x to the right, y downwards, in CSS pixels.
pub type Position = [f32; 2];

/// An axis-parallel rectangle by its upper-left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Extent to the right.
    pub width: f32,
    /// Extent downwards.
    pub height: f32,
}

impl Rect {
    /// The square around a centre.
    pub fn around([x, y]: Position, size: f32) -> Self {
        Self { x: x - size / 2.0, y: y - size / 2.0, width: size, height: size }
    }

    /// Its middle.
    pub fn center(self) -> Position {
        [self.x + self.width / 2.0, self.y + self.height / 2.0]
    }

    /// Its right edge.
    pub fn right(self) -> f32 {
        self.x + self.width
    }

    /// Its lower edge.
    pub fn bottom(self) -> f32 {
        self.y + self.height
    }

    /// The same rectangle with `margin` more on every side (less, if negative).
    pub fn grown(self, margin: f32) -> Self {
        Self {
            x: self.x - margin,
            y: self.y - margin,
            width: self.width + 2.0 * margin,
            height: self.height + 2.0 * margin,
        }
    }

    /// Whether a place lies inside, edges included.
    pub fn contains(self, [x, y]: Position) -> bool {
        (self.x..=self.right()).contains(&x) && (self.y..=self.bottom()).contains(&y)
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub color: Rgba,
    /// Its width.
    pub width: f32,
}

/// A dash pattern.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dash {
    /// Length drawn.
    pub on: f32,
    /// Length left out.
    pub off: f32,
    /// Where in the pattern the line starts; falling values move the dashes forward.
    pub offset: f32,
}

/// Which part of a text stands at its x.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    #[default]
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// One thing to draw.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A straight line, its ends cut flat.
    Line {
        /// One end.
        from: Position,
        /// The other end.
        to: Position,
        /// Colour and width.
        stroke: Stroke,
        /// Dashes, if any.
        dash: Option<Dash>,
    },
    /// A cubic Bézier curve.
    Curve {
        /// Where it starts.
        from: Position,
        /// Where it heads first.
        control_from: Position,
        /// Where it comes from last.
        control_to: Position,
        /// Where it ends.
        to: Position,
        /// Colour and width.
        stroke: Stroke,
        /// Dashes, if any.
        dash: Option<Dash>,
    },
    /// Straight lines from place to place, with round joins.
    Polyline {
        /// The places.
        positions: Vec<Position>,
        /// Colour and width.
        stroke: Stroke,
        /// Dashes, if any.
        dash: Option<Dash>,
    },
    /// A closed figure with straight sides.
    Polygon {
        /// Its corners in order.
        corners: Vec<Position>,
        /// Inside.
        fill: Option<Rgba>,
        /// Outline, centred on the edge.
        stroke: Option<Stroke>,
    },
    /// A rectangle, its corners rounded.
    Rect {
        /// Where and how large.
        rect: Rect,
        /// Corner radius.
        radius: f32,
        /// Inside.
        fill: Option<Rgba>,
        /// Outline, centred on the edge.
        stroke: Option<Stroke>,
    },
    /// A disc or a ring.
    Circle {
        /// Its middle.
        center: Position,
        /// Its radius.
        radius: f32,
        /// Inside.
        fill: Option<Rgba>,
        /// Outline, centred on the edge.
        stroke: Option<Stroke>,
    },
    /// A square image the painter holds: the map of a feature or neuron.
    Tile {
        /// The image's number, see [`crate::Diagram::tile_index`].
        index: usize,
        /// Left edge.
        x: f32,
        /// Upper edge.
        y: f32,
        /// Side.
        size: f32,
        /// Corner radius.
        radius: f32,
        /// 0 (unseen) to 1.
        opacity: f32,
    },
    /// One line of text in the system's font, digits tabular.
    Text {
        /// Where: x by the anchor, y of the baseline.
        at: Position,
        /// What it says.
        text: String,
        /// Which part of it stands at x.
        anchor: Anchor,
        /// Font size.
        size: f32,
        /// Font weight, 400 for regular.
        weight: u16,
        /// Its colour.
        color: Rgba,
    },
}

impl Shape {
    /// The baseline that centres text of a size about `y`: half of a capital's height lower, in common sans-serif fonts.
    pub fn baseline(y: f32, size: f32) -> f32 {
        y + 0.36 * size
    }
}
