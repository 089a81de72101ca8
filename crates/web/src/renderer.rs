//! The canvases: one loop draws, once per animation frame, what is dirty.

use crate::platform::browser;
use crate::platform::dom::Handle;
use crate::platform::painter::{self, Tiles};
use crate::store::Store;
use js_sys::Uint8ClampedArray;
use leptos::prelude::*;
use nabla_app::{Command, History, LANES, Model, Msg};
use nabla_lab::{Seen, layers::Ailing};
use nabla_nn::{Choice, Feature, Problem, feature_map};
use nabla_scene::chart::ChartLayout;
use nabla_scene::{Diagram, DiagramInput, LossChart, Part, Scale, paint_map, points_overlay, rings_overlay};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlCanvasElement, ImageData, MediaQueryList};

/// A neuron's map has this many pixels on a side: its tile's, on a screen of twice the ordinary density.
const TILE: usize = 48;
/// The big map has at most this many: more would cost more than it shows.
const LARGEST_MAP: f64 = 900.0;
/// The diagram's height where the columns stand on each other, in CSS pixels.
const STACKED_HEIGHT: f32 = 560.0;
/// The least height it is laid out for elsewhere.
const LEAST_HEIGHT: f32 = 380.0;
/// Room for the words below it, and the dock's tabs.
const CALLOUT: f32 = 116.0;
/// How far the dashes flow per millisecond, in pixels.
const FLOW: f64 = 0.03;
/// While training runs, words and views follow it every so many milliseconds: more often nobody reads them, and for new
/// words a browser lays out and paints the page anew, which costs as much as all the pictures of a frame.
const WORDS: f64 = 60.0;
/// Animation frames closer than this have time for words or for pictures, not for both.
const CLOSE: f64 = 50.0;

/// The pixels of one frame, as JavaScript holds them: nothing is copied through the module's memory.
pub(crate) struct Picture {
    pub map: Uint8ClampedArray,
    pub tiles: Uint8ClampedArray,
    pub map_size: usize,
    pub tile_size: usize,
}

/// What an animation frame calls.
type Draw = Closure<dyn FnMut(f64)>;

/// What is behind the canvases.
#[derive(Default)]
struct State {
    picture: Option<Picture>,
    /// A frame has come and has not been drawn.
    fresh: bool,
    /// Another has been asked for already.
    asked: bool,
    /// Words do not yet say what the last frame has brought.
    owes_words: bool,
    /// When they last did.
    worded: f64,
    /// Settings, selection or sizes have changed.
    dirty: bool,
    /// Feature tiles above neuron tiles, in one column.
    atlas: Option<HtmlCanvasElement>,
    diagram: Option<Rc<Diagram>>,
    charts: [Option<ChartLayout>; 2],
    flow: f64,
    last: f64,
}

/// Handles of the canvases, and what is on them.
#[derive(Clone, Copy)]
pub(crate) struct Screen {
    /// The network.
    pub network: Handle,
    /// The big map's pixels.
    pub map: Handle,
    /// Points over the big map.
    pub points: Handle,
    /// The loss chart beside the map, and the large one of the dock.
    pub charts: [Handle; 2],
    /// The maps of a race.
    pub lanes: [Handle; LANES],
    /// The box the network may fill.
    pub room: Handle,
    /// The diagram's layout, for the controls placed over it.
    pub diagram: RwSignal<Option<Rc<Diagram>>, LocalStorage>,
    state: StoredValue<State, LocalStorage>,
}

impl Screen {
    pub fn new() -> Self {
        Self {
            network: Handle::new(),
            map: Handle::new(),
            points: Handle::new(),
            charts: [Handle::new(), Handle::new()],
            lanes: [(); LANES].map(|()| Handle::new()),
            room: Handle::new(),
            diagram: RwSignal::new_local(None),
            state: StoredValue::new_local(State::default()),
        }
    }

    /// Takes a frame, with its pixels where they are to be drawn, for the next animation frame; only then is the engine
    /// asked for another.
    pub fn take(self, picture: Option<Picture>) {
        self.state.update_value(|state| {
            if picture.is_some() {
                state.picture = picture;
            }
            state.fresh = true;
            state.asked = false;
        });
    }

    /// Words are to follow what has come, when there is time.
    pub fn owe_words(self) {
        self.state.update_value(|state| state.owes_words = true);
    }

    /// Something that is drawn has changed.
    pub fn soil(self) {
        self.state.update_value(|state| state.dirty = true);
    }

    /// Where a chart's numbers are.
    pub fn chart_layout(self, which: usize) -> Option<ChartLayout> {
        self.state.with_value(|state| state.charts.get(which).cloned().flatten())
    }

