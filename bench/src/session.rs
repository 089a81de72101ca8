//! A run as the page keeps it: every moment the engine records, and the loss curve.

use nabla_app::{Command, Engine, History, Snapshot, Speed, View};
use std::cell::Cell;
use wasm_bindgen::prelude::*;

/// The page's engine, flat out, and the curve beside it.
#[wasm_bindgen]
#[derive(Default)]
pub struct Session {
    engine: Engine,
    history: History,
    clock: Cell<f64>,
}

#[wasm_bindgen]
impl Session {
    /// Opens a link, with maps of one pixel: what is kept is the question, not what is drawn.
    #[wasm_bindgen(constructor)]
    pub fn new(link: String) -> Result<Session, JsError> {
        let mut session = Self::default();
        let snapshot = Snapshot { link, points: None, initial: None, network: None, average: None, epoch: 0 };
        let view = Command::View(View { map: 1, tile: 1, ..View::default() });
        for command in [Command::Open { session: 1, snapshot: Box::new(snapshot) }, view] {
            obey(&mut session.engine, command)?;
        }
        Ok(session)
    }

    /// Trains to this epoch; the bytes of memory the module has then.
    pub fn run(&mut self, epoch: u32) -> Result<usize, JsError> {
        // A clock of its own makes every slice of training equally long.
        let clock = || self.clock.replace(self.clock.get() + 1.0);
        for command in [Command::Until(Some(epoch.into())), Command::Play(Speed::Max), Command::Ready] {
            obey(&mut self.engine, command)?;
        }
        loop {
            let work = self.engine.work(&clock);
            if let Some(frame) = &work.frame {
                frame.samples.iter().for_each(|&sample| self.history.push(sample));
                let _ = self.engine.handle(Command::Ready);
            }
            if !work.again {
                return Ok(core::arch::wasm32::memory_size(0) * 65_536);
            }
        }
    }

    /// Measurements the curve is drawn from.
    pub fn samples(&self) -> usize {
        self.history.samples().len()
    }
}

fn obey(engine: &mut Engine, command: Command) -> Result<(), JsError> {
    engine.handle(command).map_err(|refused| JsError::new(&format!("{refused:?}")))
}
