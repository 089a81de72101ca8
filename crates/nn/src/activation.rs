//! What a neuron makes of its weighted sum, and the derivative that training uses, side by side.

use crate::{Choice, Real};
use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// The function f of a neuron, a = f(z).
///
/// α is the slope or scale of the activations that have one ([`Activation::default_alpha`]).
///
/// ```
/// use nabla_nn::Activation;
///
/// let (a, slope) = Activation::LeakyRelu.at(-2.0, 0.01);
/// assert_eq!((a, slope), (-0.02, 0.01));
/// assert_eq!(Activation::Elu.default_alpha(), Some(1.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray, Serialize, Deserialize)]
pub enum Activation {
    /// f(z) = tanh z, f′ = 1 − a².
    Tanh,
    /// f(z) = max(0, z), f′ = 1 for z > 0 and 0 otherwise, at z = 0 too (as TensorFlow Playground and Keras).
    Relu,
    /// f(z) = 1/(1 + e⁻ᶻ), f′ = a(1 − a).
    Sigmoid,
    /// f(z) = z, f′ = 1.
    Linear,
    /// f(z) = clamp(z + ½, 0, 1), f′ = 1 for |z| < ½: the sigmoid in three straight pieces.
    HardSigmoid,
    /// f(z) = z for z > 0 and αz otherwise; α = 0.01 (Maas, Hannun & Ng 2013, “Rectifier nonlinearities improve neural
    /// network acoustic models”).
    LeakyRelu,
    /// f(z) = z for z > 0 and αz otherwise, α learned by every neuron from 0.25 (He et al. 2015, “Delving deep into
    /// rectifiers”, which names this start).
    Prelu,
    /// f(z) = z for z > 0 and α(eᶻ − 1) otherwise; α = 1 (Clevert, Unterthiner & Hochreiter 2015; Keras `elu`).
    Elu,
    /// f(z) = λz for z > 0 and λα(eᶻ − 1) otherwise, λ = 1.0507…, α = 1.6733…, which keep mean 0 and variance 1 from
    /// layer to layer (Klambauer et al. 2017; Keras `selu`).
    Selu,
    /// f(z) = ln(1 + eᶻ), f′ = 1/(1 + e⁻ᶻ) (Dugas et al. 2000; Keras `softplus`).
    Softplus,
    /// f(z) = z/(1 + e⁻ᶻ) (Ramachandran, Zoph & Le 2017; Keras `silu`).
    Swish,
    /// f(z) = z·Φ(z) = ½z(1 + erf(z/√2)) (Hendrycks & Gimpel 2016; Keras `gelu`, not the approximate form).
    Gelu,
    /// f(z) = z·tanh(ln(1 + eᶻ)) (Misra 2019; Keras `mish`).
    Mish,
    /// f(z) = sin z, f′ = cos z (Sitzmann et al. 2020, “Implicit neural representations with periodic activations”).
    Sin,
    /// f(z) = max(z₁, z₂) of two weighted sums with weights of their own (Goodfellow et al. 2013, “Maxout networks”).
    Maxout,
    /// f(z) = 1 for z ≥ 0 and −1 otherwise, f′ = 0: nothing flows back through it, so it trains only under the
    /// perceptron rule (Rosenblatt 1958).
    Sign,
}

/// Each activation's f and f′ of z, a = f(z) and α; everything else that applies them is made from these lines.
macro_rules! curves {
    ($($variant:ident: |$z:ident, $a:ident, $alpha:ident| $value:expr, $slope:expr;)*) => {
        impl Activation {
            /// a ← f(z), element by element; both slices have one length. Maxout is applied by its layer; of one sum
            /// it is the identity.
            #[inline]
            #[allow(unused_variables)]
            pub fn apply<R: Real>(self, alpha: R, sums: &[R], activations: &mut [R]) {
                match self {
                    $(Self::$variant => for ($a, &$z) in activations.iter_mut().zip(sums) {
                        let $alpha = alpha;
                        *$a = $value;
                    },)*
                }
            }

            /// δ ← δ·f′, element by element: dE/da goes in, dE/dz comes out; all slices have one length.
            #[inline]
            #[allow(unused_variables)]
            pub fn apply_derivative<R: Real>(self, alpha: R, sums: &[R], activations: &[R], deltas: &mut [R]) {
                match self {
                    $(Self::$variant => for (delta, (&$z, &$a)) in deltas.iter_mut().zip(sums.iter().zip(activations)) {
                        let $alpha = alpha;
                        *delta = *delta * $slope;
                    },)*
                }
            }
        }
    };
}