    /// Draws for as long as the page lives.
    pub fn run(self, store: Store) {
        let next: Rc<RefCell<Option<Draw>>> = Rc::default();
        let again = Rc::clone(&next);
        *next.borrow_mut() = Some(Closure::new(move |time: f64| {
            self.draw(store, time);
            if let Some(closure) = &*again.borrow() {
                let _ = browser::window().request_animation_frame(closure.as_ref().unchecked_ref());
            }
        }));
        if let Some(closure) = &*next.borrow() {
            let _ = browser::window().request_animation_frame(closure.as_ref().unchecked_ref());
        };
    }

    fn draw(self, store: Store, time: f64) {
        if self.has_turn_for_words(time) {
            store.tick();
            let (fresh, close) = self.state.with_value(|state| (state.fresh, time - state.last < CLOSE));
            if close {
                if fresh {
                    self.ask(store);
                }
                return;
            }
        }
        let (fresh, dirty) = self
            .state
            .try_update_value(|state| (std::mem::take(&mut state.fresh), std::mem::take(&mut state.dirty)))
            .unwrap_or_default();
        let ratio = browser::window().device_pixel_ratio().clamp(0.5, 4.0);
        let [still, _] = preferences();
        let flowing = store.peek(|model| model.playing) && !still;
        self.state.update_value(|state| {
            if flowing {
                state.flow += FLOW * (time - state.last).clamp(0.0, 50.0);
            }
            state.last = time;
        });
        let resized = self.measure(store, ratio);
        if !(fresh || dirty || flowing || resized) {
            return;
        }
        store.peek(|model| {
            let scale = scale(model);
            if fresh || dirty {
                self.draw_map();
                self.draw_atlas(model, &scale, dirty || resized);
            }
            self.draw_network(model, &scale, ratio, flowing);
            // A picture brings no points, only perhaps other mistakes to ring.
            let ringed = fresh && matches!(model.seen.as_deref(), Some(Seen::Results(_)));
            if dirty || resized || ringed {
                self.draw_points(model, &scale, ratio);
            }
            if fresh || dirty || resized {
                (0..self.charts.len()).for_each(|which| self.draw_chart(which, model, ratio));
            }
        });
        if fresh {
            self.ask(store);
        }
    }

    /// Asks the engine for the next frame, once.
    fn ask(self, store: Store) {
        let asked = self.state.try_update_value(|state| std::mem::replace(&mut state.asked, true));
        if asked == Some(false) {
            store.send(Command::Ready);
        }
    }

    /// Whether words are owed and it is time for them.
    fn has_turn_for_words(self, time: f64) -> bool {
        let turn = |state: &mut State| {
            let turn = state.owes_words && time - state.worded >= WORDS;
            if turn {
                state.owes_words = false;
                state.worded = time;
            }
            turn
        };
        self.state.try_update_value(turn).unwrap_or_default()
    }

    /// Tells the engine the map's size and lays the diagram out; whether anything has moved.
    fn measure(self, store: Store, ratio: f64) -> bool {
        let mut moved = false;
        if let Some(canvas) = self.points.get::<HtmlCanvasElement>() {
            let side = (f64::from(canvas.client_width()) * ratio).round().clamp(1.0, LARGEST_MAP) as usize;
            if side > 1 && store.peek(|model| (model.view.map, model.view.tile)) != (side, TILE) {
                store.dispatch(Msg::MapSize { map: side, tile: TILE });
                moved = true;
            }
        }
        if let Some(room) = self.room.get::<Element>() {
            let frame = room.closest(".network-scroll").ok().flatten().unwrap_or_else(|| room.clone());
            let (width, height) = (frame.client_width() as f32, available_height(&room));
            let diagram = store.peek(|model| {
                let config = &model.config;
                let shown = Feature::ALL.iter().copied().filter(|feature| {
                    !matches!(feature, Feature::CosX | Feature::CosY) || config.features.contains(feature)
                });
                let features: Vec<_> =
                    shown.map(|feature| (feature, config.features.contains(&feature))).collect();
                Diagram::layout(width, height, &features, &config.network_shape, config.outputs())
            });
            let same = self.diagram.with_untracked(|old| old.as_deref() == Some(&diagram));
            if !same {
                let diagram = Rc::new(diagram);
                self.state.update_value(|state| state.diagram = Some(Rc::clone(&diagram)));
                self.diagram.set(Some(diagram));
                moved = true;
            }
        }
        moved
    }

    fn draw_map(self) {
        let Some(canvas) = self.map.get::<HtmlCanvasElement>() else { return };
        self.state.with_value(|state| {
            if let Some(picture) = &state.picture {
                resize(&canvas, picture.map_size, picture.map_size);
                put(&canvas, &picture.map, picture.map_size, 1, 0);
            }
        });
    }

