//! Pieces of the page that come when they are first wanted: all that the first screen does not show.
//!
//! Who builds them is not known here: [`build_with`] is told, before the page is mounted.

use crate::piece::Piece;
use crate::platform::browser;
use crate::platform::code_split::load;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use leptos::prelude::*;
use nabla_nn::Choice;
use std::cell::Cell;
use std::rc::Rc;

/// Builds a piece; nothing while its code has not come.
pub(crate) type Builder = fn(Store, Piece) -> Option<Vec<Node>>;

thread_local!(static BUILDER: Cell<Option<Builder>> = const { Cell::new(None) });

/// Says who builds the pieces.
pub(crate) fn build_with(builder: Builder) {
    BUILDER.set(Some(builder));
}

impl Node {
    /// Adds a piece of the page as soon as one is wanted and its code is there; until then it is said that it comes.
    pub fn lazy(self, store: Store, wanted: impl Fn() -> Option<Piece> + 'static) -> Self {
        self.lazy_piece(store, Rc::new(wanted))
    }

    fn lazy_piece(self, store: Store, wanted: Rc<dyn Fn() -> Option<Piece>>) -> Self {
        let has_come: RwSignal<Option<bool>> = RwSignal::new(None);
        let piece = Rc::clone(&wanted);
        self.live_children(
            move || match piece() {
                None => String::new(),
                Some(Piece::View(tab)) => [state(has_come.get()), tab.key()].concat(),
                Some(_) => state(has_come.get()).to_owned(),
            },
            move || {
                let Some(piece) = wanted() else { return Vec::new() };
                if let Some(nodes) = BUILDER.get().and_then(|build| build(store, piece)) {
                    // What is drawn measures its place, which it has only then.
                    browser::later(0, move || {
                        store.open();
                        store.canvases.mark_dirty();
                    });
                    return nodes;
                }
                let again = move || {
                    load(move |well| {
                        let _ = has_come.try_set(Some(well));
                    });
                };
                if has_come.get_untracked() == Some(false) {
                    let button = el("button").class("secondary").text(say!(store, late.again)).click(again);
                    return vec![el("p").class("hint").text(say!(store, late.failed)), button];
                }
                again();
                vec![el("p").class("hint").text(say!(store, late.loading))]
            },
        )
    }
}

/// What has become of the second file, in a word.
fn state(has_come: Option<bool>) -> &'static str {
    match has_come {
        None => "waiting ",
        Some(true) => "there ",
        Some(false) => "failed ",
    }
}
