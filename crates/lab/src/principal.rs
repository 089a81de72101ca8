//! The two directions in which many points of few dimensions spread most.

use nabla_nn::eigenvectors;

/// The two leading principal components of some points (Pearson 1901), and where a point lies along them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Principal {
    /// The points' mean, `[dimension]`.
    pub mean: Vec<f64>,
    /// Two directions of length 1 at right angles, the greater spread first, `[dimension]` each. In one dimension the
    /// second is 0.
    pub axes: [Vec<f64>; 2],
    /// The share of the whole variance along each.
    pub shares: [f64; 2],
}

impl Principal {
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
        let mut pairs = eigenvectors(covariances).into_iter();
        let mut next = || pairs.next().unwrap_or_else(|| (0.0, vec![0.0; rows.len()]));
        let [(first, one), (second, two)] = [next(), next()];
        let shares = [first, second].map(|variance| (variance / total).clamp(0.0, 1.0));
        Self { mean, axes: [one, two], shares }
    }

    /// Where a point lies along the two directions, seen from the mean.
    pub fn place(&self, point: &dyn Fn(usize) -> f64) -> [f64; 2] {
        let along = |axis: &[f64]| {
            axis.iter().zip(&self.mean).enumerate().map(|(i, (d, mean))| d * (point(i) - mean)).sum()
        };
        [along(&self.axes[0]), along(&self.axes[1])]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let principal = Principal::of(&rows);
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-5, "{a} {b}");
        near(principal.shares[0], 0.9);
        near(principal.shares[1], 0.1);
        near(principal.axes[0][0], turn.cos());
        near(principal.axes[0][1], turn.sin());
        near(principal.mean[1], -2.0);
        let [u, v] = principal.place(&|i| at(90)[i]);
        near(u, 0.0);
        near(v.abs(), 1.0);
    }

    #[test]
    fn as_many_dimensions_as_a_layer_has() {
        // Dimension i is (i + 1) times one wave, plus a smaller one in every second: two directions hold all.
        let wave = |k: usize, speed: f64| (k as f64 * speed).sin();
        let value = |i: usize, k: usize| (i + 1) as f64 * wave(k, 0.7) + (i % 2) as f64 * wave(k, 1.9);
        let rows: Vec<Vec<f32>> = (0..32).map(|i| (0..500).map(|k| value(i, k) as f32).collect()).collect();
        let Principal { axes: [one, two], shares, .. } = Principal::of(&rows);
        assert!((shares[0] + shares[1] - 1.0).abs() < 1e-6, "{shares:?}");
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
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
            let principal = Principal::of(&rows);
            assert_eq!(principal.axes, [vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0]]);
            assert_eq!(principal.shares, [0.0; 2]);
        }
    }

    #[test]
    fn one_dimension_and_none() {
        let principal = Principal::of(&[vec![1.0, 3.0]]);
        assert_eq!((principal.shares, principal.place(&|_| 3.0)), ([1.0, 0.0], [1.0, 0.0]));
        assert_eq!(Principal::of(&[]).place(&|_| 3.0), [0.0, 0.0]);
    }
}
