//! What happens in each layer.

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
    frame(
        [
            say!(store, layer_look.title),
            say!(store, layer_look.explain),
            "δˡ = (Wˡ⁺¹ᵀδˡ⁺¹) ⊙ f′(zˡ)\n∂E/∂Wˡ = δˡ·aˡ⁻¹ᵀ\n‖ΔW‖ / ‖W‖ ≈ 10⁻³",
        ],
        vec![ailing],
        el("div").class("wide-picture").child(chart.live_style("height", move || format!("{}px", height()))),
    )
}

/// The units and weights that do not learn, layer by layer.
fn ailing(store: Store) -> String {
    let lines = seen(store, |seen| match seen {
        Answer::Layers(look) => {
            Some(look.layers.iter().enumerate().flat_map(lines(store)).collect::<Vec<_>>())
        }
        _ => None,
    });
    match lines {
        None => String::new(),
        Some(lines) if lines.is_empty() => say!(store, layer_look.well).to_owned(),
        Some(mut lines) => {
            lines.push(say!(store, layer_look.outlined).to_owned());
            lines.join("\n")
        }
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
