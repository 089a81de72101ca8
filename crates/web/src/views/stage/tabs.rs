//! The tabs: the network, every view, and in a narrow window what has no room beside them.

use super::{Section, Sections};
use crate::labels::Label;
use crate::platform::browser;
use crate::platform::dom::{Node, el, target};
use crate::store::Store;
use crate::views::dock::{PANEL, tab_id};
use leptos::prelude::*;
use nabla_app::{Msg, Tab};
use nabla_nn::Choice;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// What a tab brings up.
type Opened = (Section, Option<Tab>);

/// The tab of the network.
const NETWORK: Opened = (Section::Stage, None);

pub(super) fn tabs(store: Store, sections: Sections) -> Node {
    let alone = |it: Opened, id, panel, word| tab(store, sections, it, id, panel, word);
    let controls = (Section::Controls, None);
    let output = (Section::Output, None);
    el("div")
        .class("tabs")
        .attr("role", "tablist")
        .attr("aria-label", say!(store, dock.title))
        .on("keydown", roam)
        .child(alone(NETWORK, "tab-network", "network", say!(store, network.title)))
        .child(alone(controls, "tab-controls", "data", say!(store, tab.controls)).class("narrow-only"))
        .child(alone(output, "tab-output", "output", say!(store, output.title)).class("narrow-only"))
        .children(Tab::ALL.iter().map(|&it| view(store, sections, it)).collect())
}

/// The tab of a view.
fn view(store: Store, sections: Sections, it: Tab) -> Node {
    tab(store, sections, (Section::Stage, Some(it)), &tab_id(it), PANEL, &it.label(store))
        .class_if("hidden", move || store.read(|model| model.page.hidden_views.contains(&it)))
}

fn tab(store: Store, sections: Sections, it: Opened, id: &str, panel: &str, word: &str) -> Node {
    let (section, view) = it;
    let is_open = move || match section {
        Section::Stage => sections.get() == section && store.read(|model| model.tab) == view,
        _ => sections.get() == section,
    };
    el("button")
        .attr("role", "tab")
        .attr("id", id)
        .attr("aria-controls", panel)
        .live_attr("aria-selected", move || is_open().to_string())
        .live_attr("tabindex", move || if is_open() { "0" } else { "-1" })
        .click(move || {
            sections.set(section);
            if section == Section::Stage && store.peek(|model| model.tab) != view {
                store.dispatch(Msg::Tab(view));
            }
            // In a narrow window the next section begins where the last one did.
            browser::window().scroll_to_with_x_and_y(0.0, 0.0);
            store.open();
        })
        .text(word)
}

/// Arrow keys move between the tabs that are there.
fn roam(event: KeyboardEvent) {
    let here: Element = target(&event);
    let (mut to, on): (_, fn(&Element) -> Option<Element>) = match event.key().as_str() {
        "ArrowLeft" => (here.previous_element_sibling(), Element::previous_element_sibling),
        "ArrowRight" => (here.next_element_sibling(), Element::next_element_sibling),
        "Home" => {
            (here.parent_element().and_then(|list| list.first_element_child()), Element::next_element_sibling)
        }
        "End" => (
            here.parent_element().and_then(|list| list.last_element_child()),
            Element::previous_element_sibling,
        ),
        _ => return,
    };
    event.prevent_default();
    while let Some(tab) = to {
        // One that is not shown has no box.
        if tab.client_width() > 0 {
            if let Ok(tab) = tab.dyn_into::<HtmlElement>() {
                let _ = tab.focus();
            }
            return;
        }
        to = on(&tab);
    }
}
