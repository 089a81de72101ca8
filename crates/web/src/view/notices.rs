//! What went wrong and what was used instead, each to be put away.

use super::hear;
use super::icon::Icon;
use crate::store::Store;
use crate::words;
use leptos::prelude::*;
use nabla_app::{Msg, Remark};

#[component]
pub(super) fn Notices(store: Store) -> impl IntoView {
    let remarks = move || {
        store.read(|model| {
            let say = |remark: &Remark| (words::remark(store, remark), matches!(remark, Remark::Trouble(..)));
            model.remarks.iter().map(say).collect::<Vec<_>>()
        })
    };
    view! {
        <div class="notices" role="status">
            {move || remarks().into_iter().enumerate().map(|(index, (sentence, trouble))| view! {
                <div class="notice" class:trouble=trouble>
                    <p>{sentence}</p>
                    {trouble.then(|| view! {
                        <button class="primary" on:click=hear(move |_| store.dispatch(Msg::Recover))>
                            {words!(store, trouble.recover)}</button>
                        <button class="secondary" on:click=hear(move |_| store.dispatch(Msg::Reset))>
                            {words!(store, trouble.reset)}</button>
                    })}
                    <button class="icon" aria-label=words!(store, notice.dismiss)
                        title=words!(store, notice.dismiss)
                        on:click=hear(move |_| store.dispatch(Msg::Dismiss(index)))>{Icon::Close.view()}</button>
                </div>
            }).collect_view()}
        </div>
    }
}
