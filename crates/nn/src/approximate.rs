//! Elementary functions in f32, the same bits on every machine.
//!
//! No branches (but one, where an angle has many turns), no tables, no fused operations: comparisons compile to selects,
//! so loops over these vectorise. Coefficients are minimax fits made for this crate (Lawson's iteration on a Chebyshev
//! grid, 40 digits); the errors stated are those of the f32 code, held by the tests below.

/// tanh x to 6·10⁻⁷ absolute, exactly odd, never beyond ±1.
///
/// x·P(x²)/Q(x²) with degrees 4 and 3. |x| is held to a number at which this is exactly 1, after values that are at most
/// 1, so that nothing need hold the result.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    const BOUND: f32 = 7.817_088_6;
    const P: [f32; 5] = [0.999_999_17, 0.127_087_3, 2.693_545_8e-3, 7.150_849e-6, -6.140_31e-9];
    const Q: [f32; 4] = [1.0, 0.460_417_54, 0.022_836_06, 1.964_568_2e-4];
    let x = if x > BOUND { BOUND } else { x };
    let x = if x < -BOUND { -BOUND } else { x };
    let u = x * x;
    let p = (((P[4] * u + P[3]) * u + P[2]) * u + P[1]) * u + P[0];
    let q = ((Q[3] * u + Q[2]) * u + Q[1]) * u + Q[0];
    x * p / q
}

/// eˣ to one unit in the last place or 10⁻⁶; 0 below x = −87, where it would hardly be a normal number, infinite where it is
/// larger than any.
///
/// x = n·ln 2 + r with |r| ≤ ½ ln 2, then eʳ by a polynomial of degree 6 and 2ⁿ⁻¹ by its exponent bits, twice: so n may
/// be 128. ln 2 is taken in two parts, the first of few bits, so that n·ln 2 loses nothing.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    /// From here n is −126, whose half has the bits of 0.
    const LOWEST: f32 = -87.0;
    /// Here n is 128, and the result infinite.
    const HIGHEST: f32 = 89.0;
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
    let half_of_two_to_n = f32::from_bits((rounded.to_bits() << 23).wrapping_add(0x3f00_0000));
    (power + power) * half_of_two_to_n
}

/// 1/(1 + e⁻ˣ) to 10⁻⁷ absolute.
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

/// sin x to 10⁻⁷ absolute.
#[inline(always)]
pub fn sin(x: f32) -> f32 {
    if x.abs() > MANY_TURNS { far(x, libm::sin) } else { sin_of_half_turns(f64::from(x), 0.0) }
}

/// cos x to 10⁻⁷ absolute.
#[inline(always)]
pub fn cos(x: f32) -> f32 {
    if x.abs() > MANY_TURNS { far(x, libm::cos) } else { sin_of_half_turns(f64::from(x), 0.5) }
}

/// Beyond this, n half turns take more than f64 has.
const MANY_TURNS: f32 = 1e8;

