//! The plane as the layers bend it: a grid with the points, on its way from the input to a layer.

use crate::chart::scale::{loss_labels, nice_ticks};
use crate::map_overlay::marker;
use crate::{Anchor, Dash, Position, Scale, Shape, Stroke};
use nabla_lab::folding::{Axes, CELLS, Folding, LINES, LayerPicture, Line, SAMPLES, STEPS};

/// The font size of the numbers.
const SIZE: f32 = 11.0;
/// Free space around the picture: room for numbers and names.
const MARGIN: f32 = 26.0;
/// How much of its colour a cell has: where the plane lies double, it is darker.
const TINT: f32 = 0.3;

/// The grid and the points between two layers, in a box of `width` × `height` pixels.
///
/// `time` counts pictures: 0 is the input, 1 the first layer; between them every place moves along a straight line,
/// starting and ending gently. Both axes of a picture have one scale. The output's line comes with the last picture;
/// dashed, it is a cut through a border of more dimensions.
pub fn folding_plot(folding: &Folding, time: f64, scale: &Scale, [width, height]: [f32; 2]) -> Vec<Shape> {
    let Some(last) = folding.pictures.len().checked_sub(1) else { return Vec::new() };
    let time = if time.is_nan() { 0.0 } else { time.clamp(0.0, last as f64) };
    let from = (time as usize).min(last.saturating_sub(1));
    let to = (from + 1).min(last);
    let share = time - from as f64;
    let eased = (share * share * (3.0 - 2.0 * share)) as f32;
    let windows = [from, to].map(|index| Window::around(&folding.pictures[index], [width, height]));
    let pictures = [&folding.pictures[from], &folding.pictures[to]];
    let between = |a: [f32; 2], b: [f32; 2]| -> Position {
        let [a, b] = [windows[0].place(a), windows[1].place(b)];
        [a[0] + (b[0] - a[0]) * eased, a[1] + (b[1] - a[1]) * eased]
    };
    let carry = |of: &dyn Fn(&LayerPicture) -> Vec<[f32; 2]>| -> Vec<Position> {
        of(pictures[0]).into_iter().zip(of(pictures[1])).map(|(a, b)| between(a, b)).collect()
    };
    let grid = carry(&|picture| picture.grid.clone());
    let points = carry(&|picture| picture.points.clone());

    let ink = scale.ink();
    let nearest = usize::from(share >= 0.5);
    let presence = (1.0 - 2.0 * share.min(1.0 - share)) as f32;
    let mut shapes = axes(pictures[nearest], from + nearest == 0, &windows[nearest], scale, presence);
    for (cell, &value) in folding.cells.iter().enumerate() {
        let corners = around(&grid, cell % CELLS, cell / CELLS);
        if corners.iter().flatten().all(|length| length.is_finite()) {
            let fill = Some(scale.point_color(f64::from(value)).faded(TINT));
            shapes.push(Shape::Polygon { corners, fill, stroke: None });
        }
    }
    for (index, line) in grid.chunks_exact(SAMPLES).enumerate() {
        // The axes of the plane, for one's bearings.
        let is_axis = index % LINES == LINES / 2;
        let stroke = Stroke {
            color: ink.muted.faded(if is_axis { 0.9 } else { 0.45 }),
            width: if is_axis { 1.75 } else { 1.0 },
        };
        let pieces = line.split(|place| !place.iter().all(|length| length.is_finite()));
        shapes.extend(pieces.filter(|piece| piece.len() > 1).map(|piece| Shape::Polyline {
            positions: piece.to_vec(),
            stroke,
            dash: None,
        }));
    }
    let ring = Stroke { color: ink.panel, width: 0.75 };
    for (&at, &label) in points.iter().zip(&folding.labels) {
        if at.iter().all(|length| length.is_finite()) {
            shapes.push(marker(scale.shape_of(label), at, 3.2, scale.point_color(label), Some(ring)));
        }
    }
    if let Some(line) = folding.line {
        let presence = (1.0 - 3.0 * (last as f64 - time)) as f32;
        if presence > 0.0
            && let Some([from, to]) = windows[1].cut(line)
        {
            let stroke = Stroke { color: ink.text.faded(presence), width: 2.5 };
            let dash = (!line.whole).then_some(Dash { on: 7.0, off: 5.0, offset: 0.0 });
            shapes.push(Shape::Line { from, to, stroke, dash });
        }
    }
    shapes
}

