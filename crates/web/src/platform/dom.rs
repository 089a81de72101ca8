//! Elements, built by hand: `el("p").class("what").live_text(move || …)`.
//!
//! One untyped builder takes the place of a view macro. There every element, attribute and closure becomes part of one
//! static type, and each type brings code of its own: a quarter of the whole module. Here a public method only boxes
//! the closure it is given; what then happens is compiled once for the whole page. Keep it so when something is added.
//!
//! What is called `live` follows the signals its closure reads. Effects and listeners belong to the reactive [`Owner`]
//! under which they are made: the page's, or that of the [`Node::live_children`] around them, and go when it does.

use crate::platform::browser::document;
use leptos::prelude::*;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement, PointerEvent, ResizeObserver};

/// An element of the page; a copy is another handle of the same element.
#[derive(Clone)]
pub(crate) struct Node(pub Element);

/// A new element.
pub(crate) fn el(tag: &str) -> Node {
    Node(document().create_element(tag).unwrap_throw())
}

/// Where an element is found later; a copy is the same place, and a page built anew puts its own there.
#[derive(Clone, Copy)]
pub(crate) struct Handle(StoredValue<Option<Node>, LocalStorage>);

impl Handle {
    pub fn new() -> Self {
        Self(StoredValue::new_local(None))
    }

    /// The element, once there is one.
    pub fn get<T: JsCast>(self) -> Option<T> {
        self.0.with_value(|node| node.as_ref().map(Node::get))
    }
}

/// A length in CSS pixels.
pub(crate) fn px(length: f32) -> String {
    format!("{:.1}px", f64::from(length))
}

/// Runs now, and again whenever a signal it has read changes.
pub(crate) fn follow(run: impl Fn() + 'static) {
    follow_boxed(Box::new(run));
}

fn follow_boxed(run: Box<dyn Fn()>) {
    keep(Box::new(RenderEffect::new(move |_| run())));
}

/// Holds something for as long as the current owner lives.
fn keep(thing: Box<dyn Any>) {
    StoredValue::new_local(thing);
}

/// The whole page, where an element hears what happens outside of it.
fn everywhere() -> Node {
    Node(document().document_element().unwrap_throw())
}

/// The element an event was sent to.
pub(crate) fn target<T: JsCast>(event: &Event) -> T {
    event.target().unwrap_throw().unchecked_into()
}

