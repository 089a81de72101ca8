//! Options and remarks in the page's language.

use crate::format::signed;
use crate::store::Store;
use nabla_app::{RacePreset, Refusal, Remark, Shortcut, Speed, StopReason, Stride, Tab, Trend};
use nabla_lab::Surface;
use nabla_nn::link::Key;
use nabla_nn::{
    Activation, Change, Choice, Conflict, Control, Dataset, FileError, Hyperparameter, Initializer,
    LearningRule, Loss, Notice, Optimizer, ParameterId, Penalty, Preprocess, Problem, Remainder, Schedule,
};
use nabla_scene::{Palette, Part, shown_neurons};

/// The test loss's curve in a sentence: where it began, where it is, where it goes; empty before there is a curve.
pub(crate) fn trend(store: Store) -> String {
    let (ends, trend) = store.live(|model| {
        let samples = model.history.samples();
        let ends = samples.first().zip(samples.last());
        (
            ends.map(|(first, now)| [first.test, now.test].map(|loss| format!("{loss:.3}"))),
            model.history.trend(),
        )
    });
    let (Some([first, now]), Some(trend)) = (ends, trend) else { return String::new() };
    let trend = match trend {
        Trend::Falling => say!(store, trend.falling),
        Trend::Rising => say!(store, trend.rising),
        Trend::Flat => say!(store, trend.flat),
    };
    say!(store, trend.sentence, first = first, now = now, trend = trend)
}

/// An option that has a name in the page's language.
pub(crate) trait Label: Choice {
    /// Its name.
    fn label(self, store: Store) -> String;
}

/// Names that are the same in every language.
macro_rules! proper_nouns {
    ($($family:ty),*) => {
        $(impl Label for $family {
            fn label(self, _: Store) -> String {
                self.name().to_owned()
            }
        })*
    };
}

proper_nouns!(Optimizer);

impl Label for Activation {
    fn label(self, store: Store) -> String {
        match self {
            Self::HardSigmoid => say!(store, activation.hard_sigmoid).to_owned(),
            Self::Sin => say!(store, activation.sin).to_owned(),
            _ => self.name().to_owned(),
        }
    }
}

impl Label for LearningRule {
    fn label(self, store: Store) -> String {
        match self {
            Self::Gradient => say!(store, rule.gradient),
            Self::Perceptron => say!(store, rule.perceptron),
            Self::Adaline => say!(store, rule.adaline),
        }
        .to_owned()
    }
}

impl Label for RacePreset {
    fn label(self, store: Store) -> String {
        match self {
            Self::Optimizers => say!(store, race.optimizers),
            Self::Rates => say!(store, race.rates),
            Self::Activations => say!(store, race.activations),
            Self::Initializers => say!(store, race.initializers),
        }
        .to_owned()
    }
}

impl Label for Tab {
    fn label(self, store: Store) -> String {
        match self {
            Self::Doctor => say!(store, tab.doctor),
            Self::Layers => say!(store, tab.layers),
            Self::Time => say!(store, tab.time),
            Self::Race => say!(store, tab.race),
            Self::Chain => say!(store, tab.chain),
            Self::Masks => say!(store, tab.masks),
            Self::Results => say!(store, tab.results),
            Self::Folding => say!(store, tab.folding),
            Self::Initializers => say!(store, tab.initializers),
            Self::Landscape => say!(store, tab.landscape),
        }
        .to_owned()
    }
}

impl Label for Surface {
    fn label(self, store: Store) -> String {
        match self {
            Self::Ravine => say!(store, surface.ravine),
            Self::Saddle => say!(store, surface.saddle),
            Self::Wells => say!(store, surface.wells),
            Self::Rosenbrock | Self::Beale => self.name(),
        }
        .to_owned()
    }
}