/// What of a picture's plane is shown, and where.
struct Window {
    /// The plane's place in the middle.
    middle: [f64; 2],
    /// How far it reaches to either side.
    reach: [f64; 2],
    /// Pixels a unit.
    unit: f64,
    /// The box's middle, in pixels.
    center: [f64; 2],
}

impl Window {
    /// As much as a picture takes, as large as it fits.
    fn around(picture: &LayerPicture, size: [f32; 2]) -> Self {
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for place in picture.grid.iter().chain(&picture.points) {
            for axis in 0..2 {
                let value = f64::from(place[axis]);
                if value.is_finite() {
                    (low[axis], high[axis]) = (low[axis].min(value), high[axis].max(value));
                }
            }
        }
        let center = size.map(|length| f64::from(length) / 2.0);
        let half = |axis: usize| 0.52 * (high[axis] - low[axis]);
        let extent = [half(0), half(1)];
        let room = |axis: usize| (center[axis] - f64::from(MARGIN)).max(1.0);
        let fit = |axis: usize| if extent[axis] > 0.0 { room(axis) / extent[axis] } else { f64::INFINITY };
        let unit = fit(0).min(fit(1));
        // Nothing to see, or all in one place: that place in the middle.
        let unit = if unit.is_finite() { unit } else { room(0).min(room(1)) };
        let middle = [0, 1].map(|axis| {
            let middle = 0.5 * (low[axis] + high[axis]);
            if middle.is_finite() { middle } else { 0.0 }
        });
        Self { middle, reach: [room(0) / unit, room(1) / unit], unit, center }
    }

    fn place(&self, [u, v]: [f32; 2]) -> Position {
        let [x, y] = [(f64::from(u) - self.middle[0]), (f64::from(v) - self.middle[1])];
        [(self.center[0] + x * self.unit) as f32, (self.center[1] - y * self.unit) as f32]
    }

    /// The part of a line that is shown.
    fn cut(&self, line: Line) -> Option<[Position; 2]> {
        let [n, m] = line.normal;
        let length = n * n + m * m;
        // Its place nearest to the middle, and the way along it.
        let off = (n * self.middle[0] + m * self.middle[1] + line.offset) / length;
        let foot = [-off * n, -off * m];
        let (mut start, mut end) = (f64::NEG_INFINITY, f64::INFINITY);
        for ((at, way), reach) in foot.into_iter().zip([-m, n]).zip(self.reach) {
            if way == 0.0 {
                if at.abs() > reach {
                    return None;
                }
                continue;
            }
            let ends = [(-reach - at) / way, (reach - at) / way];
            start = start.max(ends[0].min(ends[1]));
            end = end.min(ends[0].max(ends[1]));
        }
        let at = |t: f64| -> Position {
            let [x, y] = [foot[0] - t * m, foot[1] + t * n];
            [(self.center[0] + x * self.unit) as f32, (self.center[1] - y * self.unit) as f32]
        };
        (start < end && start.is_finite() && end.is_finite()).then(|| [at(start), at(end)])
    }
}

/// The border of a cell of the grid, bent as the lines around it are.
fn around(grid: &[Position], column: usize, row: usize) -> Vec<Position> {
    let upright = |line: usize, place: usize| grid[line * SAMPLES + place];
    let level = |line: usize, place: usize| grid[(LINES + line) * SAMPLES + place];
    let (x, y) = (column * STEPS, row * STEPS);
    let below = (0..STEPS).map(|step| level(row, x + step));
    let right = (0..STEPS).map(|step| upright(column + 1, y + step));
    let above = (0..STEPS).map(|step| level(row + 1, x + STEPS - step));
    let left = (0..STEPS).map(|step| upright(column, y + STEPS - step));
    below.chain(right).chain(above).chain(left).collect()
}

