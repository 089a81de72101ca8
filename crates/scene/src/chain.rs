//! The chain rule at one place: its path through the network, and under it the product, factor by factor.

mod motion;

pub use motion::{MotionInput, motion_picture};

use crate::diagram::{edge_color, edge_width};
use crate::format_number::format_number;
use crate::shape_builder::ShapeBuilder;
use crate::{Anchor, Position, Rect, Rgba, Scale, Shape, Stroke};
use nabla_lab::Chain;
use nabla_lab::chain::{Factor, Kind, Place, Source, Term};
use nabla_nn::ParameterId;

/// Terms shown one by one; the others are one sum.
const MOST_TERMS: usize = 6;
/// The font size of what stands at the path.
const SIZE: f32 = 12.0;
/// The chosen neuron's and the others' radius.
const RADII: (f32, f32) = (18.0, 10.0);
/// The height of the product under the path.
const PRODUCT: f32 = 104.0;
/// Narrower than this, terms are their products alone.
const WIDE: f32 = 560.0;

/// What the picture shows.
#[derive(Clone, Copy)]
pub struct ChainInput<'a> {
    /// The chain rule at a place.
    pub chain: &'a Chain,
    /// Colours; its theme gives the inks.
    pub scale: &'a Scale,
    /// What the edge's input is called.
    pub input: &'a str,
    /// The word for a mean.
    pub mean: &'a str,
}

/// Path and product in a box of `width` × `height` pixels.
pub fn chain_picture(input: &ChainInput, size: [f32; 2]) -> Vec<Shape> {
    let mut builder = ShapeBuilder::default();
    let path = Path::new(input.chain, size);
    draw_inlet(input, &path, &mut builder);
    match input.chain.terms.is_empty() {
        true => draw_loss(input, &path, &mut builder),
        false => draw_terms(input, &path, size[0], &mut builder),
    }
    draw_neuron(input, &path, &mut builder);
    draw_product(input, size, &mut builder);
    builder.0
}

/// The place a pointer asks for: the neuron the edge comes from, or one that hands a slope back.
pub fn chain_hit(chain: &Chain, size: [f32; 2], [x, y]: Position) -> Option<Place> {
    let path = Path::new(chain, size);
    let (layer, _) = chain.place.neuron();
    let near = |[px, py]: Position, reach: f32| (x - px).hypot(y - py) <= reach;
    if let (Some(input), Some(before)) = (chain.place.input(), layer.checked_sub(1))
        && near(path.inlet, 20.0)
    {
        return Some(Place::Neuron { layer: before, neuron: input });
    }
    let term = path.terms.iter().find(|(_, place)| near(*place, 0.5 * path.pitch.min(40.0)))?;
    chain.terms.get(term.0?).map(|term| Place::Neuron { layer: layer + 1, neuron: term.neuron })
}

/// Where the parts of the path stand.
struct Path {
    inlet: Position,
    neuron: Position,
    /// By their numbers in the chain, the rest last and without one.
    terms: Vec<(Option<usize>, Position)>,
    pitch: f32,
}

impl Path {
    fn new(chain: &Chain, [width, height]: [f32; 2]) -> Self {
        let room = (height - PRODUCT).max(80.0);
        let middle = 0.5 * room;
        // The largest, one after the other, then in their own order: a sort would be kilobytes of code.
        let mut shown = vec![chain.terms.len() <= MOST_TERMS; chain.terms.len()];
        if chain.terms.len() > MOST_TERMS {
            for _ in 1..MOST_TERMS {
                let hidden = (0..shown.len()).filter(|&k| !shown[k]);
                let size = |&k: &usize| chain.terms[k].product().abs();
                if let Some(largest) = hidden.max_by(|a, b| size(a).total_cmp(&size(b))) {
                    shown[largest] = true;
                }
            }
        }
        let mut rows: Vec<Option<usize>> = (0..shown.len()).filter(|&k| shown[k]).map(Some).collect();
        if rows.len() < chain.terms.len() {
            rows.push(None);
        }
        let pitch = (room / rows.len().max(1) as f32).min(44.0);
        let x = if width >= WIDE { 0.62 } else { 0.68 } * width;
        let top = middle - 0.5 * pitch * (rows.len() as f32 - 1.0);
        let place = |(row, term): (usize, Option<usize>)| (term, [x, top + pitch * row as f32]);
        let terms = rows.into_iter().enumerate().map(place).collect();
        Self { inlet: [28.0, middle], neuron: [0.34 * width, middle], terms, pitch }
    }
}

