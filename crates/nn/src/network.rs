//! The network: layers in a row, forward and backward through them.

use crate::blocks::{Block, LANES, padded};
use crate::layer::{Gradient, Layer, Signals};
use crate::{Feature, LayerParameters, Loss, Parameters, Real, SeedRandom, ValidConfig};

/// Biases start here, unless everything starts at 0 (TensorFlow Playground, `nn.ts`, `Node.bias`).
const FIRST_BIAS: f64 = 0.1;

/// A fully connected network.
///
/// It is read-only while it computes: whatever it says of a block of samples goes into a
/// [`Buffer`] of the caller's, so that looking never disturbs training.
///
/// ```
/// use nabla_nn::{Network, SeedRandom, ValidConfig};
///
/// let network: Network = Network::new(&ValidConfig::default(), &mut SeedRandom::new("0.5"));
/// let shape: Vec<_> = network.layers.iter().map(|layer| (layer.inputs(), layer.neurons())).collect();
/// assert_eq!(shape, [(2, 4), (4, 2), (2, 1)]);
/// assert!(network.output_at(1.0, -2.0).abs() < 1.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Network<R: Real = f32> {
    /// What it sees of a point, in the order of the first layer's inputs.
    pub features: Vec<Feature>,
    /// The hidden layers and, last, the output layer; there is always one.
    pub layers: Vec<Layer<R>>,
}

/// The activations of a network for a block of samples, allocated once and reused.
#[derive(Clone, Debug)]
pub struct Buffer<R> {
    layers: Vec<Signals<R>>,
}

/// The gradient of a block's mean loss, allocated once and reused.
#[derive(Clone, Debug)]
pub(crate) struct Gradients<R> {
    pub layers: Vec<Gradient<R>>,
}

impl<R: Real> Network<R> {
    /// The network of a configuration, its weights the stream's next numbers: per layer, per
    /// neuron, per input, w = random − ½. Networks of earlier draws are skipped first.
    pub fn new(config: &ValidConfig, random: &mut SeedRandom) -> Self {
        let mut layers = Vec::with_capacity(config.network_shape.len() + 1);
        let mut inputs = config.features.len();
        for &neurons in &config.network_shape {
            layers.push(Layer::new(inputs, neurons, config.activation));
            inputs = neurons;
        }
        let output = config.problem.output_activation();
        layers.push(Layer::new(inputs, config.problem.outputs(), output));

        let mut network = Self { features: config.features.clone(), layers };
        for _ in 0..=config.weight_draw {
            network.draw(random);
        }
        if config.init_zero {
            network.fill(R::ZERO, R::ZERO);
        }
        network
    }

    fn draw(&mut self, random: &mut SeedRandom) {
        self.fill(R::ZERO, R::from_f64(FIRST_BIAS));
        for weight in self.layers.iter_mut().flat_map(|layer| &mut layer.weights) {
            *weight = R::from_f64(random.next_f64() - 0.5);
        }
    }

    fn fill(&mut self, weight: R, bias: R) {
        for layer in &mut self.layers {
            layer.weights.fill(weight);
            layer.biases.fill(bias);
        }
    }

    /// A buffer for blocks of up to `lanes` samples, rounded up to a multiple of [`LANES`].
    pub fn buffer(&self, lanes: usize) -> Buffer<R> {
        let lanes = lanes.next_multiple_of(LANES);
        let signals = |layer: &Layer<R>| Signals {
            sums: vec![R::ZERO; layer.neurons() * lanes],
            activations: vec![R::ZERO; layer.neurons() * lanes],
        };
        Buffer { layers: self.layers.iter().map(signals).collect() }
    }

    /// Every layer's z and a for a block of inputs.
    ///
    /// `inputs` is `[feature][lane]`, `lanes` a multiple of [`LANES`] for which the buffer has room.
    pub fn forward(&self, inputs: &[R], lanes: usize, buffer: &mut Buffer<R>) {
        let mut x = inputs;
        for (layer, signals) in self.layers.iter().zip(&mut buffer.layers) {
            layer.forward(x, lanes, signals);
            x = &signals.activations;
        }
    }

