//! The bar on top: name, undo, share, file, language, theme, full screen, keyboard.

use super::control::radio;
use super::icon::{Icon, icon_button};
use super::share::share;
use super::{THEME, switch_language};
use crate::browser::{self, Keep};
use crate::dom::{Node, el, target};
use crate::late;
use crate::store::Store;
use crate::words::{self, Word};
use nabla_app::{Model, Msg, SHORTCUTS, Shortcut};
use nabla_nn::{Choice, PlaygroundFile, menu};
use nabla_scene::{Palette, Theme};
use wasm_bindgen::prelude::*;

pub(super) fn header(store: Store) -> Node {
    let undo = icon_button("icon", Icon::Undo, say!(store, header.undo))
        .live_prop("disabled", move || !store.read(Model::can_undo))
        .click(move || store.dispatch(Msg::Undo));
    let redo = icon_button("icon", Icon::Redo, say!(store, header.redo))
        .live_prop("disabled", move || !store.read(Model::can_redo))
        .click(move || store.dispatch(Msg::Redo));
    // Named in the language it leads to.
    let language = el("button")
        .class("plain")
        .attr("id", "language")
        .attr("lang", if say!(store, language) == "EN" { "en" } else { "ko" })
        .attr("title", say!(store, language_label))
        .text(say!(store, language))
        .click(move || switch_language(store));
    let theme =
        icon_button("icon", Icon::Theme, say!(store, header.theme)).click(move || switch_theme(store));
    let full_screen = icon_button("icon wide-only", Icon::FullScreen, say!(store, header.fullscreen))
        .click(toggle_fullscreen);
    el("header")
        .class("header")
        .child(
            el("h1")
                .class("brand")
                .child(el("span").class("logo").attr("aria-hidden", "true").text("∇"))
                .text("Nabla"),
        )
        .child(el("div").class("group").child(undo).child(redo))
        .child(
            el("div")
                .class("group end")
                .child(share(store))
                .child(file(store))
                .child(language)
                .child(theme)
                .child(full_screen)
                .child(help(store)),
        )
}

fn help(store: Store) -> Node {
    let row = |&shortcut: &Shortcut| {
        el("div")
            .child(el("dt").child(el("kbd").text(shortcut.cap())))
            .child(el("dd").text(words::shortcut(store, shortcut)))
    };
    let summary = el("summary")
        .class("icon")
        .attr("aria-label", say!(store, header.help))
        .attr("title", say!(store, header.help))
        .child(Icon::Keyboard.view());
    el("details").class("menu wide-only").attr("id", "help").child(summary).child(
        el("div")
            .class("card")
            .child(el("h2").text(say!(store, shortcut.title)))
            .child(el("dl").class("keys").children(SHORTCUTS.iter().map(row).collect())),
    )
}

fn file(store: Store) -> Node {
    let save = move || {
        let file = store.peek(|model| PlaygroundFile {
            link: model.link(),
            points: Some((*model.points).clone()),
            network: Some((*model.network).clone()),
        });
        late::load(move |_| match late::write_file(&file) {
            // A browser that refuses downloads says so itself.
            Some(text) => drop(browser::download("nabla-playground.json", &text)),
            None => store.dispatch(Msg::NotLoaded),
        });
        super::close_menus();
    };
    let open = move |event: web_sys::Event| {
        let input: web_sys::HtmlInputElement = target(&event);
        let file = input.files().and_then(|files| files.get(0));
        input.set_value("");
        super::close_menus();
        if let Some(file) = file {
            read(store, &file);
        }
    };
    let input = el("input").attr("type", "file").attr("accept", ".json,application/json").on("change", open);
    let palette = |&palette: &Palette| {
        let is_chosen = move || store.read(|model| model.view.palette == palette);
        let input = radio("palette", is_chosen, move || store.dispatch(Msg::Palette(palette)));
        el("label").class("check").child(input).text(&palette.word(store))
    };
    let palettes = el("fieldset")
        .child(el("legend").text(say!(store, palette.label)))
        .children(Palette::ALL.iter().map(palette).collect());
    el("details").class("menu").child(el("summary").class("plain").text(say!(store, header.file))).child(
        el("div")
            .class("card list")
            .child(el("button").class("plain").text(say!(store, header.save)).click(save))
            .child(el("label").class("plain file").text(say!(store, header.open)).child(input))
            .child(palettes),
    )
}

/// Reads a chosen file; one too large is refused before it is read.
fn read(store: Store, file: &web_sys::File) {
    if file.size() > menu::MAX_FILE as f64 {
        let error = nabla_nn::FileError::TooLong { limit: menu::MAX_FILE };
        store.dispatch(Msg::FileRefused(error));
        return;
    }
    let text = file.text();
    let read = Closure::once_into_js(move |text: JsValue| {
        let Some(text) = text.as_string() else { return store.dispatch(Msg::FileUnreadable) };
        late::load(move |_| {
            let read = late::read_file(&text);
            store.dispatch(read.map_or(Msg::NotLoaded, |file| Msg::FileOpened(Box::new(file))));
        });
    });
    let failed = Closure::once_into_js(move |_: JsValue| store.dispatch(Msg::FileUnreadable));
    let _ = js_sys::Reflect::get(&text, &"then".into())
        .and_then(JsCast::dyn_into::<js_sys::Function>)
        .and_then(|then| then.call2(&text, &read, &failed));
}

fn switch_theme(store: Store) {
    let theme = match store.peek(|model| model.view.theme) {
        Theme::Light => Theme::Dark,
        Theme::Dark => Theme::Light,
    };
    Keep::Always.set(THEME, theme.key());
    store.dispatch(Msg::Theme(theme));
}

fn toggle_fullscreen() {
    let document = browser::document();
    if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    } else if let Some(root) = document.document_element() {
        // A browser may refuse; then nothing changes.
        let _ = root.request_fullscreen();
    }
}
