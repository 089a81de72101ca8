//! What went wrong and what was used instead, each to be put away.

use super::icon::Icon;
use crate::store::Store;
use crate::words;
use leptos::prelude::*;
use nabla_app::{Msg, Remark};

#[component]
pub(super) fn Notices(store: Store) -> impl IntoView {
    let remarks = Memo::new(move |_| {
        store.read(|model| {
            let say = |remark: &Remark| (words::remark(store, remark), matches!(remark, Remark::Trouble(..)));
            model.remarks.iter().map(say).collect::<Vec<_>>()
        })
    });
    view! {
        <div class="notices" role="status">
            {move || remarks.get().into_iter().enumerate().map(|(index, (sentence, trouble))| view! {
                <div class="notice" class:trouble=trouble>
                    <p>{sentence}</p>
                    {trouble.then(|| view! {
                        <button class="primary" on:click=move |_| store.dispatch(Msg::Recover)>
                            {move || say!(store, trouble.recover)}</button>
                        <button class="secondary" on:click=move |_| store.dispatch(Msg::Reset)>
                            {move || say!(store, trouble.reset)}</button>
                    })}
                    <button class="icon" aria-label=move || say!(store, notice.dismiss)
                        title=move || say!(store, notice.dismiss)
                        on:click=move |_| store.dispatch(Msg::Dismiss(index))>{Icon::Close.view()}</button>
                </div>
            }).collect_view()}
        </div>
    }
}
