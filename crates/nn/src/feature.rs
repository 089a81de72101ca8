//! What the network is shown of a point.

use crate::Choice;
use strum::VariantArray;

/// One input of the network, computed from a point (x, y), in TensorFlow Playground's order.
///
/// TensorFlow Playground knows `cosX` and `cosY` in its links and ignores them; here they are
/// features like the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Feature {
    /// x₁ = x.
    X,
    /// x₂ = y.
    Y,
    /// x₁².
    XSquared,
    /// x₂².
    YSquared,
    /// x₁x₂.
    XTimesY,
    /// sin x₁, in radians.
    SinX,
    /// sin x₂, in radians.
    SinY,
    /// cos x₁, in radians.
    CosX,
    /// cos x₂, in radians.
    CosY,
}

impl Feature {
    /// The value at a point, in f64; sine and cosine are `libm`'s, so every machine agrees.
    pub fn value(self, x: f64, y: f64) -> f64 {
        match self {
            Self::X => x,
            Self::Y => y,
            Self::XSquared => x * x,
            Self::YSquared => y * y,
            Self::XTimesY => x * y,
            Self::SinX => libm::sin(x),
            Self::SinY => libm::sin(y),
            Self::CosX => libm::cos(x),
            Self::CosY => libm::cos(y),
        }
    }

    /// The mathematical label, such as `x₁²`, the same in every language.
    pub fn label(self) -> &'static str {
        match self {
            Self::X => "x₁",
            Self::Y => "x₂",
            Self::XSquared => "x₁²",
            Self::YSquared => "x₂²",
            Self::XTimesY => "x₁x₂",
            Self::SinX => "sin x₁",
            Self::SinY => "sin x₂",
            Self::CosX => "cos x₁",
            Self::CosY => "cos x₂",
        }
    }

    /// Whether x takes part in the value: maps compute the others once per row.
    pub(crate) fn uses_x(self) -> bool {
        match self {
            Self::X | Self::XSquared | Self::XTimesY | Self::SinX | Self::CosX => true,
            Self::Y | Self::YSquared | Self::SinY | Self::CosY => false,
        }
    }
}

impl Choice for Feature {
    fn key(self) -> &'static str {
        match self {
            Self::X => "x",
            Self::Y => "y",
            Self::XSquared => "xSquared",
            Self::YSquared => "ySquared",
            Self::XTimesY => "xTimesY",
            Self::SinX => "sinX",
            Self::SinY => "sinY",
            Self::CosX => "cosX",
            Self::CosY => "cosY",
        }
    }

    fn name(self) -> &'static str {
        self.label()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        let keys = ["x", "y", "xSquared", "ySquared", "xTimesY", "sinX", "sinY", "cosX", "cosY"];
        crate::choice::check_keys::<Feature>(&keys);
    }

    #[test]
    fn values_at_a_point() {
        let (x, y) = (2.0, -3.0);
        let values: Vec<f64> = Feature::ALL.iter().map(|feature| feature.value(x, y)).collect();
        let expected = [2.0, -3.0, 4.0, 9.0, -6.0, x.sin(), y.sin(), x.cos(), y.cos()];
        for (value, expected) in values.iter().zip(expected) {
            assert!((value - expected).abs() < 1e-15);
        }
    }

    #[test]
    fn a_coordinate_that_does_not_take_part_changes_nothing() {
        for &feature in Feature::ALL {
            let (a, b) = (feature.value(1.0, 2.0), feature.value(3.0, 2.0));
            assert_eq!(feature.uses_x(), a != b, "{feature:?}");
        }
    }
}
