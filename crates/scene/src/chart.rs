//! The loss over the epochs, through plotters on any backend.

pub(crate) mod scale;
mod series;

use crate::Theme;
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Rectangle, Text};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontFamily, IntoTextStyle, RGBAColor, ShapeStyle};
use scale::{epoch_label, loss_labels, nice_ticks};
use series::{finite, thinned};
use std::ops::Range;

/// The font size of the numbers, in CSS pixels.
const SIZE: f64 = 11.0;
/// The width of a digit at that size, enough to reserve room: nothing here measures text.
const DIGIT: f64 = 6.4;
/// Between a number and what it names.
const GAP: f64 = 6.0;

/// Training and test loss by epoch. Its pixels are CSS pixels; the backend has `device_ratio` as
/// many on a side. Values that are not finite are left out; the background stays as it is.
#[derive(Clone, Copy, Debug)]
pub struct LossChart<'a> {
    /// (epoch, training loss), epochs ascending.
    pub train: &'a [(f64, f32)],
    /// (epoch, test loss), epochs ascending.
    pub test: &'a [(f64, f32)],
    /// (epoch, test loss) of the run that was left for this one.
    pub former: &'a [(f64, f32)],
    /// The moment shown, where it is not the last.
    pub now: Option<f64>,
    /// Width of the whole chart.
    pub width: f64,
    /// Height of the whole chart.
    pub height: f64,
    /// Its inks.
    pub theme: Theme,
    /// Backend pixels per CSS pixel.
    pub device_ratio: f64,
}

/// Where the chart's numbers are, in CSS pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartLayout {
    /// From the left to the right end of the plot.
    pub x: Range<f64>,
    /// From the top to the bottom of the plot.
    pub y: Range<f64>,
    /// The epochs at its ends.
    pub epochs: Range<f64>,
    /// The losses at its bottom and top.
    pub losses: Range<f64>,
    epoch_ticks: Vec<f64>,
    loss_ticks: Vec<f64>,
}

impl ChartLayout {
    /// Where an epoch is.
    pub fn x_at(&self, epoch: f64) -> f64 {
        let share = (epoch - self.epochs.start) / (self.epochs.end - self.epochs.start);
        self.x.start + share * (self.x.end - self.x.start)
    }

    /// Where a loss is.
    pub fn y_at(&self, loss: f64) -> f64 {
        let share = (loss - self.losses.start) / (self.losses.end - self.losses.start);
        self.y.end - share * (self.y.end - self.y.start)
    }

    /// The epoch at a place, within those shown.
    pub fn epoch_at(&self, x: f64) -> f64 {
        let share = (x - self.x.start) / (self.x.end - self.x.start);
        let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
        self.epochs.start + share * (self.epochs.end - self.epochs.start)
    }
}

