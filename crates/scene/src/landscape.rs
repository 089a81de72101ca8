//! A landscape of heights: from above, with its lines, and in relief; the paths taken on it, and what its colours mean.

mod relief;

pub use self::relief::{Camera, Relief};

use crate::contour::Heights;
use crate::{Anchor, Position, Rect, Rgba, RunLine, Shape, Stroke, Theme};

/// The font size of the numbers.
const SIZE: f32 = 11.0;
/// Room for the numbers beside the map, below it, and for the scale with its numbers.
const MARGINS: [f32; 3] = [44.0, 36.0, 80.0];
/// Free space above.
const TOP: f32 = 8.0;
/// The scale's width.
const BAR: f32 = 12.0;
/// Pieces the scale is drawn of.
const PIECES: usize = 32;
/// Paths over one map at most: more hide each other.
pub const PATHS: usize = 4;
/// The width of a disc with a number.
const DISC: f32 = 16.0;
/// A finer line has no rim: its path is so long that the rims would hide the surface.
const FINE: f32 = 1.5;

/// The colour of a height: low stands out, high recedes into the surface; teal, so that it is neither of data nor of ink.
pub fn tint(height: f32, theme: Theme) -> Rgba {
    let (low, middle, high) = match theme {
        Theme::Light => (Rgba::hex(0x0b5d57), Rgba::hex(0x7dbcb2), Rgba::hex(0xf1f5f3)),
        Theme::Dark => (Rgba::hex(0xa6efe1), Rgba::hex(0x2c7a73), Rgba::hex(0x1c2630)),
    };
    if height < 0.5 { low.lerp(middle, 2.0 * height) } else { middle.lerp(high, 2.0 * height - 1.0) }
}

/// Paints heights into `out` (cleared first): `side` × `side` pixels, RGBA, row 0 on top; what is not known is clear.
pub fn paint_heights(heights: &Heights, side: usize, theme: Theme, out: &mut Vec<u8>) {
    out.clear();
    out.reserve(4 * side * side);
    for pixel in 0..side * side {
        let share = |k: usize| (k as f32 + 0.5) / side as f32;
        let height = heights.at([share(pixel % side), 1.0 - share(pixel / side)]);
        out.extend(if height.is_nan() { [0; 4] } else { tint(height, theme).0 });
    }
}

/// A path over the landscape.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnPath<'a> {
    /// Its places in the landscape's coordinates, the first first.
    pub places: &'a [[f32; 2]],
    /// How it is drawn.
    pub line: RunLine,
    /// Its number in the key; none for a path that is alone.
    pub number: Option<usize>,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct LandscapeInput<'a> {
    /// The landscape.
    pub heights: &'a Heights,
    /// Its lines, [`Heights::lines`]: they are worth keeping.
    pub lines: &'a [(f32, Vec<Vec<Position>>)],
    /// From where to where it reaches, to the right and upwards.
    pub domain: [[f64; 2]; 2],
    /// The paths over it, those below first.
    pub paths: &'a [DrawnPath<'a>],
    /// Places with a cross: known minima.
    pub marks: &'a [[f64; 2]],
    /// What is to the right, upwards, and in height.
    pub axes: [&'a str; 3],
    /// Light or dark.
    pub theme: Theme,
}

/// Where the map is in a picture of a width and a height: the largest square there is room for.
pub fn map_frame(width: f32, height: f32) -> Rect {
    let [left, below, right] = MARGINS;
    let side = (width - left - right).min(height - below - TOP).max(1.0);
    Rect { x: left, y: TOP, width: side, height: side }
}

