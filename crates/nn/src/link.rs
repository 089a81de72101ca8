//! The permalink, the one codec for settings: `key=value&key=value`.
//!
//! Every link of TensorFlow Playground means here what it means there (`state.ts`,
//! `deserializeState`): a boolean that is present and not `false` is true, a blank value counts for
//! nothing except in `networkShape`, where it means no hidden layers, a value ends at a second `=`,
//! and the last of several wins. What cannot be used is named in a [`Notice`].
//!
//! ```
//! use nabla_nn::{Activation, Config, link};
//!
//! let (config, notices) = link::parse("https://playground.tensorflow.org/#activation=relu&noise=much");
//! assert_eq!(config.activation, Activation::Relu);
//! assert_eq!(notices[0].to_string(), "noise: \"much\" cannot be used; using \"0\"");
//! assert_eq!(link::parse(&link::format(&config)), (config, vec![]));
//! ```

mod reading;
#[cfg(test)]
mod tests;

use self::reading::{Reading, choice, choices, count, dataset, flag, number, shape, text};
use crate::percent_encoding::{decode, encode};
use crate::{Choice, Config, Control, Feature, Hyperparameter, Notice, config::comma_list, limits};
use std::borrow::Cow;

/// What the key of a control to hide ends with.
const HIDE: &str = "_hide";

/// The settings of a link and what in it could not be used; values are yet to be held to their
/// ranges by [`Config::validate`].
///
/// Takes a whole address, `#…` or the bare part after it. A link over 8 KB is not read at all.
pub fn parse(link: &str) -> (Config, Vec<Notice>) {
    let mut config = Config::default();
    if link.len() > limits::MAX_LINK {
        return (config, vec![Notice::TooLong { limit: limits::MAX_LINK }]);
    }
    let mut notices = Vec::new();
    let mut given = last_values(fragment(link), &mut notices);
    let mut take = |key: &str| {
        let place = given.iter().position(|(given, _)| given == key)?;
        Some(given.remove(place).1)
    };
    for setting in SETTINGS {
        if let Some(raw) = take(setting.key()) {
            let value = decode(raw);
            match setting.read(&mut config, &value) {
                Reading::Used => {}
                Reading::Moved => {
                    notices.push(Notice::clamped(setting.key(), value, setting.in_use(&config)));
                }
                Reading::Unusable => {
                    notices.push(Notice::bad_value(setting.key(), value, setting.in_use(&config)));
                }
            }
        }
    }
    for &hyperparameter in Hyperparameter::ALL {
        if let Some(raw) = take(hyperparameter.key()) {
            let mut value = 0.0;
            let text = decode(raw);
            match number(&mut value, &text) {
                Reading::Unusable => {
                    let used = config.number(hyperparameter);
                    notices.push(Notice::bad_value(hyperparameter.key(), text, used));
                }
                _ => config.numbers.set(hyperparameter, Some(value)),
            }
        }
    }
    for &control in Control::ALL {
        if take(&hide_key(control)) == Some("true") {
            config.hidden.push(control);
        }
    }
    notices.extend(given.iter().map(|(key, _)| Notice::unknown_key(key)));
    (config, notices)
}

/// The link of settings, without a leading `#`: TensorFlow Playground's keys in its order, then
/// ours and the hidden controls where they are not the default.
pub fn format(config: &Config) -> String {
    let settings = SETTINGS.iter().filter_map(|setting| {
        let value = setting.write(config)?;
        Some(format!("{}={value}", setting.key()))
    });
    let numbers = Hyperparameter::ALL.iter().filter_map(|&hyperparameter| {
        Some(format!("{}={}", hyperparameter.key(), config.numbers.get(hyperparameter)?))
    });
    let hidden = config.hidden.iter().map(|&control| format!("{}=true", hide_key(control)));
    settings.chain(numbers).chain(hidden).collect::<Vec<_>>().join("&")
}

/// The part after `#` of an address, or all of a bare link.
fn fragment(link: &str) -> &str {
    let is_address = |text: &str| match text.split_once(['=', '?']) {
        Some((start, _)) => start.contains("://"),
        None => true,
    };
    match link.split_once('#') {
        Some((address, fragment)) if is_address(address) => fragment,
        None if is_address(link) && link.contains("://") => "",
        _ => link,
    }
}

/// A key and its value, as it stands in the link.
type Given<'a> = (Cow<'a, str>, &'a str);

