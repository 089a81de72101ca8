//! One frame of the diagram.

use super::edge::{Edge, FRAME};
use super::folded::Folded;
use super::layout::bias_square;
use super::{Diagram, Part};
use crate::{Anchor, Dash, Rect, Rgba, Scale, Shape, Stroke};
use nabla_nn::{FlatParameters, ParameterId, Shape as LayerShape};

/// An edge as wide as a weight of this size is the widest.
const WIDEST_WEIGHT: f32 = 5.0;
/// An edge's width at weight 0 and at [`WIDEST_WEIGHT`], as in TensorFlow Playground.
const WIDTHS: (f32, f32) = (1.0, 10.0);
/// How much of an edge's colour is left at weight 0; a weight of ½ has it all.
const FAINTEST: f32 = 0.5;
/// What is left of the edges that have nothing to do with what the pointer is on.
const ASIDE: f32 = 0.25;
/// Dashes while playing.
const DASH: (f32, f32) = (8.0, 3.0);
/// So many edges flow while playing, an equal share in every layer and there the strongest: more would be a blur, and
/// dashes are most of what a frame's pixels cost where the processor paints them.
const MOST_FLOWING: usize = 150;
/// Over an edge that wants attention.
const DOTS: Dash = Dash { on: 2.0, off: 6.0, offset: 0.0 };
/// What is left of an inactive feature.
const INACTIVE: f32 = 0.3;
/// Between a tile's frame and its outline.
const OUTLINE: f32 = 3.0;
/// Tiles this size and larger have edges of full width.
const FULL_TILE: f32 = 44.0;

/// What the diagram shows beside its layout.
#[derive(Clone, Copy)]
pub struct DiagramInput<'a> {
    /// Weights and biases, layer by layer; what the layout has no place for is left out.
    pub network: &'a FlatParameters,
    /// Colours of weights and biases; its theme gives the inks.
    pub scale: &'a Scale,
    /// How far the signal has flowed while playing, in pixels; 0 for a still picture with whole
    /// lines.
    pub time: f64,
    /// The part under the pointer; edges that have nothing to do with it step aside.
    pub hovered: Option<Part>,
    /// The part being edited or holding the keyboard.
    pub selected: Option<Part>,
    /// Neurons and weights that want attention, such as those that do not learn.
    pub outlined: &'a [Part],
}

/// An edge ready to be drawn.
struct Drawn {
    part: Part,
    /// Its place in the order of drawing.
    step: usize,
    edge: Edge,
    stroke: Stroke,
}

/// Edges are drawn in so many steps of strength, stronger over weaker ones. Edges of a step and a sign look the same, and
/// are drawn as one.
const STRENGTHS: usize = 64;

/// The step above them all, of edges that are pointed at or chosen.
const MARKED: usize = 2 * STRENGTHS + 2;

impl Diagram {
    /// Everything to draw, back to front: edges (weak ones first), features, neurons, biases, rings.
    pub fn shapes(&self, input: &DiagramInput) -> Vec<Shape> {
        let [hovered, selected] =
            [input.hovered, input.selected].map(|part| part.map(|part| self.shown_as(part)));
        let input = &DiagramInput { hovered, selected, ..*input };
        let mut shapes = Vec::new();
        self.draw_way_out(input, &mut shapes);
        self.draw_folded_edges(input, &mut shapes);
        self.draw_edges(input, &mut shapes);
        self.draw_features(input, &mut shapes);
        self.draw_neurons(input, &mut shapes);
        shapes
    }

    /// From the output tiles to the big map beside the diagram; of several, each in its class's colour.
    fn draw_way_out(&self, input: &DiagramInput, shapes: &mut Vec<Shape>) {
        let Some(column) = self.columns.last() else { return };
        for (class, tile) in column.tiles.iter().enumerate() {
            let y = tile.center()[1];
            let color = match column.tiles.len() {
                1 => input.scale.ink().line,
                _ => input.scale.class_color(class),
            };
            shapes.push(Shape::Line {
                from: [tile.right() + FRAME, y],
                to: [self.width, y],
                stroke: Stroke { color, width: 2.0 },
                dash: None,
            });
        }
    }

