//! The clouds of points a network learns from.

use crate::{Choice, Problem};
use strum::VariantArray;

/// A dataset: TensorFlow Playground's six, and five of any number of classes; `data` draws the points.
///
/// ```
/// use nabla_nn::{Choice, Dataset, Problem};
///
/// let numbers: Vec<_> = Dataset::ALL.iter().filter(|dataset| dataset.fits(Problem::Regression)).collect();
/// assert_eq!(numbers, [&Dataset::RegPlane, &Dataset::RegGauss]);
/// assert!(Dataset::Rings.has_any_classes());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Dataset {
    /// A disc inside a ring.
    Circle,
    /// Four quadrants, opposite ones of one class.
    Xor,
    /// Two clouds.
    Gauss,
    /// Two arms winding around each other.
    Spiral,
    /// A plane that rises along x + y.
    RegPlane,
    /// Six bumps, up and down in turn.
    RegGauss,
    /// Half moons, one over the other.
    Moons,
    /// Rings around each other.
    Rings,
    /// Round clouds on a circle.
    Blobs,
    /// As many spiral arms as classes.
    Spirals,
    /// Squares whose classes go on from row to row.
    Checkerboard,
}

impl Dataset {
    /// Whether a problem can be asked of this dataset; several classes may be asked of one with two.
    pub fn fits(self, problem: Problem) -> bool {
        let is_regression = matches!(self, Self::RegPlane | Self::RegGauss);
        is_regression == (problem == Problem::Regression)
    }

    /// Whether it has as many classes as one likes, rather than the two of TensorFlow Playground.
    pub fn has_any_classes(self) -> bool {
        matches!(self, Self::Moons | Self::Rings | Self::Blobs | Self::Spirals | Self::Checkerboard)
    }
}

impl Choice for Dataset {
    fn key(self) -> &'static str {
        match self {
            Self::Circle => "circle",
            Self::Xor => "xor",
            Self::Gauss => "gauss",
            Self::Spiral => "spiral",
            Self::RegPlane => "reg-plane",
            Self::RegGauss => "reg-gauss",
            Self::Moons => "moons",
            Self::Rings => "rings",
            Self::Blobs => "blobs",
            Self::Spirals => "spirals",
            Self::Checkerboard => "checkerboard",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Circle => "Circle",
            Self::Xor => "Exclusive or",
            Self::Gauss => "Gaussian",
            Self::Spiral => "Spiral",
            Self::RegPlane => "Plane",
            Self::RegGauss => "Multi gaussian",
            Self::Moons => "Moons",
            Self::Rings => "Rings",
            Self::Blobs => "Blobs",
            Self::Spirals => "Spiral arms",
            Self::Checkerboard => "Checkerboard",
        }
    }

    fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Circle => &["circles"],
            Self::Xor => &["exclusive or"],
            Self::Gauss => &["gaussian", "gaussians"],
            Self::Moons => &["moon", "make moons"],
            Self::RegPlane => &["plane"],
            Self::RegGauss => &["multi gaussian"],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        let keys = [
            "circle",
            "xor",
            "gauss",
            "spiral",
            "reg-plane",
            "reg-gauss",
            "moons",
            "rings",
            "blobs",
            "spirals",
            "checkerboard",
        ];
        crate::choice::check_keys::<Dataset>(&keys);
    }

    #[test]
    fn every_problem_has_datasets_and_every_dataset_a_problem() {
        for &problem in Problem::ALL {
            assert!(Dataset::ALL.iter().any(|dataset| dataset.fits(problem)));
        }
        assert!(Dataset::Xor.fits(Problem::Multiclass) && !Dataset::Xor.fits(Problem::Regression));
    }
}
