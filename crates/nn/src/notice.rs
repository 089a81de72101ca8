//! What was wrong with the input, as data: words are found at the edge.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Something in a link that could not be used as it stood, and what was used instead.
///
/// A notice never stops anything. Its `Display` is the English sentence of the command line; a
/// page translates by kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Notice {
    /// Keys nobody knows, ignored.
    UnknownKeys {
        /// The first of them, shortened.
        keys: Vec<String>,
        /// How many there are.
        count: usize,
    },
    /// Something was damaged on its way or written in another way, and was read as it was meant.
    ReadAsMeant {
        /// What it was, shortened.
        parts: Vec<String>,
    },
    /// A switch's value that is neither `true` nor `false`.
    Switch {
        /// The key.
        key: String,
        /// The value as given, shortened.
        value: String,
        /// How it was read.
        used: String,
    },
    /// A value that means nothing; another is used.
    BadValue {
        /// The key.
        key: String,
        /// The value as given, shortened.
        value: String,
        /// The value in use.
        used: String,
    },
    /// A value outside its range, moved to the nearest one inside.
    Clamped {
        /// The key.
        key: String,
        /// The value as given, shortened.
        value: String,
        /// The value in use.
        used: String,
    },
    /// A value that does not go together with another setting; another is used.
    Conflict {
        /// The key.
        key: String,
        /// The value as given, shortened.
        value: String,
        /// The value in use.
        used: String,
        /// Why.
        reason: Conflict,
    },
    /// A key given more than once; the last one counts.
    Duplicate {
        /// The key.
        key: String,
    },
    /// A link too long to read; the defaults are used.
    TooLong {
        /// How many bytes a link may have.
        limit: usize,
    },
}

impl Notice {
    /// A notice that `key` had an unusable `value` and has `used` instead.
    pub(crate) fn bad_value(key: &str, value: impl fmt::Display, used: impl fmt::Display) -> Self {
        Self::BadValue {
            key: shorten(key),
            value: shorten(&value.to_string()),
            used: shorten(&used.to_string()),
        }
    }

    /// A notice that `key`'s `value` was moved to `used`.
    pub(crate) fn clamped(key: &str, value: impl fmt::Display, used: impl fmt::Display) -> Self {
        Self::Clamped {
            key: shorten(key),
            value: shorten(&value.to_string()),
            used: shorten(&used.to_string()),
        }
    }

    /// A notice that `key`'s `value` gave way to `used`.
    pub(crate) fn conflict(
        key: &str,
        value: impl fmt::Display,
        used: impl fmt::Display,
        reason: Conflict,
    ) -> Self {
        Self::Conflict {
            key: shorten(key),
            value: shorten(&value.to_string()),
            used: used.to_string(),
            reason,
        }
    }

    /// A notice that keys are unknown.
    pub(crate) fn unknown_keys<'a>(keys: impl ExactSizeIterator<Item = &'a str>) -> Self {
        let count = keys.len();
        Self::UnknownKeys { keys: keys.take(MOST_NAMED).map(shorten).collect(), count }
    }

    /// A notice that parts of a link were read as they were meant.
    pub(crate) fn read_as_meant(parts: &[String]) -> Self {
        Self::ReadAsMeant { parts: parts.iter().take(MOST_NAMED).map(|part| shorten(part)).collect() }
    }

    /// A notice that a switch's `value` was read as `used`.
    pub(crate) fn switch(key: &str, value: &str, used: impl fmt::Display) -> Self {
        Self::Switch { key: shorten(key), value: shorten(value), used: used.to_string() }
    }

    /// A notice that `key` came more than once.
    pub(crate) fn duplicate(key: &str) -> Self {
        Self::Duplicate { key: shorten(key) }
    }
}

/// A sentence names so many things at most.
const MOST_NAMED: usize = 4;

/// Texts in quotation marks, one after the other.
fn quoted(texts: &[String]) -> String {
    texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(", ")
}

/// A text short enough for a sentence.
fn shorten(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownKeys { keys, count: 1 } => write!(f, "unknown setting {} was ignored", quoted(keys)),
            Self::UnknownKeys { keys, count } => {
                let more = if *count > keys.len() { " and others" } else { "" };
                write!(f, "{count} unknown settings were ignored: {}{more}", quoted(keys))
            }
            Self::ReadAsMeant { parts } => {
                write!(
                    f,
                    "parts of the link were damaged or written in another way ({}) and were read as meant",
                    quoted(parts)
                )
            }
            Self::Switch { key, value, used } => {
                write!(f, "{key}: \"{value}\" is neither true nor false; read as \"{used}\"")
            }
            Self::BadValue { key, value, used } => {
                write!(f, "{key}: \"{value}\" cannot be used; using \"{used}\"")
            }
            Self::Clamped { key, value, used } => {
                write!(f, "{key}: \"{value}\" is out of range; using \"{used}\"")
            }
            Self::Conflict { key, value, used, reason } => {
                write!(f, "{key}: \"{value}\" gives way to \"{used}\": {}", reason.sentence())
            }
            Self::Duplicate { key } => {
                write!(f, "{key} is given more than once; the last one counts")
            }
            Self::TooLong { limit } => write!(f, "the link is longer than {limit} bytes; using the defaults"),
        }
    }
}

