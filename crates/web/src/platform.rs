//! What the page asks of a browser, without knowing what the page is about.

pub(crate) mod address;
pub(crate) mod browser;
mod cache;
pub(crate) mod code_split;
pub(crate) mod dom;
pub(crate) mod focus;
pub(crate) mod image;
pub(crate) mod media;
pub(crate) mod painter;
pub(crate) mod wire;
