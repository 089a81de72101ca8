//! The model behind two signals: one for what controls show, one for what every frame changes.

use crate::engine::host::{Host, Report};
use crate::i18n::Locale;
use crate::lazy;
use crate::platform::browser::{self, Keep};
use crate::platform::wire;
use crate::renderer::Screen;
use leptos::prelude::*;
use nabla_app::{Command, Effect, Model, Msg, RaceMsg};
use std::ops::Deref;
use std::rc::Rc;

/// Where the tab keeps its session.
pub(crate) const SESSION: &str = "nabla.session";
/// Milliseconds between two pictures of a race.
const FRAME: i32 = 16;
/// Where the language is kept.
pub(crate) const LANGUAGE: &str = "nabla.language";

/// The page's one store; a copy is a handle.
#[derive(Clone, Copy)]
pub(crate) struct Store {
    model: StoredValue<Model, LocalStorage>,
    host: StoredValue<Option<Rc<Host>>, LocalStorage>,
    /// The engines of the race.
    lanes: StoredValue<Vec<Rc<Host>>, LocalStorage>,
    /// The module's JavaScript and the worker's own: what an engine is started with.
    scripts: StoredValue<[String; 2], LocalStorage>,
    /// Notified when settings, selection, notices … change.
    changed: Trigger,
    /// Notified with every frame.
    ticked: Trigger,
    /// Notified when a card or a drawer opens: what is not seen is not drawn, and must be then.
    opened: Trigger,
    /// The page's language.
    pub locale: RwSignal<Locale>,
    /// What the live region says.
    pub said: RwSignal<String>,
    /// The pictures.
    pub screen: Screen,
}

/// What happens to the model, and what follows from it.
type Change = Box<dyn FnOnce(&mut Model) -> Vec<Effect>>;

impl Store {
    /// An empty store; [`Store::start`] brings the engine.
    pub fn new(locale: Locale) -> Self {
        Self {
            model: StoredValue::new_local(Model::default()),
            host: StoredValue::new_local(None),
            lanes: StoredValue::new_local(Vec::new()),
            scripts: StoredValue::new_local(Default::default()),
            changed: Trigger::new(),
            ticked: Trigger::new(),
            opened: Trigger::new(),
            locale: RwSignal::new(locale),
            said: RwSignal::new(String::new()),
            screen: Screen::new(),
        }
    }

    /// Starts the engine and opens the address's link.
    pub fn start(self, glue: String, worker: String) {
        self.scripts.set_value([glue.clone(), worker.clone()]);
        let host = Host::start(glue, worker, move |report| match report {
            Report::Frame(frame, picture) => {
                let before = self.peek(|model| Rc::clone(&model.network));
                self.dispatch(Msg::Frame(frame));
                // A frame of a network that has been replaced meanwhile brings none, and its pixels are not drawn.
                let is_shown = self.peek(|model| !Rc::ptr_eq(&before, &model.network));
                self.screen.take(is_shown.then_some(picture));
            }
            Report::Lost => self.dispatch(Msg::EngineLost),
        });
        self.host.set_value(Some(host));
        let kept = Keep::Tab.get(SESSION).and_then(|text| wire::from_text(&text)).map(Box::new);
        self.dispatch(Msg::Opened { link: browser::hash(), kept });
        self.send(Command::Ready);
    }

    /// Lets something happen.
    pub fn dispatch(self, msg: Msg) {
        let frame = matches!(msg, Msg::Frame(_));
        self.change(frame, Box::new(move |model| model.update(msg)));
    }

    /// Lets something happen in the race.
    pub fn race(self, msg: RaceMsg) {
        let frame = matches!(msg, RaceMsg::Frame(..));
        self.change(frame, Box::new(move |model| lazy::race(model, msg)));
    }

    /// Changes the model and does what follows from it; a frame changes little.
    fn change(self, frame: bool, change: Change) {
        // What controls show of all that a frame brings.
        let shown = |model: &Model| {
            let points = (model.points.train.len(), model.points.test.len());
            (model.playing, model.race.running, model.network.len(), points)
        };
        let points = self.peek(|model| Rc::clone(&model.points));
        let (effects, changed) = self
            .model
            .try_update_value(|model| {
                let before = shown(model);
                (change(model), before != shown(model))
            })
            .unwrap_or_default();
        for effect in effects {
            match effect {
                Effect::Send(command) => self.send(command),
                Effect::Address(link) => browser::replace_hash(&link),
                Effect::Lanes(count) => self.have_lanes(count),
                // An animation frame's time apart, so that a race can be watched.
                Effect::Lane(lane, Command::Ready) => {
                    browser::later(FRAME, move || self.send_lane(lane, Command::Ready));
                }
                Effect::Lane(lane, command) => self.send_lane(lane, command),
            }
        }
        if !frame || changed || self.peek(|model| !Rc::ptr_eq(&points, &model.points)) {
            self.screen.soil();
        }
        if !frame || changed {
            self.changed.notify();
        }
        if frame && !changed && self.peek(|model| model.playing || model.race.running) {
            self.screen.owe_words();
        } else {
            self.tick();
        }
    }

    /// Words and views follow what frames have changed.
    pub fn tick(self) {
        self.ticked.notify();
    }

    /// Tells the engine.
    pub fn send(self, command: Command) {
        self.host.with_value(|host| {
            if let Some(host) = host {
                host.send(command);
            }
        });
    }

    /// Starts engines for the race, or lets them go.
    fn have_lanes(self, count: usize) {
        let [glue, worker] = self.scripts.get_value();
        self.lanes.update_value(|lanes| {
            lanes.iter().skip(count).for_each(|host| host.stop());
            lanes.truncate(count);
            for lane in lanes.len()..count {
                let start = Host::start(glue.clone(), worker.clone(), move |report| match report {
                    Report::Frame(frame, picture) => {
                        self.screen.draw_lane(lane, &picture);
                        self.race(RaceMsg::Frame(lane, frame));
                    }
                    Report::Lost => self.race(RaceMsg::Stop),
                });
                lanes.push(start);
            }
        });
    }

    fn send_lane(self, lane: usize, command: Command) {
        if let Some(host) = self.lanes.with_value(|lanes| lanes.get(lane).cloned()) {
            host.send(command);
        }
    }

    /// The page's language; the page is built anew when it changes.
    pub fn language(self) -> Locale {
        self.locale.get_untracked()
    }

    /// A card or a drawer has opened.
    pub fn open(self) {
        self.opened.notify();
    }

    /// Runs again when a card or a drawer opens.
    pub fn follow_opening(self) {
        self.opened.track();
    }

    /// Reads what controls show; runs again when settings change.
    pub fn read<T>(self, get: impl FnOnce(&Model) -> T) -> T {
        self.changed.track();
        self.peek(get)
    }

    /// Reads what frames change; runs again with every frame.
    pub fn live<T>(self, get: impl FnOnce(&Model) -> T) -> T {
        self.ticked.track();
        self.peek(get)
    }

    /// Reads without running again.
    pub fn peek<T>(self, get: impl FnOnce(&Model) -> T) -> T {
        get(&self.model())
    }

    /// The way to the model is the same for all who read it, and so is its code.
    #[inline(never)]
    fn model(self) -> impl Deref<Target = Model> {
        self.model.read_value()
    }

    /// Keeps the session for a reload of this tab.
    pub fn keep(self) {
        if let Some(text) = wire::to_text(&self.peek(Model::snapshot)) {
            Keep::Tab.set(SESSION, &text);
        }
    }
}
