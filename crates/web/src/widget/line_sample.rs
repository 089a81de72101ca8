//! A sample of a line in the key of a picture, drawn by the same painter: its dashes are those of the picture.

use crate::platform::browser;
use crate::platform::dom::{Node, el, follow};
use crate::platform::painter;
use crate::store::Store;
use nabla_scene::{RunLine, Theme, line_sample as sample_shapes};
use web_sys::HtmlCanvasElement;

/// Its width and height in CSS pixels, those of its style.
const SIZE: [f32; 2] = [32.0, 10.0];

/// The sample of a line; words beside it say what it is of.
pub(crate) fn line_sample(store: Store, line: fn(usize, Theme) -> RunLine, index: usize) -> Node {
    let node = el("canvas").class("line-sample").attr("aria-hidden", "true");
    let canvas: HtmlCanvasElement = node.get();
    follow(move || {
        let theme = store.read(|model| model.view.theme);
        let ratio = browser::window().device_pixel_ratio();
        let [width, height] = SIZE.map(f64::from);
        if let Some(context) = painter::prepare(&canvas, width, height, ratio) {
            painter::paint(&context, &sample_shapes(line(index, theme), SIZE), None);
        }
    });
    node
}
