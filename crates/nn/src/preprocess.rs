//! What the features go through before the network sees them, fitted on the training set alone.

use crate::{Choice, Feature, Point};
use strum::VariantArray;

/// A change of the features' coordinates. Means, deviations and directions are those of the training set; the test set
/// and every drawn map go through the same change.
///
/// ```
/// use nabla_nn::{Feature, Point, Preprocess, Transform};
///
/// let train = [[1.0, 5.0, 1.0], [3.0, 9.0, -1.0]].map(Point::from);
/// let change = Transform::fit(Preprocess::Standardize, &[Feature::X, Feature::Y], &train).unwrap();
/// assert_eq!(change.apply(&[3.0, 5.0]), [1.0, -1.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Preprocess {
    /// x̂ = x.
    None,
    /// x̂ = x − mean.
    Center,
    /// x̂ = (x − mean)/σ with the population's σ; a feature that never varies is only centred (scikit-learn
    /// `StandardScaler`).
    Standardize,
    /// x̂ = Uᵀ(x − mean): the directions of the greatest variance become the axes, each turned so that its largest entry
    /// is positive (Pearson 1901).
    Pca,
    /// x̂ = Λ^(−½)Uᵀ(x − mean), 10⁻⁵ added to each variance: a round cloud of deviation 1 (CS231n, “Neural Networks Part
    /// 2”, which names the constant).
    Whiten,
}

/// Added to a variance before it divides.
const WHITEN_EPSILON: f64 = 1e-5;

impl Choice for Preprocess {
    fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Center => "center",
            Self::Standardize => "standardize",
            Self::Pca => "pca",
            Self::Whiten => "whiten",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Center => "Zero-centred",
            Self::Standardize => "Standardized",
            Self::Pca => "PCA",
            Self::Whiten => "Whitened",
        }
    }

    fn equation(self) -> &'static str {
        match self {
            Self::None => "x̂ = x",
            Self::Center => "x̂ = x − x̄",
            Self::Standardize => "x̂ = (x − x̄) / σ",
            Self::Pca => "x̂ = Uᵀ(x − x̄)",
            Self::Whiten => "x̂ = Λ^(−½)·Uᵀ(x − x̄)",
        }
    }

    fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Standardize => &["standard", "zscore", "normalize"],
            Self::Center => &["mean"],
            Self::Whiten => &["whitening"],
            _ => &[],
        }
    }
}

/// A fitted change of coordinates: x̂ = M(x − mean).
#[derive(Clone, Debug, PartialEq)]
pub struct Transform {
    /// `[feature]`.
    pub mean: Vec<f64>,
    /// M, `[coordinate][feature]`.
    pub matrix: Vec<Vec<f64>>,
}

impl Transform {
    /// The change fitted on a training set; none where there is nothing to change.
    pub fn fit(preprocess: Preprocess, features: &[Feature], train: &[Point]) -> Option<Self> {
        if preprocess == Preprocess::None || features.is_empty() || train.is_empty() {
            return None;
        }
        let count = train.len() as f64;
        let value = |feature: &Feature, point: &Point| feature.value(point.x, point.y);
        let mean: Vec<f64> =
            features.iter().map(|f| train.iter().map(|p| value(f, p)).sum::<f64>() / count).collect();
        let covariance = |a: usize, b: usize| {
            let product = |p: &Point| (value(&features[a], p) - mean[a]) * (value(&features[b], p) - mean[b]);
            train.iter().map(product).sum::<f64>() / count
        };
        let size = features.len();
        let diagonal = |scale: &dyn Fn(usize) -> f64| -> Vec<Vec<f64>> {
            let entry = |a, b| if a == b { scale(a) } else { 0.0 };
            (0..size).map(|a| (0..size).map(|b| entry(a, b)).collect()).collect()
        };
        let matrix = match preprocess {
            Preprocess::None | Preprocess::Center => diagonal(&|_| 1.0),
            Preprocess::Standardize => diagonal(&|a| match covariance(a, a).sqrt() {
                0.0 => 1.0,
                deviation => 1.0 / deviation,
            }),
            Preprocess::Pca | Preprocess::Whiten => {
                let covariances = (0..size).map(|a| (0..size).map(|b| covariance(a, b)).collect()).collect();
                let rows = eigenvectors(covariances).into_iter().map(|(variance, vector)| {
                    let scale = match preprocess {
                        Preprocess::Whiten => 1.0 / (variance.max(0.0) + WHITEN_EPSILON).sqrt(),
                        _ => 1.0,
                    };
                    vector.into_iter().map(|entry| scale * entry).collect()
                });
                rows.collect()
            }
        };
        Some(Self { mean, matrix })
    }

