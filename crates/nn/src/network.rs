//! The network: layers in a row, forward and backward through them.

mod evaluate;
mod parameters;

pub(crate) use self::parameters::layer_parameters;

pub use self::evaluate::Evaluate;

use crate::gemm::transpose;
use crate::initializer::Normals;
use crate::lanes::{padded, sample};
use crate::layer::{Function, Layer, Shape, Signals};
use crate::minibatches::Minibatch;
use crate::{
    Feature, Hyperparameter, Initializer, LANES, Loss, Output, Real, SeedRandom, Transform, ValidConfig,
};

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
    /// What the features go through first.
    pub transform: Option<Transform>,
    /// The hidden layers and, last, the output layer; there is always one.
    pub layers: Vec<Layer>,
    /// Every parameter, `[parameter]`: layer by layer w, b, α, γ, β.
    pub(crate) values: Vec<R>,
    /// Batch normalization's running averages.
    pub(crate) running: Vec<R>,
    /// What a training form leaves out; none in evaluation form.
    pub(crate) masked: Vec<Masked<R>>,
}

/// What one layer of a training form leaves out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Masked<R> {
    /// 0 or 1/(1 − p), `[neuron]`; empty without dropout.
    pub mask: Vec<R>,
    /// 0 or 1/(1 − p) for the layer.
    pub branch: R,
}

/// The activations of a network for a block of samples, allocated once and reused.
#[derive(Clone, Debug)]
pub struct Buffer<R> {
    pub(crate) layers: Vec<Signals<R>>,
}

/// The gradient of a block's mean loss, allocated once and reused.
#[derive(Clone, Debug)]
pub(crate) struct Gradients<R> {
    /// dE/dw and the others, `[parameter]`; 0 in the padding.
    pub values: Vec<R>,
    /// dE/da, then δ, of each layer: `[layer][row][lane]`.
    pub deltas: Vec<Vec<R>>,
    /// Scratch: what a residual layer passes on.
    passed: Vec<R>,
    /// Scratch: a layer's inputs, `[lane][input]`.
    transposed: Vec<R>,
}

impl<R: Real> Network<R> {
    /// The network of a configuration.
    ///
    /// TensorFlow Playground's weights are the stream's next numbers: per layer, per neuron, per input,
    /// w = random − ½; networks of earlier draws are skipped first. Other initializers have a stream of their own.
    pub fn new(config: &ValidConfig, random: &mut SeedRandom) -> Self {
        Self::between(config, (config.model.features.len(), config.data.outputs()), random)
    }

    /// The same with so many inputs and outputs.
    pub(crate) fn between(
        config: &ValidConfig,
        (inputs, outputs): (usize, usize),
        random: &mut SeedRandom,
    ) -> Self {
        let mut layers: Vec<Layer> = Vec::with_capacity(config.model.network_shape.len() + 1);
        let hidden = config.model.activations().map(|it| Function::Hidden(it, config.model.alpha_of(it)));
        let shape = config.model.network_shape.iter().copied().zip(hidden);
        let output = (outputs, Function::Output(config.output()));
        for (neurons, function) in shape.chain([output]) {
            let inputs = layers.last().map_or(inputs, |layer| layer.neurons());
            let start = layers.last().map_or((0, 0), |layer| (layer.end(), layer.running.end));
            let is_hidden = matches!(function, Function::Hidden(..));
            let (norm, residual) = (is_hidden && config.model.batch_norm, is_hidden && config.model.residual);
            layers.push(Layer::dense(Shape::new((inputs, neurons), function, norm, residual, start)));
        }
        let (parameters, running) = layers.last().map_or((0, 0), |layer| (layer.end(), layer.running.end));
        let mut network = Self {
            features: config.model.features.clone(),
            transform: None,
            layers,
            values: vec![R::ZERO; parameters],
            running: vec![R::ZERO; running],
            masked: Vec::new(),
        };
        for index in 0..network.layers.len() {
            network.start_layer(index, config);
        }
        if !config.model.init_zero {
            network.draw(config, random);
        }
        network
    }

    /// Everything but the weights: b, α, γ, β and the running averages.
    fn start_layer(&mut self, index: usize, config: &ValidConfig) {
        let layer = &self.layers[index];
        let bias =
            if config.model.init_zero || layer.normalized { 0.0 } else { config.model.initializer.bias() };
        self.values[layer.biases.clone()].fill(R::from_f64(bias));
        if let Function::Hidden(activation, _) = layer.function {
            self.values[layer.alphas.clone()].fill(R::from_f64(config.model.alpha_of(activation)));
        }
        self.values[layer.gammas.clone()].fill(R::ONE);
        let variances = layer.running.start + layer.running.len() / 2..layer.running.end;
        self.running[variances].fill(R::ONE);
    }

