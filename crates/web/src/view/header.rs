//! The bar on top: name, undo, share, file, language, theme, full screen, keyboard.

use super::icon::Icon;
use super::share::Share;
use super::{THEME, switch_language};
use super::{derive, hear};
use crate::browser::{self, Keep};
use crate::store::Store;
use crate::words::{self, Word};
use leptos::prelude::*;
use nabla_app::{Model, Msg, SHORTCUTS};
use nabla_nn::{Choice, PlaygroundFile, menu};
use nabla_scene::{Palette, Theme};
use wasm_bindgen::prelude::*;

#[component]
pub(super) fn Header(store: Store) -> impl IntoView {
    let toggle_theme = move |_| {
        let theme = match store.peek(|model| model.view.theme) {
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Light,
        };
        Keep::Always.set(THEME, theme.key());
        store.dispatch(Msg::Theme(theme));
    };
    view! {
        <header class="header">
            <h1 class="brand"><span class="logo" aria-hidden="true">"∇"</span>"Nabla"</h1>
            <div class="group">
                <button class="icon" prop:disabled=derive(move || !store.read(Model::can_undo))
                    aria-label=words!(store, header.undo) title=words!(store, header.undo)
                    on:click=hear(move |_| store.dispatch(Msg::Undo))>{Icon::Undo.view()}</button>
                <button class="icon" prop:disabled=derive(move || !store.read(Model::can_redo))
                    aria-label=words!(store, header.redo) title=words!(store, header.redo)
                    on:click=hear(move |_| store.dispatch(Msg::Redo))>{Icon::Redo.view()}</button>
            </div>
            <div class="group end">
                <Share store/>
                <File store/>
                <button class="plain" id="language" lang=derive(move || if say!(store, language) == "EN" { "en" } else { "ko" })
                    title=words!(store, language_label)
                    on:click=hear(move |_| switch_language(store))>{words!(store, language)}</button>
                <button class="icon" aria-label=words!(store, header.theme)
                    title=words!(store, header.theme) on:click=toggle_theme>{Icon::Theme.view()}</button>
                <button class="icon wide-only" aria-label=words!(store, header.fullscreen)
                    title=words!(store, header.fullscreen) on:click=|_| toggle_fullscreen()>{Icon::FullScreen.view()}</button>
                <Help store/>
            </div>
        </header>
    }
}

#[component]
fn Help(store: Store) -> impl IntoView {
    let row = |&shortcut: &nabla_app::Shortcut| {
        format!(
            "<div><dt><kbd>{}</kbd></dt><dd>{}</dd></div>",
            shortcut.cap(),
            words::shortcut(store, shortcut)
        )
    };
    // The caps and the words are our own, so they may be set as markup.
    let keys: String = SHORTCUTS.iter().map(row).collect();
    view! {
        <details class="menu wide-only" id="help">
            <summary class="icon" aria-label=words!(store, header.help) title=words!(store, header.help)>{Icon::Keyboard.view()}</summary>
            <div class="card">
                <h2>{words!(store, shortcut.title)}</h2>
                <dl class="keys" inner_html=keys></dl>
            </div>
        </details>
    }
}

#[component]
fn File(store: Store) -> impl IntoView {
    let save = move |_| {
        let file = store.peek(|model| PlaygroundFile {
            link: model.link(),
            points: Some((*model.points).clone()),
            network: Some((*model.network).clone()),
        });
        // A browser that refuses downloads says so itself.
        let _ = browser::download("nabla-playground.json", &file.to_json());
        super::close_menus();
    };
    let open = move |event: web_sys::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        let file = input.files().and_then(|files| files.get(0));
        input.set_value("");
        super::close_menus();
        if let Some(file) = file {
            read(store, &file);
        }
    };
    view! {
        <details class="menu">
            <summary class="plain">{words!(store, header.file)}</summary>
            <div class="card list">
                <button class="plain" on:click=save>{words!(store, header.save)}</button>
                <label class="plain file">{words!(store, header.open)}
                    <input type="file" accept=".json,application/json" on:change=open/>
                </label>
                <fieldset>
                    <legend>{words!(store, palette.label)}</legend>
                    {Palette::ALL.iter().map(|&palette| view! {
                        <label class="check"><input type="radio" name="palette"
                            prop:checked=derive(move || store.read(|model| model.view.palette == palette))
                            on:change=hear(move |_| store.dispatch(Msg::Palette(palette)))/>
                        {derive(move || palette.word(store))}</label>
                    }).collect_view()}
                </fieldset>
            </div>
        </details>
    }
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
        store.dispatch(text.as_string().map_or(Msg::FileUnreadable, Msg::FileOpened));
    });
    let failed = Closure::once_into_js(move |_: JsValue| store.dispatch(Msg::FileUnreadable));
    let _ = js_sys::Reflect::get(&text, &"then".into())
        .and_then(JsCast::dyn_into::<js_sys::Function>)
        .and_then(|then| then.call2(&text, &read, &failed));
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