impl Label for Loss {
    fn label(self, store: Store) -> String {
        match self {
            Self::Squared => say!(store, loss.squared),
            Self::CrossEntropy => say!(store, loss.cross_entropy),
            Self::Huber => say!(store, loss.huber),
            Self::Hinge => say!(store, loss.hinge),
        }
        .to_owned()
    }
}

impl Label for Schedule {
    fn label(self, store: Store) -> String {
        match self {
            Self::Constant => say!(store, schedule.constant),
            Self::Step => say!(store, schedule.step),
            Self::Exponential => say!(store, schedule.exponential),
            Self::Cosine => say!(store, schedule.cosine),
        }
        .to_owned()
    }
}

impl Label for Initializer {
    fn label(self, store: Store) -> String {
        match self {
            Self::Uniform => say!(store, initializer.uniform),
            Self::Zeros => say!(store, initializer.zeros),
            Self::Normal => say!(store, initializer.normal),
            Self::XavierUniform => say!(store, initializer.xavier_uniform),
            Self::XavierNormal => say!(store, initializer.xavier_normal),
            Self::HeUniform => say!(store, initializer.he_uniform),
            Self::HeNormal => say!(store, initializer.he_normal),
            Self::LecunNormal => say!(store, initializer.lecun_normal),
        }
        .to_owned()
    }
}

impl Label for Preprocess {
    fn label(self, store: Store) -> String {
        match self {
            Self::None => say!(store, preprocess.none),
            Self::Center => say!(store, preprocess.center),
            Self::Standardize => say!(store, preprocess.standardize),
            Self::Pca => say!(store, preprocess.pca),
            Self::Whiten => say!(store, preprocess.whiten),
        }
        .to_owned()
    }
}

impl Label for Hyperparameter {
    fn label(self, store: Store) -> String {
        match self {
            Self::Alpha => say!(store, number.alpha),
            Self::Momentum => say!(store, number.momentum),
            Self::Beta1 => say!(store, number.beta1),
            Self::Beta2 => say!(store, number.beta2),
            Self::Rho => say!(store, number.rho),
            Self::Epsilon => say!(store, number.epsilon),
            Self::WeightDecay => say!(store, number.weight_decay),
            Self::DecayRate => say!(store, number.decay_rate),
            Self::DecayEpochs => say!(store, number.decay_epochs),
            Self::Warmup => say!(store, number.warmup),
            Self::ClipNorm => say!(store, number.clip_norm),
            Self::InitScale => say!(store, number.init_scale),
            Self::Dropout => say!(store, number.dropout),
            Self::DropConnect => say!(store, number.drop_connect),
            Self::StochasticDepth => say!(store, number.stochastic_depth),
            Self::Averaging => say!(store, number.averaging),
            Self::EarlyStopping => say!(store, number.early_stopping),
        }
        .to_owned()
    }
}

/// An option by its key in a link.
pub(crate) fn option<C: Label>(store: Store, key: &str) -> String {
    C::from_key(key).map_or_else(String::new, |option| option.label(store))
}

/// A chip: what has been chosen.
pub(crate) fn chip(store: Store, Change { key, value }: &Change) -> String {
    match *key {
        Key::Rule => option::<LearningRule>(store, value),
        Key::Optimizer => option::<Optimizer>(store, value),
        Key::Schedule => format!("η: {}", option::<Schedule>(store, value)),
        Key::Loss => option::<Loss>(store, value),
        Key::Remainder => say!(store, remainder.chip, name = option::<Remainder>(store, value)),
        Key::Initializer => format!("w₀: {}", option::<Initializer>(store, value)),
        Key::Preprocess => option::<Preprocess>(store, value),
        Key::BatchNorm => say!(store, method.batch_norm).to_owned(),
        Key::Residual => say!(store, method.residual).to_owned(),
        Key::LayerActivations => say!(store, method.layer_activations).to_owned(),
        Key::Number(number) => {
            let word = number.label(store);
            // The name alone: what explains it comes after a colon, a comma or a bracket.
            let name = word.split([':', ',', '(']).next().unwrap_or_default().trim_end();
            format!("{name} {value}")
        }
        _ => format!("{} {value}", key.text()),
    }
}