/// Every key's last value, in the link's order; a blank one is "".
fn last_values<'a>(link: &'a str, notices: &mut Vec<Notice>) -> Vec<Given<'a>> {
    let mut values: Vec<Given> = Vec::new();
    for pair in link.split('&').filter(|pair| !pair.is_empty()) {
        let mut parts = pair.splitn(3, '=');
        let key = decode(parts.next().unwrap_or_default());
        let value = parts.next().unwrap_or_default();
        if let Some(rest) = parts.next() {
            notices.push(Notice::bad_value(&key, format!("{value}={rest}"), value));
        }
        let value = if value.trim().is_empty() { "" } else { value };
        let Some(former) = values.iter_mut().find(|(given, _)| *given == key) else {
            values.push((key, value));
            continue;
        };
        former.1 = value;
        let notice = Notice::duplicate(&key);
        if !notices.contains(&notice) {
            notices.push(notice);
        }
    }
    values
}

fn hide_key(control: Control) -> String {
    format!("{}{HIDE}", control.key())
}

/// One key of the link: how it is read and how it is written, side by side.
enum Setting {
    /// `read` is given a value that is not blank; `write` yields none for a default not worth
    /// writing.
    Plain { key: &'static str, read: fn(&mut Config, &str) -> Reading, write: fn(&Config) -> Option<String> },
    /// One of ours, left out where it is the default.
    Ours { key: &'static str, read: fn(&mut Config, &str) -> Reading, write: fn(&Config) -> String },
    /// A feature's switch.
    Feature(Feature),
}

use Setting::{Feature as Switch, Ours, Plain};

/// Every key but the hidden controls', TensorFlow Playground's first and in its order.
const SETTINGS: &[Setting] = &[
    Plain {
        key: "activation",
        read: |config, value| choice(&mut config.activation, value),
        write: |config| Some(config.activation.key().into()),
    },
    Plain {
        key: "regularization",
        read: |config, value| choice(&mut config.penalty, value),
        write: |config| Some(config.penalty.key().into()),
    },
    Plain {
        key: "batchSize",
        read: |config, value| count(&mut config.batch_size, value, 1),
        write: |config| Some(config.batch_size.to_string()),
    },
    Plain {
        key: "dataset",
        read: |config, value| dataset(&mut config.dataset, value),
        write: |config| Some(config.dataset.key().into()),
    },
    Plain {
        key: "regDataset",
        read: |config, value| dataset(&mut config.reg_dataset, value),
        write: |config| Some(config.reg_dataset.key().into()),
    },
    Plain {
        key: "learningRate",
        read: |config, value| number(&mut config.learning_rate, value),
        write: |config| Some(config.learning_rate.to_string()),
    },
    Plain {
        key: "regularizationRate",
        read: |config, value| number(&mut config.regularization_rate, value),
        write: |config| Some(config.regularization_rate.to_string()),
    },
    Plain {
        key: "noise",
        read: |config, value| number(&mut config.noise, value),
        write: |config| Some(config.noise.to_string()),
    },
    Plain {
        key: NETWORK_SHAPE,
        read: |config, value| shape(&mut config.network_shape, value),
        write: |config| Some(comma_list(&config.network_shape)),
    },
    Plain {
        key: "seed",
        read: |config, value| text(&mut config.seed, value),
        write: |config| Some(encode(&config.seed)),
    },
    Plain {
        key: "showTestData",
        read: |config, value| flag(&mut config.show_test_data, value),
        write: |config| Some(config.show_test_data.to_string()),
    },
    Plain {
        key: "discretize",
        read: |config, value| flag(&mut config.discretize, value),
        write: |config| Some(config.discretize.to_string()),
    },
    Plain {
        key: "percTrainData",
        read: |config, value| number(&mut config.perc_train_data, value),
        write: |config| Some(config.perc_train_data.to_string()),
    },
    Switch(Feature::X),
    Switch(Feature::Y),
    Switch(Feature::XTimesY),
    Switch(Feature::XSquared),
    Switch(Feature::YSquared),
    Switch(Feature::CosX),
    Switch(Feature::SinX),
    Switch(Feature::CosY),
    Switch(Feature::SinY),
    Plain {
        key: "collectStats",
        read: |config, value| flag(&mut config.collect_stats, value),
        write: |config| Some(config.collect_stats.to_string()),
    },
    Plain {
        key: "tutorial",
        read: |config, value| text(config.tutorial.get_or_insert_default(), value),
        write: |config| config.tutorial.as_deref().map(encode),
    },
    Plain {
        key: "problem",
        read: |config, value| choice(&mut config.problem, value),
        write: |config| Some(config.problem.key().into()),
    },
    Plain {
        key: "initZero",
        read: |config, value| flag(&mut config.init_zero, value),
        write: |config| Some(config.init_zero.to_string()),
    },
    Plain {
        key: "hideText",
        read: |config, value| flag(&mut config.hide_text, value),
        write: |config| Some(config.hide_text.to_string()),
    },
    Ours {
        key: "shuffle",
        read: |config, value| flag(&mut config.shuffle, value),
        write: |config| config.shuffle.to_string(),
    },
    Plain {
        key: "samples",
        read: |config, value| {
            let mut samples = 0;
            let reading = count(&mut samples, value, 1);
            if !matches!(reading, Reading::Unusable) {
                config.samples = Some(samples);
            }
            reading
        },
        write: |config| config.samples.map(|samples| samples.to_string()),
    },
    Ours {
        key: "weightDraw",
        read: |config, value| {
            let mut draw = 0;
            let reading = count(&mut draw, value, 0);
            // A count is at most MOST, which fits.
            config.weight_draw = draw as u32;
            reading
        },
        write: |config| config.weight_draw.to_string(),
    },
    Ours {
        key: "classes",
        read: |config, value| count(&mut config.classes, value, 2),
        write: |config| config.classes.to_string(),
    },
    Ours {
        key: "layerActivations",
        read: |config, value| choices(&mut config.layer_activations, value),
        write: |config| {
            let keys: Vec<_> = config.layer_activations.iter().map(|activation| activation.key()).collect();
            keys.join(",")
        },
    },
    Ours {
        key: "loss",
        read: |config, value| choice(&mut config.loss, value),
        write: |config| config.loss.key().into(),
    },
    Ours {
        key: "rule",
        read: |config, value| choice(&mut config.rule, value),
        write: |config| config.rule.key().into(),
    },
    Ours {
        key: "optimizer",
        read: |config, value| choice(&mut config.optimizer, value),
        write: |config| config.optimizer.key().into(),
    },
    Ours {
        key: "schedule",
        read: |config, value| choice(&mut config.schedule, value),
        write: |config| config.schedule.key().into(),
    },
    Ours {
        key: "initializer",
        read: |config, value| choice(&mut config.initializer, value),
        write: |config| config.initializer.key().into(),
    },
    Ours {
        key: "preprocess",
        read: |config, value| choice(&mut config.preprocess, value),
        write: |config| config.preprocess.key().into(),
    },
    Ours {
        key: "batchNorm",
        read: |config, value| flag(&mut config.batch_norm, value),
        write: |config| config.batch_norm.to_string(),
    },
    Ours {
        key: "residual",
        read: |config, value| flag(&mut config.residual, value),
        write: |config| config.residual.to_string(),
    },
];

/// The one key that means something blank.
const NETWORK_SHAPE: &str = "networkShape";

impl Setting {
    fn key(&self) -> &'static str {
        match self {
            Plain { key, .. } | Ours { key, .. } => key,
            Switch(feature) => feature.key(),
        }
    }

    fn read(&self, config: &mut Config, value: &str) -> Reading {
        match self {
            _ if value.is_empty() && self.key() != NETWORK_SHAPE => Reading::Unusable,
            Plain { read, .. } | Ours { read, .. } => read(config, value),
            &Switch(feature) => {
                let mut on = false;
                let reading = flag(&mut on, value);
                config.features = (Feature::ALL.iter().copied())
                    .filter(|&f| if f == feature { on } else { config.features.contains(&f) })
                    .collect();
                reading
            }
        }
    }

    fn write(&self, config: &Config) -> Option<String> {
        match self {
            Plain { write, .. } => write(config),
            Ours { write, .. } => Some(write(config)).filter(|value| *value != write(&Config::default())),
            Switch(feature) => Some(config.features.contains(feature).to_string()),
        }
    }

    /// The value in use, for a notice.
    fn in_use(&self, config: &Config) -> String {
        match self {
            Ours { write, .. } => write(config),
            _ => self.write(config).unwrap_or_default(),
        }
    }
}