    /// x̂ of one sample at one coordinate; `features` is `[feature]`.
    pub fn coordinate(&self, coordinate: usize, features: &[f64]) -> f64 {
        let terms = self.matrix[coordinate].iter().zip(features.iter().zip(&self.mean));
        terms.map(|(m, (x, mean))| m * (x - mean)).sum()
    }

    /// x̂ of one sample, `[coordinate]`.
    pub fn apply(&self, features: &[f64]) -> Vec<f64> {
        (0..self.matrix.len()).map(|coordinate| self.coordinate(coordinate, features)).collect()
    }
}

/// The eigenvalues of a symmetric matrix, falling, each with its vector, whose largest entry is positive (Jacobi's
/// rotations; Golub & Van Loan, algorithm 8.4.3).
fn eigenvectors(mut a: Vec<Vec<f64>>) -> Vec<(f64, Vec<f64>)> {
    const SWEEPS: usize = 50;
    let size = a.len();
    // The rows of v are the vectors.
    let mut v: Vec<Vec<f64>> =
        (0..size).map(|i| (0..size).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    for _ in 0..SWEEPS {
        let off: f64 =
            (0..size).flat_map(|p| (0..p).map(move |q| (p, q))).map(|(p, q)| a[p][q] * a[p][q]).sum();
        if off == 0.0 {
            break;
        }
        for p in 0..size {
            for q in p + 1..size {
                if a[p][q] == 0.0 {
                    continue;
                }
                let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
                let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
                let c = 1.0 / (t * t + 1.0).sqrt();
                let s = t * c;
                for row in &mut a {
                    (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
                }
                for k in 0..size {
                    (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]);
                    (v[p][k], v[q][k]) = (c * v[p][k] - s * v[q][k], s * v[p][k] + c * v[q][k]);
                }
            }
        }
    }
    let mut pairs: Vec<(f64, Vec<f64>)> = Vec::with_capacity(size);
    for (i, mut vector) in v.into_iter().enumerate() {
        let largest = vector.iter().copied().fold(0.0, |l: f64, x| if x.abs() > l.abs() { x } else { l });
        if largest < 0.0 {
            vector.iter_mut().for_each(|entry| *entry = -*entry);
        }
        let place = pairs.partition_point(|(value, _)| *value >= a[i][i]);
        pairs.insert(place, (a[i][i], vector));
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ValidConfig, generate};

    #[test]
    fn keys() {
        crate::choice::check_keys::<Preprocess>(&["none", "center", "standardize", "pca", "whiten"]);
    }

    /// Means and covariances of the training set after a change.
    fn moments(preprocess: Preprocess) -> (Vec<f64>, Vec<Vec<f64>>) {
        let features = [Feature::X, Feature::Y, Feature::XSquared, Feature::SinX, Feature::XTimesY];
        let (points, _) = generate(&ValidConfig::default());
        let transform = Transform::fit(preprocess, &features, &points.train).unwrap();
        let rows: Vec<Vec<f64>> = points
            .train
            .iter()
            .map(|p| transform.apply(&features.map(|feature| feature.value(p.x, p.y))))
            .collect();
        let mean = |f: &dyn Fn(&Vec<f64>) -> f64| rows.iter().map(f).sum::<f64>() / rows.len() as f64;
        let means: Vec<f64> = (0..5).map(|a| mean(&|row| row[a])).collect();
        let covariances = (0..5)
            .map(|a| (0..5).map(|b| mean(&|row| row[a] * row[b]) - means[a] * means[b]).collect())
            .collect();
        (means, covariances)
    }

    #[test]
    fn each_change_does_what_it_says() {
        for &preprocess in &Preprocess::ALL[1..] {
            let (means, covariances) = moments(preprocess);
            assert!(means.iter().all(|mean| mean.abs() < 1e-12), "{preprocess:?}");
            for a in 0..5 {
                let spread = covariances[a][a];
                match preprocess {
                    Preprocess::Standardize => assert!((spread - 1.0).abs() < 1e-12),
                    Preprocess::Whiten => assert!((spread - 1.0).abs() < 1e-4),
                    Preprocess::Pca => assert!(a == 0 || spread <= covariances[a - 1][a - 1]),
                    _ => {}
                }
                if matches!(preprocess, Preprocess::Pca | Preprocess::Whiten) {
                    assert!((0..a).all(|b| covariances[a][b].abs() < 1e-10), "{preprocess:?}");
                }
            }
        }
    }

    #[test]
    fn a_feature_that_never_varies_is_only_centred() {
        let train = [[1.0, 5.0, 1.0], [3.0, 5.0, -1.0]].map(Point::from);
        let transform = Transform::fit(Preprocess::Standardize, &[Feature::X, Feature::Y], &train).unwrap();
        assert_eq!(transform.apply(&[3.0, 5.0]), [1.0, 0.0]);
        assert_eq!(Transform::fit(Preprocess::Pca, &[], &train), None);
    }
}
