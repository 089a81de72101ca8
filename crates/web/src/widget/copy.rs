//! A button that copies a field's text, and says what has come of it.

use crate::platform::browser;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use leptos::prelude::*;

/// Milliseconds for which it is said that the text has been copied.
const SAID: i32 = 2000;

/// The button, and below it what to do where the browser refuses. `field` is an `input` or a `textarea`.
pub(crate) fn copy_button(store: Store, label: &'static str, field: &Node) -> Vec<Node> {
    let copied: RwSignal<Option<bool>> = RwSignal::new(None);
    let field = field.get();
    let copy = move || {
        browser::copy(&field, move |well| {
            // The page may have been built anew meanwhile.
            let _ = copied.try_set(Some(well));
            if well {
                browser::later(SAID, move || {
                    let _ = copied.try_set(None);
                });
            }
        });
    };
    let refused = move || if copied.get() == Some(false) { say!(store, share.refused) } else { "" };
    vec![
        el("button")
            .class("primary")
            .live_text(move || if copied.get() == Some(true) { say!(store, share.copied) } else { label })
            .click(copy),
        el("p")
            .class("hint")
            .attr("role", "status")
            .class_if("hidden", move || copied.get() != Some(false))
            .live_text(refused),
    ]
}
