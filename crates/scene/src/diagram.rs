//! The network as tiles and edges: features, hidden layers and the output in columns.
//!
//! [`Diagram::layout`] places everything once per shape of the network, [`Diagram::shapes`] draws
//! it for one frame, [`Diagram::hit`] says what lies under a pointer. The big output map and the
//! controls over the columns belong to the page.

mod draw;
mod edge;
mod folded;
mod hit;
mod layout;

pub use draw::DiagramInput;
pub(crate) use draw::{edge_color, edge_width};
pub use folded::{Folded, shown_neurons};
pub use layout::{Column, Diagram};

use nabla_nn::{Feature, ParameterId};

/// Something of the network a pointer or the keyboard can be on.
///
/// `layer` counts as in the network's parameters: 0 is the first hidden layer, or the output where
/// there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// A feature, active or not.
    Feature(Feature),
    /// A neuron, hidden or output.
    Neuron {
        /// Its layer.
        layer: usize,
        /// Its number in the layer.
        index: usize,
    },
    /// All neurons of a wide layer that have no tile of their own.
    Folded {
        /// The layer.
        layer: usize,
    },
    /// A weight, shown as an edge, or a bias.
    Parameter(ParameterId),
}

#[cfg(test)]
mod tests;
