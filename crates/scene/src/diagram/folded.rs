//! Wide layers: the first neurons have tiles of their own, one more tile stands for all others.

use crate::Rect;

/// So many neurons of a layer are drawn one by one: more tiles would be too small to show a map.
const MOST_SHOWN: usize = 12;
/// The tile of the others is at least so wide, for the number on it.
const LEAST_WIDTH: f32 = 34.0;

/// How many neurons of a layer the diagram draws one by one: its first ones.
pub fn shown_neurons(neurons: usize) -> usize {
    neurons.min(MOST_SHOWN)
}

/// The tile that stands for the neurons of a layer that are not drawn one by one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Folded {
    /// Where it is.
    pub tile: Rect,
    /// How many neurons it stands for.
    pub neurons: usize,
}

impl Folded {
    /// The tile in the place of the next neuron of a layer of so many; none if all have tiles of their own.
    pub(super) fn new(place: Rect, neurons: usize) -> Option<Self> {
        let folded = neurons - shown_neurons(neurons);
        let width = place.width.max(LEAST_WIDTH);
        let tile = Rect { x: place.center()[0] - 0.5 * width, width, ..place };
        (folded > 0).then_some(Self { tile, neurons: folded })
    }
}
