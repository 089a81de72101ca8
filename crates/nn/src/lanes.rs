//! Lanes: the samples of a minibatch, side by side and padded to whole vectors.

use crate::Real;
use crate::limits::MAX_CLASSES;
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

/// One sample's values of rows that are `stride` apart: `[row]`, one for each output, the rest 0.
pub(crate) fn sample<R: Real>(values: &[R], stride: usize, sample: usize) -> [f64; MAX_CLASSES] {
    let mut of_sample = [0.0; MAX_CLASSES];
    for (to, value) in of_sample.iter_mut().zip(values.iter().skip(sample).step_by(stride)) {
        *to = value.to_f64();
    }
    of_sample
}