    /// The gradient of the mean loss of a block that `forward` has gone through.
    pub(crate) fn backward(
        &self,
        block: &Block<'_, R>,
        loss: Loss,
        buffer: &Buffer<R>,
        gradients: &mut Gradients<R>,
    ) {
        if let (Some(signals), Some(gradient)) = (buffer.layers.last(), gradients.layers.last_mut()) {
            output_deltas(block, loss, &signals.activations, &mut gradient.deltas);
        }
        for (index, layer) in self.layers.iter().enumerate().rev() {
            let (before, from_here) = gradients.layers.split_at_mut(index);
            let [gradient, ..] = from_here else { return };
            let x = match index.checked_sub(1) {
                Some(previous) => &buffer.layers[previous].activations,
                None => block.inputs,
            };
            let input_deltas = before.last_mut().map(|previous| previous.deltas.as_mut_slice());
            layer.backward(x, block.lanes, &buffer.layers[index], gradient, input_deltas);
        }
    }

    /// Room for the gradient of blocks of up to `lanes` samples.
    pub(crate) fn gradients(&self, lanes: usize) -> Gradients<R> {
        let gradient = |layer: &Layer<R>| Gradient {
            deltas: vec![R::ZERO; layer.neurons() * lanes],
            turned_inputs: vec![R::ZERO; lanes * padded(layer.inputs())],
            weights: vec![R::ZERO; layer.neurons() * padded(layer.inputs())],
            biases: vec![R::ZERO; layer.neurons()],
        };
        Gradients { layers: self.layers.iter().map(gradient).collect() }
    }

    /// Every neuron's activation at a point, layer by layer, the output layer last.
    pub fn neuron_values_at(&self, x: f64, y: f64) -> Vec<Vec<R>> {
        let mut inputs = vec![R::ZERO; self.features.len() * LANES];
        for (row, feature) in inputs.chunks_exact_mut(LANES).zip(&self.features) {
            row.fill(R::from_f64(feature.value(x, y)));
        }
        let mut buffer = self.buffer(LANES);
        self.forward(&inputs, LANES, &mut buffer);
        let values = |signals: &Signals<R>| signals.activations.iter().copied().step_by(LANES).collect();
        buffer.layers.iter().map(values).collect()
    }

    /// The first output at a point.
    pub fn output_at(&self, x: f64, y: f64) -> R {
        let values = self.neuron_values_at(x, y);
        values.last().and_then(|outputs| outputs.first()).copied().unwrap_or_default()
    }

    /// Weights and biases in plain form.
    pub fn parameters(&self) -> Parameters {
        let plain = |layer: &Layer<R>| LayerParameters {
            weights: (0..layer.neurons())
                .map(|n| &layer.weights[n * layer.inputs()..][..layer.inputs()])
                .map(|row| row.iter().map(|weight| weight.to_f64()).collect())
                .collect(),
            biases: layer.biases.iter().map(|bias| bias.to_f64()).collect(),
        };
        self.layers.iter().map(plain).collect()
    }

    /// Whether every weight and bias is finite.
    pub fn is_finite(&self) -> bool {
        let mut values = self.layers.iter().flat_map(|layer| layer.weights.iter().chain(&layer.biases));
        values.all(|value| value.is_finite())
    }
}

/// dE/do of a block's mean loss, 0 in the padding; `[output][lane]`.
fn output_deltas<R: Real>(block: &Block<'_, R>, loss: Loss, outputs: &[R], deltas: &mut [R]) {
    let share = R::from_f64(1.0 / block.count as f64);
    let rows = block.targets.chunks_exact(block.lanes).zip(outputs.chunks_exact(block.lanes));
    for (deltas, (targets, outputs)) in deltas.chunks_exact_mut(block.lanes).zip(rows) {
        let (deltas, padding) = deltas.split_at_mut(block.count);
        for (delta, (&output, &target)) in deltas.iter_mut().zip(outputs.iter().zip(targets)) {
            *delta = loss.derivative(output, target) * share;
        }
        padding.fill(R::ZERO);
    }
}

impl<R: Real> Buffer<R> {
    /// One neuron's activations, by lane; `lanes` as they went into `forward`.
    pub(crate) fn neuron(&self, layer: usize, neuron: usize, lanes: usize) -> Option<&[R]> {
        let activations = &self.layers.get(layer)?.activations;
        activations.get(neuron * lanes..(neuron + 1) * lanes)
    }
}