/// Why two settings do not go together.
fn conflict(store: Store, conflict: Conflict) -> &'static str {
    match conflict {
        Conflict::LossNeedsClasses => say!(store, conflict.loss_needs_classes),
        Conflict::LbfgsNeedsFullBatch => say!(store, conflict.lbfgs_needs_full_batch),
        Conflict::RuleHasOneLayer => say!(store, conflict.rule_has_one_layer),
        Conflict::RuleNeedsTwoClasses => say!(store, conflict.rule_needs_two_classes),
    }
}

impl Label for Remainder {
    fn label(self, store: Store) -> String {
        match self {
            Self::Carry => say!(store, remainder.carry),
            Self::Own => say!(store, remainder.own),
            Self::Drop => say!(store, remainder.drop),
        }
        .to_owned()
    }
}

impl Label for Penalty {
    fn label(self, store: Store) -> String {
        match self {
            Self::None => say!(store, penalty.none).to_owned(),
            Self::L1 | Self::L2 => self.name().to_owned(),
        }
    }
}

impl Label for Problem {
    fn label(self, store: Store) -> String {
        match self {
            Self::Classification => say!(store, problem.classification),
            Self::Regression => say!(store, problem.regression),
            Self::Multiclass => say!(store, problem.multiclass),
        }
        .to_owned()
    }
}

impl Label for Dataset {
    fn label(self, store: Store) -> String {
        match self {
            Self::Circle => say!(store, dataset.circle),
            Self::Xor => say!(store, dataset.xor),
            Self::Gauss => say!(store, dataset.gauss),
            Self::Spiral => say!(store, dataset.spiral),
            Self::RegPlane => say!(store, dataset.reg_plane),
            Self::RegGauss => say!(store, dataset.reg_gauss),
            Self::Moons => say!(store, dataset.moons),
            Self::Rings => say!(store, dataset.rings),
            Self::Blobs => say!(store, dataset.blobs),
            Self::Spirals => say!(store, dataset.spirals),
            Self::Checkerboard => say!(store, dataset.checkerboard),
        }
        .to_owned()
    }
}

impl Label for Stride {
    fn label(self, store: Store) -> String {
        match self {
            Self::Epoch => say!(store, stride.epoch),
            Self::Minibatch => say!(store, stride.minibatch),
        }
        .to_owned()
    }
}

impl Label for Speed {
    fn label(self, store: Store) -> String {
        match self {
            Self::Minibatch => say!(store, speed.minibatch).to_owned(),
            Self::Max => say!(store, speed.max).to_owned(),
            Self::One | Self::Five | Self::TwentyFive => self.name().to_owned(),
        }
    }
}

impl Label for Palette {
    fn label(self, store: Store) -> String {
        match self {
            Self::Classic => say!(store, palette.classic),
            Self::Violet => say!(store, palette.violet),
        }
        .to_owned()
    }
}

impl Label for Control {
    fn label(self, store: Store) -> String {
        match self {
            Self::ShowTestData => say!(store, output.show_test),
            Self::Discretize => say!(store, output.discretize),
            Self::PlayButton => say!(store, control.play_button),
            Self::StepButton => say!(store, control.step_button),
            Self::ResetButton => say!(store, control.reset_button),
            Self::LearningRate => say!(store, toolbar.learning_rate),
            Self::Activation => say!(store, toolbar.activation),
            Self::Regularization => say!(store, toolbar.regularization),
            Self::RegularizationRate => say!(store, toolbar.regularization_rate),
            Self::Problem => say!(store, toolbar.problem),
            Self::Dataset => say!(store, control.dataset),
            Self::PercTrainData => say!(store, data.split),
            Self::Noise => say!(store, data.noise),
            Self::BatchSize => say!(store, data.batch),
            Self::NumHiddenLayers => say!(store, control.layers),
        }
        .to_owned()
    }
}