/// Why a setting cannot be used together with another; the page says it where the setting is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Conflict {
    /// Cross-entropy and hinge compare classes, and a regression has none.
    LossNeedsClasses,
    /// L-BFGS measures the curvature of one function: the whole training set at once, and nothing random in it.
    LbfgsNeedsFullBatch,
    /// The older rules know one layer and no gradient: no hidden layers, plain steps, the squared error.
    RuleHasOneLayer,
    /// The perceptron and Adaline tell two classes apart.
    RuleNeedsTwoClasses,
}

impl Conflict {
    /// The English sentence of the command line; a page translates by kind.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::LossNeedsClasses => "this loss compares classes, and a regression has none",
            Self::LbfgsNeedsFullBatch => {
                "L-BFGS needs the whole training set at once and nothing random in it"
            }
            Self::RuleHasOneLayer => {
                "the perceptron and Adaline have one layer, plain steps and the squared error"
            }
            Self::RuleNeedsTwoClasses => "the perceptron and Adaline tell two classes apart",
        }
    }
}

/// Why a playground file cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FileError {
    /// The file is too big to read.
    TooLong {
        /// How many bytes a file may have.
        limit: usize,
    },
    /// The text is not JSON, or lacks what a playground file has.
    NotJson {
        /// The line where reading stopped, from 1.
        line: usize,
        /// The column where reading stopped, from 1.
        column: usize,
    },
    /// The `format` is not a playground's.
    WrongFormat,
    /// The `version` is one this engine does not know.
    WrongVersion {
        /// The version found.
        version: u64,
    },
    /// There are too many points.
    TooManyPoints {
        /// How many points there may be.
        limit: usize,
    },
    /// The training set is empty.
    NoTrainingPoints,
    /// The targets are not those of the problem that the settings ask.
    OtherProblem,
    /// A point has a coordinate or label that cannot be used.
    BadPoint {
        /// The point's index, counting the training set first.
        index: usize,
    },
    /// The network's layers are not those the settings ask for.
    WrongShape {
        /// The layer that differs, from 0; the number of layers if that differs.
        layer: usize,
    },
    /// A weight or bias is NaN, infinite or beyond f32.
    BadParameter {
        /// The layer, from 0.
        layer: usize,
    },
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { limit } => write!(f, "the file is larger than {limit} bytes"),
            Self::NotJson { line, column } => {
                write!(f, "the file cannot be read past line {line}, column {column}")
            }
            Self::WrongFormat => write!(f, "the file is not a playground file"),
            Self::WrongVersion { version } => {
                write!(f, "the file's version {version} is not known")
            }
            Self::TooManyPoints { limit } => write!(f, "the file has more than {limit} points"),
            Self::NoTrainingPoints => write!(f, "the file has no training points"),
            Self::OtherProblem => {
                write!(f, "the data's targets are not those of the problem in the settings")
            }
            Self::BadPoint { index } => {
                write!(f, "point {index} has a coordinate or label that cannot be used")
            }
            Self::WrongShape { layer } => {
                write!(f, "the network's layer {layer} does not fit the file's settings")
            }
            Self::BadParameter { layer } => {
                write!(f, "the network's layer {layer} has a weight or bias that cannot be used")
            }
        }
    }
}

impl std::error::Error for FileError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_shortened_at_a_character() {
        let notice = Notice::bad_value("seed", "가".repeat(100), "0.5");
        assert_eq!(
            notice.to_string(),
            format!("seed: \"{}…\" cannot be used; using \"0.5\"", "가".repeat(40))
        );
    }

    #[test]
    fn notices_cross_as_json() {
        let notice = Notice::unknown_keys(["q"].into_iter());
        let json = serde_json::to_string(&notice).unwrap();
        assert_eq!(json, r#"{"kind":"unknown-keys","keys":["q"],"count":1}"#);
        assert_eq!(serde_json::from_str::<Notice>(&json).unwrap(), notice);
    }
}
