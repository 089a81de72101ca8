//! Batch normalization: a layer's sums z, each row over the samples of a minibatch.
//!
//! y = γ·x̂ + β with x̂ = (z − mean)/√(variance + ε): the minibatch's own mean and (biased) variance in training, their
//! running averages everywhere else (Ioffe & Szegedy 2015; momentum and ε are those of Keras `BatchNormalization`).
//!
//! A block's rows are `[row][lane]`; of the lanes, the first `count` are samples. Statistics are `[row]`, means first,
//! variances after them.

use crate::gemm::{sum_products, sum_rows};
use crate::lanes::blank;
use crate::{LANES, Real};

/// The share of a running average that a minibatch leaves as it is.
const MOMENTUM: f64 = 0.99;
/// Added to a variance before it divides.
pub const BATCH_NORM_EPSILON: f64 = 1e-3;

/// Sums into y by the running averages.
pub(crate) fn evaluate<R: Real>(sums: &mut [R], lanes: usize, [gammas, betas]: [&[R]; 2], running: &[R]) {
    let (means, variances) = running.split_at(running.len() / 2);
    for (n, row) in sums.chunks_exact_mut(lanes).enumerate() {
        let scale = gammas[n] / (variances[n] + R::from_f64(BATCH_NORM_EPSILON)).sqrt();
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
    ///
    /// A function of its own: inside a pass forward it would take registers from those that do not normalize.
    #[inline(never)]
    pub fn train(&mut self, sums: &mut [R], lanes: usize, count: usize, [gammas, betas]: [&[R]; 2]) {
        let share = R::from_f64(1.0 / count as f64);
        let (means, variances) = self.statistics.split_at_mut(gammas.len());
        let values = &mut self.values[..sums.len()];
        blank(sums, lanes, count);
        if !self.given {
            sum_rows(sums, lanes, means);
            means.iter_mut().for_each(|mean| *mean = share * *mean);
        }
        for ((row, values), &mean) in vectors(sums, lanes).zip(vectors_mut(values, lanes)).zip(&*means) {
            let away = R::Vector::from(-mean);
            values.iter_mut().zip(row).for_each(|(value, &z)| *value = (R::Vector::from(z) + away).into());
        }
        blank(values, lanes, count);
        if !self.given {
            sum_products(values, values, lanes, variances);
            variances.iter_mut().for_each(|variance| *variance = share * *variance);
        }
        for (inverse, &variance) in self.inverses.iter_mut().zip(&*variances) {
            *inverse = R::ONE / (variance + R::from_f64(BATCH_NORM_EPSILON)).sqrt();
        }
        let learned = self.inverses.iter().zip(gammas.iter().zip(betas));
        for ((row, values), (&inverse, (&gamma, &beta))) in
            vectors_mut(sums, lanes).zip(vectors_mut(values, lanes)).zip(learned)
        {
            let [inverse, gamma, beta] = [inverse, gamma, beta].map(R::Vector::from);
            for (y, value) in row.iter_mut().zip(values) {
                let x = inverse * R::Vector::from(*value);
                (*value, *y) = (x.into(), (gamma * x + beta).into());
            }
        }
    }

    /// dE/dy in `deltas` becomes dE/dz = γ/√(…)·(dE/dy − mean dE/dy − x̂·mean(x̂·dE/dy)); dE/dγ = Σ x̂·dE/dy and
    /// dE/dβ = Σ dE/dy are written. Statistics that are given do not move with the samples, and the means drop out. The
    /// deltas are 0 in the padding, before and after.
    pub fn backward(
        &self,
        deltas: &mut [R],
        lanes: usize,
        count: usize,
        gammas: &[R],
        [of_gammas, of_betas]: [&mut [R]; 2],
    ) {
        let values = &self.values[..deltas.len()];
        sum_products(deltas, values, lanes, of_gammas);
        sum_rows(deltas, lanes, of_betas);
        let share = if self.given { R::ZERO } else { R::from_f64(1.0 / count as f64) };
        let slopes = of_gammas.iter().zip(&*of_betas);
        let rows = vectors_mut(deltas, lanes).zip(vectors(values, lanes));
        for ((deltas, values), ((&product, &sum), (&gamma, &inverse))) in
            rows.zip(slopes.zip(gammas.iter().zip(&self.inverses)))
        {
            let [scale, less, per_value] =
                [gamma * inverse, -(share * sum), -(share * product)].map(R::Vector::from);
            for (delta, &x) in deltas.iter_mut().zip(values) {
                *delta = (scale * (R::Vector::from(*delta) + less + R::Vector::from(x) * per_value)).into();
            }
        }
        blank(deltas, lanes, count);
    }

    /// Takes the minibatch into the running averages.
    pub fn track(&self, running: &mut [R]) {
        let (kept, fresh) = (R::from_f64(MOMENTUM), R::from_f64(1.0 - MOMENTUM));
        for (average, &value) in running.iter_mut().zip(&self.statistics) {
            *average = kept * *average + fresh * value;
        }
    }
}

/// Every row, in vectors.
fn vectors<R: Real>(rows: &[R], lanes: usize) -> impl Iterator<Item = &[[R; LANES]]> {
    rows.as_chunks().0.chunks_exact(lanes / LANES)
}

/// The same, to change.
fn vectors_mut<R: Real>(rows: &mut [R], lanes: usize) -> impl Iterator<Item = &mut [[R; LANES]]> {
    rows.as_chunks_mut().0.chunks_exact_mut(lanes / LANES)
}