/// What a shortcut does.
pub(crate) fn shortcut(store: Store, shortcut: Shortcut) -> &'static str {
    match shortcut {
        Shortcut::Play => say!(store, shortcut.play),
        Shortcut::Step => say!(store, shortcut.step),
        Shortcut::Reset => say!(store, shortcut.reset),
        Shortcut::NewWeights => say!(store, shortcut.new_weights),
        Shortcut::NewData => say!(store, shortcut.new_data),
        Shortcut::Undo => say!(store, shortcut.undo),
        Shortcut::Redo => say!(store, shortcut.redo),
        Shortcut::Announce => say!(store, shortcut.announce),
        Shortcut::Help => say!(store, shortcut.help),
    }
}

/// What is to be said, as a sentence.
pub(crate) fn remark(store: Store, remark: &Remark) -> String {
    match remark {
        Remark::Notice(notice) => self::notice(store, notice),
        Remark::File(error) => say!(store, file.refused, why = file_error(store, error)),
        Remark::Unreadable => say!(store, file.unreadable).to_owned(),
        Remark::NotSaved => {
            say!(store, file.not_saved, limit = (nabla_nn::limits::MAX_FILE >> 20).to_string())
        }
        Remark::Stopped(StopReason::Diverged | StopReason::BlownUp, epoch)
            if store.peek(|model| model.overshoot().is_some()) =>
        {
            overshot(store, *epoch)
        }
        Remark::Stopped(StopReason::Diverged, epoch) => {
            say!(store, trouble.diverged, epoch = epoch.to_string())
        }
        Remark::Stopped(StopReason::BlownUp, epoch) => {
            say!(store, trouble.blown_up, epoch = epoch.to_string())
        }
        Remark::Stopped(StopReason::EarlyStopping, epoch) => {
            let epoch = epoch.to_string();
            match store.peek(|model| model.config.data.perc_validation_data > 0.0) {
                true => say!(store, trouble.stopped_by_validation, epoch = epoch),
                false => say!(store, trouble.stopped, epoch = epoch),
            }
        }
        Remark::Refused(Refusal::Points) => say!(store, trouble.refused_points).to_owned(),
        Remark::Refused(Refusal::Network) => say!(store, trouble.refused_network).to_owned(),
        Remark::Recovered => say!(store, trouble.recovered).to_owned(),
        Remark::NoFeatures => say!(store, trouble.no_features).to_owned(),
        Remark::SameNetwork => say!(store, trouble.same_network).to_owned(),
    }
}

/// What a penalty that overshoots has done.
fn overshot(store: Store, epoch: u64) -> String {
    let (product, most) = store.peek(|model| model.overshoot().unwrap_or_default());
    let training =
        |get: fn(&nabla_nn::TrainingConfig) -> f64| store.peek(|model| get(&model.config.training));
    say!(
        store,
        trouble.overshot,
        epoch = epoch.to_string(),
        rate = training(|it| it.learning_rate).to_string(),
        lambda = training(|it| it.regularization_rate).to_string(),
        product = nabla_scene::format_number(product),
        most = nabla_scene::format_number(most)
    )
}

fn notice(store: Store, notice: &Notice) -> String {
    match notice.clone() {
        Notice::UnknownKeys { keys, count: 1 } => say!(store, notice.unknown_key, key = keys.concat()),
        Notice::UnknownKeys { keys, count } => {
            let keys = quoted(&keys, count > keys.len());
            say!(store, notice.unknown_keys, count = count.to_string(), keys = keys)
        }
        Notice::ReadAsMeant { parts } => say!(store, notice.read_as_meant, parts = quoted(&parts, false)),
        Notice::Switch { key, value, used } => {
            say!(store, notice.switch, key = key, value = value, used = used)
        }
        Notice::BadValue { key, value, used } => {
            say!(store, notice.bad_value, key = key, value = value, used = used)
        }
        Notice::Clamped { key, value, used } => {
            say!(store, notice.clamped, key = key, value = value, used = used)
        }
        Notice::Conflict { key, value, used, reason } => {
            say!(store, notice.conflict, key = key, value = value, used = used, why = conflict(store, reason))
        }
        Notice::Duplicate { key } => say!(store, notice.duplicate, key = key),
        Notice::TooLong { limit } => say!(store, notice.too_long, limit = limit.to_string()),
    }
}

