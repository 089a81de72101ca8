//! The views of the dock.

use nabla_nn::Choice;
use strum::VariantArray;

/// One view of the dock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum Tab {
    /// The loss curve, and back in time along it.
    Time,
    /// What ails the run, and what would help.
    Doctor,
    /// Gradients and activations by layer.
    Layers,
    /// Networks that differ in something, side by side.
    Race,
    /// The chain rule at a place, and a step in slow motion.
    Chain,
    /// Masks and norms of the next step.
    Masks,
    /// What the network gets right and wrong.
    Results,
    /// How layers bend the plane.
    Folding,
    /// Where weights start.
    Initializers,
    /// A slice through the loss, and textbook surfaces.
    Landscape,
}

impl Choice for Tab {
    fn key(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Doctor => "doctor",
            Self::Layers => "layers",
            Self::Race => "race",
            Self::Chain => "chain",
            Self::Masks => "masks",
            Self::Results => "results",
            Self::Folding => "folding",
            Self::Initializers => "initializers",
            Self::Landscape => "landscape",
        }
    }

    fn name(self) -> &'static str {
        self.key()
    }
}