/// The edge or the bias into the neuron.
fn draw_inlet(input: &ChainInput, path: &Path, builder: &mut ShapeBuilder) {
    let (chain, ink) = (input.chain, input.scale.ink());
    let is_edge = chain.place.input().is_some();
    if let Place::Neuron { .. } = chain.place {
        return;
    }
    let weight = chain.step.value[0];
    let ([x, y], [to, _]) = (path.inlet, path.neuron);
    let stroke =
        Stroke { color: edge_color(weight as f32, false, input.scale), width: edge_width(weight as f32) };
    let halo = Stroke { color: ink.text.faded(0.2), width: stroke.width + 6.0 };
    for stroke in [halo, stroke] {
        builder.line([x, y], [to, y], stroke);
    }
    let (name, sign, value) = match is_edge {
        true => (input.input, "w", chain.factors.first().map_or(0.0, |factor| factor.mean)),
        false => ("1", "b", 1.0),
    };
    builder.dot([x, y], RADII.0, ink.panel, ink.text);
    builder.text(name, [x, y], Anchor::Middle, 13.0, ink.text);
    if is_edge {
        builder.text(&format_number(value), [x, y + RADII.0 + 12.0], Anchor::Middle, SIZE, ink.muted);
    }
    let text = format!("{sign} = {}", format_number(weight));
    builder.text(&text, [0.5 * (x + to), y - 0.5 * stroke.width - 14.0], Anchor::Middle, SIZE, ink.text);
}

fn draw_neuron(input: &ChainInput, path: &Path, builder: &mut ShapeBuilder) {
    let (chain, ink, [x, y]) = (input.chain, input.scale.ink(), path.neuron);
    let [z, a, _] = chain.signals;
    builder.dot([x, y], RADII.0, input.scale.map_color(a as f32), ink.text);
    builder.text(if chain.terms.is_empty() { "o" } else { "f" }, [x, y], Anchor::Middle, 14.0, ink.text);
    let says = if chain.terms.is_empty() { "o" } else { "a" };
    for (row, text) in
        [format!("z = {}", format_number(z)), format!("{says} = {}", format_number(a))].iter().enumerate()
    {
        let y = y + RADII.0 + 13.0 + 16.0 * row as f32;
        builder.text(text, [x, y], Anchor::Middle, SIZE, ink.text);
    }
}

