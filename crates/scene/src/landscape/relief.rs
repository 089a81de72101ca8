//! The landscape as a shaded surface, turned by hand.

use super::{LandscapeInput, SIZE, inside, line, map_frame, path_lines, short, tint};
use crate::contour::Heights;
use crate::{Anchor, Position, Rgba, Shape, Stroke, Theme};

/// How tall the surface is, its sides being 2.
const TALL: f32 = 0.9;
/// What the colour is multiplied by where no light falls, and where it falls straight: dark colours bear more of it.
const LIGHTS: [[f32; 2]; 2] = [[0.62, 1.0], [0.9, 1.9]];
/// Where the light comes from, as seen: from the upper left, in front. Of length 1.
const LIGHT: [f32; 3] = [-0.485, -0.485, 0.728];
/// How far a line may lie behind the surface and still be seen: it lies in it.
const BEHIND: f32 = 0.1;

/// From where the surface is seen, in radians.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// Turned about the vertical.
    pub yaw: f32,
    /// 0 from the side, π/2 from above.
    pub pitch: f32,
}

impl Default for Camera {
    fn default() -> Self {
        Self { yaw: 0.6, pitch: 0.75 }
    }
}

impl Camera {
    /// Turned further; it never looks from below.
    pub fn turned(self, yaw: f32, pitch: f32) -> Self {
        let turn = std::f32::consts::TAU;
        Self { yaw: (self.yaw + yaw).rem_euclid(turn), pitch: (self.pitch + pitch).clamp(0.2, 1.5) }
    }

    /// A place of the surface, in shares of its sides and height, as seen: x to the right and y downwards in shares of
    /// the picture, and how far behind the middle.
    pub(super) fn see(self, [x, y]: Position, height: f32) -> [f32; 3] {
        let [x, y, z] = [2.0 * x - 1.0, 2.0 * y - 1.0, TALL * (height - 0.5)];
        let ([sy, cy], [sp, cp]) = (turned(self.yaw), turned(self.pitch));
        let (across, away) = (x * cy - y * sy, x * sy + y * cy);
        let up = z * cp + away * sp;
        // √2 is as far as a corner reaches.
        [0.5 + across / 2.9, 0.5 - up / 2.9, away * cp - z * sp]
    }
}

/// A drawn surface, and what of a line upon it can be seen.
#[derive(Clone, Debug)]
pub struct Relief {
    camera: Camera,
    side: usize,
    /// How far away each pixel is; infinite where there is nothing.
    depths: Vec<f32>,
}

impl Relief {
    /// Paints the surface into `out` (cleared first): `side` × `side` pixels, RGBA, clear where there is nothing.
    ///
    /// Each triangle of the grid is filled with its corners' colours, shaded by Lambert's law: light times the cosine of
    /// its angle to the surface.
    pub fn paint(heights: &Heights, camera: Camera, side: usize, theme: Theme, out: &mut Vec<u8>) -> Self {
        let places = heights.side;
        let mut relief = Self { camera, side, depths: vec![f32::INFINITY; side * side] };
        out.clear();
        out.resize(4 * side * side, 0);
        let last = places.saturating_sub(1).max(1);
        let share = |k: usize| k as f32 / last as f32;
        let known = |k: usize| heights.heights.get(k).copied().unwrap_or(f32::NAN);
        let corners: Vec<Corner> = (0..places * places)
            .map(|k| {
                let (row, column) = (k / places, k % places);
                let slope = |low: usize, high: usize, cells: usize| {
                    let [a, b] = [known(low), known(high)];
                    // At the edge of what is known the surface is taken as level.
                    if (b - a).is_nan() { 0.0 } else { (b - a) * last as f32 / cells as f32 }
                };
                let (left, right) = (column.saturating_sub(1), (column + 1).min(last));
                let (below, above) = (row.saturating_sub(1), (row + 1).min(last));
                let dx = slope(row * places + left, row * places + right, right - left);
                let dy = slope(below * places + column, above * places + column, above - below);
                let at = camera.see([share(column), share(row)], known(k));
                Corner { at, color: shaded(tint(known(k), theme), camera, [dx, dy], theme) }
            })
            .collect();
        for row in 0..places.saturating_sub(1) {
            for column in 0..last {
                let first = row * places + column;
                let corner = |k: usize| &corners[k];
                let quad = [first, first + 1, first + places + 1, first + places].map(corner);
                if quad.iter().all(|corner| corner.at.iter().all(|v| v.is_finite())) {
                    relief.fill([quad[0], quad[1], quad[2]], out);
                    relief.fill([quad[0], quad[2], quad[3]], out);
                }
            }
        }
        relief
    }

