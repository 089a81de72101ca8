//! Draws what is dirty on the page's canvases: one loop, once per animation frame.

mod layout;

use crate::canvases::{Canvases, find};
use crate::color_scale::color_scale;
use crate::platform::image::Image;
use crate::platform::media::preferences;
use crate::platform::painter::{self, Tiles};
use crate::platform::{browser, image};
use crate::store::Store;
use js_sys::Uint8ClampedArray;
use layout::{fit_map, lay_out};
use leptos::prelude::*;
use nabla_app::{History, Model, Msg, Pictured};
use nabla_lab::{Answer, layers::Inactive};
use nabla_nn::{ParameterId, feature_map};
use nabla_scene::{Diagram, DiagramInput, LossChart, Part, Scale, paint_map, points_overlay, rings_overlay};
use std::cell::RefCell;
use std::mem::{replace, take};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlCanvasElement};

/// A neuron's map has this many pixels on a side: its tile's, on a screen of twice the ordinary density.
const TILE: usize = 48;
/// The big map has at most this many: more would cost more than it shows.
const LARGEST_MAP: f64 = 900.0;
/// How far the dashes flow per millisecond, in pixels.
const FLOW: f64 = 0.03;
/// While training runs, text and views follow it every so many milliseconds: more often nobody reads them, and for new
/// text a browser lays out and paints the page anew, which costs as much as all the pictures of a frame.
const TEXT: f64 = 60.0;
/// Animation frames closer than this have time for text or for pictures, not for both.
const CLOSE: f64 = 50.0;

/// What an animation frame calls.
type Draw = Closure<dyn FnMut(f64)>;

/// Draws for as long as the page lives; `ask` asks the engine for another frame. What comes back draws for paper, at once.
pub(crate) fn run(store: Store, ask: impl Fn() + 'static) -> impl Fn() {
    let renderer =
        Renderer { store, canvases: store.canvases, ask: Box::new(ask), state: RefCell::default() };
    let renderer = Rc::new(renderer);
    let at_once = Rc::clone(&renderer);
    let next: Rc<RefCell<Option<Draw>>> = Rc::default();
    let again = Rc::clone(&next);
    *next.borrow_mut() = Some(Closure::new(move |time: f64| {
        renderer.draw(time);
        if let Some(closure) = &*again.borrow() {
            let _ = browser::window().request_animation_frame(closure.as_ref().unchecked_ref());
        }
    }));
    if let Some(closure) = &*next.borrow() {
        let _ = browser::window().request_animation_frame(closure.as_ref().unchecked_ref());
    };
    move || at_once.print()
}

/// What is kept from one animation frame to the next.
#[derive(Default)]
struct RendererState {
    /// When text last followed the frames.
    text_at: f64,
    /// Feature tiles above neuron tiles, in one column.
    atlas: Option<HtmlCanvasElement>,
    diagram: Option<Rc<Diagram>>,
    /// How far the dashes have flowed.
    flow: f64,
    /// When an animation frame was last drawn.
    last: f64,
    /// Whether it is paper that is drawn for.
    is_printing: bool,
    /// When the last animation frame came.
    frame_at: f64,
    /// Whether the pictures have let the controls go first in it.
    has_waited: bool,
}

/// Draws what is dirty, once per animation frame.
struct Renderer {
    store: Store,
    canvases: Canvases,
    ask: Box<dyn Fn()>,
    state: RefCell<RendererState>,
}

impl Renderer {
    fn draw(&self, time: f64) {
        let (store, waiting) = (self.store, self.canvases.state);
        if self.lets_controls_first(time) {
            return;
        }
        if self.has_turn_for_text(time) {
            store.tick();
            let is_fresh = waiting.with_value(|state| state.is_fresh);
            if time - self.state.borrow().last < CLOSE {
                if is_fresh {
                    self.ask_once();
                }
                return;
            }
        }
        self.draw_pictures(time);
    }

    fn print(&self) {
        self.state.borrow_mut().is_printing = true;
        self.draw_pictures(browser::now());
        self.state.borrow_mut().is_printing = false;
    }

