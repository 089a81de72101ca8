//! A network's parameters in plain form, and back.

use crate::layer::{Layer, Shape};
use crate::parameters::is_usable;
use crate::{FileError, LayerParameters, Network, Parameters, Real};
use std::ops::Range;

impl<R: Real> Network<R> {
    /// Weights, biases and whatever else is learned, in plain form.
    pub fn parameters(&self) -> Parameters {
        self.layers.iter().map(|layer| layer_parameters(layer, &self.values, &self.running)).collect()
    }

    /// Replaces the parameters; a list that is left out keeps what the network has.
    ///
    /// # Errors
    ///
    /// The shape is another, or a value is not finite; nothing has changed then.
    pub fn set_parameters(&mut self, parameters: &Parameters) -> Result<(), FileError> {
        if self.layers.len() != parameters.len() {
            return Err(FileError::WrongShape { layer: self.layers.len() });
        }
        for (index, (layer, new)) in self.layers.iter().zip(parameters).enumerate() {
            check(index, layer, new)?;
        }
        for (layer, new) in self.layers.iter().zip(parameters) {
            // What has diverged has left numbers in the rows' padding too.
            for row in 0..layer.rows() {
                let padding = layer.weight(row, layer.inputs())..layer.weight(row + 1, 0);
                self.values[padding].fill(R::ZERO);
            }
            for (row, weights) in new.weights.iter().chain(&new.weights2).enumerate() {
                copy(&mut self.values[layer.row(row)], weights);
            }
            // β takes the bias's part where there is one.
            if !layer.normalized {
                let (first, second) = self.values[layer.biases.clone()].split_at_mut(layer.neurons());
                copy(first, &new.biases);
                copy(second, &new.biases2);
            }
            copy(&mut self.values[layer.alphas.clone()], &new.alphas);
            copy(&mut self.values[layer.gammas.clone()], &new.gammas);
            copy(&mut self.values[layer.betas.clone()], &new.betas);
            let (means, variances) =
                self.running[layer.running.clone()].split_at_mut(layer.running.len() / 2);
            copy(means, &new.means);
            copy(variances, &new.variances);
        }
        Ok(())
    }

    /// Every parameter in one list, layer by layer w, b, α, γ, β, padding (zeros) among them: [`Shape::row`](crate::Shape::row) and
    /// [`Shape::biases`](crate::Shape::biases) say where. Running averages are not parameters.
    pub fn values(&self) -> &[R] {
        &self.values
    }

    /// Replaces every parameter by another network's of the same shape, or one computed from such; a list of another
    /// length changes nothing.
    pub fn set_values(&mut self, values: &[R]) {
        if values.len() == self.values.len() {
            self.values.copy_from_slice(values);
        }
    }
}

/// One layer's parameters, out of the values and the running averages of a whole network.
pub(crate) fn layer_parameters<R: Real>(layer: &Shape, values: &[R], running: &[R]) -> LayerParameters {
    let plain = |values: &[R]| values.iter().map(|value| value.to_f64()).collect::<Vec<f64>>();
    let row = |row| plain(&values[layer.row(row)]);
    let rows = |rows: Range<usize>| rows.map(row).collect::<Vec<_>>();
    let neurons = layer.neurons();
    let biases = plain(&values[layer.biases.clone()]);
    let (means, variances) = running[layer.running.clone()].split_at(layer.running.len() / 2);
    LayerParameters {
        weights: rows(0..neurons),
        biases: biases[..neurons].to_vec(),
        alphas: plain(&values[layer.alphas.clone()]),
        gammas: plain(&values[layer.gammas.clone()]),
        betas: plain(&values[layer.betas.clone()]),
        means: plain(means),
        variances: plain(variances),
        weights2: rows(neurons..layer.rows()),
        biases2: biases[neurons..].to_vec(),
    }
}

fn copy<R: Real>(to: &mut [R], from: &[f64]) {
    to.iter_mut().zip(from).for_each(|(to, &from)| *to = R::from_f64(from));
}

/// Whether parameters are those of a layer, every value finite in f32 as well.
fn check(index: usize, layer: &Layer, new: &LayerParameters) -> Result<(), FileError> {
    let (neurons, second) = (layer.neurons(), layer.rows() - layer.neurons());
    let fits = |list: &[f64], size: usize| list.is_empty() || list.len() == size;
    let shape = new.weights.len() == neurons
        && new.biases.len() == neurons
        && (new.weights2.is_empty() || new.weights2.len() == second)
        && new.weights.iter().chain(&new.weights2).all(|row| row.len() == layer.inputs())
        && fits(&new.biases2, second)
        && fits(&new.alphas, layer.alphas.len())
        && [&new.gammas, &new.betas].iter().all(|list| fits(list, layer.gammas.len()))
        && [&new.means, &new.variances].iter().all(|list| fits(list, layer.running.len() / 2));
    if !shape {
        return Err(FileError::WrongShape { layer: index });
    }
    let finite = new.values().all(is_usable) && new.variances.iter().all(|&variance| variance >= 0.0);
    if finite { Ok(()) } else { Err(FileError::BadParameter { layer: index }) }
}
