//! What is loaded late: all that the first screen does not show, and in the worker what the dock's views compute.
//!
//! With the feature `split` these functions, and all that only they need, stand in a second file, fetched when the first
//! [`Piece`] is wanted; `xtask` cuts the linked module in two. Without it they are ordinary functions.

use crate::platform::dom::{Node, el};
use crate::platform::{browser, wire};
use crate::store::Store;
use crate::views;
use crate::views::network::editor::Editing;
use crate::widget::card::Card;
use leptos::prelude::*;
use nabla_app::{Effect, Model, RaceMsg, Tab};
use nabla_lab::{Lab, Seen};
use nabla_nn::{Choice, Trainer};
use std::rc::Rc;

#[cfg(not(feature = "split"))]
type Missing = std::convert::Infallible;
#[cfg(feature = "split")]
type Missing = wasm_split_helpers::SplitLoaderError;

/// A part of the page that is built when it is first wanted.
#[derive(Clone, Copy)]
pub(crate) enum Piece {
    /// A view of the dock.
    View(Tab),
    /// What features go through first.
    Preprocessing,
    /// Activations, first weights, normalization and noise of the layers.
    Layers,
    /// The loss.
    Loss,
    /// The optimizer, its schedule, the learning rules.
    Optimizer,
    /// The link, to copy.
    Share,
    /// Playground files and colours.
    File,
    /// The keys.
    Help,
    /// What a control explains.
    Card(Card),
    /// The choices beyond the defaults.
    Chips,
    /// The remarks.
    Notices,
    /// The card that edits a weight or a bias.
    Editor(Editing),
    /// The accuracy of each class.
    Classes,
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(late, fallible, preload(fetch_piece)))]
fn build(store: Store, piece: Piece) -> Result<Vec<Node>, Missing> {
    Ok(match piece {
        Piece::View(tab) => vec![views::dock::view(store, tab)],
        Piece::Preprocessing => views::network::features::contents(store),
        Piece::Layers => views::network::layers::contents(store),
        Piece::Loss => views::output::loss::contents(store),
        Piece::Optimizer => views::toolbar::optimizer::contents(store),
        Piece::Share => views::header::share::contents(store),
        Piece::File => views::header::file::contents(store),
        Piece::Help => views::header::help::contents(store),
        Piece::Card(card) => card.contents(store),
        Piece::Chips => vec![views::toolbar::chips::chips(store)],
        Piece::Notices => vec![views::notices::notices(store)],
        Piece::Editor(editing) => vec![views::network::editor::editor(store, editing)],
        Piece::Classes => vec![views::output::loss::by_class(store)],
    })
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(late, fallible, preload(fetch_race)))]
fn run_race(model: &mut Model, msg: RaceMsg) -> Result<Vec<Effect>, Missing> {
    Ok(model.race(msg))
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(late, fallible, preload(fetch_answer)))]
fn answer(lab: &mut Lab, trainer: &Trainer) -> Result<Option<Vec<u8>>, Missing> {
    Ok(lab.see(trainer).and_then(|seen| wire::to_bytes(&seen)))
}

#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(late, fallible, preload(fetch_reading)))]
fn read_answer(bytes: &[u8]) -> Result<Option<Seen>, Missing> {
    Ok(wire::from_bytes(bytes))
}

/// The file is fetched once, but each function is told on its own that it is there.
#[cfg(feature = "split")]
async fn fetch() -> Result<(), Missing> {
    fetch_piece().await?;
    fetch_race().await?;
    fetch_answer().await?;
    fetch_reading().await?;
    IS_THERE.set(true);
    Ok(())
}

#[cfg(not(feature = "split"))]
async fn fetch() -> Result<(), Missing> {
    Ok(())
}

#[cfg(feature = "split")]
thread_local!(static IS_THERE: std::cell::Cell<bool> = const { std::cell::Cell::new(false) });

/// What a call gives at once: everything, once the second file is there. Before that it is not even begun, for that would
/// fetch the file.
#[cfg(feature = "split")]
fn at_once<T>(call: impl Future<Output = Result<T, Missing>>) -> Option<T> {
    use std::task::{Context, Poll, Waker};
    if !IS_THERE.get() {
        return None;
    }
    match std::pin::pin!(call).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value.ok(),
        Poll::Pending => None,
    }
}

#[cfg(not(feature = "split"))]
fn at_once<T>(value: Result<T, Missing>) -> Option<T> {
    value.ok()
}

/// Loads the second file, unless it is there, and says whether that went well; after a failure it may be tried again.
pub(crate) fn load(then: impl FnOnce(bool) + 'static) {
    wasm_bindgen_futures::spawn_local(async move { then(fetch().await.is_ok()) });
}

impl Node {
    /// Adds a piece of the page as soon as one is wanted and its code is there; until then it is said that it comes.
    pub fn late(self, store: Store, wanted: impl Fn() -> Option<Piece> + 'static) -> Self {
        self.late_piece(store, Rc::new(wanted))
    }

    fn late_piece(self, store: Store, wanted: Rc<dyn Fn() -> Option<Piece>>) -> Self {
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
                if let Some(nodes) = at_once(build(store, piece)) {
                    // What is drawn measures its place, which it has only then.
                    browser::later(0, move || {
                        store.open();
                        store.screen.soil();
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

/// What happens in a race, once [`load`] has gone well.
pub(crate) fn race(model: &mut Model, msg: RaceMsg) -> Vec<Effect> {
    at_once(run_race(model, msg)).unwrap_or_default()
}

/// What the open view sees, as it travels; none before [`load`] has gone well.
pub(crate) fn see(lab: &mut Lab, trainer: &Trainer) -> Option<Vec<u8>> {
    at_once(answer(lab, trainer)).flatten()
}

/// The same read again.
pub(crate) fn seen(bytes: &[u8]) -> Option<Seen> {
    at_once(read_answer(bytes)).flatten()
}
