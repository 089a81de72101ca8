//! The plain objects [`Trainer`](crate::Trainer) returns, and the TypeScript that describes them.
//!
//! A declaration repeats its struct: `tests/node.mjs` checks the fields of what the built package returns.

use js_sys::{Float32Array, Float64Array};
use serde::{Serialize, Serializer};
use wasm_bindgen::prelude::*;

/// How well the network does now, in the evaluation form (without the penalty).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Losses {
    pub epoch: u64,
    pub learning_rate: f64,
    pub train: f64,
    pub test: f64,
    pub train_score: f64,
    pub test_score: f64,
    pub test_classes: Vec<ClassScore>,
}

/// How well the network does on the test points of one class.
#[derive(Serialize)]
pub struct ClassScore {
    pub label: i32,
    pub accuracy: f64,
    pub count: usize,
}

/// One layer's parameters.
#[derive(Serialize)]
pub struct Layer {
    pub inputs: usize,
    pub neurons: usize,
    /// `[neuron][input]`
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub weights: Float32Array,
    /// `[neuron]`
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub biases: Float32Array,
    /// `[neuron]`; this and what follows only where there is any.
    #[serde(serialize_with = "array", skip_serializing_if = "Option::is_none")]
    pub alphas: Option<Float32Array>,
    /// `[sum]`, as the three after it.
    #[serde(serialize_with = "array", skip_serializing_if = "Option::is_none")]
    pub gammas: Option<Float32Array>,
    #[serde(serialize_with = "array", skip_serializing_if = "Option::is_none")]
    pub betas: Option<Float32Array>,
    #[serde(serialize_with = "array", skip_serializing_if = "Option::is_none")]
    pub means: Option<Float32Array>,
    #[serde(serialize_with = "array", skip_serializing_if = "Option::is_none")]
    pub variances: Option<Float32Array>,
    /// `[neuron][input]`
    #[serde(serialize_with = "array", skip_serializing_if = "Option::is_none")]
    pub weights2: Option<Float32Array>,
    /// `[neuron]`
    #[serde(serialize_with = "array", skip_serializing_if = "Option::is_none")]
    pub biases2: Option<Float32Array>,
}

fn array<S: Serializer>(array: &Option<Float32Array>, serializer: S) -> Result<S::Ok, S::Error> {
    match array {
        Some(array) => serde_wasm_bindgen::preserve::serialize(array, serializer),
        None => serializer.serialize_none(),
    }
}

/// The points, `[point][x, y, label]`.
#[derive(Serialize)]
pub struct Points {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub train: Float64Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub test: Float64Array,
}

#[wasm_bindgen(typescript_custom_section)]
const DECLARATIONS: &str = r#"
/** How well the network does now, as it is evaluated. A loss is the mean over a set, without the penalty. */
export interface Losses {
  /** Whole epochs trained so far. */
  epoch: number;
  /** The learning rate of the next step, by the schedule. */
  learningRate: number;
  /** Loss over the training set; `NaN` or `Infinity` once training has diverged. */
  train: number;
  /** Loss over the test set. */
  test: number;
  /** Over the training set: accuracy, 0 to 1, for classes; R², at most 1, for regression. */
  trainScore: number;
  /** The same over the test set. */
  testScore: number;
  /** The same class by class: +1 and −1, or 0 … k − 1; none for regression. */
  testClasses: ClassScore[];
}

/** How well the network does on the test points of one class. */
export interface ClassScore {
  /** The label of its points. */
  label: number;
  /** The share of them given this label, 0 to 1; 0 if there are none. */
  accuracy: number;
  /** How many there are. */
  count: number;
}

/** One layer's parameters, copied; the last layer is the output. */
export interface Layer {
  /** How many values the layer reads. */
  inputs: number;
  /** How many values it gives. */
  neurons: number;
  /** Row-major, a row per neuron: the weight from `input` to `neuron` is `weights[neuron * inputs + input]`. */
  weights: Float32Array;
  /** One bias per neuron; 0 where the layer normalizes, as `betas` take their part. */
  biases: Float32Array;
  /** The learned α of `prelu`, one per neuron. */
  alphas?: Float32Array;
  /** Batch normalization's γ, one per weighted sum: one per neuron, with `maxout` all first sums, then all second ones. */
  gammas?: Float32Array;
  /** Batch normalization's β. */
  betas?: Float32Array;
  /** Batch normalization's running means. */
  means?: Float32Array;
  /** Batch normalization's running variances. */
  variances?: Float32Array;
  /** The second weights of `maxout`, as `weights`. */
  weights2?: Float32Array;
  /** The second biases of `maxout`. */
  biases2?: Float32Array;
}

/** The data, in training order: three numbers per point, x, y and label. */
export interface Points {
  train: Float64Array;
  test: Float64Array;
}
"#;
