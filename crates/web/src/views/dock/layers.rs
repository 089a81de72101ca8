//! What happens in each layer.

use super::doctor::labels;
use super::frame::{ask, frame, seen};
use crate::platform::dom::{Node, el};
use crate::store::Store;
use crate::widget::picture::picture;
use nabla_lab::layers::LayerStatistics;
use nabla_lab::{Answer, Query};
use nabla_scene::layers::{LayersWords, layers_chart, layers_height};

pub(super) fn layers(store: Store) -> Node {
    ask(store, Query::Layers);
    let words = LayersWords {
        columns: [
            say!(store, layer_look.activations),
            say!(store, layer_look.sums),
            say!(store, layer_look.norms),
            say!(store, layer_look.past),
            say!(store, layer_look.ratio),
        ],
        output: say!(store, layer_look.output),
    };
    let chart = picture(store, "layers-chart", say!(store, layer_look.chart), move |model, [width, _]| {
        match model.answer.as_deref() {
            Some(Answer::Layers(look)) => layers_chart(look, words, width, model.view.theme),
            _ => Vec::new(),
        }
    });
    let height = move || store.read(|model| layers_height(model.config.model.network_shape.len() + 1));
    let ailing = el("p").class("ailing").attr("role", "status").live_text(move || ailing(store));
    let inactive = el("p").class("ailing hint").live_text(move || inactive(store));
    frame(
        [
            say!(store, layer_look.title),
            say!(store, layer_look.explain),
            "δˡ = (Wˡ⁺¹ᵀδˡ⁺¹) ⊙ f′(zˡ)\n∂E/∂Wˡ = δˡ·aˡ⁻¹ᵀ\n‖ΔW‖ / ‖W‖ ≈ 10⁻³",
        ],
        vec![ailing, inactive],
        el("div").class("wide-picture").child(chart.live_style("height", move || format!("{}px", height()))),
    )
}

/// What is wrong with the layers: the doctor's findings, in its own words.
fn ailing(store: Store) -> String {
    let told = seen(store, |seen| match seen {
        Answer::Layers(look) => Some(
            look.ailing
                .iter()
                .map(|it| {
                    let evidence = labels::evidence(store, it.rule, &it.numbers);
                    format!("{}: {evidence}", labels::title(store, it.rule))
                })
                .collect::<Vec<_>>(),
        ),
        _ => None,
    });
    match told {
        None => String::new(),
        Some(told) if told.is_empty() => say!(store, layer_look.well).to_owned(),
        Some(told) => told.join("\n"),
    }
}

/// The units and weights that do not learn just now, layer by layer: no harm while the loss falls.
fn inactive(store: Store) -> String {
    let lines = seen(store, |seen| match seen {
        Answer::Layers(look) => {
            Some(look.layers.iter().enumerate().flat_map(lines(store)).collect::<Vec<_>>())
        }
        _ => None,
    });
    match lines {
        Some(lines) if !lines.is_empty() => {
            let [before, after] = [say!(store, layer_look.inactive), say!(store, layer_look.outlined)];
            [&[before.to_owned()][..], &lines, &[after.to_owned()]].concat().join("\n")
        }
        _ => String::new(),
    }
}

fn lines(store: Store) -> impl Fn((usize, &LayerStatistics)) -> Vec<String> {
    move |(index, look)| {
        let layer = (index + 1).to_string();
        let (neurons, weights) = (look.neurons.to_string(), look.weights.to_string());
        let mut lines = Vec::new();
        if look.dead > 0 {
            let count = look.dead.to_string();
            let all = neurons.clone();
            lines.push(say!(store, layer_look.dead, layer = layer.clone(), count = count, all = all));
        }
        if look.saturated > 0 {
            let count = look.saturated.to_string();
            lines.push(say!(
                store,
                layer_look.saturated,
                layer = layer.clone(),
                count = count,
                all = neurons
            ));
        }
        if look.stuck > 0 {
            let count = look.stuck.to_string();
            lines.push(say!(store, layer_look.stuck, layer = layer, count = count, all = weights));
        }
        lines
    }
}
