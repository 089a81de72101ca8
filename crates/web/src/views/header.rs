//! The bar on top: name, undo, share, file, language, theme, full screen, keyboard.

pub(crate) mod file;
pub(crate) mod help;
pub(crate) mod share;

use crate::i18n::Locale;
use crate::piece::Piece;
use crate::platform::browser;
use crate::platform::dom::{Node, el};
use crate::platform::focus::focus;
use crate::preferences::{keep_language, keep_theme};
use crate::store::Store;
use crate::widget::control::click_unless;
use crate::widget::drawer::fold;
use crate::widget::icon::{Icon, icon_button};
use leptos::prelude::*;
use nabla_app::{Model, Msg};
use nabla_scene::Theme;

pub(crate) fn header(store: Store) -> Node {
    let undo = click_unless(
        icon_button("icon", Icon::Undo, say!(store, header.undo)),
        move || !store.read(Model::can_undo),
        move || store.dispatch(Msg::Undo),
    );
    let redo = click_unless(
        icon_button("icon", Icon::Redo, say!(store, header.redo)),
        move || !store.read(Model::can_redo),
        move || store.dispatch(Msg::Redo),
    );
    // Named in the language it leads to.
    let language = el("button")
        .class("plain")
        .attr("id", "language")
        .attr("lang", if say!(store, language) == "EN" { "en" } else { "ko" })
        .attr("title", say!(store, language_label))
        .text(say!(store, language))
        .click(move || switch_language(store));
    let theme =
        icon_button("icon theme", Icon::Theme, say!(store, header.theme)).click(move || switch_theme(store));
    // A frame's owner may not allow it.
    let full_screen = browser::document().fullscreen_enabled().then(|| {
        icon_button("icon wide-only", Icon::FullScreen, say!(store, header.fullscreen))
            .click(browser::toggle_fullscreen)
    });
    el("header")
        .class("header")
        .class_if("slim", move || store.read(|model| model.page.hide_text))
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
                .child(named(store, "menu", say!(store, header.share), Piece::Share))
                .child(named(store, "menu list", say!(store, header.file), Piece::File))
                .child(language)
                .child(theme)
                .children(full_screen.into_iter().collect())
                .child(help(store)),
        )
}

/// A card behind a word.
fn named(store: Store, class: &str, name: &str, piece: Piece) -> Node {
    fold(store, class, el("summary").class("plain").text(name), piece)
}

fn help(store: Store) -> Node {
    named(store, "menu guide", say!(store, header.help), Piece::Help).attr("id", "help")
}

/// Switches the language and keeps it.
fn switch_language(store: Store) {
    let next = match store.locale.get_untracked() {
        Locale::en => Locale::ko,
        Locale::ko => Locale::en,
    };
    store.said.set(String::new());
    store.locale.set(next);
    store.canvases.mark_dirty();
    keep_language(next);
    browser::later(0, || focus("language"));
}

fn switch_theme(store: Store) {
    let theme = match store.peek(|model| model.view.theme) {
        Theme::Light => Theme::Dark,
        Theme::Dark => Theme::Light,
    };
    keep_theme(theme);
    store.dispatch(Msg::Theme(theme));
}
