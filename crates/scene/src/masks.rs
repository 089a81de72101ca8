//! What the next step leaves out, and one sum before and after its normalization.

use crate::diagram::{edge_color, edge_width};
use crate::format_number::format_number;
use crate::schematic::Schematic;
use crate::shape_builder::ShapeBuilder;
use crate::{Anchor, Position, Rect, Scale, Shape, Stroke};
use nabla_lab::{Histogram, Masks};
use nabla_nn::{BATCH_NORM_EPSILON, FlatParameters};

/// The font size of the numbers.
const SIZE: f32 = 11.0;
/// More edges than this are drawn of the asked-for layer alone.
const MOST_EDGES: usize = 900;
/// Edges are as wide as the diagram's, times this.
const THIN: f32 = 0.6;
/// What stands under a histogram's floor.
const UNDER: f32 = 52.0;
/// Wide enough for network and histograms side by side.
const SIDE_BY_SIDE: f32 = 560.0;

/// What the picture shows.
#[derive(Clone, Copy)]
pub struct MasksInput<'a> {
    /// The next step.
    pub masks: &'a Masks,
    /// The weights, for the edges' colours.
    pub network: &'a FlatParameters,
    /// Colours; its theme gives the inks.
    pub scale: &'a Scale,
    /// The layer that is asked for.
    pub layer: usize,
    /// In the page's language: before, after, of the minibatch, running.
    pub words: [&'a str; 4],
}

/// The network without what is dropped, and beside it the histograms, in a box of `width` × `height` pixels.
pub fn masks_picture(input: &MasksInput, [width, height]: [f32; 2]) -> Vec<Shape> {
    let mut builder = ShapeBuilder::default();
    let (network, histograms) = areas(input.masks, [width, height]);
    draw_network(input, &layout(input.masks, network), &mut builder);
    if input.masks.norm.is_some() {
        draw_norm(input, histograms, &mut builder);
    }
    builder.0
}

/// The neuron under a pointer: layer and neuron.
pub fn masks_hit(masks: &Masks, size: [f32; 2], at: Position) -> Option<(usize, usize)> {
    layout(masks, areas(masks, size).0).hit(at)
}

/// Where the network is, and where the histograms are.
fn areas(masks: &Masks, [width, height]: [f32; 2]) -> (Rect, Rect) {
    let all = Rect { x: 0.0, y: 0.0, width, height };
    if masks.norm.is_none() {
        return (all, Rect::default());
    }
    if width >= SIDE_BY_SIDE {
        let share = 0.6 * width;
        (Rect { width: share, ..all }, Rect { x: share + 16.0, width: width - share - 16.0, ..all })
    } else {
        let share = 0.5 * height;
        (Rect { height: share, ..all }, Rect { y: share, height: height - share, ..all })
    }
}

fn layout(masks: &Masks, area: Rect) -> Schematic {
    let sizes: Vec<usize> =
        std::iter::once(masks.inputs).chain(masks.layers.iter().map(|layer| layer.neurons)).collect();
    // Above, a residual's way around its layer; at the sides, half a dot.
    Schematic::new(&sizes, Rect { y: area.y + 28.0, height: area.height - 40.0, ..area }.grown_across(-16.0))
}

impl Rect {
    /// The same with `margin` more at left and right.
    fn grown_across(self, margin: f32) -> Self {
        Self { x: self.x - margin, width: self.width + 2.0 * margin, ..self }
    }
}