/// λ of SELU (Klambauer et al. 2017, appendix).
const SELU_SCALE: f64 = 1.050_700_987_355_480_5;
/// α of SELU.
const SELU_ALPHA: f64 = 1.673_263_242_354_377_2;
/// Beyond this, tanh(ln(1 + eᶻ)) is 1 in f64 too, and e²ᶻ is still far from overflow.
const MISH_BOUND: f64 = 20.0;

curves! {
    Tanh: |z, a, alpha| z.tanh(), R::ONE - a * a;
    // Comparisons are written so that NaN stays NaN.
    Relu: |z, a, alpha| if z < R::ZERO { R::ZERO } else { z }, if z > R::ZERO { R::ONE } else { R::ZERO };
    Sigmoid: |z, a, alpha| z.sigmoid(), a * (R::ONE - a);
    Linear: |z, a, alpha| z, R::ONE;
    HardSigmoid: |z, a, alpha| clamp(z + R::HALF, R::ZERO, R::ONE), if a > R::ZERO && a < R::ONE { R::ONE } else { R::ZERO };
    LeakyRelu: |z, a, alpha| if z > R::ZERO { z } else { alpha * z }, if z > R::ZERO { R::ONE } else { alpha };
    Prelu: |z, a, alpha| if z > R::ZERO { z } else { alpha * z }, if z > R::ZERO { R::ONE } else { alpha };
    Elu: |z, a, alpha| if z > R::ZERO { z } else { alpha * (z.exp() - R::ONE) }, if z > R::ZERO { R::ONE } else { a + alpha };
    Selu: |z, a, alpha| R::from_f64(SELU_SCALE) * if z > R::ZERO { z } else { R::from_f64(SELU_ALPHA) * (z.exp() - R::ONE) },
        if z > R::ZERO { R::from_f64(SELU_SCALE) } else { a + R::from_f64(SELU_SCALE * SELU_ALPHA) };
    Softplus: |z, a, alpha| z.max(R::ZERO) + (-z.abs()).exp().ln_1p(), z.sigmoid();
    Swish: |z, a, alpha| z * z.sigmoid(), { let s = z.sigmoid(); s + a * (R::ONE - s) };
    Gelu: |z, a, alpha| z * gauss(z), gauss(z) + z * R::from_f64(FRAC_1_SQRT_TAU) * (-(R::HALF * z * z)).exp();
    Mish: |z, a, alpha| z * mish_factor(z), { let t = mish_factor(z); t + z * (R::ONE - t * t) * z.sigmoid() };
    Sin: |z, a, alpha| z.sin(), z.cos();
    Maxout: |z, a, alpha| z, R::ONE;
    Sign: |z, a, alpha| if z < R::ZERO { -R::ONE } else if z >= R::ZERO { R::ONE } else { z }, R::ZERO;
}

/// 1/√(2π), the height of the standard normal density.
const FRAC_1_SQRT_TAU: f64 = 0.398_942_280_401_432_7;

/// Φ(z), the share of a standard normal distribution below z.
#[inline(always)]
fn gauss<R: Real>(z: R) -> R {
    R::HALF * (R::ONE + (z * R::from_f64(std::f64::consts::FRAC_1_SQRT_2)).erf())
}

/// tanh(ln(1 + eᶻ)) = n/(n + 2) with n = eᶻ(eᶻ + 2).
#[inline(always)]
fn mish_factor<R: Real>(z: R) -> R {
    let bound = R::from_f64(MISH_BOUND);
    let e = (if z > bound { bound } else { z }).exp();
    let n = e * (e + R::ONE + R::ONE);
    n / (n + R::ONE + R::ONE)
}

#[inline(always)]
fn clamp<R: Real>(value: R, low: R, high: R) -> R {
    let value = if value < low { low } else { value };
    if value > high { high } else { value }
}

impl Activation {
    /// The value α has unless a link gives another; none where there is no α.
    pub fn default_alpha(self) -> Option<f64> {
        match self {
            Self::LeakyRelu => Some(0.01),
            Self::Prelu => Some(0.25),
            Self::Elu => Some(1.0),
            _ => None,
        }
    }

    /// Whether it lets positive sums pass and holds negative ones back: ReLU and its kin.
    pub fn is_rectifier(self) -> bool {
        match self {
            Self::Relu
            | Self::LeakyRelu
            | Self::Prelu
            | Self::Elu
            | Self::Softplus
            | Self::Swish
            | Self::Gelu
            | Self::Mish
            | Self::Maxout => true,
            Self::Tanh
            | Self::Sigmoid
            | Self::Linear
            | Self::HardSigmoid
            | Self::Sign
            | Self::Selu
            | Self::Sin => false,
        }
    }

