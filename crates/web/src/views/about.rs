//! A few words below the playground.

use crate::platform::dom::{Node, el};
use crate::store::Store;

pub(crate) fn about(store: Store) -> Node {
    let section = |title, text| el("section").child(el("h2").text(title)).child(el("p").text(text));
    el("footer")
        .class("about")
        .class_if("hidden", move || store.read(|model| model.page.hide_text))
        .child(section(say!(store, about.what), say!(store, about.what_text)))
        .child(section(say!(store, about.colours), say!(store, about.colours_text)))
        .child(section(say!(store, about.controls), say!(store, about.controls_text)))
        .child(section(say!(store, about.compat), say!(store, about.compat_text)))
}
