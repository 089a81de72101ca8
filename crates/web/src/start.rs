//! The page's beginning: joins all the rooms, and listens to what happens to the page as a whole.

use crate::crash;
use crate::lazy;
use crate::platform::dom::Node;
use crate::platform::{address, browser};
use crate::preferences;
use crate::runtime::Runtime;
use crate::store::Store;
use crate::views::page::mount;
use crate::views::{pieces, shortcuts};
use any_spawner::Executor;
use leptos::prelude::*;
use nabla_app::Msg;
use nabla_scene::force_ink;
use wasm_bindgen::prelude::*;

/// Mounts the page. `glue` is the address of this module's JavaScript, `worker` that of the worker's script.
#[wasm_bindgen]
pub fn start_page(glue: String, worker: String) {
    // Runs the effects; it is there already if another page has been mounted in this thread.
    let _ = Executor::init_wasm_bindgen();
    lazy::build_with(pieces::build);
    #[cfg(feature = "split")]
    crate::platform::code_split::fetch_with(|| Box::pin(fetch()));
    let runtime = Runtime::new(glue, worker);
    let store = Store::new(preferences::language(), move |store, effect| runtime.obey(store, effect));
    crash::report_panics(store);
    let dress = move || {
        force_ink(preferences::system_ink());
        store.dispatch(Msg::Theme(preferences::theme()));
    };
    dress();
    browser::watch(preferences::FORCED, dress);
    if let Some(root) = browser::document().get_element_by_id("app") {
        root.set_inner_html("");
        let owner = Owner::new();
        owner.with(|| mount(store, Node(root)));
        // What the page follows and hears, it follows and hears until it is left.
        std::mem::forget(owner);
    }
    runtime.start(store);
    listen(store);
}

/// Fetches all that the page calls of the second file.
#[cfg(feature = "split")]
async fn fetch() -> Result<(), crate::platform::code_split::Missing> {
    pieces::fetch_piece().await?;
    crate::runtime::fetch_race().await?;
    crate::engine::answers::fetch().await
}

fn listen(store: Store) {
    let window = browser::window();
    browser::listen(&window, "hashchange", move |_: web_sys::Event| {
        address::forget();
        store.dispatch(Msg::AddressChanged(address::hash()));
    });
    browser::listen(&window, "pagehide", move |_: web_sys::Event| leave(store));
    let look = move || {
        let is_hidden = browser::document().hidden();
        if is_hidden {
            leave(store);
        }
        store.dispatch(Msg::Visible(!is_hidden));
    };
    look();
    browser::listen(&browser::document(), "visibilitychange", move |_: web_sys::Event| look());
    browser::listen(&window, "keydown", move |event: web_sys::KeyboardEvent| shortcuts::press(store, &event));
}

/// Keeps the session for when the tab comes back, unless a panic has kept it already and left a state that may be broken.
fn leave(store: Store) {
    address::flush();
    if !crash::has_happened() {
        store.keep_session();
    }
}
