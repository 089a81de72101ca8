//! The maps of a frame: values of the evaluated network to pixels.

use super::Engine;
use crate::{Focus, Picture, Pictured};
use nabla_nn::{Network, Problem, feature_map};
use nabla_scene::{doubts, hatch, paint_classes, paint_map};

impl Engine {
    /// The big map and every neuron's.
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
        let (discretize, size) = (self.view.discretize, self.view.map);
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
        network.neuron_maps(self.view.tile, &mut self.values);
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