    /// Fills a triangle where nothing is nearer.
    fn fill(&mut self, corners: [&Corner; 3], out: &mut [u8]) {
        let side = self.side as f32;
        let [a, b, c] = corners.map(|corner| [corner.at[0] * side - 0.5, corner.at[1] * side - 0.5]);
        let area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
        if area == 0.0 {
            return;
        }
        let bounds = |axis: usize| {
            let [a, b, c] = [a[axis], b[axis], c[axis]];
            let first = a.min(b).min(c).ceil().max(0.0) as usize;
            first..((a.max(b).max(c).floor() + 1.0).clamp(0.0, side) as usize).max(first)
        };
        // What a step to the right adds to the second and the third corner's shares.
        let steps = [(c[1] - a[1]) / area, (a[1] - b[1]) / area];
        for y in bounds(1) {
            let (px, py) = (-a[0], y as f32 - a[1]);
            let start = [
                (px * (c[1] - a[1]) - (c[0] - a[0]) * py) / area,
                ((b[0] - a[0]) * py - px * (b[1] - a[1])) / area,
            ];
            for x in bounds(0) {
                let [v, w] = [0, 1].map(|k| start[k] + steps[k] * x as f32);
                let u = 1.0 - v - w;
                // A hair over the edges, so that neighbours leave no gap.
                if u < -1e-4 || v < -1e-4 || w < -1e-4 {
                    continue;
                }
                let mixed = |values: [f32; 3]| u * values[0] + v * values[1] + w * values[2];
                let depth = mixed(corners.map(|corner| corner.at[2]));
                let pixel = y * self.side + x;
                if depth < self.depths[pixel] {
                    self.depths[pixel] = depth;
                    for channel in 0..3 {
                        let value = mixed(corners.map(|corner| corner.color[channel]));
                        out[4 * pixel + channel] = (value + 0.5) as u8;
                    }
                    out[4 * pixel + 3] = 255;
                }
            }
        }
    }

    /// Whether a place of the surface can be seen.
    pub(super) fn sees(&self, [x, y, depth]: [f32; 3]) -> bool {
        let pixel = |share: f32| ((share * self.side as f32) as usize).min(self.side.saturating_sub(1));
        self.depths.get(pixel(y) * self.side + pixel(x)).is_none_or(|&nearest| depth <= nearest + BEHIND)
    }

    /// A line upon the surface, in shares of its sides: the parts that can be seen, in shares of the picture.
    fn seen(&self, line: &[Position], heights: &Heights) -> Vec<Vec<Position>> {
        let mut parts: Vec<Vec<Position>> = vec![Vec::new()];
        let mut last: Option<Position> = None;
        for &place in line {
            // Long steps follow the surface.
            let from = last.unwrap_or(place);
            let length = (place[0] - from[0]).hypot(place[1] - from[1]);
            let cells = (length * heights.side as f32).ceil().clamp(1.0, 200.0);
            for k in 1..=cells as usize {
                let share = k as f32 / cells;
                let at = [0, 1].map(|axis| from[axis] + share * (place[axis] - from[axis]));
                let seen = self.camera.see(at, heights.at(at));
                if seen[1].is_finite() && self.sees(seen) {
                    if let Some(part) = parts.last_mut() {
                        part.push([seen[0], seen[1]]);
                    }
                } else if parts.last().is_some_and(|part| !part.is_empty()) {
                    parts.push(Vec::new());
                }
            }
            last = Some(place);
        }
        parts.retain(|part| part.len() > 1);
        parts
    }

    /// The picture of `width` × `height` pixels: the painted surface as tile 0, lines and paths upon it, and the scale where
    /// the map has it.
    pub fn draw(&self, picture: &LandscapeInput, width: f32, height: f32) -> Vec<Shape> {
        let (theme, ink) = (picture.theme, picture.theme.ink());
        let frame = map_frame(width, height);
        let size = frame.right().min(height);
        let mut shapes = Vec::new();
        self.axes(picture, size, &mut shapes);
        shapes.push(Shape::Tile { index: 0, x: 0.0, y: 0.0, size, radius: 0.0, opacity: 1.0 });
        let place = |share: Position| share.map(|value| value * size);
        for (level, lines) in picture.lines {
            let stroke = Stroke { color: picture.line_color(*level).faded(0.8), width: 1.0 };
            for part in lines.iter().flat_map(|places| self.seen(places, picture.heights)) {
                let positions = part.into_iter().map(place).collect();
                shapes.push(line(positions, stroke));
            }
        }
        let parts = picture.paths.iter().flat_map(|path| {
            let parts = inside(path.places.iter().map(|&at| picture.share(at)));
            let seen = parts.into_iter().flat_map(|part| self.seen(&part, picture.heights));
            seen.map(|part| (path.line, part.into_iter().map(place).collect()))
        });
        path_lines(parts.collect(), theme, &mut shapes);
        for path in picture.paths {
            let share = path.places.last().map(|&at| picture.share(at));
            let Some(share) = share.filter(|at| at.iter().all(|v| (0.0..=1.0).contains(v))) else { continue };
            let seen = self.camera.see(share, picture.heights.at(share));
            if seen[1].is_finite() {
                let color = path.line.stroke.color;
                // Behind a hill it shows through.
                let opacity = if self.sees(seen) { 1.0 } else { 0.35 };
                let stroke = Some(Stroke { color: ink.panel.faded(opacity), width: 2.0 });
                let center = place([seen[0], seen[1]]);
                shapes.push(Shape::Circle { center, radius: 6.0, fill: Some(color.faded(opacity)), stroke });
            }
        }
        picture.scale(frame, &mut shapes);
        shapes
    }

