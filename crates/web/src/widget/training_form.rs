//! The switch between the network as it is used and as it is trained.

use super::control::checkbox;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use nabla_app::Msg;

/// The maps as training sees the network.
pub(crate) fn training_form(store: Store) -> Node {
    let input = checkbox(
        move || store.read(|model| model.view.training_form),
        move |on| store.dispatch(Msg::TrainingForm(on)),
    );
    el("label").class("check").child(input).child(el("span").text(say!(store, method.training_form)))
}
