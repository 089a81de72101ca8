//! Reading and changing a trainer's parameters.

use super::Trainer;
use crate::parameters::is_usable;
use crate::sgd::Sgd;
use crate::{FileError, LayerParameters, Parameters, Real};

impl<R: Real> Trainer<R> {
    /// The weights and biases.
    pub fn parameters(&self) -> Parameters {
        self.network.parameters()
    }

    /// Replaces the weights and biases; links that L1 had cut learn again.
    ///
    /// # Errors
    ///
    /// The shape is another, or a value is not finite; nothing has changed then.
    pub fn set_parameters(&mut self, parameters: &Parameters) -> Result<(), FileError> {
        let layers = &mut self.network.layers;
        if layers.len() != parameters.len() {
            return Err(FileError::WrongShape { layer: layers.len() });
        }
        for (index, (layer, new)) in layers.iter().zip(parameters).enumerate() {
            new.check(index, layer.inputs(), layer.neurons())?;
        }
        for (layer, LayerParameters { weights, biases }) in layers.iter_mut().zip(parameters) {
            let pairs = layer.weights.iter_mut().zip(weights.iter().flatten());
            pairs.for_each(|(weight, &new)| *weight = R::from_f64(new));
            let pairs = layer.biases.iter_mut().zip(biases);
            pairs.for_each(|(bias, &new)| *bias = R::from_f64(new));
        }
        self.optimizer = self.network.layers.iter().map(Sgd::new).collect();
        Ok(())
    }

    /// Sets one weight, and lets a link that L1 had cut learn again; false, and nothing changed, if
    /// there is no such link or the value is not finite.
    pub fn set_weight(&mut self, layer: usize, neuron: usize, input: usize, value: f64) -> bool {
        let Some(target) = self.network.layers.get_mut(layer) else { return false };
        if neuron >= target.neurons() || input >= target.inputs() || !is_usable(value) {
            return false;
        }
        let link = neuron * target.inputs() + input;
        target.weights[link] = R::from_f64(value);
        self.optimizer[layer].revive(link);
        true
    }

    /// Sets one bias; false, and nothing changed, if there is none or the value is not finite.
    pub fn set_bias(&mut self, layer: usize, neuron: usize, value: f64) -> bool {
        let biases = self.network.layers.get_mut(layer).map(|layer| &mut layer.biases);
        match biases.and_then(|biases| biases.get_mut(neuron)) {
            Some(bias) if is_usable(value) => {
                *bias = R::from_f64(value);
                true
            }
            _ => false,
        }
    }
}
