//! What the diagram shows of a part: its name, its value, its place.

use crate::labels;
use crate::platform::dom::px;
use crate::store::Store;
use leptos::prelude::*;
use nabla_scene::{Diagram, Part};

/// A length of the diagram, in CSS pixels; `before` it is laid out.
pub(super) fn laid_out(store: Store, before: &str, length: fn(&Diagram) -> f32) -> String {
    store
        .canvases
        .diagram
        .with(|diagram| diagram.as_ref().map_or_else(|| before.to_owned(), |it| px(length(it))))
}

/// A part's name and value, which frames change.
pub(super) fn live_name(store: Store, part: Part) -> String {
    store.live(|_| ());
    labels::part(store, part)
}
