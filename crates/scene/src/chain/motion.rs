//! One moment of a step in slow motion, over the whole network.

use super::by_sign;
use crate::diagram::{edge_color, edge_width};
use crate::format_number::format_number;
use crate::schematic::Schematic;
use crate::shape_builder::ShapeBuilder;
use crate::{Anchor, Rect, Scale, Shape, Stroke};
use nabla_lab::chain::{Motion, Moving, Stage};

/// Numbers stand at the neurons where rows are at least so far apart.
const ROOM_FOR_NUMBERS: f32 = 30.0;
/// Edges of other layers are left out where there are more than this.
const MOST_ASIDE: usize = 300;
/// The width of the edge with the largest slope.
const WIDEST: f32 = 6.0;

/// What the picture shows.
#[derive(Clone, Copy)]
pub struct MotionInput<'a> {
    /// The step.
    pub motion: &'a Motion,
    /// The moment.
    pub stage: Stage,
    /// Colours; its theme gives the inks.
    pub scale: &'a Scale,
}

/// The network at a moment of the step, in a box of `width` × `height` pixels: activations as far as they are known on the
/// way forward, δ on the way back, and last how far each weight moves.
pub fn motion_picture(input: &MotionInput, [width, height]: [f32; 2]) -> Vec<Shape> {
    let mut builder = ShapeBuilder::default();
    let layers = &input.motion.layers;
    let sizes: Vec<usize> = std::iter::once(input.motion.inputs.len())
        .chain(layers.iter().map(|layer| layer.activations.len()))
        .collect();
    // Room for numbers at the sides and under the lowest neuron, and for t beside the output.
    let area = Rect { x: 36.0, y: 12.0, width: width - 124.0, height: height - 36.0 };
    let schematic = Schematic::new(&sizes, area);
    let count: usize = layers.iter().flat_map(|layer| &layer.weights).map(Vec::len).sum();
    for (index, layer) in layers.iter().enumerate() {
        let is_here = match input.stage {
            Stage::Forward(at) | Stage::Backward(at) => at == index,
            Stage::Loss => false,
            Stage::Update => true,
        };
        if is_here || count <= MOST_ASIDE {
            draw_edges(input, &schematic, index, layer, is_here, &mut builder);
        }
    }
    for (row, &place) in schematic.columns[0].iter().enumerate() {
        let value = input.motion.inputs[row];
        builder.dot(place, schematic.radius, input.scale.color(value), input.scale.ink().muted);
        if schematic.pitch >= ROOM_FOR_NUMBERS {
            let at = [place[0], place[1] + schematic.radius + 9.0];
            builder.text(&format_number(value.into()), at, Anchor::Middle, 11.0, input.scale.ink().muted);
        }
    }
    for (index, layer) in layers.iter().enumerate() {
        draw_neurons(input, &schematic, index, layer, &mut builder);
    }
    draw_targets(input, &schematic, &mut builder);
    schematic.draw_folded(input.scale.ink().muted, &mut builder);
    builder.0
}

/// On the way forward edges are their weights; on the way back their slopes; at last what the step adds to them.
fn draw_edges(
    input: &MotionInput,
    schematic: &Schematic,
    index: usize,
    layer: &Moving,
    is_here: bool,
    builder: &mut ShapeBuilder,
) {
    let change = |neuron: usize, from: usize| match input.stage {
        Stage::Update => layer.after[neuron][from] - layer.weights[neuron][from],
        _ => layer.slopes[neuron][from],
    };
    let is_slope = is_here && matches!(input.stage, Stage::Backward(_) | Stage::Update);
    let mut largest = f32::MIN_POSITIVE;
    for (neuron, weights) in layer.weights.iter().enumerate() {
        for from in 0..weights.len() {
            let size = change(neuron, from).abs();
            largest = if size.is_finite() { largest.max(size) } else { largest };
        }
    }
    let [inputs, neurons] = [index, index + 1].map(|column| schematic.columns[column].len());
    for (neuron, weights) in layer.weights.iter().enumerate().take(neurons) {
        for (from, &weight) in weights.iter().enumerate().take(inputs) {
            let stroke = if is_slope {
                let share = change(neuron, from) / largest;
                let size = if share.is_finite() { share.abs() } else { 0.0 };
                let color = by_sign(share.into(), input.scale).faded(0.3 + 0.7 * size);
                Stroke { color, width: 1.0 + (WIDEST - 1.0) * size }
            } else {
                Stroke { color: edge_color(weight, !is_here, input.scale), width: 0.6 * edge_width(weight) }
            };
            schematic.edge([index, neuron, from], stroke, builder);
        }
    }
}

