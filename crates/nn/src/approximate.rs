//! Elementary functions in f32, the same bits on every machine.
//!
//! No branches, no tables, no fused operations: comparisons compile to selects, so loops over these
//! vectorise. Coefficients are minimax fits made for this crate (Lawson's iteration on a Chebyshev
//! grid, 40 digits); the errors stated are those of the f32 code, held by the tests below.

/// tanh x to 4·10⁻⁷ absolute, exactly odd, never beyond ±1.
///
/// x·P(x²)/Q(x²) with degrees 4 and 4, |x| held to 8.5, where 1 − tanh x is less than half a unit in
/// the last place.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    const BOUND: f32 = 8.5;
    const P: [f32; 5] = [0.999_999_95, 0.134_062_2, 3.525_836e-3, 2.112_180_4e-5, 1.409_948_4e-8];
    const Q: [f32; 5] = [1.0, 0.467_395_34, 0.025_991_203, 3.335_716e-4, 8.073_735e-7];
    let x = if x > BOUND { BOUND } else { x };
    let x = if x < -BOUND { -BOUND } else { x };
    let u = x * x;
    let p = (((P[4] * u + P[3]) * u + P[2]) * u + P[1]) * u + P[0];
    let q = (((Q[4] * u + Q[3]) * u + Q[2]) * u + Q[1]) * u + Q[0];
    let t = x * p / q;
    let t = if t > 1.0 { 1.0 } else { t };
    if t < -1.0 { -1.0 } else { t }
}

/// eˣ to 3·10⁻⁷ relative; x is held to [−87, 88], so the result is neither 0 nor infinite.
///
/// x = n·ln 2 + r with |r| ≤ ½ ln 2, then eʳ by a polynomial of degree 6 and 2ⁿ by its exponent
/// bits. ln 2 is taken in two parts, the first of few bits, so that n·ln 2 loses nothing.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    const LOWEST: f32 = -87.0;
    const HIGHEST: f32 = 88.0;
    /// 1.5·2²³: adding it leaves n in the low bits of the mantissa.
    const ROUND: f32 = 12_582_912.0;
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    const C: [f32; 5] = [0.499_999_93, 0.166_665_2, 0.041_668_396, 8.368_781e-3, 1.381_446_5e-3];
    let x = if x < LOWEST { LOWEST } else { x };
    let x = if x > HIGHEST { HIGHEST } else { x };
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    let r = (x - n * LN_2_HIGH) - n * LN_2_LOW;
    let c = (((C[4] * r + C[3]) * r + C[2]) * r + C[1]) * r + C[0];
    let power = c * (r * r) + r + 1.0;
    let two_to_n = f32::from_bits((rounded.to_bits() << 23).wrapping_add(0x3f80_0000));
    power * two_to_n
}

/// 1/(1 + e⁻ˣ) to 2·10⁻⁷ absolute.
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// ln(1 + u) for u in [0, 1], to 2·10⁻⁷ absolute.
///
/// u·P(u)/Q(u) with degrees 2 and 3.
#[inline(always)]
pub fn ln_1p(u: f32) -> f32 {
    const P: [f32; 3] = [0.999_999_7, 0.846_961_87, 0.116_242_42];
    const Q: [f32; 4] = [1.0, 1.346_953_2, 0.456_465_4, 0.028_886_05];
    let p = (P[2] * u + P[1]) * u + P[0];
    let q = ((Q[3] * u + Q[2]) * u + Q[1]) * u + Q[0];
    u * p / q
}

/// erf x to 4·10⁻⁷ absolute, exactly odd, never beyond ±1.
///
/// x·P(x²)/Q(x²) with degrees 5 and 5, |x| held to 3.95, where 1 − erf x is less than half a unit in the last place.
#[inline(always)]
pub fn erf(x: f32) -> f32 {
    const BOUND: f32 = 3.95;
    const P: [f32; 6] = [
        std::f32::consts::FRAC_2_SQRT_PI,
        0.194_018_75,
        0.053_204_55,
        3.916_509e-3,
        2.875_682e-4,
        2.011_691_3e-6,
    ];
    const Q: [f32; 6] = [1.0, 0.505_276_14, 0.115_583_5, 0.015_269_107, 1.197_977_4e-3, 3.783_747e-5];
    let x = if x > BOUND { BOUND } else { x };
    let x = if x < -BOUND { -BOUND } else { x };
    let u = x * x;
    let p = ((((P[5] * u + P[4]) * u + P[3]) * u + P[2]) * u + P[1]) * u + P[0];
    let q = ((((Q[5] * u + Q[4]) * u + Q[3]) * u + Q[2]) * u + Q[1]) * u + Q[0];
    let e = x * p / q;
    let e = if e > 1.0 { 1.0 } else { e };
    if e < -1.0 { -1.0 } else { e }
}

/// sin x to 10⁻⁷ absolute for |x| ≤ 10⁸; beyond, some number in [−1, 1].
#[inline(always)]
pub fn sin(x: f32) -> f32 {
    sin_of_half_turns(f64::from(x), 0.0)
}

/// cos x to 10⁻⁷ absolute for |x| ≤ 10⁸; beyond, some number in [−1, 1].
#[inline(always)]
pub fn cos(x: f32) -> f32 {
    sin_of_half_turns(f64::from(x), 0.5)
}

