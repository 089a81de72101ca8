//! How wrong an output is, beside the derivative that training descends.

use crate::{Choice, Real};
use strum::VariantArray;

/// The loss of one output o against its target t; over a set, the mean is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Loss {
    /// E = ½(o − t)², dE/do = o − t (TensorFlow Playground, `nn.ts`, `Errors.SQUARE`).
    Squared,
}

impl Loss {
    /// E(o, t).
    #[inline(always)]
    pub fn value<R: Real>(self, output: R, target: R) -> R {
        match self {
            Self::Squared => R::HALF * (output - target) * (output - target),
        }
    }

    /// dE/do.
    #[inline(always)]
    pub fn derivative<R: Real>(self, output: R, target: R) -> R {
        match self {
            Self::Squared => output - target,
        }
    }
}

impl Choice for Loss {
    fn key(self) -> &'static str {
        match self {
            Self::Squared => "squared",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Squared => "Squared error",
        }
    }

    fn equation(self) -> &'static str {
        match self {
            Self::Squared => "E = ½(o − t)²",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        crate::choice::check_keys::<Loss>(&["squared"]);
    }

    #[test]
    fn derivatives_match_finite_differences() {
        let step = 1e-6;
        for &loss in Loss::ALL {
            for (output, target) in [(-0.9, 1.0), (0.2, 0.2), (3.0, -1.0f64)] {
                let slope =
                    (loss.value(output + step, target) - loss.value(output - step, target)) / (2.0 * step);
                assert!((slope - loss.derivative(output, target)).abs() < 1e-8, "{loss:?}");
            }
        }
    }
}
