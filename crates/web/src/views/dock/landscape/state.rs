//! What the view of the landscape remembers, and what it asks of the engine.

use super::super::frame::seen;
use crate::store::Store;
use leptos::prelude::*;
use nabla_lab::Answer;
use nabla_lab::landscape::{Directions, Landscape, LandscapeQuery};
use nabla_lab::surface::{Course, Surface};
use nabla_nn::{Optimizer, ParameterId};
use nabla_scene::landscape::Camera;

/// Multiples of the usual reach.
pub(super) const REACHES: [(f64, &str); 5] =
    [(0.25, "× ¼"), (0.5, "× ½"), (1.0, "× 1"), (2.0, "× 2"), (4.0, "× 4")];

/// Through what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Principal,
    Random,
    Weights,
    Textbook,
}

/// Every kind, in the order in which it is offered.
pub(super) const KINDS: [Kind; 4] = [Kind::Principal, Kind::Random, Kind::Weights, Kind::Textbook];

/// What two weights are called as directions.
pub(super) const AXES: [&str; 2] = ["w₁", "w₂"];

/// What is chosen, and how far the optimizers of the textbook have come.
pub(super) struct LandscapeState {
    pub kind: Kind,
    /// Whether someone has chosen it: until then a run without a path is seen from random directions.
    pub kind_is_chosen: bool,
    pub draw: u32,
    pub take: u32,
    /// Which of [`REACHES`].
    pub reach: usize,
    pub variants: bool,
    pub weights: [Option<ParameterId>; 2],
    /// The weight selected last in the diagram, which forgets it when the focus leaves.
    pub selected: Option<ParameterId>,
    pub solid: bool,
    pub camera: Camera,
    pub surface: Surface,
    pub optimizers: Vec<Optimizer>,
    /// One learning rate for all, in place of each one's own.
    pub one_rate: Option<f64>,
    pub start: [f64; 2],
    pub course: Course,
    pub going: bool,
    /// Counts the times they were set going or stopped.
    pub turn: u32,
}

/// The view: a copy is a handle.
#[derive(Clone, Copy)]
pub(super) struct View {
    pub store: Store,
    pub state: RwSignal<LandscapeState, LocalStorage>,
}

impl View {
    pub fn of<T>(self, get: impl FnOnce(&LandscapeState) -> T) -> T {
        self.state.with(get)
    }

    pub fn is_textbook(self) -> bool {
        self.of(|state| state.kind == Kind::Textbook)
    }

    pub fn set(self, change: impl FnOnce(&mut LandscapeState)) {
        self.state.update(change);
    }

    /// What the engine has surveyed so far.
    pub fn surveyed<T>(self, take: impl Fn(&Landscape) -> T) -> Option<T> {
        seen(self.store, |seen| match seen {
            Answer::Landscape(landscape) => Some(take(landscape)),
            _ => None,
        })
    }
}

/// What the engine is asked for, if it is.
pub(super) fn request(state: &LandscapeState) -> Option<LandscapeQuery> {
    let directions = match state.kind {
        Kind::Random => Directions::Random(state.draw),
        Kind::Principal => Directions::Principal,
        Kind::Weights => Directions::Weights(state.weights),
        Kind::Textbook => return None,
    };
    Some(LandscapeQuery {
        directions,
        reach: REACHES[state.reach].0,
        variants: state.variants,
        take: state.take,
    })
}