fn draw_neurons(
    input: &MotionInput,
    schematic: &Schematic,
    index: usize,
    layer: &Moving,
    builder: &mut ShapeBuilder,
) {
    let ink = input.scale.ink();
    // What is known by now: nothing, a, or δ.
    let (is_here, is_known, is_back) = match input.stage {
        Stage::Forward(at) => (at == index, index <= at, false),
        Stage::Loss => (index + 1 == input.motion.layers.len(), true, false),
        Stage::Backward(at) => (at == index, true, index >= at),
        Stage::Update => (false, true, true),
    };
    let finite = layer.deltas.iter().map(|delta| delta.abs()).filter(|delta| delta.is_finite());
    let largest = finite.fold(f32::MIN_POSITIVE, f32::max);
    for (neuron, &place) in schematic.columns[index + 1].iter().enumerate() {
        let (a, delta) = (layer.activations[neuron], layer.deltas[neuron]);
        let fill = if is_back {
            input.scale.color(delta / largest)
        } else if is_known {
            input.scale.color(a)
        } else {
            ink.panel
        };
        let edge = if is_here { ink.text } else { ink.muted };
        builder.dot(place, schematic.radius, fill, edge);
        if is_here {
            builder.ring(place, schematic.radius + 3.0, ink.text);
        }
        if schematic.pitch >= ROOM_FOR_NUMBERS && is_known {
            let text = match is_back {
                true => format!("δ {}", format_number(delta.into())),
                false => format_number(a.into()),
            };
            let at = [place[0], place[1] + schematic.radius + 10.0];
            builder.text(&text, at, Anchor::Middle, 11.0, if is_here { ink.text } else { ink.muted });
        }
    }
}

/// What is right, beside the outputs, from the loss on.
fn draw_targets(input: &MotionInput, schematic: &Schematic, builder: &mut ShapeBuilder) {
    if let Stage::Forward(_) = input.stage {
        return;
    }
    let ink = input.scale.ink();
    let Some(places) = schematic.columns.last() else { return };
    for (&[x, y], &target) in places.iter().zip(&input.motion.targets) {
        let at = [x + 2.0 * schematic.radius + 14.0, y];
        let stroke = Stroke { color: ink.muted, width: 1.0 };
        let from = [x + schematic.radius + 4.0, y];
        builder.line(from, [at[0] - schematic.radius, y], stroke);
        builder.dot(at, schematic.radius, input.scale.color(target), ink.text);
        let text = format!("t {}", format_number(target.into()));
        builder.text(&text, [at[0] + schematic.radius + 5.0, y], Anchor::Start, 11.0, ink.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Palette, Theme, svg};

    fn layer(weights: &[&[f32]], activations: &[f32], deltas: &[f32]) -> Moving {
        let rows = |factor: f32| {
            weights.iter().map(|row| row.iter().map(|w| factor * w).collect()).collect::<Vec<Vec<f32>>>()
        };
        Moving {
            sums: activations.to_vec(),
            activations: activations.to_vec(),
            deltas: deltas.to_vec(),
            weights: rows(1.0),
            slopes: rows(-0.1),
            after: rows(1.01),
        }
    }

    fn example() -> Motion {
        Motion {
            inputs: vec![1.2, -0.3],
            targets: vec![-1.0],
            layers: vec![
                layer(
                    &[&[1.0, -0.5], &[0.2, f32::NAN], &[-2.0, 0.0]],
                    &[0.8, -0.1, 0.3],
                    &[0.02, -0.01, 0.0],
                ),
                layer(&[&[0.7, 1.5, -0.4]], &[0.6], &[0.4]),
            ],
            loss: [0.51, 0.49],
            learning_rate: 0.03,
        }
    }

    #[test]
    fn forward_back_and_the_update() {
        let motion = example();
        let moments = [
            ("forward", Stage::Forward(0), Theme::Light),
            ("loss", Stage::Loss, Theme::Dark),
            ("backward", Stage::Backward(0), Theme::Light),
            ("update", Stage::Update, Theme::Dark),
        ];
        for (name, stage, theme) in moments {
            let scale = Scale::new(Palette::Classic, theme);
            let input = MotionInput { motion: &motion, stage, scale: &scale };
            let text = svg(&motion_picture(&input, [480.0, 260.0]), 480.0, 260.0, &[]);
            assert_eq!(text.contains(">t −1<"), stage != Stage::Forward(0), "{name}");
            assert_eq!(
                text.contains(">δ 0.02<"),
                matches!(stage, Stage::Backward(0) | Stage::Update),
                "{name}"
            );
            // Detects a change, proves no correctness: see `tests/snapshots.rs`.
            insta::assert_snapshot!(format!("motion_{name}"), text);
        }
    }

    #[test]
    fn the_largest_network_shows_the_edges_of_one_layer() {
        let wide = |inputs: usize| layer(&vec![&vec![0.5; inputs][..]; 32], &[0.1; 32], &[0.1; 32]);
        let mut layers = vec![wide(9)];
        layers.extend((0..7).map(|_| wide(32)));
        let motion = Motion { inputs: vec![0.0; 9], layers, ..example() };
        let scale = Scale::new(Palette::Classic, Theme::Light);
        let input = MotionInput { motion: &motion, stage: Stage::Backward(3), scale: &scale };
        let shapes = motion_picture(&input, [800.0, 320.0]);
        assert!(shapes.len() < 1500, "{}", shapes.len());
    }
}
