//! The page's half and the engine's, driven together: what the model sends reaches a real engine, whose frames come
//! back.

mod any_order;
mod doctor;
mod opening;
mod playing;
mod racing;
mod settings;
mod travel;
mod undo;

use crate::{Command, Effect, Engine, Frame, Model, Msg, Remark, Snapshot, Speed, StopReason, Stride};
use nabla_nn::link::{self, Key};
use nabla_nn::{Change, ParameterId, Parameters, PlaygroundFile, ValidConfig};
use nabla_scene::Part;
use std::cell::Cell;

/// A page and its engine.
struct Page {
    model: Model,
    engine: Engine,
    lanes: Vec<Engine>,
    /// What the address bar shows.
    address: String,
    clock: Cell<f64>,
    /// Whether what is opened next arrives at the engine with the weights of another network.
    is_next_damaged: bool,
}

/// A file of this text has been chosen.
fn opened(text: &str) -> Msg {
    Msg::FileOpened(Box::new(PlaygroundFile::from_json(text)))
}

/// The first weight of the first neuron.
const WEIGHT: ParameterId = ParameterId::Weight { layer: 0, neuron: 0, input: 0 };

impl Page {
    /// A page at a link, with the first picture drawn.
    fn open(link: &str) -> Self {
        let mut page = Self::returned(link, None);
        page.settle();
        page
    }

    /// A page at a link that finds what an earlier visit has kept; nothing drawn yet.
    fn returned(link: &str, kept: Option<Snapshot>) -> Self {
        let (model, engine) = (Model::default(), Engine::default());
        let lanes = Vec::new();
        let mut page = Self {
            model,
            engine,
            lanes,
            address: String::new(),
            clock: Cell::new(0.0),
            is_next_damaged: false,
        };
        // Small pictures: drawing is not what is tested.
        page.send(Msg::MapSize { map: 4, tile: 2 });
        page.send(Msg::Opened { link: link.into(), kept: kept.map(Box::new) });
        page
    }

    /// One message, its effects carried out; no frame is asked for.
    fn send(&mut self, msg: Msg) -> Vec<Effect> {
        let effects = self.model.update(msg);
        self.obey(&effects);
        effects
    }

    fn tell_engine(&mut self, mut command: Command) {
        // With nothing to go back to it is a link alone that is opened, and no engine refuses that.
        if let Command::Open { snapshot, .. } = &mut command
            && (self.model.fallback.is_some() || snapshot.network.is_some() || snapshot.initial.is_some())
            && std::mem::take(&mut self.is_next_damaged)
        {
            snapshot.network = Some(Vec::new());
        }
        if let Err(refused) = self.engine.handle(command) {
            self.send(Msg::Refused(refused));
        }
    }

    fn obey(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Send(command) => self.tell_engine(command.clone()),
                Effect::Address(link) => self.address.clone_from(link),
                Effect::Lanes(count) => self.lanes.resize_with(*count, Engine::default),
                Effect::Lane(lane, command) => self.lanes[*lane].handle(command.clone()).unwrap(),
            }
        }
    }

    fn set(&mut self, change: Change) -> Vec<Effect> {
        self.send(Msg::Set(change.into()))
    }

    /// So many hidden layers, as the stepper asks for them.
    fn set_layers(&mut self, count: usize) -> Vec<Effect> {
        let change = Change::layers(&self.model.config, count);
        self.set(change)
    }

    /// So many neurons in a hidden layer, as its stepper asks for them.
    fn set_neurons(&mut self, layer: usize, count: usize) -> Vec<Effect> {
        let change = Change::neurons(&self.model.config, layer, count);
        self.set(change)
    }

    /// The next picture, if there is one to come.
    fn frame(&mut self) -> Option<Frame> {
        self.engine.handle(Command::Ready).unwrap();
        loop {
            let work = self.engine.work(&|| {
                self.clock.set(self.clock.get() + 1.0);
                self.clock.get()
            });
            if let Some(mut frame) = work.frame {
                frame.answer = self.engine.answer(&|| self.clock.get(), nabla_lab::Lab::answer);
                return Some(frame);
            }
            if !work.again {
                return None;
            }
        }
    }

    /// Shows the next picture; whether there was one.
    fn tick(&mut self) -> bool {
        let frame = self.frame();
        frame.map(|frame| self.send(Msg::Frame(Box::new(frame)))).is_some()
    }

    /// Shows what a paused engine still has to show.
    fn settle(&mut self) {
        while self.tick() && !self.model.playing {}
    }

    /// Trains to the end of an epoch, and shows it.
    fn step(&mut self) {
        self.send(Msg::Step);
        self.settle();
    }

    /// Plays until training stops by itself.
    fn play_until_stopped(&mut self) -> StopReason {
        self.send(Msg::TogglePlay);
        for _ in 0..500 {
            self.tick();
            if let Some(stop_reason) = self.model.stop_reason {
                return stop_reason;
            }
        }
        panic!("no stop_reason");
    }

    fn weight(&self) -> f64 {
        f64::from(self.model.network.get(WEIGHT).unwrap())
    }

    fn weights(&self) -> Parameters {
        self.model.network.parameters()
    }
}

/// The settings of a link.
fn config(text: &str) -> ValidConfig {
    link::parse(text).0.validate().0
}

/// The commands among effects.
fn commands(effects: &[Effect]) -> Vec<&Command> {
    effects
        .iter()
        .filter_map(|effect| if let Effect::Send(command) = effect { Some(command) } else { None })
        .collect()
}
