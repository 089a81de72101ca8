//! Where the chain begins: what the loss hands to a sum of the output layer.

use super::Source;
use nabla_nn::{Loss, Output, Trace};

/// Source, the output's slope and dE/do of every sample, so that their product is the sample's dE/dz.
///
/// tanh has do/dz = 1 − o². A softmax ties its outputs: dE/dz = o·(dE/do − Σ o·dE/do), whose bracket stands for dE/do here.
/// Cross-entropy and its output cancel to o − t, and the perceptron's rule takes o − t as it is.
pub(super) fn output_gradient(
    output: Output,
    loss: Loss,
    trace: &Trace,
    neuron: usize,
) -> (Source, Vec<f64>, Vec<f64>) {
    let Some(last) = trace.layers.last() else { return (Source::Loss, Vec::new(), Vec::new()) };
    let samples = last.deltas[neuron].len();
    let said = |k: usize, s: usize| f64::from(last.activations[k][s]);
    let slope_of = |k: usize, s: usize| {
        let error = said(k, s) - f64::from(trace.targets[k][s]);
        if loss == Loss::Huber { error.clamp(-1.0, 1.0) } else { error }
    };
    let every = |f: &dyn Fn(usize) -> f64| (0..samples).map(f).collect::<Vec<f64>>();
    let delta = every(&|s| f64::from(last.deltas[neuron][s]) * samples as f64);
    match output {
        Output::Sign => (Source::Rule, vec![1.0; samples], delta),
        _ if loss == Loss::CrossEntropy => (Source::Fused, vec![1.0; samples], delta),
        Output::Tanh => {
            let slope = every(&|s| 1.0 - said(neuron, s) * said(neuron, s));
            (Source::Loss, slope, every(&|s| slope_of(neuron, s)))
        }
        Output::Softmax => {
            let common = |s| (0..last.activations.len()).map(|k| said(k, s) * slope_of(k, s)).sum::<f64>();
            let upstream = every(&|s| slope_of(neuron, s) - common(s));
            (Source::Softmax, every(&|s| said(neuron, s)), upstream)
        }
        // A sigmoid comes with cross-entropy alone.
        Output::Linear | Output::Sigmoid => (Source::Loss, vec![1.0; samples], delta),
    }
}
