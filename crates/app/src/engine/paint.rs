//! The maps of a frame: values of the evaluated network to pixels.

use super::Engine;
use crate::{Focus, Picture, Pictured};
use nabla_nn::{Network, Problem, feature_map};
use nabla_scene::{doubts, hatch, paint_classes, paint_map, shown_neurons};

/// Multiplications that the big map may cost, some 0.3 s on one core. The map of a larger network has fewer pixels: of
/// 8 layers of 32 neurons 744 × 744, of 12 of 256 still 76 × 76.
const MOST_WORK: u64 = 1 << 32;

impl Engine {
    /// The big map, and the map of every neuron that the diagram draws one by one.
    pub(super) fn paint(&mut self) -> Vec<Picture> {
        let (mut map, mut tiles) = (Vec::new(), Vec::new());
        let thinned: Network;
        let network = match self.view.training_form {
            true => {
                thinned = self.trainer.training_form();
                &thinned
            }
            false => self.trainer.network(),
        };
        let config = self.trainer.config();
        let discretize = self.view.discretize;
        let size = self.view.map.min((MOST_WORK / network.values().len().max(1) as u64).isqrt() as usize);
        let output_layer = network.layers.len() - 1;
        let signed =
            |values: &mut [f32]| values.iter_mut().for_each(|value| *value = network.output().signed(*value));
        if self.view.focus == Focus::Output && config.data.problem == Problem::Multiclass {
            network.class_maps(size, &mut self.values);
            paint_classes(&self.values, config.data.classes, &self.scale, discretize, &mut map);
        } else {
            match self.view.focus {
                Focus::Output => {
                    network.output_map(size, &mut self.values);
                    signed(&mut self.values);
                }
                Focus::Neuron { layer, index } => {
                    network.neuron_map(layer, index, size, &mut self.values);
                    if layer == output_layer {
                        signed(&mut self.values);
                    }
                }
                Focus::Feature(feature) => self.values = feature_map(feature, size),
            }
            paint_map(&self.values, &self.scale, discretize, &mut map);
        }
        if self.view.doubts && self.view.focus == Focus::Output && config.data.problem != Problem::Regression
        {
            let mut unsure = Vec::new();
            doubts(&self.values, config.data.outputs(), &mut unsure);
            hatch(&mut map, &unsure, self.scale.ink().text);
        }
        let layers = network.layers.iter().enumerate();
        let shown = layers
            .flat_map(|(layer, it)| (0..shown_neurons(it.neurons())).map(move |neuron| (layer, neuron)));
        network.maps(&shown.collect::<Vec<_>>(), self.view.tile, &mut self.values);
        let outputs = network.outputs() * self.view.tile * self.view.tile;
        let first = self.values.len() - outputs;
        signed(&mut self.values[first..]);
        paint_map(&self.values, &self.scale, discretize, &mut tiles);
        let tile = self.view.tile;
        let rows = tiles.len() / (4 * tile).max(1);
        vec![
            Picture { of: Pictured::Focus, width: size, height: size, pixels: map },
            Picture { of: Pictured::Neurons, width: tile, height: rows, pixels: tiles },
        ]
    }
}
