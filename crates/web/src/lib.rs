//! # nabla-web: the page and its worker
//!
//! One WebAssembly module in two roles: [`start_page`] mounts the page, [`start_worker`] turns the thread it runs in
//! into a training engine. This is the only crate beside `nabla-js` that names the DOM. It holds no numerics, no list of
//! options and no sentence: numbers come from `nabla-app`, options from `nabla-nn`, words from `web/locales`.
//!
//! What happens to the page is a [`nabla_app::Msg`]; `store::Store::dispatch` is the only way in. Pictures bypass the
//! signals: `screen` draws whatever is dirty once per animation frame.
#![deny(missing_docs)]

#[allow(dead_code, missing_docs, unused_imports, unused_qualifications, clippy::all)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}
pub(crate) use generated::i18n;

/// The string of a key in the page's language, as a `&str` or `String`; reactive.
macro_rules! say {
    ($store:expr, $($key:tt)*) => {
        $crate::i18n::td_string!($store.language(), $($key)*)
    };
}

/// The string of a key, for a place in a view: the whole page is built anew when its language changes.
macro_rules! words {
    ($($key:tt)*) => {
        say!($($key)*).to_owned()
    };
}

mod browser;
mod host;
mod painter;
mod screen;
mod start;
mod store;
mod view;
mod wire;
mod words;
mod worker;

pub use start::start_page;
pub use worker::start_worker;
