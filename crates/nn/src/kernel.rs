//! The three products that training spends its time in, over lanes.
//!
//! Plain loops over arrays of fixed width, which the compiler turns into SIMD of the same result on
//! every machine: every lane sums in the order of its index, and lanes meet in one fixed order.
//! `lanes` is always a multiple of [`LANES`].

use crate::{LANES, Real};

/// out\[n\]\[lane\] = biases\[n\] + Σᵢ weights\[n\]\[i\] · x\[i\]\[lane\].
///
/// `weights` is `[neuron][input]`, `x` is `[input][lane]`, `out` is `[neuron][lane]`.
pub(crate) fn multiply<R: Real>(weights: &[R], biases: &[R], x: &[R], lanes: usize, out: &mut [R]) {
    let inputs = weights.len() / biases.len();
    let row = |n: usize| weights[n * inputs..][..inputs].iter();
    let start = |n: usize| biases[n];
    tiles(start, row, x, lanes, out);
}

/// out\[i\]\[lane\] = Σₙ weights\[n\]\[i\] · deltas\[n\]\[lane\].
///
/// `weights` is `[neuron][input]`, `deltas` is `[neuron][lane]`, `out` is `[input][lane]`.
pub(crate) fn multiply_transposed<R: Real>(
    weights: &[R],
    inputs: usize,
    deltas: &[R],
    lanes: usize,
    out: &mut [R],
) {
    let column = |i: usize| weights[i..].iter().step_by(inputs);
    let start = |_| R::ZERO;
    tiles(start, column, deltas, lanes, &mut out[..inputs * lanes]);
}

/// Fills `out`, `[row][lane]`, with the sums over k of weight(row, k) · x\[k\]\[lane\], in tiles of
/// one row and a few vectors that stay in registers.
///
/// One row at a time is what every target's compiler vectorises; the processor overlaps rows.
#[inline(always)]
fn tiles<'w, R: Real, W: Iterator<Item = &'w R>>(
    start: impl Fn(usize) -> R,
    weights: impl Fn(usize) -> W,
    x: &[R],
    lanes: usize,
    out: &mut [R],
) {
    for (row, out) in out.chunks_exact_mut(lanes).enumerate() {
        let mut lane = 0;
        while lane < lanes {
            let (start, weights) = (start(row), weights(row));
            lane += match lanes - lane {
                16.. => tile::<R, 16>(start, weights, x, lanes, lane, out),
                12.. => tile::<R, 12>(start, weights, x, lanes, lane, out),
                8.. => tile::<R, 8>(start, weights, x, lanes, lane, out),
                _ => tile::<R, LANES>(start, weights, x, lanes, lane, out),
            };
        }
    }
}

/// `WIDTH` lanes of one row; returns `WIDTH`.
#[inline(always)]
fn tile<'w, R: Real, const WIDTH: usize>(
    start: R,
    weights: impl Iterator<Item = &'w R>,
    x: &[R],
    lanes: usize,
    lane: usize,
    out: &mut [R],
) -> usize {
    let mut sums = [start; WIDTH];
    for (&weight, x) in weights.zip(x.chunks_exact(lanes)) {
        for (sum, &x) in sums.iter_mut().zip(&x[lane..lane + WIDTH]) {
            *sum += weight * x;
        }
    }
    out[lane..lane + WIDTH].copy_from_slice(&sums);
    WIDTH
}

/// out\[n\]\[i\] = Σ over lanes of deltas\[n\]\[lane\] · inputs\[i\]\[lane\].
///
/// `deltas` is `[neuron][lane]`, `inputs` is `[input][lane]`, `out` is `[neuron][input]`.
pub(crate) fn correlate<R: Real>(deltas: &[R], inputs: &[R], lanes: usize, out: &mut [R]) {
    /// Inputs at a time, so that their sums stay at hand on the stack.
    const GROUP: usize = 32;
    let count = inputs.len() / lanes;
    let mut sums = [[R::ZERO; LANES]; GROUP];
    for (n, delta) in deltas.chunks_exact(lanes).enumerate() {
        let rows = out[n * count..][..count].chunks_mut(GROUP);
        for (row, inputs) in rows.zip(inputs.chunks(GROUP * lanes)) {
            for (sums, input) in sums.iter_mut().zip(inputs.chunks_exact(lanes)) {
                *sums = products(delta, input);
            }
            // A pass of its own: four inputs' sums make one vector.
            for (value, &sums) in row.iter_mut().zip(&sums) {
                *value = across(sums);
            }
        }
    }
}

/// The products of two rows of lanes, summed vector by vector.
#[inline(always)]
fn products<R: Real>(delta: &[R], input: &[R]) -> [R; LANES] {
    let mut sums = [R::ZERO; LANES];
    for (ds, xs) in delta.chunks_exact(LANES).zip(input.chunks_exact(LANES)) {
        for ((sum, &d), &x) in sums.iter_mut().zip(ds).zip(xs) {
            *sum += d * x;
        }
    }
    sums
}

/// The sum of one vector's lanes.
#[inline(always)]
fn across<R: Real>(lanes: [R; LANES]) -> R {
    (lanes[0] + lanes[2]) + (lanes[1] + lanes[3])
}

/// The sum of a row of lanes.
#[inline]
pub(crate) fn sum<R: Real>(row: &[R]) -> R {
    let mut sums = [R::ZERO; LANES];
    for chunk in row.chunks_exact(LANES) {
        for (sum, &value) in sums.iter_mut().zip(chunk) {
            *sum += value;
        }
    }
    across(sums)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Small integers: every sum is exact, whatever its order.
    fn numbers(count: usize, step: usize) -> Vec<f32> {
        (0..count).map(|k| (k * step % 7) as f32 - 3.0).collect()
    }

    fn check(neurons: usize, inputs: usize, lanes: usize) {
        let (weights, x) = (numbers(neurons * inputs, 3), numbers(inputs * lanes, 5));
        let biases = numbers(neurons, 2);

        let mut out = vec![f32::NAN; neurons * lanes];
        multiply(&weights, &biases, &x, lanes, &mut out);
        for n in 0..neurons {
            for l in 0..lanes {
                let products = (0..inputs).map(|i| weights[n * inputs + i] * x[i * lanes + l]);
                assert_eq!(out[n * lanes + l], biases[n] + products.sum::<f32>());
            }
            assert_eq!(sum(&out[n * lanes..][..lanes]), out[n * lanes..][..lanes].iter().sum::<f32>());
        }

        // Buffers may be longer than the block needs.
        let mut back = vec![f32::NAN; inputs * lanes + 8];
        multiply_transposed(&weights, inputs, &out, lanes, &mut back);
        let mut gradient = vec![f32::NAN; neurons * inputs];
        correlate(&out, &x, lanes, &mut gradient);
        for i in 0..inputs {
            for l in 0..lanes {
                let products = (0..neurons).map(|n| weights[n * inputs + i] * out[n * lanes + l]);
                assert_eq!(back[i * lanes + l], products.sum::<f32>());
            }
            for n in 0..neurons {
                let products = (0..lanes).map(|l| out[n * lanes + l] * x[i * lanes + l]);
                assert_eq!(gradient[n * inputs + i], products.sum::<f32>());
            }
        }
    }

    #[test]
    fn products_of_every_size_match_the_definition() {
        for neurons in 1..7 {
            for inputs in 0..7 {
                for lanes in [4, 8, 12, 16, 20, 28] {
                    check(neurons, inputs, lanes);
                }
            }
        }
    }
}
