//! What the page is about, and the keys and what they do.

use crate::labels;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use crate::widget::control::is_hidden;
use nabla_app::{SHORTCUTS, Shortcut};

/// What the card holds.
pub(crate) fn contents(store: Store) -> Vec<Node> {
    let row = |&shortcut: &Shortcut| {
        el("div")
            .class_if("hidden", move || shortcut.control().is_some_and(|control| is_hidden(store, control)))
            .child(el("dt").child(el("kbd").text(shortcut.cap())))
            .child(el("dd").text(labels::shortcut(store, shortcut)))
    };
    let section = |title, text| el("section").child(el("h2").text(title)).child(el("p").text(text));
    let about = el("div")
        .class("about")
        .class_if("hidden", move || store.read(|model| model.page.hide_text))
        .child(section(say!(store, about.what), say!(store, about.what_text)))
        .child(section(say!(store, about.colours), say!(store, about.colours_text)))
        .child(section(say!(store, about.controls), say!(store, about.controls_text)))
        .child(section(say!(store, about.compat), say!(store, about.compat_text)));
    vec![
        about,
        el("h2").text(say!(store, shortcut.title)),
        el("dl").class("keys").children(SHORTCUTS.iter().map(row).collect()),
        el("p").class("hint").text(say!(store, shortcut.hidden_tab)),
    ]
}
