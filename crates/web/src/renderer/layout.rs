//! How large the diagram is, and where its parts stand.

use crate::canvases::Canvases;
use crate::platform::media::preferences;
use nabla_app::Model;
use nabla_nn::link::Key;
use nabla_nn::{Choice, Feature};
use nabla_scene::Diagram;
use web_sys::{Element, HtmlElement};

/// The diagram's height where the columns stand on each other, in CSS pixels.
const STACKED_HEIGHT: f32 = 560.0;
/// What stands left of the big map, in CSS pixels: its axis.
const AXIS: i32 = 24;

/// Makes the big map as large as its room, less what stands below it: its side is a property of the output's style.
pub(super) fn fit_map(canvases: Canvases) {
    let room = canvases.map_room.get::<Element>();
    let boxes = (canvases.output.get::<HtmlElement>(), canvases.points.get::<Element>());
    let (Some(room), (Some(output), Some(map))) = (room, boxes) else { return };
    let below = room.first_element_child().map_or(0, |stack| stack.client_height()) - map.client_height();
    let side = (room.client_width() - AXIS).min(room.client_height() - below).max(1);
    let (style, side) = (output.style(), format!("{side}px"));
    if style.get_property_value("--side").ok().as_ref() != Some(&side) {
        let _ = style.set_property("--side", &side);
    }
}

/// The diagram in the box it may fill; none while that is not seen.
pub(super) fn lay_out(model: &Model, room: &Element) -> Option<Diagram> {
    let frame = room.closest(".network-scroll").ok().flatten()?;
    let (width, height) = (frame.client_width() as f32, available_height(&frame, room));
    if width == 0.0 {
        return None;
    }
    let config = &model.config;
    let shown = Feature::ALL.iter().copied().filter(|feature| {
        let is_used = config.model.features.contains(feature);
        let is_hidden = model.page.hidden.contains(&Key::HideFeature(*feature));
        !is_hidden && (is_used || !matches!(feature, Feature::CosX | Feature::CosY))
    });
    let features: Vec<_> = shown.map(|feature| (feature, config.model.features.contains(&feature))).collect();
    Some(Diagram::layout(width, height, &features, &config.model.network_shape, config.data.outputs()))
}

/// What is left of its frame below what stands above it. The page scrolls where the columns stand on each other, so there
/// the diagram has a height of its own.
fn available_height(frame: &Element, room: &Element) -> f32 {
    if let [_, true] = preferences() {
        return STACKED_HEIGHT;
    }
    let above = room.previous_element_sibling().map_or(0, |above| above.client_height());
    (frame.client_height() - above) as f32
}
