//! The engine as `cargo xtask bench` runs it in Node.
//!
//! Nothing here is tuned: the crate is built by the profile of the page's own crates, for size, and only `nabla-nn` for
//! speed. What is measured is therefore the code that a visitor's browser runs.

#![deny(missing_docs)]

#[cfg(target_arch = "wasm32")]
mod peak;
#[cfg(target_arch = "wasm32")]
mod session;

use nabla_nn::{PlaygroundFile, Trainer, link};
use wasm_bindgen::prelude::*;

/// A network in training.
#[wasm_bindgen]
pub struct Engine {
    trainer: Trainer,
    maps: Vec<f32>,
}

#[wasm_bindgen]
impl Engine {
    /// Opens a link, every value of which must be usable as it is.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Engine, JsError> {
        let (config, mut notices) = link::parse(text);
        let (config, corrections) = config.validate();
        notices.extend(corrections);
        match notices.first() {
            Some(notice) => Err(JsError::new(&notice.to_string())),
            None => Ok(Self { trainer: Trainer::new(&config), maps: Vec::new() }),
        }
    }

    /// Trains so many epochs.
    pub fn train(&mut self, epochs: u32) {
        for _ in 0..epochs {
            self.trainer.finish_epoch();
        }
    }

    /// All neurons over the square, so many times; how many values that is.
    pub fn map(&mut self, resolution: u32, times: u32) -> usize {
        for _ in 0..times {
            self.trainer.network().neuron_maps(resolution as usize, &mut self.maps);
        }
        self.maps.len()
    }

    /// The training loss now.
    pub fn loss(&self) -> f64 {
        self.trainer.measure().train_loss
    }

    /// A playground file of the points and the parameters.
    pub fn file(&self) -> Result<String, JsError> {
        let (points, network) = (self.trainer.points(), self.trainer.parameters());
        let link = String::new();
        Ok(PlaygroundFile { link, points: Some(points), network: Some(network), average: None }.to_json()?)
    }
}
