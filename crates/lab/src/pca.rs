//! The two directions in which many points of few dimensions spread most.

/// The two leading principal components of some points (Pearson 1901), and where a point lies along them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pca {
    /// The points' mean, `[dimension]`.
    pub mean: Vec<f64>,
    /// Two directions of length 1 at right angles, the greater spread first, `[dimension]` each. In one dimension the
    /// second is 0.
    pub axes: [Vec<f64>; 2],
    /// The share of the whole variance along each.
    pub shares: [f64; 2],
}

impl Pca {
    /// The components of points in rows, `[dimension][point]`: eigenvectors of the covariance (1/n) Σ (a − ā)(a − ā)ᵀ,
    /// each with its largest entry positive. Points that are not all finite, or do not vary, have the first two
    /// dimensions for axes and no shares.
    pub fn of(rows: &[Vec<f32>]) -> Self {
        let count = rows.first().map_or(0, Vec::len).max(1) as f64;
        let mean: Vec<f64> =
            rows.iter().map(|row| row.iter().map(|&a| f64::from(a)).sum::<f64>() / count).collect();
        let centred: Vec<Vec<f64>> = rows
            .iter()
            .zip(&mean)
            .map(|(row, mean)| row.iter().map(|&a| f64::from(a) - mean).collect())
            .collect();
        let mut covariances = vec![vec![0.0; rows.len()]; rows.len()];
        for (i, a) in centred.iter().enumerate() {
            for (j, b) in centred.iter().enumerate().take(i + 1) {
                let covariance = a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>() / count;
                (covariances[i][j], covariances[j][i]) = (covariance, covariance);
            }
        }
        let total: f64 = (0..rows.len()).map(|i| covariances[i][i]).sum();
        // A covariance is no larger than the variances it lies between.
        if !(total.is_finite() && total > 0.0) {
            let unit = |axis: usize| (0..rows.len()).map(|i| f64::from(u8::from(i == axis))).collect();
            return Self { mean, axes: [unit(0), unit(1)], shares: [0.0; 2] };
        }
        let [(first, one), (second, two)] = leading(covariances);
        let shares = [first, second].map(|variance| (variance / total).clamp(0.0, 1.0));
        Self { mean, axes: [one, two], shares }
    }

    /// Where points in rows, `[dimension][point]`, lie along the two directions, seen from the mean: `[axis][point]`.
    pub fn places(&self, rows: &[Vec<f32>]) -> [Vec<f32>; 2] {
        let mut places = [0, 1].map(|_| vec![0.0; rows.first().map_or(0, Vec::len)]);
        for (places, axis) in places.iter_mut().zip(&self.axes) {
            for ((row, &mean), &entry) in rows.iter().zip(&self.mean).zip(axis) {
                // What does not take part cannot spoil it either: 0 times infinity is NaN.
                if entry != 0.0 {
                    let (mean, entry) = (mean as f32, entry as f32);
                    places.iter_mut().zip(row).for_each(|(place, &a)| *place += entry * (a - mean));
                }
            }
        }
        places
    }
}

/// The two largest eigenvalues of a symmetric matrix without negative ones, each with its vector of length 1, whose
/// largest entry is positive; 0 and nothing but zeros where the matrix has no more.
///
/// By the power method, the matrix squared again and again: its leading vector's share of a power outgrows all others.
/// That vector is then taken out, A − λvvᵀ, for the second (Golub & Van Loan, section 8.2).
pub fn leading(mut matrix: Vec<Vec<f64>>) -> [(f64, Vec<f64>); 2] {
    let size = matrix.len();
    [0, 1].map(|_| {
        let vector = dominant(&matrix);
        let image: Vec<f64> = matrix.iter().map(|row| dot(row, &vector)).collect();
        let value = dot(&image, &vector);
        for i in 0..size {
            for j in 0..size {
                matrix[i][j] -= value * vector[i] * vector[j];
            }
        }
        (value, vector)
    })
}

