//! A small network: neurons as dots in columns, links as straight lines between them.

use crate::shape_builder::ShapeBuilder;
use crate::{Position, Rect, Stroke};

/// A dot's largest and smallest radius.
const RADIUS: (f32, f32) = (11.0, 3.0);
/// The closest and the farthest rows come.
const PITCH: (f32, f32) = (8.0, 52.0);

/// Where the neurons of a network stand, inputs first.
#[derive(Clone, Debug, PartialEq)]
pub struct Schematic {
    /// `[column][row]`.
    pub columns: Vec<Vec<Position>>,
    /// A dot's radius.
    pub radius: f32,
    /// From one row to the next.
    pub pitch: f32,
}

impl Schematic {
    /// Columns of these sizes, evenly over a rectangle, each about its middle.
    pub fn new(sizes: &[usize], area: Rect) -> Self {
        let most = sizes.iter().copied().max().unwrap_or(0).max(1) as f32;
        let pitch = (area.height / most).clamp(PITCH.0, PITCH.1);
        let apart = if sizes.len() > 1 { area.width / (sizes.len() - 1) as f32 } else { 0.0 };
        let column = |(column, &size): (usize, &usize)| {
            let place = |row: usize| {
                let from_middle = row as f32 - 0.5 * (size as f32 - 1.0);
                [area.x + apart * column as f32, area.center()[1] + pitch * from_middle]
            };
            (0..size).map(place).collect()
        };
        Self {
            columns: sizes.iter().enumerate().map(column).collect(),
            radius: (0.3 * pitch).clamp(RADIUS.1, RADIUS.0),
            pitch,
        }
    }

    /// A neuron's place; layer 0 is column 1.
    pub fn neuron(&self, layer: usize, neuron: usize) -> Option<Position> {
        self.columns.get(layer + 1)?.get(neuron).copied()
    }

    /// Draws a link from edge to edge.
    pub(crate) fn link(
        &self,
        [layer, neuron, input]: [usize; 3],
        stroke: Stroke,
        builder: &mut ShapeBuilder,
    ) {
        let from = self.columns.get(layer).and_then(|column| column.get(input));
        if let (Some([x0, y0]), Some([x1, y1])) = (from, self.neuron(layer, neuron)) {
            builder.line([x0 + self.radius, *y0], [x1 - self.radius, y1], stroke);
        }
    }

    /// The neuron at a place, or near it: layer and neuron.
    pub fn hit(&self, [x, y]: Position) -> Option<(usize, usize)> {
        let reach = (self.radius + 4.0).max(0.5 * self.pitch.min(28.0));
        for (layer, places) in self.columns.iter().skip(1).enumerate() {
            let near = |place: &Position| (x - place[0]).hypot(y - place[1]) <= reach;
            if let Some(neuron) = places.iter().position(near) {
                return Some((layer, neuron));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neurons_stand_apart_inside_and_are_hit() {
        let area = Rect { x: 20.0, y: 10.0, width: 500.0, height: 260.0 };
        for sizes in [&[2, 4, 2, 1][..], &[7, 32, 32, 32, 32, 32, 32, 32, 32, 6], &[0, 1]] {
            let schematic = Schematic::new(sizes, area);
            for (column, places) in schematic.columns.iter().enumerate() {
                assert_eq!(places.len(), sizes[column]);
                for (row, &place) in places.iter().enumerate() {
                    assert!(area.grown(0.01).contains(place), "{sizes:?} {place:?}");
                    let expected = column.checked_sub(1).map(|layer| (layer, row));
                    assert_eq!(schematic.hit(place), expected, "{sizes:?}");
                }
                let apart = places.windows(2).all(|pair| pair[1][1] - pair[0][1] >= 2.0 * schematic.radius);
                assert!(apart, "{sizes:?}");
            }
        }
        assert_eq!(Schematic::new(&[], area).hit([0.0, 0.0]), None);
    }
}
