//! The drawer of the optimizer: its numbers, the schedule with its curve, the learning rules of history.

use crate::labels::Label;
use crate::piece::Piece;
use crate::platform::browser;
use crate::platform::dom::{Node, el, follow};
use crate::platform::painter;
use crate::store::Store;
use crate::widget::choices::{hyperparameters, open_family};
use crate::widget::control::number_input;
use crate::widget::drawer::drawer;
use nabla_app::Msg;
use nabla_nn::link::Key;
use nabla_nn::{Change, Choice, Hyperparameter, Optimizer, Schedule, limits};
use nabla_scene::line_plot;

/// The schedule's size in CSS pixels.
const PLOT: (f64, f64) = (280.0, 72.0);

pub(super) fn optimizer(store: Store) -> Node {
    let summary = el("summary").class("field").child(el("span").text(say!(store, method.optimizer))).child(
        el("span")
            .class("value")
            .live_text(move || store.read(|model| model.config.training.optimizer).label(store)),
    );
    drawer(store, summary, Piece::Optimizer)
}

/// What the drawer holds.
pub(crate) fn contents(store: Store) -> Vec<Node> {
    use Hyperparameter as H;
    let is_lbfgs = move || store.read(|model| model.config.training.optimizer == Optimizer::Lbfgs);
    vec![
        el("h2").text(say!(store, method.optimizer_title)),
        open_family(
            store,
            say!(store, method.optimizer),
            say!(store, explain.optimizer),
            |config| config.training.optimizer,
            Key::Optimizer,
        ),
        el("p").class("hint").class_if("hidden", move || !is_lbfgs()).text(say!(store, explain.lbfgs_trap)),
        hyperparameters(store, |it| {
            Optimizer::ALL.iter().any(|optimizer| optimizer.hyperparameters().contains(&it))
                || it == H::ClipNorm
        }),
        open_family(
            store,
            say!(store, method.schedule),
            say!(store, explain.schedule),
            |config| config.training.schedule,
            Key::Schedule,
        ),
        curve(store),
        hyperparameters(store, |it| {
            Schedule::ALL.iter().any(|schedule| schedule.hyperparameters().contains(&it))
                || matches!(it, H::Warmup | H::Averaging | H::EarlyStopping)
        }),
        validation(store),
        open_family(
            store,
            say!(store, method.remainder),
            say!(store, explain.remainder),
            |config| config.training.remainder,
            Key::Remainder,
        ),
        open_family(
            store,
            say!(store, method.rule),
            say!(store, explain.rule),
            |config| config.training.rule,
            Key::Rule,
        ),
    ]
}

/// The share of the training set that early stopping watches.
fn validation(store: Store) -> Node {
    let get = move || store.read(|model| model.config.data.perc_validation_data);
    let set = move |share: Option<f64>| {
        let key = Key::PercValidationData;
        let change = share.map_or(Change::to_default(key), |share| Change::new(key, share));
        store.dispatch(Msg::Set(change.into()));
    };
    let field = number_input(limits::PERC_VALIDATION_DATA, get, set);
    let label = el("label").class("number").child(el("span").text(say!(store, number.validation)));
    el("div").class("numbers-list").child(label.child(field))
}

/// The learning rate over time, and where training is.
fn curve(store: Store) -> Node {
    let plot = el("canvas").class("schedule").attr("aria-hidden", "true").class_if("hidden", move || {
        store.read(|model| {
            model.config.training.schedule == Schedule::Constant
                && model.config.number(Hyperparameter::Warmup) == 0.0
        })
    });
    let canvas: web_sys::HtmlCanvasElement = plot.get();
    follow(move || {
        store.follow_opening();
        let (rate, theme, now) =
            store.live(|model| (model.config.schedule(), model.view.theme, model.progress.epochs()));
        if browser::is_folded(&canvas) {
            return;
        }
        let ratio = browser::window().device_pixel_ratio();
        let Some(context) = painter::prepare(&canvas, PLOT.0, PLOT.1, ratio) else { return };
        let span = (rate.warmup + 2.0 * rate.decay_epochs).max(now * 1.05);
        let size = (PLOT.0 as f32, PLOT.1 as f32);
        painter::paint(
            &context,
            &line_plot(&|epochs| rate.at(epochs), (span, rate.base), now, size, theme),
            None,
        );
    });
    plot
}