    /// From and to folded neurons: one plain line for all edges of a row, so that nobody takes them for unconnected.
    fn draw_folded_edges(&self, input: &DiagramInput, shapes: &mut Vec<Shape>) {
        let stroke = Stroke { color: input.scale.ink().line, width: 1.0 };
        for layer in 0..self.columns.len().saturating_sub(1) {
            let [inputs, neurons] = [self.input_count(layer), self.columns[layer + 1].tiles.len()];
            let folded_inputs = layer > 0 && self.columns[layer].folded.is_some();
            let is_folded = self.columns[layer + 1].folded.is_some();
            for neuron in 0..neurons + usize::from(is_folded) {
                for source in 0..inputs + usize::from(folded_inputs) {
                    if neuron < neurons && source < inputs {
                        continue;
                    }
                    let Some(Edge { from, control_from, control_to, to }) = self.edge(layer, neuron, source)
                    else {
                        continue;
                    };
                    shapes.push(Shape::Curve { from, control_from, control_to, to, stroke, dash: None });
                }
            }
        }
    }

    /// Layer by layer, in each the weak ones first; while playing the strong ones flow.
    fn draw_edges(&self, input: &DiagramInput, shapes: &mut Vec<Shape>) {
        let dash = (input.time != 0.0).then(|| Dash {
            on: DASH.0,
            off: DASH.1,
            offset: -(input.time % f64::from(DASH.0 + DASH.1)) as f32,
        });
        let most = MOST_FLOWING / input.network.layers().len().max(1);
        for layer in 0..input.network.layers().len() {
            let edges = self.layer_edges(layer, input);
            let mut counts = [0; MARKED + 1];
            edges.iter().for_each(|edge| counts[edge.step] += 1);
            let mut stronger = edges.len();
            // A sort would be kilobytes of code.
            for (step, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                stronger -= count;
                let dash = dash.filter(|_| stronger < most);
                for &Drawn { part, edge, stroke, .. } in edges.iter().filter(|edge| edge.step == step) {
                    let Edge { from, control_from, control_to, to } = edge;
                    let curve =
                        |stroke, dash| Shape::Curve { from, control_from, control_to, to, stroke, dash };
                    if step == MARKED {
                        shapes.push(curve(halo(stroke, input.scale), None));
                    }
                    shapes.push(curve(stroke, dash));
                    if input.outlined.contains(&part) {
                        let stroke = Stroke { color: input.scale.ink().text, width: 2.0 };
                        shapes.push(curve(stroke, Some(DOTS)));
                    }
                }
            }
        }
    }

    /// The edges into a layer, as far as the layout has a place for them.
    fn layer_edges(&self, layer: usize, input: &DiagramInput) -> Vec<Drawn> {
        // An edge is shown by its halo: letting all others step aside would flicker under the pointer.
        let focus = input.hovered.filter(|part| {
            !matches!(part, Part::Folded { .. } | Part::Parameter(ParameterId::Weight { .. }))
        });
        let tile = self.tile(layer + 1, 0).map_or(FULL_TILE, |tile| tile.width);
        let thin = (tile / FULL_TILE).clamp(0.4, 1.0);
        let mut edges = Vec::new();
        let neurons = input.network.layers().get(layer).map_or(0, LayerShape::neurons);
        let shown = self.columns.get(layer + 1).map_or(0, |column| column.tiles.len());
        for neuron in 0..neurons.min(shown) {
            let weights = input.network.weights(layer, neuron).iter().enumerate();
            for (source, &weight) in weights.take(self.input_count(layer)) {
                let Some(edge) = self.edge(layer, neuron, source) else { continue };
                let part = Part::Parameter(ParameterId::Weight { layer, neuron, input: source });
                let aside = focus.is_some_and(|focus| !self.touches(part, focus));
                let strength = edge_strength(weight);
                let weight = edge_weight(strength).copysign(weight);
                let color = edge_color(weight, aside, input.scale);
                let stroke = Stroke { color, width: edge_width(weight) * thin };
                let marked = [input.hovered, input.selected].contains(&Some(part));
                let step = if marked { MARKED } else { 2 * strength + usize::from(weight > 0.0) };
                edges.push(Drawn { part, step, edge, stroke });
            }
        }
        edges
    }