    /// |f′| at its steepest, of a curve with a flat end; none of those that have none, or are flat all over. ReLU has
    /// none: it does not come near 0, it is 0.
    pub fn steepest_slope(self, alpha: f64) -> Option<f64> {
        match self {
            Self::Sigmoid => Some(0.25),
            Self::Tanh | Self::HardSigmoid | Self::Softplus => Some(1.0),
            Self::Elu => Some(alpha.max(1.0)),
            Self::Selu => Some(SELU_SCALE * SELU_ALPHA),
            Self::Swish => Some(1.0998),
            Self::Gelu => Some(1.1289),
            Self::Mish => Some(1.0885),
            Self::Relu
            | Self::Linear
            | Self::LeakyRelu
            | Self::Prelu
            | Self::Sin
            | Self::Maxout
            | Self::Sign => None,
        }
    }

    /// The least and the largest value, infinite where there is none.
    pub fn range(self, alpha: f64) -> (f64, f64) {
        let above = |least| (least, f64::INFINITY);
        match self {
            Self::Tanh | Self::Sin | Self::Sign => (-1.0, 1.0),
            Self::Sigmoid | Self::HardSigmoid => (0.0, 1.0),
            Self::Relu | Self::Softplus => above(0.0),
            Self::Elu => above(-alpha),
            Self::Selu => above(-SELU_SCALE * SELU_ALPHA),
            Self::Swish => above(-0.2785),
            Self::Gelu => above(-0.17),
            Self::Mish => above(-0.3088),
            Self::Linear | Self::LeakyRelu | Self::Prelu | Self::Maxout => above(f64::NEG_INFINITY),
        }
    }

    /// Weighted sums per neuron: two for maxout, one for all others.
    pub fn pieces(self) -> usize {
        if self == Self::Maxout { 2 } else { 1 }
    }

    /// Whether every neuron learns an α of its own.
    pub fn learns_alpha(self) -> bool {
        self == Self::Prelu
    }

    /// f(z) and f′(z) at one point, in f64.
    pub fn at(self, z: f64, alpha: f64) -> (f64, f64) {
        let (mut a, mut slope) = ([0.0], [1.0]);
        self.apply(alpha, &[z], &mut a);
        self.apply_derivative(alpha, &[z], &a, &mut slope);
        (a[0], slope[0])
    }

    /// f′ of some sums in f32, exactly as training takes it: near tanh's ends 1 − a² is some 1e-7 away from what f64 finds.
    pub fn slopes(self, sums: &[f32], alpha: f32) -> Vec<f32> {
        let (mut a, mut slopes) = (vec![0.0; sums.len()], vec![1.0; sums.len()]);
        self.apply(alpha, sums, &mut a);
        self.apply_derivative(alpha, sums, &a, &mut slopes);
        slopes
    }

    /// Key, name and equation.
    fn texts(self) -> [&'static str; 3] {
        match self {
            Self::Tanh => ["tanh", "Tanh", "f(z) = tanh z"],
            Self::Relu => ["relu", "ReLU", "f(z) = max(0, z)"],
            Self::Sigmoid => ["sigmoid", "Sigmoid", "f(z) = 1 / (1 + e⁻ᶻ)"],
            Self::Linear => ["linear", "Linear", "f(z) = z"],
            Self::HardSigmoid => ["hard-sigmoid", "Hard sigmoid", "f(z) = max(0, min(1, z + ½))"],
            Self::LeakyRelu => ["leaky-relu", "Leaky ReLU", "f(z) = z > 0 ? z : αz"],
            Self::Prelu => ["prelu", "PReLU", "f(z) = z > 0 ? z : αₙz"],
            Self::Elu => ["elu", "ELU", "f(z) = z > 0 ? z : α(eᶻ − 1)"],
            Self::Selu => ["selu", "SELU", "f(z) = λ·(z > 0 ? z : α(eᶻ − 1))"],
            Self::Softplus => ["softplus", "Softplus", "f(z) = ln(1 + eᶻ)"],
            Self::Swish => ["swish", "Swish (SiLU)", "f(z) = z / (1 + e⁻ᶻ)"],
            Self::Gelu => ["gelu", "GELU", "f(z) = z·Φ(z) = ½z(1 + erf(z/√2))"],
            Self::Mish => ["mish", "Mish", "f(z) = z·tanh(ln(1 + eᶻ))"],
            Self::Sin => ["sin", "Sine", "f(z) = sin z"],
            Self::Maxout => ["maxout", "Maxout", "f(z) = max(z₁, z₂)"],
            Self::Sign => ["sign", "Sign", "f(z) = z ≥ 0 ? 1 : −1"],
        }
    }
}

