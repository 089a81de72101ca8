//! The last layer: what its sums become, and how the loss flows back into them.

use crate::{Activation, Choice, LANES, Real};
use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// What the output layer makes of its weighted sums; it follows from problem, loss and learning rule.
///
/// ```
/// use nabla_nn::{Output, link};
///
/// let output = |text| link::parse(text).0.output();
/// assert_eq!(output("problem=classification"), Output::Tanh);
/// assert_eq!(output("problem=multiclass&loss=cross-entropy"), Output::Softmax);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray, Serialize, Deserialize)]
pub enum Output {
    /// o = tanh z: a class from −1 to +1 (TensorFlow Playground's classification).
    Tanh,
    /// o = z: a number, or a margin.
    Linear,
    /// o = 1/(1 + e⁻ᶻ): the probability of the class +1.
    Sigmoid,
    /// oₖ = eᶻᵏ/Σⱼ eᶻʲ: the probability of each class.
    Softmax,
    /// o = ±1: the perceptron's label.
    Sign,
}

impl Output {
    /// The value that means “between −1 and +1”: where a picture of two classes has its grey.
    ///
    /// A probability p becomes 2p − 1; everything else stays as it is.
    pub fn signed<R: Real>(self, output: R) -> R {
        match self {
            Self::Sigmoid | Self::Softmax => output + output - R::ONE,
            Self::Tanh | Self::Linear | Self::Sign => output,
        }
    }

    /// Whether an output says +1 rather than −1.
    pub fn says_positive(self, output: f64) -> bool {
        self.signed(output) >= 0.0
    }

    /// The activation that does the same element by element; none for softmax.
    fn elementwise(self) -> Option<Activation> {
        match self {
            Self::Tanh => Some(Activation::Tanh),
            Self::Linear => Some(Activation::Linear),
            Self::Sigmoid => Some(Activation::Sigmoid),
            Self::Sign => Some(Activation::Sign),
            Self::Softmax => None,
        }
    }

    /// o ← output(z); both `[output][lane]`.
    pub(crate) fn apply<R: Real>(self, lanes: usize, sums: &[R], outputs: &mut [R]) {
        match self.elementwise() {
            Some(activation) => activation.apply(R::ZERO, sums, outputs),
            None => softmax(lanes, sums, outputs),
        }
    }

    /// dE/do in `deltas` becomes dE/dz; all `[output][lane]`.
    pub(crate) fn apply_derivative<R: Real>(self, lanes: usize, sums: &[R], outputs: &[R], deltas: &mut [R]) {
        match self.elementwise() {
            Some(activation) => activation.apply_derivative(R::ZERO, sums, outputs, deltas),
            // dE/dzⱼ = oⱼ·(dE/doⱼ − Σₖ oₖ·dE/doₖ).
            None => {
                for lane in 0..lanes {
                    let rows = || (lane..outputs.len()).step_by(lanes);
                    let mean = rows().fold(R::ZERO, |sum, at| sum + outputs[at] * deltas[at]);
                    rows().for_each(|at| deltas[at] = outputs[at] * (deltas[at] - mean));
                }
            }
        }
    }
}

/// Softmax over each lane's outputs, the largest sum taken off first, so that nothing overflows.
fn softmax<R: Real>(lanes: usize, sums: &[R], outputs: &mut [R]) {
    let vectors = lanes - lanes % LANES;
    (0..vectors).step_by(LANES).for_each(|lane| softmax_of::<R, LANES>(lane, lanes, sums, outputs));
    (vectors..lanes).for_each(|lane| softmax_of::<R, 1>(lane, lanes, sums, outputs));
}

/// The same for so many lanes from `first` on.
fn softmax_of<R: Real, const COUNT: usize>(first: usize, lanes: usize, sums: &[R], outputs: &mut [R]) {
    let of = |row: &[R]| std::array::from_fn::<_, COUNT, _>(|k| row[first..first + COUNT][k]);
    let mut peaks = of(sums);
    for row in sums.chunks_exact(lanes) {
        let row = of(row);
        peaks = std::array::from_fn(|k| peaks[k].max(row[k]));
    }
    let mut totals = [R::ZERO; COUNT];
    for (row, out) in sums.chunks_exact(lanes).zip(outputs.chunks_exact_mut(lanes)) {
        let row = of(row);
        let powers: [R; COUNT] = std::array::from_fn(|k| (row[k] - peaks[k]).exp());
        totals = std::array::from_fn(|k| totals[k] + powers[k]);
        out[first..first + COUNT].copy_from_slice(&powers);
    }
    for out in outputs.chunks_exact_mut(lanes) {
        out[first..first + COUNT].iter_mut().zip(totals).for_each(|(o, total)| *o = *o / total);
    }
}

impl Choice for Output {
    fn key(self) -> &'static str {
        match self {
            Self::Tanh => "tanh",
            Self::Linear => "linear",
            Self::Sigmoid => "sigmoid",
            Self::Softmax => "softmax",
            Self::Sign => "sign",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Tanh => "Tanh",
            Self::Linear => "Linear",
            Self::Sigmoid => "Sigmoid",
            Self::Softmax => "Softmax",
            Self::Sign => "Sign",
        }
    }

    fn equation(self) -> &'static str {
        match self {
            Self::Tanh => "o = tanh z",
            Self::Linear => "o = z",
            Self::Sigmoid => "o = 1 / (1 + e⁻ᶻ)",
            Self::Softmax => "oₖ = eᶻᵏ / Σⱼ eᶻʲ",
            Self::Sign => "o = z ≥ 0 ? 1 : −1",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        crate::choice::check_keys::<Output>(&["tanh", "linear", "sigmoid", "softmax", "sign"]);
    }

    #[test]
    fn softmax_is_a_distribution_however_large_the_sums() {
        let lanes = 20;
        let sums: Vec<f64> = (0..3 * lanes).map(|k| (k * 7 % 11) as f64 * 300.0 - 1500.0).collect();
        let mut outputs = vec![0.0; sums.len()];
        Output::Softmax.apply(lanes, &sums, &mut outputs);
        for lane in 0..lanes {
            let z = |k: usize| sums[k * lanes + lane];
            let total: f64 = (0..3).map(|k| outputs[k * lanes + lane]).sum();
            assert!((total - 1.0).abs() < 1e-12);
            let expected = 1.0 / (0..3).map(|k| (z(k) - z(0)).exp()).sum::<f64>();
            assert!((outputs[lane] - expected).abs() < 1e-12, "{lane}");
        }
    }

    #[test]
    fn a_probability_is_drawn_from_minus_one_to_one() {
        assert_eq!(Output::Sigmoid.signed(0.75), 0.5);
        assert_eq!(Output::Tanh.signed(0.75), 0.75);
        assert!(!Output::Sigmoid.says_positive(0.25) && Output::Linear.says_positive(0.25));
    }
}
