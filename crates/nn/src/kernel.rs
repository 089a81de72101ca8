//! The two products that training spends its time in, over lanes.
//!
//! Plain loops over arrays of fixed width, which the compiler turns into SIMD of the same result on
//! every machine: every lane sums in the order of k, and lanes meet in one fixed order.

use crate::{LANES, Real};

/// A matrix seen through strides, so that a layer's weights serve forward and, transposed, backward.
#[derive(Clone, Copy)]
pub(crate) struct Matrix<'a, R> {
    pub values: &'a [R],
    pub rows: usize,
    pub columns: usize,
    pub row_stride: usize,
    pub column_stride: usize,
}

/// out\[row\]\[lane\] = start(row) + Σₖ matrix\[row\]\[k\] · x\[k\]\[lane\].
///
/// `lanes` is a multiple of [`LANES`]; `x` is `[column][lane]`, `out` is `[row][lane]`.
#[inline]
pub(crate) fn multiply<R: Real>(
    matrix: Matrix<'_, R>,
    start: impl Fn(usize) -> R + Copy,
    x: &[R],
    lanes: usize,
    out: &mut [R],
) {
    let mut lane = 0;
    while lane < lanes {
        // Wide tiles load each weight once for several vectors; what remains takes narrower ones.
        lane += match lanes - lane {
            12 => columns::<R, 2, 12>(matrix, start, x, lanes, lane, out),
            8.. => columns::<R, 4, 8>(matrix, start, x, lanes, lane, out),
            _ => columns::<R, 4, LANES>(matrix, start, x, lanes, lane, out),
        };
    }
}

/// All rows of `WIDTH` lanes, `ROWS` at a time; returns `WIDTH`.
#[inline]
fn columns<R: Real, const ROWS: usize, const WIDTH: usize>(
    matrix: Matrix<'_, R>,
    start: impl Fn(usize) -> R + Copy,
    x: &[R],
    lanes: usize,
    lane: usize,
    out: &mut [R],
) -> usize {
    let mut row = 0;
    while row + ROWS <= matrix.rows {
        tile::<R, ROWS, WIDTH>(matrix, start, x, lanes, lane, row, out);
        row += ROWS;
    }
    while row < matrix.rows {
        tile::<R, 1, WIDTH>(matrix, start, x, lanes, lane, row, out);
        row += 1;
    }
    WIDTH
}

/// One tile of `ROWS` × `WIDTH`, its sums in registers.
#[inline(always)]
fn tile<R: Real, const ROWS: usize, const WIDTH: usize>(
    matrix: Matrix<'_, R>,
    start: impl Fn(usize) -> R,
    x: &[R],
    lanes: usize,
    lane: usize,
    row: usize,
    out: &mut [R],
) {
    let mut sums: [[R; WIDTH]; ROWS] = std::array::from_fn(|r| [start(row + r); WIDTH]);
    for k in 0..matrix.columns {
        let Some(xs) = x[k * lanes + lane..].first_chunk::<WIDTH>() else { return };
        for (r, sums) in sums.iter_mut().enumerate() {
            let weight = matrix.values[(row + r) * matrix.row_stride + k * matrix.column_stride];
            for (sum, &x) in sums.iter_mut().zip(xs) {
                *sum += weight * x;
            }
        }
    }
    for (r, sums) in sums.iter().enumerate() {
        out[(row + r) * lanes + lane..][..WIDTH].copy_from_slice(sums);
    }
}

/// out\[n\]\[i\] = Σ over lanes of deltas\[n\]\[lane\] · inputs\[i\]\[lane\].
///
/// `deltas` is `[neuron][lane]`, `inputs` is `[input][lane]`, `out` is `[neuron][input]`.
#[inline]
pub(crate) fn correlate<R: Real>(deltas: &[R], inputs: &[R], lanes: usize, out: &mut [R]) {
    let count = inputs.len() / lanes;
    for (n, delta) in deltas.chunks_exact(lanes).enumerate() {
        let row = &mut out[n * count..][..count];
        let mut groups = row.chunks_exact_mut(4);
        let mut i = 0;
        for group in &mut groups {
            group.copy_from_slice(&dots::<R, 4>(delta, &inputs[i * lanes..], lanes));
            i += 4;
        }
        for value in groups.into_remainder() {
            [*value] = dots::<R, 1>(delta, &inputs[i * lanes..], lanes);
            i += 1;
        }
    }
}

/// The products of `delta` with `N` rows of `inputs`, each summed over the lanes.
#[inline(always)]
fn dots<R: Real, const N: usize>(delta: &[R], inputs: &[R], lanes: usize) -> [R; N] {
    let mut sums = [[R::ZERO; LANES]; N];
    for lane in (0..lanes).step_by(LANES) {
        let Some(ds) = delta[lane..].first_chunk::<LANES>() else { break };
        for (i, sums) in sums.iter_mut().enumerate() {
            let Some(xs) = inputs[i * lanes + lane..].first_chunk::<LANES>() else { break };
            for ((sum, &d), &x) in sums.iter_mut().zip(ds).zip(xs) {
                *sum += d * x;
            }
        }
    }
    sums.map(across)
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

    #[test]
    fn products_of_every_size_match_the_definition() {
        for rows in 0..7 {
            for columns in 0..6 {
                for lanes in [4, 8, 12, 16, 20, 28] {
                    let weights = numbers(rows * columns, 3);
                    let x = numbers(columns * lanes, 5);
                    let matrix = |rows, columns, row_stride, column_stride| Matrix {
                        values: &weights,
                        rows,
                        columns,
                        row_stride,
                        column_stride,
                    };

                    let mut out = vec![f32::NAN; rows * lanes];
                    multiply(matrix(rows, columns, columns, 1), |n| n as f32, &x, lanes, &mut out);
                    for n in 0..rows {
                        for l in 0..lanes {
                            let products = (0..columns).map(|i| weights[n * columns + i] * x[i * lanes + l]);
                            assert_eq!(out[n * lanes + l], n as f32 + products.sum::<f32>());
                        }
                    }

                    let mut back = vec![f32::NAN; columns * lanes];
                    multiply(matrix(columns, rows, 1, columns), |_| 0.0, &out, lanes, &mut back);
                    let mut gradient = vec![f32::NAN; rows * columns];
                    correlate(&out, &x, lanes, &mut gradient);
                    for i in 0..columns {
                        for l in 0..lanes {
                            let products = (0..rows).map(|n| weights[n * columns + i] * out[n * lanes + l]);
                            assert_eq!(back[i * lanes + l], products.sum::<f32>());
                        }
                        for n in 0..rows {
                            let products = (0..lanes).map(|l| out[n * lanes + l] * x[i * lanes + l]);
                            assert_eq!(gradient[n * columns + i], products.sum::<f32>());
                        }
                    }
                    for row in out.chunks_exact(lanes) {
                        assert_eq!(sum(row), row.iter().sum::<f32>());
                    }
                }
            }
        }
    }
}
