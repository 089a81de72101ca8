//! One frame of the diagram.

use super::layout::bias_square;
use super::link::{FRAME, Link};
use super::{Diagram, Part};
use crate::{Anchor, Dash, Rect, Rgba, Scale, Shape, Stroke};
use nabla_nn::{FlatParameters, ParameterId, Shape as LayerShape};

/// A link as wide as a weight of this size is the widest.
const WIDEST_WEIGHT: f32 = 5.0;
/// A link's width at weight 0 and at [`WIDEST_WEIGHT`], as in TensorFlow Playground.
const WIDTHS: (f32, f32) = (1.0, 10.0);
/// How much of a link's colour is left at weight 0; a weight of ½ has it all.
const FAINTEST: f32 = 0.5;
/// What is left of the links that have nothing to do with what the pointer is on.
const ASIDE: f32 = 0.25;
/// Dashes while playing.
const DASH: (f32, f32) = (8.0, 3.0);
/// So many links flow while playing, an equal share in every layer and there the strongest: more would be a blur, and
/// dashes are most of what a frame's pixels cost where the processor paints them.
const MOST_FLOWING: usize = 150;
/// Over a link that wants attention.
const DOTS: Dash = Dash { on: 2.0, off: 6.0, offset: 0.0 };
/// What is left of an inactive feature.
const INACTIVE: f32 = 0.3;
/// Between a tile's frame and its outline.
const OUTLINE: f32 = 3.0;
/// Tiles this size and larger have links of full width.
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
    /// The part under the pointer; links that have nothing to do with it step aside.
    pub hovered: Option<Part>,
    /// The part being edited or holding the keyboard.
    pub selected: Option<Part>,
    /// Neurons and weights that want attention, such as those that do not learn.
    pub outlined: &'a [Part],
}

/// A link ready to be drawn.
struct Drawn {
    part: Part,
    /// Its place in the order of drawing.
    step: usize,
    link: Link,
    stroke: Stroke,
}

/// Links are drawn in so many steps of strength, stronger over weaker ones. Links of a step and a sign look the same, and
/// are drawn as one.
const STRENGTHS: usize = 64;

/// The step above them all, of links that are pointed at or chosen.
const MARKED: usize = 2 * STRENGTHS + 2;

