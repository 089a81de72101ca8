//! The page's canvases: where they are, what came for them, and whether they have to be drawn anew.
//!
//! The store marks them here; the renderer looks here, once per animation frame.

use crate::platform::dom::Handle;
use crate::platform::image::Image;
use leptos::prelude::*;
use nabla_app::{MAX_LANES, Pictured};
use nabla_scene::Diagram;
use nabla_scene::chart::ChartLayout;
use std::rc::Rc;

/// The pictures of a frame, by what they show.
pub(crate) type Pictures = Vec<(Pictured, Image)>;

/// The picture of a kind, if there is one.
pub(crate) fn find(pictures: &Pictures, of: Pictured) -> Option<&Image> {
    pictures.iter().find(|(it, _)| *it == of).map(|(_, image)| image)
}

/// What the renderer has to do, and what it has to do it with.
#[derive(Default)]
pub(crate) struct CanvasState {
    /// The last frame's pictures.
    pub pictures: Pictures,
    /// A frame has come and has not been drawn.
    pub is_fresh: bool,
    /// The engine has been asked for another frame already.
    pub is_asked: bool,
    /// Settings, selection or sizes have changed.
    pub is_dirty: bool,
    /// Text does not yet say what the last frame has brought.
    pub defers_text: bool,
    /// Where the numbers of each chart are.
    pub charts: [Option<ChartLayout>; 2],
}

/// Handles of the canvases, and their state; a copy is another handle.
#[derive(Clone, Copy)]
pub(crate) struct Canvases {
    /// The network.
    pub network: Handle,
    /// The big map's pixels.
    pub map: Handle,
    /// Points over the big map.
    pub points: Handle,
    /// The loss chart beside the map, and the large one of the dock.
    pub charts: [Handle; 2],
    /// The maps of a race.
    pub lanes: [Handle; MAX_LANES],
    /// The box the network may fill.
    pub room: Handle,
    /// The output's panel, and in it the box that the big map and its axes may fill.
    pub output: Handle,
    pub map_room: Handle,
    /// The diagram's layout, for the controls placed over it.
    pub diagram: RwSignal<Option<Rc<Diagram>>, LocalStorage>,
    /// What the renderer reads and writes.
    pub state: StoredValue<CanvasState, LocalStorage>,
}

impl Canvases {
    /// No canvas yet, and nothing to draw.
    pub fn new() -> Self {
        Self {
            network: Handle::new(),
            map: Handle::new(),
            points: Handle::new(),
            charts: [Handle::new(), Handle::new()],
            lanes: [(); MAX_LANES].map(|()| Handle::new()),
            room: Handle::new(),
            output: Handle::new(),
            map_room: Handle::new(),
            diagram: RwSignal::new_local(None),
            state: StoredValue::new_local(CanvasState::default()),
        }
    }

    /// Takes a frame, with its pixels where they are to be drawn, for the next animation frame; only then is the engine
    /// asked for another.
    pub fn take_frame(self, pictures: Option<Pictures>) {
        self.state.update_value(|state| {
            if let Some(pictures) = pictures {
                state.pictures = pictures;
            }
            state.is_fresh = true;
            state.is_asked = false;
        });
    }

    /// Text is to follow what has come, when there is time.
    pub fn defer_text(self) {
        self.state.update_value(|state| state.defers_text = true);
    }

    /// Something that is drawn has changed.
    pub fn mark_dirty(self) {
        self.state.update_value(|state| state.is_dirty = true);
    }

    /// Where a chart's numbers are.
    pub fn chart_layout(self, which: usize) -> Option<ChartLayout> {
        self.state.with_value(|state| state.charts.get(which).cloned().flatten())
    }
}