    /// The two edges of the floor in front with the domain's ends, and the height at the corner to the left; what each
    /// stands for.
    fn axes(&self, picture: &LandscapeInput, size: f32, shapes: &mut Vec<Shape>) {
        let ink = picture.theme.ink();
        let see = |share: Position, height: f32| {
            let [x, y, _] = self.camera.see(share, height);
            [x * size, y * size]
        };
        let middle = see([0.5; 2], 0.0);
        let stroke = Stroke { color: ink.muted, width: 1.0 };
        // Away from the floor's middle, so that words do not lie on the surface.
        let beside = |[x, y]: Position, gap: f32| {
            let [dx, dy] = [x - middle[0], y - middle[1]];
            let length = dx.hypot(dy).max(1.0);
            [x + gap * dx / length, Shape::baseline(y + gap * dy / length, SIZE)]
        };
        let text = |at: Position, text: String, weight: u16| Shape::Text {
            at,
            text,
            anchor: Anchor::Middle,
            size: SIZE,
            weight,
            color: ink.muted,
        };
        for axis in 0..2 {
            let corner = |along: f32, across: f32| if axis == 0 { [along, across] } else { [across, along] };
            let depth = |across: f32| see(corner(0.5, across), 0.0)[1];
            let across = if depth(1.0) > depth(0.0) { 1.0 } else { 0.0 };
            let [from, to] = [0.0, 1.0].map(|along| see(corner(along, across), 0.0));
            shapes.push(line(vec![from, to], stroke));
            let name = beside(see(corner(0.5, across), 0.0), 16.0);
            shapes.push(text(name, picture.axes[axis].to_owned(), 550));
            let [low, high] = picture.domain[axis];
            for (along, value) in [(0.12, low), (0.88, high)] {
                let at = beside(see(corner(along, across), 0.0), 12.0);
                shapes.push(text(at, short(value, (high - low) / 10.0), 400));
            }
        }
        let corners = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]];
        let left = corners.into_iter().min_by(|&a, &b| see(a, 0.0)[0].total_cmp(&see(b, 0.0)[0]));
        if let Some(corner) = left {
            let [foot, top] = [0.0, 1.0].map(|height| see(corner, height));
            shapes.push(line(vec![foot, top], stroke));
            let name = [top[0].max(0.5 * SIZE), top[1] - 6.0];
            shapes.push(text(name, picture.axes[2].to_owned(), 550));
        }
    }
}

/// A place of the grid, as seen, with its colour in light and shade.
struct Corner {
    at: [f32; 3],
    color: [f32; 3],
}

/// A colour under the light, on a surface with these slopes.
fn shaded(color: Rgba, camera: Camera, [dx, dy]: [f32; 2], theme: Theme) -> [f32; 3] {
    // The surface's sides are 2: slopes in its own lengths, and its normal (−dx, −dy, 1), turned as the camera has it.
    let [x, y] = [dx, dy].map(|slope| -slope * TALL / 2.0);
    let ([sy, cy], [sp, cp]) = (turned(camera.yaw), turned(camera.pitch));
    let (across, away) = (x * cy - y * sy, x * sy + y * cy);
    let (up, towards) = (cp + away * sp, sp - away * cp);
    let length = (across * across + up * up + towards * towards).sqrt();
    let cosine = (across * LIGHT[0] - up * LIGHT[1] + towards * LIGHT[2]) / length;
    let [shade, full] = LIGHTS[usize::from(theme == Theme::Dark)];
    let light = shade + (full - shade) * cosine.max(0.0);
    [0, 1, 2].map(|channel| (f32::from(color.0[channel]) * light).min(255.0))
}

/// Sine and cosine of an angle, by the library that the engine brings along anyway.
fn turned(angle: f32) -> [f32; 2] {
    let angle = f64::from(angle);
    [libm::sin(angle) as f32, libm::cos(angle) as f32]
}
