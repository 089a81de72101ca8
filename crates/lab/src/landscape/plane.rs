//! A plane through the space of the weights.

use crate::pca::leading;
use nabla_nn::{Network, SeedRandom};

/// w(α, β) = c + (α − α₀)·d₁ + (β − β₀)·d₂: every place of the plane is a network.
#[derive(Clone, Debug, Default)]
pub(super) struct Plane {
    /// c, `[parameter]`.
    pub center: Vec<f32>,
    /// d₁ and d₂, `[parameter]` each.
    pub directions: [Vec<f32>; 2],
    /// α₀ and β₀, the coordinates of c.
    pub origin: [f64; 2],
}

impl Plane {
    /// The parameters at a place.
    pub fn at(&self, place: [f64; 2], values: &mut Vec<f32>) {
        let [a, b] = [0, 1].map(|axis| (place[axis] - self.origin[axis]) as f32);
        let [first, second] = &self.directions;
        values.clear();
        values.extend(self.center.iter().zip(first).zip(second).map(|((&c, &d1), &d2)| c + a * d1 + b * d2));
    }

    /// d₁·d₁, d₁·d₂ and d₂·d₂.
    fn products(&self) -> [f64; 3] {
        let [first, second] = &self.directions;
        [dot(first, first), dot(first, second), dot(second, second)]
    }

    /// (w − c)·d₁ and (w − c)·d₂.
    fn dot_with_directions(&self, values: &[f32]) -> [f64; 2] {
        [0, 1].map(|axis| {
            let direction = &self.directions[axis];
            let terms = values.iter().zip(&self.center).zip(direction);
            terms.map(|((&w, &c), &d)| (f64::from(w) - f64::from(c)) * f64::from(d)).sum()
        })
    }

    /// The place of the plane nearest to some parameters, and how far it is from them.
    pub fn project(&self, values: &[f32]) -> ([f64; 2], f64) {
        let ([g11, g12, g22], [p1, p2]) = (self.products(), self.dot_with_directions(values));
        let determinant = g11 * g22 - g12 * g12;
        let [a, b] = if determinant > 1e-12 * g11 * g22 {
            [(p1 * g22 - p2 * g12) / determinant, (p2 * g11 - p1 * g12) / determinant]
        } else if g11 > 0.0 {
            [p1 / g11, 0.0]
        } else {
            [0.0, if g22 > 0.0 { p2 / g22 } else { 0.0 }]
        };
        let whole = product(values, values, &self.center);
        let off = ((whole - a * p1 - b * p2).max(0.0)).sqrt();
        ([self.origin[0] + a, self.origin[1] + b], off)
    }

    /// Of a path's variance, the share along d₁, and the share along what of d₂ is square to it.
    pub fn explained(&self, path: &[Vec<f32>]) -> [f64; 2] {
        let [g11, g12, g22] = self.products();
        let square = g22 - if g11 > 0.0 { g12 * g12 / g11 } else { 0.0 };
        let coordinates: Vec<[f64; 2]> = path
            .iter()
            .map(|values| {
                let [p1, p2] = self.dot_with_directions(values);
                let first = if g11 > 0.0 { p1 / g11.sqrt() } else { 0.0 };
                let second = if g11 > 0.0 { p2 - p1 * g12 / g11 } else { p2 };
                [first, if square > 1e-12 * g22 { second / square.sqrt() } else { 0.0 }]
            })
            .collect();
        let count = path.len().max(1) as f64;
        let spread = |axis: usize| {
            let mean = coordinates.iter().map(|place| place[axis]).sum::<f64>() / count;
            coordinates.iter().map(|place| (place[axis] - mean) * (place[axis] - mean)).sum::<f64>()
        };
        // Σ‖w − mean‖² = Σ‖w − c‖² − n·‖mean − c‖².
        let squares: f64 = path.iter().map(|values| product(values, values, &self.center)).sum();
        let mut mean = vec![0.0; self.center.len()];
        for values in path {
            for ((mean, &w), &c) in mean.iter_mut().zip(values).zip(&self.center) {
                *mean += (f64::from(w) - f64::from(c)) / count;
            }
        }
        let total = squares - count * mean.iter().map(|m| m * m).sum::<f64>();
        let share = |axis| if total > 0.0 { (spread(axis) / total).clamp(0.0, 1.0) } else { 0.0 };
        [share(0), share(1)]
    }
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum()
}

/// (a − c)·(b − c).
fn product(a: &[f32], b: &[f32], c: &[f32]) -> f64 {
    let terms = a.iter().zip(b).zip(c);
    terms.map(|((&a, &b), &c)| (f64::from(a) - f64::from(c)) * (f64::from(b) - f64::from(c))).sum()
}

