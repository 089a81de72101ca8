//! The link of this playground, to copy, with controls hidden as the teacher likes.

use super::{derive, hear};
use crate::browser;
use crate::store::Store;
use crate::words::Word;
use leptos::prelude::*;
use nabla_app::{Model, Msg, Setting};
use nabla_nn::{Choice, Control};

#[component]
pub(super) fn Share(store: Store) -> impl IntoView {
    let copied = RwSignal::new(false);
    let field: NodeRef<leptos::html::Input> = NodeRef::new();
    let address = move || {
        let location = browser::window().location();
        let base = location.href().unwrap_or_default();
        let base = base.split('#').next().unwrap_or_default().to_owned();
        format!("{base}#{}", store.read(Model::link))
    };
    let copy = move |_| {
        if let Some(field) = field.get() {
            // The selection stays for Ctrl+C where the clipboard is refused.
            field.select();
        }
        let clipboard = js_sys::Reflect::get(&browser::window().navigator(), &"clipboard".into());
        if clipboard.is_ok_and(|clipboard| !clipboard.is_undefined()) {
            let _ = browser::window().navigator().clipboard().write_text(&address());
            copied.set(true);
            browser::later(2000, move || copied.set(false));
        }
    };
    view! {
        <details class="menu">
            <summary class="plain">{words!(store, header.share)}</summary>
            <div class="card">
                <label class="field">{words!(store, share.link)}
                    <input type="text" readonly node_ref=field prop:value=address/>
                </label>
                <button class="primary" on:click=copy>
                    {derive(move || if copied.get() { say!(store, share.copied) } else { say!(store, share.copy) })}
                </button>
                <fieldset class="hide-list">
                    <legend>{words!(store, share.hide)}</legend>
                    {Control::ALL.iter().map(|&control| view! {
                        <label class="check"><input type="checkbox"
                            prop:checked=derive(move || store.read(|model| model.config.hidden.contains(&control)))
                            on:change=hear(move |event| store.dispatch(Msg::Set(Setting::Hide(control, event_target_checked(&event)))))/>
                        {derive(move || control.word(store))}</label>
                    }).collect_view()}
                    <label class="check"><input type="checkbox"
                        prop:checked=derive(move || store.read(|model| model.config.hide_text))
                        on:change=hear(move |event| store.dispatch(Msg::Set(Setting::HideText(event_target_checked(&event)))))/>
                    {words!(store, share.hide_text)}</label>
                </fieldset>
            </div>
        </details>
    }
}
