//! Batch normalization: a layer's sums z, each row over the samples of a minibatch.
//!
//! y = γ·x̂ + β with x̂ = (z − mean)/√(variance + ε): the minibatch's own mean and (biased) variance in training, their
//! running averages everywhere else (Ioffe & Szegedy 2015; momentum and ε are those of Keras `BatchNormalization`).
//!
//! A block's rows are `[row][lane]`; of the lanes, the first `count` are samples. Statistics are `[row]`, means first,
//! variances after them.

use crate::Real;
use crate::kernel::sum;

/// The share of a running average that a minibatch leaves as it is.
const MOMENTUM: f64 = 0.99;
/// Added to a variance before it divides.
const EPSILON: f64 = 1e-3;

/// Sums into y by the running averages.
pub(crate) fn evaluate<R: Real>(sums: &mut [R], lanes: usize, [gammas, betas, running]: [&[R]; 3]) {
    let (means, variances) = running.split_at(running.len() / 2);
    for (n, row) in sums.chunks_exact_mut(lanes).enumerate() {
        let scale = gammas[n] / (variances[n] + R::from_f64(EPSILON)).sqrt();
        row.iter_mut().for_each(|z| *z = scale * (*z - means[n]) + betas[n]);
    }
}

/// What a minibatch's normalization leaves for the way back.
#[derive(Clone, Debug)]
pub(crate) struct Normalized<R> {
    /// x̂, `[row][lane]`, 0 in the padding.
    values: Vec<R>,
    /// 1/√(variance + ε), `[row]`.
    inverses: Vec<R>,
    /// The minibatch's means, then variances, `[row]` each.
    statistics: Vec<R>,
    /// Whether the statistics are given rather than the minibatch's: evaluation, with a way back.
    given: bool,
}

impl<R: Real> Normalized<R> {
    /// Room for blocks of up to `lanes` samples.
    pub fn new(rows: usize, lanes: usize) -> Self {
        let zeros = |count| vec![R::ZERO; count];
        Self { values: zeros(rows * lanes), inverses: zeros(rows), statistics: zeros(2 * rows), given: false }
    }

    /// The same with statistics that stay what they are.
    pub fn with(statistics: &[R], lanes: usize) -> Self {
        let rows = statistics.len() / 2;
        Self { statistics: statistics.to_vec(), given: true, ..Self::new(rows, lanes) }
    }

    /// z before it was normalized, `[lane]`.
    pub fn before(&self, row: usize, lanes: usize) -> impl Iterator<Item = R> {
        let (mean, inverse) = (self.statistics[row], self.inverses[row]);
        self.values[row * lanes..(row + 1) * lanes].iter().map(move |&value| value / inverse + mean)
    }

    /// The minibatch's means, then variances.
    pub fn statistics(&self) -> &[R] {
        &self.statistics
    }

    /// Sums into y by the minibatch's own mean and variance.
    pub fn train(&mut self, sums: &mut [R], lanes: usize, count: usize, [gammas, betas]: [&[R]; 2]) {
        let share = R::from_f64(1.0 / count as f64);
        let (means, variances) = self.statistics.split_at_mut(gammas.len());
        let rows = sums.chunks_exact_mut(lanes).zip(self.values.chunks_exact_mut(lanes));
        for (n, (row, values)) in rows.enumerate() {
            row[count..].fill(R::ZERO);
            if !self.given {
                means[n] = share * sum(row);
            }
            for (value, &z) in values.iter_mut().zip(&*row) {
                *value = z - means[n];
            }
            values[count..].fill(R::ZERO);
            if !self.given {
                for (square, &value) in row.iter_mut().zip(&*values) {
                    *square = value * value;
                }
                variances[n] = share * sum(row);
            }
            self.inverses[n] = R::ONE / (variances[n] + R::from_f64(EPSILON)).sqrt();
            for (y, value) in row.iter_mut().zip(values) {
                *value = self.inverses[n] * *value;
                *y = gammas[n] * *value + betas[n];
            }
        }
    }

    /// dE/dy in `deltas` becomes dE/dz = γ/√(…)·(dE/dy − mean dE/dy − x̂·mean(x̂·dE/dy)); dE/dγ = Σ x̂·dE/dy and
    /// dE/dβ = Σ dE/dy are written. Statistics that are given do not move with the samples, and the means drop out. The deltas are 0 in the padding, before and after.
    pub fn backward(
        &self,
        deltas: &mut [R],
        lanes: usize,
        count: usize,
        gammas: &[R],
        [of_gammas, of_betas]: [&mut [R]; 2],
    ) {
        let share = R::from_f64(1.0 / count as f64);
        let rows = deltas.chunks_exact_mut(lanes).zip(self.values.chunks_exact(lanes));
        for (n, (deltas, values)) in rows.enumerate() {
            let product = deltas.iter().zip(values).fold(R::ZERO, |sum, (&d, &x)| sum + d * x);
            (of_gammas[n], of_betas[n]) = (product, sum(deltas));
            let (mean_product, mean) = match self.given {
                true => (R::ZERO, R::ZERO),
                false => (share * product, share * of_betas[n]),
            };
            let scale = gammas[n] * self.inverses[n];
            for (delta, &x) in deltas.iter_mut().zip(values).take(count) {
                *delta = scale * (*delta - mean - x * mean_product);
            }
        }
    }

    /// Takes the minibatch into the running averages.
    pub fn track(&self, running: &mut [R]) {
        let (kept, fresh) = (R::from_f64(MOMENTUM), R::from_f64(1.0 - MOMENTUM));
        for (average, &value) in running.iter_mut().zip(&self.statistics) {
            *average = kept * *average + fresh * value;
        }
    }
}
