//! The class in a browser: `wasm-pack test --headless --chrome crates/js`.
#![cfg(target_arch = "wasm32")]

mod engine;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
