//! Products of matrices, a few rows and vectors at a time.

use crate::{LANES, Real};

/// What a product takes of a matrix.
pub(super) trait Factors<R>: Copy {
    /// Some neighbouring rows, or columns, from the `first` on: element by element.
    fn neighbours<const COUNT: usize>(self, first: usize) -> impl Iterator<Item = [R; COUNT]>;
}

/// The rows of a matrix, `step` apart: their first `count` elements.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a, R> {
    pub matrix: &'a [R],
    pub step: usize,
    pub count: usize,
}

impl<R: Real> Factors<R> for Rows<'_, R> {
    #[inline(always)]
    fn neighbours<const COUNT: usize>(self, first: usize) -> impl Iterator<Item = [R; COUNT]> {
        let Self { matrix, step, count } = self;
        let rows: [&[R]; COUNT] = std::array::from_fn(|k| &matrix[(first + k) * step..][..count]);
        (0..count).map(move |k| rows.map(|row| row[k]))
    }
}

/// The columns of a matrix whose rows are `step` apart.
#[derive(Clone, Copy)]
pub(super) struct Columns<'a, R> {
    pub matrix: &'a [R],
    pub step: usize,
}

impl<R: Real> Factors<R> for Columns<'_, R> {
    #[inline(always)]
    fn neighbours<const COUNT: usize>(self, first: usize) -> impl Iterator<Item = [R; COUNT]> {
        let last = first + COUNT - 1;
        self.matrix.chunks_exact(self.step).map(move |row| {
            let neighbours = &row[first..=last];
            std::array::from_fn(|k| neighbours[k])
        })
    }
}

/// Fills `out`, `[row][lane]`, with start(row) plus the sum over k of factors(row, k) · x\[k\]\[lane\].
///
/// In tiles of a few rows and vectors, whose sums stay in registers: what is loaded of `x` serves all the rows. There are
/// `TALL` rows in a tile, two or four: where there are few lanes it takes more rows for enough sums at once that none is
/// waited for.
///
/// Where `lanes` is a number that the compiler knows, it needs no divisions and few checks, which is where products this
/// small spend their time.
#[inline(always)]
pub(super) fn tiles<R: Real, const TALL: usize>(
    start: impl Fn(usize) -> R,
    factors: impl Factors<R>,
    x: &[R],
    lanes: usize,
    out: &mut [R],
) {
    if lanes == 0 {
        return;
    }
    let (x, _) = x.as_chunks();
    let (mut out, _) = out.as_chunks_mut();
    let vectors = lanes / LANES;
    let mut row = 0;
    if TALL == 4 {
        let mut fours = out.chunks_exact_mut(vectors * 4);
        for four in &mut fours {
            let starts: [R; 4] = std::array::from_fn(|k| start(row + k));
            band(starts, || factors.neighbours(row), x, four);
            row += 4;
        }
        out = fours.into_remainder();
    }
    let mut pairs = out.chunks_exact_mut(vectors * 2);
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
            // Three of four would leave one alone, with too little to do at once; eight are twice four.
            4 | 8 => tile::<R, ROWS, 4>(starts, factors(), x, first, out),
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
    // Counted by a constant: a loop that is not unrolled keeps the sums in memory.
    for (row, sums) in sums.into_iter().enumerate() {
        let out = &mut out[row * step + first..][..VECTORS];
        for (out, sum) in out.iter_mut().zip(sums) {
            *out = sum.into();
        }
    }
    VECTORS
}
