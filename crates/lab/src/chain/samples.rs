//! Rows of a trace: a value for every sample.

use nabla_nn::Trace;

/// What a layer takes, `[input][sample]`.
pub(super) fn inputs_of(trace: &Trace, layer: usize) -> &[Vec<f32>] {
    layer.checked_sub(1).map_or(&trace.inputs, |before| &trace.layers[before].activations)
}

pub(super) fn wide(values: Option<&Vec<f32>>) -> Vec<f64> {
    values.into_iter().flatten().map(|&value| f64::from(value)).collect()
}

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}
