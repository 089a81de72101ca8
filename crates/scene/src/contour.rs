//! Lines of equal height over a grid.

use crate::Position;

/// Heights over a square grid, prepared for drawing: the values' order kept, brought to [0, 1].
///
/// Where all values are positive, height is their logarithm, so that a valley shows its floor as well as its walls.
#[derive(Clone, Debug, PartialEq)]
pub struct Heights {
    /// Places along one side.
    pub side: usize,
    /// 0 to 1, `[row][column]`, the lowest row first; NaN where nothing is known yet.
    pub heights: Vec<f32>,
    /// The value at height 0.
    pub low: f32,
    /// The value at height 1; higher ones are as high.
    pub high: f32,
    /// Whether height is the logarithm.
    pub logarithmic: bool,
    /// Round values, rising, at whose heights lines are drawn.
    pub levels: Vec<f32>,
}

/// Lines at most.
const LEVELS: f64 = 11.0;
/// The ratio of the highest value shown to the lowest, at most.
const RANGE: f64 = 1e5;
/// The ratio of the highest value shown to the middle one, at most: outliers do not flatten the rest.
const OUTLIER: f64 = 1e3;

impl Heights {
    /// The heights of values on `side` × `side` places; rows that are missing at the end are not known yet.
    pub fn new(values: &[f32], side: usize) -> Self {
        let finite = || values.iter().map(|&value| f64::from(value)).filter(|value| value.is_finite());
        let (least, most) =
            (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
        let logarithmic = least >= 0.0 && most > 0.0;
        let (low, high) = if logarithmic {
            let high = most.min(OUTLIER * middle(&finite, [least, most]));
            (least.max(high / RANGE), high)
        } else if least <= most {
            (least, most)
        } else {
            (0.0, 0.0)
        };
        let mut heights = Self {
            side,
            heights: Vec::new(),
            low: low as f32,
            high: high as f32,
            logarithmic,
            levels: levels(low, high, logarithmic),
        };
        let known = values.iter().map(|&value| heights.height(value));
        let missing = (side * side).saturating_sub(values.len());
        heights.heights = known.chain(std::iter::repeat_n(f32::NAN, missing)).take(side * side).collect();
        heights
    }

    /// A value's height; what is not a number is as high as can be.
    pub fn height(&self, value: f32) -> f32 {
        let (low, high) = (f64::from(self.low), f64::from(self.high));
        let share = if self.logarithmic {
            (f64::from(value).max(low) / low).ln() / (high / low).ln()
        } else {
            (f64::from(value) - low) / (high - low)
        };
        // Of a flat grid every share is 0/0.
        if high <= low {
            0.5
        } else if share.is_nan() {
            1.0
        } else {
            share.clamp(0.0, 1.0) as f32
        }
    }

    /// The value at a height: what [`Heights::height`] has made of it, but for those beyond the ends.
    pub fn value(&self, height: f32) -> f64 {
        let (low, high) = (f64::from(self.low), f64::from(self.high));
        let height = f64::from(height);
        if self.logarithmic { low * (high / low).powf(height) } else { low + (high - low) * height }
    }

    /// The height at a place in shares of the sides, between the grid's places in proportion; NaN where it is not known.
    pub fn at(&self, [across, up]: Position) -> f32 {
        let last = self.side.saturating_sub(1) as f32;
        if last < 1.0 {
            return f32::NAN;
        }
        let [x, y] = [across, up].map(|share| (share * last).clamp(0.0, last));
        let [column, row] = [x, y].map(|place| (place as usize).min(self.side - 2));
        let (right, above) = (x - column as f32, y - row as f32);
        let here = |row: usize, column: usize| self.heights[row * self.side + column];
        let along = |row: usize| here(row, column) + right * (here(row, column + 1) - here(row, column));
        let below = along(row);
        // A row that is not known yet does not hide the one below it.
        if above == 0.0 { below } else { below + above * (along(row + 1) - below) }
    }

    /// The lines of every level in turn, their places in shares of the sides.
    pub fn lines(&self) -> Vec<(f32, Vec<Vec<Position>>)> {
        let line = |&level: &f32| (level, contours(&self.heights, self.side, self.height(level)));
        self.levels.iter().map(line).collect()
    }
}

/// A value that half of some others are above, by halving their span of orders of magnitude: cheaper to load than a sort.
fn middle<I: Iterator<Item = f64>>(values: &impl Fn() -> I, [least, most]: [f64; 2]) -> f64 {
    let (mut low, mut high) = (least.max(most * 1e-30), most);
    for _ in 0..24 {
        let middle = (low * high).sqrt();
        let (below, all) =
            values().fold((0, 0), |(below, all), value| (below + i32::from(value < middle), all + 1));
        if 2 * below < all { low = middle } else { high = middle }
    }
    high
}

/// Round values between two others, about equally far from each other or in equal ratios: each has the digits that tell
/// it from the next.
fn levels(low: f64, high: f64, logarithmic: bool) -> Vec<f32> {
    let mut levels: Vec<f32> = Vec::new();
    if low.partial_cmp(&high) != Some(std::cmp::Ordering::Less) {
        return levels;
    }
    let ratio = (high / low).powf(1.0 / LEVELS);
    for k in 1..LEVELS as i32 {
        let (value, gap) = if logarithmic {
            let value = low * ratio.powi(k);
            (value, value * (ratio - 1.0))
        } else {
            let gap = (high - low) / LEVELS;
            (low + gap * f64::from(k), gap)
        };
        // With a ratio of more than two a gap is larger than its value.
        let size = if logarithmic { gap.min(value) } else { gap };
        let unit = 10f64.powi(size.log10().floor() as i32);
        let level = ((value / unit).round() * unit) as f32;
        let inside = f64::from(level) > low && f64::from(level) < high;
        if inside && levels.last().is_none_or(|&last| level > last) {
            levels.push(level);
        }
    }
    levels
}

/// No edge.
const NONE: usize = usize::MAX;

/// The lines along which a grid's values are `level`, by marching squares (Lorensen & Cline 1987, in the plane): places
/// in shares of the sides. A line that ends where it begins is closed. Cells with a value that is not finite have none.
pub fn contours(values: &[f32], side: usize, level: f32) -> Vec<Vec<Position>> {
    if side < 2 || values.len() < side * side {
        return Vec::new();
    }
    // An edge by its lower left end: those to the right first, then those upwards.
    let across = |row: usize, column: usize| row * side + column;
    let up = |row: usize, column: usize| side * side + row * side + column;
    // The edges that a line goes to from each.
    let mut next = vec![[NONE; 2]; 2 * side * side];
    let mut join = |a: usize, b: usize| {
        for (from, to) in [(a, b), (b, a)] {
            let place = usize::from(next[from][0] != NONE);
            next[from][place] = to;
        }
    };
    for row in 0..side - 1 {
        for column in 0..side - 1 {
            let corner = |dr: usize, dc: usize| values[(row + dr) * side + column + dc];
            let corners = [corner(0, 0), corner(0, 1), corner(1, 1), corner(1, 0)];
            if !corners.iter().all(|value| value.is_finite()) {
                continue;
            }
            let (bottom, right) = (across(row, column), up(row, column + 1));
            let (top, left) = (across(row + 1, column), up(row, column));
            let above = corners.map(|value| value >= level);
            let case = above.iter().rev().fold(0, |bits, &bit| bits << 1 | u8::from(bit));
            match case {
                1 | 14 => join(left, bottom),
                2 | 13 => join(bottom, right),
                3 | 12 => join(left, right),
                4 | 11 => join(right, top),
                6 | 9 => join(bottom, top),
                7 | 8 => join(left, top),
                // A saddle: what the middle is decides which corners belong together.
                5 | 10 => {
                    let middle = corners.iter().sum::<f32>() / 4.0 >= level;
                    if middle == (case == 5) {
                        join(left, top);
                        join(bottom, right);
                    } else {
                        join(left, bottom);
                        join(right, top);
                    }
                }
                _ => {}
            }
        }
    }
    let place = |edge: usize| -> Position {
        let (upwards, from) = (edge >= side * side, edge % (side * side));
        let (row, column) = (from / side, from % side);
        let [a, b] = [values[from], values[from + if upwards { side } else { 1 }]];
        let share = (level - a) / (b - a);
        let last = (side - 1) as f32;
        let [x, y] = if upwards { [0.0, share] } else { [share, 0.0] };
        [(column as f32 + x) / last, (row as f32 + y) / last]
    };
    let mut lines = Vec::new();
    // Open lines from their ends first, then closed ones from anywhere.
    for open in [true, false] {
        for start in 0..next.len() {
            let is_start = next[start][0] != NONE && (next[start][1] == NONE) == open;
            if !is_start {
                continue;
            }
            let (mut line, mut edge) = (vec![place(start)], start);
            while let Some(to) = next[edge].iter().copied().find(|&to| to != NONE) {
                // The way that has been gone is taken away, on both of its ends.
                for (from, to) in [(edge, to), (to, edge)] {
                    if let Some(gone) = next[from].iter_mut().find(|link| **link == to) {
                        *gone = NONE;
                    }
                }
                edge = to;
                line.push(place(edge));
            }
            next[start] = [NONE; 2];
            lines.push(line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(side: usize, f: impl Fn(f32, f32) -> f32) -> Vec<f32> {
        let at = |k: usize| k as f32 / (side - 1) as f32;
        (0..side * side).map(|k| f(at(k % side), at(k / side))).collect()
    }

    #[test]
    fn a_slope_has_straight_lines_from_edge_to_edge() {
        let lines = contours(&grid(5, |x, _| x), 5, 0.4);
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert_eq!(line.len(), 5);
        assert!(line.iter().all(|place| (place[0] - 0.4).abs() < 1e-6), "{line:?}");
        let mut ends = [line[0][1], line[4][1]];
        ends.sort_by(f32::total_cmp);
        assert_eq!(ends, [0.0, 1.0]);
    }

    /// The line around a cone's middle is a circle of the level's radius, closed.
    #[test]
    fn a_cone_has_a_circle() {
        let cone = grid(41, |x, y| (x - 0.5).hypot(y - 0.5));
        let lines = contours(&cone, 41, 0.3);
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert_eq!(line.first(), line.last());
        assert!(line.iter().all(|[x, y]| ((x - 0.5).hypot(y - 0.5) - 0.3).abs() < 2e-3));
        let length: f32 =
            line.windows(2).map(|pair| (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1])).sum();
        assert!((length - std::f32::consts::TAU * 0.3).abs() < 0.01, "{length}");
    }

    /// Two wells apart, one line around both further up.
    #[test]
    fn wells_merge_where_they_do() {
        let wells = grid(41, |x, y| (x - 0.35).hypot(y - 0.5).min((x - 0.65).hypot(y - 0.5)));
        assert_eq!(contours(&wells, 41, 0.1).len(), 2);
        assert_eq!(contours(&wells, 41, 0.25).len(), 1);
        assert_eq!(contours(&wells, 41, 5.0).len(), 0);
    }

    /// Every crossing is used once, a saddle's included: two lines that do not touch.
    #[test]
    fn a_saddle_has_two_lines() {
        let saddle = [1.0, 0.0, 0.0, 1.0];
        for level in [0.4, 0.6] {
            let lines = contours(&saddle, 2, level);
            assert_eq!(lines.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
            // Above the middle the high corners are apart, below it the low ones: each line cuts off a corner.
            let high = lines.iter().all(|line| {
                let middle = [(line[0][0] + line[1][0]) / 2.0, (line[0][1] + line[1][1]) / 2.0];
                (middle[0] < 0.5) == (middle[1] < 0.5)
            });
            assert_eq!(high, level > 0.5);
        }
    }

    #[test]
    fn what_is_not_known_has_no_lines() {
        let mut values = grid(5, |x, _| x);
        values[12] = f32::NAN;
        let places: usize = contours(&values, 5, 0.6).iter().map(Vec::len).sum();
        assert!((1..5).contains(&places), "{places}");
        assert!(contours(&[], 0, 0.5).is_empty() && contours(&[1.0; 3], 2, 0.5).is_empty());
    }

    #[test]
    fn levels_are_round_and_in_equal_ratios() {
        let heights = Heights::new(&grid(41, |x, _| 0.001 * 10f32.powf(3.0 * x)), 41);
        assert!(heights.logarithmic);
        assert_eq!(heights.levels[..4], [0.002, 0.004, 0.007, 0.01]);
        assert!((8..=10).contains(&heights.levels.len()), "{:?}", heights.levels);
        assert!(heights.levels.windows(2).all(|pair| pair[1] > 1.3 * pair[0] && pair[1] < 2.6 * pair[0]));
        // Height is the logarithm: a third of the way up is a tenfold value.
        assert!((heights.height(0.01) - 1.0 / 3.0).abs() < 1e-3);
        assert!((heights.value(2.0 / 3.0) - 0.1).abs() < 1e-3);
        assert_eq!(heights.lines().len(), heights.levels.len());
    }

    #[test]
    fn values_below_zero_are_shown_in_proportion() {
        let heights = Heights::new(&grid(11, |x, y| 4.0 * (x * x - y * y)), 11);
        assert!(!heights.logarithmic);
        assert_eq!((heights.low, heights.high), (-4.0, 4.0));
        assert_eq!((heights.height(0.0), heights.value(0.75)), (0.5, 2.0));
        let steps: Vec<f32> = heights.levels.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(steps.iter().all(|step| (step - 8.0 / 11.0).abs() < 0.11), "{:?}", heights.levels);
    }

    #[test]
    fn between_places_heights_are_in_proportion() {
        let heights = Heights::new(&grid(3, |x, y| -1.0 + x + y), 3);
        assert_eq!(heights.at([0.25, 0.5]), 0.375);
        assert_eq!((heights.at([0.0, 0.0]), heights.at([1.0, 1.0])), (0.0, 1.0));
        let partial = Heights::new(&[-1.0, 0.0, 1.0], 3);
        assert_eq!(partial.at([0.5, 0.0]), 0.5);
        assert!(partial.at([0.5, 0.2]).is_nan());
    }

    #[test]
    fn any_number_has_a_height() {
        for values in
            [vec![f32::NAN; 4], vec![f32::INFINITY; 4], vec![0.0; 4], vec![], vec![1e-30, 1.0, 1e30, 1e38]]
        {
            let heights = Heights::new(&values, 2);
            assert_eq!(heights.heights.len(), 4);
            let inside = |height: &f32| (0.0..=1.0).contains(height);
            assert!(heights.heights[..values.len()].iter().all(inside), "{values:?} {heights:?}");
            heights.lines();
        }
        // An outlier does not flatten the rest.
        let heights = Heights::new(&[0.1, 0.2, 0.3, 1e30], 2);
        assert!(heights.heights[2] - heights.heights[0] > 0.05, "{heights:?}");
    }
}
