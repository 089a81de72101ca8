//! Playground files, saved and opened, and the data's colours.

use crate::labels::Label;
use crate::platform::browser;
use crate::platform::dom::{Node, el, target};
use crate::platform::focus::close_menus;
use crate::store::Store;
use crate::widget::control::radio;
use crate::widget::copy::copy_button;
use leptos::prelude::*;
use nabla_app::Msg;
use nabla_nn::{Choice, PlaygroundFile, limits};
use nabla_scene::Palette;
use wasm_bindgen::prelude::*;

/// What a saved file is called.
const FILE: &str = "nabla-playground.json";

/// What the card holds.
pub(crate) fn contents(store: Store) -> Vec<Node> {
    // What was to be saved, where it may not have become a file.
    let unsaved: RwSignal<Option<String>> = RwSignal::new(None);
    let save = move || {
        let file = store.peek(|model| PlaygroundFile {
            link: model.link(),
            points: Some((*model.points).clone()),
            network: Some(model.network.parameters()),
            average: model.average.as_ref().map(|average| average.parameters()),
        });
        match file.to_json() {
            Ok(json) => {
                let offered = browser::download(FILE, &json);
                unsaved.set(Some(json).filter(|_| offered.is_err() || browser::is_framed()));
            }
            Err(_) => store.dispatch(Msg::FileNotSaved),
        }
        if unsaved.with_untracked(Option::is_none) {
            close_menus();
        }
    };
    let open = move |event: web_sys::Event| {
        let input: web_sys::HtmlInputElement = target(&event);
        let file = input.files().and_then(|files| files.get(0));
        input.set_value("");
        close_menus();
        if let Some(file) = file {
            read(store, &file);
        }
    };
    let input = el("input").attr("type", "file").attr("accept", ".json,application/json").on("change", open);
    let palette = |&palette: &Palette| {
        let is_chosen = move || store.read(|model| model.view.palette == palette);
        let input = radio("palette", is_chosen, move || store.dispatch(Msg::Palette(palette)));
        el("label").class("check").child(input).text(&palette.label(store))
    };
    let palettes = el("fieldset")
        .child(el("legend").text(say!(store, palette.label)))
        .children(Palette::ALL.iter().map(palette).collect());
    vec![
        el("button").class("plain").text(say!(store, header.save)).click(save),
        by_hand(store, unsaved),
        el("label").class("plain file").text(say!(store, header.open)).child(input),
        palettes,
    ]
}

/// The text of a file that a frame may have kept from being saved, to copy.
fn by_hand(store: Store, unsaved: RwSignal<Option<String>>) -> Node {
    let text = el("textarea")
        .attr("readonly", "")
        .attr("rows", "3")
        .attr("aria-label", FILE)
        .live_prop("value", move || unsaved.get().unwrap_or_default());
    let copy = copy_button(store, say!(store, file.copy), &text);
    el("div")
        .class("by-hand")
        .class_if("hidden", move || unsaved.with(Option::is_none))
        .child(el("p").attr("role", "status").class("hint").live_text(move || {
            match unsaved.with(Option::is_some) {
                true => say!(store, file.by_hand, name = FILE),
                false => String::new(),
            }
        }))
        .child(text)
        .children(copy)
}

/// Reads a chosen file; one too large is refused before it is read.
fn read(store: Store, file: &web_sys::File) {
    if file.size() > limits::MAX_FILE as f64 {
        let error = nabla_nn::FileError::TooLong { limit: limits::MAX_FILE };
        store.dispatch(Msg::FileRefused(error));
        return;
    }
    let text = file.text();
    let read = Closure::once_into_js(move |text: JsValue| {
        let Some(text) = text.as_string() else { return store.dispatch(Msg::FileUnreadable) };
        store.dispatch(Msg::FileOpened(Box::new(PlaygroundFile::from_json(&text))));
    });
    let failed = Closure::once_into_js(move |_: JsValue| store.dispatch(Msg::FileUnreadable));
    let _ = js_sys::Reflect::get(&text, &"then".into())
        .and_then(JsCast::dyn_into::<js_sys::Function>)
        .and_then(|then| then.call2(&text, &read, &failed));
}
