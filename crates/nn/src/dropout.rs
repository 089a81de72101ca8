//! What training leaves out at random: activations, weights, whole layers.
//!
//! What is kept is scaled by 1/(1 − p), so that the expectation is what evaluation computes with everything in place
//! (inverted dropout; Srivastava et al. 2014 scale at test time instead).

use crate::layer::{Function, Layer};
use crate::random::fnv1a;
use crate::{Buffer, Config, Hyperparameter, Real};
use rand_core::Rng;
use rand_pcg::Pcg32;
use std::ops::Range;

/// The probabilities of dropping, and the stream they are drawn from.
#[derive(Clone, Debug)]
pub(crate) struct DropoutMasks<R> {
    dropout: f64,
    connect: f64,
    depth: f64,
    seed: u64,
    /// The parameters with some weights left out; empty without DropConnect.
    pub values: Vec<R>,
    /// 0 or 1/(1 − p) for every parameter; empty without DropConnect.
    mask: Vec<R>,
}

impl<R: Real> DropoutMasks<R> {
    /// The noise of a configuration; none if nothing is dropped.
    pub fn new(config: &Config, parameters: usize) -> Option<Self> {
        let [dropout, connect, depth] =
            [Hyperparameter::Dropout, Hyperparameter::DropConnect, Hyperparameter::StochasticDepth]
                .map(|it| config.number(it));
        let depth = if config.model.residual { depth } else { 0.0 };
        let masked = if connect > 0.0 { parameters } else { 0 };
        (dropout > 0.0 || connect > 0.0 || depth > 0.0).then(|| Self {
            dropout,
            connect,
            depth,
            seed: fnv1a("noise".bytes().chain([0]).chain(config.data.seed.bytes())),
            values: vec![R::ZERO; masked],
            mask: vec![R::ONE; masked],
        })
    }

    /// Whether activations are dropped.
    pub fn has_dropout(&self) -> bool {
        self.dropout > 0.0
    }

    /// Draws the masks of a step, numbered so that a run taken up there draws the same; `values` are the network's
    /// parameters.
    pub fn draw(&mut self, step: u64, layers: &[Layer], values: &[R], lanes: usize, buffer: &mut Buffer<R>) {
        let mut random = Pcg32::new(self.seed ^ step.wrapping_mul(0x9e37_79b9_7f4a_7c15), step);
        for (layer, signals) in layers.iter().zip(&mut buffer.layers) {
            if !matches!(layer.function, Function::Hidden(..)) {
                continue;
            }
            if self.dropout > 0.0 {
                fill(&mut signals.mask[..layer.neurons() * lanes], self.dropout, &mut random);
            }
            if self.depth > 0.0 && layer.residual {
                let mut branch = [R::ONE];
                fill(&mut branch, self.depth, &mut random);
                [signals.branch] = branch;
            }
            if self.connect > 0.0 {
                fill(&mut self.mask[layer.weights.clone()], self.connect, &mut random);
            }
        }
        for (masked, (&value, &mask)) in self.values.iter_mut().zip(values.iter().zip(&self.mask)) {
            *masked = value * mask;
        }
    }

    /// The factors of some parameters, DropConnect's.
    pub fn mask(&self, places: Range<usize>) -> &[R] {
        &self.mask[places]
    }

    /// The gradient of the masked weights becomes that of the weights.
    pub fn mask_gradient(&self, gradient: &mut [R]) {
        gradient.iter_mut().zip(&self.mask).for_each(|(g, &mask)| *g = *g * mask);
    }
}

/// 0 with probability p and 1/(1 − p) otherwise; p is taken to 32 bits.
///
/// The stream gives one number for all; from there on a value's bits are a hash of its place, which a processor computes
/// for several at once.
fn fill<R: Real>(mask: &mut [R], p: f64, random: &mut Pcg32) {
    let threshold = (p * 4_294_967_296.0) as u32;
    let kept = R::from_f64(1.0 / (1.0 - p));
    let start = random.next_u32();
    for (place, value) in (0_u32..).zip(mask) {
        *value = if scatter(start.wrapping_add(place)) < threshold { R::ZERO } else { kept };
    }
}

/// A permutation of the 32-bit numbers that leaves no trace of their order (C. Wellons, hash-prospector, `lowbias32`).
#[inline(always)]
fn scatter(mut bits: u32) -> u32 {
    bits = (bits ^ (bits >> 16)).wrapping_mul(0x7feb_352d);
    bits = (bits ^ (bits >> 15)).wrapping_mul(0x846c_a68b);
    bits ^ (bits >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Over 400,000 draws the mean is 1 and the variance p/(1 − p), each within five of its standard errors.
    #[test]
    fn masks_have_their_mean_and_variance() {
        for p in [0.1, 0.2, 0.5, 0.8] {
            let mut mask = vec![0.0f64; 400_000];
            fill(&mut mask, p, &mut Pcg32::new(7, 7));
            let count = mask.len() as f64;
            let mean = mask.iter().sum::<f64>() / count;
            let variance = mask.iter().map(|m| (m - mean) * (m - mean)).sum::<f64>() / count;
            let expected = p / (1.0 - p);
            assert!((mean - 1.0).abs() < 5.0 * (expected / count).sqrt() + 1e-4, "{p}: mean {mean}");
            assert!((variance - expected).abs() < 0.02 * expected, "{p}: variance {variance}");
            let twins = mask.windows(2).filter(|pair| pair[0] == 0.0 && pair[1] == 0.0).count() as f64;
            assert!((twins / count - p * p).abs() < 0.005, "{p}: neighbours are independent");
        }
    }
}
