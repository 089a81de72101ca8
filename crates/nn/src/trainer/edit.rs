//! Reading and changing a trainer's parameters.

use super::{Train, Trainer, UpdateState};
use crate::parameters::is_usable;
use crate::{FileError, ParameterId, Parameters};

impl<R: Train> Trainer<R> {
    /// What the network that trains has learned.
    pub fn parameters(&self) -> Parameters {
        self.network.parameters()
    }

    /// Replaces the parameters; links that L1 had cut learn again, and the optimizer starts afresh.
    ///
    /// # Errors
    ///
    /// The shape is another, or a value is not finite; nothing has changed then.
    pub fn set_parameters(&mut self, parameters: &Parameters) -> Result<(), FileError> {
        self.network.set_parameters(parameters)?;
        self.updates = UpdateState::new(&self.config, &self.network);
        Ok(())
    }

    /// Replaces the running average, where one is kept: without it, [`Trainer::set_parameters`] starts one anew.
    ///
    /// # Errors
    ///
    /// As [`Trainer::set_parameters`].
    pub fn set_average(&mut self, parameters: &Parameters) -> Result<(), FileError> {
        match &mut self.updates.average {
            Some((average, _)) => average.set_parameters(parameters),
            None => Ok(()),
        }
    }

    /// Sets one parameter, and lets a weight that L1 had cut learn again; false, and nothing changed, if there is no such
    /// parameter or the value is not finite.
    pub fn set_parameter(&mut self, id: ParameterId, value: f64) -> bool {
        let Some(place) = self.network.place(id).filter(|_| is_usable(value)) else { return false };
        self.network.values[place] = R::from_f64(value);
        if let Some((average, _)) = &mut self.updates.average {
            average.values[place] = R::from_f64(value);
        }
        self.updates.sgd.revive(place);
        true
    }
}
