//! The playground's engine as a JavaScript package.
//!
//! [`Trainer`] is the whole surface: it opens a link or a file, trains, and hands out numbers. Bulk data leaves as
//! typed arrays (one copy out of wasm memory, the caller's to keep or transfer), small results as plain objects.
//! There are no numerics here; the engine is `nabla-nn`.
//!
//! Every argument arrives as a plain JavaScript value and is checked before use, so a wrong one throws an `Error`
//! with a sentence; nothing a caller passes can trap the module or leave a trainer half changed.

#![deny(missing_docs)]

mod arguments;
mod trainer;
mod typescript;

pub use trainer::Trainer;