    fn draw(&mut self, config: &ValidConfig, random: &mut SeedRandom) {
        let scale = config.number(Hyperparameter::InitScale);
        let mut normals = Normals::new(&config.data.seed, config.model.weight_draw);
        let skipped = match config.model.initializer {
            Initializer::Uniform => config.model.weight_draw,
            _ => 0,
        };
        for _ in 0..=skipped {
            for layer in &self.layers {
                for row in 0..layer.rows() {
                    for input in 0..layer.inputs() {
                        let weight = match config.model.initializer {
                            Initializer::Uniform => random.next_f64() - 0.5,
                            other => other.draw(layer.inputs(), layer.neurons(), scale, &mut normals),
                        };
                        self.values[layer.weight(row, input)] = R::from_f64(weight);
                    }
                }
            }
        }
    }

    /// The output layer's function.
    pub fn output(&self) -> Output {
        match self.layers.last().map(|layer| layer.function) {
            Some(Function::Output(output)) => output,
            _ => Output::Linear,
        }
    }

    /// How many outputs there are.
    pub fn outputs(&self) -> usize {
        self.layers.last().map_or(0, |layer| layer.neurons())
    }

    /// A buffer for blocks of up to `lanes` samples, rounded up to a multiple of [`LANES`].
    pub fn buffer(&self, lanes: usize) -> Buffer<R> {
        let lanes = padded(lanes);
        let mut layers: Vec<_> = self.layers.iter().map(|layer| Signals::new(layer, lanes)).collect();
        for (signals, masked) in layers.iter_mut().zip(&self.masked) {
            signals.mask = masked.mask.iter().flat_map(|&mask| std::iter::repeat_n(mask, lanes)).collect();
            signals.branch = masked.branch;
        }
        Buffer { layers }
    }

    /// A buffer for training, with room for dropout's masks if there are any.
    pub(crate) fn training_buffer(&self, lanes: usize, dropout: bool) -> Buffer<R> {
        let signals = |layer: &Layer| Signals::for_training(layer, lanes, dropout);
        Buffer { layers: self.layers.iter().map(signals).collect() }
    }

    /// The same in training form, with other parameters in place of the network's if need be.
    pub(crate) fn forward_training(&self, values: &[R], block: &Minibatch<'_, R>, buffer: &mut Buffer<R>) {
        self.run(values, block.inputs, (block.lanes, block.count), buffer);
    }

    /// Layer by layer, in the form that the buffer has room for.
    ///
    /// One function for both forms, with all of a layer in it: for layers this small calls cost more than what they do.
    #[inline(never)]
    pub(crate) fn run(
        &self,
        values: &[R],
        inputs: &[R],
        (lanes, count): (usize, usize),
        buffer: &mut Buffer<R>,
    ) {
        let mut x = inputs;
        for (layer, signals) in self.layers.iter().zip(&mut buffer.layers) {
            layer.forward([values, &self.running], x, (lanes, count), signals);
            x = &signals.activations;
        }
    }

    /// The gradient of the mean loss of a block that `forward_training` has gone through with the same parameters.
    pub(crate) fn backward(
        &self,
        values: &[R],
        block: &Minibatch<'_, R>,
        loss: Loss,
        buffer: &Buffer<R>,
        gradients: &mut Gradients<R>,
    ) {
        let Gradients { values: gradient, deltas, passed, transposed } = gradients;
        let size = self.outputs() * block.lanes;
        if let (Some(signals), Some(deltas)) = (buffer.layers.last(), deltas.last_mut()) {
            let seen = [&signals.sums[..size], &signals.activations[..size], block.targets];
            loss.deltas(self.output(), block.lanes, block.count, seen, &mut deltas[..size]);
        }
        for (index, layer) in self.layers.iter().enumerate().rev() {
            let (before, from_here) = deltas.split_at_mut(index);
            let [deltas, ..] = from_here else { return };
            let x = match index.checked_sub(1) {
                Some(previous) => {
                    transpose(&buffer.layers[previous].activations, layer.inputs(), block.lanes, transposed);
                    &*transposed
                }
                None => block.transposed,
            };
            layer.backward(
                values,
                (x, &buffer.layers[index]),
                (block.lanes, block.count),
                [deltas, passed],
                gradient,
                before.last_mut().map(Vec::as_mut_slice),
            );
        }
    }

