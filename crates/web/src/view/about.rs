//! A few words below the playground.

use super::derive;
use crate::store::Store;
use leptos::prelude::*;

#[component]
pub(super) fn About(store: Store) -> impl IntoView {
    view! {
        <footer class="about" class:hidden=derive(move || store.read(|model| model.config.hide_text))>
            <section><h2>{words!(store, about.what)}</h2><p>{words!(store, about.what_text)}</p></section>
            <section><h2>{words!(store, about.colours)}</h2><p>{words!(store, about.colours_text)}</p></section>
            <section><h2>{words!(store, about.controls)}</h2><p>{words!(store, about.controls_text)}</p></section>
            <section><h2>{words!(store, about.compat)}</h2><p>{words!(store, about.compat_text)}</p></section>
        </footer>
    }
}
