//! The middle of the workbench: the tabs, and below them the network, a view, or both with a divider between.
//!
//! Which of them is seen is for the style to say: where the window is high or wide enough the network stays beside the
//! open view, else the view takes its place.

mod divider;
mod tabs;

use super::{dock, network};
use crate::platform::dom::{Node, el};
use crate::preferences;
use crate::store::Store;
use leptos::prelude::*;

/// What a narrow window shows below the strip of map and losses.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Section {
    /// What training depends on, and the data.
    Controls,
    /// The output, large.
    Output,
    /// The network, or the open view.
    Stage,
}

/// The part of a narrow window's page that is in use.
pub(crate) type Sections = RwSignal<Section>;

pub(crate) fn stage(store: Store, sections: Sections) -> Node {
    let share = RwSignal::new(preferences::split());
    // A picture is drawn anew when there is another size for it.
    let view = dock::place(store).resized(move || {
        store.canvases.mark_dirty();
        store.open();
    });
    el("div")
        .class("stage")
        .class_if("viewing", move || store.read(|model| model.tab.is_some()))
        .live_style("--split", move || format!("{:.1}%", share.get()))
        .child(tabs::tabs(store, sections))
        .child(network::network(store))
        .child(divider::divider(store, share))
        .child(view)
}
