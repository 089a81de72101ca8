//! Products of matrices, a few rows and vectors at a time.

use crate::{LANES, Real};

/// What a product takes of a matrix.
pub(super) trait Factors<R>: Copy {
    /// How many elements there are in a row or column.
    fn count(self) -> usize;

    /// From the `first` row or column on, so many neighbours at a time: element by element.
    fn bands<const COUNT: usize>(
        self,
        first: usize,
    ) -> impl Iterator<Item = impl Iterator<Item = [R; COUNT]> + Clone>;
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
    fn count(self) -> usize {
        self.count
    }

    #[inline(always)]
    fn bands<const COUNT: usize>(
        self,
        first: usize,
    ) -> impl Iterator<Item = impl Iterator<Item = [R; COUNT]> + Clone> {
        let Self { matrix, step, count } = self;
        matrix[first * step..].chunks_exact(COUNT * step).map(move |rows| {
            let rows: [&[R]; COUNT] = std::array::from_fn(|k| &rows[k * step..][..count]);
            (0..count).map(move |k| rows.map(|row| row[k]))
        })
    }
}

/// The columns of a matrix whose rows are `step` apart: their first `count` elements.
#[derive(Clone, Copy)]
pub(super) struct Columns<'a, R> {
    pub matrix: &'a [R],
    pub step: usize,
    pub count: usize,
}

impl<R: Real> Factors<R> for Columns<'_, R> {
    #[inline(always)]
    fn count(self) -> usize {
        self.count
    }

    #[inline(always)]
    fn bands<const COUNT: usize>(
        self,
        first: usize,
    ) -> impl Iterator<Item = impl Iterator<Item = [R; COUNT]> + Clone> {
        let Self { matrix, step, count } = self;
        let matrix = &matrix[..count * step];
        (first..).step_by(COUNT).map(move |first| {
            matrix.chunks_exact(step).map(move |row| {
                let neighbours = &row[first..first + COUNT];
                std::array::from_fn(|k| neighbours[k])
            })
        })
    }
}

/// Fills `out`, `[row][lane]`, with start(row) plus the sum over k of factors(row, k) · x\[k\]\[lane\].
///
/// In tiles of a few rows and vectors, whose sums stay in registers: what is loaded of `x` serves all the rows. There are
/// `TALL` rows in a tile, two or four: where there are few lanes it takes more rows for enough sums at once that none is
/// waited for.
///
/// Rows of up to three vectors are one tile each, of a width that the compiler knows: it is in finding places and counting
/// that products this small spend their time.
#[inline(always)]
pub(super) fn tiles<R: Real, const TALL: usize>(
    start: impl Fn(usize) -> R,
    factors: impl Factors<R>,
    x: &[R],
    lanes: usize,
    out: &mut [R],
) {
    let ((x, _), (out, _)) = (x.as_chunks(), out.as_chunks_mut());
    match lanes / LANES {
        0 => {}
        1 => narrow::<R, TALL, 1>(start, factors, x, out),
        2 => narrow::<R, TALL, 2>(start, factors, x, out),
        3 => narrow::<R, TALL, 3>(start, factors, x, out),
        vectors => wide(start, factors, x, vectors, out),
    }
}

/// Rows of `VECTORS` vectors.
#[inline(always)]
fn narrow<R: Real, const TALL: usize, const VECTORS: usize>(
    start: impl Fn(usize) -> R,
    factors: impl Factors<R>,
    x: &[[R; LANES]],
    out: &mut [[R; LANES]],
) {
    let ((x, _), (mut out, _)) = (x.as_chunks(), out.as_chunks_mut());
    let x = &x[..factors.count()];
    let mut first = 0;
    if TALL == 4 {
        let (fours, rest) = out.as_chunks_mut();
        first = narrow_bands::<R, 4, VECTORS>(0, &start, factors, x, fours);
        out = rest;
    }
    let (pairs, last) = out.as_chunks_mut();
    first = narrow_bands::<R, 2, VECTORS>(first, &start, factors, x, pairs);
    narrow_bands::<R, 1, VECTORS>(first, &start, factors, x, last.as_chunks_mut().0);
}

