//! What becomes of the samples that fill no minibatch at the end of an epoch.

use crate::Choice;
use strum::VariantArray;

/// What a last, smaller minibatch does: of 250 samples in minibatches of 30, ten are left over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, VariantArray)]
pub enum Remainder {
    /// Its samples join the first minibatch of the next epoch, whose gradient is the mean over all of them: TensorFlow
    /// Playground's `oneStep` updates after every so many samples, and what it has added up since waits.
    #[default]
    Carry,
    /// It is an update of its own, as in Keras.
    Own,
    /// It is left out.
    Drop,
}

impl Choice for Remainder {
    fn key(self) -> &'static str {
        match self {
            Self::Carry => "carry",
            Self::Own => "own",
            Self::Drop => "drop",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Carry => "Carried over",
            Self::Own => "Update of its own",
            Self::Drop => "Left out",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        crate::choice::check_keys::<Remainder>(&["carry", "own", "drop"]);
    }
}
