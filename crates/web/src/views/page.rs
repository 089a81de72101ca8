//! The page as a whole: its regions, and its language and theme.

use super::stage::{Section, Sections, stage};
use super::{data, header, output, toolbar};
use crate::piece::Piece;
use crate::platform::browser;
use crate::platform::dom::{Node, el, follow};
use crate::platform::focus::focus;
use crate::platform::media::on_widening;
use crate::preferences::code;
use crate::store::Store;
use leptos::prelude::*;
use nabla_app::StopReason;
use nabla_nn::Choice;
use web_sys::MouseEvent;

/// Builds the page in `root`, and again when its language changes: so no word has to watch it on its own.
pub(crate) fn mount(store: Store, root: Node) {
    follow(move || {
        let locale = store.locale.get();
        let document = browser::document();
        document.set_title(say!(store, title));
        if let Some(root) = document.document_element() {
            let _ = root.set_attribute("lang", code(locale));
            let _ = root.set_attribute("data-theme", store.read(|model| model.view.theme.key()));
            let _ = root.set_attribute("data-palette", store.read(|model| model.view.palette.key()));
        }
    });
    let sections = RwSignal::new(Section::Stage);
    // A wide window shows them all.
    on_widening(move || sections.set(Section::Stage));
    root.live_children(move || code(store.locale.get()).to_owned(), move || page(store, sections));
}

fn page(store: Store, sections: Sections) -> Vec<Node> {
    let skip = el("a").class("skip").attr("href", "#network").text(say!(store, skip)).on(
        "click",
        move |event: MouseEvent| {
            event.prevent_default();
            focus("network-diagram");
        },
    );
    let columns = el("main")
        .class("columns")
        .child(data::data(store))
        .child(stage(store, sections))
        .child(output::output(store));
    let workbench = el("div")
        .class("workbench")
        .class_if("controlling", move || sections.get() == Section::Controls)
        .class_if("enlarging", move || sections.get() == Section::Output)
        .child(header::header(store))
        .child(toolbar::toolbar(store))
        .child(remarks(store))
        .child(columns);
    let said = el("p")
        .class("said")
        .attr("role", "status")
        .attr("aria-live", "polite")
        .live_text(move || store.said.get());
    // An address is in no language.
    let printed = el("p")
        .class("printed")
        .attr("aria-hidden", "true")
        .attr("lang", "")
        .live_text(move || store.address());
    vec![skip, workbench, said, printed]
}

/// The place of what is to be said, and there before anything is: a region of the page that comes with its words is not
/// read aloud.
fn remarks(store: Store) -> Node {
    let any = move || store.read(|model| !model.remarks.is_empty()).then_some(Piece::Notices);
    // What has ended a run breaks in on what is being read, all else waits its turn.
    let is_trouble = move || {
        store.read(|model| model.stop_reason.is_some_and(|reason| reason != StopReason::EarlyStopping))
    };
    el("div")
        .class("notices")
        .live_attr("role", move || if is_trouble() { "alert" } else { "status" })
        .lazy(store, any)
}