impl LossChart<'_> {
    /// Where everything is.
    pub fn layout(&self) -> ChartLayout {
        let points = || finite(self.train).chain(finite(self.test)).chain(finite(self.former));
        let first = points().map(|(epoch, _)| epoch).fold(f64::INFINITY, f64::min);
        let last = points().map(|(epoch, _)| epoch).fold(f64::NEG_INFINITY, f64::max);
        let (first, last) = if first <= last { (first, last) } else { (0.0, 1.0) };
        let last = last.max(first + 1.0);
        let lowest = points().map(|(_, loss)| loss).fold(0.0, f64::min);
        let highest = points().map(|(_, loss)| loss).fold(0.0, f64::max);
        let highest = if highest > lowest { highest } else { lowest + 1.0 };

        let top = (SIZE / 2.0 + 2.0).round();
        let bottom = (self.height - SIZE - GAP).max(top);
        let rows = ((bottom - top) / 28.0).clamp(2.0, 6.0);
        let loss_ticks = nice_ticks(lowest..highest, rows, true);
        let losses = match loss_ticks.as_slice() {
            [low, .., high] => *low..*high,
            _ => lowest..highest,
        };
        let digits = loss_labels(&loss_ticks).iter().map(|label| label.chars().count()).max();
        let left = (digits.unwrap_or(0) as f64 * DIGIT + GAP).ceil();
        let right = (self.width - 2.0).max(left);
        let epoch_ticks = nice_ticks(first..last, ((right - left) / 70.0).clamp(1.0, 8.0), false);
        ChartLayout { x: left..right, y: top..bottom, epochs: first..last, losses, epoch_ticks, loss_ticks }
    }

    /// The epoch at a place, in CSS pixels from the left.
    pub fn epoch_at(&self, x: f64) -> f64 {
        self.layout().epoch_at(x)
    }

    /// Draws gridlines, numbers and both lines.
    pub fn draw<DB: DrawingBackend>(&self, backend: DB) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
        let layout = self.layout();
        let root = backend.into_drawing_area();
        let scale = PixelScale::new(self.device_ratio);
        let plot_width = scale.pixels(layout.x.end) - scale.pixels(layout.x.start);
        let plot_height = scale.pixels(layout.y.end) - scale.pixels(layout.y.start);
        let (across, down) = root.dim_in_pixel();
        let fits = scale.pixels(layout.x.end) <= i32::try_from(across).unwrap_or(i32::MAX)
            && scale.pixels(layout.y.end) <= i32::try_from(down).unwrap_or(i32::MAX);
        if plot_width < 1 || plot_height < 1 || !fits {
            return root.present();
        }
        self.draw_scales(&root, &layout, scale)?;

        let (left, top) = (scale.pixels(layout.x.start), scale.pixels(layout.y.start));
        let numbers: Cartesian2d<RangedCoordf64, RangedCoordf64> = Cartesian2d::new(
            layout.epochs.clone(),
            layout.losses.clone(),
            (left..left + plot_width, top + plot_height..top),
        );
        // What plotters' ChartBuilder does without its labels and margins, whose code nothing here would use.
        let plot =
            root.clone().shrink((left, top), (plot_width + 1, plot_height + 1)).apply_coord_spec(numbers);
        let ink = self.theme.ink();
        let lines =
            [(self.former, ink.muted.faded(0.45)), (self.train, ink.muted.faded(0.7)), (self.test, ink.text)];
        for (points, color) in lines {
            let points = thinned(finite(points), &layout.epochs, plot_width.unsigned_abs() as usize);
            match *points.as_slice() {
                [] => {}
                // A single point makes no line yet.
                [point] => plot.draw(&Circle::new(point, scale.pixels(2.0), rgba(color).filled()))?,
                _ => plot.draw(&PathElement::new(points, scale.stroke(color, 1.5)))?,
            }
        }
        if let Some(now) = self.now.filter(|now| layout.epochs.contains(now)) {
            let (x, top, bottom) =
                (scale.pixels(layout.x_at(now)), scale.pixels(layout.y.start), scale.pixels(layout.y.end));
            let half = (scale.pixels(1.5) / 2).max(1);
            root.draw(&Rectangle::new([(x - half, top), (x + half, bottom)], rgba(ink.text).filled()))?;
        }
        root.present()
    }

    /// Gridlines at the losses, numbers at both. They are placed here rather than by plotters'
    /// mesh, which measures text through the document when it runs in a browser.
    fn draw_scales<DB: DrawingBackend>(
        &self,
        root: &DrawingArea<DB, Shift>,
        layout: &ChartLayout,
        scale: PixelScale,
    ) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
        let ink = self.theme.ink();
        // A family given as text would be compared in lower case, with Unicode's whole table of it.
        let family = FontFamily::Name("system-ui, sans-serif");
        let font = (family, SIZE * scale.ratio).into_text_style(root);
        let color = rgba(ink.muted);
        let font = font.color(&color);
        let (left, right) = (scale.pixels(layout.x.start), scale.pixels(layout.x.end));
        for (&loss, label) in layout.loss_ticks.iter().zip(loss_labels(&layout.loss_ticks)) {
            let y = scale.pixels(layout.y_at(loss));
            // A filled bar is crisp where a path along whole pixels would blur.
            let bar = [(left, y), (right, y + scale.pixels(1.0).max(1))];
            root.draw(&Rectangle::new(bar, rgba(ink.line).filled()))?;
            let style = font.pos(Pos::new(HPos::Right, VPos::Center));
            root.draw(&Text::new(label, (left - scale.pixels(GAP), y), style))?;
        }
        for &epoch in &layout.epoch_ticks {
            let label = epoch_label(epoch);
            let x = layout.x_at(epoch);
            let half = label.chars().count() as f64 * DIGIT / 2.0;
            let side = match x {
                x if x - half < layout.x.start => HPos::Left,
                x if x + half > self.width => HPos::Right,
                _ => HPos::Center,
            };
            let at = (scale.pixels(x), scale.pixels(layout.y.end + GAP));
            root.draw(&Text::new(label, at, font.pos(Pos::new(side, VPos::Top))))?;
        }
        Ok(())
    }
}

/// From CSS pixels to the backend's.
#[derive(Clone, Copy)]
struct PixelScale {
    ratio: f64,
}

impl PixelScale {
    fn new(ratio: f64) -> Self {
        Self { ratio: if ratio.is_finite() { ratio.clamp(0.25, 16.0) } else { 1.0 } }
    }

    fn pixels(self, length: f64) -> i32 {
        (length * self.ratio).round() as i32
    }

    fn stroke(self, color: crate::Rgba, width: f64) -> ShapeStyle {
        let stroke_width = (width * self.ratio).round().max(1.0) as u32;
        ShapeStyle { color: rgba(color), filled: false, stroke_width }
    }
}

fn rgba(color: crate::Rgba) -> RGBAColor {
    let [red, green, blue, alpha] = color.0;
    RGBAColor(red, green, blue, f64::from(alpha) / 255.0)
}

#[cfg(test)]
mod tests;
