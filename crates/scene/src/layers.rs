//! A row a layer: how its activations are spread, how its sums lie on the activation's curve, and on one logarithmic
//! scale for all rows how long its gradient and its step are, now and over time.
//!
//! The scale is what shows vanishing and exploding at a glance: the rows' bars become shorter or longer from the output
//! up.

use crate::{Anchor, Ink, Position, Rect, Shape, Stroke, Theme};
use nabla_lab::layers::{LayerStatistics, Moment};
use nabla_lab::{Histogram, Layers};
use nabla_nn::{Activation, Choice};

/// The height of a row.
pub const ROW: f32 = 52.0;
/// Above the rows, for the columns' names, and below them, for the scales.
pub const HEAD: f32 = 24.0;
const FOOT: f32 = 20.0;
/// The font size of names and of numbers.
const SIZE: f32 = 12.0;
const SMALL: f32 = 10.0;
/// Between columns.
const GAP: f32 = 20.0;
/// For a layer's number and activation.
const LABELS: f32 = 76.0;
/// For the ratio in digits.
const DIGITS: f32 = 52.0;
/// Powers of ten beyond these are drawn at the end: single precision knows little beyond.
const DECADES: (f32, f32) = (-14.0, 6.0);
/// ‖ΔW‖/‖W‖ of a layer that learns well, give or take a power of ten (CS231n, “Neural Networks Part 3”).
const HEALTHY: f32 = -3.0;
/// The ratio's scale, in powers of ten.
const RATIOS: (f32, f32) = (-7.0, 1.0);

/// The columns' names, in order, and the output layer's.
#[derive(Clone, Copy, Debug)]
pub struct LayersWords<'a> {
    /// Activations, sums, gradient and step, the same over time, ratio.
    pub columns: [&'a str; 5],
    /// The output layer.
    pub output: &'a str,
}

/// How high the chart of so many layers is.
pub fn layers_height(layers: usize) -> f32 {
    HEAD + FOOT + ROW * layers as f32
}

/// The chart in so many pixels of width; its height is [`layers_height`]'s. Gradients are whole, steps are grey.
pub fn layers_chart(look: &Layers, words: LayersWords, width: f32, theme: Theme) -> Vec<Shape> {
    let chart = Chart::new(look, width, theme.ink());
    let mut shapes = Vec::new();
    chart.draw_scales(words, &mut shapes);
    for (index, layer) in look.layers.iter().enumerate() {
        let top = HEAD + ROW * index as f32;
        chart.draw_label(index, layer, words.output, top, &mut shapes);
        chart.draw_histogram(&layer.activations, 0, top, &mut shapes);
        chart.draw_histogram(&layer.sums, 1, top, &mut shapes);
        chart.draw_curve(&layer.curve, top, &mut shapes);
        chart.draw_norms(layer, top, &mut shapes);
        chart.draw_past(&look.history, index, top, &mut shapes);
        chart.draw_ratio(layer, top, &mut shapes);
    }
    shapes
}

struct Chart {
    ink: Ink,
    /// Left and right end of each column.
    columns: [(f32, f32); 5],
    rows: usize,
    /// The norms' scale, in powers of ten.
    decades: (f32, f32),
}

impl Chart {
    fn new(look: &Layers, width: f32, ink: Ink) -> Self {
        let room = (width - LABELS - DIGITS - 5.0 * GAP).max(10.0);
        let mut left = LABELS;
        let columns = [0.19, 0.21, 0.27, 0.2, 0.13].map(|share| {
            let column = (left, left + share * room);
            left = column.1 + GAP;
            column
        });
        let norms = look.layers.iter().flat_map(|layer| [layer.gradient, layer.update]);
        let past =
            look.history.iter().flat_map(|moment| moment.gradients.iter().chain(&moment.updates)).copied();
        let (mut low, mut high) = (-5.0f32, 0.0f32);
        for power in norms.chain(past).filter_map(power_of_ten) {
            (low, high) = (low.min(power), high.max(power));
        }
        let decades = (low.floor().max(DECADES.0), high.ceil().min(DECADES.1));
        Self { ink, columns, rows: look.layers.len(), decades }
    }

    fn x_of(&self, column: usize, share: f32) -> f32 {
        let (left, right) = self.columns[column];
        left + share.clamp(0.0, 1.0) * (right - left)
    }

