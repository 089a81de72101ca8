//! What every view of the dock is made with: its frame, its question to the engine, and the answer.

use crate::platform::dom::{Node, el};
use crate::store::Store;
use nabla_app::{Msg, Tab};
use nabla_lab::{Answer, Query};
use nabla_nn::Choice;

/// A view: what it shows in a sentence, its formula if it has one, what can be set, and beside them the picture.
pub(crate) fn frame(words: [&str; 3], controls: Vec<Node>, picture: Node) -> Node {
    let [title, explanation, formula] = words;
    let mut intro = vec![el("h2").text(title), el("p").text(explanation)];
    if !formula.is_empty() {
        intro.push(el("p").class("formula").text(formula));
    }
    framed(intro, controls, picture)
}

/// A view whose introduction changes with what it shows.
pub(crate) fn framed(intro: Vec<Node>, controls: Vec<Node>, picture: Node) -> Node {
    let side = el("div").class("dock-side").children(intro).children(controls);
    el("div").class("dock-frame").child(side).child(picture)
}

/// The id of a tab's element.
pub(crate) fn tab_id(tab: Tab) -> String {
    format!("tab-{}", tab.key())
}

/// Asks the engine for what the open view shows.
pub(crate) fn ask(store: Store, query: Query) {
    store.dispatch(Msg::Query(Some(query)));
}

/// What the engine has answered, if it is what this view takes.
pub(crate) fn seen<T>(store: Store, take: impl Fn(&Answer) -> Option<T>) -> Option<T> {
    store.live(|model| model.answer.as_deref().and_then(&take))
}
