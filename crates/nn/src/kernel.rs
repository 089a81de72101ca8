//! The three products that training spends its time in, over lanes.
//!
//! Loops over vectors of the same result on every machine: every lane sums in the order of its index, and lanes meet in
//! one fixed order.
//! `lanes` is always a multiple of [`LANES`].

use crate::{LANES, Real};

/// out\[n\]\[lane\] = biases\[n\] + Σᵢ weights\[n\]\[i\] · x\[i\]\[lane\].
///
/// `weights` is `[row][input]`, rows padded to a multiple of [`LANES`]; `x` is `[input][lane]`, `out` is `[row][lane]`.
pub(crate) fn multiply<R: Real>(
    weights: &[R],
    inputs: usize,
    biases: &[R],
    x: &[R],
    lanes: usize,
    out: &mut [R],
) {
    let weights =
        Matrix { values: weights, row_step: inputs.next_multiple_of(LANES), step: 1, columns: inputs };
    tiles(|n| biases[n], weights, x, lanes, out);
}

/// out\[i\]\[lane\] = Σₙ weights\[n\]\[i\] · deltas\[n\]\[lane\].
///
/// `weights` is `[row][input]`, rows padded; `deltas` is `[row][lane]`, `out` is `[input][lane]`.
pub(crate) fn multiply_transposed<R: Real>(
    weights: &[R],
    inputs: usize,
    deltas: &[R],
    lanes: usize,
    out: &mut [R],
) {
    let step = inputs.next_multiple_of(LANES);
    let transposed = Matrix { values: weights, row_step: 1, step, columns: deltas.len() / lanes };
    tiles(|_| R::ZERO, transposed, deltas, lanes, &mut out[..inputs * lanes]);
}

/// A matrix whose element (row, k) is `values[row·row_step + k·step]`.
#[derive(Clone, Copy)]
struct Matrix<'a, R> {
    values: &'a [R],
    row_step: usize,
    step: usize,
    columns: usize,
}

/// Fills `out`, `[row][lane]`, with start(row) plus the sum over k of weights(row, k) · x\[k\]\[lane\].
///
/// The widths of small networks and of a minibatch of ten are compiled for themselves: with a known step the compiler
/// needs no divisions and few checks, which is where products this small spend their time.
#[inline(always)]
fn tiles<R: Real>(start: impl Fn(usize) -> R, weights: Matrix<'_, R>, x: &[R], lanes: usize, out: &mut [R]) {
    match lanes {
        0 => {}
        8 => bands(start, weights, x, 8, out),
        12 => bands(start, weights, x, 12, out),
        _ => bands(start, weights, x, lanes, out),
    }
}

/// The same in tiles of two rows and a few vectors, whose sums stay in registers: what is loaded of `x` serves both rows.
#[inline(always)]
fn bands<R: Real>(start: impl Fn(usize) -> R, weights: Matrix<'_, R>, x: &[R], lanes: usize, out: &mut [R]) {
    let (x, _) = x.as_chunks();
    let (out, _) = out.as_chunks_mut();
    let mut pairs = out.chunks_exact_mut(lanes / LANES * 2);
    let mut row = 0;
    for pair in &mut pairs {
        band([start(row), start(row + 1)], weights, row, x, pair);
        row += 2;
    }
    let last = pairs.into_remainder();
    if !last.is_empty() {
        band([start(row)], weights, row, x, last);
    }
}

/// The rows from `row` on, one a start; `out` is theirs alone.
#[inline(always)]
fn band<R: Real, const ROWS: usize>(
    starts: [R; ROWS],
    weights: Matrix<'_, R>,
    row: usize,
    x: &[[R; LANES]],
    out: &mut [[R; LANES]],
) {
    let vectors = out.len() / ROWS;
    let mut first = 0;
    while first < vectors {
        first += match vectors - first {
            1 => tile::<R, ROWS, 1>(starts, weights, row, x, first, out),
            2 => tile::<R, ROWS, 2>(starts, weights, row, x, first, out),
            // Three of four would leave one alone, with too little to do at once.
            4 => tile::<R, ROWS, 4>(starts, weights, row, x, first, out),
            _ => tile::<R, ROWS, 3>(starts, weights, row, x, first, out),
        };
    }
}