#[cold]
#[inline(never)]
fn far(x: f32, exact: fn(f64) -> f64) -> f32 {
    exact(f64::from(x)) as f32
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
    const C: [f64; 6] = [
        -1.0 / 6.0,
        1.0 / 120.0,
        -1.0 / 5_040.0,
        1.0 / 362_880.0,
        -1.0 / 39_916_800.0,
        1.0 / 6_227_020_800.0,
    ];
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

    /// A function, f64's, the least and the largest x it is for, and its largest error: the smaller of the absolute one
    /// over 10⁻⁶ and two units in the last place, where 1 is what any f32 function may have.
    /// Every so many-th number of all that there are; with 1 every one, in minutes.
    const STRIDE: usize = 2011;

    type Function = (&'static str, fn(f32) -> f32, fn(f64) -> f64, [f32; 2], f64);

    const FUNCTIONS: [Function; 7] = [
        ("tanh", tanh, libm::tanh, EVERY, 0.6),
        ("exp", exp, libm::exp, EVERY, 0.5),
        ("sigmoid", sigmoid, |x| 1.0 / (1.0 + libm::exp(-x)), EVERY, 0.1),
        ("ln_1p", ln_1p, libm::log1p, [0.0, 1.0], 0.2),
        ("erf", erf, libm::erf, EVERY, 0.4),
        ("sin", sin, libm::sin, EVERY, 0.1),
        ("cos", cos, libm::cos, EVERY, 0.1),
    ];
    const EVERY: [f32; 2] = [f32::MIN, f32::MAX];

    fn error(x: f32, [found, expected]: [f64; 2]) -> f64 {
        // f32 has no number beyond its largest: there a function may say so.
        if expected.abs() > f64::from(f32::MAX) {
            return if found == f64::INFINITY { 0.0 } else { f64::INFINITY };
        }
        let size = (expected.abs() as f32).max(f32::MIN_POSITIVE);
        let unit = f64::from(size) - f64::from(size.next_down());
        let error = (found - expected).abs();
        assert!(!error.is_nan(), "at {x}");
        (error / 1e-6).min(error / (2.0 * unit))
    }

    /// The largest error over the magnitudes whose bits these are, with both signs.
    fn worst(
        &(_, function, exact, [least, largest], _): &Function,
        magnitudes: impl Iterator<Item = u32>,
    ) -> f64 {
        let all =
            magnitudes.map(f32::from_bits).flat_map(|x| [x, -x]).filter(|x| (least..=largest).contains(x));
        all.map(|x| error(x, [f64::from(function(x)), exact(f64::from(x))])).fold(0.0, f64::max)
    }

    fn check(worst: impl Fn(&Function) -> f64) {
        for function in &FUNCTIONS {
            let (name, .., limit) = function;
            let worst = worst(function);
            println!("{name}: {worst:.2}");
            assert!(worst <= *limit, "{name}: {worst:.2}");
        }
    }

    /// Some thousand numbers to every doubling, and ten thousand to every unit as far as 88.
    #[test]
    fn errors_are_as_stated() {
        let evenly = |k: u16| (0_u16..88).map(move |unit| (f32::from(unit) + f32::from(k) * 1e-4).to_bits());
        let doublings = || (0..f32::INFINITY.to_bits()).step_by(STRIDE);
        check(|it| worst(it, doublings()).max(worst(it, (0..10_000).flat_map(evenly))));
    }

    #[test]
    fn ranges_are_kept() {
        for bits in (0..f32::INFINITY.to_bits()).step_by(STRIDE) {
            for x in [f32::from_bits(bits), -f32::from_bits(bits)] {
                assert!([tanh(x), sigmoid(x), erf(x), sin(x), cos(x)].iter().all(|y| y.abs() <= 1.0), "{x}");
                assert!(
                    tanh(x) == -tanh(-x) && erf(x) == -erf(-x) && sigmoid(x) >= 0.0 && exp(x) >= 0.0,
                    "{x}"
                );
            }
        }
    }

    /// Every number before the bound where tanh is within a hundredth of 1.
    #[test]
    fn tanh_never_exceeds_1() {
        assert!((2.6f32.to_bits()..8f32.to_bits()).all(|bits| tanh(f32::from_bits(bits)) <= 1.0));
    }

    #[test]
    fn edges() {
        assert_eq!((tanh(f32::INFINITY), tanh(f32::NEG_INFINITY)), (1.0, -1.0));
        assert_eq!((tanh(0.0), exp(0.0), sigmoid(0.0)), (0.0, 1.0, 0.5));
        assert_eq!((sigmoid(f32::NEG_INFINITY), sigmoid(f32::INFINITY)), (0.0, 1.0));
        assert_eq!((exp(f32::NEG_INFINITY), exp(f32::INFINITY)), (0.0, f32::INFINITY));
        for function in [tanh, exp, sigmoid, ln_1p, erf, sin, cos] {
            assert!(function(f32::NAN).is_nan());
        }
    }
}