    fn draw_pictures(&self, time: f64) {
        let (store, waiting) = (self.store, self.canvases.state);
        let (fresh, dirty) = waiting
            .try_update_value(|state| (take(&mut state.is_fresh), take(&mut state.is_dirty)))
            .unwrap_or_default();
        let ratio = browser::window().device_pixel_ratio().clamp(0.5, 4.0);
        let [still, _] = preferences();
        let flowing = store.peek(|model| model.playing) && !still;
        {
            let mut state = self.state.borrow_mut();
            if flowing {
                state.flow += FLOW * (time - state.last).clamp(0.0, 50.0);
            }
            state.last = time;
        }
        let resized = self.measure(ratio);
        if !(fresh || dirty || flowing || resized) {
            return;
        }
        store.peek(|model| {
            let scale = color_scale(model);
            if fresh || dirty {
                self.draw_map();
                self.draw_atlas(model, &scale, dirty || resized);
            }
            self.draw_network(model, &scale, ratio, flowing);
            // A picture brings no points, only perhaps other mistakes to ring.
            let ringed = fresh && matches!(model.answer.as_deref(), Some(Answer::Results(_)));
            if dirty || resized || ringed {
                self.draw_points(model, &scale, ratio);
            }
            if fresh || dirty || resized {
                (0..self.canvases.charts.len()).for_each(|which| self.draw_chart(which, model, ratio));
            }
        });
        if fresh {
            self.ask_once();
        }
    }

    /// Asks the engine for the next frame, once.
    fn ask_once(&self) {
        let asked = self.canvases.state.try_update_value(|state| replace(&mut state.is_asked, true));
        if asked == Some(false) {
            (self.ask)();
        }
    }

    /// What a hand has changed is answered at once by the controls: where frames are slow, the pictures follow one later.
    fn lets_controls_first(&self, time: f64) -> bool {
        let is_dirty = self.canvases.state.with_value(|state| state.is_dirty);
        let mut state = self.state.borrow_mut();
        let is_slow = time - replace(&mut state.frame_at, time) >= CLOSE;
        state.has_waited = is_slow && is_dirty && !state.has_waited;
        state.has_waited
    }

    /// Whether text waits and it is time for it.
    fn has_turn_for_text(&self, time: f64) -> bool {
        let mut state = self.state.borrow_mut();
        let is_time = time - state.text_at >= TEXT;
        let waiting = self.canvases.state;
        let turn = is_time && waiting.try_update_value(|state| take(&mut state.defers_text)) == Some(true);
        if turn {
            state.text_at = time;
        }
        turn
    }

    /// Tells the engine the map's size and lays the diagram out; whether anything has moved.
    fn measure(&self, ratio: f64) -> bool {
        let store = self.store;
        let mut moved = false;
        fit_map(self.canvases);
        if let Some(canvas) = self.canvases.points.get::<HtmlCanvasElement>() {
            let side = (f64::from(canvas.client_width()) * ratio).round().clamp(1.0, LARGEST_MAP) as usize;
            if side > 1 && store.peek(|model| (model.view.map, model.view.tile)) != (side, TILE) {
                store.dispatch(Msg::MapSize { map: side, tile: TILE });
                moved = true;
            }
        }
        if let Some(room) = self.canvases.room.get::<Element>() {
            let diagram = store.peek(|model| lay_out(model, &room));
            let same = self.canvases.diagram.with_untracked(|old| old.as_deref() == diagram.as_ref());
            if let Some(diagram) = diagram.filter(|_| !same) {
                let diagram = Rc::new(diagram);
                self.state.borrow_mut().diagram = Some(Rc::clone(&diagram));
                self.canvases.diagram.set(Some(diagram));
                moved = true;
            }
        }
        moved
    }

    fn draw_map(&self) {
        let Some(canvas) = self.canvases.map.get::<HtmlCanvasElement>() else { return };
        self.canvases.state.with_value(|waiting| {
            if let Some(map) = find(&waiting.pictures, Pictured::Focus) {
                map.replace(&canvas);
            }
        });
    }

    fn draw_atlas(&self, model: &Model, scale: &Scale, dirty: bool) {
        self.canvases.state.with_value(|waiting| {
            let mut state = self.state.borrow_mut();
            let RendererState { diagram: Some(diagram), atlas, .. } = &mut *state else { return };
            let Some(neurons) = find(&waiting.pictures, Pictured::Neurons) else { return };
            let size = neurons.width;
            let features = diagram.features();
            if atlas.is_none() {
                *atlas = image::offscreen();
            }
            let Some(atlas) = atlas else { return };
            let resized = image::resize(atlas, size, features.len() * size + neurons.height);
            // A picture changes neurons alone.
            if dirty || resized {
                let mut pixels = Vec::new();
                for (row, &(feature, _)) in features.iter().enumerate() {
                    paint_map(&feature_map(feature, size), scale, model.page.discretize, &mut pixels);
                    let pixels = Uint8ClampedArray::from(pixels.as_slice());
                    Image { pixels, width: size, height: size }.put(atlas, row * size);
                }
            }
            neurons.put(atlas, features.len() * size);
        });
    }

