//! What training sees and evaluation does not: the masks of the next step, and what batch normalization does to its sums.
//!
//! Dropout zeroes activations, DropConnect weights, stochastic depth whole residual layers; what is kept counts 1/(1 − p)
//! (Srivastava et al. 2014, Wan et al. 2013, Huang et al. 2016). Batch normalization takes a sum z to
//! γ·(z − mean)/√(variance + ε) + β, by the minibatch's statistics in training and by their running averages in evaluation
//! (Ioffe & Szegedy 2015).

use crate::Histogram;
use nabla_nn::{Hyperparameter, LayerTrace, Trainer};
use serde::{Deserialize, Serialize};

/// Bars of a histogram.
pub const BARS: usize = 20;

/// Whose sums the histograms show; brought to the nearest layer that normalizes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MasksQuery {
    /// The layer, from 0.
    pub layer: usize,
    /// The neuron; after all neurons come maxout's second sums.
    pub row: usize,
}

/// The next step in its training form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Masks {
    /// Minibatches trained before it.
    pub step: u64,
    /// The probabilities of dropping an activation, a weight, a layer.
    pub probabilities: [f64; 3],
    /// Features the first layer takes.
    pub inputs: usize,
    /// Samples of the minibatch.
    pub samples: usize,
    /// Layer by layer, the output layer last.
    pub layers: Vec<MaskedLayer>,
    /// Batch normalization of the sum asked for; none where no layer normalizes.
    pub norm: Option<Norm>,
}

impl Masks {
    /// Whether there is nothing to see: nothing is dropped, nothing normalized.
    pub fn is_plain(&self) -> bool {
        self.norm.is_none() && self.probabilities == [0.0; 3]
    }
}

/// What a layer leaves out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MaskedLayer {
    /// How many neurons it has.
    pub neurons: usize,
    /// Which are dropped for the minibatch's first sample, `[neuron]`; empty without dropout.
    pub dropped: Vec<bool>,
    /// Which edges are cut, for all samples alike, `[neuron][input]`; empty without DropConnect. Of maxout's two sums it is
    /// the first.
    pub cut: Vec<Vec<bool>>,
    /// Whether its input goes around it.
    pub residual: bool,
    /// Whether the step skips it: its input goes on alone.
    pub skipped: bool,
    /// Sums it normalizes; 0 if it does not.
    pub normalized: usize,
}

/// One sum through batch normalization.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Norm {
    /// The layer.
    pub layer: usize,
    /// The sum in the layer.
    pub row: usize,
    /// Wx over the minibatch, in [`BARS`] spans from the least to the largest.
    pub before: Histogram,
    /// What the activation takes.
    pub after: Histogram,
    /// Mean and variance of the minibatch.
    pub batch: [f64; 2],
    /// Their running averages before the step, by which the evaluated network normalizes.
    pub running: [f64; 2],
    /// γ and β: the deviation and the mean that sums have afterwards.
    pub learned: [f64; 2],
}

/// Looks at the next step.
pub fn masks(trainer: &Trainer, query: MasksQuery) -> Masks {
    let network = trainer.trained_network();
    let trace = trainer.trace_step();
    let mut layers = Vec::with_capacity(trace.layers.len());
    for (layer, traced) in network.layers.iter().zip(&trace.layers) {
        let is_zero = |&factor: &f32| factor == 0.0;
        let cut = traced.weight_mask.iter().take(layer.neurons());
        layers.push(MaskedLayer {
            neurons: layer.neurons(),
            dropped: traced.mask.iter().map(|mask| mask.first().is_some_and(is_zero)).collect(),
            cut: cut.map(|row| row.iter().map(is_zero).collect()).collect(),
            residual: layer.residual,
            skipped: traced.branch == 0.0,
            normalized: if layer.normalized { layer.rows() } else { 0 },
        });
    }
    let drops = [Hyperparameter::Dropout, Hyperparameter::DropConnect, Hyperparameter::StochasticDepth];
    Masks {
        step: trainer.steps(),
        probabilities: drops.map(|drop| trainer.config().number(drop)),
        inputs: network.features.len(),
        samples: trace.targets.first().map_or(0, Vec::len),
        norm: norm(trainer, &trace.layers, &layers, query),
        layers,
    }
}

fn norm(trainer: &Trainer, traces: &[LayerTrace], layers: &[MaskedLayer], query: MasksQuery) -> Option<Norm> {
    let layer = (0..layers.len())
        .filter(|&layer| layers[layer].normalized > 0)
        .min_by_key(|layer| layer.abs_diff(query.layer))?;
    let row = query.row.min(layers[layer].normalized - 1);
    let (traced, parameters) = (traces.get(layer)?, &trainer.trained_network().parameters()[layer]);
    Some(Norm {
        layer,
        row,
        before: histogram(&traced.unnormalized[row]),
        after: histogram(&traced.sums[row]),
        batch: [0, 1].map(|which| f64::from(traced.statistics[which][row])),
        running: [parameters.means[row], parameters.variances[row]],
        learned: [parameters.gammas[row], parameters.betas[row]],
    })
}

