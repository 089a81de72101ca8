//! A network's numbers as one flat list, and where each of them is: what crosses from the engine to the page.

use crate::layer::Shape;
use crate::network::layer_parameters;
use crate::{Function, Network, Output, ParameterId, Parameters, Real};
use std::rc::Rc;

impl<R: Real> Network<R> {
    /// Copies every number the network has learned into a list that is reused: its [values](Network::values), then batch
    /// normalization's running averages.
    pub fn copy_numbers(&self, numbers: &mut Vec<R>) {
        numbers.clear();
        numbers.extend_from_slice(&self.values);
        numbers.extend_from_slice(&self.running);
    }

    /// Takes over every number of a network of the same shape; false, and nothing changed, if the list has another length.
    pub fn set_numbers(&mut self, numbers: &[R]) -> bool {
        let fits = numbers.len() == self.values.len() + self.running.len();
        if fits {
            let (values, running) = numbers.split_at(self.values.len());
            self.values.copy_from_slice(values);
            self.running.copy_from_slice(running);
        }
        fits
    }

    /// Where each number is, layer by layer.
    pub fn layout(&self) -> Vec<Shape> {
        self.layers.iter().map(|layer| Shape::clone(layer)).collect()
    }
}

/// What a network has learned: its numbers in one list, and the layout that says where each is. Copies share the layout.
///
/// ```
/// use nabla_nn::{FlatParameters, ParameterId, Trainer, ValidConfig};
///
/// let trainer = Trainer::new(&ValidConfig::default());
/// let flat = FlatParameters::of(trainer.network());
/// assert_eq!((flat.layers().len(), flat.weights(0, 3).len(), flat.bias(2, 0)), (3, 2, Some(0.1)));
/// assert_eq!(flat.get(ParameterId::new(0, 4, None)), None);
/// assert_eq!(flat.parameters(), trainer.parameters());
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlatParameters {
    layout: Rc<[Shape]>,
    numbers: Vec<f32>,
}

impl FlatParameters {
    /// Numbers and their layout; none if there are fewer or more than the layout has places for.
    pub fn new(layout: Rc<[Shape]>, numbers: Vec<f32>) -> Option<Self> {
        let running = layout.last().map_or(0, |layer| layer.running.end);
        (numbers.len() == values(&layout) + running).then_some(Self { layout, numbers })
    }

    /// What a network has learned.
    pub fn of(network: &Network) -> Self {
        let mut numbers = Vec::new();
        network.copy_numbers(&mut numbers);
        Self { layout: network.layout().into(), numbers }
    }

    /// The layout, to share.
    pub fn layout(&self) -> &Rc<[Shape]> {
        &self.layout
    }

    /// The layers' shapes, the output layer last.
    pub fn layers(&self) -> &[Shape] {
        &self.layout
    }

    /// Every number, in the layout's order.
    pub fn numbers(&self) -> &[f32] {
        &self.numbers
    }

    /// The weights of a neuron, `[input]`; none if there is no such neuron. A maxout layer's second pieces count on after its
    /// neurons.
    pub fn weights(&self, layer: usize, neuron: usize) -> &[f32] {
        let layer = self.layout.get(layer).filter(|layer| neuron < layer.rows());
        layer.map_or(&[], |layer| &self.numbers[layer.row(neuron)])
    }

    /// One weight.
    pub fn weight(&self, layer: usize, neuron: usize, input: usize) -> Option<f32> {
        self.weights(layer, neuron).get(input).copied()
    }

    /// One bias; 0 where the layer normalizes.
    pub fn bias(&self, layer: usize, neuron: usize) -> Option<f32> {
        self.numbers[self.layout.get(layer)?.biases()].get(neuron).copied()
    }

    /// A weight or bias.
    pub fn get(&self, id: ParameterId) -> Option<f32> {
        match id {
            ParameterId::Weight { layer, neuron, input } => self.weight(layer, neuron, input),
            ParameterId::Bias { layer, neuron } => self.bias(layer, neuron),
        }
    }

