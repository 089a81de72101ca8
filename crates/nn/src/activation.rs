//! What a neuron makes of its weighted sum, beside the derivative that training uses.

use crate::{Choice, Real};
use strum::VariantArray;

/// The function f of a neuron, a = f(z).
///
/// Each is applied to slices, with its derivative beside it; the derivative may use z, a or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Activation {
    /// f(z) = tanh z, f′ = 1 − a².
    Tanh,
    /// f(z) = max(0, z), f′ = 1 for z > 0 and 0 otherwise, at z = 0 too.
    Relu,
    /// f(z) = 1/(1 + e⁻ᶻ), f′ = a(1 − a).
    Sigmoid,
    /// f(z) = z, f′ = 1.
    Linear,
}

impl Activation {
    /// a ← f(z), element by element; both slices have one length.
    #[inline]
    pub fn apply<R: Real>(self, sums: &[R], activations: &mut [R]) {
        let pairs = activations.iter_mut().zip(sums);
        match self {
            Self::Tanh => pairs.for_each(|(a, &z)| *a = z.tanh()),
            // Written so that NaN stays NaN.
            Self::Relu => pairs.for_each(|(a, &z)| *a = if z < R::ZERO { R::ZERO } else { z }),
            Self::Sigmoid => pairs.for_each(|(a, &z)| *a = z.sigmoid()),
            Self::Linear => pairs.for_each(|(a, &z)| *a = z),
        }
    }

    /// δ ← δ·f′, element by element: dE/da goes in, dE/dz comes out; all slices have one length.
    #[inline]
    pub fn apply_derivative<R: Real>(self, sums: &[R], activations: &[R], deltas: &mut [R]) {
        match self {
            Self::Tanh => {
                let pairs = deltas.iter_mut().zip(activations);
                pairs.for_each(|(delta, &a)| *delta = *delta * (R::ONE - a * a));
            }
            Self::Relu => {
                let pairs = deltas.iter_mut().zip(sums);
                pairs.for_each(|(delta, &z)| *delta = if z > R::ZERO { *delta } else { R::ZERO });
            }
            Self::Sigmoid => {
                let pairs = deltas.iter_mut().zip(activations);
                pairs.for_each(|(delta, &a)| *delta = *delta * (a * (R::ONE - a)));
            }
            Self::Linear => {}
        }
    }
}

impl Choice for Activation {
    fn key(self) -> &'static str {
        match self {
            Self::Tanh => "tanh",
            Self::Relu => "relu",
            Self::Sigmoid => "sigmoid",
            Self::Linear => "linear",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Tanh => "Tanh",
            Self::Relu => "ReLU",
            Self::Sigmoid => "Sigmoid",
            Self::Linear => "Linear",
        }
    }

    fn equation(self) -> &'static str {
        match self {
            Self::Tanh => "f(z) = tanh z",
            Self::Relu => "f(z) = max(0, z)",
            Self::Sigmoid => "f(z) = 1 / (1 + e⁻ᶻ)",
            Self::Linear => "f(z) = z",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// f(z) and f′(z) at one point.
    fn at(activation: Activation, z: f64) -> (f64, f64) {
        let (mut a, mut delta) = ([0.0], [1.0]);
        activation.apply(&[z], &mut a);
        activation.apply_derivative(&[z], &a, &mut delta);
        (a[0], delta[0])
    }

    #[test]
    fn keys() {
        crate::choice::check_keys::<Activation>(&["tanh", "relu", "sigmoid", "linear"]);
    }

    #[test]
    fn values_match_closed_forms() {
        for z in [-3.0, -0.5, 0.0, 0.25, 2.0f64] {
            let expected = [z.tanh(), z.max(0.0), 1.0 / (1.0 + (-z).exp()), z];
            for (&activation, expected) in Activation::ALL.iter().zip(expected) {
                assert!((at(activation, z).0 - expected).abs() < 1e-15, "{activation:?} at {z}");
            }
        }
    }

    #[test]
    fn derivatives_match_finite_differences() {
        let step = 1e-6;
        for &activation in Activation::ALL {
            for z in [-3.0, -0.5, 0.25, 2.0] {
                let slope = (at(activation, z + step).0 - at(activation, z - step).0) / (2.0 * step);
                assert!((at(activation, z).1 - slope).abs() < 1e-8, "{activation:?} at {z}");
            }
        }
    }

    #[test]
    fn relu_is_flat_at_zero() {
        assert_eq!(at(Activation::Relu, 0.0), (0.0, 0.0));
    }

    #[test]
    fn divergence_is_not_hidden() {
        for &activation in Activation::ALL {
            assert!(at(activation, f64::NAN).0.is_nan(), "{activation:?}");
            let mut a = [0.0f32; 4];
            activation.apply(&[f32::NAN; 4], &mut a);
            assert!(a[0].is_nan(), "{activation:?}");
        }
    }
}
