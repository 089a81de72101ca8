//! The plain objects [`Trainer`](crate::Trainer) returns, and the TypeScript that describes them.
//!
//! A declaration repeats its struct: `tests/node.mjs` checks the fields of what the built package returns.

use js_sys::{Float32Array, Float64Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// How well the network does now, in the evaluation form (without the penalty).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Losses {
    pub epoch: u64,
    pub train: f64,
    pub test: f64,
    pub train_score: f64,
    pub test_score: f64,
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
/** How well the network does now. A loss is the mean of ½(output − label)², without the penalty. */
export interface Losses {
  /** Whole epochs trained so far. */
  epoch: number;
  /** Loss over the training set; `NaN` or `Infinity` once training has diverged. */
  train: number;
  /** Loss over the test set. */
  test: number;
  /** Over the training set: accuracy, 0 to 1, for classification; R², at most 1, for regression. */
  trainScore: number;
  /** The same over the test set. */
  testScore: number;
}

/** One layer's parameters, copied; the last layer is the output. */
export interface Layer {
  /** How many values the layer reads. */
  inputs: number;
  /** How many values it gives. */
  neurons: number;
  /** Row-major, a row per neuron: the weight from `input` to `neuron` is `weights[neuron * inputs + input]`. */
  weights: Float32Array;
  /** One bias per neuron. */
  biases: Float32Array;
}

/** The data, in training order: three numbers per point, x, y and label. */
export interface Points {
  train: Float64Array;
  test: Float64Array;
}
"#;
