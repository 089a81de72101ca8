//! What features and neurons make of the square [−6, 6]²: the values behind every heatmap.
//!
//! Maps are `[row][column]`, row 0 on top at y ≈ +6, sampled at pixel centres.

use crate::lanes::padded;
use crate::network::Evaluate;
use crate::samples::table;
use crate::{Buffer, Feature, Network, Output};

/// The maps cover [−EXTENT, EXTENT]².
const EXTENT: f64 = 6.0;

/// The x of a column's centre; the y of row r is −x of column r.
fn center(column: usize, resolution: usize) -> f64 {
    ((column as f64 + 0.5) / resolution as f64 * 2.0 - 1.0) * EXTENT
}

/// A feature over the square, `resolution`² values.
///
/// ```
/// use nabla_nn::{Feature, feature_map};
///
/// assert_eq!(feature_map(Feature::Y, 2), [3.0, 3.0, -3.0, -3.0]);
/// ```
pub fn feature_map(feature: Feature, resolution: usize) -> Vec<f32> {
    let row = |row| {
        let y = -center(row, resolution);
        (0..resolution).map(move |column| feature.value(center(column, resolution), y) as f32)
    };
    (0..resolution).flat_map(row).collect()
}

impl<R: Evaluate> Network<R> {
    /// The first output over the square, `resolution`² values; `out` is overwritten.
    pub fn output_map(&self, resolution: usize, out: &mut Vec<R>) {
        self.neuron_map(self.output_layer(), 0, resolution, out);
    }

    /// Every output over the square, `[output][row][column]`; `out` is overwritten.
    pub fn output_maps(&self, resolution: usize, out: &mut Vec<R>) {
        let outputs = (0..self.outputs()).map(|output| (self.output_layer(), output));
        self.maps(&outputs.collect::<Vec<_>>(), resolution, out);
    }

    /// The probability of each class over the square, `[class][row][column]`; of outputs that are margins, their softmax.
    pub fn class_maps(&self, resolution: usize, out: &mut Vec<R>) {
        self.output_maps(resolution, out);
        if self.output() != Output::Softmax {
            let margins = out.clone();
            Output::Softmax.apply(resolution * resolution, &margins, out);
        }
    }

    /// One neuron over the square, `resolution`² values; `out` is overwritten, with zeros if there
    /// is no such neuron.
    pub fn neuron_map(&self, layer: usize, index: usize, resolution: usize, out: &mut Vec<R>) {
        self.maps(&[(layer, index)], resolution, out);
    }

    /// Every neuron over the square, layer by layer and the output layer last,
    /// `[neuron][row][column]`; `out` is overwritten.
    pub fn neuron_maps(&self, resolution: usize, out: &mut Vec<R>) {
        let layers = self.layers.iter().enumerate();
        let neurons = layers.flat_map(|(layer, it)| (0..it.neurons()).map(move |neuron| (layer, neuron)));
        self.maps(&neurons.collect::<Vec<_>>(), resolution, out);
    }

    /// Every layer's sums (as its activation takes them) and activations at places of one's own, layer by layer:
    /// `[row][place]` and `[neuron][place]`.
    pub fn signals_over(&self, places: &[[f64; 2]]) -> Vec<[Vec<Vec<R>>; 2]> {
        let lanes = padded(places.len());
        let padding = std::iter::repeat_n([0.0; 2], lanes - places.len());
        let places_and_padding = places.iter().copied().chain(padding);
        let inputs = table(places_and_padding, lanes, &self.features, self.transform.as_ref());
        let mut buffer = self.buffer(lanes);
        self.forward(&inputs, lanes, &mut buffer);
        let rows = |values: &[R]| -> Vec<Vec<R>> {
            values.chunks_exact(lanes.max(1)).map(|row| row[..places.len()].to_vec()).collect()
        };
        buffer.layers.iter().map(|signals| [rows(&signals.sums), rows(&signals.activations)]).collect()
    }

    fn output_layer(&self) -> usize {
        self.layers.len().saturating_sub(1)
    }

    /// Some neurons, by layer and index, over the square: `[neuron][row][column]`; `out` is overwritten, with zeros for
    /// a neuron that is not there.
    pub fn maps(&self, neurons: &[(usize, usize)], resolution: usize, out: &mut Vec<R>) {
        R::maps(self, neurons, resolution, out);
    }

    /// What [`Network::maps`] is made by.
    pub(crate) fn fill_maps(&self, neurons: &[(usize, usize)], resolution: usize, out: &mut Vec<R>) {
        out.resize(neurons.len() * resolution * resolution, R::ZERO);
        self.for_each_row(resolution, |row, lanes, buffer| {
            for (map, &(layer, neuron)) in out.chunks_exact_mut(resolution * resolution).zip(neurons) {
                let pixels = &mut map[row * resolution..][..resolution];
                match buffer.neuron(layer, neuron, lanes) {
                    Some(values) => pixels.copy_from_slice(&values[..resolution]),
                    None => pixels.fill(R::ZERO),
                }
            }
        });
    }

