//! The dock: views that show why the network learns, one at a time, beside the network or in its place.
//!
//! A view is a file. It asks the engine for what it shows ([`ask`]), is answered with every frame ([`seen`]), and costs
//! nothing while it is closed.

mod chain;
mod doctor;
mod folding;
mod frame;
mod initializers;
mod landscape;
mod layers;
mod masks;
mod race;
mod results;
mod time;

use crate::piece::Piece;
use crate::platform::dom::{Node, el};
use crate::store::Store;
pub(crate) use frame::tab_id;
use nabla_app::Tab;

/// The open view's element.
pub(crate) const PANEL: &str = "dock-view";

/// The place of the open view.
pub(crate) fn place(store: Store) -> Node {
    let open = move || store.read(|model| model.tab);
    el("div")
        .class("dock-view")
        .attr("id", PANEL)
        .attr("role", "tabpanel")
        .attr("tabindex", "0")
        .class_if("hidden", move || open().is_none())
        .live_attr("aria-labelledby", move || open().map_or_else(String::new, tab_id))
        .lazy(store, move || open().map(Piece::View))
}

/// What a tab shows.
pub(crate) fn view(store: Store, tab: Tab) -> Node {
    match tab {
        Tab::Doctor => doctor::doctor(store),
        Tab::Layers => layers::layers(store),
        Tab::Time => time::time(store),
        Tab::Race => race::race(store),
        Tab::Chain => chain::chain(store),
        Tab::Masks => masks::masks(store),
        Tab::Results => results::results(store),
        Tab::Folding => folding::folding(store),
        Tab::Initializers => initializers::initializers(store),
        Tab::Landscape => landscape::landscape(store),
    }
}
