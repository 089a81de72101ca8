//! Where the engine runs: in a worker, or, where none can start, on the page in slices of time.

use crate::canvases::Pictures;
use crate::engine::answers;
use crate::engine::worker::{ANSWER, FATAL, PICTURES, READY, REPLY};
use crate::platform::image::Image;
use crate::platform::{browser, code_split, wire};
use js_sys::{Array, Reflect, Uint8Array, Uint8ClampedArray};
use nabla_app::{Command, Engine, Frame, Picture, Refused, Reply};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// A worker that has died this often in a row is given up, and the page trains by itself.
const CRASHES: u32 = 3;

/// What the engine sends.
pub(crate) enum HostEvent {
    /// A frame and its pictures.
    Frame(Box<Frame>, Pictures),
    /// A session that could not be opened.
    Refused(Refused),
    /// The engine is lost; a new one waits for commands.
    Lost,
}

enum Place {
    Worker { worker: Worker, ready: bool, waiting: Vec<Command> },
    Page(Rc<RefCell<Engine>>),
}

/// The engine's place, and the way there.
pub(crate) struct Host {
    place: RefCell<Place>,
    crashes: Cell<u32>,
    glue: String,
    script: String,
    report: Box<dyn Fn(HostEvent)>,
}

impl Host {
    /// Starts an engine. `glue` is the address of the module's JavaScript, `script` the worker's own.
    pub fn start(glue: String, script: String, report: impl Fn(HostEvent) + 'static) -> Rc<Self> {
        let host = Rc::new(Self {
            place: RefCell::new(Place::Page(Rc::default())),
            crashes: Cell::new(0),
            glue,
            script,
            report: Box::new(report),
        });
        host.start_engine();
        host
    }

    /// Sends one command.
    pub fn send(self: &Rc<Self>, command: Command) {
        match &mut *self.place.borrow_mut() {
            Place::Worker { worker, ready: true, .. } => {
                if let Some(message) = wire::pack(&command) {
                    let _ = worker.post_message(&message);
                }
            }
            Place::Worker { waiting, .. } => waiting.push(command),
            Place::Page(engine) => {
                let engine = Rc::clone(engine);
                let host = Rc::clone(self);
                if matches!(command, Command::Query(Some(_))) {
                    let (engine, host) = (Rc::clone(&engine), Rc::clone(&host));
                    code_split::load(move |_| {
                        engine.borrow_mut().draw_again();
                        host.work(engine);
                    });
                }
                browser::later(0, move || {
                    let obeyed = engine.borrow_mut().handle(command);
                    if let Err(refused) = obeyed {
                        (host.report)(HostEvent::Refused(refused));
                    }
                    host.work(engine);
                });
            }
        }
    }

    /// One slice of training on the page, and the next if there is more to do.
    fn work(self: Rc<Self>, engine: Rc<RefCell<Engine>>) {
        let work = engine.borrow_mut().work(&browser::now);
        if let Some(mut frame) = work.frame {
            let seen = engine.borrow_mut().answer(&browser::now, answers::write);
            frame.answer = seen.and_then(|seen| answers::read(&seen));
            let pixels = |picture: &Picture| Uint8ClampedArray::from(picture.pixels.as_slice());
            let pictures = images(&frame, pixels);
            (self.report)(HostEvent::Frame(Box::new(frame), pictures));
        }
        // Held by its place and by this call alone: with more holders a next slice is already waiting.
        if work.again && Rc::strong_count(&engine) <= 2 {
            browser::later(0, move || self.work(engine));
        }
    }

    /// Puts a new engine in place.
    fn start_engine(self: &Rc<Self>) {
        let worker = (self.crashes.get() < CRASHES).then(|| self.worker());
        let place = match worker {
            Some(Ok(worker)) => Place::Worker { worker, ready: false, waiting: Vec::new() },
            _ => Place::Page(Rc::default()),
        };
        self.place.replace(place);
    }

