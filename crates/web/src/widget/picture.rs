//! A canvas of shapes that follows the model.

use crate::platform::browser;
use crate::platform::dom::{Node, el, follow};
use crate::platform::painter;
use crate::store::Store;
use nabla_app::Model;
use nabla_scene::Shape;
use web_sys::HtmlCanvasElement;

/// What a canvas shows: the shapes of a model in so many CSS pixels, width and height.
type Draw = Box<dyn Fn(&Model, [f32; 2]) -> Vec<Shape>>;

/// A canvas with a name, drawn anew with every frame for as long as it can be seen; its size is its style's.
pub(crate) fn picture(
    store: Store,
    class: &str,
    label: &str,
    draw: impl Fn(&Model, [f32; 2]) -> Vec<Shape> + 'static,
) -> Node {
    boxed(store, class, label, Box::new(draw))
}

fn boxed(store: Store, class: &str, label: &str, draw: Draw) -> Node {
    let node = el("canvas").class(class).attr("role", "img").attr("aria-label", label);
    let canvas: HtmlCanvasElement = node.get();
    follow(move || {
        store.follow_opening();
        store.live(|_| ());
        let (width, height) = (canvas.client_width(), canvas.client_height());
        if width == 0 || height == 0 {
            return;
        }
        let ratio = browser::window().device_pixel_ratio();
        let Some(context) = painter::prepare(&canvas, f64::from(width), f64::from(height), ratio) else {
            return;
        };
        painter::paint(&context, &store.peek(|model| draw(model, [width as f32, height as f32])), None);
    });
    node
}
