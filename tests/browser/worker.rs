//! The page's worker script around the module under test.

use crate::engine::recordings;
use crate::{until, window};
use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use nabla_app::{Command, Frame, Pictured, Refusal, Reply, Stride};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, BlobPropertyBag, MessageEvent, Url, Worker, WorkerOptions, WorkerType};

/// A worker, and what it has said and nobody has yet heard.
struct Hired {
    worker: Worker,
    said: Rc<RefCell<Vec<JsValue>>>,
    _listener: Closure<dyn FnMut(MessageEvent)>,
}

impl Hired {
    fn new() -> Self {
        let script = Array::of1(&include_str!("../../web/worker.js").into());
        let kind = BlobPropertyBag::new();
        kind.set_type("text/javascript");
        let script = Blob::new_with_str_sequence_and_options(&script, &kind).unwrap();
        let script = Url::create_object_url_with_blob(&script).unwrap();
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&script, &options).unwrap();

        let said: Rc<RefCell<Vec<JsValue>>> = Rc::default();
        let heard = Rc::clone(&said);
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            heard.borrow_mut().push(event.data());
        });
        worker.set_onmessage(Some(listener.as_ref().unchecked_ref()));

        // The test server's name for the module's JavaScript.
        let glue = format!("{}/wasm-bindgen-test.js", window().location().origin().unwrap());
        let start = Object::new();
        Reflect::set(&start, &"glue".into(), &glue.into()).unwrap();
        Reflect::set(&start, &"module".into(), &wasm_bindgen::module()).unwrap();
        worker.post_message(&start).unwrap();
        Self { worker, said, _listener: listener }
    }

    fn send(&self, command: &Command) {
        let bytes = postcard::to_allocvec(command).unwrap();
        self.worker.post_message(&Uint8Array::from(bytes.as_slice())).unwrap();
    }

    /// The worker's next word.
    async fn word(&self) -> JsValue {
        until("the worker's word", || !self.said.borrow().is_empty()).await;
        self.said.borrow_mut().remove(0)
    }

    /// The worker's next reply, and the message it came in.
    async fn reply(&self) -> (Reply, JsValue) {
        let word = self.word().await;
        let reply: Uint8Array =
            Reflect::get(&word, &"reply".into()).unwrap().dyn_into().unwrap_or_else(|_| panic!("{word:?}"));
        (postcard::from_bytes(&reply.to_vec()).unwrap(), word)
    }

    /// The next frame, after asking for it, and the bytes of its pictures.
    async fn frame(&self) -> (Frame, Vec<u32>) {
        self.send(&Command::Ready);
        let (reply, word) = self.reply().await;
        let Reply::Frame(frame) = reply else { panic!("{reply:?}") };
        let pictures = Array::from(&Reflect::get(&word, &"pictures".into()).unwrap());
        let bytes = |pixels: JsValue| pixels.unchecked_into::<ArrayBuffer>().byte_length();
        (*frame, pictures.iter().map(bytes).collect())
    }
}

#[wasm_bindgen_test]
async fn a_worker_trains_as_the_original_was_recorded() {
    let recording = recordings().pop().unwrap();
    let hired = Hired::new();
    // A command sent before the worker is up waits for it.
    hired.send(&Command::Open { session: 7, snapshot: recording.snapshot() });
    assert_eq!(hired.word().await.as_string().as_deref(), Some("ready"));
    let (frame, bytes) = hired.frame().await;
    recording.check_beginning(&frame);
    let pictures: Vec<_> = frame.pictures.iter().map(|it| (it.of, it.width, it.height)).collect();
    assert_eq!(pictures, [(Pictured::Focus, 100, 100), (Pictured::Neurons, 24, (8 + 8 + 1) * 24)]);
    assert_eq!(
        bytes,
        pictures.iter().map(|(_, width, height)| (4 * width * height) as u32).collect::<Vec<_>>()
    );
    for epoch in 1..=5 {
        hired.send(&Command::Step(Stride::Epoch));
        let (frame, _) = hired.frame().await;
        assert!(frame.progress.epoch == epoch && frame.points.is_none() && frame.layout.is_none());
        assert_eq!(recording.check_losses(&frame), [1, 2, 5].contains(&epoch));
    }
    let mut misfit = recording.snapshot();
    misfit.network = Some(Vec::new());
    hired.send(&Command::Open { session: 8, snapshot: misfit });
    let (reply, _) = hired.reply().await;
    let Reply::Refused(refused) = reply else { panic!("{reply:?}") };
    assert_eq!((refused.session, refused.reason), (8, Refusal::Network));
    let (frame, _) = hired.frame().await;
    assert_eq!((frame.session, frame.progress.epoch), (7, 5), "the session before it goes on");
    hired.worker.terminate();
}
