//! Lanes: the samples of a minibatch, side by side and padded to whole vectors.

use crate::Real;
use crate::real::LANES;

/// `count` samples padded to whole vectors.
pub(crate) fn padded(count: usize) -> usize {
    count.next_multiple_of(LANES)
}

/// Zeros in the padding of every row: of its lanes, the first `count` are samples.
pub(crate) fn blank<R: Real>(rows: &mut [R], lanes: usize, count: usize) {
    // Padding is never more than a part of the last vector, and a vector is sooner done than its end.
    let samples = (count + LANES).saturating_sub(lanes);
    for row in rows.chunks_exact_mut(lanes) {
        if let Some(last) = row.last_chunk_mut::<LANES>() {
            for (lane, value) in last.iter_mut().enumerate() {
                *value = if lane < samples { *value } else { R::ZERO };
            }
        }
    }
}

/// One sample's values of rows that are `stride` apart, `[row]`.
#[inline(always)]
pub(crate) fn sample<R: Real>(values: &[R], stride: usize, sample: usize, of_sample: &mut [f64]) {
    // One output is the rule, and sets are measured often.
    if let [only] = of_sample {
        *only = values[sample].to_f64();
        return;
    }
    for (to, value) in of_sample.iter_mut().zip(values.iter().skip(sample).step_by(stride)) {
        *to = value.to_f64();
    }
}
