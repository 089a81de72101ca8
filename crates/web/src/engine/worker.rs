//! The worker's side of the thread: the engine behind messages.

use crate::engine::answers;
use crate::platform::{browser, code_split, wire};
use js_sys::{Array, Object, Reflect, Uint8Array};
use nabla_app::{Command, Engine, Frame, Picture, Refused, Reply};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort};

/// What a worker's first word is, once it takes commands.
pub(crate) const READY: &str = "ready";
/// The field of a message that holds a [`Reply`].
pub(crate) const REPLY: &str = "reply";
/// The field beside a frame that has the pixels of its pictures, in their order.
pub(crate) const PICTURES: &str = "pictures";
/// The field beside a frame that answers the open view.
pub(crate) const ANSWER: &str = "answer";
/// The field of a message that says why the worker has died.
pub(crate) const FATAL: &str = "fatal";

struct Worker {
    scope: DedicatedWorkerGlobalScope,
    engine: RefCell<Engine>,
    /// A message to itself: the way back to the event loop, where commands wait, without a timer's delay.
    again: MessagePort,
}

/// Makes a dedicated worker's thread an engine: commands come as messages, frames go as messages.
#[wasm_bindgen]
pub fn start_worker() -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    report_panics(scope.clone());
    #[cfg(feature = "split")]
    code_split::fetch_with(|| Box::pin(answers::fetch()));
    let channel = MessageChannel::new()?;
    let worker = Rc::new(Worker { scope: scope.clone(), engine: RefCell::default(), again: channel.port2() });

    let looping = Rc::clone(&worker);
    let on_again = Closure::<dyn FnMut()>::new(move || looping.work());
    channel.port1().set_onmessage(Some(on_again.as_ref().unchecked_ref()));
    on_again.forget();

    let obeying = Rc::clone(&worker);
    let on_command = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(command) = wire::unpack::<Command>(event.data()) {
            let looks = matches!(command, Command::Query(Some(_)));
            let obeyed = obeying.engine.borrow_mut().handle(command);
            if let Err(refused) = obeyed {
                let _ = obeying.refuse(refused);
            }
            if looks {
                let looking = Rc::clone(&obeying);
                code_split::load(move |_| looking.draw_again());
            }
            obeying.work();
        }
    });
    scope.set_onmessage(Some(on_command.as_ref().unchecked_ref()));
    on_command.forget();
    scope.post_message(&READY.into())
}

impl Worker {
    fn work(&self) {
        let work = self.engine.borrow_mut().work(&browser::now);
        if let Some(frame) = work.frame {
            let seen = self.engine.borrow_mut().answer(&browser::now, answers::write);
            // A message that cannot be posted means the page is gone.
            let _ = self.post(frame, seen);
        }
        if work.again {
            let _ = self.again.post_message(&JsValue::NULL);
        }
    }

    /// The code of the views has come.
    fn draw_again(&self) {
        self.engine.borrow_mut().draw_again();
        self.work();
    }

    fn refuse(&self, refused: Refused) -> Result<(), JsValue> {
        let message = Object::new();
        let reply = wire::pack(&Reply::Refused(refused)).ok_or(JsValue::NULL)?;
        Reflect::set(&message, &REPLY.into(), &reply)?;
        self.scope.post_message(&message)
    }

    fn post(&self, frame: Frame, seen: Option<Vec<u8>>) -> Result<(), JsValue> {
        let message = Object::new();
        let buffer = |picture: &Picture| Uint8Array::from(picture.pixels.as_slice()).buffer();
        let pictures: Array = frame.pictures.iter().map(buffer).collect();
        Reflect::set(&message, &PICTURES.into(), &pictures)?;
        if let Some(seen) = seen {
            Reflect::set(&message, &ANSWER.into(), &Uint8Array::from(seen.as_slice()))?;
        }
        let reply = wire::pack(&Reply::Frame(Box::new(frame))).ok_or(JsValue::NULL)?;
        Reflect::set(&message, &REPLY.into(), &reply)?;
        self.scope.post_message_with_transfer(&message, &pictures.concat(&Array::of1(&reply.buffer())))
    }
}

/// A panic reaches the page only as `unreachable`; this says first what it was.
fn report_panics(scope: DedicatedWorkerGlobalScope) {
    // The hook must be `Sync`; this thread is the only one that ever sees the scope.
    thread_local!(static SCOPE: RefCell<Option<DedicatedWorkerGlobalScope>> = const { RefCell::new(None) });
    SCOPE.set(Some(scope));
    std::panic::set_hook(Box::new(|panic| {
        SCOPE.with_borrow(|scope| {
            if let Some(scope) = scope {
                let message = Object::new();
                let _ = Reflect::set(&message, &FATAL.into(), &panic.to_string().into());
                let _ = scope.post_message(&message);
            }
        });
    }));
}
