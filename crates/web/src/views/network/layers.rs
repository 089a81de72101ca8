//! The drawer of the layers: activations one by one, initial weights, normalization, what training leaves out.

use crate::piece::Piece;
use crate::platform::dom::{Node, el};
use crate::store::Store;
use crate::widget::choices::{at, hyperparameters, index_of, open_family, options};
use crate::widget::control::{Menu, check, menu};
use crate::widget::drawer::{drawer, word};
use crate::widget::training_form::training_form;
use nabla_app::Msg;
use nabla_nn::link::Key;
use nabla_nn::{Activation, Change, Choice, Hyperparameter};

pub(super) fn layer_options(store: Store) -> Node {
    drawer(store, word(say!(store, method.layers)), Piece::Layers)
}

/// What the drawer holds.
pub(crate) fn contents(store: Store) -> Vec<Node> {
    use Hyperparameter as H;
    let has_sign = move || {
        store.read(|model| model.config.model.activations().any(|activation| activation == Activation::Sign))
    };
    let count = move || store.read(|model| model.config.model.network_shape.len());
    let each = el("div").class("numbers-list").live_children(
        move || count().to_string(),
        move || (0..count()).map(|index| layer(store, index)).collect(),
    );
    vec![
        el("h2").text(say!(store, method.layers_title)),
        el("div")
            .class("method")
            .class_if("hidden", move || count() == 0)
            .child(el("p").class("hint").text(say!(store, method.layer_activations)))
            .child(each),
        el("p").class("hint").class_if("hidden", move || !has_sign()).text(say!(store, explain.sign_trap)),
        hyperparameters(store, |it| it == H::Alpha),
        open_family(
            store,
            say!(store, method.initializer),
            say!(store, explain.initializer),
            |config| config.model.initializer,
            Key::Initializer,
        ),
        hyperparameters(store, |it| it == H::InitScale),
        explained(
            check(
                store,
                say!(store, method.batch_norm),
                None,
                |model| model.config.model.batch_norm,
                Key::BatchNorm,
            ),
            say!(store, explain.batch_norm),
        ),
        explained(
            check(
                store,
                say!(store, method.residual),
                None,
                |model| model.config.model.residual,
                Key::Residual,
            ),
            say!(store, explain.residual),
        ),
        el("div")
            .class("method")
            .child(hyperparameters(store, |it| {
                matches!(it, H::Dropout | H::DropConnect | H::StochasticDepth)
            }))
            .child(el("p").class("equation").text(H::Dropout.equation()))
            .child(el("p").class("hint").text(say!(store, explain.dropout))),
        training_form(store),
    ]
}

fn explained(control: Node, text: &str) -> Node {
    el("div").class("method").child(control).child(el("p").class("hint").text(text))
}

/// One layer's activation.
fn layer(store: Store, index: usize) -> Node {
    let chosen = move || {
        store.read(|model| {
            model.config.model.activations().nth(index).unwrap_or(model.config.model.activation)
        })
    };
    let label = say!(store, method.layer, layer = (index + 1).to_string());
    let shown = Menu {
        label: &label,
        options: options::<Activation>(store),
        chosen: Box::new(move || index_of(chosen())),
        pick: Box::new(move |choice| {
            let change = store.peek(|model| Change::layer_activation(&model.config, index, at(choice)));
            store.dispatch(Msg::Set(change.into()));
        }),
        control: None,
        card: None,
    };
    menu(store, shown)
}
