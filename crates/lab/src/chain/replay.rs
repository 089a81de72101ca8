//! A forward pass in f64 over a trace's samples, with its masks: losses a little way off, for differences and for the loss
//! after a step. It shares the activations' curves and the loss with the engine, and nothing of the way back.

use super::Place;
use super::samples::{inputs_of, mean, wide};
use nabla_nn::{
    BATCH_NORM_EPSILON, Function, Layer, LayerParameters, LayerTrace, Network, Output, Parameters, Trace,
    Trainer,
};

/// h, over the size of the weight where that is above 1: h² and 10⁻¹⁶/h are both small.
const STEP: f64 = 1e-5;
/// Products of a weight and an input that a difference may take.
const MOST_WORK: usize = 1_500_000;

/// The samples of a trace, to be computed again.
pub(super) struct Replay<'a> {
    trainer: &'a Trainer,
    network: &'a Network,
    trace: &'a Trace,
    /// Whether batch normalization takes the samples' own statistics.
    training: bool,
    pub parameters: Parameters,
}

impl<'a> Replay<'a> {
    pub fn new(trainer: &'a Trainer, trace: &'a Trace, training: bool) -> Self {
        let network = trainer.trained_network();
        Self { trainer, network, trace, training, parameters: network.parameters() }
    }

    /// The parameter of a place.
    pub fn value(&self, place: Place) -> f64 {
        value(&self.parameters, &self.network.layers[place.neuron().0], place)
    }

    /// dE by the parameter of a place; of a neuron, by its sum. None if that takes too long.
    pub fn difference(&self, place: Place) -> Option<f64> {
        let from = place.neuron().0;
        let samples = self.trace.targets.first().map_or(0, Vec::len);
        let edges: usize =
            self.network.layers[from..].iter().map(|layer| layer.rows() * layer.inputs()).sum();
        if samples * edges > MOST_WORK {
            return None;
        }
        let mut parameters = self.parameters.clone();
        let layer = &self.network.layers[from];
        let before = self.value(place);
        let step = STEP * before.abs().max(1.0);
        let mut loss_at = |value: f64| {
            if let Some(parameter) = parameter(&mut parameters, layer, place) {
                *parameter = value;
            }
            self.loss(&parameters, from)
        };
        // Both ends as they are in f64, so that their distance is exact.
        let (low, high) = (before - step, before + step);
        Some((loss_at(high) - loss_at(low)) / (high - low))
    }

    /// E with other parameters, those of the layers before `from` being the trace's.
    pub fn loss(&self, parameters: &Parameters, from: usize) -> f64 {
        let mut x: Vec<Vec<f64>> = inputs_of(self.trace, from).iter().map(|row| wide(Some(row))).collect();
        let mut sums = Vec::new();
        let samples = self.trace.targets.first().map_or(0, Vec::len);
        let layers = self.network.layers.iter().zip(parameters).zip(&self.trace.layers);
        for ((layer, parameters), traced) in layers.skip(from) {
            sums = self.sums(layer, parameters, traced, &x, samples);
            x = activations(layer, parameters, traced, &sums, x);
        }
        let of_sample = |s: usize| {
            let [z, o] = [&sums, &x].map(|rows| rows.iter().map(|row| row[s]).collect::<Vec<f64>>());
            let t: Vec<f64> = self.trace.targets.iter().map(|row| f64::from(row[s])).collect();
            self.trainer.config().training.loss.value(&z, &o, &t)
        };
        (0..samples).map(of_sample).sum::<f64>() / samples.max(1) as f64
    }

