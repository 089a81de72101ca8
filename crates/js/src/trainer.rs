//! The `Trainer` class.

use js_sys::{Float32Array, Float64Array};
use nabla_nn::{LayerParameters, Notice, Point, Problem, link};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::arguments::{self, finite, text, whole};
use crate::typescript::{ClassScore, Layer, Losses, Points};

/// One call trains at most this many minibatches or epochs.
const MAX_COUNT: u32 = 1_000_000;
/// A map is at most this many pixels wide and high: 4 MB of values.
const MAX_RESOLUTION: u32 = 1024;

/// A network, its data and its training, opened from a playground link or file.
///
/// The same link gives the same numbers on every machine.
#[wasm_bindgen]
pub struct Trainer {
    engine: nabla_nn::Trainer,
    notices: Vec<Notice>,
}

#[wasm_bindgen]
impl Trainer {
    /// Opens a playground link: a whole URL, `#…`, or bare `key=value&…`; an empty string is the default network.
    /// Values that cannot be used are replaced and named in `notices`.
    #[wasm_bindgen(constructor)]
    pub fn new(#[wasm_bindgen(unchecked_param_type = "string")] link: &JsValue) -> Result<Trainer, JsError> {
        let (config, mut notices) = link::parse(&text(link, "link")?);
        let (config, corrections) = config.validate();
        notices.extend(corrections);
        Ok(Trainer { engine: nabla_nn::Trainer::new(&config), notices })
    }

    /// Opens a playground file's JSON text. Throws when it is not one; settings that cannot be used are replaced and
    /// named in `notices`.
    #[wasm_bindgen(js_name = fromFile)]
    pub fn from_file(
        #[wasm_bindgen(unchecked_param_type = "string")] json: &JsValue,
    ) -> Result<Trainer, JsError> {
        let (engine, notices) = nabla_nn::Trainer::from_file(&text(json, "json")?)?;
        Ok(Trainer { engine, notices })
    }

    /// The playground file of this trainer, with its points and parameters, as JSON text for `Trainer.fromFile`.
    /// Throws where it would be larger than a file may be, 10 MB.
    #[wasm_bindgen(js_name = toFile)]
    pub fn to_file(&self) -> Result<String, JsError> {
        Ok(self.engine.to_file()?)
    }

    /// The complete link of the settings, without a leading `#`; it holds neither own points nor trained weights.
    #[wasm_bindgen(getter)]
    pub fn link(&self) -> String {
        link::format(self.engine.config())
    }

    /// What was corrected in the link or file, a sentence each.
    #[wasm_bindgen(getter)]
    pub fn notices(&self) -> Vec<String> {
        self.notices.iter().map(ToString::to_string).collect()
    }

