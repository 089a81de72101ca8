//! A small network: neurons as dots in columns, edges as straight lines between them.

use crate::shape_builder::ShapeBuilder;
use crate::{Anchor, Position, Rect, Rgba, Stroke};

/// A dot's largest and smallest radius.
const RADIUS: (f32, f32) = (11.0, 3.0);
/// The closest and the farthest rows come.
const PITCH: (f32, f32) = (8.0, 52.0);

/// So many neurons of a layer have a dot; of a wider layer, a number in the next row counts the others.
const MOST_SHOWN: usize = 32;

/// Where the neurons of a network stand, inputs first.
#[derive(Clone, Debug, PartialEq)]
pub struct Schematic {
    /// `[column][row]`, of the neurons that have a dot.
    pub columns: Vec<Vec<Position>>,
    /// How many neurons of each column have none, and where that is said.
    folded: Vec<Option<(usize, Position)>>,
    /// A dot's radius.
    pub radius: f32,
    /// From one row to the next.
    pub pitch: f32,
}

impl Schematic {
    /// Columns of these sizes, evenly over a rectangle, each about its middle.
    pub fn new(sizes: &[usize], area: Rect) -> Self {
        let rows = |size: usize| size.min(MOST_SHOWN + 1);
        let most = sizes.iter().map(|&size| rows(size)).max().unwrap_or(0).max(1) as f32;
        let pitch = (area.height / most).clamp(PITCH.0, PITCH.1);
        let apart = if sizes.len() > 1 { area.width / (sizes.len() - 1) as f32 } else { 0.0 };
        let place = |column: usize, row: usize| {
            let from_middle = row as f32 - 0.5 * (rows(sizes[column]) as f32 - 1.0);
            [area.x + apart * column as f32, area.center()[1] + pitch * from_middle]
        };
        let column =
            |column: usize| (0..sizes[column].min(MOST_SHOWN)).map(|row| place(column, row)).collect();
        let folded = |column: usize| {
            let others = sizes[column].saturating_sub(MOST_SHOWN);
            (others > 0).then(|| (others, place(column, MOST_SHOWN)))
        };
        Self {
            columns: (0..sizes.len()).map(column).collect(),
            folded: (0..sizes.len()).map(folded).collect(),
            radius: (0.3 * pitch).clamp(RADIUS.1, RADIUS.0),
            pitch,
        }
    }

    /// A neuron's place; layer 0 is column 1.
    pub fn neuron(&self, layer: usize, neuron: usize) -> Option<Position> {
        self.columns.get(layer + 1)?.get(neuron).copied()
    }

    /// Says how many neurons have no dot.
    pub(crate) fn draw_folded(&self, color: Rgba, builder: &mut ShapeBuilder) {
        for &(others, [x, y]) in self.folded.iter().flatten() {
            builder.text(&format!("+{others}"), [x, y + 3.0], Anchor::Middle, 11.0, color);
        }
    }

    /// Draws an edge from rim to rim, if both its neurons have a dot.
    pub(crate) fn edge(
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
        for sizes in [&[2, 4, 2, 1][..], &[7, 32, 32, 32, 32, 32, 32, 32, 32, 6], &[0, 1], &[9, 33, 256, 6]] {
            let schematic = Schematic::new(sizes, area);
            for (column, places) in schematic.columns.iter().enumerate() {
                assert_eq!(places.len(), sizes[column].min(32));
                let others = schematic.folded[column].map_or(0, |(others, _)| others);
                assert_eq!(places.len() + others, sizes[column]);
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
