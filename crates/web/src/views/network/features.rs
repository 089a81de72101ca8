//! The drawer of the features: what they go through first, and the cloud before and after.

use crate::piece::Piece;
use crate::platform::browser;
use crate::platform::dom::{Node, el, follow};
use crate::platform::painter;
use crate::store::Store;
use crate::widget::choices::open_family;
use crate::widget::drawer::{drawer, word};
use nabla_app::Model;
use nabla_nn::link::Key;
use nabla_nn::{Problem, Transform};
use nabla_scene::{Scale, cloud_plot};
use web_sys::HtmlCanvasElement;

/// A cloud's side in CSS pixels.
const CLOUD: f64 = 132.0;

pub(super) fn preprocessing(store: Store) -> Node {
    drawer(store, word(say!(store, method.preprocess)), Piece::Preprocessing)
}

/// What the drawer holds.
pub(crate) fn contents(store: Store) -> Vec<Node> {
    let cloud = |word: &str, after: bool| {
        el("figure").child(picture(store, after)).child(el("figcaption").text(word))
    };
    vec![
        el("h2").text(say!(store, method.features_title)),
        open_family(
            store,
            say!(store, method.preprocess),
            say!(store, explain.preprocess),
            |config| config.model.preprocess,
            Key::Preprocess,
        ),
        el("div")
            .class("clouds")
            .child(cloud(say!(store, method.before), false))
            .child(cloud(say!(store, method.after), true)),
    ]
}

/// The training set by its first two features, or its first two coordinates after the change.
fn picture(store: Store, after: bool) -> Node {
    let plot = el("canvas").class("cloud").attr("aria-hidden", "true");
    let canvas: HtmlCanvasElement = plot.get();
    follow(move || {
        store.read(|_| ());
        store.follow_opening();
        if browser::is_folded(&canvas) {
            return;
        }
        let ratio = browser::window().device_pixel_ratio();
        let Some(context) = painter::prepare(&canvas, CLOUD, CLOUD, ratio) else { return };
        store.peek(|model| {
            let scale = Scale::new(model.view.palette, model.view.theme)
                .of_classes(model.config.data.problem == Problem::Multiclass);
            painter::paint(&context, &cloud_plot(&samples(model, after), &scale, CLOUD as f32), None);
        });
    });
    plot
}

fn samples(model: &Model, after: bool) -> Vec<([f64; 2], f64)> {
    let features = &model.config.model.features;
    let transform =
        Transform::fit(model.config.model.preprocess, features, &model.points.train).filter(|_| after);
    let place = |point: &nabla_nn::Point| {
        let values: Vec<f64> = features.iter().map(|feature| feature.value(point.x, point.y)).collect();
        let values = transform.as_ref().map_or(values.clone(), |transform| transform.apply(&values));
        let of = |index: usize| values.get(index).copied().unwrap_or_default();
        ([of(0), of(1)], point.label)
    };
    model.points.train.iter().map(place).collect()
}