    /// Whether an edge is a part, or starts or ends at it.
    fn touches(&self, edge: Part, part: Part) -> bool {
        let Part::Parameter(ParameterId::Weight { layer, neuron, input }) = edge else { return false };
        match part {
            Part::Parameter(ParameterId::Weight { .. }) => edge == part,
            Part::Feature(feature) => layer == 0 && self.input_feature(input) == Some(feature),
            Part::Neuron { layer: at, index } => {
                (layer == at && neuron == index) || (layer == at + 1 && input == index)
            }
            Part::Parameter(ParameterId::Bias { layer: at, neuron: index }) => layer == at && neuron == index,
            Part::Folded { .. } => false,
        }
    }

    fn draw_features(&self, input: &DiagramInput, shapes: &mut Vec<Shape>) {
        const SIZE: f32 = 13.0;
        let ink = input.scale.ink();
        for (row, &(feature, active)) in self.features().iter().enumerate() {
            let Some(tile) = self.tile(0, row) else { continue };
            let part = Part::Feature(feature);
            shapes.push(Shape::Text {
                at: [tile.x - FRAME - 8.0, Shape::baseline(tile.center()[1], SIZE)],
                text: feature.label().to_owned(),
                anchor: Anchor::End,
                size: SIZE,
                weight: if active { 600 } else { 400 },
                color: if active { ink.text } else { ink.muted },
            });
            self.draw_tile(part, tile, if active { 1.0 } else { INACTIVE }, input, shapes);
        }
    }

    fn draw_neurons(&self, input: &DiagramInput, shapes: &mut Vec<Shape>) {
        let ink = input.scale.ink();
        for (layer, column) in self.columns.iter().skip(1).enumerate() {
            if let Some(folded) = column.folded {
                self.draw_folded(layer, folded, input, shapes);
            }
            for (index, &tile) in column.tiles.iter().enumerate() {
                self.draw_tile(Part::Neuron { layer, index }, tile, 1.0, input, shapes);
                let Some(bias) = input.network.bias(layer, index) else { continue };
                let square = bias_square(tile);
                shapes.push(square_shape(square, Some(input.scale.color(bias)), ink.muted, 1.0));
                if let Some(width) =
                    ring_width(Part::Parameter(ParameterId::Bias { layer, neuron: index }), input)
                {
                    shapes.push(square_shape(square.grown(2.5), None, ink.text, width));
                }
            }
        }
    }

    /// The part whose tile shows a part: a folded neuron is shown by its layer's [`Part::Folded`].
    fn shown_as(&self, part: Part) -> Part {
        match part {
            Part::Neuron { layer, index } if self.tile(layer + 1, index).is_none() => Part::Folded { layer },
            part => part,
        }
    }

    /// A map in its frame, ringed if hovered or selected.
    fn draw_tile(&self, part: Part, tile: Rect, opacity: f32, input: &DiagramInput, shapes: &mut Vec<Shape>) {
        let Some(index) = self.tile_index(part) else { return };
        let radius = radius_of(tile);
        draw_frame(tile, input, shapes);
        shapes.push(Shape::Tile { index, x: tile.x, y: tile.y, size: tile.width, radius, opacity });
        self.draw_marks(part, tile, input, shapes);
    }

    /// How many neurons there are more, on a tile over the edge of another.
    fn draw_folded(&self, layer: usize, folded: Folded, input: &DiagramInput, shapes: &mut Vec<Shape>) {
        const SIZE: f32 = 11.0;
        let Folded { tile, neurons } = folded;
        draw_frame(Rect { x: tile.x + 3.0, y: tile.y + 3.0, ..tile }, input, shapes);
        draw_frame(tile, input, shapes);
        let [x, y] = tile.center();
        shapes.push(Shape::Text {
            at: [x, Shape::baseline(y, SIZE)],
            text: format!("+{neurons}"),
            anchor: Anchor::Middle,
            size: SIZE,
            weight: 600,
            color: input.scale.ink().muted,
        });
        self.draw_marks(Part::Folded { layer }, tile, input, shapes);
    }