    /// Replaces a weight or bias; false, and nothing changed, if there is no such one.
    pub fn set(&mut self, id: ParameterId, value: f32) -> bool {
        let Some(layer) = self.layout.get(id.layer()) else { return false };
        let place = match id.input() {
            Some(input) if id.neuron() < layer.rows() => layer.row(id.neuron()).nth(input),
            Some(_) => None,
            None => layer.biases().nth(id.neuron()),
        };
        if let Some(place) = place {
            self.numbers[place] = value;
        }
        place.is_some()
    }

    /// The same in plain form, as files have it.
    pub fn parameters(&self) -> Parameters {
        let (values, running) = self.numbers.split_at(values(&self.layout));
        self.layout.iter().map(|layer| layer_parameters(layer, values, running)).collect()
    }
}

/// Layers that have weights and biases alone, as the plain form gives them.
impl From<&Parameters> for FlatParameters {
    fn from(parameters: &Parameters) -> Self {
        let mut layout: Vec<Shape> = Vec::with_capacity(parameters.len());
        let mut numbers = Vec::new();
        for layer in parameters {
            let inputs = layer.weights.first().map_or(0, Vec::len);
            let size = (inputs, layer.biases.len());
            let start = (numbers.len(), 0);
            let shape = Shape::new(size, Function::Output(Output::Linear), false, false, start);
            numbers.resize(shape.end(), 0.0);
            let copy = |to: &mut [f32], from: &[f64]| {
                to.iter_mut().zip(from).for_each(|(to, &from)| *to = from as f32);
            };
            for (row, weights) in layer.weights.iter().enumerate() {
                copy(&mut numbers[shape.row(row)], weights);
            }
            copy(&mut numbers[shape.biases()], &layer.biases);
            layout.push(shape);
        }
        Self { layout: layout.into(), numbers }
    }
}

/// How many values a layout has, running averages left out.
fn values(layout: &[Shape]) -> usize {
    layout.last().map_or(0, Shape::end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LayerParameters, Trainer, link};

    #[test]
    fn numbers_and_layout_say_what_the_network_has_learned() {
        for text in
            ["", "batchNorm=true", "activation=maxout", "activation=prelu&networkShape=3,3&residual=true"]
        {
            let mut trainer = Trainer::new(&link::parse(text).0.validate().0);
            trainer.finish_epoch();
            let mut flat = FlatParameters::of(trainer.network());
            assert_eq!(flat.parameters(), trainer.parameters(), "{text}");
            let (layout, numbers) = (Rc::clone(flat.layout()), flat.numbers().to_vec());
            assert_eq!(FlatParameters::new(Rc::clone(&layout), numbers.clone()), Some(flat.clone()));
            assert_eq!(FlatParameters::new(layout, numbers[1..].to_vec()), None);

            let id = ParameterId::new(0, 1, Some(1));
            assert!(flat.set(id, 7.0) && trainer.set_parameter(id, 7.0));
            assert_eq!((flat.get(id), flat.parameters()), (Some(7.0), trainer.parameters()), "{text}");
            for none in [
                ParameterId::new(9, 0, None),
                ParameterId::new(0, 99, Some(0)),
                ParameterId::new(0, 0, Some(2)),
            ] {
                assert!(!flat.set(none, 1.0) && flat.get(none).is_none(), "{text} {none:?}");
            }
        }
    }

    #[test]
    fn plain_layers_come_back() {
        let layers = vec![
            LayerParameters::new(vec![vec![0.5, -1.0, 2.0]; 2], vec![0.25, 0.75]),
            LayerParameters::new(vec![vec![1.5, 2.5]], vec![-4.0]),
        ];
        assert_eq!(FlatParameters::from(&layers).parameters(), layers);
        assert_eq!(FlatParameters::from(&Vec::new()), FlatParameters::default());
    }
}