/// What the next layer hands back: edges as the diagram has them, and at each w·δ with a bar of its size.
fn draw_terms(input: &ChainInput, path: &Path, width: f32, builder: &mut ShapeBuilder) {
    let (chain, scale, ink) = (input.chain, input.scale, input.scale.ink());
    let largest = |of: &dyn Fn(&Term) -> f64| {
        chain
            .terms
            .iter()
            .map(|term| of(term).abs())
            .filter(|it| it.is_finite())
            .fold(f64::MIN_POSITIVE, f64::max)
    };
    let (delta, product) = (largest(&|term| term.delta), largest(&Term::product));
    let is_wide = width >= WIDE;
    let left = path.neuron[0] + RADII.0;
    for &(term, [x, y]) in &path.terms {
        let shown: Vec<usize> = path.terms.iter().filter_map(|term| term.0).collect();
        let rest = || (0..chain.terms.len()).filter(|k| !shown.contains(k));
        let (value, text) = match term.map(|k| chain.terms[k]) {
            Some(term) => {
                let stroke = match term.skip {
                    true => Stroke { color: ink.muted, width: 1.5 },
                    false => Stroke {
                        color: edge_color(term.weight as f32, false, scale),
                        width: edge_width(term.weight as f32),
                    },
                };
                let middle = 0.5 * (left + x);
                builder.curve(
                    [[left, path.neuron[1]], [middle, path.neuron[1]], [middle, y], [x - RADII.1, y]],
                    stroke,
                );
                builder.dot([x, y], RADII.1, scale.color((term.delta / delta) as f32), ink.muted);
                let name = if term.skip { "+".to_owned() } else { (term.neuron + 1).to_string() };
                let name = if term.piece > 0 { format!("{name}′") } else { name };
                number_on(&name, [x, y], scale.color((term.delta / delta) as f32), builder);
                let delta = format_number(term.delta);
                let delta = if term.delta < 0.0 { format!("({delta})") } else { delta };
                (term.product(), format!("{} · {delta} = ", format_number(term.weight)))
            }
            None => {
                builder.text("…", [x, y], Anchor::Middle, 16.0, ink.muted);
                (rest().map(|k| chain.terms[k].product()).sum(), format!("{} × w·δ = ", rest().count()))
            }
        };
        let x = x + RADII.1 + 8.0;
        let text = if is_wide { text + &format_number(value) } else { format_number(value) };
        builder.text(&text, [x, y - 4.0], Anchor::Start, SIZE, ink.text);
        let longest = (width - x - 8.0).clamp(0.0, 120.0);
        let share = (value / product).abs().min(1.0) as f32;
        builder.bar(
            Rect {
                x,
                y: y + 6.0,
                width: if share > 0.0 { (longest * share).max(1.0) } else { 0.0 },
                height: 4.0,
            },
            2.0,
            by_sign(value, scale),
        );
    }
}

/// At an output: what it is compared with.
fn draw_loss(input: &ChainInput, path: &Path, builder: &mut ShapeBuilder) {
    let (chain, ink, [x, y]) = (input.chain, input.scale.ink(), path.neuron);
    let right = x + 96.0;
    let stroke = Stroke { color: ink.muted, width: 1.5 };
    builder.line([x + RADII.0, y], [right, y], stroke);
    let rect = Rect { x: right, y: y - 22.0, width: 116.0, height: 44.0 };
    builder.frame(rect, ink.panel, stroke);
    let center = [rect.x + 18.0, y];
    builder.dot(center, RADII.1, input.scale.color(chain.signals[2] as f32), ink.muted);
    for (row, text) in
        [format!("t = {}", format_number(chain.signals[2])), format!("E = {}", format_number(chain.loss))]
            .iter()
            .enumerate()
    {
        let y = y - 9.0 + 18.0 * row as f32;
        builder.text(text, [rect.x + 36.0, y], Anchor::Start, SIZE, ink.text);
    }
}

/// The factors in boxes, a × between them, and what they make; of many samples, each one's value as a bar.
fn draw_product(input: &ChainInput, [width, height]: [f32; 2], builder: &mut ShapeBuilder) {
    let (chain, ink) = (input.chain, input.scale.ink());
    let top = height - PRODUCT;
    let count = chain.factors.len() as f32 + 1.0;
    let sign = if width >= WIDE { 24.0 } else { 12.0 };
    let box_width = ((width - 2.0 - sign * (count - 1.0)) / count).min(180.0);
    let mut x = 1.0;
    let result = Factor { mean: chain.slope, ..chain.product.clone() };
    for (index, factor) in chain.factors.iter().chain([&result]).enumerate() {
        let is_result = factor.kind == Kind::Product;
        if index > 0 {
            let between = if !is_result {
                "×"
            } else if chain.tied {
                "→"
            } else {
                "="
            };
            builder.text(between, [x + 0.5 * sign, top + 34.0], Anchor::Middle, 15.0, ink.text);
            x += sign;
        }
        let rect = Rect { x, y: top + 1.0, width: box_width, height: PRODUCT - 2.0 };
        let (color, line) = if is_result { (ink.text, 2.0) } else { (ink.line, 1.0) };
        builder.frame(rect, ink.panel, Stroke { color, width: line });
        let center = x + 0.5 * box_width;
        builder.text(symbol(factor.kind, chain), [center, top + 16.0], Anchor::Middle, SIZE, ink.muted);
        let size = if box_width < 64.0 { 12.0 } else { 16.0 };
        builder.bold(format_number(factor.mean), [center, top + 38.0], size, ink.text);
        if chain.samples > 1 {
            if box_width >= 64.0 {
                builder.text(input.mean, [center, top + 55.0], Anchor::Middle, 10.0, ink.muted);
            }
            draw_bars(
                factor,
                Rect { x: x + 6.0, y: top + 64.0, width: box_width - 12.0, height: 32.0 },
                input.scale,
                builder,
            );
        } else {
            let rect =
                Rect { x: center - 0.3 * box_width, y: top + 62.0, width: 0.6 * box_width, height: 6.0 };
            builder.bar(rect, 3.0, by_sign(factor.mean, input.scale));
        }
        x += box_width;
    }
}

