//! Pixels on a canvas, as they are.

use super::{browser, painter};
use js_sys::Uint8ClampedArray;
use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, ImageData};

/// The pixels of one frame, as JavaScript holds them: nothing is copied through the module's memory.
pub(crate) struct Picture {
    pub map: Uint8ClampedArray,
    pub tiles: Uint8ClampedArray,
    pub map_size: usize,
    pub tile_size: usize,
}

impl Picture {
    /// Makes a canvas exactly the map.
    pub fn put_map(&self, canvas: &HtmlCanvasElement) {
        resize(canvas, self.map_size, self.map_size);
        put(canvas, &self.map, self.map_size, 1, 0);
    }
}

/// A canvas that is not on the page.
pub(crate) fn offscreen() -> Option<HtmlCanvasElement> {
    browser::document().create_element("canvas").ok().and_then(|canvas| canvas.dyn_into().ok())
}

/// Puts `rows` squares of RGBA below each other on a canvas that has room for them.
pub(crate) fn put(
    canvas: &HtmlCanvasElement,
    pixels: &Uint8ClampedArray,
    size: usize,
    rows: usize,
    top: usize,
) {
    let data = ImageData::new_with_js_u8_clamped_array_and_sh(pixels, size as u32, (size * rows) as u32);
    if let (Ok(data), Some(context)) = (data, painter::context(canvas)) {
        let _ = context.put_image_data(&data, 0.0, top as f64);
    }
}

/// Makes a canvas exactly an RGBA image.
pub(crate) fn put_image(canvas: &HtmlCanvasElement, pixels: &[u8], width: usize, height: usize) {
    resize(canvas, width, height);
    let pixels = Uint8ClampedArray::from(pixels);
    let data = ImageData::new_with_js_u8_clamped_array_and_sh(&pixels, width as u32, height as u32);
    if let (Ok(data), Some(context)) = (data, painter::context(canvas)) {
        let _ = context.put_image_data(&data, 0.0, 0.0);
    }
}

/// Gives a canvas its pixels, and clears it, where it has others; whether it had.
pub(crate) fn resize(canvas: &HtmlCanvasElement, width: usize, height: usize) -> bool {
    let (width, height) = (width as u32, height as u32);
    let other = (canvas.width(), canvas.height()) != (width, height);
    if other {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    other
}
