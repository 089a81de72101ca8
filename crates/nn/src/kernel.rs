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
    tiles(|n| biases[n], Rows { weights, inputs }, x, lanes, out);
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
    tiles(|_| R::ZERO, Columns { weights, inputs }, deltas, lanes, &mut out[..inputs * lanes]);
}

/// What a product takes of a matrix.
trait Factors<R>: Copy {
    /// Some neighbouring rows, or columns, from the `first` on: element by element.
    fn neighbours<const COUNT: usize>(self, first: usize) -> impl Iterator<Item = [R; COUNT]>;
}

/// The rows of a layer's weights.
#[derive(Clone, Copy)]
struct Rows<'a, R> {
    weights: &'a [R],
    inputs: usize,
}

impl<R: Real> Factors<R> for Rows<'_, R> {
    #[inline(always)]
    fn neighbours<const COUNT: usize>(self, first: usize) -> impl Iterator<Item = [R; COUNT]> {
        let step = self.inputs.next_multiple_of(LANES);
        let rows: [&[R]; COUNT] = std::array::from_fn(|k| &self.weights[(first + k) * step..][..self.inputs]);
        (0..self.inputs).map(move |input| rows.map(|row| row[input]))
    }
}

/// The columns of a layer's weights.
#[derive(Clone, Copy)]
struct Columns<'a, R> {
    weights: &'a [R],
    inputs: usize,
}

impl<R: Real> Factors<R> for Columns<'_, R> {
    #[inline(always)]
    fn neighbours<const COUNT: usize>(self, first: usize) -> impl Iterator<Item = [R; COUNT]> {
        let step = self.inputs.next_multiple_of(LANES);
        let last = first + COUNT - 1;
        self.weights.chunks_exact(step).map(move |row| {
            let neighbours = &row[first..=last];
            std::array::from_fn(|k| neighbours[k])
        })
    }
}

/// Fills `out`, `[row][lane]`, with start(row) plus the sum over k of factors(row, k) · x\[k\]\[lane\].
///
/// The widths of small networks and of a minibatch of ten are compiled for themselves: with a known step the compiler
/// needs no divisions and few checks, which is where products this small spend their time.
#[inline(always)]
fn tiles<R: Real>(
    start: impl Fn(usize) -> R,
    factors: impl Factors<R>,
    x: &[R],
    lanes: usize,
    out: &mut [R],
) {
    match lanes {
        0 => {}
        8 => bands(start, factors, x, 8, out),
        12 => bands(start, factors, x, 12, out),
        _ => bands(start, factors, x, lanes, out),
    }
}

/// The same in tiles of two rows and a few vectors, whose sums stay in registers: what is loaded of `x` serves both rows.
#[inline(always)]
fn bands<R: Real>(
    start: impl Fn(usize) -> R,
    factors: impl Factors<R>,
    x: &[R],
    lanes: usize,
    out: &mut [R],
) {
    let (x, _) = x.as_chunks();
    let (out, _) = out.as_chunks_mut();
    let mut pairs = out.chunks_exact_mut(lanes / LANES * 2);
    let mut row = 0;
    for pair in &mut pairs {
        band([start(row), start(row + 1)], || factors.neighbours(row), x, pair);
        row += 2;
    }
    let last = pairs.into_remainder();
    if !last.is_empty() {
        band([start(row)], || factors.neighbours(row), x, last);
    }
}

/// Some rows, one a start; `out` is theirs alone.
#[inline(always)]
fn band<R: Real, const ROWS: usize, I: Iterator<Item = [R; ROWS]>>(
    starts: [R; ROWS],
    factors: impl Fn() -> I,
    x: &[[R; LANES]],
    out: &mut [[R; LANES]],
) {
    let vectors = out.len() / ROWS;
    let mut first = 0;
    while first < vectors {
        first += match vectors - first {
            1 => tile::<R, ROWS, 1>(starts, factors(), x, first, out),
            2 => tile::<R, ROWS, 2>(starts, factors(), x, first, out),
            // Three of four would leave one alone, with too little to do at once.
            4 => tile::<R, ROWS, 4>(starts, factors(), x, first, out),
            _ => tile::<R, ROWS, 3>(starts, factors(), x, first, out),
        };
    }
}

