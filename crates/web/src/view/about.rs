//! A few words below the playground.

use crate::store::Store;
use leptos::prelude::*;

#[component]
pub(super) fn About(store: Store) -> impl IntoView {
    view! {
        <footer class="about" class:hidden=move || store.read(|model| model.config.hide_text)>
            <section><h2>{move || say!(store, about.what)}</h2><p>{move || say!(store, about.what_text)}</p></section>
            <section><h2>{move || say!(store, about.colours)}</h2><p>{move || say!(store, about.colours_text)}</p></section>
            <section><h2>{move || say!(store, about.controls)}</h2><p>{move || say!(store, about.controls_text)}</p></section>
            <section><h2>{move || say!(store, about.compat)}</h2><p>{move || say!(store, about.compat_text)}</p></section>
        </footer>
    }
}
