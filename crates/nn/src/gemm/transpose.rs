//! Rows into columns.

use crate::{LANES, Real};

/// out\[lane\]\[i\] = x\[i\]\[lane\], rows padded with zeros to a multiple of [`LANES`].
pub(crate) fn transpose<R: Real>(x: &[R], inputs: usize, lanes: usize, out: &mut [R]) {
    let (x, width) = (&x[..inputs * lanes], inputs.next_multiple_of(LANES));
    match (lanes, width) {
        (12, 4) => transpose_sized(x, 12, 4, out),
        (12, 8) => transpose_sized(x, 12, 8, out),
        _ => transpose_sized(x, lanes, width, out),
    }
}

/// The same for rows of `out` that are `width` wide.
#[inline(always)]
fn transpose_sized<R: Real>(x: &[R], lanes: usize, width: usize, out: &mut [R]) {
    let (x, _) = x.as_chunks();
    let (out, _) = out.as_chunks_mut();
    let (vectors, columns) = (lanes / LANES, width / LANES);
    if vectors == 0 {
        return;
    }
    let squares = x.chunks_exact(LANES * vectors);
    let rest = squares.remainder();
    let out = &mut out[..lanes * columns];
    for (column, x) in squares.take(columns).enumerate() {
        let (ab, cd) = x.split_at(2 * vectors);
        let ((a, b), (c, d)) = (ab.split_at(vectors), cd.split_at(vectors));
        let places = out.chunks_exact_mut(LANES * columns);
        for (out, (((a, b), c), d)) in places.zip(a.iter().zip(b).zip(c).zip(d)) {
            transpose_square::<R>([a, b, c, d], column, columns, out);
        }
    }
    if !rest.is_empty() {
        transpose_rest(rest, vectors, columns, out);
    }
}

/// The last column, for which there are fewer than four rows; rare, and once for all sizes.
#[inline(never)]
fn transpose_rest<R: Real>(x: &[[R; LANES]], vectors: usize, columns: usize, out: &mut [[R; LANES]]) {
    let zeros = [R::ZERO; LANES];
    for (vector, out) in out.chunks_exact_mut(LANES * columns).enumerate() {
        let rows = std::array::from_fn(|k| x.get(k * vectors + vector).unwrap_or(&zeros));
        transpose_square::<R>(rows, columns - 1, columns, out);
    }
}

/// out\[lane · step + column\]\[k\] = rows\[k\]\[lane\].
#[inline(always)]
fn transpose_square<R: Real>(rows: [&[R; LANES]; LANES], column: usize, step: usize, out: &mut [[R; LANES]]) {
    let transposed = R::transpose(rows.map(|&row| row.into()));
    for (lane, transposed) in transposed.into_iter().enumerate() {
        out[lane * step + column] = transposed.into();
    }
}
