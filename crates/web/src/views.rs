//! The page: a file for each region, and for each view of the dock.

pub(crate) mod announce;
mod cards;
mod data;
pub(crate) mod dock;
pub(crate) mod header;
pub(crate) mod network;
pub(crate) mod notices;
pub(crate) mod output;
pub(crate) mod page;
pub(crate) mod pieces;
pub(crate) mod shortcuts;
mod stage;
pub(crate) mod toolbar;
