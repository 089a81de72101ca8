//! The layers' norms over time: a few moments, however long the run.

use super::Layers;
use serde::{Deserialize, Serialize};

/// Moments kept at most.
const MOST: usize = 80;

/// The norms at one moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    /// When, in epochs.
    pub epoch: f32,
    /// ‖dE/dW‖, `[layer]`.
    pub gradients: Vec<f32>,
    /// ‖ΔW‖ of a step, `[layer]`.
    pub updates: Vec<f32>,
}

/// Follows one run. It takes what it is given, so a run that nobody looked at has no past.
#[derive(Clone, Debug, Default)]
pub struct LayerHistory {
    moments: Vec<Moment>,
    /// The least distance between two moments, in epochs: it doubles whenever there is no room.
    spacing: f32,
}

impl LayerHistory {
    /// Takes a look at an epoch, unless one was taken shortly before. A look at an earlier epoch, or at another number of
    /// layers, is another run's and begins anew.
    pub fn push(&mut self, epoch: f64, look: &Layers) {
        let epoch = epoch as f32;
        if let Some(last) = self.moments.last() {
            if epoch < last.epoch || last.gradients.len() != look.layers.len() {
                *self = Self::default();
            } else if epoch == last.epoch || epoch - last.epoch < self.spacing {
                return;
            }
        }
        self.moments.push(Moment {
            epoch,
            gradients: look.layers.iter().map(|layer| layer.gradient).collect(),
            updates: look.layers.iter().map(|layer| layer.update).collect(),
        });
        if self.moments.len() > MOST {
            let mut place = 0;
            self.moments.retain(|_| {
                place += 1;
                place % 2 == 1
            });
            if let [first, .., last] = self.moments.as_slice() {
                self.spacing = (last.epoch - first.epoch) / (MOST / 2) as f32;
            }
        }
    }

    /// Adds the past to a look.
    pub fn fill(&self, look: &mut Layers) {
        look.history.clone_from(&self.moments);
    }
}
