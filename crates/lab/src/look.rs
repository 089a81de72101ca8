//! What the views of the dock ask of a run, and what they are told: one pair of variants a view.

use crate::recording::{Recording, Travel};
use crate::results::{Results, results};
use nabla_nn::Trainer;
use serde::{Deserialize, Serialize};

/// What the open view wants to see with every frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Look {
    /// What the network gets right and wrong.
    Results,
}

/// What it sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Seen {
    /// What the network gets right and wrong.
    Results(Results),
}

/// The lab at a trainer's side: it records the run, and answers the open view.
#[derive(Clone, Debug, Default)]
pub struct Lab {
    recording: Recording,
    look: Option<Look>,
}

impl Lab {
    /// Another run begins.
    pub fn begin(&mut self, trainer: &Trainer) {
        self.recording.begin(trainer);
    }

    /// A step has been taken.
    pub fn observe(&mut self, trainer: &Trainer) {
        self.recording.record(trainer);
    }

    /// The present is a moment to come back to: a step by hand, the last before an edit.
    pub fn keep(&mut self, trainer: &Trainer) {
        self.recording.keep(trainer);
    }

    /// Another view is open, or none.
    pub fn ask(&mut self, look: Option<Look>) {
        self.look = look;
    }

    /// What the open view sees of the present; without one nothing is computed.
    pub fn see(&mut self, trainer: &Trainer) -> Option<Seen> {
        Some(match self.look.as_ref()? {
            Look::Results => Seen::Results(results(trainer)),
        })
    }

    /// Goes to another moment of the run; false if there is none.
    pub fn travel(&self, travel: Travel, trainer: &mut Trainer) -> bool {
        self.recording.find(travel, trainer).is_some_and(|state| trainer.restore(state))
    }

    /// Goes to the moment with exactly these parameters, if it was recorded: with what the optimizer remembered there.
    pub fn travel_exactly(&self, epoch: u64, values: &[f32], trainer: &mut Trainer) -> bool {
        self.recording.exactly(epoch, values).is_some_and(|state| trainer.restore(state))
    }
}
