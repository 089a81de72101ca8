//! A network's numbers as one flat list.

use crate::{Network, Real};

impl<R: Real> Network<R> {
    /// Copies every number the network has learned into a list that is reused: its [values](Network::values), then batch
    /// normalization's running averages.
    pub fn copy_numbers(&self, numbers: &mut Vec<R>) {
        numbers.clear();
        numbers.extend_from_slice(&self.values);
        numbers.extend_from_slice(&self.running);
    }

    /// Takes over every number of a network of the same shape; a list of another length changes nothing.
    pub fn set_numbers(&mut self, numbers: &[R]) {
        if numbers.len() == self.values.len() + self.running.len() {
            let (values, running) = numbers.split_at(self.values.len());
            self.values.copy_from_slice(values);
            self.running.copy_from_slice(running);
        }
    }
}