impl LandscapeInput<'_> {
    /// The map from above in a picture of `width` × `height` pixels; tile 0 is [`paint_heights`]' image.
    pub fn plan(&self, width: f32, height: f32) -> Vec<Shape> {
        let (ink, frame) = (self.theme.ink(), map_frame(width, height));
        let hairline = Stroke { color: ink.line, width: 1.0 };
        let mut shapes = vec![Shape::Tile {
            index: 0,
            x: frame.x,
            y: frame.y,
            size: frame.width,
            radius: 0.0,
            opacity: 1.0,
        }];
        let place = |[x, y]: Position| [frame.x + x * frame.width, frame.bottom() - y * frame.height];
        for (level, lines) in self.lines {
            let color = self.line_color(*level);
            for positions in lines {
                let positions = positions.iter().map(|&share| place(share)).collect();
                shapes.push(line(positions, Stroke { color, width: 1.0 }));
            }
        }
        for &mark in self.marks {
            let [x, y] = place(self.share(mark.map(|value| value as f32)));
            for (color, width) in [(ink.panel, 5.0), (ink.text, 2.0)] {
                let stroke = Stroke { color, width };
                for dy in [4.0, -4.0] {
                    shapes.push(line(vec![[x - 4.0, y - dy], [x + 4.0, y + dy]], stroke));
                }
            }
        }
        let parts = self.paths.iter().flat_map(|path| {
            let parts = inside(path.places.iter().map(|&at| self.share(at)));
            parts.into_iter().map(|part| (path.line, part.into_iter().map(place).collect()))
        });
        path_lines(parts.collect(), self.theme, &mut shapes);
        self.ends(frame, &place, &mut shapes);
        for path in self.paths {
            self.start(path, &place, &mut shapes);
        }
        shapes.push(Shape::Rect { rect: frame, radius: 0.0, fill: None, stroke: Some(hairline) });
        self.numbers(frame, &mut shapes);
        self.scale(frame, &mut shapes);
        shapes
    }

    /// A place in shares of the map's sides.
    fn share(&self, at: [f32; 2]) -> Position {
        [0, 1].map(|axis| {
            let [from, to] = self.domain[axis];
            ((f64::from(at[axis]) - from) / (to - from)) as f32
        })
    }

    /// Lines are darker than what lies between them in light, and brighter in the dark.
    fn line_color(&self, level: f32) -> Rgba {
        let height = self.heights.height(level);
        let tint = tint(height, self.theme);
        let ends = [self.theme.ink().text, self.theme.ink().panel];
        let away = if tint.contrast(ends[0]) > tint.contrast(ends[1]) { ends[0] } else { ends[1] };
        tint.lerp(away, 0.32)
    }

    /// A place in the picture, if it is on the map.
    fn on_map(&self, at: Option<&[f32; 2]>, place: &dyn Fn(Position) -> Position) -> Option<Position> {
        let share = self.share(*at?);
        share.iter().all(|value| (0.0..=1.0).contains(value)).then(|| place(share))
    }

    /// A ring where a path starts, on top and small: what is short begins beside it.
    fn start(&self, path: &DrawnPath, place: &dyn Fn(Position) -> Position, shapes: &mut Vec<Shape>) {
        if let Some(center) = self.on_map(path.places.first(), place) {
            let (fill, stroke) = (self.theme.ink().panel, Stroke { width: 1.5, ..path.line.stroke });
            shapes.push(Shape::Circle { center, radius: 3.0, fill: Some(fill), stroke: Some(stroke) });
        }
    }

    /// A disc where each path is, with its number; discs that would lie on one another stand in a row.
    fn ends(&self, frame: Rect, place: &dyn Fn(Position) -> Position, shapes: &mut Vec<Shape>) {
        let mut taken: Vec<Position> = Vec::new();
        for path in self.paths {
            let Some(mut center) = self.on_map(path.places.last(), place) else { continue };
            let under = |at: Position| {
                taken.iter().copied().find(|it| (it[0] - at[0]).hypot(it[1] - at[1]) < DISC - 0.5)
            };
            while let Some(other) = under(center).filter(|other| other[0] + 1.5 * DISC < frame.right()) {
                center = [other[0] + DISC, other[1]];
            }
            taken.push(center);
            self.disc(path, center, shapes);
        }
    }

    fn disc(&self, path: &DrawnPath, center: Position, shapes: &mut Vec<Shape>) {
        let panel = self.theme.ink().panel;
        let (fill, stroke) = (Some(path.line.stroke.color), Some(Stroke { color: panel, width: 2.0 }));
        let radius = if path.number.is_some() { 0.5 * DISC } else { 6.0 };
        shapes.push(Shape::Circle { center, radius, fill, stroke });
        if let Some(number) = path.number {
            shapes.push(Shape::Text {
                at: [center[0], Shape::baseline(center[1], SIZE)],
                text: number.to_string(),
                anchor: Anchor::Middle,
                size: SIZE,
                weight: 700,
                color: panel,
            });
        }
    }

    /// The domain's ends and middles, and what the axes are.
    fn numbers(&self, frame: Rect, shapes: &mut Vec<Shape>) {
        let color = self.theme.ink().muted;
        let mut text = |at: Position, text: String, anchor, weight| {
            shapes.push(Shape::Text { at, text, anchor, size: SIZE, weight, color });
        };
        for axis in 0..2 {
            let [from, to] = self.domain[axis];
            let gap = (to - from) / 10.0;
            for (share, value) in [(0.0, from), (0.5, 0.5 * (from + to)), (1.0, to)] {
                let words = short(value, gap);
                if axis == 0 {
                    let anchor = [Anchor::Start, Anchor::Middle, Anchor::End][(2.0 * share) as usize];
                    let x = frame.x + share * frame.width;
                    text([x, frame.bottom() + 14.0], words, anchor, 400);
                } else {
                    let y = frame.bottom() - share * frame.height;
                    // The ends stay beside the map.
                    let y = Shape::baseline(y, SIZE) + (share - 0.5) * SIZE * 0.7;
                    text([frame.x - 6.0, y], words, Anchor::End, 400);
                }
            }
        }
        let [across, upwards, _] = self.axes;
        text([frame.x + 0.5 * frame.width, frame.bottom() + 30.0], across.to_owned(), Anchor::Middle, 550);
        let quarter = frame.y + 0.25 * frame.height;
        text([frame.x - 6.0, Shape::baseline(quarter, SIZE)], upwards.to_owned(), Anchor::End, 550);
    }

    /// The colours with the values they stand for, to the right of the map.
    fn scale(&self, frame: Rect, shapes: &mut Vec<Shape>) {
        let ink = self.theme.ink();
        let bar = Rect { x: frame.right() + 16.0, width: BAR, ..frame };
        let step = bar.height / PIECES as f32;
        for piece in 0..PIECES {
            let height = (piece as f32 + 0.5) / PIECES as f32;
            // A hair higher than a piece, so that no seam shows.
            let rect = Rect { y: bar.bottom() - (piece + 1) as f32 * step, height: step + 0.5, ..bar };
            shapes.push(Shape::Rect {
                rect,
                radius: 0.0,
                fill: Some(tint(height, self.theme)),
                stroke: None,
            });
        }
        let stroke = Some(Stroke { color: ink.line, width: 1.0 });
        shapes.push(Shape::Rect { rect: bar, radius: 0.0, fill: None, stroke });
        let levels = &self.heights.levels;
        let mut last = f32::INFINITY;
        for (k, &level) in levels.iter().enumerate() {
            let y = bar.bottom() - self.heights.height(level) * bar.height;
            let stroke = Stroke { color: self.line_color(level), width: 1.0 };
            shapes.push(line(vec![[bar.x, y], [bar.right() + 4.0, y]], stroke));
            if last - y < SIZE + 2.0 {
                continue;
            }
            last = y;
            let next = levels.get(k + 1).or_else(|| levels.get(k.wrapping_sub(1))).copied().unwrap_or(0.0);
            shapes.push(Shape::Text {
                at: [bar.right() + 7.0, Shape::baseline(y, SIZE)],
                text: short(f64::from(level), f64::from((next - level).abs())),
                anchor: Anchor::Start,
                size: SIZE,
                weight: 400,
                color: ink.muted,
            });
        }
    }
}