/// `VECTORS` vectors of these rows, from the `first` on; returns `VECTORS`.
#[inline(always)]
fn tile<R: Real, const ROWS: usize, const VECTORS: usize>(
    starts: [R; ROWS],
    weights: Matrix<'_, R>,
    row: usize,
    x: &[[R; LANES]],
    first: usize,
    out: &mut [[R; LANES]],
) -> usize {
    let step = out.len() / ROWS;
    let mut sums = starts.map(|start| [R::Vector::from(start); VECTORS]);
    let mut place = row * weights.row_step;
    for x in x.chunks_exact(step).take(weights.columns) {
        let x = &x[first..first + VECTORS];
        for (r, sums) in sums.iter_mut().enumerate() {
            let weight = R::Vector::from(weights.values[place + r * weights.row_step]);
            for (sum, &x) in sums.iter_mut().zip(x) {
                *sum = *sum + weight * R::Vector::from(x);
            }
        }
        place += weights.step;
    }
    for (out, sums) in out.chunks_exact_mut(step).zip(sums) {
        for (out, sum) in out[first..first + VECTORS].iter_mut().zip(sums) {
            *out = sum.into();
        }
    }
    VECTORS
}

/// out\[n\]\[i\] = Σ over lanes of deltas\[n\]\[lane\] · inputs\[i\]\[lane\].
///
/// `deltas` is `[neuron][lane]`, `inputs` is `[input][lane]`; `out` is `[neuron][input]` with rows
/// padded to a multiple of [`LANES`]. `turned` is scratch for the inputs as `[lane][input]`, by
/// which this product too runs along rows instead of across vectors.
pub(crate) fn correlate<R: Real>(deltas: &[R], inputs: &[R], lanes: usize, turned: &mut [R], out: &mut [R]) {
    let width = (inputs.len() / lanes).next_multiple_of(LANES);
    let turned = &mut turned[..lanes * width];
    turn(inputs, lanes, width, turned);
    let rows = Matrix { values: deltas, row_step: lanes, step: 1, columns: lanes };
    tiles(|_| R::ZERO, rows, turned, width, out);
}

/// `[input][lane]` into `[lane][input]`, whose rows are padded with zeros to `width`.
fn turn<R: Real>(inputs: &[R], lanes: usize, width: usize, turned: &mut [R]) {
    let groups = inputs.chunks_exact(LANES * lanes);
    let rest = groups.remainder().chunks_exact(lanes);
    let grouped = groups.len() * LANES;
    for (group, first) in groups.zip((0..).step_by(LANES)) {
        let (ab, cd) = group.split_at(2 * lanes);
        let ((a, b), (c, d)) = (ab.split_at(lanes), cd.split_at(lanes));
        let columns = a.iter().zip(b).zip(c).zip(d);
        for (row, (((&a, &b), &c), &d)) in turned.chunks_exact_mut(width).zip(columns) {
            row[first..first + LANES].copy_from_slice(&[a, b, c, d]);
        }
    }
    for (input, i) in rest.zip(grouped..) {
        for (row, &value) in turned.chunks_exact_mut(width).zip(input) {
            row[i] = value;
        }
    }
    let used = inputs.len() / lanes;
    if used < width {
        turned.chunks_exact_mut(width).for_each(|row| row[used..].fill(R::ZERO));
    }
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
        let width = inputs.next_multiple_of(LANES);
        // What stands in the padding must not matter.
        let (weights, x) = (numbers(neurons * width, 3), numbers(inputs * lanes, 5));
        let biases = numbers(neurons, 2);

        let mut out = vec![f32::NAN; neurons * lanes];
        multiply(&weights, inputs, &biases, &x, lanes, &mut out);
        for n in 0..neurons {
            for l in 0..lanes {
                let products = (0..inputs).map(|i| weights[n * width + i] * x[i * lanes + l]);
                assert_eq!(out[n * lanes + l], biases[n] + products.sum::<f32>());
            }
            assert_eq!(sum(&out[n * lanes..][..lanes]), out[n * lanes..][..lanes].iter().sum::<f32>());
        }

        // Buffers may be longer than the block needs.
        let mut back = vec![f32::NAN; inputs * lanes + 8];
        multiply_transposed(&weights, inputs, &out, lanes, &mut back);
        let mut gradient = vec![f32::NAN; neurons * width];
        correlate(&out, &x, lanes, &mut vec![f32::NAN; lanes * width], &mut gradient);
        for i in 0..inputs {
            for l in 0..lanes {
                let products = (0..neurons).map(|n| weights[n * width + i] * out[n * lanes + l]);
                assert_eq!(back[i * lanes + l], products.sum::<f32>());
            }
            for n in 0..neurons {
                let products = (0..lanes).map(|l| out[n * lanes + l] * x[i * lanes + l]);
                assert_eq!(gradient[n * width + i], products.sum::<f32>());
            }
        }
        for row in gradient.chunks_exact(width.max(1)) {
            assert!(row[inputs..].iter().all(|&value| value == 0.0));
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
