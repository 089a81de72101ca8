//! What a large weight costs, beside the derivative that training uses.

use crate::{Choice, Real};
use strum::VariantArray;

/// A penalty on the weights; biases go free.
///
/// Training takes, after the gradient's step, `w ← w − lr·λ·r′(w)` with r′ at the weight before
/// the step (TensorFlow Playground, `nn.ts`, `updateWeights`). Reported losses leave r out.
///
/// ```
/// use nabla_nn::Penalty;
///
/// assert_eq!((Penalty::L1.value(-3.0), Penalty::L1.derivative(-3.0)), (3.0, -1.0));
/// assert_eq!((Penalty::L2.value(-3.0), Penalty::L2.derivative(-3.0)), (4.5, -3.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Penalty {
    /// r(w) = 0.
    None,
    /// r(w) = |w|, r′(w) = sign w with sign 0 = 0: pulls every weight by the same force, so that
    /// unneeded ones reach 0. A penalty step that would flip a weight's sign sets it to 0 for good.
    L1,
    /// r(w) = ½w², r′(w) = w: pulls in proportion, so that weights shrink together.
    L2,
}

impl Penalty {
    /// r(w), before the factor λ.
    pub fn value<R: Real>(self, weight: R) -> R {
        match self {
            Self::None => R::ZERO,
            Self::L1 => {
                if weight < R::ZERO {
                    -weight
                } else {
                    weight
                }
            }
            Self::L2 => R::HALF * weight * weight,
        }
    }

    /// r′(w), before the factor λ.
    #[inline(always)]
    pub fn derivative<R: Real>(self, weight: R) -> R {
        match self {
            Self::None => R::ZERO,
            Self::L1 => {
                if weight > R::ZERO {
                    R::ONE
                } else if weight < R::ZERO {
                    -R::ONE
                } else {
                    R::ZERO
                }
            }
            Self::L2 => weight,
        }
    }
}

impl Choice for Penalty {
    fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::L1 => "L1",
            Self::L2 => "L2",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::L1 => "L1",
            Self::L2 => "L2",
        }
    }

    fn equation(self) -> &'static str {
        match self {
            Self::None => "",
            Self::L1 => "r(w) = |w|",
            Self::L2 => "r(w) = ½w²",
        }
    }

    fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::L1 => &["lasso"],
            Self::L2 => &["ridge", "weight decay"],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        crate::choice::check_keys::<Penalty>(&["none", "L1", "L2"]);
    }

    #[test]
    fn derivatives_match_finite_differences() {
        let step = 1e-6;
        for &penalty in Penalty::ALL {
            for weight in [-2.0, -0.3, 0.1, 1.5f64] {
                let slope = (penalty.value(weight + step) - penalty.value(weight - step)) / (2.0 * step);
                assert!((slope - penalty.derivative(weight)).abs() < 1e-8, "{penalty:?} at {weight}");
            }
            assert_eq!(penalty.derivative(0.0f64), 0.0);
        }
    }
}
