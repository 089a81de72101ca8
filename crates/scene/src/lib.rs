//! Nabla's pure drawing: numbers in, pixels and shapes out.
//!
//! A scene is a function from plain data to an RGBA buffer ([`heatmap`], [`map_overlay::legend`]), a display list of
//! [`Shape`]s, or a [`plotters`] drawing ([`chart`]). A painter of some other crate puts it on a canvas; the one
//! painter here writes [`svg()`] for snapshots.
//!
//! What is absent: no DOM, no clock, no fonts to measure, no training, no sentences. Nothing here panics on any number,
//! be it NaN, infinite or absurdly large.
//!
//! Conventions:
//! - Lengths are CSS pixels, `f32`, y downwards; painters scale by the device's pixel ratio. Names carry the space:
//!   `canvas_from_world`.
//! - The *world* is the problem's domain, [−6, 6]², y upwards.
//! - Image buffers are row-major RGBA, four bytes a pixel, opaque, row 0 on top.
//! - A value's colour comes from one [`Scale`], whatever shows it: a map, an edge, a bias or a point.

#![deny(missing_docs)]

pub mod bars;
pub mod chain;
pub mod chart;
pub mod color;
pub mod contour;
pub mod curve;
pub mod curves;
pub mod diagram;
pub mod folding;
pub mod format_number;
pub mod heatmap;
pub mod initializers;
pub mod landscape;
pub mod layers;
pub mod map_overlay;
pub mod masks;
pub mod plot;
pub mod results;
pub mod run_line;
pub mod scale;
pub mod schematic;
pub mod shape;
mod shape_builder;
pub mod svg;
pub mod theme;
pub mod thumbnail;

pub use bars::bars;
pub use chain::{ChainInput, MotionInput, chain_hit, chain_picture, motion_picture};
pub use chart::LossChart;
pub use color::Rgba;
pub use contour::Heights;
pub use curve::curve_plot;
pub use curves::{Curve, curves_chart};
pub use diagram::{Diagram, DiagramInput, Folded, Part, shown_neurons};
pub use folding::folding_plot;
pub use format_number::format_number;
pub use heatmap::{doubts, hatch, paint_classes, paint_map};
pub use initializers::initializers_plot;
pub use layers::layers_chart;
pub use map_overlay::{
    axes, canvas_from_world, legend, marker, nearest_point, points_overlay, world_from_canvas,
};
pub use masks::{MasksInput, masks_hit, masks_picture};
pub use plot::{cloud_plot, line_plot};
pub use results::{residuals_plot, rings_overlay};
pub use run_line::{RUNS, RunLine, line_sample, run_line, variant_line};
pub use scale::{Palette, Scale};
pub use schematic::Schematic;
pub use shape::{Anchor, Dash, Position, Rect, Shape, Stroke};
pub use svg::svg;
pub use theme::{Ink, Theme, force_ink};
pub use thumbnail::thumbnail;
