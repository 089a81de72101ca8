//! The page, the engine and the worker in a real browser: `wasm-pack test --headless --chrome crates/web`.
#![cfg(target_arch = "wasm32")]

#[path = "browser/engine.rs"]
mod engine;
#[path = "browser/page.rs"]
mod page;
#[path = "browser/worker.rs"]
mod worker;

use js_sys::{Function, Promise};
use wasm_bindgen_futures::JsFuture;
use web_sys::Window;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// Looks at a condition before it is given up: half a minute, which only a failure takes.
const LOOKS: u32 = 1200;

fn window() -> Window {
    web_sys::window().unwrap()
}

/// Lets the browser do what it has to do.
async fn pause() {
    let later = |resolve: Function, _| {
        window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 25).unwrap();
    };
    JsFuture::from(Promise::new(&mut { later })).await.unwrap();
}

/// Lets the page draw itself twice: what an event has set off has had its chance.
async fn drawn() {
    for _ in 0..2 {
        let next = |resolve: Function, _| {
            window().request_animation_frame(&resolve).unwrap();
        };
        JsFuture::from(Promise::new(&mut { next })).await.unwrap();
    }
}

/// Waits for a condition.
async fn until(what: &str, mut condition: impl FnMut() -> bool) {
    for _ in 0..LOOKS {
        if condition() {
            return;
        }
        pause().await;
    }
    panic!("still waiting: {what}");
}
