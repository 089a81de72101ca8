//! The three products that training spends its time in, and sums over lanes.
//!
//! They have the same result on every machine: a product sums in the order of its index, and where lanes meet, it is in one
//! fixed order. `lanes` is always a multiple of [`LANES`].

mod micro_kernel;
mod transpose;

pub(crate) use self::transpose::transpose;

use self::micro_kernel::{Columns, Rows, tiles};
use crate::{LANES, Real};

/// A product whose lanes, and the padded inputs of a layer's weights, are numbers that the compiler knows if they are those of
/// a minibatch of ten and of TensorFlow Playground's layers: it is in finding places and counting that products this
/// small spend their time.
macro_rules! by_size {
    ($lanes:ident, $step:ident => $product:expr) => {
        match ($lanes, $step) {
            (12, 4) => {
                let ($lanes, $step) = (12, 4);
                $product
            }
            (12, 8) => {
                let ($lanes, $step) = (12, 8);
                $product
            }
            _ => $product,
        }
    };
}

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
    if inputs == 0 {
        return (0..lanes * biases.len()).for_each(|at| out[at] = biases[at / lanes]);
    }
    let step = inputs.next_multiple_of(LANES);
    by_size!(lanes, step => tiles::<_, 2>(|n| biases[n], Rows { matrix: weights, step, count: inputs }, x, lanes, out));
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
    let (step, out) = (inputs.next_multiple_of(LANES), &mut out[..inputs * lanes]);
    let count = deltas.len().checked_div(lanes).unwrap_or(0);
    by_size!(lanes, step => tiles::<_, 2>(|_| R::ZERO, Columns { matrix: weights, step, count }, deltas, lanes, out));
}

/// out\[n\]\[i\] = Σ over samples of deltas\[n\]\[sample\] · x\[sample\]\[i\].
///
/// `deltas` is `[neuron][lane]`, of whose lanes the first `count` are samples; `x` is `[lane][input]` and `out` is
/// `[neuron][input]`, both with rows padded to a multiple of [`LANES`]; [`transpose`] makes such an `x`.
pub(crate) fn weight_gradient<R: Real>(
    deltas: &[R],
    x: &[R],
    inputs: usize,
    (lanes, count): (usize, usize),
    out: &mut [R],
) {
    let step = inputs.next_multiple_of(LANES);
    by_size!(lanes, step => tiles::<_, 4>(|_| R::ZERO, Rows { matrix: deltas, step: lanes, count }, x, step, out));
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
        let [a, b, c, d] = R::transpose(std::array::from_fn(|k| vector(group * LANES + k)));
        *out = ((a + c) + (b + d)).into();
    }
    for (k, out) in rest.iter_mut().enumerate() {
        *out = across(vector(grouped + k).into());
    }
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

    fn check(neurons: usize, inputs: usize, lanes: usize, count: usize) {
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
        for i in 0..inputs {
            for l in 0..lanes {
                let products = (0..neurons).map(|n| weights[n * width + i] * out[n * lanes + l]);
                assert_eq!(back[i * lanes + l], products.sum::<f32>());
            }
        }
        let mut transposed = vec![f32::NAN; width * lanes + 8];
        let mut gradient = vec![f32::NAN; neurons * width];
        transpose(&x, inputs, lanes, &mut transposed);
        weight_gradient(&out, &transposed, inputs, (lanes, count), &mut gradient);
        for n in 0..neurons {
            for i in 0..inputs {
                let products = (0..count).map(|l| out[n * lanes + l] * x[i * lanes + l]);
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
            for inputs in 0..14 {
                for lanes in [4, 8, 12, 16, 20, 28, 32] {
                    for padding in [0, 1, 3] {
                        check(neurons, inputs, lanes, lanes - padding);
                    }
                }
            }
        }
    }
}