/// Texts in quotation marks, one after the other.
fn quoted(texts: &[String], and_more: bool) -> String {
    let texts: Vec<_> = texts.iter().map(|text| format!("“{text}”")).collect();
    texts.join(", ") + if and_more { " …" } else { "" }
}

fn file_error(store: Store, error: &FileError) -> String {
    match error {
        FileError::TooLong { limit } => say!(store, file.too_long, limit = (limit >> 20).to_string()),
        FileError::NotJson { line, column } => {
            say!(store, file.not_json, line = line.to_string(), column = column.to_string())
        }
        FileError::WrongFormat => say!(store, file.wrong_format).to_owned(),
        FileError::WrongVersion { version } => say!(store, file.wrong_version, version = version.to_string()),
        FileError::TooManyPoints { limit } => say!(store, file.too_many_points, limit = limit.to_string()),
        FileError::NoTrainingPoints => say!(store, file.no_training_points).to_owned(),
        FileError::OtherProblem => say!(store, file.other_problem).to_owned(),
        FileError::BadPoint { index } => say!(store, file.bad_point, index = index.to_string()),
        FileError::WrongShape { layer } => say!(store, file.wrong_shape, layer = (layer + 1).to_string()),
        FileError::BadParameter { layer } => say!(store, file.bad_parameter, layer = (layer + 1).to_string()),
    }
}

/// The name of a part of the network, with its value where it has one.
pub(crate) fn part(store: Store, part: Part) -> String {
    store.peek(|model| {
        let hidden = model.config.model.network_shape.len();
        let value = |id| model.network.get(id).map_or_else(String::new, |value| signed(value.into()));
        match part {
            Part::Feature(feature) if model.config.model.features.contains(&feature) => {
                say!(store, part.feature_on, name = feature.label())
            }
            Part::Feature(feature) => say!(store, part.feature_off, name = feature.label()),
            Part::Neuron { layer, index } if layer == hidden && model.config.data.outputs() > 1 => {
                say!(store, part.class, class = (index + 1).to_string())
            }
            Part::Neuron { layer, .. } if layer == hidden => say!(store, part.output).to_owned(),
            Part::Neuron { layer, index } => {
                say!(store, part.neuron, layer = (layer + 1).to_string(), index = (index + 1).to_string())
            }
            Part::Folded { layer } => {
                let neurons = model.config.model.network_shape.get(layer).copied().unwrap_or_default();
                let count = neurons - shown_neurons(neurons);
                say!(store, part.folded, layer = (layer + 1).to_string(), count = count.to_string())
            }
            Part::Parameter(id @ ParameterId::Bias { layer, neuron }) => {
                say!(
                    store,
                    part.bias,
                    layer = (layer + 1).to_string(),
                    index = (neuron + 1).to_string(),
                    value = value(id)
                )
            }
            Part::Parameter(id @ ParameterId::Weight { layer, neuron, input }) => {
                let from = match model.config.model.features.get(input) {
                    Some(feature) if layer == 0 => feature.label().to_owned(),
                    _ => say!(store, part.input, index = (input + 1).to_string()),
                };
                say!(
                    store,
                    part.weight,
                    layer = (layer + 1).to_string(),
                    from = from,
                    to = (neuron + 1).to_string(),
                    value = value(id)
                )
            }
        }
    })
}
