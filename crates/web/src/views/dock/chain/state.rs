//! What the view of the chain rule remembers, and what the engine has answered.

use super::super::frame::seen;
use crate::store::Store;
use leptos::prelude::*;
use nabla_lab::chain::Place;
use nabla_lab::{Answer, Chain};

/// What the view remembers while it is open.
#[derive(Clone, Copy)]
pub(super) struct ChainState {
    pub place: RwSignal<Place>,
    /// A training point; none for the minibatch.
    pub sample: RwSignal<Option<usize>>,
    pub check: RwSignal<bool>,
    /// The moment of the slow motion, while it is on.
    pub stage: RwSignal<Option<usize>>,
    pub playing: RwSignal<bool>,
    /// The losses before and after the last step taken here.
    pub taken: RwSignal<Option<[f64; 2]>>,
}

/// Something of the answer.
pub(super) fn look<T>(store: Store, get: &dyn Fn(&Chain) -> T) -> Option<T> {
    seen(store, |seen| match seen {
        Answer::Chain(Some(chain)) => Some(get(chain)),
        _ => None,
    })
}

/// From one value to another.
pub(super) fn change([before, after]: [f64; 2]) -> String {
    format!("{before:.5} → {after:.5}").replace('-', "−")
}