    /// Draws a lane's map.
    pub fn draw_lane(self, lane: usize, picture: &Picture) {
        if let Some(canvas) = self.lanes.get(lane).and_then(|handle| handle.get::<HtmlCanvasElement>()) {
            resize(&canvas, picture.map_size, picture.map_size);
            put(&canvas, &picture.map, picture.map_size, 1, 0);
        }
    }

    fn draw_atlas(self, model: &Model, scale: &Scale, dirty: bool) {
        self.state.update_value(|state| {
            let (Some(diagram), Some(picture)) = (&state.diagram, &state.picture) else { return };
            let size = picture.tile_size;
            let features = diagram.features();
            let neurons = picture.tiles.length() as usize / (4 * size * size).max(1);
            if state.atlas.is_none() {
                state.atlas =
                    browser::document().create_element("canvas").ok().and_then(|it| it.dyn_into().ok());
            }
            let Some(atlas) = &state.atlas else { return };
            let resized = resize(atlas, size, (features.len() + neurons) * size);
            // A picture changes neurons alone.
            if dirty || resized {
                let mut pixels = Vec::new();
                for (row, &(feature, _)) in features.iter().enumerate() {
                    paint_map(&feature_map(feature, size), scale, model.config.discretize, &mut pixels);
                    put(atlas, &Uint8ClampedArray::from(pixels.as_slice()), size, 1, row * size);
                }
            }
            put(atlas, &picture.tiles, size, neurons, features.len() * size);
        });
    }

    fn draw_network(self, model: &Model, scale: &Scale, ratio: f64, flowing: bool) {
        let Some(canvas) = self.network.get::<HtmlCanvasElement>() else { return };
        self.state.with_value(|state| {
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
            let size = state.picture.as_ref().map_or(1, |picture| picture.tile_size) as f64;
            let tiles = state.atlas.as_ref().map(|canvas| Tiles { canvas, size });
            painter::paint(&context, &shapes, tiles.as_ref());
        });
    }

    fn draw_points(self, model: &Model, scale: &Scale, ratio: f64) {
        let Some(canvas) = self.points.get::<HtmlCanvasElement>() else { return };
        let side = f64::from(canvas.client_width());
        let Some(context) = painter::prepare(&canvas, side, side, ratio) else { return };
        let mut shapes = points_overlay(&model.points, model.config.show_test_data, scale, side as f32);
        if let Some(Seen::Results(results)) = model.seen.as_deref() {
            let worst: Vec<_> = results.worst.iter().map(|mistake| mistake.point).collect();
            shapes.extend(rings_overlay(&worst, scale, side as f32));
        }
        painter::paint(&context, &shapes, None);
    }

    fn draw_chart(self, which: usize, model: &Model, ratio: f64) {
        let Some(canvas) = self.charts[which].get::<HtmlCanvasElement>() else { return };
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
        self.state.update_value(|state| state.charts[which] = Some(layout));
    }
}

/// What does not learn, while the view that names it is open.
fn outlined(model: &Model) -> Vec<Part> {
    let Some(Seen::Layers(look)) = model.seen.as_deref() else { return Vec::new() };
    let part = |it: &Ailing| match it.input {
        Some(input) => Part::Weight { layer: it.layer, neuron: it.neuron, input },
        None => Part::Neuron { layer: it.layer, index: it.neuron },
    };
    look.ailing.iter().map(part).collect()
}

/// The colours a model is drawn in.
pub(crate) fn scale(model: &Model) -> Scale {
    Scale::new(model.view.palette, model.view.theme)
        .of_classes(model.config.problem == Problem::Multiclass)
        .with_shapes(model.view.shapes)
}

/// Whether motion should be reduced, and whether the columns stand on each other; asked in every frame, and so of queries
/// that are kept.
fn preferences() -> [bool; 2] {
    const QUERIES: [&str; 2] = ["(prefers-reduced-motion: reduce)", "(max-width: 899px)"];
    thread_local!(static KEPT: [Option<MediaQueryList>; 2] =
        QUERIES.map(|query| browser::window().match_media(query).ok().flatten()));
    KEPT.with(|queries| queries.each_ref().map(|query| query.as_ref().is_some_and(MediaQueryList::matches)))
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

/// Puts `rows` squares of RGBA below each other on a canvas that has room for them.
fn put(canvas: &HtmlCanvasElement, pixels: &Uint8ClampedArray, size: usize, rows: usize, top: usize) {
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
fn resize(canvas: &HtmlCanvasElement, width: usize, height: usize) -> bool {
    let (width, height) = (width as u32, height as u32);
    let other = (canvas.width(), canvas.height()) != (width, height);
    if other {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    other
}