impl Diagram {
    /// Everything to draw, back to front: links (weak ones first), features, neurons, biases, rings.
    pub fn shapes(&self, input: &DiagramInput) -> Vec<Shape> {
        let mut shapes = Vec::new();
        self.draw_way_out(input, &mut shapes);
        self.draw_links(input, &mut shapes);
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

    /// Layer by layer, in each the weak ones first; while playing the strong ones flow.
    fn draw_links(&self, input: &DiagramInput, shapes: &mut Vec<Shape>) {
        let dash = (input.time != 0.0).then(|| Dash {
            on: DASH.0,
            off: DASH.1,
            offset: -(input.time % f64::from(DASH.0 + DASH.1)) as f32,
        });
        let most = MOST_FLOWING / input.network.layers().len().max(1);
        for layer in 0..input.network.layers().len() {
            let links = self.layer_links(layer, input);
            let mut counts = [0; MARKED + 1];
            links.iter().for_each(|link| counts[link.step] += 1);
            let mut stronger = links.len();
            // A sort would be kilobytes of code.
            for (step, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                stronger -= count;
                let dash = dash.filter(|_| stronger < most);
                for &Drawn { part, link, stroke, .. } in links.iter().filter(|link| link.step == step) {
                    let Link { from, control_from, control_to, to } = link;
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

    /// The links into a layer, as far as the layout has a place for them.
    fn layer_links(&self, layer: usize, input: &DiagramInput) -> Vec<Drawn> {
        // A link is shown by its halo: letting all others step aside would flicker under the pointer.
        let focus = input.hovered.filter(|part| !matches!(part, Part::Parameter(ParameterId::Weight { .. })));
        let tile = self.tile(layer + 1, 0).map_or(FULL_TILE, |tile| tile.width);
        let thin = (tile / FULL_TILE).clamp(0.4, 1.0);
        let mut links = Vec::new();
        let neurons = input.network.layers().get(layer).map_or(0, LayerShape::neurons);
        for neuron in 0..neurons {
            for (source, &weight) in input.network.weights(layer, neuron).iter().enumerate() {
                let Some(link) = self.link(layer, neuron, source) else { continue };
                let part = Part::Parameter(ParameterId::Weight { layer, neuron, input: source });
                let aside = focus.is_some_and(|focus| !self.touches(part, focus));
                let strength = link_strength(weight);
                let weight = link_weight(strength).copysign(weight);
                let color = link_color(weight, aside, input.scale);
                let stroke = Stroke { color, width: link_width(weight) * thin };
                let marked = [input.hovered, input.selected].contains(&Some(part));
                let step = if marked { MARKED } else { 2 * strength + usize::from(weight > 0.0) };
                links.push(Drawn { part, step, link, stroke });
            }
        }
        links
    }

    /// Whether a link is a part, or starts or ends at it.
    fn touches(&self, link: Part, part: Part) -> bool {
        let Part::Parameter(ParameterId::Weight { layer, neuron, input }) = link else { return false };
        match part {
            Part::Parameter(ParameterId::Weight { .. }) => link == part,
            Part::Feature(feature) => layer == 0 && self.input_feature(input) == Some(feature),
            Part::Neuron { layer: at, index } => {
                (layer == at && neuron == index) || (layer == at + 1 && input == index)
            }
            Part::Parameter(ParameterId::Bias { layer: at, neuron: index }) => layer == at && neuron == index,
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

    /// A map in its frame, ringed if hovered or selected.
    fn draw_tile(&self, part: Part, tile: Rect, opacity: f32, input: &DiagramInput, shapes: &mut Vec<Shape>) {
        let Some(index) = self.tile_index(part) else { return };
        let ink = input.scale.ink();
        let radius = (0.16 * tile.width).clamp(3.0, 7.0);
        let frame = tile.grown(FRAME);
        shapes.push(Shape::Rect {
            rect: frame,
            radius: radius + FRAME,
            fill: Some(ink.panel),
            stroke: Some(Stroke { color: ink.line, width: 1.0 }),
        });
        shapes.push(Shape::Tile { index, x: tile.x, y: tile.y, size: tile.width, radius, opacity });
        if input.outlined.contains(&part) {
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

/// TensorFlow Playground's width of a weight.
pub(crate) fn link_width(weight: f32) -> f32 {
    WIDTHS.0 + (WIDTHS.1 - WIDTHS.0) * link_share(weight)
}

/// A weight as a share of the widest, 0 to 1; NaN as 0.
fn link_share(weight: f32) -> f32 {
    if weight.is_nan() { 0.0 } else { (weight.abs() / WIDEST_WEIGHT).min(1.0) }
}

/// The step of a weight among [`STRENGTHS`]: by its root, for the eye tells thin and pale lines apart best.
fn link_strength(weight: f32) -> usize {
    (link_share(weight).sqrt() * STRENGTHS as f32).round() as usize
}

/// The weight in the middle of a step.
fn link_weight(strength: usize) -> f32 {
    let root = strength as f32 / STRENGTHS as f32;
    WIDEST_WEIGHT * root * root
}

/// The weight's colour on the common scale, fainter where the weight is weak or the link aside.
pub(crate) fn link_color(weight: f32, aside: bool, scale: &Scale) -> Rgba {
    let strength = if weight.is_nan() { 0.0 } else { (2.0 * weight.abs()).min(1.0) };
    let opacity = FAINTEST + (1.0 - FAINTEST) * strength;
    scale.color(weight).faded(if aside { ASIDE * opacity } else { opacity })
}

/// The soft wider line under a marked link.
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
