//! The dock: views that show why the network learns, one at a time, below the columns.
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

use crate::labels::Label;
use crate::piece::Piece;
use crate::platform::browser;
use crate::platform::dom::{Node, el, target};
use crate::store::Store;
use frame::tab_id;
use nabla_app::{Msg, Tab};
use nabla_nn::Choice;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// The open view's element.
const PANEL: &str = "dock-view";

pub(crate) fn dock(store: Store) -> Node {
    let open = move || store.read(|model| model.tab);
    let tabs = el("div")
        .class("dock-tabs")
        .attr("role", "tablist")
        .attr("aria-label", say!(store, dock.title))
        .on("keydown", roam)
        .children(Tab::ALL.iter().map(|&it| tab(store, it)).collect());
    let view = el("div")
        .class("dock-view")
        .attr("id", PANEL)
        .attr("role", "tabpanel")
        .class_if("hidden", move || open().is_none())
        .live_attr("aria-labelledby", move || open().map_or_else(String::new, tab_id))
        .lazy(store, move || open().map(Piece::View));
    el("section").class("dock").attr("aria-label", say!(store, dock.title)).child(tabs).child(view)
}

/// What a tab shows.
pub(crate) fn view(store: Store, tab: Tab) -> Node {
    browser::later(0, || reveal(PANEL));
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

/// A tab opens its view, or closes it if it is open.
fn tab(store: Store, it: Tab) -> Node {
    let is_open = move || store.read(|model| model.tab) == Some(it);
    let is_stop = move || store.read(|model| model.tab.unwrap_or(Tab::ALL[0])) == it;
    el("button")
        .attr("role", "tab")
        .attr("id", &tab_id(it))
        .attr("aria-controls", PANEL)
        .live_attr("aria-selected", move || is_open().to_string())
        .class_if("hidden", move || store.read(|model| model.page.hidden_views.contains(&it)))
        .live_attr("tabindex", move || if is_stop() { "0" } else { "-1" })
        .click(move || store.dispatch(Msg::Tab((!is_open()).then_some(it))))
        .text(&it.label(store))
}

/// Brings the open view into the window.
fn reveal(id: &str) {
    if let Some(panel) = browser::document().get_element_by_id(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        panel.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Arrow keys move between the tabs.
fn roam(event: KeyboardEvent) {
    let here: Element = target(&event);
    let to = match event.key().as_str() {
        "ArrowLeft" => here.previous_element_sibling(),
        "ArrowRight" => here.next_element_sibling(),
        "Home" => here.parent_element().and_then(|list| list.first_element_child()),
        "End" => here.parent_element().and_then(|list| list.last_element_child()),
        _ => return,
    };
    event.prevent_default();
    if let Some(tab) = to.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
        let _ = tab.focus();
    }
}