    /// Runs the network over each row of pixels, one pixel a lane.
    fn for_each_row(&self, resolution: usize, mut visit: impl FnMut(usize, usize, &Buffer<R>)) {
        // What does not see points of the plane has nothing to say of them.
        if resolution == 0 || self.layers[0].inputs() != self.features.len() {
            return;
        }
        let lanes = padded(resolution);
        let columns: Vec<f64> = (0..resolution).map(|column| center(column, resolution)).collect();
        let mut inputs = vec![R::ZERO; self.features.len() * lanes];
        let mut buffer = self.buffer(lanes);
        for row in 0..resolution {
            self.fill_row(row, &columns, &mut inputs);
            self.forward(&inputs, lanes, &mut buffer);
            visit(row, lanes, &buffer);
        }
    }

    /// The inputs of a row of pixels, `[feature][lane]`; what depends on x alone is left as the first row has it.
    fn fill_row(&self, row: usize, columns: &[f64], inputs: &mut [R]) {
        let y = -center(row, columns.len());
        let lanes = padded(columns.len());
        if self.transform.is_some() {
            for (column, &x) in columns.iter().enumerate() {
                for (f, value) in self.inputs_at(x, y).into_iter().enumerate() {
                    inputs[f * lanes + column] = R::from_f64(value);
                }
            }
            return;
        }
        for (values, feature) in inputs.chunks_exact_mut(lanes).zip(&self.features) {
            let pixels = values.iter_mut().zip(columns);
            match feature {
                // The only one that is new in every pixel.
                Feature::XTimesY => pixels.for_each(|(value, &x)| *value = R::from_f64(x * y)),
                _ if !feature.uses_x() => values[..columns.len()].fill(R::from_f64(feature.value(0.0, y))),
                _ if row == 0 => pixels.for_each(|(value, &x)| *value = R::from_f64(feature.value(x, y))),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Choice, Config, ModelConfig, SeedRandom};

    fn network() -> Network {
        let config = Config {
            model: ModelConfig { features: Feature::ALL.to_vec(), ..ModelConfig::default() },
            ..Config::default()
        };
        Network::new(&config.validate().0, &mut SeedRandom::new("maps"))
    }

    #[test]
    fn maps_agree_with_single_points() {
        let (network, resolution) = (network(), 7);
        let (mut maps, mut map) = (Vec::new(), Vec::new());
        network.neuron_maps(resolution, &mut maps);
        assert_eq!(maps.len(), 7 * resolution * resolution);
        for row in 0..resolution {
            for column in 0..resolution {
                let values = network.neuron_values_at(center(column, resolution), -center(row, resolution));
                for (neuron, value) in values.concat().into_iter().enumerate() {
                    assert_eq!(maps[(neuron * resolution + row) * resolution + column], value);
                }
            }
        }
        network.output_map(resolution, &mut map);
        assert_eq!(map, maps[6 * resolution * resolution..]);
        network.neuron_map(1, 1, resolution, &mut map);
        assert_eq!(map, maps[5 * resolution * resolution..6 * resolution * resolution]);
    }

    #[test]
    fn many_places_agree_with_single_ones() {
        for preprocess in [crate::Preprocess::None, crate::Preprocess::Whiten] {
            let config = Config {
                model: ModelConfig {
                    preprocess,
                    activation: crate::Activation::Maxout,
                    features: Feature::ALL.to_vec(),
                    ..ModelConfig::default()
                },
                ..Config::default()
            };
            let trainer = crate::Trainer::new(&config.validate().0);
            let network = trainer.network();
            let places = [[0.5, -1.0], [6.0, 6.0], [-3.0, 2.0], [0.0, 0.0], [1e3, 4.0]];
            let together = network.signals_over(&places);
            for (place, &[x, y]) in places.iter().enumerate() {
                let alone = network.signals_at(x, y);
                for (together, alone) in together.iter().zip(alone) {
                    for (together, alone) in together.iter().zip(alone) {
                        let here: Vec<f32> = together.iter().map(|row| row[place]).collect();
                        assert_eq!(here, alone, "{preprocess:?} at {x}, {y}");
                    }
                }
            }
            assert_eq!(network.signals_over(&[]).len(), network.layers.len());
        }
    }

    #[test]
    fn no_pixels_and_no_such_neuron_are_harmless() {
        let mut map = vec![1.0];
        network().neuron_maps(0, &mut map);
        assert!(map.is_empty());
        map = vec![1.0; 4];
        network().neuron_map(9, 9, 2, &mut map);
        assert_eq!(map, [0.0; 4]);
    }

    #[test]
    fn the_top_row_is_up() {
        assert_eq!(feature_map(Feature::X, 3), [-4.0, 0.0, 4.0, -4.0, 0.0, 4.0, -4.0, 0.0, 4.0]);
        assert_eq!(feature_map(Feature::Y, 1), [0.0]);
    }
}
