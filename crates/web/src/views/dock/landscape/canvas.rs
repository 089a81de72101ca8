//! The landscape's canvas: what is on it, and what a hand does there.

use super::course;
use super::state::{AXES, Kind, LandscapeState, View};
use crate::format::few_digits;
use crate::platform::browser;
use crate::platform::dom::{Node, el, follow, target};
use crate::platform::image::put_image;
use crate::platform::painter::{self, Tiles};
use leptos::prelude::*;
use nabla_app::Model;
use nabla_lab::Answer;
use nabla_lab::landscape::{Landscape, Path, SIDE};
use nabla_lab::surface::Surface;
use nabla_scene::contour::Heights;
use nabla_scene::landscape::{Camera, DrawnPath, LandscapeInput, Relief, map_frame, paint_heights};
use nabla_scene::{Position, Theme, run_line, variant_line};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::{Element, HtmlCanvasElement, KeyboardEvent, PointerEvent};

/// Pixels along a side of the painted map, smoothed when it is drawn; of the painted relief.
const PIXELS: [usize; 2] = [164, 400];
/// Places along a side of a textbook surface.
const PLACES: usize = 101;
/// Radians that a pixel turns, and a key.
const TURN: [f32; 2] = [0.01, 0.12];
/// Key presses from one side of the domain to the other.
const KEYS: f64 = 40.0;

/// What has been drawn, kept for as long as it is the same.
#[derive(Default)]
struct Kept {
    values: Vec<f32>,
    surface: Option<Surface>,
    heights: Option<Heights>,
    lines: Vec<(f32, Vec<Vec<Position>>)>,
    /// What the image shows: in relief from where, or from above.
    painted: Option<(Option<Camera>, Theme)>,
    pixels: Vec<u8>,
    relief: Option<Relief>,
    /// From where to where it reaches.
    domain: [[f64; 2]; 2],
}

impl Kept {
    /// Goes over to other values if these are others.
    fn take(&mut self, values: &[f32], side: usize) {
        if self.values == values && self.heights.is_some() {
            return;
        }
        self.values = values.to_vec();
        let heights = Heights::new(values, side);
        // Until all is known the levels still move.
        self.lines = if values.len() == side * side { heights.lines() } else { Vec::new() };
        self.heights = Some(heights);
        self.painted = None;
    }

    fn take_surface(&mut self, surface: Surface) {
        if self.surface != Some(surface) {
            self.take(&surface.grid(PLACES), PLACES);
            self.surface = Some(surface);
        }
    }

    fn take_slice(&mut self, landscape: &Landscape) {
        self.surface = None;
        self.take(&landscape.losses, SIDE);
    }
}

pub(super) fn canvas(view: View) -> Node {
    let store = view.store;
    let label = move || match view.of(|state| (state.solid, state.kind)) {
        (true, _) => say!(store, landscape.label_solid),
        (false, Kind::Textbook) => say!(store, landscape.label_textbook),
        (false, _) => say!(store, landscape.label_flat),
    };
    let kept: Rc<RefCell<Kept>> = Rc::default();
    let pointed: RwSignal<Option<[f64; 2]>> = RwSignal::new(None);
    let from: Rc<Cell<Option<[f64; 2]>>> = Rc::default();
    let (pressed, moved) = (Rc::clone(&from), from);
    let node = el("canvas")
        .class("landscape-canvas")
        .attr("role", "application")
        .attr("tabindex", "0")
        .live_attr("aria-label", label)
        .class_if("turning", move || view.of(|state| state.solid))
        .on("pointerdown", move |event: PointerEvent| {
            if event.button() == 0 {
                let _ = target::<Element>(&event).set_pointer_capture(event.pointer_id());
                pressed.set(Some(place(&event)));
                put_start(view, &event);
            }
        })
        .pointing(move |event| pointed.set(event.as_ref().and_then(shares)))
        .on("pointermove", move |event: PointerEvent| {
            let Some(last) = moved.get().filter(|_| event.buttons() & 1 == 1) else { return };
            let now = place(&event);
            moved.set(Some(now));
            if view.of(|state| state.solid) {
                let [across, down] = [now[0] - last[0], now[1] - last[1]].map(|path| TURN[0] * path as f32);
                view.set(|state| state.camera = state.camera.turned(across, down));
            } else {
                put_start(view, &event);
            }
        })
        .on("keydown", move |event: KeyboardEvent| {
            let (across, up) = match event.key().as_str() {
                "ArrowLeft" => (-1.0, 0.0),
                "ArrowRight" => (1.0, 0.0),
                "ArrowUp" => (0.0, 1.0),
                "ArrowDown" => (0.0, -1.0),
                _ => return,
            };
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            if view.of(|state| state.solid) {
                let [across, up] = [across, up].map(|path: f64| TURN[1] * path as f32);
                view.set(|state| state.camera = state.camera.turned(across, -up));
            } else if view.is_textbook() {
                course::restart(view, |state| {
                    let domain = state.surface.domain();
                    for (axis, path) in [across, up].into_iter().enumerate() {
                        let [from, to] = domain[axis];
                        state.start[axis] = (state.start[axis] + path * (to - from) / KEYS).clamp(from, to);
                    }
                });
            } else {
                return;
            }
            event.prevent_default();
        });
    let canvas: HtmlCanvasElement = node.get();
    let image: HtmlCanvasElement = el("canvas").get();
    let read = Rc::clone(&kept);
    follow(move || {
        store.follow_opening();
        store.live(|_| ());
        let mut kept = kept.borrow_mut();
        store.peek(|model| view.of(|state| draw(model, state, &canvas, &image, &mut kept)));
    });
    let under = move || {
        let at = pointed.get().filter(|_| !view.of(|state| state.solid))?;
        store.live(|_| ());
        let kept = read.borrow();
        let height = kept.heights.as_ref()?.at(at.map(|share| share as f32));
        let [x, y] = [0, 1].map(|axis| between(kept.domain[axis], at[axis]));
        let value = few_digits(kept.heights.as_ref()?.value(height));
        (!height.is_nan())
            .then(|| say!(store, landscape.at, x = few_digits(x), y = few_digits(y), value = value))
    };
    let under = Rc::new(under);
    let words = Rc::clone(&under);
    let tip = el("span")
        .class("tip")
        .class_if("hidden", move || under().is_none())
        .live_text(move || words().unwrap_or_default());
    let drag = el("p")
        .class("hint")
        .class_if("hidden", move || view.of(|state| !state.solid))
        .text(say!(store, landscape.drag));
    el("div").class("landscape-map").child(node).child(tip).child(drag)
}

