//! The class in Node: `wasm-pack test --node crates/js`. The built package has its own test, `node.mjs`.
#![cfg(target_arch = "wasm32")]

mod engine;
