//! How wrong an output is, beside the derivative that training descends.

use crate::lanes::blank;
use crate::{Choice, Output, Problem, Real};
use strum::VariantArray;

/// The loss of a sample; over a set, the mean is reported, the penalty left out.
///
/// t is ±1, a real number, or for several classes 1 for the right one and 0 for the others.
///
/// ```
/// use nabla_nn::{Loss, Problem};
///
/// // Of one sample: the sum z, the output o and the target t.
/// assert_eq!(Loss::Squared.value(&[0.5], &[0.5], &[1.0]), 0.125);
/// assert_eq!(Loss::Huber.value(&[3.0], &[3.0], &[0.0]), 2.5);
/// assert_eq!(Loss::Hinge.value(&[0.25], &[0.25], &[1.0]), 0.75);
/// // Sure and right costs nothing, sure and wrong as much as the sum is large.
/// assert_eq!(Loss::CrossEntropy.value(&[50.0], &[1.0], &[0.0]), 50.0);
/// assert!(!Loss::CrossEntropy.fits(Problem::Regression));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Loss {
    /// E = ½Σ(o − t)², dE/do = o − t (TensorFlow Playground, `nn.ts`, `Errors.SQUARE`).
    Squared,
    /// E = −Σ t·ln o, over both classes or over all; with its sigmoid or softmax, dE/dz = o − t. Computed from the sums,
    /// so that no probability is rounded to 0 (Keras `BinaryCrossentropy`, `CategoricalCrossentropy`, `from_logits`).
    CrossEntropy,
    /// E = ½e² for |e| ≤ 1 and |e| − ½ beyond, e = o − t: an outlier pulls no harder than its neighbour (Huber 1964;
    /// Keras `Huber`, whose δ = 1).
    Huber,
    /// E = max(0, 1 − t·o), or of several classes max(0, 1 + w − the right output) with w the largest wrong one, 0 at least:
    /// satisfied by a margin of 1 (Cortes & Vapnik 1995; Keras `Hinge`, `CategoricalHinge`).
    Hinge,
}

impl Loss {
    /// Whether this loss can measure a problem: cross-entropy and hinge need classes.
    pub fn fits(self, problem: Problem) -> bool {
        match self {
            Self::Squared | Self::Huber => true,
            Self::CrossEntropy | Self::Hinge => problem != Problem::Regression,
        }
    }

    /// E of one sample; all slices are `[output]`, `sums` the z behind the outputs.
    pub fn value(self, sums: &[f64], outputs: &[f64], targets: &[f64]) -> f64 {
        let errors = || outputs.iter().zip(targets).map(|(o, t)| o - t);
        match (self, sums, targets) {
            (Self::Squared, ..) => errors().map(|e| 0.5 * e * e).sum(),
            (Self::Huber, ..) => errors().map(huber).sum(),
            // max(z, 0) − z·t + ln(1 + e⁻|ᶻ|), which no z overflows.
            (Self::CrossEntropy, &[z], &[t]) => z.max(0.0) - z * t + libm::log1p(libm::exp(-z.abs())),
            (Self::CrossEntropy, ..) => {
                let largest = sums.iter().copied().fold(f64::NEG_INFINITY, |a, b| if b > a { b } else { a });
                let total: f64 = sums.iter().map(|z| libm::exp(z - largest)).sum();
                let right: f64 = sums.iter().zip(targets).map(|(z, t)| z * t).sum();
                largest + libm::log(total) - right
            }
            (Self::Hinge, &[z], &[t]) => Real::max(1.0 - t * z, 0.0),
            (Self::Hinge, ..) => {
                let (right, wrong) = rivals(sums.len(), |k| sums[k], |k| targets[k]);
                Real::max(1.0 + Real::max(sums[wrong], 0.0) - sums[right], 0.0)
            }
        }
    }

    /// dE/dz of a block's samples, times `share`; all slices are `[output][lane]`, of which the first `count` lanes
    /// are samples; the deltas of the others become 0.
    pub(crate) fn deltas<R: Real>(
        self,
        output: Output,
        lanes: usize,
        count: usize,
        [sums, outputs, targets]: [&[R]; 3],
        deltas: &mut [R],
    ) {
        let share = R::from_f64(1.0 / count as f64);
        let pairs = || outputs.iter().zip(targets);
        match self {
            Self::Squared | Self::CrossEntropy => {
                deltas.iter_mut().zip(pairs()).for_each(|(d, (&o, &t))| *d = (o - t) * share);
            }
            Self::Huber => {
                let slope =
                    |e: R| if e.abs() > R::ONE { if e > R::ZERO { R::ONE } else { -R::ONE } } else { e };
                deltas.iter_mut().zip(pairs()).for_each(|(d, (&o, &t))| *d = slope(o - t) * share);
            }
            Self::Hinge if outputs.len() == lanes => {
                let slope = |o: R, t: R| if t * o < R::ONE { -t } else { R::ZERO };
                deltas.iter_mut().zip(pairs()).for_each(|(d, (&o, &t))| *d = slope(o, t) * share);
            }
            Self::Hinge => {
                deltas.fill(R::ZERO);
                for lane in 0..count {
                    let z = |k: usize| sums[k * lanes + lane];
                    let t = |k: usize| targets[k * lanes + lane];
                    let (right, wrong) = rivals(sums.len() / lanes, z, t);
                    if R::ONE + z(wrong).max(R::ZERO) - z(right) > R::ZERO {
                        deltas[right * lanes + lane] = -share;
                        if z(wrong) > R::ZERO {
                            deltas[wrong * lanes + lane] = share;
                        }
                    }
                }
            }
        }
        blank(deltas, lanes, count);
        // The perceptron's rule takes the error of its label as it is, and so does cross-entropy, whose dE/do cancels
        // against the output's derivative.
        if output != Output::Sign && self != Self::CrossEntropy {
            output.apply_derivative(lanes, sums, outputs, deltas);
        }
    }
}