/// Numbers below and to the left, hairlines through 0, and the axes' names at their ends.
fn axes(picture: &LayerPicture, is_input: bool, window: &Window, scale: &Scale, presence: f32) -> Vec<Shape> {
    let ink = scale.ink();
    let [center_x, center_y] = window.center.map(|length| length as f32);
    let floor = 2.0 * center_y - 8.0;
    let text = |at: Position, text: String, anchor, weight| Shape::Text {
        at,
        text,
        anchor,
        size: SIZE,
        weight,
        color: ink.muted.faded(presence),
    };
    let hairline = Stroke { color: ink.line.faded(presence), width: 1.0 };
    let mut shapes = Vec::new();
    for axis in 0..2 {
        let (low, high) =
            (window.middle[axis] - window.reach[axis], window.middle[axis] + window.reach[axis]);
        let mut ticks = nice_ticks(low..high, 4.0, true);
        ticks.retain(|tick| (low..=high).contains(tick));
        for (&tick, label) in ticks.iter().zip(loss_labels(&ticks)) {
            let [x, y] = window.place([tick as f32; 2]);
            let [left, right] = [MARGIN, 2.0 * center_x - MARGIN];
            let [top, bottom] = [MARGIN, 2.0 * center_y - MARGIN];
            let (from, to, at, anchor) = match axis {
                0 => ([x, top], [x, bottom], [x, floor], Anchor::Middle),
                _ => ([left, y], [right, y], [MARGIN - 6.0, Shape::baseline(y, SIZE)], Anchor::End),
            };
            shapes.push(Shape::Line { from, to, stroke: hairline, dash: None });
            shapes.push(text(at, label, anchor, 400));
        }
    }
    let name = |axis: usize| match picture.axes {
        _ if is_input => ["x₁", "x₂"][axis].to_owned(),
        Axes::Neurons(_) if picture.directions[axis].iter().all(|&entry| entry == 0.0) => String::new(),
        Axes::Neurons(chosen) => format!("a{}", subscript(chosen[axis] + 1)),
        _ => format!("p{} {:.0} %", subscript(axis + 1), 100.0 * picture.shares[axis]),
    };
    shapes.push(text([2.0 * center_x - 4.0, floor], name(0), Anchor::End, 600));
    shapes.push(text([4.0, SIZE + 2.0], name(1), Anchor::Start, 600));
    shapes
}