/// Some bands of `ROWS` rows, from the `first` row on; returns the row after them.
#[inline(always)]
fn narrow_bands<R: Real, const ROWS: usize, const VECTORS: usize>(
    mut first: usize,
    start: impl Fn(usize) -> R,
    factors: impl Factors<R>,
    x: &[[[R; LANES]; VECTORS]],
    out: &mut [[[[R; LANES]; VECTORS]; ROWS]],
) -> usize {
    for (out, factors) in out.iter_mut().zip(factors.bands(first)) {
        let starts = std::array::from_fn(|k| start(first + k));
        let sums = tile::<R, ROWS, VECTORS>(starts, x.iter().map(|row| &row[..]).zip(factors));
        *out = sums.map(|row| row.map(Into::into));
        first += ROWS;
    }
    first
}

/// Rows of more vectors, two rows in strips of some vectors.
#[inline(always)]
fn wide<R: Real>(
    start: impl Fn(usize) -> R,
    factors: impl Factors<R>,
    x: &[[R; LANES]],
    vectors: usize,
    out: &mut [[R; LANES]],
) {
    let mut row = 0;
    let mut pairs = out.chunks_exact_mut(vectors * 2);
    for (pair, factors) in (&mut pairs).zip(factors.bands(0)) {
        wide_band([start(row), start(row + 1)], factors, x, pair);
        row += 2;
    }
    let last = pairs.into_remainder();
    if !last.is_empty() {
        for factors in factors.bands(row).take(1) {
            wide_band([start(row)], factors, x, last);
        }
    }
}

/// Some rows, one a start; `out` is theirs alone.
#[inline(always)]
fn wide_band<R: Real, const ROWS: usize>(
    starts: [R; ROWS],
    factors: impl Iterator<Item = [R; ROWS]> + Clone,
    x: &[[R; LANES]],
    out: &mut [[R; LANES]],
) {
    let vectors = out.len() / ROWS;
    let mut first = 0;
    while first < vectors {
        first += match vectors - first {
            1 => strip::<R, ROWS, 1>(starts, factors.clone(), x, first, out),
            2 => strip::<R, ROWS, 2>(starts, factors.clone(), x, first, out),
            // Three of four would leave one alone, with too little to do at once; eight are twice four.
            4 | 8 => strip::<R, ROWS, 4>(starts, factors.clone(), x, first, out),
            _ => strip::<R, ROWS, 3>(starts, factors.clone(), x, first, out),
        };
    }
}

/// `VECTORS` vectors of these rows, from the `first` on; returns `VECTORS`.
#[inline(always)]
fn strip<R: Real, const ROWS: usize, const VECTORS: usize>(
    starts: [R; ROWS],
    factors: impl Iterator<Item = [R; ROWS]>,
    x: &[[R; LANES]],
    first: usize,
    out: &mut [[R; LANES]],
) -> usize {
    let step = out.len() / ROWS;
    let x = x.chunks_exact(step).map(|row| &row[first..first + VECTORS]);
    let sums = tile::<R, ROWS, VECTORS>(starts, x.zip(factors));
    // Counted by a constant: a loop that is not unrolled keeps the sums in memory.
    for (row, sums) in sums.into_iter().enumerate() {
        let out = &mut out[row * step + first..][..VECTORS];
        for (out, sum) in out.iter_mut().zip(sums) {
            *out = sum.into();
        }
    }
    VECTORS
}

/// The sums of a tile, one start a row, over the terms x and factors.
#[inline(always)]
fn tile<'a, R: Real, const ROWS: usize, const VECTORS: usize>(
    starts: [R; ROWS],
    terms: impl Iterator<Item = (&'a [[R; LANES]], [R; ROWS])>,
) -> [[R::Vector; VECTORS]; ROWS] {
    let mut sums = starts.map(|start| [R::Vector::from(start); VECTORS]);
    for (x, factors) in terms {
        for (sums, factor) in sums.iter_mut().zip(factors) {
            let factor = R::Vector::from(factor);
            for (sum, &x) in sums.iter_mut().zip(x) {
                *sum = *sum + factor * R::Vector::from(x);
            }
        }
    }
    sums
}
