//! What the machine can do at most in WebAssembly: multiplications and additions of vectors that never leave registers.

use core::arch::wasm32::{f32x4_add, f32x4_extract_lane, f32x4_mul, f32x4_splat, v128};
use wasm_bindgen::prelude::*;

/// Chains that do not wait for each other: enough to hide the latency of both operations, few enough for 16 registers.
const CHAINS: usize = 12;

/// Operations of f32 in one turn of [`peak`].
#[wasm_bindgen]
pub fn peak_operations() -> usize {
    CHAINS * 4 * 2
}

/// So many turns of s ← s·0.999 + 0.001 in every chain.
///
/// Written out because this crate is compiled for size, which would keep an array of chains in memory.
#[wasm_bindgen]
pub fn peak(turns: u32) -> f32 {
    let (factor, addend) = (f32x4_splat(0.999), f32x4_splat(0.001));
    let start = |chain: u8| f32x4_splat(1.0 + f32::from(chain) * 1e-3);
    let (mut a, mut b, mut c, mut d) = (start(0), start(1), start(2), start(3));
    let (mut e, mut f, mut g, mut h) = (start(4), start(5), start(6), start(7));
    let (mut i, mut j, mut k, mut l) = (start(8), start(9), start(10), start(11));
    for _ in 0..turns {
        (a, b, c, d) = (
            link(a, factor, addend),
            link(b, factor, addend),
            link(c, factor, addend),
            link(d, factor, addend),
        );
        (e, f, g, h) = (
            link(e, factor, addend),
            link(f, factor, addend),
            link(g, factor, addend),
            link(h, factor, addend),
        );
        (i, j, k, l) = (
            link(i, factor, addend),
            link(j, factor, addend),
            link(k, factor, addend),
            link(l, factor, addend),
        );
    }
    let ends: [v128; CHAINS] = [a, b, c, d, e, f, g, h, i, j, k, l];
    ends.into_iter().fold(0.0, |total, end| total + f32x4_extract_lane::<0>(end))
}

#[inline(always)]
fn link(sum: v128, factor: v128, addend: v128) -> v128 {
    f32x4_add(f32x4_mul(sum, factor), addend)
}