    fn worker(self: &Rc<Self>) -> Result<Worker, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&self.script, &options)?;

        let host = Rc::clone(self);
        browser::listen(&worker, "message", move |event: MessageEvent| host.hear(&event.data()));
        let host = Rc::clone(self);
        browser::listen(&worker, "error", move |event: web_sys::Event| {
            event.prevent_default();
            host.lose();
        });

        let start = js_sys::Object::new();
        Reflect::set(&start, &"glue".into(), &self.glue.as_str().into())?;
        Reflect::set(&start, &"module".into(), &wasm_bindgen::module())?;
        worker.post_message(&start)?;
        Ok(worker)
    }

    fn hear(self: &Rc<Self>, message: &JsValue) {
        if message.as_string().as_deref() == Some(READY) {
            let waiting = match &mut *self.place.borrow_mut() {
                Place::Worker { ready, waiting, .. } => {
                    *ready = true;
                    std::mem::take(waiting)
                }
                Place::Page(_) => Vec::new(),
            };
            waiting.into_iter().for_each(|command| self.send(command));
        } else if Reflect::has(message, &FATAL.into()).unwrap_or(false) {
            self.lose();
        } else if let Ok(report) = unpack(message) {
            self.crashes.set(0);
            (self.report)(report);
        }
    }

    /// The engine is gone: replace it, and say so. One that never came up is replaced by the page in silence.
    pub fn lose(self: &Rc<Self>) {
        let waiting = match &mut *self.place.borrow_mut() {
            Place::Worker { worker, ready, waiting } => {
                worker.terminate();
                (!*ready).then(|| std::mem::take(waiting))
            }
            Place::Page(_) => return,
        };
        self.crashes.set(if waiting.is_some() { CRASHES } else { self.crashes.get() + 1 });
        self.start_engine();
        match waiting {
            Some(waiting) => waiting.into_iter().for_each(|command| self.send(command)),
            None => (self.report)(HostEvent::Lost),
        }
    }
}

impl Host {
    /// Ends it: a worker goes, an engine on the page has nothing more to do.
    pub fn stop(&self) {
        if let Place::Worker { worker, .. } = self.place.replace(Place::Page(Rc::default())) {
            worker.terminate();
        }
    }
}

/// The pictures of a session, drawn at once by an engine of the page's own.
pub(crate) fn draw_at_once(commands: impl IntoIterator<Item = Command>) -> Pictures {
    let mut engine = Engine::default();
    for command in commands {
        // A session that is shown has been opened before.
        let _ = engine.handle(command);
    }
    let frame = engine.work(&browser::now).frame;
    frame.map_or_else(Vec::new, |frame| images(&frame, |it| Uint8ClampedArray::from(it.pixels.as_slice())))
}

fn unpack(message: &JsValue) -> Result<HostEvent, JsValue> {
    let mut frame = match wire::unpack(Reflect::get(message, &REPLY.into())?).ok_or(JsValue::NULL)? {
        Reply::Frame(frame) => frame,
        Reply::Refused(refused) => return Ok(HostEvent::Refused(refused)),
    };
    if let Ok(seen) = Reflect::get(message, &ANSWER.into())?.dyn_into::<Uint8Array>() {
        frame.answer = answers::read(&seen.to_vec());
    }
    let mut buffers = Array::from(&Reflect::get(message, &PICTURES.into())?).into_iter();
    let pictures = images(&frame, |_| Uint8ClampedArray::new(&buffers.next().unwrap_or_default()));
    Ok(HostEvent::Frame(frame, pictures))
}

/// The pictures of a frame, with their pixels from where they are.
fn images(frame: &Frame, mut pixels: impl FnMut(&Picture) -> Uint8ClampedArray) -> Pictures {
    let image = |picture: &Picture| {
        (picture.of, Image { pixels: pixels(picture), width: picture.width, height: picture.height })
    };
    frame.pictures.iter().map(image).collect()
}