/// Values over the span they take.
fn histogram(values: &[f32]) -> Histogram {
    let all = || values.iter().map(|&value| f64::from(value));
    let finite = || all().filter(|value| value.is_finite());
    let ends = (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
    let ends = if ends.0 > ends.1 { (0.0, 0.0) } else { ends };
    Histogram::over(ends, BARS, &mut all())
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabla_nn::link;

    fn trained(link: &str, steps: usize) -> Trainer {
        let (config, notices) = link::parse(link);
        assert_eq!(notices, [], "{link}");
        let mut trainer = Trainer::new(&config.validate().0);
        (0..steps).for_each(|_| trainer.step());
        trainer
    }

    #[test]
    fn the_usual_network_is_plain() {
        let masks = masks(&trained("", 0), MasksQuery::default());
        assert!(masks.is_plain());
        assert_eq!((masks.inputs, masks.samples, masks.layers.len()), (2, 10, 3));
        let sizes: Vec<usize> = masks.layers.iter().map(|layer| layer.neurons).collect();
        assert_eq!(sizes, [4, 2, 1]);
    }

    /// The masks told before a step are those that the training form shows after it: a dropped neuron is 0 there.
    #[test]
    fn dropped_neurons_are_silent_in_the_step_that_follows() {
        let mut trainer = trained("dropout=0.5&networkShape=8,8&activation=sigmoid", 4);
        let mut dropped = 0;
        for _ in 0..20 {
            let told = masks(&trainer, MasksQuery::default());
            trainer.step();
            let form = trainer.training_form().neuron_values_at(0.3, -0.7);
            for (layer, values) in told.layers.iter().zip(&form).take(2) {
                for (neuron, &is_dropped) in layer.dropped.iter().enumerate() {
                    assert_eq!(is_dropped, values[neuron] == 0.0);
                    dropped += usize::from(is_dropped);
                }
            }
            assert!(told.layers[2].dropped.is_empty(), "outputs stay");
        }
        // 320 draws at one half: five standard errors are 45.
        assert!((115..=205).contains(&dropped), "{dropped}");
    }

    #[test]
    fn a_cut_link_does_not_learn() {
        let mut trainer = trained("dropConnect=0.5&networkShape=6", 3);
        let told = masks(&trainer, MasksQuery::default());
        let before = trainer.parameters();
        trainer.step();
        let after = trainer.parameters();
        let mut cut = 0;
        for neuron in 0..6 {
            for input in 0..2 {
                let moved = before[0].weights[neuron][input] != after[0].weights[neuron][input];
                assert_eq!(told.layers[0].cut[neuron][input], !moved);
                cut += usize::from(!moved);
            }
        }
        assert!(cut > 0 && cut < 12, "{cut}");
    }

    #[test]
    fn a_skipped_layer_says_what_it_was_told() {
        let mut trainer = trained("stochasticDepth=0.5&residual=true&networkShape=5,5,5", 0);
        let mut skipped = 0;
        for _ in 0..30 {
            let told = masks(&trainer, MasksQuery::default());
            trainer.step();
            let form = trainer.training_form().neuron_values_at(1.0, 2.0);
            for layer in [1, 2] {
                assert!(told.layers[layer].residual);
                assert_eq!(told.layers[layer].skipped, form[layer] == form[layer - 1]);
                skipped += usize::from(told.layers[layer].skipped);
            }
        }
        assert!((15..=45).contains(&skipped), "{skipped}");
    }

    #[test]
    fn normalized_sums_have_the_mean_and_deviation_that_are_learned() {
        let trainer = trained("batchNorm=true&batchSize=100&remainder=own&networkShape=4,3", 30);
        let masks = masks(&trainer, MasksQuery { layer: 1, row: 2 });
        assert!(!masks.is_plain());
        let norm = masks.norm.unwrap();
        assert_eq!((norm.layer, norm.row), (1, 2));
        assert_eq!(norm.before.counts.iter().sum::<u32>(), 100);
        let trace = trainer.trace_step();
        let moments = |values: &[f32]| {
            let mean = values.iter().map(|&z| f64::from(z)).sum::<f64>() / 100.0;
            [mean, values.iter().map(|&z| (f64::from(z) - mean).powi(2)).sum::<f64>() / 100.0]
        };
        let [before, after] = [&trace.layers[1].unnormalized, &trace.layers[1].sums].map(|z| moments(&z[2]));
        for (found, expected) in norm.batch.iter().zip(before) {
            assert!((found - expected).abs() < 1e-4 * expected.abs().max(1.0), "{found}, {expected}");
        }
        let [gamma, beta] = norm.learned;
        assert!((after[0] - beta).abs() < 1e-4);
        let deviation = gamma.abs() * (before[1] / (before[1] + 1e-3)).sqrt();
        assert!((after[1].sqrt() - deviation).abs() < 1e-3, "{} {deviation}", after[1].sqrt());
        let parameters = &trainer.parameters()[1];
        assert_eq!(norm.running, [parameters.means[2], parameters.variances[2]]);
    }

    #[test]
    fn what_is_not_there_is_brought_to_what_is() {
        let trainer = trained("batchNorm=true&networkShape=4,3&activation=maxout", 1);
        let norm = masks(&trainer, MasksQuery { layer: 7, row: 70 }).norm.unwrap();
        assert_eq!((norm.layer, norm.row), (1, 5));
    }

    #[test]
    fn histograms_by_hand() {
        let found = histogram(&[0.0, 0.04, 1.0, 2.0, f32::NAN, f32::INFINITY]);
        assert_eq!((found.low, found.high, found.astray), (0.0, 2.0, 2));
        let filled: Vec<_> = (0..BARS).filter(|&bar| found.counts[bar] > 0).collect();
        assert_eq!(filled, [0, 10, BARS - 1]);
        assert_eq!(found.counts[0], 2);
        assert_eq!(histogram(&[3.0; 4]).counts[0], 4);
        assert_eq!(histogram(&[f32::NAN]).counts, [0; BARS]);
    }
}