    /// Where a size is on a column's logarithmic scale; 0 is at its left end.
    fn x_of_size(&self, column: usize, size: f32, (low, high): (f32, f32)) -> Option<f32> {
        let power = if size == 0.0 { low } else { power_of_ten(size)? };
        Some(self.x_of(column, (power - low) / (high - low)))
    }

    fn text(&self, at: Position, text: String, anchor: Anchor, size: f32) -> Shape {
        let (weight, color) = if size == SIZE { (600, self.ink.text) } else { (400, self.ink.muted) };
        Shape::Text { at, text, anchor, size, weight, color }
    }

    fn hairline(&self, from: Position, to: Position) -> Shape {
        Shape::Line { from, to, stroke: Stroke { color: self.ink.line, width: 1.0 }, dash: None }
    }

    /// The columns' names, and gridlines with powers of ten.
    fn draw_scales(&self, words: LayersWords, shapes: &mut Vec<Shape>) {
        let bottom = HEAD + ROW * self.rows as f32;
        for (column, name) in words.columns.into_iter().enumerate() {
            shapes.push(self.text([self.columns[column].0, 12.0], name.to_owned(), Anchor::Start, SMALL));
        }
        // The healthy ratio, a power of ten to either side.
        let share = |power: f32| (power - RATIOS.0) / (RATIOS.1 - RATIOS.0);
        let (left, right) = (self.x_of(4, share(HEALTHY - 1.0)), self.x_of(4, share(HEALTHY + 1.0)));
        shapes.push(Shape::Rect {
            rect: Rect { x: left, y: HEAD, width: right - left, height: bottom - HEAD },
            radius: 3.0,
            fill: Some(self.ink.line),
            stroke: None,
        });
        let middle = self.x_of(4, share(HEALTHY));
        let stroke = Stroke { color: self.ink.muted, width: 1.0 };
        shapes.push(Shape::Line { from: [middle, HEAD], to: [middle, bottom], stroke, dash: None });
        shapes.push(self.text([middle, bottom + 13.0], decade(HEALTHY), Anchor::Middle, SMALL));
        let (low, high) = self.decades;
        let every = if high - low > 9.0 { 4 } else { 2 };
        for power in low as i32..=high as i32 {
            let x = self.x_of(2, (power as f32 - low) / (high - low));
            shapes.push(self.hairline([x, HEAD], [x, bottom]));
            if power % every == 0 {
                shapes.push(self.text([x, bottom + 13.0], decade(power as f32), Anchor::Middle, SMALL));
            }
        }
        for row in 0..=self.rows {
            let y = HEAD + ROW * row as f32;
            shapes.push(self.hairline([0.0, y], [self.columns[4].1 + DIGITS, y]));
        }
    }

    fn draw_label(
        &self,
        index: usize,
        layer: &LayerStatistics,
        output: &str,
        top: f32,
        shapes: &mut Vec<Shape>,
    ) {
        let activation = Activation::from_key(&layer.activation);
        let name = if activation.is_some() { (index + 1).to_string() } else { output.to_owned() };
        shapes.push(self.text([0.0, top + 22.0], name, Anchor::Start, SIZE));
        if let Some(activation) = activation {
            shapes.push(self.text([0.0, top + 37.0], activation.name().to_owned(), Anchor::Start, SMALL));
        }
    }

    /// Bars as high as the root of their counts, so that one peak does not hide the rest; the ends of the range below, and
    /// a line at 0.
    fn draw_histogram(&self, histogram: &Histogram, column: usize, top: f32, shapes: &mut Vec<Shape>) {
        let (left, right) = self.columns[column];
        let floor = top + ROW - 14.0;
        let most = histogram.counts.iter().copied().max().unwrap_or(0).max(1) as f32;
        let step = (right - left) / histogram.counts.len().max(1) as f32;
        let mut corners = vec![[left, floor]];
        for (bar, &count) in histogram.counts.iter().enumerate() {
            let y = floor - (count as f32 / most).sqrt() * (floor - top - 6.0);
            let x = left + step * bar as f32;
            corners.extend([[x, y], [x + step, y]]);
        }
        corners.push([right, floor]);
        shapes.push(Shape::Polygon { corners, fill: Some(self.ink.muted.faded(0.45)), stroke: None });
        shapes.push(self.hairline([left, floor], [right, floor]));
        let share = (-histogram.low / (histogram.high - histogram.low)) as f32;
        if share > 0.0 && share < 1.0 {
            let zero = self.x_of(column, share);
            let stroke = Stroke { color: self.ink.muted, width: 1.0 };
            shapes.push(Shape::Line { from: [zero, floor], to: [zero, floor + 4.0], stroke, dash: None });
        }
        shapes.push(self.text([left, floor + 11.0], short(histogram.low as f32), Anchor::Start, SMALL));
        shapes.push(self.text([right, floor + 11.0], short(histogram.high as f32), Anchor::End, SMALL));
    }

