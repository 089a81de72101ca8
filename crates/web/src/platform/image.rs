//! Pixels on a canvas, as they are.

use super::{browser, painter};
use js_sys::Uint8ClampedArray;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

/// An RGBA image as JavaScript holds it: nothing is copied through the module's memory.
pub(crate) struct Image {
    /// Four bytes a pixel, row by row.
    pub pixels: Uint8ClampedArray,
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

impl Image {
    /// Makes a canvas exactly this image.
    pub fn replace(&self, canvas: &HtmlCanvasElement) {
        resize(canvas, self.width, self.height);
        self.put(canvas, 0);
    }

    /// Draws the image as a square: what is put on a canvas is not on paper, what is drawn is.
    pub fn draw(&self, context: &CanvasRenderingContext2d, side: f64) {
        if let Some(canvas) = offscreen() {
            self.replace(&canvas);
            let _ = context.draw_image_with_html_canvas_element_and_dw_and_dh(&canvas, 0.0, 0.0, side, side);
        }
    }

    /// Puts the image on a canvas that has room for it, so many rows below its top.
    pub fn put(&self, canvas: &HtmlCanvasElement, top: usize) {
        let (width, height) = (self.width as u32, self.height as u32);
        let data = ImageData::new_with_js_u8_clamped_array_and_sh(&self.pixels, width, height);
        if let (Ok(data), Some(context)) = (data, painter::context(canvas)) {
            let _ = context.put_image_data(&data, 0.0, top as f64);
        }
    }
}

/// A canvas that is not on the page.
pub(crate) fn offscreen() -> Option<HtmlCanvasElement> {
    browser::document().create_element("canvas").ok().and_then(|canvas| canvas.dyn_into().ok())
}

/// Makes a canvas exactly an RGBA image.
pub(crate) fn put_image(canvas: &HtmlCanvasElement, pixels: &[u8], width: usize, height: usize) {
    Image { pixels: Uint8ClampedArray::from(pixels), width, height }.replace(canvas);
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
