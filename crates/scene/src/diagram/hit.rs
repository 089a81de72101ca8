//! What lies under a pointer.

use super::{Diagram, Part};
use crate::Position;
use nabla_nn::ParameterId;

/// How near an edge a pointer counts as on it.
const REACH: f32 = 6.0;
/// How much larger than it looks a bias is to a pointer.
const BIAS_MARGIN: f32 = 5.0;
/// Left of a feature's tile, its label switches it too.
const LABEL: f32 = 52.0;

impl Diagram {
    /// The part at (x, y): a bias before a tile before the nearest edge, a bias also from nearby.
    pub fn hit(&self, x: f32, y: f32) -> Option<Part> {
        let place = [x, y];
        self.bias_at(place, 0.0)
            .or_else(|| self.tile_at(place))
            .or_else(|| self.folded_at(place))
            .or_else(|| self.bias_at(place, BIAS_MARGIN))
            .or_else(|| self.edge_at(place))
    }

    fn tile_at(&self, place: Position) -> Option<Part> {
        for (column, row) in self.places() {
            let tile = self.tile(column, row)?.grown(super::edge::FRAME);
            if let Some(layer) = column.checked_sub(1) {
                if tile.contains(place) {
                    return Some(Part::Neuron { layer, index: row });
                }
            } else {
                let label = crate::Rect { x: tile.x - LABEL, width: LABEL, ..tile };
                if tile.contains(place) || label.contains(place) {
                    return self.features().get(row).map(|&(feature, _)| Part::Feature(feature));
                }
            }
        }
        None
    }

    fn folded_at(&self, place: Position) -> Option<Part> {
        let folded = (0..self.columns.len().saturating_sub(1)).map(|layer| Part::Folded { layer });
        let mut folded = folded.filter(|&part| self.rect(part).is_some_and(|tile| tile.contains(place)));
        folded.next()
    }

    fn bias_at(&self, place: Position, margin: f32) -> Option<Part> {
        self.places()
            .filter_map(|(column, index)| {
                Some(Part::Parameter(ParameterId::Bias { layer: column.checked_sub(1)?, neuron: index }))
            })
            .find(|&bias| self.rect(bias).is_some_and(|rect| rect.grown(margin).contains(place)))
    }

    fn edge_at(&self, place: Position) -> Option<Part> {
        let mut nearest = (REACH, None);
        for layer in 0..self.columns.len().saturating_sub(1) {
            // Edges stay between their columns, so one layer at most is searched.
            let (left, right) = (self.columns[layer].center_x, self.columns[layer + 1].center_x);
            if !(left..=right).contains(&place[0]) {
                continue;
            }
            for neuron in 0..self.columns[layer + 1].tiles.len() {
                for input in 0..self.input_count(layer) {
                    let Some(edge) = self.edge(layer, neuron, input) else { continue };
                    let distance = edge.distance(place);
                    if distance < nearest.0 {
                        nearest =
                            (distance, Some(Part::Parameter(ParameterId::Weight { layer, neuron, input })));
                    }
                }
            }
        }
        nearest.1
    }

    /// Every (column, row).
    fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        self.columns
            .iter()
            .enumerate()
            .flat_map(|(column, tiles)| (0..tiles.tiles.len()).map(move |row| (column, row)))
    }
}