/// Huber's loss of an error.
fn huber(error: f64) -> f64 {
    let size = error.abs();
    if size > 1.0 { size - 0.5 } else { 0.5 * error * error }
}

/// The right class, and the wrong one with the largest sum.
fn rivals<R: Real>(classes: usize, z: impl Fn(usize) -> R, t: impl Fn(usize) -> R) -> (usize, usize) {
    let right = (0..classes).find(|&k| t(k) > R::HALF).unwrap_or(0);
    let first = usize::from(right == 0);
    let wrong =
        (0..classes).filter(|&k| k != right).fold(first, |best, k| if z(k) > z(best) { k } else { best });
    (right, wrong)
}

impl Choice for Loss {
    fn key(self) -> &'static str {
        match self {
            Self::Squared => "squared",
            Self::CrossEntropy => "cross-entropy",
            Self::Huber => "huber",
            Self::Hinge => "hinge",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Squared => "Squared error",
            Self::CrossEntropy => "Cross-entropy",
            Self::Huber => "Huber",
            Self::Hinge => "Hinge",
        }
    }

    fn equation(self) -> &'static str {
        match self {
            Self::Squared => "E = ½(o − t)²",
            Self::CrossEntropy => "E = −Σ t·ln o",
            Self::Huber => "E = |o − t| ≤ 1 ? ½(o − t)² : |o − t| − ½",
            Self::Hinge => "E = max(0, 1 − t·o)",
        }
    }

    fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Squared => &["mse", "mean squared error", "sse", "l2", "quadratic"],
            Self::CrossEntropy => &[
                "bce",
                "ce",
                "log loss",
                "logistic",
                "binary cross-entropy",
                "categorical cross-entropy",
                "softmax cross-entropy",
            ],
            Self::Huber => &["smooth l1"],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;

    #[test]
    fn keys() {
        crate::choice::check_keys::<Loss>(&["squared", "cross-entropy", "huber", "hinge"]);
    }

    /// E of sums, through their output.
    fn loss(loss: Loss, output: Output, sums: &[f64], targets: &[f64]) -> f64 {
        let mut outputs = vec![0.0; sums.len()];
        output.apply(1, sums, &mut outputs);
        loss.value(sums, &outputs, targets)
    }

    fn check(kind: Loss, problem: Problem, sums: &[f64], targets: &[f64]) {
        let mut config = Config::default();
        (config.data.problem, config.training.loss) = (problem, kind);
        let output = config.output();
        let (mut outputs, mut deltas) = (vec![0.0; sums.len()], vec![f64::NAN; sums.len()]);
        output.apply(1, sums, &mut outputs);
        kind.deltas(output, 1, 1, [sums, &outputs, targets], &mut deltas);
        for (k, &delta) in deltas.iter().enumerate() {
            let step = 1e-6;
            let at = |change: f64| {
                let mut sums = sums.to_vec();
                sums[k] += change;
                loss(kind, output, &sums, targets)
            };
            let slope = (at(step) - at(-step)) / (2.0 * step);
            assert!((slope - delta).abs() < 1e-8, "{kind:?}, {problem:?}, {sums:?}: {delta}, slope {slope}");
        }
    }

    #[test]
    fn derivatives_match_finite_differences() {
        for &kind in Loss::ALL {
            for z in [-2.5, -0.3, 0.2, 1.7] {
                if kind.fits(Problem::Regression) {
                    check(kind, Problem::Regression, &[z], &[0.4]);
                }
                let target = if kind == Loss::CrossEntropy { [0.0, 1.0] } else { [-1.0, 1.0] };
                target.iter().for_each(|&t| check(kind, Problem::Classification, &[z], &[t]));
                check(kind, Problem::Multiclass, &[z, 0.5, -0.7], &[0.0, 1.0, 0.0]);
                check(kind, Problem::Multiclass, &[z, 0.5, -0.7, 3.0], &[1.0, 0.0, 0.0, 0.0]);
            }
        }
    }

    /// −ln ½, and k classes that know nothing.
    #[test]
    fn chance_costs_the_logarithm_of_the_number_of_classes() {
        let near = |got: f64, expected: f64| assert!((got - expected).abs() < 1e-12, "{got}");
        near(loss(Loss::CrossEntropy, Output::Sigmoid, &[0.0], &[1.0]), 2f64.ln());
        near(loss(Loss::CrossEntropy, Output::Softmax, &[0.3; 5], &[0.0, 1.0, 0.0, 0.0, 0.0]), 5f64.ln());
    }

    #[test]
    fn a_hopeless_sum_costs_what_it_should() {
        assert_eq!(loss(Loss::CrossEntropy, Output::Sigmoid, &[-800.0], &[1.0]), 800.0);
        assert_eq!(loss(Loss::CrossEntropy, Output::Softmax, &[-400.0, 400.0], &[1.0, 0.0]), 800.0);
    }
}