    fn draw_network(&self, model: &Model, scale: &Scale, ratio: f64, flowing: bool) {
        let Some(canvas) = self.canvases.network.get::<HtmlCanvasElement>() else { return };
        let state = self.state.borrow();
        let Some(diagram) = &state.diagram else { return };
        let outlined = outlined(model);
        let input = DiagramInput {
            network: &model.network,
            scale,
            time: if flowing { state.flow } else { 0.0 },
            hovered: model.hovered,
            selected: model.selected,
            outlined: &outlined,
        };
        let shapes = diagram.shapes(&input);
        let (width, height) = (f64::from(diagram.width), f64::from(diagram.height));
        let Some(context) = painter::prepare(&canvas, width, height, ratio) else { return };
        let waiting = self.canvases.state;
        let size = waiting
            .with_value(|waiting| find(&waiting.pictures, Pictured::Neurons).map_or(1, |tiles| tiles.width));
        let tiles = state.atlas.as_ref().map(|canvas| Tiles { canvas, size: size as f64 });
        painter::paint(&context, &shapes, tiles.as_ref());
    }

    fn draw_points(&self, model: &Model, scale: &Scale, ratio: f64) {
        let Some(canvas) = self.canvases.points.get::<HtmlCanvasElement>() else { return };
        let side = f64::from(canvas.client_width());
        let Some(context) = painter::prepare(&canvas, side, side, ratio) else { return };
        if self.state.borrow().is_printing {
            // On paper a canvas that is cleared hides the one below it.
            self.canvases.state.with_value(|waiting| {
                if let Some(map) = find(&waiting.pictures, Pictured::Focus) {
                    map.draw(&context, side);
                }
            });
        }
        let mut shapes = points_overlay(&model.points, model.page.show_test_data, scale, side as f32);
        if let Some(Answer::Results(results)) = model.answer.as_deref() {
            let worst: Vec<_> = results.worst.iter().map(|mistake| mistake.point).collect();
            shapes.extend(rings_overlay(&worst, scale, side as f32));
        }
        painter::paint(&context, &shapes, None);
    }

    fn draw_chart(&self, which: usize, model: &Model, ratio: f64) {
        let Some(canvas) = self.canvases.charts[which].get::<HtmlCanvasElement>() else { return };
        let (width, height) = (f64::from(canvas.client_width()), f64::from(canvas.client_height()));
        if width < 1.0 || painter::prepare(&canvas, width, height, ratio).is_none() {
            return;
        }
        let samples = model.history.samples();
        let train: Vec<_> = samples.iter().map(|sample| (sample.epoch, sample.train)).collect();
        let test: Vec<_> = samples.iter().map(|sample| (sample.epoch, sample.test)).collect();
        let former: Vec<_> = model.former.iter().flat_map(History::samples).collect();
        let former: Vec<_> = former.iter().map(|sample| (sample.epoch, sample.test)).collect();
        let chart = LossChart {
            train: &train,
            test: &test,
            former: &former,
            now: model.moment(),
            width,
            height,
            theme: model.view.theme,
            device_ratio: ratio,
        };
        // plotters draws in the canvas's own pixels.
        if let Some(context) = painter::context(&canvas) {
            let _ = context.reset_transform();
        }
        if let Some(backend) = plotters_canvas::CanvasBackend::with_canvas_object(canvas) {
            // A chart that cannot be drawn leaves its place empty.
            let _ = chart.draw(backend);
        }
        let layout = chart.layout();
        self.canvases.state.update_value(|state| state.charts[which] = Some(layout));
    }
}

/// What does not learn, while the view that names it is open.
fn outlined(model: &Model) -> Vec<Part> {
    let Some(Answer::Layers(look)) = model.answer.as_deref() else { return Vec::new() };
    let part = |it: &Inactive| match it.input {
        Some(input) => Part::Parameter(ParameterId::Weight { layer: it.layer, neuron: it.neuron, input }),
        None => Part::Neuron { layer: it.layer, index: it.neuron },
    };
    look.inactive.iter().map(part).collect()
}