    /// Trains so many minibatches, 0 to 1,000,000, fewer if early stopping ends the training before.
    pub fn step(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] minibatches: &JsValue,
    ) -> Result<(), JsError> {
        for _ in 0..whole(minibatches, "minibatches", 0..=MAX_COUNT)? {
            if self.engine.has_stopped().is_some() {
                break;
            }
            self.engine.step();
        }
        Ok(())
    }

    /// Trains to the end of the current epoch and on until so many have ended, 0 to 1,000,000, fewer if early stopping
    /// ends the training before.
    pub fn epoch(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] n: &JsValue,
    ) -> Result<(), JsError> {
        for _ in 0..whole(n, "n", 0..=MAX_COUNT)? {
            if self.engine.has_stopped().is_some() {
                break;
            }
            self.engine.finish_epoch();
        }
        Ok(())
    }

    /// The epoch whose network early stopping has brought back; `undefined` while training has reason to go on. Then
    /// `step` and `epoch` do nothing more until `goOn`.
    #[wasm_bindgen(js_name = hasStopped)]
    pub fn has_stopped(&self) -> Option<f64> {
        self.engine.has_stopped().map(|epoch| epoch as f64)
    }

    /// Lets the training go on from the network that early stopping has brought back.
    #[wasm_bindgen(js_name = goOn)]
    pub fn go_on(&mut self) {
        self.engine.go_on();
    }

    /// The epoch, the learning rate, the losses and the scores now.
    #[wasm_bindgen(unchecked_return_type = "Losses")]
    pub fn losses(&self) -> Result<JsValue, JsError> {
        let measure = self.engine.measure();
        plain(&Losses {
            epoch: self.engine.epoch(),
            learning_rate: self.engine.learning_rate(),
            train: measure.train_loss,
            test: measure.test_loss,
            train_score: measure.train_score,
            test_score: measure.test_score,
            test_classes: class_labels(self.engine.config())
                .into_iter()
                .zip(measure.classes)
                .map(|(label, (accuracy, count))| ClassScore { label, accuracy, count })
                .collect(),
        })
    }

    /// What every layer has learned, from the first hidden layer to the output; of the network that trains, also where
    /// `averaging` lets its running average give the outputs.
    #[wasm_bindgen(unchecked_return_type = "Layer[]")]
    pub fn weights(&self) -> Result<JsValue, JsError> {
        let layers = self.engine.trained_network().layers.iter().zip(self.engine.parameters());
        plain(&layers.map(|(layer, learned)| layer_object(layer, &learned)).collect::<Vec<_>>())
    }

    /// The points the network trains on and is tested on.
    #[wasm_bindgen(unchecked_return_type = "Points")]
    pub fn points(&self) -> Result<JsValue, JsError> {
        let points = self.engine.points();
        plain(&Points { train: triples(&points.train), test: triples(&points.test) })
    }

    /// The network's output at a point of the plane; of several, the first.
    pub fn predict(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] x: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] y: &JsValue,
    ) -> Result<f32, JsError> {
        Ok(self.engine.network().output_at(finite(x, "x")?, finite(y, "y")?))
    }

    /// Every output at a point of the plane: of several classes their probabilities, with `loss=hinge` their margins.
    #[wasm_bindgen(js_name = predictAll)]
    pub fn predict_all(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] x: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] y: &JsValue,
    ) -> Result<Float32Array, JsError> {
        let values = self.engine.network().neuron_values_at(finite(x, "x")?, finite(y, "y")?);
        Ok(Float32Array::from(values.last().map_or(&[][..], Vec::as_slice)))
    }

    /// The output, of several the first, over the square [−6, 6]², sampled at the centres of `resolution` × `resolution` pixels, 1 to 1024:
    /// row by row from the top (y = +6), each from the left (x = −6).
    pub fn boundary(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] resolution: &JsValue,
    ) -> Result<Float32Array, JsError> {
        let resolution = whole(resolution, "resolution", 1..=MAX_RESOLUTION)?;
        let mut map = Vec::new();
        self.engine.network().output_map(resolution as usize, &mut map);
        Ok(Float32Array::from(map.as_slice()))
    }

    /// The probability of each class over the same square, one class after another, each in the same order; of margins,
    /// their softmax. Throws unless the problem is multiclass.
    pub fn classes(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] resolution: &JsValue,
    ) -> Result<Float32Array, JsError> {
        if self.engine.config().data.problem != Problem::Multiclass {
            return Err(JsError::new("classes needs problem=multiclass, where every class has an output."));
        }
        let resolution = whole(resolution, "resolution", 1..=MAX_RESOLUTION)?;
        let mut maps = Vec::new();
        self.engine.network().class_maps(resolution as usize, &mut maps);
        Ok(Float32Array::from(maps.as_slice()))
    }

    /// One neuron's output over the same square, in the same order. Layer 0 is the first hidden layer, the last one
    /// the output.
    pub fn neuron(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] layer: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] index: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] resolution: &JsValue,
    ) -> Result<Float32Array, JsError> {
        let network = self.engine.network();
        let layer = arguments::index(layer, "layer", network.layers.len())?;
        let neuron = arguments::index(index, "index", network.layers[layer].neurons())?;
        let resolution = whole(resolution, "resolution", 1..=MAX_RESOLUTION)?;
        let mut map = Vec::new();
        network.neuron_map(layer, neuron, resolution as usize, &mut map);
        Ok(Float32Array::from(map.as_slice()))
    }
}

fn plain(value: &impl Serialize) -> Result<JsValue, JsError> {
    Ok(serde_wasm_bindgen::to_value(value)?)
}

/// The labels there are, in the order in which a measure counts them; a regression has none.
fn class_labels(config: &nabla_nn::ValidConfig) -> Vec<i32> {
    match config.data.problem {
        Problem::Classification => vec![1, -1],
        Problem::Multiclass => (0..).take(config.data.classes).collect(),
        Problem::Regression => Vec::new(),
    }
}

fn layer_object(layer: &nabla_nn::Layer, learned: &LayerParameters) -> Layer {
    let list = |values: &[f64]| {
        let values: Vec<f32> = values.iter().map(|&value| value as f32).collect();
        Float32Array::from(values.as_slice())
    };
    // A layer without what a list is for has none, rather than an empty one.
    let some = |values: &[f64]| (!values.is_empty()).then(|| list(values));
    Layer {
        inputs: layer.inputs(),
        neurons: layer.neurons(),
        weights: list(&learned.weights.concat()),
        biases: list(&learned.biases),
        alphas: some(&learned.alphas),
        gammas: some(&learned.gammas),
        betas: some(&learned.betas),
        means: some(&learned.means),
        variances: some(&learned.variances),
        weights2: (!learned.weights2.is_empty()).then(|| list(&learned.weights2.concat())),
        biases2: some(&learned.biases2),
    }
}

/// `[point][x, y, label]`
fn triples(points: &[Point]) -> Float64Array {
    let flat: Vec<f64> = points.iter().flat_map(|point| [point.x, point.y, point.label]).collect();
    Float64Array::from(flat.as_slice())
}