/// What of an element a value is written to.
enum Place {
    Text,
    Html,
    Attribute(&'static str),
    Class(&'static str),
    Style(&'static str),
}

impl Place {
    /// Writes a value, or takes it away. The browser refuses nothing here but names that are none.
    fn write(&self, element: &Element, value: Option<&str>) {
        let words = value.unwrap_or_default();
        let written = match self {
            Self::Text => return element.set_text_content(Some(words)),
            Self::Html => return element.set_inner_html(words),
            Self::Attribute(name) => element.set_attribute(name, words),
            Self::Class(name) => element.class_list().toggle_with_force(name, value.is_some()).map(drop),
            // Not the attribute, which the page's content policy forbids.
            Self::Style(name) => element.unchecked_ref::<HtmlElement>().style().set_property(name, words),
        };
        written.unwrap_throw();
    }
}

/// An element's parts that stay as they are.
impl Node {
    /// Sets the classes.
    pub fn class(self, names: &str) -> Self {
        self.attr("class", names)
    }

    /// Sets an attribute.
    pub fn attr(self, name: &'static str, value: &str) -> Self {
        Place::Attribute(name).write(&self.0, Some(value));
        self
    }

    /// Sets a property of the style.
    pub fn style(self, name: &'static str, value: &str) -> Self {
        Place::Style(name).write(&self.0, Some(value));
        self
    }

    /// Makes markup the content: the page's own, never a user's.
    pub fn html(self, markup: &str) -> Self {
        self.0.set_inner_html(markup);
        self
    }

    /// Adds words.
    pub fn text(self, words: &str) -> Self {
        self.append(&document().create_text_node(words));
        self
    }

    /// Adds an element.
    pub fn child(self, child: Self) -> Self {
        self.append(&child.0);
        self
    }

    /// Adds elements.
    pub fn children(self, children: Vec<Self>) -> Self {
        children.iter().for_each(|child| self.append(&child.0));
        self
    }

    fn append(&self, node: &web_sys::Node) {
        let _ = self.0.append_child(node);
    }

    /// Puts the element where it is found later.
    pub fn bind(self, handle: Handle) -> Self {
        handle.0.set_value(Some(self.clone()));
        self
    }

    /// The element itself, as what its tag makes it.
    pub fn get<T: JsCast>(&self) -> T {
        self.0.clone().unchecked_into()
    }
}

/// An element's parts that follow signals.
impl Node {
    /// Makes words that change the content. A browser that translates the page puts nodes of its own in the place of every
    /// text: so no text is held on to, and what changes, numbers above all, is not to be translated.
    pub fn live_text<T: Into<String>>(self, words: impl Fn() -> T + 'static) -> Self {
        self.attr("translate", "no").live(Place::Text, Box::new(move || Some(words().into())))
    }

    /// Markup that changes: the page's own, never a user's.
    pub fn live_html(self, markup: impl Fn() -> String + 'static) -> Self {
        self.live(Place::Html, Box::new(move || Some(markup())))
    }

    /// An attribute that changes.
    pub fn live_attr<T: Into<String>>(self, name: &'static str, value: impl Fn() -> T + 'static) -> Self {
        self.live(Place::Attribute(name), Box::new(move || Some(value().into())))
    }

    /// A class that is there under a condition.
    pub fn class_if(self, name: &'static str, condition: impl Fn() -> bool + 'static) -> Self {
        self.live(Place::Class(name), Box::new(move || condition().then(String::new)))
    }

    /// A property of the style that changes; empty, it is taken away.
    pub fn live_style(self, name: &'static str, value: impl Fn() -> String + 'static) -> Self {
        self.live(Place::Style(name), Box::new(move || Some(value())))
    }

    /// Writes only what is new: most frames change little, and a reader of screens repeats what is written again.
    fn live(self, place: Place, value: Box<dyn Fn() -> Option<String>>) -> Self {
        let element = self.0.clone();
        let shown = RefCell::new(None);
        follow_boxed(Box::new(move || {
            let value = value();
            if shown.borrow().as_ref() != Some(&value) {
                place.write(&element, value.as_deref());
                shown.replace(Some(value));
            }
        }));
        self
    }

    /// A property, such as a field's value. It is written every time, for a hand may have changed it meanwhile.
    pub fn live_prop<T: Into<JsValue>>(self, name: &'static str, value: impl Fn() -> T + 'static) -> Self {
        self.live_property(name, Box::new(move || value().into()))
    }

    fn live_property(self, name: &'static str, value: Box<dyn Fn() -> JsValue>) -> Self {
        let element = self.0.clone();
        follow_boxed(Box::new(move || {
            let _ = js_sys::Reflect::set(&element, &name.into(), &value());
        }));
        self
    }

    /// Adds elements that are all built anew when `what` they show, in words, is something else: an element that is
    /// replaced without need loses the focus and is read aloud again. What the old ones followed and heard ends.
    pub fn live_children(
        self,
        what: impl Fn() -> String + 'static,
        build: impl Fn() -> Vec<Self> + 'static,
    ) -> Self {
        self.live_list(Box::new(what), Box::new(build))
    }

    fn live_list(self, what: Box<dyn Fn() -> String>, build: Box<dyn Fn() -> Vec<Self>>) -> Self {
        // Marks the place where they end; others may follow. Not a text, which a translated page would lose.
        let end = document().create_comment("");
        self.append(&end);
        let parent = self.0.clone();
        let owner = Owner::new();
        let shown: RefCell<(Option<String>, Vec<Self>)> = RefCell::default();
        follow_boxed(Box::new(move || {
            let what = Some(what());
            if shown.borrow().0 == what {
                return;
            }
            let new = owner.with_cleanup(&build);
            for child in &new {
                let _ = parent.insert_before(&child.0, Some(&end));
            }
            let (_, old) = shown.replace((what, new));
            old.iter().for_each(|old| old.0.remove());
        }));
        self
    }
}

/// What an element hears.
impl Node {
    /// Hears an event.
    pub fn on<E: JsCast>(self, event: &'static str, handler: impl Fn(E) + 'static) -> Self {
        self.hear(event, Box::new(move |event| handler(event.unchecked_into())))
    }

    /// Hears a click, by whatever means.
    pub fn click(self, handler: impl Fn() + 'static) -> Self {
        self.hear("click", Box::new(move |_| handler()))
    }

    /// Hears a press that begins and ends outside of the element: one that scrolls, or that leaves the element with a slider
    /// in hand, is none.
    pub fn press_outside(self, handler: impl Fn() + 'static) -> Self {
        let element = self.0.clone();
        let began = Rc::new(Cell::new(false));
        let [begin, end, cancel] = [(); 3].map(|()| Rc::clone(&began));
        let is_outside =
            move |event: &Event| !element.contains(event.target().and_then(|it| it.dyn_into().ok()).as_ref());
        everywhere()
            .hear("pointerdown", Box::new(move |event| begin.set(is_outside(&event))))
            .hear("pointercancel", Box::new(move |_| cancel.set(false)))
            .hear(
                "pointerup",
                Box::new(move |_| {
                    if end.take() {
                        handler();
                    }
                }),
            );
        self
    }

    /// Lets `point` know where a pointer is over the element, and when it is there no more. A finger has no hover: where it
    /// was stays until it taps elsewhere.
    pub fn pointing(self, point: impl Fn(Option<PointerEvent>) + Clone + 'static) -> Self {
        let [down, over, left] = [(); 3].map(|()| point.clone());
        self.on("pointerdown", move |event| down(Some(event)))
            .on("pointermove", move |event| over(Some(event)))
            .on("pointerleave", move |event: PointerEvent| {
                if event.pointer_type() != "touch" {
                    left(None);
                }
            })
            .press_outside(move || point(None))
    }

    /// Runs whenever the element has another size.
    pub fn resized(self, run: impl Fn() + 'static) -> Self {
        let closure = Closure::<dyn Fn()>::new(run);
        if let Ok(observer) = ResizeObserver::new(closure.as_ref().unchecked_ref()) {
            observer.observe(&self.0);
            keep(Box::new(Observed { observer, _closure: closure }));
        }
        self
    }

    fn hear(self, event: &'static str, handler: Box<dyn Fn(Event)>) -> Self {
        let closure = Closure::wrap(handler);
        let element = self.0.clone();
        let _ = element.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        keep(Box::new(Listener { element, event, closure }));
        self
    }
}

/// A listener that is taken off when it is dropped: an element that is going away may still be sent events.
struct Listener {
    element: Element,
    event: &'static str,
    closure: Closure<dyn Fn(Event)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        let _ = self.element.remove_event_listener_with_callback(self.event, callback);
    }
}

/// An element's size is watched until this is dropped.
struct Observed {
    observer: ResizeObserver,
    _closure: Closure<dyn Fn()>,
}

impl Drop for Observed {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
