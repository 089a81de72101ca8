//! Joins the store, the engines and the renderer: does what the store asks for, and tells it what the engines report.

use crate::canvases::find;
use crate::engine::host::{Host, HostEvent, draw_at_once};
use crate::platform::code_split::{Missing, at_once};
use crate::platform::{address, browser};
use crate::renderer;
use crate::store::Store;
use leptos::prelude::*;
use nabla_app::{Command, Effect, Model, Msg, Pictured, RaceMsg};
use nabla_scene::Theme;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::HtmlCanvasElement;

/// Milliseconds between two pictures of a race: an animation frame's time, so that it can be watched.
const FRAME: i32 = 16;

/// The engines; a copy is a handle.
#[derive(Clone, Copy)]
pub(crate) struct Runtime {
    /// The page's own, once it has started.
    host: StoredValue<Option<Rc<Host>>, LocalStorage>,
    /// Those of the race.
    lanes: StoredValue<Vec<Rc<Host>>, LocalStorage>,
    /// The module's JavaScript and the worker's own: what an engine is started with.
    scripts: StoredValue<[String; 2], LocalStorage>,
}

impl Runtime {
    /// No engine yet. `glue` is the address of the module's JavaScript, `worker` that of the worker's script.
    pub fn new(glue: String, worker: String) -> Self {
        Self {
            host: StoredValue::new_local(None),
            lanes: StoredValue::new_local(Vec::new()),
            scripts: StoredValue::new_local([glue, worker]),
        }
    }

    /// Starts the engine, opens the session, and draws for as long as the page lives.
    pub fn start(self, store: Store) {
        let [glue, worker] = self.scripts.get_value();
        let host = Host::start(glue, worker, move |report| match report {
            HostEvent::Frame(frame, pictures) => {
                let before = store.peek(|model| Rc::clone(&model.network));
                store.dispatch(Msg::Frame(frame));
                // A frame of a network that has been replaced meanwhile brings none, and its pixels are not drawn.
                let is_shown = store.peek(|model| !Rc::ptr_eq(&before, &model.network));
                store.canvases.take_frame(is_shown.then_some(pictures));
            }
            HostEvent::Refused(refused) => store.dispatch(Msg::Refused(refused)),
            HostEvent::Lost => store.dispatch(Msg::EngineLost),
        });
        self.host.set_value(Some(host));
        store.open_session();
        self.send(Command::Ready);
        let draw = renderer::run(store, move || self.send(Command::Ready));
        print_light(store, draw);
    }

    /// Does what the store asks for.
    pub fn obey(self, store: Store, effect: Effect) {
        match effect {
            Effect::Send(command) => self.send(command),
            Effect::Address(link) => address::replace_hash(&link),
            Effect::Lanes(count) => self.have_lanes(store, count),
            Effect::Lane(lane, Command::Ready) => {
                browser::later(FRAME, move || self.send_lane(lane, Command::Ready));
            }
            Effect::Lane(lane, command) => self.send_lane(lane, command),
        }
    }

    /// Tells the engine.
    fn send(self, command: Command) {
        self.host.with_value(|host| {
            if let Some(host) = host {
                host.send(command);
            }
        });
    }

    /// Starts engines for the race, or lets them go.
    fn have_lanes(self, store: Store, count: usize) {
        let [glue, worker] = self.scripts.get_value();
        self.lanes.update_value(|lanes| {
            lanes.iter().skip(count).for_each(|host| host.stop());
            lanes.truncate(count);
            for lane in lanes.len()..count {
                let start = Host::start(glue.clone(), worker.clone(), move |report| match report {
                    HostEvent::Frame(frame, pictures) => {
                        let canvas = store.canvases.lanes.get(lane);
                        let canvas = canvas.and_then(|canvas| canvas.get::<HtmlCanvasElement>());
                        if let (Some(canvas), Some(map)) = (canvas, find(&pictures, Pictured::Focus)) {
                            map.replace(&canvas);
                        }
                        at_once(race(store, RaceMsg::Frame(lane, frame)));
                    }
                    HostEvent::Refused(refused) => {
                        at_once(race(store, RaceMsg::Refused(refused)));
                    }
                    HostEvent::Lost => {
                        at_once(race(store, RaceMsg::Stop));
                    }
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
}

/// Paper is white: a dark page is light for as long as it is printed. The browser waits for nothing then, so the maps are
/// drawn on the page; the engine's own follow with its next frame.
fn print_light(store: Store, draw: impl Fn() + 'static) {
    let theme = Rc::new(Cell::new(None));
    let before = Rc::clone(&theme);
    browser::listen(&browser::window(), "beforeprint", move |_: web_sys::Event| {
        let shown = store.peek(|model| model.view.theme);
        if shown != Theme::Light {
            before.set(Some(shown));
            store.dispatch(Msg::Theme(Theme::Light));
            store.canvases.take_frame(Some(draw_at_once(store.peek(Model::reopen))));
            draw();
        }
    });
    browser::listen(&browser::window(), "afterprint", move |_: web_sys::Event| {
        if let Some(shown) = theme.take() {
            store.dispatch(Msg::Theme(shown));
        }
    });
}

/// What happens in a race; its code has been there since its view was opened.
#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(late, fallible, preload(fetch_race)))]
pub(crate) fn race(store: Store, msg: RaceMsg) -> Result<(), Missing> {
    store.race(msg);
    Ok(())
}