    /// The activation over its sums, from its least to its largest value.
    fn draw_curve(&self, curve: &[f32], top: f32, shapes: &mut Vec<Shape>) {
        let (low, high) = curve.iter().fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), &value| {
            (low.min(value), high.max(value))
        });
        if !(high - low).is_finite() || high <= low {
            return;
        }
        let floor = top + ROW - 14.0;
        let last = curve.len().max(2) - 1;
        let place = |(index, &value): (usize, &f32)| {
            let up = (value - low) / (high - low);
            [self.x_of(1, index as f32 / last as f32), floor - up * (floor - top - 6.0)]
        };
        let positions = curve.iter().enumerate().map(place).collect();
        let stroke = Stroke { color: self.ink.text, width: 1.5 };
        shapes.push(Shape::Polyline { positions, stroke, dash: None });
    }

    /// A bar for the gradient, and a thinner grey one for the step.
    fn draw_norms(&self, layer: &LayerStatistics, top: f32, shapes: &mut Vec<Shape>) {
        let bars = [(layer.gradient, 14.0, 10.0, self.ink.text), (layer.update, 28.0, 6.0, self.ink.muted)];
        for (size, below, height, color) in bars {
            let Some(end) = self.x_of_size(2, size, self.decades) else { continue };
            let x = self.columns[2].0;
            // Nothing at all is a mark too.
            let rect = Rect { x, y: top + below, width: (end - x).max(1.5), height };
            shapes.push(Shape::Rect { rect, radius: 1.5, fill: Some(color), stroke: None });
        }
    }

    /// The same two over time, higher is larger.
    fn draw_past(&self, history: &[Moment], layer: usize, top: f32, shapes: &mut Vec<Shape>) {
        let (Some(first), Some(last)) = (history.first(), history.last()) else { return };
        let (low, high) = self.decades;
        let span = (last.epoch - first.epoch).max(f32::MIN_POSITIVE);
        let (ceiling, floor) = (top + 5.0, top + ROW - 5.0);
        let mut draw = |of: &dyn Fn(&Moment) -> Option<f32>, stroke| {
            let place = |moment: &Moment| {
                let up = (of(moment).and_then(power_of_ten)? - low) / (high - low);
                let x = self.x_of(3, (moment.epoch - first.epoch) / span);
                Some([x, floor - up.clamp(0.0, 1.0) * (floor - ceiling)])
            };
            let positions: Vec<Position> = history.iter().filter_map(place).collect();
            if positions.len() > 1 {
                shapes.push(Shape::Polyline { positions, stroke, dash: None });
            }
        };
        let thin = Stroke { color: self.ink.muted, width: 1.0 };
        let whole = Stroke { color: self.ink.text, width: 1.5 };
        draw(&|moment| moment.updates.get(layer).copied(), thin);
        draw(&|moment| moment.gradients.get(layer).copied(), whole);
    }

    fn draw_ratio(&self, layer: &LayerStatistics, top: f32, shapes: &mut Vec<Shape>) {
        let ratio = layer.ratio();
        let y = top + ROW / 2.0;
        let Some(x) = self.x_of_size(4, ratio, RATIOS) else { return };
        shapes.push(Shape::Circle { center: [x, y], radius: 4.0, fill: Some(self.ink.text), stroke: None });
        let right = self.columns[4].1 + DIGITS;
        shapes.push(self.text([right, Shape::baseline(y, SMALL)], short(ratio), Anchor::End, SMALL));
    }
}

/// log₁₀ of a size; none of 0 or of what is not finite.
fn power_of_ten(size: f32) -> Option<f32> {
    Some(size.log10()).filter(|power| power.is_finite())
}

/// 10⁻³.
fn decade(power: f32) -> String {
    let digits = format!("{}", power as i32);
    let raised = |digit: char| match digit {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        digit => char::from_u32('⁰' as u32 + digit.to_digit(10).unwrap_or(0)).unwrap_or(digit),
    };
    format!("10{}", digits.chars().map(raised).collect::<String>())
}