fn draw_network(input: &MasksInput, schematic: &Schematic, builder: &mut ShapeBuilder) {
    let (ink, masks) = (input.scale.ink(), input.masks);
    let is_dropped = |layer: usize, neuron: usize| {
        masks.layers.get(layer).is_some_and(|layer| layer.dropped.get(neuron) == Some(&true))
    };
    let count: usize = input.network.layers().iter().map(|layer| layer.neurons() * layer.inputs()).sum();
    for (index, (layer, shape)) in masks.layers.iter().zip(input.network.layers()).enumerate() {
        if (count > MOST_EDGES && index != input.layer) || layer.skipped {
            continue;
        }
        let [inputs, neurons] = [index, index + 1].map(|column| schematic.columns[column].len());
        for neuron in 0..shape.neurons().min(neurons) {
            let weights = input.network.weights(index, neuron).iter().enumerate();
            for (from, &weight) in weights.take(inputs) {
                let is_cut = layer.cut.get(neuron).and_then(|row| row.get(from)) == Some(&true);
                let from_dropped = index > 0 && is_dropped(index - 1, from);
                if is_cut || from_dropped || is_dropped(index, neuron) {
                    continue;
                }
                let stroke = Stroke {
                    color: edge_color(weight, false, input.scale),
                    width: THIN * edge_width(weight),
                };
                schematic.edge([index, neuron, from], stroke, builder);
            }
        }
    }
    for (index, layer) in masks.layers.iter().enumerate().filter(|(_, layer)| layer.residual) {
        let stroke = match layer.skipped {
            true => Stroke { color: ink.text, width: 2.5 },
            false => Stroke { color: ink.muted.faded(0.6), width: 1.0 },
        };
        way_around(schematic, index, stroke, builder);
    }
    schematic.draw_folded(ink.muted, builder);
    for (column, places) in schematic.columns.iter().enumerate() {
        for (row, &place) in places.iter().enumerate() {
            let layer = column.checked_sub(1);
            let out = layer.is_some_and(|layer| is_dropped(layer, row) || masks.layers[layer].skipped);
            let (fill, edge) = match (out, layer) {
                (true, _) => (ink.panel, ink.muted.faded(0.5)),
                (_, None) => (ink.line, ink.muted),
                _ => (ink.text, ink.text),
            };
            builder.dot(place, schematic.radius, fill, edge);
            if layer.is_some_and(|layer| is_dropped(layer, row)) {
                cross(place, 0.7 * schematic.radius, Stroke { color: ink.text, width: 1.5 }, builder);
            }
        }
    }
    let chosen = masks.norm.as_ref().map(|norm| (norm.layer, norm.row));
    if let Some((layer, row)) = chosen
        && let Some(masked) = masks.layers.get(layer)
        && let Some(center) = schematic.neuron(layer, row % masked.neurons.max(1))
    {
        builder.ring(center, schematic.radius + 3.5, ink.text);
    }
}

/// Over a layer, from the column before it to its own.
fn way_around(schematic: &Schematic, layer: usize, stroke: Stroke, builder: &mut ShapeBuilder) {
    let from = schematic.columns.get(layer).and_then(|column| column.first());
    let (Some(&from), Some(to)) = (from, schematic.neuron(layer, 0)) else { return };
    let above = |[x, y]: Position, by: f32| [x, y - schematic.radius - by];
    builder.curve([above(from, 2.0), above(from, 22.0), above(to, 22.0), above(to, 2.0)], stroke);
}

fn cross([x, y]: Position, r: f32, stroke: Stroke, builder: &mut ShapeBuilder) {
    for side in [-1.0, 1.0] {
        let (from, to) = ([x - r, y - side * r], [x + r, y + side * r]);
        builder.line(from, to, stroke);
    }
}

