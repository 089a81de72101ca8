//! The arrow keys' way through the network.

use crate::store::Store;
use nabla_nn::ParameterId;
use nabla_scene::Part;
use web_sys::KeyboardEvent;

/// Where an arrow key leads from the selected part.
pub(super) fn walk(store: Store, event: &KeyboardEvent) -> Option<Part> {
    let key = event.key();
    if !matches!(key.as_str(), "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight") {
        return None;
    }
    store.peek(|model| {
        let mut sizes: Vec<usize> = model.config.model.network_shape.clone();
        sizes.push(model.config.data.outputs());
        let Some(selected) = model.selected else { return Some(Part::Neuron { layer: 0, index: 0 }) };
        let (layer, index) = match selected {
            Part::Neuron { layer, index } | Part::Parameter(ParameterId::Bias { layer, neuron: index }) => {
                (layer, index)
            }
            Part::Parameter(ParameterId::Weight { layer, neuron, .. }) => (layer, neuron),
            Part::Feature(_) | Part::Folded { .. } => (0, 0),
        };
        let along = key == "ArrowDown";
        if event.shift_key() && matches!(key.as_str(), "ArrowUp" | "ArrowDown") {
            let inputs = if layer == 0 { model.config.model.features.len() } else { sizes[layer - 1] };
            // A neuron's ring of values: its weights in order, then its bias.
            let place = match selected {
                Part::Parameter(ParameterId::Weight { input, .. }) => Some(input),
                Part::Parameter(ParameterId::Bias { .. }) => Some(inputs),
                _ => None,
            };
            let count = inputs + 1;
            let next = match (place, along) {
                (None, true) => 0,
                (None, false) => inputs,
                (Some(place), true) => (place + 1) % count,
                (Some(place), false) => (place + count - 1) % count,
            };
            return Some(if next == inputs {
                Part::Parameter(ParameterId::Bias { layer, neuron: index })
            } else {
                Part::Parameter(ParameterId::Weight { layer, neuron: index, input: next })
            });
        }
        let (layer, index) = match key.as_str() {
            "ArrowUp" => (layer, index.saturating_sub(1)),
            "ArrowDown" => (layer, index + 1),
            "ArrowLeft" => (layer.saturating_sub(1), index),
            _ => ((layer + 1).min(sizes.len() - 1), index),
        };
        Some(Part::Neuron { layer, index: index.min(sizes[layer] - 1) })
    })
}
