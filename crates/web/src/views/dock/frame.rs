//! What every view of the dock is made with: its frame, its question to the engine, and the answer.

use crate::platform::dom::{Node, el};
use crate::platform::focus::focus;
use crate::store::Store;
use crate::widget::icon::{Icon, icon_button};
use nabla_app::{Msg, Tab};
use nabla_lab::{Answer, Query};
use nabla_nn::Choice;

/// A view: what it shows in a sentence, its formula, what can be set, and beside them the picture.
pub(crate) fn frame(store: Store, words: [&str; 3], controls: Vec<Node>, picture: Node) -> Node {
    let [title, explanation, formula] = words;
    let intro = vec![el("h2").text(title), el("p").text(explanation), el("p").class("formula").text(formula)];
    framed(store, intro, controls, picture)
}

/// A view whose introduction changes with what it shows.
pub(crate) fn framed(store: Store, intro: Vec<Node>, controls: Vec<Node>, picture: Node) -> Node {
    let close = icon_button("icon", Icon::Close, say!(store, dock.close)).click(move || {
        let open = store.peek(|model| model.tab);
        store.dispatch(Msg::Tab(None));
        focus(&tab_id(open.unwrap_or(Tab::ALL[0])));
    });
    let side = el("div").class("dock-side").children(intro).children(controls);
    el("div").class("dock-frame").child(side).child(picture).child(close)
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