/// Two histograms over one axis, so that the change can be seen; under each, mean ± deviation by the minibatch and by the
/// running averages.
fn draw_norm(input: &MasksInput, area: Rect, builder: &mut ShapeBuilder) {
    let Some(norm) = &input.masks.norm else { return };
    let ink = input.scale.ink();
    let [mean, variance] = norm.batch;
    let [running_mean, running_variance] = norm.running;
    let [gamma, beta] = norm.learned;
    let deviation = |variance: f64| variance.max(0.0).sqrt();
    // What evaluation makes of the same sums.
    let scale = gamma / deviation(running_variance + BATCH_NORM_EPSILON);
    let evaluated = [scale * (mean - running_mean) + beta, (scale * deviation(variance)).abs()];
    let trained = [beta, gamma.abs() * deviation(variance) / deviation(variance + BATCH_NORM_EPSILON)];
    let (low, high) = [&norm.before, &norm.after]
        .iter()
        .fold((-1.0f64, 1.0f64), |(low, high), histogram| (low.min(histogram.low), high.max(histogram.high)));
    let margin = 0.04 * (high - low);
    let axis = Axis { area, low: low - margin, high: high + margin };
    let half = 0.5 * area.height;
    let parts = [
        (
            &norm.before,
            input.words[0],
            [[mean, deviation(variance)], [running_mean, deviation(running_variance)]],
        ),
        (&norm.after, input.words[1], [trained, evaluated]),
    ];
    for (part, (histogram, word, statistics)) in parts.into_iter().enumerate() {
        let top = area.y + half * part as f32;
        let floor = top + half - UNDER;
        builder.text(word, [area.x, top + 8.0], Anchor::Start, 12.0, ink.text);
        bars(histogram, &axis, [top + 22.0, floor], input.scale, builder);
        builder.line([area.x, floor], [area.right(), floor], Stroke { color: ink.muted, width: 1.0 });
        for (row, [middle, deviation]) in statistics.into_iter().enumerate() {
            let y = floor + 8.0 + 9.0 * row as f32;
            let color = if row == 0 { ink.text } else { ink.muted };
            let stroke = Stroke { color, width: 1.5 };
            let [from, to] = [middle - deviation, middle + deviation].map(|z| [axis.x(z), y]);
            if row == 0 {
                builder.line(from, to, stroke);
            } else {
                builder.dashes(from, to, stroke);
            }
            builder.dot([axis.x(middle), y], 3.0, color, color);
            let text =
                format!("{} {} ± {}", input.words[2 + row], format_number(middle), format_number(deviation));
            let (x, anchor) = if row == 0 { (area.x, Anchor::Start) } else { (area.right(), Anchor::End) };
            builder.text(&text, [x, floor + 30.0], anchor, SIZE, color);
        }
    }
    let zero = axis.x(0.0);
    let stroke = Stroke { color: ink.muted.faded(0.5), width: 1.0 };
    builder.dashes([zero, area.y + 22.0], [zero, area.bottom() - UNDER], stroke);
    builder.text("0", [zero, area.y + 14.0], Anchor::Middle, SIZE, ink.muted);
    for (value, anchor) in [(low, Anchor::Start), (high, Anchor::End)] {
        builder.text(&format_number(value), [axis.x(value), area.bottom() - 6.0], anchor, SIZE, ink.muted);
    }
}

struct Axis {
    area: Rect,
    low: f64,
    high: f64,
}

impl Axis {
    /// Where a value is; beyond the ends at the end.
    fn x(&self, value: f64) -> f32 {
        let share = (value - self.low) / (self.high - self.low);
        let share = if share.is_nan() { 0.5 } else { share.clamp(0.0, 1.0) };
        self.area.x + share as f32 * self.area.width
    }
}