/// A random direction, filter by filter as long as the network's weights: d_f ← g_f·‖w_f‖/‖g_f‖ with g normal; biases
/// and what normalization learns have none (Li, Xu, Taylor, Studer & Goldstein 2018, “Visualizing the Loss Landscape of
/// Neural Nets”, section 4). A filter is the weights of one weighted sum. Where every weight is still 0, filters count as
/// of length 1.
pub(super) fn filter_normalized(network: &Network, random: &mut SeedRandom) -> Vec<f32> {
    let values = network.values();
    let mut direction = vec![0.0; values.len()];
    let rows = || network.layers.iter().flat_map(|layer| (0..layer.rows()).map(|row| layer.row(row)));
    let blank = rows().all(|row| values[row].iter().all(|&w| w == 0.0));
    for row in rows() {
        let (filter, weights) = (&mut direction[row.clone()], &values[row]);
        filter.iter_mut().for_each(|d| *d = random.normal(0.0, 1.0) as f32);
        let (length, target) = (dot(filter, filter).sqrt(), dot(weights, weights).sqrt());
        let target = if blank { 1.0 } else { target };
        let factor = if length > 0.0 { (target / length) as f32 } else { 0.0 };
        filter.iter_mut().for_each(|d| *d *= factor);
    }
    direction
}

/// The two directions, of length 1, along which a path spreads most: the leading eigenvectors of the covariance of its
/// positions, through the small matrix of their products. They point from the path's beginning to its end. A straight
/// path has one; `spare` then lends what of it is square to that. None of a path that does not move.
pub(super) fn principal_directions(path: &[&[f32]], spare: &[f32]) -> Option<[Vec<f32>; 2]> {
    let last = *path.last()?;
    let of_row = |a: &&[f32]| path.iter().map(|b| product(a, b, last)).collect();
    let mut gram: Vec<Vec<f64>> = path.iter().map(of_row).collect();
    center(&mut gram);
    let [(largest, first), (smaller, second)] = leading(gram);
    if !(largest.is_finite() && largest > 0.0) {
        return None;
    }
    let first = combined(path, last, &first);
    let mut second = if smaller > 1e-9 * largest { combined(path, last, &second) } else { spare.to_vec() };
    let along = dot(&first, &second);
    second.iter_mut().zip(&first).for_each(|(d, &f)| *d -= (along * f64::from(f)) as f32);
    unit(&mut second);
    Some([first, second])
}

/// Takes the mean out of a matrix of products: G − row means − column means + mean.
fn center(gram: &mut [Vec<f64>]) {
    let count = gram.len() as f64;
    let means: Vec<f64> = gram.iter().map(|row| row.iter().sum::<f64>() / count).collect();
    let mean = means.iter().sum::<f64>() / count;
    for (row, of_row) in gram.iter_mut().zip(&means) {
        row.iter_mut().zip(&means).for_each(|(entry, of_column)| *entry += mean - of_row - of_column);
    }
}

/// Σ cᵢ(wᵢ − w_last), of length 1, from the path's beginning to its end.
fn combined(path: &[&[f32]], last: &[f32], shares: &[f64]) -> Vec<f32> {
    let forward = shares.last() >= shares.first();
    let mut sum = vec![0.0; last.len()];
    for (values, &share) in path.iter().zip(shares) {
        let share = if forward { share } else { -share };
        for ((sum, &w), &l) in sum.iter_mut().zip(*values).zip(last) {
            *sum += share * (f64::from(w) - f64::from(l));
        }
    }
    let mut direction: Vec<f32> = sum.into_iter().map(|value| value as f32).collect();
    unit(&mut direction);
    direction
}

