//! The clouds of points a network learns from.

use crate::{Choice, Problem};
use strum::VariantArray;

/// A dataset of TensorFlow Playground; `data` draws the points.
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
}

impl Dataset {
    /// The problem whose menu offers this dataset.
    pub fn problem(self) -> Problem {
        match self {
            Self::Circle | Self::Xor | Self::Gauss | Self::Spiral => Problem::Classification,
            Self::RegPlane | Self::RegGauss => Problem::Regression,
        }
    }

    /// How many points TensorFlow Playground draws, train and test together.
    pub fn samples(self) -> usize {
        self.problem().samples()
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
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        let keys = ["circle", "xor", "gauss", "spiral", "reg-plane", "reg-gauss"];
        crate::choice::check_keys::<Dataset>(&keys);
    }

    #[test]
    fn sizes_follow_the_problem() {
        assert_eq!(Dataset::Spiral.samples(), 500);
        assert_eq!(Dataset::RegGauss.samples(), 1200);
    }
}
