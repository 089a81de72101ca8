//! # nabla-web: the page and its worker
//!
//! One WebAssembly module in two roles: [`start_page`] mounts the page, [`start_worker`] turns the thread it runs in
//! into a training engine. This is the only crate beside `nabla-js` that names the DOM. It holds no numerics, no list of
//! options and no sentence: numbers come from `nabla-app`, options from `nabla-nn`, words from `web/locales`.
//!
//! What happens to the page is a [`nabla_app::Msg`]; `store::Store::dispatch` is the only way in. Pictures bypass the
//! signals: `renderer` draws whatever is dirty once per animation frame.
#![deny(missing_docs)]

#[allow(dead_code, missing_docs, unused_imports, unused_qualifications, clippy::all)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}
pub(crate) use generated::i18n;

/// The string of a key in the page's language: `&'static str`, or `String` where something is filled in.
macro_rules! say {
    ($store:expr, $($key:tt)*) => {
        $crate::i18n::td_string!($store.language(), $($key)*)
    };
}

mod canvases;
mod color_scale;
mod crash;
mod engine;
mod format;
mod labels;
mod lazy;
mod piece;
mod platform;
mod preferences;
mod renderer;
mod runtime;
mod start;
mod store;
mod views;
mod widget;

pub use engine::worker::start_worker;
pub use start::start_page;
