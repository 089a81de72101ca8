//! How fast the network trains while it plays, and how far one press of the step button goes.

use nabla_nn::Choice;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// Training done per drawn frame while playing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, VariantArray)]
pub enum Speed {
    /// One minibatch a frame: slow enough to watch single updates.
    Minibatch,
    /// One epoch a frame, TensorFlow Playground's pace.
    #[default]
    One,
    /// Five epochs a frame.
    Five,
    /// Twenty-five epochs a frame.
    TwentyFive,
    /// As fast as the machine goes: frames are drawn in at most a tenth of the time.
    Max,
}

impl Choice for Speed {
    fn key(self) -> &'static str {
        match self {
            Self::Minibatch => "minibatch",
            Self::One => "1",
            Self::Five => "5",
            Self::TwentyFive => "25",
            Self::Max => "max",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Minibatch => "1 batch",
            Self::One => "1×",
            Self::Five => "5×",
            Self::TwentyFive => "25×",
            Self::Max => "max",
        }
    }
}

impl Speed {
    /// Minibatches to train before the next frame; `None` when only time limits it.
    pub fn steps(self, batches_per_epoch: u64) -> Option<u64> {
        match self {
            Self::Minibatch => Some(1),
            Self::One => Some(batches_per_epoch),
            Self::Five => Some(5 * batches_per_epoch),
            Self::TwentyFive => Some(25 * batches_per_epoch),
            Self::Max => None,
        }
    }
}

/// What one press of the step button trains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, VariantArray)]
pub enum Stride {
    /// To the end of the current epoch.
    #[default]
    Epoch,
    /// One minibatch: one update of the weights.
    Minibatch,
}

impl Choice for Stride {
    fn key(self) -> &'static str {
        match self {
            Self::Epoch => "epoch",
            Self::Minibatch => "minibatch",
        }
    }

    fn name(self) -> &'static str {
        self.key()
    }
}