/// `VECTORS` vectors of these rows, from the `first` on; returns `VECTORS`.
#[inline(always)]
fn tile<R: Real, const ROWS: usize, const VECTORS: usize>(
    starts: [R; ROWS],
    factors: impl Iterator<Item = [R; ROWS]>,
    x: &[[R; LANES]],
    first: usize,
    out: &mut [[R; LANES]],
) -> usize {
    let step = out.len() / ROWS;
    let mut sums = starts.map(|start| [R::Vector::from(start); VECTORS]);
    for (x, factors) in x.chunks_exact(step).zip(factors) {
        let x = &x[first..first + VECTORS];
        for (sums, factor) in sums.iter_mut().zip(factors) {
            let factor = R::Vector::from(factor);
            for (sum, &x) in sums.iter_mut().zip(x) {
                *sum = *sum + factor * R::Vector::from(x);
            }
        }
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
/// padded to a multiple of [`LANES`].
///
/// In tiles of two rows and [`LANES`] columns, whose sums stay in registers: what is loaded serves them all. No width is
/// compiled for itself here: a tile of known length becomes one long block, for which V8 loads everything before it sums, and
/// registers run out.
pub(crate) fn correlate<R: Real>(deltas: &[R], inputs: &[R], lanes: usize, out: &mut [R]) {
    let vectors = lanes / LANES;
    if vectors == 0 {
        return;
    }
    let (deltas, _) = deltas.as_chunks();
    let (inputs, _) = inputs.as_chunks();
    let groups = inputs.chunks_exact(LANES * vectors);
    let rest = groups.remainder();
    let width = groups.len() + usize::from(!rest.is_empty());
    if width == 0 {
        return;
    }
    let (out, _) = out.as_chunks_mut();
    let mut pairs = out.chunks_exact_mut(2 * width);
    let mut rows = deltas.chunks_exact(2 * vectors);
    for (out, deltas) in (&mut pairs).zip(&mut rows) {
        let (first, second) = deltas.split_at(vectors);
        let (out, other) = out.split_at_mut(width);
        for ((x, out), other) in groups.clone().zip(&mut *out).zip(&mut *other) {
            [*out, *other] = correlate_tile([first, second], columns::<_, 4>(x, vectors));
        }
        if let (Some(out), Some(other)) = (out.get_mut(groups.len()), other.get_mut(groups.len())) {
            [*out, *other] = correlate_rest([first, second], rest, vectors);
        }
    }
    let (out, deltas) = (pairs.into_remainder(), rows.remainder());
    for (x, out) in groups.clone().zip(&mut *out) {
        [*out] = correlate_tile([deltas], columns::<_, 4>(x, vectors));
    }
    if let Some(out) = out.get_mut(groups.len()) {
        [*out] = correlate_rest([deltas], rest, vectors);
    }
}

/// As many columns as there are.
#[inline(always)]
fn correlate_rest<R: Real, const ROWS: usize>(
    rows: [&[[R; LANES]]; ROWS],
    x: &[[R; LANES]],
    vectors: usize,
) -> [[R; LANES]; ROWS] {
    match x.len() / vectors {
        1 => correlate_tile(rows, columns::<_, 1>(x, vectors)),
        2 => correlate_tile(rows, columns::<_, 2>(x, vectors)),
        _ => correlate_tile(rows, columns::<_, 3>(x, vectors)),
    }
}

/// The first rows of a matrix of vectors.
#[inline(always)]
fn columns<R: Real, const COLUMNS: usize>(x: &[[R; LANES]], vectors: usize) -> [&[[R; LANES]]; COLUMNS] {
    std::array::from_fn(|column| &x[column * vectors..][..vectors])
}

/// Every row times every column, summed over lanes; 0 where there is no column.
#[inline(always)]
fn correlate_tile<R: Real, const ROWS: usize, const COLUMNS: usize>(
    rows: [&[[R; LANES]]; ROWS],
    columns: [&[[R; LANES]]; COLUMNS],
) -> [[R; LANES]; ROWS] {
    let zero = R::Vector::from(R::ZERO);
    let mut sums = [[zero; LANES]; ROWS];
    let vectors = rows[0].len();
    for vector in 0..vectors {
        let x = columns.map(|column| R::Vector::from(column[vector]));
        for (sums, row) in sums.iter_mut().zip(rows) {
            let delta = R::Vector::from(row[vector]);
            for (sum, &x) in sums.iter_mut().zip(&x) {
                *sum = *sum + delta * x;
            }
        }
    }
    sums.map(R::across)
}

/// out\[n\] = Σ over lanes of rows\[n\]\[lane\].
pub(crate) fn sum_rows<R: Real>(rows: &[R], lanes: usize, out: &mut [R]) {
    let (vectors, _) = rows.as_chunks();
    let sum = |row: &[[R; LANES]]| {
        row.iter().fold(R::Vector::from(R::ZERO), |sum, &vector| sum + R::Vector::from(vector))
    };
    match lanes / LANES {
        2 => sum_each(out, |n| sum(&vectors[n * 2..][..2])),
        3 => sum_each(out, |n| sum(&vectors[n * 3..][..3])),
        step => sum_each(out, |n| sum(&vectors[n * step..][..step])),
    }
}

/// out\[n\] = Σ over lanes of a\[n\]\[lane\] · b\[n\]\[lane\].
pub(crate) fn sum_products<R: Real>(a: &[R], b: &[R], lanes: usize, out: &mut [R]) {
    let step = lanes / LANES;
    let ((a, _), (b, _)) = (a.as_chunks(), b.as_chunks());
    sum_each(out, |n| {
        let products = a[n * step..][..step].iter().zip(&b[n * step..][..step]);
        products.fold(R::Vector::from(R::ZERO), |sum, (&a, &b)| sum + R::Vector::from(a) * R::Vector::from(b))
    });
}

/// The sum of each row's vector over its lanes, for four rows at once.
#[inline(always)]
fn sum_each<R: Real>(out: &mut [R], vector: impl Fn(usize) -> R::Vector) {
    let (groups, rest) = out.as_chunks_mut();
    let grouped = groups.len() * LANES;
    for (group, out) in groups.iter_mut().enumerate() {
        *out = R::across(std::array::from_fn(|k| vector(group * LANES + k)));
    }
    for (k, out) in rest.iter_mut().enumerate() {
        *out = across(vector(grouped + k).into());
    }
}

/// The sum of each vector's lanes, in the order of [`across`]: two vectors meet at a time, which is one instruction each.
#[inline(always)]
pub(crate) fn across_each<R: Real>([a, b, c, d]: [R::Vector; LANES]) -> [R; LANES] {
    let [a, b, more_a, more_b] = halves::<R>(a, b).into();
    let [c, d, more_c, more_d] = halves::<R>(c, d).into();
    (R::Vector::from([a, b, c, d]) + R::Vector::from([more_a, more_b, more_c, more_d])).into()
}

/// \[a₀ + a₂, b₀ + b₂, a₁ + a₃, b₁ + b₃\].
#[inline(always)]
fn halves<R: Real>(a: R::Vector, b: R::Vector) -> R::Vector {
    let [a0, a1, a2, a3] = a.into();
    let [b0, b1, b2, b3] = b.into();
    R::Vector::from([a0, b0, a1, b1]) + R::Vector::from([a2, b2, a3, b3])
}

/// The sum of one vector's lanes.
#[inline(always)]
fn across<R: Real>(lanes: [R; LANES]) -> R {
    (lanes[0] + lanes[2]) + (lanes[1] + lanes[3])
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
        }
        let (mut sums, mut squares) = (vec![f32::NAN; neurons], vec![f32::NAN; neurons]);
        sum_rows(&out, lanes, &mut sums);
        sum_products(&out, &out, lanes, &mut squares);
        for (row, (sum, square)) in out.chunks_exact(lanes).zip(sums.into_iter().zip(squares)) {
            assert_eq!((sum, square), (row.iter().sum(), row.iter().map(|value| value * value).sum()));
        }

        // Buffers may be longer than the block needs.
        let mut back = vec![f32::NAN; inputs * lanes + 8];
        multiply_transposed(&weights, inputs, &out, lanes, &mut back);
        let mut gradient = vec![f32::NAN; neurons * width];
        correlate(&out, &x, lanes, &mut gradient);
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
