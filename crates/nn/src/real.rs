//! The numbers a network computes with.

use crate::approximate;
use std::fmt::Debug;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// Numbers come in vectors of this many: one 128-bit vector of f32. A minibatch has a multiple of as many lanes.
pub const LANES: usize = 4;

/// f32, in which the page trains, or f64, in which gradients are checked.
///
/// The f32 functions are this crate's own approximations without branches, so that loops over
/// lanes vectorise and native and wasm agree bit for bit; the f64 ones are `libm`'s.
/// Nothing here is fused or reordered: `a * b + c` rounds twice everywhere.
pub trait Real:
    Copy
    + Debug
    + Default
    + PartialEq
    + PartialOrd
    + Add<Output = Self>
    + AddAssign
    + Div<Output = Self>
    + Mul<Output = Self>
    + Neg<Output = Self>
    + Sub<Output = Self>
    + SubAssign
    + Send
    + Sync
    + 'static
{
    /// [`LANES`] of them, added and multiplied at once: one 128-bit vector of f32. Whatever the compiler makes of a loop
    /// over arrays, these are SIMD, and lane by lane the same bits as one number after the other.
    type Vector: Copy
        + Add<Output = Self::Vector>
        + Mul<Output = Self::Vector>
        + From<Self>
        + From<[Self; LANES]>
        + Into<[Self; LANES]>;

    /// Rows into columns: out\[l\]\[k\] = vectors\[k\]\[l\].
    #[doc(hidden)]
    #[inline(always)]
    fn transpose(vectors: [Self::Vector; LANES]) -> [Self::Vector; LANES] {
        let rows: [[Self; LANES]; LANES] = vectors.map(Into::into);
        std::array::from_fn(|lane| rows.map(|row| row[lane]).into())
    }

    /// 0.
    const ZERO: Self;
    /// ½.
    const HALF: Self;
    /// 1.
    const ONE: Self;

    /// The nearest value of this type.
    fn from_f64(value: f64) -> Self;

    /// The same value in f64, exactly.
    fn to_f64(self) -> f64;

    /// Whether the value is neither NaN nor infinite.
    fn is_finite(self) -> bool;

    /// Hyperbolic tangent.
    fn tanh(self) -> Self;

    /// 1 / (1 + e⁻ᶻ).
    fn sigmoid(self) -> Self;

    /// eᶻ.
    fn exp(self) -> Self;

    /// ln(1 + z) for z in [0, 1].
    fn ln_1p(self) -> Self;

    /// The error function, 2/√π ∫₀ᶻ exp(−t²) dt.
    fn erf(self) -> Self;

    /// Sine of an angle in radians.
    fn sin(self) -> Self;

    /// Cosine of an angle in radians.
    fn cos(self) -> Self;

    /// √z, correctly rounded.
    fn sqrt(self) -> Self;

    /// |z|.
    #[inline(always)]
    fn abs(self) -> Self {
        if self < Self::ZERO { -self } else { self }
    }

    /// The larger of two; of NaN and a number, NaN if it comes first.
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        if self < other { other } else { self }
    }
}

impl Real for f32 {
    type Vector = wide::f32x4;

    /// Two shuffles a vector. What is written with arrays LLVM takes apart into single numbers: five times as slow.
    #[cfg(target_arch = "wasm32")]
    #[inline(always)]
    fn transpose(vectors: [Self::Vector; LANES]) -> [Self::Vector; LANES] {
        use core::arch::wasm32::{f32x4, f32x4_extract_lane, i32x4_shuffle, i64x2_shuffle};
        let [a, b, c, d] = vectors.map(|vector| {
            let [l0, l1, l2, l3] = vector.into();
            f32x4(l0, l1, l2, l3)
        });
        let [ab, cd] = [(a, b), (c, d)]
            .map(|(a, b)| (i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<2, 6, 3, 7>(a, b)));
        let transposed = [
            i64x2_shuffle::<0, 2>(ab.0, cd.0),
            i64x2_shuffle::<1, 3>(ab.0, cd.0),
            i64x2_shuffle::<0, 2>(ab.1, cd.1),
            i64x2_shuffle::<1, 3>(ab.1, cd.1),
        ];
        transposed.map(|v| {
            [
                f32x4_extract_lane::<0>(v),
                f32x4_extract_lane::<1>(v),
                f32x4_extract_lane::<2>(v),
                f32x4_extract_lane::<3>(v),
            ]
            .into()
        })
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[inline(always)]
    fn transpose(vectors: [Self::Vector; LANES]) -> [Self::Vector; LANES] {
        wide::f32x4::transpose(vectors)
    }

    const ZERO: Self = 0.0;
    const HALF: Self = 0.5;
    const ONE: Self = 1.0;

    #[inline(always)]
    fn from_f64(value: f64) -> Self {
        value as Self
    }

    #[inline(always)]
    fn to_f64(self) -> f64 {
        f64::from(self)
    }

    #[inline(always)]
    fn is_finite(self) -> bool {
        self.is_finite()
    }

    #[inline(always)]
    fn tanh(self) -> Self {
        approximate::tanh(self)
    }

    #[inline(always)]
    fn sigmoid(self) -> Self {
        approximate::sigmoid(self)
    }

    #[inline(always)]
    fn exp(self) -> Self {
        approximate::exp(self)
    }

    #[inline(always)]
    fn ln_1p(self) -> Self {
        approximate::ln_1p(self)
    }

    #[inline(always)]
    fn erf(self) -> Self {
        approximate::erf(self)
    }

    #[inline(always)]
    fn sin(self) -> Self {
        approximate::sin(self)
    }

    #[inline(always)]
    fn cos(self) -> Self {
        approximate::cos(self)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        self.sqrt()
    }
}

impl Real for f64 {
    type Vector = wide::f64x4;

    const ZERO: Self = 0.0;
    const HALF: Self = 0.5;
    const ONE: Self = 1.0;

    #[inline(always)]
    fn from_f64(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn to_f64(self) -> f64 {
        self
    }

    #[inline(always)]
    fn is_finite(self) -> bool {
        self.is_finite()
    }

    fn tanh(self) -> Self {
        libm::tanh(self)
    }

    fn sigmoid(self) -> Self {
        1.0 / (1.0 + libm::exp(-self))
    }

    #[inline(always)]
    fn exp(self) -> Self {
        libm::exp(self)
    }

    #[inline(always)]
    fn ln_1p(self) -> Self {
        libm::log1p(self)
    }

    #[inline(always)]
    fn erf(self) -> Self {
        libm::erf(self)
    }

    #[inline(always)]
    fn sin(self) -> Self {
        libm::sin(self)
    }

    #[inline(always)]
    fn cos(self) -> Self {
        libm::cos(self)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        self.sqrt()
    }
}
