//! # nabla-app: what the page knows, without a page
//!
//! Two halves, joined by a protocol of plain data:
//!
//! - the **page's half**: [`Model`] is everything the page shows, [`Msg`] everything that can happen to it, and
//!   [`Model::update`] the one place where the second changes the first. It answers with [`Effect`]s, which the page
//!   carries out;
//! - the **worker's half**: [`Engine`] obeys [`Command`]s, trains in slices of time and hands out [`Frame`]s.
//!
//! Neither half knows a DOM, a clock of its own or a sentence: the caller passes the clock in, and what is to be said
//! leaves as keys and numbers.
#![deny(missing_docs)]

mod chips;
mod divergence;
mod engine;
mod evaluator;
mod history;
mod keyboard;
mod message;
mod model;
mod page_config;
mod protocol;
mod race;
mod serde_choice;
mod snapshot;
mod speed;
mod tab;
mod undo_group;
mod update;

pub use chips::chips;
pub use divergence::StopReason;
pub use engine::{Engine, Work};
pub use history::{History, Sample, Trend};
pub use keyboard::{SHORTCUTS, Shortcut};
pub use message::{Effect, Msg};
pub use model::{Model, Remark, Session};
pub use page_config::{PageConfig, Settings};
pub use protocol::{Command, Focus, Frame, Picture, Pictured, Progress, Refusal, Refused, Reply, View};
pub use race::{Lane, MAX_LANES, Race, RaceMsg, RacePreset};
pub use snapshot::Snapshot;
pub use speed::{Speed, Stride};
pub use tab::Tab;
