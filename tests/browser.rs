//! The page and its engine in a real browser: what the native tests cannot see. The worker's own thread is covered by
//! the end-to-end tests; here no worker can start, so the page trains by itself, which is its fallback in a sandbox.
#![cfg(target_arch = "wasm32")]

use nabla_nn::{Trainer, ValidConfig, link};
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{CanvasRenderingContext2d, Document, HtmlCanvasElement, HtmlElement};

wasm_bindgen_test_configure!(run_in_browser);

/// How long the page may take for anything, in looks of [`LOOK`] milliseconds.
const LOOKS: u32 = 600;
const LOOK: i32 = 50;

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

async fn sleep(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let window = web_sys::window().unwrap();
        window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

async fn until(what: &str, condition: impl Fn() -> bool) {
    for _ in 0..LOOKS {
        if condition() {
            return;
        }
        sleep(LOOK).await;
    }
    panic!("never happened: {what}");
}

fn text(selector: &str) -> String {
    document().query_selector(selector).unwrap().unwrap().text_content().unwrap_or_default()
}

fn click(selector: &str) {
    document().query_selector(selector).unwrap().unwrap().unchecked_into::<HtmlElement>().click();
}

fn epoch() -> u64 {
    text("#epoch").replace(',', "").parse().unwrap()
}

/// How many different colours a canvas shows.
fn colours(selector: &str) -> usize {
    let canvas: HtmlCanvasElement = document().query_selector(selector).unwrap().unwrap().unchecked_into();
    let context: CanvasRenderingContext2d = canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    let pixels = context.get_image_data(0.0, 0.0, width, height).unwrap().data().0;
    pixels.chunks_exact(4).map(<[u8]>::to_vec).collect::<std::collections::BTreeSet<_>>().len()
}

#[wasm_bindgen_test]
async fn the_page_opens_says_what_it_could_not_use_trains_and_speaks_korean() {
    let window = web_sys::window().unwrap();
    window.location().set_hash("#dataset=circle&seed=0.12345&learningRate=fast").unwrap();
    let app = document().create_element("div").unwrap();
    app.set_id("app");
    document().body().unwrap().append_child(&app).unwrap();
    nabla_web::start_page("data:text/javascript,".into(), "data:text/javascript,throw 1".into());

    until("a first picture", || document().query_selector(".map canvas").unwrap().is_some()).await;
    until("a map", || colours(".map canvas") > 10).await;
    assert!(text(".notices").contains("learningRate"));
    assert_eq!(epoch(), 0);

    click(".round.play");
    until("training", || epoch() > 2).await;
    click(".round.play");
    let loss: f64 = text("#test-loss").parse().unwrap();
    assert!(loss > 0.0 && loss < 0.6, "{loss}");
    assert!(colours(".network-canvas canvas") > 50);

    let english = text(".about");
    click("#language");
    let root = document().document_element().unwrap();
    until("another language", || text(".about") != english).await;
    let other = root.get_attribute("lang").unwrap();
    click("#language");
    until("the first language", || text(".about") == english).await;
    assert_ne!(root.get_attribute("lang").unwrap(), other);
}

#[wasm_bindgen_test]
fn recorded_runs_of_the_original_come_out_the_same_in_a_browser() {
    for recorded in [
        include_str!("fixtures/parity-circle-default.json"),
        include_str!("fixtures/parity-xor-relu-l2.json"),
    ] {
        let recorded: Value = serde_json::from_str(recorded).unwrap();
        let (config, _) = link::parse(recorded["hash"].as_str().unwrap());
        let (config, _): (ValidConfig, _) = config.validate();
        let mut trainer = Trainer::new(&config);
        let mut compared = 0;
        for row in recorded["losses"].as_array().unwrap() {
            let (epoch, train, test) =
                (row[0].as_u64().unwrap(), row[1].as_f64().unwrap(), row[2].as_f64().unwrap());
            if epoch > 50 {
                continue;
            }
            while trainer.epoch() < epoch {
                trainer.finish_epoch();
            }
            let tolerance = if epoch > 20 { 1e-3 } else { 1e-4 };
            let measure = trainer.measure();
            for (ours, theirs) in [(measure.train_loss, train), (measure.test_loss, test)] {
                assert!(
                    (ours - theirs).abs() <= tolerance * theirs.abs(),
                    "epoch {epoch}: {ours} for {theirs}"
                );
            }
            compared += 1;
        }
        assert!(compared >= 5);
    }
}