    /// Takes a minibatch's statistics into the running averages.
    pub(crate) fn track(&mut self, buffer: &Buffer<R>) {
        for (layer, signals) in self.layers.iter().zip(&buffer.layers) {
            if let Some(normalized) = &signals.normalized {
                normalized.track(&mut self.running[layer.running.clone()]);
            }
        }
    }

    /// Room for the gradient of blocks of up to `lanes` samples.
    pub(crate) fn gradients(&self, lanes: usize) -> Gradients<R> {
        let passed = |layer: &Layer| if layer.residual { lanes * layer.neurons() } else { 0 };
        let transposed = |layer: &Layer| lanes * padded(layer.inputs());
        Gradients {
            values: vec![R::ZERO; self.values.len()],
            deltas: self.layers.iter().map(|layer| vec![R::ZERO; layer.rows() * lanes]).collect(),
            passed: vec![R::ZERO; self.layers.iter().map(passed).max().unwrap_or(0)],
            transposed: vec![R::ZERO; self.layers.iter().map(transposed).max().unwrap_or(0)],
        }
    }

    /// A point's features as the first layer takes them.
    pub(crate) fn inputs_at(&self, x: f64, y: f64) -> Vec<f64> {
        let values: Vec<f64> = self.features.iter().map(|feature| feature.value(x, y)).collect();
        self.transform.as_ref().map_or(values.clone(), |transform| transform.apply(&values))
    }

    /// Whether every parameter is finite.
    pub fn is_finite(&self) -> bool {
        self.values.iter().chain(&self.running).all(|value| value.is_finite())
    }
}

impl<R: Evaluate> Network<R> {
    /// Every layer's z and a for a block of inputs, in evaluation form.
    ///
    /// `inputs` is `[feature][lane]`, `lanes` a multiple of [`LANES`] for which the buffer has room.
    pub fn forward(&self, inputs: &[R], lanes: usize, buffer: &mut Buffer<R>) {
        R::forward(self, inputs, lanes, buffer);
    }

    /// Every neuron's activation at a point, layer by layer, the output layer last.
    pub fn neuron_values_at(&self, x: f64, y: f64) -> Vec<Vec<R>> {
        self.signals_at(x, y).into_iter().map(|[_, activations]| activations).collect()
    }

    /// Every layer's sums (as its activation takes them) and activations at a point, layer by layer: `[row]` and
    /// `[neuron]`.
    pub fn signals_at(&self, x: f64, y: f64) -> Vec<[Vec<R>; 2]> {
        let inputs: Vec<R> =
            self.inputs_at(x, y).into_iter().flat_map(|value| [R::from_f64(value); LANES]).collect();
        let mut buffer = self.buffer(LANES);
        self.forward(&inputs, LANES, &mut buffer);
        let first = |values: &[R]| values.iter().copied().step_by(LANES).collect();
        buffer.layers.iter().map(|signals| [first(&signals.sums), first(&signals.activations)]).collect()
    }

    /// The first output at a point.
    pub fn output_at(&self, x: f64, y: f64) -> R {
        let values = self.neuron_values_at(x, y);
        values.last().and_then(|outputs| outputs.first()).copied().unwrap_or_default()
    }
}

impl<R: Real> Buffer<R> {
    /// One neuron's activations, by lane; `lanes` as they went into `forward`.
    pub(crate) fn neuron(&self, layer: usize, neuron: usize, lanes: usize) -> Option<&[R]> {
        let activations = &self.layers.get(layer)?.activations;
        activations.get(neuron * lanes..(neuron + 1) * lanes)
    }

    /// The mean loss of a block's samples, f64.
    pub(crate) fn mean_loss(&self, network: &Network<R>, block: &Minibatch<'_, R>, loss: Loss) -> f64 {
        let Some(last) = self.layers.last() else { return 0.0 };
        let [mut z, mut o, mut t] = [(); 3].map(|()| vec![0.0; network.outputs()]);
        let of_lane = |lane| {
            sample(&last.sums, block.lanes, lane, &mut z);
            sample(&last.activations, block.lanes, lane, &mut o);
            sample(block.targets, block.lanes, lane, &mut t);
            loss.value(&z, &o, &t)
        };
        (0..block.count).map(of_lane).sum::<f64>() / block.count as f64
    }
}