/// sin(x + shift·π): x = (n − shift)·π + r with |r| ≤ ½π, in f64 so that nothing is lost, then the series of sin r to
/// the 13th power and the sign of (−1)ⁿ.
#[inline(always)]
fn sin_of_half_turns(x: f64, shift: f64) -> f32 {
    /// 1.5·2⁵²: adding it leaves n in the low bits of the mantissa.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    /// π in two parts, the first of 32 bits, so that its product with n is exact.
    const PI_HIGH: f64 = 3.141_592_653_468_251;
    const PI_LOW: f64 = 1.215_421_010_130_443_4e-10;
    const LARGEST: f64 = 1e8;
    const C: [f64; 6] = [
        -1.0 / 6.0,
        1.0 / 120.0,
        -1.0 / 5_040.0,
        1.0 / 362_880.0,
        -1.0 / 39_916_800.0,
        1.0 / 6_227_020_800.0,
    ];
    let x = if x > LARGEST { LARGEST } else { x };
    let x = if x < -LARGEST { -LARGEST } else { x };
    let rounded = x * std::f64::consts::FRAC_1_PI + shift + ROUND;
    let n = rounded - ROUND - shift;
    let r = (x - n * PI_HIGH) - n * PI_LOW;
    let u = r * r;
    let c = ((((C[5] * u + C[4]) * u + C[3]) * u + C[2]) * u + C[1]) * u + C[0];
    let sine = r + r * (u * c);
    f64::from_bits(sine.to_bits() ^ (rounded.to_bits() << 63)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The largest error over a dense sweep of all f32 with |x| ≤ `bound`, about a million of them.
    fn worst(bound: f32, error: impl Fn(f32) -> f64) -> f64 {
        let magnitudes = (0..=bound.to_bits()).step_by(2011).map(f32::from_bits);
        magnitudes.flat_map(|x| [x, -x]).map(error).fold(0.0, f64::max)
    }

    /// As `worst`, evenly over [−bound, bound].
    fn worst_evenly(bound: f64, error: impl Fn(f32) -> f64) -> f64 {
        let steps = 1_000_000;
        let at = |k| (bound * (2.0 * f64::from(k) / f64::from(steps) - 1.0)) as f32;
        (0..=steps).map(at).map(error).fold(0.0, f64::max)
    }

    fn tanh_error(x: f32) -> f64 {
        (f64::from(tanh(x)) - f64::from(x).tanh()).abs()
    }

    fn sigmoid_error(x: f32) -> f64 {
        (f64::from(sigmoid(x)) - 1.0 / (1.0 + (-f64::from(x)).exp())).abs()
    }

    fn exp_error(x: f32) -> f64 {
        (f64::from(exp(x)) / f64::from(x).exp() - 1.0).abs()
    }

    #[test]
    fn errors_are_as_stated() {
        for (name, error, bound, limit) in [
            ("tanh", tanh_error as fn(f32) -> f64, 100.0, 4e-7),
            ("sigmoid", sigmoid_error, 100.0, 2e-7),
            ("exp", exp_error, 87.0, 3e-7),
            ("ln_1p", |u| (f64::from(ln_1p(u.abs())) - libm::log1p(f64::from(u.abs()))).abs(), 1.0, 2e-7),
            ("erf", |x| (f64::from(erf(x)) - libm::erf(f64::from(x))).abs(), 100.0, 4e-7),
            ("sin", |x| (f64::from(sin(x)) - f64::from(x).sin()).abs(), 1e8, 1e-7),
            ("cos", |x| (f64::from(cos(x)) - f64::from(x).cos()).abs(), 1e8, 1e-7),
        ] {
            let worst = worst(bound, error).max(worst_evenly(f64::from(bound), error));
            println!("{name}: {worst:.2e}");
            assert!(worst <= limit, "{name}: {worst:.2e}");
        }
    }

    #[test]
    fn ranges_are_kept() {
        let beyond = |x: f32| {
            let largest = [tanh(x), sigmoid(x), erf(x), sin(x), cos(x)].map(f32::abs);
            f64::from(largest.into_iter().fold(0.0, f32::max))
        };
        assert!(worst(1e30, beyond) <= 1.0);
        let asymmetry = |x: f32| f64::from(tanh(x) + tanh(-x)).abs();
        assert_eq!(worst(100.0, asymmetry), 0.0);
        let negative = |x: f32| f64::from(-sigmoid(x));
        assert!(worst(1e30, negative) <= 0.0);
    }

    #[test]
    fn edges() {
        assert!(tanh(f32::INFINITY) > 0.999_999 && tanh(f32::NEG_INFINITY) < -0.999_999);
        assert_eq!((tanh(0.0), exp(0.0), sigmoid(0.0)), (0.0, 1.0, 0.5));
        assert_eq!(sigmoid(f32::INFINITY), 1.0);
        assert!(sigmoid(f32::NEG_INFINITY) < 1e-37);
        assert!(exp(f32::NEG_INFINITY) > 0.0 && exp(f32::INFINITY).is_finite());
        for function in [tanh, exp, sigmoid, ln_1p, erf, sin, cos] {
            assert!(function(f32::NAN).is_nan());
        }
    }
}