/// A place of an interval.
fn between([from, to]: [f64; 2], share: f64) -> f64 {
    from + share * (to - from)
}

/// Where on the map a pointer is, in shares of its sides; none beside it.
fn shares(event: &PointerEvent) -> Option<[f64; 2]> {
    let canvas: Element = target(event);
    let frame = map_frame(canvas.client_width() as f32, canvas.client_height() as f32);
    let [x, y] = place(event).map(|value| value as f32);
    let shares = [(x - frame.x) / frame.width, (frame.bottom() - y) / frame.height].map(f64::from);
    shares.iter().all(|share| (0.0..=1.0).contains(share)).then_some(shares)
}

/// Where a pointer is, in CSS pixels of the canvas.
fn place(event: &PointerEvent) -> [f64; 2] {
    [f64::from(event.offset_x()), f64::from(event.offset_y())]
}

/// Runs start where a hand puts them on the map of a textbook surface.
fn put_start(view: View, event: &PointerEvent) {
    if view.of(|state| state.solid) || !view.is_textbook() {
        return;
    }
    if let Some(shares) = shares(event) {
        course::restart(view, |state| {
            let domain = state.surface.domain();
            state.start = [0, 1].map(|axis| between(domain[axis], shares[axis]));
        });
    }
}

/// The run's path, or in its place those of the variants: the run is often one of them, and more than one line along the
/// same way hides it. What has the most updates lies below.
fn network_paths<'a>(landscape: &'a Landscape, theme: Theme) -> Vec<DrawnPath<'a>> {
    if landscape.variants.is_empty() {
        return vec![DrawnPath { places: &landscape.path.places, line: run_line(0, theme), number: None }];
    }
    let mut variants: Vec<_> = landscape.variants.iter().enumerate().collect();
    variants.sort_by_key(|(_, path)| path.batch_size);
    let drawn = |(index, path): (usize, &'a Path)| DrawnPath {
        places: &path.places,
        line: variant_line(index, theme),
        number: Some(index + 1),
    };
    variants.into_iter().map(drawn).collect()
}

fn draw(
    model: &Model,
    state: &LandscapeState,
    canvas: &HtmlCanvasElement,
    image: &HtmlCanvasElement,
    kept: &mut Kept,
) {
    let [width, height] = [canvas.client_width(), canvas.client_height()].map(f64::from);
    if width < 1.0 || height < 1.0 {
        return;
    }
    let ratio = browser::window().device_pixel_ratio();
    let Some(context) = painter::prepare(canvas, width, height, ratio) else { return };
    let theme = model.view.theme;
    let none = Landscape::default();
    let (domain, marks, axes, paths): (_, &[[f64; 2]], _, Vec<DrawnPath>) = if state.kind == Kind::Textbook {
        kept.take_surface(state.surface);
        let runners = state.course.runners.iter().enumerate();
        let paths = runners.map(|(index, runner)| DrawnPath {
            places: &runner.path,
            line: run_line(index, theme),
            number: Some(index + 1),
        });
        (state.surface.domain(), state.surface.minima(), ["x", "y", "f"], paths.collect())
    } else {
        let landscape = match model.answer.as_deref() {
            Some(Answer::Landscape(landscape)) => landscape,
            _ => &none,
        };
        kept.take_slice(landscape);
        let domain = landscape.middle.map(|middle| [middle - landscape.half, middle + landscape.half]);
        let [first, second] = if state.kind == Kind::Weights { AXES } else { ["α", "β"] };
        (domain, &[], [first, second, "L"], network_paths(landscape, theme))
    };
    kept.domain = domain;
    let Kept { heights: Some(heights), lines, painted, pixels, relief, .. } = kept else { return };
    if heights.heights.iter().all(|height| height.is_nan()) {
        return;
    }
    let shown = (state.solid.then_some(state.camera), theme);
    let side = PIXELS[usize::from(state.solid)];
    if *painted != Some(shown) {
        *relief = shown.0.map(|camera| Relief::paint(heights, camera, side, theme, pixels));
        if relief.is_none() {
            paint_heights(heights, side, theme, pixels);
        }
        put_image(image, pixels, side, side);
        *painted = Some(shown);
    }
    let picture = LandscapeInput { heights, lines, domain, paths: &paths, marks, axes, theme };
    let [width, height] = [width, height].map(|length| length as f32);
    let shapes = match relief {
        Some(relief) => relief.draw(&picture, width, height),
        None => picture.plan(width, height),
    };
    painter::paint(&context, &shapes, Some(&Tiles { canvas: image, size: side as f64 }));
}