/// The vector of the largest eigenvalue; where others are within one part in some hundred of it, one among theirs.
fn dominant(matrix: &[Vec<f64>]) -> Vec<f64> {
    /// A¹⁰²⁴.
    const SQUARINGS: usize = 10;
    let size = matrix.len();
    let mut power = matrix.to_vec();
    for squaring in 0..=SQUARINGS {
        let trace: f64 = (0..size).map(|i| power[i][i]).sum();
        if trace.is_nan() || trace <= f64::MIN_POSITIVE {
            return vec![0.0; size];
        }
        power.iter_mut().flatten().for_each(|entry| *entry /= trace);
        if squaring < SQUARINGS {
            let square = |a: &Vec<f64>| power.iter().map(|b| dot(a, b)).collect();
            power = power.iter().map(square).collect();
        }
    }
    // vvᵀ by now: any row of it is v, the one with the largest entry most exactly.
    let largest = (0..size).fold(0, |best, i| if power[i][i] > power[best][best] { i } else { best });
    let mut vector = power.swap_remove(largest);
    let length = dot(&vector, &vector).sqrt();
    vector.iter_mut().for_each(|entry| *entry /= length);
    vector
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eigenvectors (1, 1)/√2 and (1, −1)/√2 of values 3 and 1; of the rest, none.
    #[test]
    fn a_matrix_by_hand() {
        let [(first, one), (second, two)] = leading(vec![vec![2.0, 1.0], vec![1.0, 2.0]]);
        let root = std::f64::consts::FRAC_1_SQRT_2;
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
        near(first, 3.0);
        near(second, 1.0);
        near(one[0], root);
        near(one[1], root);
        near(two[0].abs(), root);
        near(two[0] + two[1], 0.0);
        assert_eq!(leading(vec![vec![4.0]]), [(4.0, vec![1.0]), (0.0, vec![0.0])]);
        assert_eq!(leading(Vec::new()), [(0.0, vec![]), (0.0, vec![])]);
    }

    /// No vector leads where all are alike; whatever comes has length 1 and the right value.
    #[test]
    fn equal_eigenvalues_are_harmless() {
        let [(first, one), (second, two)] =
            leading(vec![vec![2.0, 0.0, 0.0], vec![0.0, 2.0, 0.0], vec![0.0, 0.0, 2.0]]);
        assert!((first - 2.0).abs() < 1e-12 && (second - 2.0).abs() < 1e-12);
        assert!((dot(&one, &one) - 1.0).abs() < 1e-12 && dot(&one, &two).abs() < 1e-12);
    }

    /// Points on an ellipse with half-axes 3 and 1, turned by 30°, moved to (5, −2): variances 9/2 and 1/2.
    #[test]
    fn an_ellipse_has_its_own_axes() {
        let turn = 30f64.to_radians();
        let at = |k: usize| {
            let angle = std::f64::consts::TAU * k as f64 / 360.0;
            let (u, v) = (3.0 * angle.cos(), angle.sin());
            [5.0 + u * turn.cos() - v * turn.sin(), -2.0 + u * turn.sin() + v * turn.cos()]
        };
        let rows: Vec<Vec<f32>> = (0..2).map(|i| (0..360).map(|k| at(k)[i] as f32).collect()).collect();
        let pca = Pca::of(&rows);
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-5, "{a} {b}");
        near(pca.shares[0], 0.9);
        near(pca.shares[1], 0.1);
        near(pca.axes[0][0], turn.cos());
        near(pca.axes[0][1], turn.sin());
        near(pca.mean[1], -2.0);
        let [u, v] = pca.places(&rows);
        near(f64::from(u[90]), 0.0);
        near(f64::from(v[90].abs()), 1.0);
        near(f64::from(u[0]), 3.0);
    }

    #[test]
    fn as_many_dimensions_as_a_layer_has() {
        // Dimension i is (i + 1) times one wave, plus a smaller one in every second: two directions hold all.
        let wave = |k: usize, speed: f64| (k as f64 * speed).sin();
        let value = |i: usize, k: usize| (i + 1) as f64 * wave(k, 0.7) + (i % 2) as f64 * wave(k, 1.9);
        let rows: Vec<Vec<f32>> = (0..32).map(|i| (0..500).map(|k| value(i, k) as f32).collect()).collect();
        let Pca { axes: [one, two], shares, .. } = Pca::of(&rows);
        assert!((shares[0] + shares[1] - 1.0).abs() < 1e-6, "{shares:?}");
        assert!((dot(&one, &one) - 1.0).abs() < 1e-9 && (dot(&two, &two) - 1.0).abs() < 1e-9);
        assert!(dot(&one, &two).abs() < 1e-9);
    }

    #[test]
    fn what_does_not_vary_or_is_not_finite_has_the_first_dimensions() {
        for rows in [
            vec![vec![2.0; 4]; 3],
            vec![vec![f32::NAN, 1.0], vec![0.0, 1.0], vec![0.0, 1.0]],
            vec![vec![f32::INFINITY, 1.0], vec![0.0, 1.0], vec![0.0, 1.0]],
        ] {
            let pca = Pca::of(&rows);
            assert_eq!(pca.axes, [vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0]]);
            assert_eq!(pca.shares, [0.0; 2]);
        }
    }

    #[test]
    fn one_dimension_and_none() {
        let pca = Pca::of(&[vec![1.0, 3.0]]);
        assert_eq!(pca.shares, [1.0, 0.0]);
        assert_eq!(pca.places(&[vec![3.0, 0.0]]), [[1.0, -2.0], [0.0, 0.0]]);
        assert_eq!(Pca::of(&[]).places(&[]), [[0.0; 0]; 2]);
    }
}