fn draw_bars(factor: &Factor, area: Rect, scale: &Scale, builder: &mut ShapeBuilder) {
    let finite = factor.bars.iter().map(|bar| bar.abs()).filter(|bar| bar.is_finite());
    let largest = finite.fold(f32::MIN_POSITIVE, f32::max);
    let (pitch, zero) = (area.width / factor.bars.len().max(1) as f32, area.center()[1]);
    let stroke = Stroke { color: scale.ink().line, width: 1.0 };
    builder.line([area.x, zero], [area.right(), zero], stroke);
    for (index, &bar) in factor.bars.iter().enumerate().filter(|(_, bar)| bar.is_finite() && **bar != 0.0) {
        let height = (0.5 * area.height * bar / largest).abs().max(0.5);
        let y = if bar > 0.0 { zero - height } else { zero };
        let rect = Rect { x: area.x + pitch * index as f32, y, width: (pitch - 1.0).max(1.0), height };
        builder.bar(rect, 0.0, by_sign(bar.into(), scale));
    }
}

/// How a factor is written.
fn symbol(kind: Kind, chain: &Chain) -> &'static str {
    let is_output = chain.terms.is_empty();
    match kind {
        Kind::Input => "x",
        Kind::WeightMask => "m(w)",
        Kind::Norm => "γ/σ",
        Kind::Slope => match chain.source {
            Source::Edges => "f′(z)",
            Source::Softmax => "o",
            Source::Fused | Source::Rule => "1",
            Source::Loss => "do/dz",
        },
        Kind::Mask => "m",
        Kind::Upstream => match chain.source {
            Source::Edges => "dE/da",
            Source::Loss => "dE/do",
            Source::Softmax => "dE/do − Σ",
            Source::Fused | Source::Rule => "o − t",
        },
        Kind::Product => match chain.place {
            Place::Parameter(ParameterId::Weight { .. }) => "dE/dw",
            Place::Parameter(ParameterId::Bias { .. }) => "dE/db",
            Place::Neuron { .. } if is_output => "dE/dz",
            Place::Neuron { .. } => "δ = dE/dz",
        },
    }
}

/// Orange below 0, blue above, as strong as can be; 0 is neutral.
fn by_sign(value: f64, scale: &Scale) -> Rgba {
    scale.color(if value == 0.0 { 0.0 } else { value.signum() as f32 })
}

