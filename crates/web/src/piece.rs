//! The parts of the page that are built when they are first wanted. A piece is named here and built elsewhere.

use leptos::prelude::*;
use nabla_app::Tab;
use nabla_nn::ParameterId;

/// A part of the page that is built when it is first wanted.
#[derive(Clone, Copy)]
pub(crate) enum Piece {
    /// A view of the dock.
    View(Tab),
    /// What features go through first.
    Preprocessing,
    /// Activations, first weights, normalization and noise of the layers.
    Layers,
    /// The loss.
    Loss,
    /// The optimizer, its schedule, the learning rules.
    Optimizer,
    /// The link, to copy.
    Share,
    /// Playground files and colours.
    File,
    /// The keys.
    Help,
    /// What a control explains.
    Card(Card),
    /// The choices beyond the defaults.
    Chips,
    /// The remarks.
    Notices,
    /// The card that edits a weight or a bias.
    Editor(Editing),
    /// The accuracy of each class.
    Classes,
}

/// What is explained.
#[derive(Clone, Copy)]
pub(crate) enum Card {
    /// η.
    LearningRate,
    /// f.
    Activation,
    /// r.
    Regularization,
    /// λ.
    RegularizationRate,
    /// What is asked of the network.
    Problem,
}

/// What is being edited, if anything.
pub(crate) type Editing = RwSignal<Option<EditedParameter>>;

/// A parameter and where its card stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct EditedParameter {
    /// Which.
    pub id: ParameterId,
    /// The card's left edge.
    pub x: f32,
    /// The card's upper edge.
    pub y: f32,
}