/// A number in a few characters.
fn short(value: f32) -> String {
    let size = value.abs();
    let text = if value == 0.0 || (1.0..1e5).contains(&size) && value == value.round() {
        format!("{value:.0}")
    } else if (0.01..100.0).contains(&size) {
        format!("{value:.2}")
    } else {
        format!("{value:.0e}")
    };
    text.replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::svg;
    use nabla_lab::{LayerHistory, layers::layers};
    use nabla_nn::{Trainer, link};

    const WORDS: LayersWords = LayersWords {
        columns: ["activations a", "sums z on f", "gradient, step", "over time", "step / weights"],
        output: "output",
    };

    fn look(link: &str, epochs: usize) -> Layers {
        let (config, _) = link::parse(link);
        let mut trainer = Trainer::new(&config.validate().0);
        let mut history = LayerHistory::default();
        let mut look = layers(&trainer);
        for epoch in 0..epochs {
            look = layers(&trainer);
            history.push(epoch as f64, &look);
            trainer.finish_epoch();
        }
        history.fill(&mut look);
        look
    }

    fn picture(link: &str, width: f32, theme: Theme) -> String {
        let look = look(link, 8);
        let height = layers_height(look.layers.len());
        svg(&layers_chart(&look, WORDS, width, theme), width, height, &[])
    }

    #[test]
    fn six_sigmoids() {
        // Detects a change, proves no correctness: see `tests/snapshots.rs`.
        insta::assert_snapshot!(picture("activation=sigmoid&networkShape=4,4,4,4,4,4", 900.0, Theme::Light));
    }

    #[test]
    fn rectifiers_in_the_dark() {
        insta::assert_snapshot!(picture("activation=relu&networkShape=4,2", 620.0, Theme::Dark));
    }

    /// The gradient's bar, by row.
    fn bars(look: &Layers) -> Vec<f32> {
        let shapes = layers_chart(look, WORDS, 900.0, Theme::Light);
        let bar = |shape: &Shape| match shape {
            Shape::Rect { rect, .. } if rect.height == 10.0 => Some(rect.width),
            _ => None,
        };
        shapes.iter().filter_map(bar).collect()
    }

    #[test]
    fn a_vanishing_gradient_is_a_staircase_and_a_decade_is_the_same_length_everywhere() {
        let bars_of_sigmoids = bars(&look("activation=sigmoid&networkShape=4,4,4,4,4,4", 2));
        assert!(bars_of_sigmoids[..6].windows(2).all(|pair| pair[0] < pair[1]), "{bars_of_sigmoids:?}");
        let mut made = look("networkShape=2,2", 1);
        for (layer, gradient) in made.layers.iter_mut().zip([1e-3, 1e-2, 1e-1]) {
            layer.gradient = gradient;
        }
        let made = bars(&made);
        assert!(
            (made[1] - made[0] - (made[2] - made[1])).abs() < 1e-3 && made[1] > made[0] + 10.0,
            "{made:?}"
        );
    }

    #[test]
    fn few_shapes_within_the_box_whatever_the_numbers() {
        let mut look = look("networkShape=8,8,8,8,8,8,8,8&activation=relu", 60);
        assert!(layers_chart(&look, WORDS, 900.0, Theme::Light).len() < 400);
        for wild in [f32::NAN, f32::INFINITY, 0.0, 1e-45, f32::MAX] {
            for layer in &mut look.layers {
                (layer.gradient, layer.update, layer.weight) = (wild, wild, wild);
                layer.curve = vec![wild; 3];
                layer.sums =
                    Histogram { low: f64::from(-wild), high: f64::from(wild), counts: vec![1, 0], astray: 0 };
            }
            for width in [0.0, 300.0] {
                for shape in layers_chart(&look, WORDS, width, Theme::Dark) {
                    if let Shape::Rect { rect, .. } = shape {
                        assert!(rect.width.is_finite() && rect.x.is_finite());
                    }
                }
            }
        }
        assert!(layers_chart(&Layers::default(), WORDS, 900.0, Theme::Light).len() < 40);
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!([-14.0, 0.0, 3.0].map(decade), ["10⁻¹⁴", "10⁰", "10³"]);
        assert_eq!([-4.0, 0.0, 0.5, 1234.0, 2e-5].map(short), ["−4", "0", "0.50", "1234", "2e−5"]);
    }
}