fn unit(direction: &mut [f32]) {
    let length = dot(direction, direction).sqrt();
    if length > 0.0 {
        direction.iter_mut().for_each(|d| *d = (f64::from(*d) / length) as f32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabla_nn::{Trainer, link};

    /// An ellipse with half-axes 3 and 1 in a tilted plane of five dimensions: the axes are the directions, and of the
    /// variance they have 9/10 and 1/10.
    fn ellipse() -> ([Vec<f32>; 2], Vec<Vec<f32>>) {
        let first: Vec<f32> = vec![0.6, 0.0, 0.8, 0.0, 0.0];
        let second: Vec<f32> = vec![0.0, 0.8, 0.0, -0.6, 0.0];
        let at = |k: usize| {
            let (sine, cosine) = (std::f32::consts::TAU * k as f32 / 24.0).sin_cos();
            let sum = first.iter().zip(&second).map(|(a, b)| 7.0 + 3.0 * cosine * a + sine * b);
            sum.collect()
        };
        let path = (0..24).map(at).collect();
        ([first, second], path)
    }

    fn slices(path: &[Vec<f32>]) -> Vec<&[f32]> {
        path.iter().map(Vec::as_slice).collect()
    }

    #[test]
    fn the_principal_directions_of_an_ellipse_are_its_axes() {
        let (axes, path) = ellipse();
        let directions = principal_directions(&slices(&path), &[0.0; 5]).unwrap();
        for (direction, axis) in directions.iter().zip(&axes) {
            assert!((dot(direction, axis).abs() - 1.0).abs() < 1e-6, "{direction:?} {axis:?}");
        }
        let plane = Plane { center: path[5].clone(), directions, origin: [0.0; 2] };
        let explained = plane.explained(&path);
        assert!((explained[0] - 0.9).abs() < 1e-5 && (explained[1] - 0.1).abs() < 1e-5, "{explained:?}");
    }

    #[test]
    fn a_straight_path_has_one_direction_and_points_to_its_end() {
        let path: Vec<Vec<f32>> = (0..5).map(|k| vec![1.0, 2.0 * k as f32, 0.0]).collect();
        let [first, second] = principal_directions(&slices(&path), &[0.0, 1.0, 1.0]).unwrap();
        assert!((first[1] - 1.0).abs() < 1e-6, "{first:?}");
        assert!((second[2] - 1.0).abs() < 1e-6, "{second:?}");
        assert!(principal_directions(&slices(&vec![vec![1.0, 2.0]; 4]), &[0.0; 2]).is_none());
        assert!(principal_directions(&slices(&[vec![f32::NAN, 2.0], vec![0.0, 1.0]]), &[0.0; 2]).is_none());
        assert!(principal_directions(&[], &[]).is_none());
    }

    /// Directions at 45°: (2, 3, 4) is 1·(1, 0, 0) + 3·… of (1, 1, 0) after −1 of the first, and 4 off the plane.
    #[test]
    fn a_projection_on_directions_that_are_not_square() {
        let plane = Plane {
            center: vec![1.0, 0.0, 0.0],
            directions: [vec![1.0, 0.0, 0.0], vec![1.0, 1.0, 0.0]],
            origin: [10.0, 0.0],
        };
        let (place, off) = plane.project(&[2.0, 3.0, 4.0]);
        assert!((place[0] - 8.0).abs() < 1e-12 && (place[1] - 3.0).abs() < 1e-12, "{place:?}");
        assert!((off - 4.0).abs() < 1e-12);
        let mut values = Vec::new();
        plane.at(place, &mut values);
        assert_eq!(values, [2.0, 3.0, 0.0]);
    }

    /// A path along x, y and z alike: a plane of x and a slanted direction in x and y holds two thirds.
    #[test]
    fn slanted_directions_explain_no_share_twice() {
        let path: Vec<Vec<f32>> = [
            [1.0, 0.0, 0.0],
            [-1.0, 0.0, 0.0],
            [0.0, 1.0, 0.0],
            [0.0, -1.0, 0.0],
            [0.0, 0.0, 1.0],
            [0.0, 0.0, -1.0],
        ]
        .iter()
        .map(|place| place.to_vec())
        .collect();
        let directions = [vec![2.0, 0.0, 0.0], vec![1.0, 1.0, 0.0]];
        let plane = Plane { center: vec![5.0; 3], directions, origin: [0.0; 2] };
        let [first, second] = plane.explained(&path);
        assert!((first - 1.0 / 3.0).abs() < 1e-9 && (second - 1.0 / 3.0).abs() < 1e-9, "{first} {second}");
    }

    #[test]
    fn random_directions_are_as_long_as_the_filters() {
        for link in ["", "activation=maxout&networkShape=3,3", "batchNorm=true", "activation=prelu"] {
            let trainer = Trainer::new(&link::parse(link).0.validate().0);
            let network = trainer.network();
            let direction = filter_normalized(network, &mut SeedRandom::new("a"));
            let mut of_filters = 0.0;
            for row in network.layers.iter().flat_map(|layer| (0..layer.rows()).map(|row| layer.row(row))) {
                let (d, w) = (&direction[row.clone()], &network.values()[row]);
                assert!((dot(d, d) - dot(w, w)).abs() < 1e-5 * dot(w, w), "{link}");
                of_filters += dot(d, d);
            }
            // Nothing else moves: biases, α, γ, β, padding.
            assert!((dot(&direction, &direction) - of_filters).abs() < 1e-9, "{link}");
            assert_ne!(direction, filter_normalized(network, &mut SeedRandom::new("b")));
        }
        let blank = Trainer::new(&link::parse("initZero=true").0.validate().0);
        let direction = filter_normalized(blank.network(), &mut SeedRandom::new("a"));
        assert!((dot(&direction, &direction) - 7.0).abs() < 1e-5);
    }
}
