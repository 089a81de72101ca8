//! Rows into columns.

use crate::{LANES, Real};

/// out\[lane\]\[row\] = x\[row\]\[lane\]; rows of `out` are `width` wide, with zeros where `x` has no more rows.
#[inline(always)]
pub(super) fn turn<R: Real>(x: &[R], lanes: usize, width: usize, out: &mut [R]) {
    let (x, _) = x.as_chunks();
    let (out, _) = out.as_chunks_mut();
    let (vectors, columns) = (lanes / LANES, width / LANES);
    if vectors == 0 {
        return;
    }
    let squares = x.chunks_exact(LANES * vectors);
    let rest = squares.remainder();
    let out = &mut out[..lanes * columns];
    for vector in 0..vectors {
        for (column, x) in squares.clone().take(columns).enumerate() {
            turn_square::<R>(
                |k| x[k * vectors + vector],
                &mut out[vector * LANES * columns + column..],
                columns,
            );
        }
    }
    if !rest.is_empty() {
        let row = |k| rest.get(k).copied().unwrap_or([R::ZERO; LANES]);
        for vector in 0..vectors {
            turn_square::<R>(
                |k| row(k * vectors + vector),
                &mut out[(vector * LANES + 1) * columns - 1..],
                columns,
            );
        }
    }
}

/// out\[lane · step\]\[k\] = row(k)\[lane\].
#[inline(always)]
fn turn_square<R: Real>(row: impl Fn(usize) -> [R; LANES], out: &mut [[R; LANES]], step: usize) {
    let turned = R::turn(std::array::from_fn(|k| row(k).into()));
    for (lane, turned) in turned.into_iter().enumerate() {
        out[lane * step] = turned.into();
    }
}