/// A line through some places.
fn line(positions: Vec<Position>, stroke: Stroke) -> Shape {
    Shape::Polyline { positions, stroke, dash: None }
}

/// Lines, those below first. Each has a rim of the surface's colour, so that it is seen over every height, but a fine one,
/// which covers much. No rim lies over a line: between the dashes of a path the one below is seen.
fn path_lines(paths: Vec<(RunLine, Vec<Position>)>, theme: Theme, shapes: &mut Vec<Shape>) {
    for (path, positions) in &paths {
        if path.stroke.width >= FINE {
            let rim = Stroke { color: theme.ink().panel.faded(0.75), width: path.stroke.width + 2.5 };
            shapes.push(line(positions.clone(), rim));
        }
    }
    let drawn = |(RunLine { stroke, dash }, positions)| Shape::Polyline { positions, stroke, dash };
    shapes.extend(paths.into_iter().map(drawn));
}

/// A path's parts inside the unit square, cut where it leaves and enters; what is not finite interrupts it.
fn inside(shares: impl Iterator<Item = Position>) -> Vec<Vec<Position>> {
    let mut parts: Vec<Vec<Position>> = Vec::new();
    let mut last: Option<Position> = None;
    for share in shares {
        let known = share.iter().all(|value| value.is_finite()).then_some(share);
        let cut = last.zip(known).and_then(|(last, share)| clip(last, share));
        if let Some([from, to]) = cut {
            match parts.last_mut() {
                Some(part) if part.last() == Some(&from) => part.push(to),
                _ => parts.push(vec![from, to]),
            }
        }
        last = known;
    }
    parts
}

/// What of a line lies inside the unit square (Liang & Barsky 1984).
fn clip(from: Position, to: Position) -> Option<[Position; 2]> {
    let (mut enter, mut leave) = (0.0f32, 1.0f32);
    for axis in 0..2 {
        let (start, path) = (from[axis], to[axis] - from[axis]);
        if path == 0.0 && !(0.0..=1.0).contains(&start) {
            return None;
        }
        if path != 0.0 {
            let (a, b) = (-start / path, (1.0 - start) / path);
            enter = enter.max(a.min(b));
            leave = leave.min(a.max(b));
        }
    }
    let at = |share: f32| match share {
        0.0 => from,
        1.0 => to,
        _ => [0, 1].map(|axis| from[axis] + share * (to[axis] - from[axis])),
    };
    (enter <= leave).then(|| [at(enter), at(leave)])
}

/// A number with as many decimals as tell it from others a gap away; very small or large gaps as a power of ten.
fn short(value: f64, gap: f64) -> String {
    // A hair more, so that rounding does not make a gap of 0.1 a smaller one.
    let decimals = -(1.001 * gap.abs()).log10().floor();
    let text = match decimals {
        d if (-3.0..=4.0).contains(&d) => format!("{value:.*}", d.max(0.0) as usize),
        _ if value == 0.0 => "0".to_owned(),
        _ => format!("{value:.0e}"),
    };
    let zero = text.trim_start_matches('-').chars().all(|c| matches!(c, '0' | '.'));
    if zero { text.trim_start_matches('-').to_owned() } else { text.replace('-', "−") }
}

#[cfg(test)]
mod tests;