    /// Around a tile: what wants attention is outlined, what is hovered or selected is ringed.
    fn draw_marks(&self, part: Part, tile: Rect, input: &DiagramInput, shapes: &mut Vec<Shape>) {
        let ink = input.scale.ink();
        let (radius, frame) = (radius_of(tile), tile.grown(FRAME));
        if input.outlined.iter().any(|&outlined| self.shown_as(outlined) == part) {
            let ring = frame.grown(OUTLINE);
            shapes.push(Shape::Rect {
                rect: ring,
                radius: radius + FRAME + OUTLINE,
                fill: None,
                stroke: Some(Stroke { color: ink.text, width: 1.5 }),
            });
            // Struck out at a corner, so that it is not taken for the keyboard's ring.
            let [x, y] = [ring.right(), ring.y];
            let stroke = Stroke { color: ink.text, width: 2.0 };
            for [from, to] in [[[-4.0, -4.0], [4.0, 4.0]], [[-4.0, 4.0], [4.0, -4.0]]] {
                let at = |[dx, dy]: [f32; 2]| [x + dx, y + dy];
                shapes.push(Shape::Line { from: at(from), to: at(to), stroke, dash: None });
            }
        }
        if let Some(width) = ring_width(part, input) {
            shapes.push(Shape::Rect {
                rect: frame,
                radius: radius + FRAME,
                fill: None,
                stroke: Some(Stroke { color: ink.text, width }),
            });
        }
    }
}

/// The panel a tile stands on.
fn draw_frame(tile: Rect, input: &DiagramInput, shapes: &mut Vec<Shape>) {
    let ink = input.scale.ink();
    shapes.push(Shape::Rect {
        rect: tile.grown(FRAME),
        radius: radius_of(tile) + FRAME,
        fill: Some(ink.panel),
        stroke: Some(Stroke { color: ink.line, width: 1.0 }),
    });
}

/// How round a tile's corners are.
fn radius_of(tile: Rect) -> f32 {
    (0.16 * tile.height).clamp(3.0, 7.0)
}

/// TensorFlow Playground's width of a weight.
pub(crate) fn edge_width(weight: f32) -> f32 {
    WIDTHS.0 + (WIDTHS.1 - WIDTHS.0) * edge_share(weight)
}

/// A weight as a share of the widest, 0 to 1; NaN as 0.
fn edge_share(weight: f32) -> f32 {
    if weight.is_nan() { 0.0 } else { (weight.abs() / WIDEST_WEIGHT).min(1.0) }
}

/// The step of a weight among [`STRENGTHS`]: by its root, for the eye tells thin and pale lines apart best.
fn edge_strength(weight: f32) -> usize {
    (edge_share(weight).sqrt() * STRENGTHS as f32).round() as usize
}

/// The weight in the middle of a step.
fn edge_weight(strength: usize) -> f32 {
    let root = strength as f32 / STRENGTHS as f32;
    WIDEST_WEIGHT * root * root
}

/// The weight's colour on the common scale, fainter where the weight is weak or the edge aside.
pub(crate) fn edge_color(weight: f32, aside: bool, scale: &Scale) -> Rgba {
    let strength = if weight.is_nan() { 0.0 } else { (2.0 * weight.abs()).min(1.0) };
    let opacity = FAINTEST + (1.0 - FAINTEST) * strength;
    scale.color(weight).faded(if aside { ASIDE * opacity } else { opacity })
}

/// The soft wider line under a marked edge.
fn halo(stroke: Stroke, scale: &Scale) -> Stroke {
    Stroke { color: scale.ink().text.faded(0.25), width: stroke.width + 6.0 }
}

/// How wide the ring of a part is, if it has one.
fn ring_width(part: Part, input: &DiagramInput) -> Option<f32> {
    let ringed = |marked| marked == Some(part);
    if ringed(input.selected) {
        Some(2.5)
    } else if ringed(input.hovered) {
        Some(1.5)
    } else {
        None
    }
}

fn square_shape(rect: Rect, fill: Option<Rgba>, color: Rgba, width: f32) -> Shape {
    Shape::Rect { rect, radius: 1.5, fill, stroke: Some(Stroke { color, width }) }
}
