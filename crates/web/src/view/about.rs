//! A few words below the playground.

use super::derive;
use crate::store::Store;
use leptos::prelude::*;

#[component]
pub(super) fn About(store: Store) -> impl IntoView {
    let sections = [
        (words!(store, about.what), words!(store, about.what_text)),
        (words!(store, about.colours), words!(store, about.colours_text)),
        (words!(store, about.controls), words!(store, about.controls_text)),
        (words!(store, about.compat), words!(store, about.compat_text)),
    ];
    // The words are the string tables' own, so they may be set as markup.
    let text: String = sections
        .iter()
        .map(|(title, text)| format!("<section><h2>{title}</h2><p>{text}</p></section>"))
        .collect();
    view! {
        <footer class="about" class:hidden=derive(move || store.read(|model| model.config.hide_text)) inner_html=text></footer>
    }
}