/// A number on a dot, dark or light, whichever can be read.
fn number_on(text: &str, at: Position, under: Rgba, builder: &mut ShapeBuilder) {
    let [dark, light] = [Rgba::hex(0x17202b), Rgba::hex(0xffffff)];
    let color = if under.contrast(dark) >= under.contrast(light) { dark } else { light };
    builder.text(text, at, Anchor::Middle, 10.0, color);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Palette, Theme, svg};
    use nabla_lab::chain::{Step, stages};

    fn factor(kind: Kind, mean: f64, bars: &[f32]) -> Factor {
        Factor { kind, mean, bars: bars.to_vec() }
    }

    fn term(neuron: usize, weight: f64, delta: f64) -> Term {
        Term { neuron, piece: 0, skip: false, weight, delta }
    }

    /// A hidden edge seen by four samples.
    pub(super) fn example() -> Chain {
        Chain {
            place: Place::Parameter(ParameterId::Weight { layer: 1, neuron: 0, input: 2 }),
            samples: 4,
            loss: 0.42,
            signals: [0.53, 0.485, 0.0],
            source: Source::Edges,
            terms: vec![term(0, 1.2, -0.03), term(1, -0.4, 0.01), term(2, 0.05, f64::NAN)],
            factors: vec![
                factor(Kind::Input, 0.31, &[0.2, -0.4, 1.0, 0.44]),
                factor(Kind::Slope, 0.76, &[0.9, 0.8, 0.4, 0.94]),
                factor(Kind::Upstream, -0.04, &[-0.1, 0.02, 0.0, -0.08]),
            ],
            product: factor(Kind::Product, -0.011, &[-0.018, -0.0064, 0.0, -0.033]),
            tied: false,
            slope: -0.011,
            step: Step { learning_rate: 0.03, penalty: 0.0, value: [0.32, 0.3203], loss: [0.42, 0.41] },
            check: None,
            motion: None,
        }
    }

    fn drawn(chain: &Chain, theme: Theme, size: [f32; 2]) -> String {
        let scale = Scale::new(Palette::Classic, theme);
        let input = ChainInput { chain, scale: &scale, input: "a₃", mean: "mean" };
        svg(&chain_picture(&input, size), size[0], size[1], &[])
    }

    #[test]
    fn an_edge_in_a_minibatch() {
        // Detects a change, proves no correctness: see `tests/snapshots.rs`.
        insta::assert_snapshot!(drawn(&example(), Theme::Light, [720.0, 320.0]));
    }

    #[test]
    fn an_output_bias_of_one_sample_in_the_dark() {
        let mut chain = example();
        chain.place = Place::Parameter(ParameterId::Bias { layer: 2, neuron: 0 });
        (chain.samples, chain.source, chain.signals[2]) = (1, Source::Fused, 1.0);
        chain.terms.clear();
        chain.factors = vec![factor(Kind::Slope, 1.0, &[1.0]), factor(Kind::Upstream, -0.3, &[-0.3])];
        insta::assert_snapshot!(drawn(&chain, Theme::Dark, [350.0, 300.0]));
    }

    #[test]
    fn many_terms_are_the_largest_and_a_rest() {
        let mut chain = example();
        chain.terms = (0..32).map(|k| term(k, 1.0, (k as f64 * 2.7).sin())).collect();
        let text = drawn(&chain, Theme::Light, [720.0, 320.0]);
        assert!(text.contains("27 × w·δ"), "{text}");
        assert_eq!(Path::new(&chain, [720.0, 320.0]).terms.len(), MOST_TERMS);
    }

    #[test]
    fn a_pointer_goes_on_along_the_path() {
        let (chain, size) = (example(), [720.0, 320.0]);
        let path = Path::new(&chain, size);
        assert_eq!(chain_hit(&chain, size, path.inlet), Some(Place::Neuron { layer: 0, neuron: 2 }));
        assert_eq!(chain_hit(&chain, size, path.terms[1].1), Some(Place::Neuron { layer: 2, neuron: 1 }));
        assert_eq!(chain_hit(&chain, size, path.neuron), None);
        let first =
            Chain { place: Place::Parameter(ParameterId::Weight { layer: 0, neuron: 0, input: 1 }), ..chain };
        assert_eq!(chain_hit(&first, size, path.inlet), None, "a feature has no slope");
    }

    #[test]
    fn few_shapes_however_large_the_network() {
        let mut chain = example();
        chain.samples = 500;
        chain.terms = (0..65).map(|k| term(k, 1.0, 1.0)).collect();
        for factor in chain.factors.iter_mut().chain([&mut chain.product]) {
            factor.bars = vec![1.0; nabla_lab::chain::BARS];
        }
        let scale = Scale::new(Palette::Classic, Theme::Light);
        let input = ChainInput { chain: &chain, scale: &scale, input: "x₁", mean: "mean" };
        assert!(chain_picture(&input, [720.0, 320.0]).len() < 500);
        assert_eq!(stages(9).len(), 20);
    }
}
