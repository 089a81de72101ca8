//! How large the diagram is, and where its parts stand.

use crate::platform::browser;
use crate::platform::media::preferences;
use nabla_app::Model;
use nabla_nn::link::Key;
use nabla_nn::{Choice, Feature};
use nabla_scene::Diagram;
use web_sys::Element;

/// The diagram's height where the columns stand on each other, in CSS pixels.
const STACKED_HEIGHT: f32 = 560.0;
/// The least height it is laid out for elsewhere.
const LEAST_HEIGHT: f32 = 380.0;
/// Room for the words below it, and the dock's tabs.
const CALLOUT: f32 = 116.0;

/// The diagram in the box it may fill.
pub(super) fn lay_out(model: &Model, room: &Element) -> Diagram {
    let frame = room.closest(".network-scroll").ok().flatten().unwrap_or_else(|| room.clone());
    let (width, height) = (frame.client_width() as f32, available_height(room));
    let config = &model.config;
    let shown = Feature::ALL.iter().copied().filter(|feature| {
        let is_used = config.model.features.contains(feature);
        let is_hidden = model.page.hidden.contains(&Key::HideFeature(*feature));
        !is_hidden && (is_used || !matches!(feature, Feature::CosX | Feature::CosY))
    });
    let features: Vec<_> = shown.map(|feature| (feature, config.model.features.contains(&feature))).collect();
    Diagram::layout(width, height, &features, &config.model.network_shape, config.data.outputs())
}

/// What is left of the window below the diagram's upper edge. The page scrolls where the columns stand on each other,
/// so there the diagram has a height of its own.
fn available_height(room: &Element) -> f32 {
    let window = browser::window();
    if let [_, true] = preferences() {
        return STACKED_HEIGHT;
    }
    let top = room.get_bounding_client_rect().top() + window.scroll_y().unwrap_or_default();
    let inner = window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    ((inner - top) as f32 - CALLOUT).max(LEAST_HEIGHT)
}