    /// z as the activation takes it, `[row][sample]`.
    fn sums(
        &self,
        layer: &Layer,
        parameters: &LayerParameters,
        traced: &LayerTrace,
        x: &[Vec<f64>],
        samples: usize,
    ) -> Vec<Vec<f64>> {
        let rows = parameters.weights.iter().chain(&parameters.weights2);
        let biases = parameters.biases.iter().chain(&parameters.biases2);
        let mut sums = Vec::with_capacity(layer.rows());
        for (row, (weights, &bias)) in rows.zip(biases).enumerate() {
            let mut z = vec![bias; samples];
            for (input, (&weight, x)) in weights.iter().zip(x).enumerate() {
                let mask = traced.weight_mask.get(row).map_or(1.0, |mask| f64::from(mask[input]));
                z.iter_mut().zip(x).for_each(|(z, x)| *z += weight * mask * x);
            }
            if layer.normalized {
                let (middle, variance) = match self.training {
                    true => {
                        let middle = mean(&z);
                        let squares: Vec<f64> = z.iter().map(|z| (z - middle) * (z - middle)).collect();
                        (middle, mean(&squares))
                    }
                    false => (parameters.means[row], parameters.variances[row]),
                };
                let scale = parameters.gammas[row] / (variance + BATCH_NORM_EPSILON).sqrt();
                z.iter_mut().for_each(|z| *z = scale * (*z - middle) + parameters.betas[row]);
            }
            sums.push(z);
        }
        sums
    }
}

/// What a layer hands on, `[neuron][sample]`; `x` is what it took.
fn activations(
    layer: &Layer,
    parameters: &LayerParameters,
    traced: &LayerTrace,
    sums: &[Vec<f64>],
    x: Vec<Vec<f64>>,
) -> Vec<Vec<f64>> {
    let (activation, alpha) = match layer.function {
        Function::Hidden(activation, alpha) => (activation, alpha),
        Function::Output(output) => return outputs(output, sums),
    };
    let mut all = Vec::with_capacity(layer.neurons());
    for neuron in 0..layer.neurons() {
        let mut a = sums[neuron].clone();
        match sums.get(neuron + layer.neurons()) {
            Some(second) => a.iter_mut().zip(second).for_each(|(a, &z)| *a = if z > *a { z } else { *a }),
            None => {
                let alpha = parameters.alphas.get(neuron).copied().unwrap_or(alpha);
                activation.apply(alpha, &sums[neuron], &mut a);
            }
        }
        let branch = f64::from(traced.branch);
        a.iter_mut().for_each(|a| *a *= branch);
        if let Some(mask) = traced.mask.get(neuron) {
            a.iter_mut().zip(mask).for_each(|(a, &mask)| *a *= f64::from(mask));
        }
        if layer.residual {
            a.iter_mut().zip(&x[neuron]).for_each(|(a, x)| *a += x);
        }
        all.push(a);
    }
    all
}

/// o of every sample, `[output][sample]`.
fn outputs(output: Output, sums: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut o = sums.to_vec();
    if output == Output::Softmax {
        for s in 0..o.first().map_or(0, Vec::len) {
            let top = sums.iter().map(|row| row[s]).fold(f64::NEG_INFINITY, f64::max);
            o.iter_mut().for_each(|row| row[s] = libm::exp(row[s] - top));
            let total: f64 = o.iter().map(|row| row[s]).sum();
            o.iter_mut().for_each(|row| row[s] /= total);
        }
        return o;
    }
    for value in o.iter_mut().flatten() {
        *value = match output {
            Output::Tanh => libm::tanh(*value),
            Output::Sigmoid => 1.0 / (1.0 + libm::exp(-*value)),
            Output::Sign => {
                if *value < 0.0 {
                    -1.0
                } else {
                    1.0
                }
            }
            Output::Linear | Output::Softmax => *value,
        };
    }
    o
}

/// The parameter of a place among parameters; of a neuron its bias.
pub(super) fn value(parameters: &Parameters, layer: &Layer, place: Place) -> f64 {
    let (index, neuron) = place.neuron();
    let of_layer = &parameters[index];
    match place.input() {
        Some(input) => of_layer.weights[neuron][input],
        None if layer.normalized => of_layer.betas[neuron],
        None => of_layer.biases[neuron],
    }
}

fn parameter<'p>(parameters: &'p mut Parameters, layer: &Layer, place: Place) -> Option<&'p mut f64> {
    let (index, neuron) = place.neuron();
    let of_layer = parameters.get_mut(index)?;
    match place.input() {
        Some(input) => of_layer.weights.get_mut(neuron)?.get_mut(input),
        None if layer.normalized => of_layer.betas.get_mut(neuron),
        None => of_layer.biases.get_mut(neuron),
    }
}
