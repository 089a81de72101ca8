//! The model behind two signals: one for what controls show, one for what every frame changes.
//!
//! The store names nobody who does what it asks for: the effects of a change go to the function it is given.

use crate::canvases::Canvases;
use crate::i18n::Locale;
use crate::platform::address;
use crate::platform::browser::{self, Keep};
use leptos::prelude::*;
use nabla_app::{Effect, Model, Msg, RaceMsg, Snapshot};
use std::ops::Deref;
use std::rc::Rc;

/// Where the tab keeps its session.
const SESSION: &str = "nabla.session";

/// The page's one store; a copy is a handle.
#[derive(Clone, Copy)]
pub(crate) struct Store {
    model: StoredValue<Model, LocalStorage>,
    sink: StoredValue<Sink, LocalStorage>,
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
    pub canvases: Canvases,
}

/// Does what a change asks for.
type Sink = Rc<dyn Fn(Store, Effect)>;

/// What happens to the model, and what follows from it.
type ModelUpdate = Box<dyn FnOnce(&mut Model) -> Vec<Effect>>;

impl Store {
    /// An empty store. What its changes ask for goes to `sink`, one effect after the other.
    pub fn new(locale: Locale, sink: impl Fn(Self, Effect) + 'static) -> Self {
        Self {
            model: StoredValue::new_local(Model::default()),
            sink: StoredValue::new_local(Rc::new(sink)),
            changed: Trigger::new(),
            ticked: Trigger::new(),
            opened: Trigger::new(),
            locale: RwSignal::new(locale),
            said: RwSignal::new(String::new()),
            canvases: Canvases::new(),
        }
    }

    /// Opens the address's link, or the session that this tab has kept of it.
    pub fn open_session(self) {
        let kept = Keep::Tab.get(SESSION).and_then(|text| Snapshot::from_text(&text)).map(Box::new);
        self.dispatch(Msg::Opened { link: address::hash(), kept });
    }

    /// Keeps the session for a reload of this tab.
    pub fn keep_session(self) {
        // While the model is being changed it cannot be read; what was kept last then stays.
        let Some(snapshot) = self.model.try_with_value(Model::snapshot) else { return };
        let keep = |snapshot: &Snapshot| snapshot.to_text().is_some_and(|text| Keep::Tab.set(SESSION, &text));
        if !keep(&snapshot) {
            // The weights of a very large network are more than a tab may keep. An older session must not stay instead.
            keep(&Snapshot { network: None, average: None, epoch: 0, ..snapshot });
        }
    }

    /// Lets something happen.
    pub fn dispatch(self, msg: Msg) {
        let frame = matches!(msg, Msg::Frame(_));
        self.change(frame, Box::new(move |model| model.update(msg)));
    }

    /// Lets something happen in the race. Only code that is loaded late may call this: the race's is.
    pub fn race(self, msg: RaceMsg) {
        let frame = matches!(msg, RaceMsg::Frame(..));
        self.change(frame, Box::new(move |model| model.race(msg)));
    }

    /// Changes the model and has done what follows from it; a frame changes little.
    fn change(self, frame: bool, change: ModelUpdate) {
        let points = self.peek(|model| Rc::clone(&model.points));
        let (effects, changed) = self
            .model
            .try_update_value(|model| {
                let before = model.shown();
                (change(model), before != model.shown())
            })
            .unwrap_or_default();
        let sink = self.sink.get_value();
        effects.into_iter().for_each(|effect| sink(self, effect));
        if !frame || changed || self.peek(|model| !Rc::ptr_eq(&points, &model.points)) {
            self.canvases.mark_dirty();
        }
        if !frame || changed {
            self.changed.notify();
        }
        if frame && !changed && self.peek(|model| model.playing || model.race.running) {
            self.canvases.defer_text();
        } else {
            self.tick();
        }
    }

    /// Text and views follow what frames have changed.
    pub fn tick(self) {
        self.ticked.notify();
    }

    /// The address that opens this playground.
    pub fn address(self) -> String {
        let address = browser::window().location().href().unwrap_or_default();
        let base = address.split('#').next().unwrap_or_default();
        format!("{base}#{}", self.read(Model::link))
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
}
