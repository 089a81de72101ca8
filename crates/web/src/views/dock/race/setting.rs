//! A setting that sets a lane apart, in words.

use crate::labels::{self, option};
use crate::store::Store;
use nabla_nn::link::Key;
use nabla_nn::{Activation, Change, Dataset, Penalty, Problem};

/// What a lane has; none for what is off.
pub(super) fn words(store: Store, setting: &Change) -> Option<String> {
    let value = &setting.value;
    let is_off = match setting.key {
        Key::Feature(_) | Key::Shuffle | Key::InitZero | Key::BatchNorm | Key::Residual => value == "false",
        Key::LayerActivations => value.is_empty(),
        Key::WeightDraw | Key::PercValidationData => value == "0",
        _ => false,
    };
    if is_off {
        return None;
    }
    let with_value = |word: &str| format!("{word} {value}");
    Some(match setting.key {
        Key::Activation => option::<Activation>(store, value),
        Key::Problem => option::<Problem>(store, value),
        Key::Dataset | Key::RegDataset => option::<Dataset>(store, value),
        Key::LearningRate => with_value("η"),
        Key::RegularizationRate => with_value("λ"),
        Key::Regularization => {
            format!("{}: {}", say!(store, toolbar.regularization), option::<Penalty>(store, value))
        }
        Key::BatchSize => with_value(say!(store, data.batch)),
        Key::Noise => with_value(say!(store, data.noise)),
        Key::PercTrainData => format!("{} %", with_value(say!(store, data.split))),
        Key::PercValidationData => say!(store, race.validation, share = value.clone()),
        Key::Samples => say!(store, remedy.samples, a = value.clone()),
        Key::Classes => with_value(say!(store, method.classes)),
        Key::Seed => say!(store, race.seed, seed = value.clone()),
        Key::WeightDraw => with_value(say!(store, toolbar.new_weights)),
        Key::NetworkShape if value.is_empty() => say!(store, network.layers, count = "0"),
        Key::NetworkShape => say!(store, race.shape, shape = value.clone()),
        Key::Feature(feature) => feature.label().to_owned(),
        Key::Shuffle => say!(store, data.shuffle).to_owned(),
        Key::InitZero => say!(store, data.init_zero).to_owned(),
        _ => labels::chip(store, setting),
    })
}