impl Choice for Activation {
    fn key(self) -> &'static str {
        self.texts()[0]
    }

    fn name(self) -> &'static str {
        self.texts()[1]
    }

    fn equation(self) -> &'static str {
        self.texts()[2]
    }

    fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Tanh => &["hyperbolic tangent"],
            Self::Relu => &["rectifier"],
            Self::Sigmoid => &["logistic", "logsig"],
            Self::Linear => &["identity", "none"],
            Self::Elu => &["exponential linear"],
            Self::LeakyRelu => &["lrelu"],
            Self::Swish => &["silu"],
            Self::Sin => &["sine"],
            Self::Sign => &["step", "heaviside"],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(activation: Activation, z: f64) -> (f64, f64) {
        activation.at(z, activation.default_alpha().unwrap_or(0.0))
    }

    /// The curves themselves, from −40 to 40 in steps of a thousandth.
    #[test]
    fn slopes_and_values_reach_their_ends_and_no_further() {
        for &activation in Activation::ALL {
            let alpha = activation.default_alpha().unwrap_or(0.0);
            let curve: Vec<_> = (-40_000..=40_000).map(|k| at(activation, f64::from(k) / 1000.0)).collect();
            let end = |value: &dyn Fn(&(f64, f64)) -> f64| {
                curve.iter().map(value).fold(f64::NEG_INFINITY, f64::max)
            };
            let (low, high) = activation.range(alpha);
            for (bound, seen) in [(-low, end(&|it| -it.0)), (high, end(&|it| it.0))] {
                let reached = if bound.is_finite() { (bound - seen).abs() < 1e-4 } else { seen > 0.3 };
                assert!(reached, "{activation:?}: {bound} {seen}");
            }
            if let Some(steepest) = activation.steepest_slope(alpha) {
                let seen = end(&|it| it.1.abs());
                assert!((steepest - seen).abs() < 1e-3 * steepest, "{activation:?}: {steepest} {seen}");
                assert!(at(activation, -40.0).1.abs() < 1e-6 * steepest, "{activation:?} has a flat end");
            }
        }
    }

    #[test]
    fn keys() {
        crate::choice::check_keys::<Activation>(&[
            "tanh",
            "relu",
            "sigmoid",
            "linear",
            "hard-sigmoid",
            "leaky-relu",
            "prelu",
            "elu",
            "selu",
            "softplus",
            "swish",
            "gelu",
            "mish",
            "sin",
            "maxout",
            "sign",
        ]);
    }

    #[test]
    fn derivatives_match_finite_differences() {
        let step = 1e-6;
        for &activation in Activation::ALL {
            for z in [-3.0, -0.4, 0.25, 2.0] {
                let slope = (at(activation, z + step).0 - at(activation, z - step).0) / (2.0 * step);
                assert!((at(activation, z).1 - slope).abs() < 1e-8, "{activation:?} at {z}");
            }
        }
    }

    #[test]
    fn at_the_kink() {
        assert_eq!(at(Activation::Relu, 0.0), (0.0, 0.0));
        assert_eq!(at(Activation::Sign, 0.0), (1.0, 0.0));
        assert_eq!(at(Activation::Sign, -0.0), (1.0, 0.0));
    }

    /// The f32 form that trains, against the f64 form, over every size of sum.
    #[test]
    fn single_precision_follows_double() {
        let sums: Vec<f32> = (-4000..=4000).map(|k| (k as f32 * 0.0013).sinh()).collect();
        for &activation in Activation::ALL {
            let alpha = activation.default_alpha().unwrap_or(0.0);
            let mut a = vec![0.0; sums.len()];
            activation.apply(alpha as f32, &sums, &mut a);
            let slopes = activation.slopes(&sums, alpha as f32);
            for ((&z, &a), &slope) in sums.iter().zip(&a).zip(&slopes) {
                let (value, derivative) = activation.at(f64::from(z), alpha);
                let size = 1.0 + f64::from(z).abs();
                assert!((f64::from(a) - value).abs() < 5e-7 * size, "{activation:?} at {z}: {a}");
                assert!(
                    (f64::from(slope) - derivative).abs() < 2e-6 * size,
                    "{activation:?}′ at {z}: {slope}"
                );
            }
        }
    }

    #[test]
    fn divergence_is_not_hidden() {
        for &activation in Activation::ALL {
            assert!(at(activation, f64::NAN).0.is_nan(), "{activation:?}");
            let mut a = [0.0f32; 4];
            activation.apply(0.25, &[f32::NAN; 4], &mut a);
            assert!(a[0].is_nan(), "{activation:?}");
        }
    }
}