/// Values in their colours, as a map has them.
fn bars(
    histogram: &Histogram,
    axis: &Axis,
    [top, floor]: [f32; 2],
    scale: &Scale,
    builder: &mut ShapeBuilder,
) {
    let most = histogram.peak().max(1) as f32;
    let span = (histogram.high - histogram.low) / histogram.counts.len().max(1) as f64;
    for (bar, &count) in histogram.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let from = histogram.low + span * bar as f64;
        let (x, end) = (axis.x(from), axis.x(from + span));
        let height = (floor - top) * count as f32 / most;
        builder.bar(
            Rect { x, y: floor - height, width: (end - x - 1.0).max(1.5), height },
            0.0,
            scale.color((from + 0.5 * span) as f32),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Palette, Theme, svg};
    use nabla_lab::masks::{MaskedLayer, Norm};
    use nabla_nn::LayerParameters;

    fn network() -> FlatParameters {
        let layer = |weights: &[&[f64]]| {
            let rows: Vec<Vec<f64>> = weights.iter().map(|row| row.to_vec()).collect();
            let biases = vec![0.1; rows.len()];
            LayerParameters::new(rows, biases)
        };
        FlatParameters::from(&vec![
            layer(&[&[1.2, -0.4], &[0.5, 0.1], &[-2.5, 0.8]]),
            layer(&[&[0.3, -1.0, 0.05], &[-0.7, 6.0, 0.2], &[1.0, 1.0, -1.0]]),
            layer(&[&[-3.0, 1.7, 0.5]]),
        ])
    }

    fn masks() -> Masks {
        let plain = |neurons| MaskedLayer { neurons, ..MaskedLayer::default() };
        Masks {
            step: 3,
            probabilities: [0.3, 0.2, 0.0],
            inputs: 2,
            samples: 10,
            layers: vec![
                MaskedLayer {
                    dropped: vec![false, true, false],
                    cut: vec![vec![true, false], vec![false; 2], vec![false; 2]],
                    ..plain(3)
                },
                MaskedLayer { residual: true, skipped: true, normalized: 3, ..plain(3) },
                plain(1),
            ],
            norm: None,
        }
    }

    fn norm() -> Norm {
        let histogram = |low: f64, high: f64| Histogram { low, high, counts: vec![1, 0, 4, 3, 2], astray: 0 };
        Norm {
            layer: 1,
            row: 2,
            before: histogram(-1.0, 6.0),
            after: histogram(-1.5, 1.8),
            batch: [2.0, 4.0],
            running: [1.0, 9.0],
            learned: [1.0, 0.0],
        }
    }

    fn shapes(masks: &Masks, theme: Theme, size: [f32; 2]) -> Vec<Shape> {
        let scale = Scale::new(Palette::Classic, theme);
        let network = network();
        let words = ["before", "after", "minibatch", "running"];
        masks_picture(&MasksInput { masks, network: &network, scale: &scale, layer: 0, words }, size)
    }

    fn edges(shapes: &[Shape]) -> usize {
        let sources = |shape: &&Shape| matches!(shape, Shape::Line { stroke, .. } if stroke.width != 1.5);
        shapes.iter().filter(sources).count()
    }

    #[test]
    fn what_is_dropped_has_no_links() {
        let mut masks = masks();
        // Of 6 one is cut and two go into the dropped neuron; the second layer is skipped; of 3 the outputs take all.
        assert_eq!(edges(&shapes(&masks, Theme::Light, [400.0, 300.0])), 3 + 3);
        masks.layers[1].skipped = false;
        assert_eq!(edges(&shapes(&masks, Theme::Light, [400.0, 300.0])), 3 + 6 + 3);
    }

    #[test]
    fn masks_alone_and_beside_a_normalization() {
        let [width, height] = [480.0, 280.0];
        // Detects a change, proves no correctness: see `tests/snapshots.rs`.
        insta::assert_snapshot!(
            "masks_alone",
            svg(&shapes(&masks(), Theme::Dark, [width, height]), width, height, &[])
        );
        let masks = Masks { norm: Some(norm()), ..masks() };
        for (name, width, height) in [("masks_and_norm", 760.0, 300.0), ("masks_over_norm", 340.0, 480.0)] {
            let shapes = shapes(&masks, Theme::Light, [width, height]);
            insta::assert_snapshot!(name, svg(&shapes, width, height, &[]));
        }
    }

    #[test]
    fn a_neuron_is_hit_where_it_is_drawn() {
        let masks = Masks { norm: Some(norm()), ..masks() };
        let size = [760.0, 300.0];
        let place = layout(&masks, areas(&masks, size).0).neuron(1, 2).unwrap();
        assert_eq!(masks_hit(&masks, size, place), Some((1, 2)));
        assert_eq!(masks_hit(&masks, size, [759.0, 299.0]), None);
    }

    #[test]
    fn any_number_can_be_drawn() {
        let mut norm = norm();
        (norm.batch, norm.running) = ([f64::NAN, f64::INFINITY], [f64::NEG_INFINITY, -1.0]);
        norm.before = Histogram { counts: vec![0; 5], ..Histogram::default() };
        let masks = Masks { norm: Some(norm), ..masks() };
        assert!(!shapes(&masks, Theme::Light, [0.0, 0.0]).is_empty());
    }
}
