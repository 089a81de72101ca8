//! The numbers a network computes with.

use crate::approximate;
use std::fmt::Debug;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

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
}

impl Real for f32 {
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
}

impl Real for f64 {
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
}