/// A number in small figures below the line.
fn subscript(number: usize) -> String {
    let digit = |digit: char| char::from_u32(digit as u32 - '0' as u32 + '₀' as u32).unwrap_or(digit);
    number.to_string().chars().map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Palette, Theme, svg};
    use nabla_lab::folding::{FoldingQuery, folding};
    use nabla_nn::{LayerParameters, Trainer, link};

    const BOX: [f32; 2] = [240.0, 240.0];

    fn scale() -> Scale {
        Scale::new(Palette::Classic, Theme::Light)
    }

    /// Two ReLU neurons that fold the plane along x₁ + x₂ = 0: a₁ = max(0, x₁ + x₂), a₂ = max(0, −x₁ − x₂).
    fn folded() -> Folding {
        let (config, _) = link::parse("dataset=xor&activation=relu&networkShape=2");
        let layer = |weights: &[[f64; 2]], biases: &[f64]| LayerParameters {
            weights: weights.iter().map(|row| row.to_vec()).collect(),
            biases: biases.to_vec(),
            ..LayerParameters::default()
        };
        let parameters = vec![layer(&[[1.0, 1.0], [-1.0, -1.0]], &[0.0; 2]), layer(&[[1.0, 1.0]], &[-4.0])];
        let trainer = Trainer::with(&config.validate().0, None, Some(&parameters)).unwrap();
        folding(&trainer, FoldingQuery::default())
    }

    #[test]
    fn the_plane_on_its_way() {
        let mut folding = folded();
        for picture in &mut folding.pictures {
            picture.points.truncate(24);
        }
        for (name, time) in [("input", 0.0), ("half_way", 0.5), ("layer", 1.0)] {
            let shapes = folding_plot(&folding, time, &scale(), BOX);
            // Detects a change, proves no correctness: see `tests/snapshots.rs`.
            insta::assert_snapshot!(format!("folding_{name}"), svg(&shapes, BOX[0], BOX[1], &[]));
        }
    }

    /// At the layer every place is where its activations say, in the middle of the way half-way there.
    #[test]
    fn places_move_from_where_they_were_to_where_they_will_be() {
        let folding = folded();
        let first_line = |time: f64| -> Vec<Position> {
            folding_plot(&folding, time, &scale(), BOX)
                .into_iter()
                .find_map(|shape| match shape {
                    Shape::Polyline { positions, .. } => Some(positions),
                    _ => None,
                })
                .unwrap()
        };
        let [start, middle, end] = [0.0, 0.5, 1.0].map(first_line);
        for ((a, m), b) in start.iter().zip(&middle).zip(&end) {
            assert!((0.5 * (a[0] + b[0]) - m[0]).abs() < 1e-3 && (0.5 * (a[1] + b[1]) - m[1]).abs() < 1e-3);
        }
        // The line x₁ = −6 lies where a₁ = 0 from x₂ = −6 to 6: upright, its lower end highest.
        assert!(end.iter().all(|place| (place[0] - end[0][0]).abs() < 1e-3));
        assert!(end[0][1] < end[SAMPLES - 1][1]);
        assert_eq!(first_line(-3.0), first_line(f64::NAN));
        assert_eq!(first_line(9.0), end);
    }

    /// a₁ + a₂ = 4 within [0, 12]²: from (0, 4) to (4, 0), and on to the window's edges.
    #[test]
    fn the_outputs_line_is_drawn_at_the_end_of_the_way() {
        let folding = folded();
        let line = |time: f64| {
            let shapes = folding_plot(&folding, time, &scale(), BOX);
            match shapes.last() {
                Some(&Shape::Line { from, to, dash, .. }) => Some((from, to, dash)),
                _ => None,
            }
        };
        assert!(line(0.5).is_none());
        let (from, to, dash) = line(1.0).unwrap();
        assert!(dash.is_none());
        let window = Window::around(&folding.pictures[1], BOX);
        for at in [from, to] {
            let u = window.middle[0] + (f64::from(at[0]) - window.center[0]) / window.unit;
            let v = window.middle[1] - (f64::from(at[1]) - window.center[1]) / window.unit;
            assert!((u + v - 4.0).abs() < 1e-3, "{u} {v}");
            let edge =
                |value: f64, axis: usize| (value - window.middle[axis]).abs() > window.reach[axis] - 1e-3;
            assert!(edge(u, 0) || edge(v, 1));
        }
    }

    #[test]
    fn a_line_beside_the_window_is_not_drawn() {
        let window = Window::around(&folded().pictures[1], BOX);
        let line = |normal, offset| window.cut(Line { normal, offset, whole: true });
        assert!(line([1.0, 0.0], -6.0).is_some());
        assert!(line([1.0, 0.0], -60.0).is_none());
        assert!(line([1.0, 1.0], 60.0).is_none());
    }

    #[test]
    fn nothing_breaks_it() {
        let mut lost = folded();
        lost.pictures[1].grid[5] = [f32::NAN, 0.0];
        lost.pictures[1].grid[90] = [f32::INFINITY, 0.0];
        lost.pictures[1].points[0] = [f32::NAN; 2];
        let lines = |folding: &Folding| {
            let shapes = folding_plot(folding, 1.0, &scale(), BOX);
            shapes.iter().filter(|shape| matches!(shape, Shape::Polyline { .. })).count()
        };
        assert_eq!(lines(&folded()), 2 * LINES);
        assert_eq!(lines(&lost), 2 * LINES + 2);
        for picture in &mut lost.pictures {
            picture.grid.iter_mut().for_each(|place| *place = [f32::NAN; 2]);
            picture.points.iter_mut().for_each(|place| *place = [2.0; 2]);
        }
        for size in [[0.0; 2], [1.0, 400.0], BOX] {
            folding_plot(&lost, 0.7, &scale(), size);
            folding_plot(&Folding::default(), 0.7, &scale(), size);
        }
        assert_eq!(subscript(32), "₃₂");
    }

    #[test]
    fn few_shapes_for_many_places() {
        let (config, _) = link::parse("networkShape=8,8,8,8,8,8,8,8&samples=20000");
        let folding = folding(&Trainer::new(&config.validate().0), FoldingQuery::default());
        let shapes = folding_plot(&folding, 7.5, &scale(), BOX).len();
        assert!(shapes < 600, "{shapes}");
    }
}
