//! The settings: first as someone gave them, then as the engine can use them.

mod combinations;
mod data;
mod model;
mod numbers;
mod training;

pub use self::data::DataConfig;
pub use self::model::ModelConfig;
pub use self::training::TrainingConfig;

use crate::percent_encoding::encode_visible;
use crate::{
    Choice, Dataset, Hyperparameter, LearningRate, LearningRule, Loss, Notice, Output, Problem, limits,
};
use std::fmt::Display;
use std::ops::{Deref, RangeInclusive};

/// Every setting of the engine, as a link or a form gives it; [`Config::validate`] makes it usable.
///
/// ```
/// use nabla_nn::{Config, Dataset};
///
/// let mut config = Config::default();
/// config.data.dataset = Dataset::Spiral;
/// config.model.network_shape = vec![8, 8];
/// config.training.learning_rate = 0.1;
/// assert!(config.validate().1.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// Which samples there are.
    pub data: DataConfig,
    /// What is built.
    pub model: ModelConfig,
    /// How it learns.
    pub training: TrainingConfig,
}

impl Config {
    /// What the last layer makes of its sums.
    pub fn output(&self) -> Output {
        match (self.training.rule, self.data.problem, self.training.loss) {
            (LearningRule::Perceptron, ..) => Output::Sign,
            (LearningRule::Adaline, ..) | (_, Problem::Regression, _) | (_, _, Loss::Hinge) => Output::Linear,
            (_, Problem::Multiclass, _) => Output::Softmax,
            (_, Problem::Classification, Loss::CrossEntropy) => Output::Sigmoid,
            (_, Problem::Classification, _) => Output::Tanh,
        }
    }

    /// The learning rate with its schedule.
    pub fn schedule(&self) -> LearningRate {
        LearningRate {
            schedule: self.training.schedule,
            base: self.training.learning_rate,
            decay_rate: self.number(Hyperparameter::DecayRate),
            decay_epochs: self.number(Hyperparameter::DecayEpochs),
            warmup: self.number(Hyperparameter::Warmup),
        }
    }

    /// The nearest settings the engine can use, and a notice for every value that had to change.
    ///
    /// ```
    /// use nabla_nn::Config;
    ///
    /// let mut config = Config::default();
    /// config.data.noise = 81.0;
    /// let (config, notices) = config.validate();
    /// assert_eq!(config.data.noise, 50.0);
    /// assert_eq!(notices[0].to_string(), "noise: \"81\" is out of range; using \"50\"");
    /// ```
    pub fn validate(mut self) -> (ValidConfig, Vec<Notice>) {
        let default = Self::default();
        let mut notices = Vec::new();
        let n = &mut notices;

        let training = &mut self.training;
        number(
            "learningRate",
            &mut training.learning_rate,
            default.training.learning_rate,
            &limits::LEARNING_RATE,
            n,
        );
        number(
            "regularizationRate",
            &mut training.regularization_rate,
            default.training.regularization_rate,
            &limits::REGULARIZATION_RATE,
            n,
        );
        let data = &mut self.data;
        if !(data.noise <= limits::MOST_NOISE && data.noise > *limits::NOISE.end()) {
            number("noise", &mut data.noise, default.data.noise, &limits::NOISE, n);
        }
        number(
            "percTrainData",
            &mut data.perc_train_data,
            default.data.perc_train_data,
            &limits::PERC_TRAIN_DATA,
            n,
        );
        number(
            "percValidationData",
            &mut data.perc_validation_data,
            default.data.perc_validation_data,
            &limits::PERC_VALIDATION_DATA,
            n,
        );
        if let Some(samples) = &mut data.samples {
            clamp("samples", samples, &limits::SAMPLES, n);
        }
        clamp("weightDraw", &mut self.model.weight_draw, &limits::WEIGHT_DRAW, n);
        clamp("classes", &mut data.classes, &limits::CLASSES, n);
        for &hyperparameter in Hyperparameter::ALL {
            if let Some(mut value) = self.given(hyperparameter) {
                let default = self.default_number(hyperparameter);
                number(hyperparameter.key(), &mut value, default, &hyperparameter.range(), n);
                self.set_number(hyperparameter, Some(value));
            }
        }

        let data = &mut self.data;
        dataset("dataset", &mut data.dataset, Problem::Classification, default.data.dataset, n);
        dataset("regDataset", &mut data.reg_dataset, Problem::Regression, default.data.reg_dataset, n);

        shape(&mut self.model.network_shape, n);
        self.model.layer_activations.truncate(self.model.network_shape.len());
        combinations::settle(&mut self, n);

        // The problem and the split are settled by now, so the number of samples to train on is known.
        let most = self.data.fitted_count().max(1);
        clamp("batchSize", &mut self.training.batch_size, &(1..=most), n);

        self.data.seed = encode_visible(&self.data.seed);
        text("seed", &mut self.data.seed, n);
        if self.data.seed.is_empty() {
            n.push(Notice::bad_value("seed", "", &default.data.seed));
            self.data.seed = default.data.seed;
        }
        self.model.features = ordered(&self.model.features);
        (ValidConfig(self), notices)
    }
}

/// A number that is finite and inside its range; −0 is 0.
fn number(key: &str, value: &mut f64, default: f64, range: &RangeInclusive<f64>, notices: &mut Vec<Notice>) {
    if !value.is_finite() {
        notices.push(Notice::bad_value(key, *value, default));
        *value = default;
    }
    clamp(key, value, range, notices);
    if *value == 0.0 {
        *value = 0.0;
    }
}

/// A value inside its range.
fn clamp<T: Copy + PartialOrd + Display>(
    key: &str,
    value: &mut T,
    range: &RangeInclusive<T>,
    notices: &mut Vec<Notice>,
) {
    let used = if *value < *range.start() {
        *range.start()
    } else if *value > *range.end() {
        *range.end()
    } else {
        return;
    };
    notices.push(Notice::clamped(key, *value, used));
    *value = used;
}

/// A dataset of its problem.
fn dataset(key: &str, value: &mut Dataset, problem: Problem, default: Dataset, notices: &mut Vec<Notice>) {
    if !value.fits(problem) {
        notices.push(Notice::bad_value(key, value.key(), default.key()));
        *value = default;
    }
}

/// At most [`limits::MAX_LAYERS`] layers of 1 to [`limits::MAX_NEURONS`] neurons.
fn shape(shape: &mut Vec<usize>, notices: &mut Vec<Notice>) {
    let used: Vec<usize> =
        shape.iter().take(limits::MAX_LAYERS).map(|&neurons| neurons.clamp(1, limits::MAX_NEURONS)).collect();
    if used != *shape {
        notices.push(Notice::clamped("networkShape", comma_list(shape), comma_list(&used)));
        *shape = used;
    }
}

/// A text of at most [`limits::MAX_TEXT`] characters.
pub fn text(key: &str, value: &mut String, notices: &mut Vec<Notice>) {
    if let Some((end, _)) = value.char_indices().nth(limits::MAX_TEXT) {
        let used = value[..end].to_owned();
        notices.push(Notice::clamped(key, &value, &used));
        *value = used;
    }
}

/// The chosen variants, each once, in the family's order.
fn ordered<C: Choice>(chosen: &[C]) -> Vec<C> {
    C::ALL.iter().copied().filter(|choice| chosen.contains(choice)).collect()
}

/// Numbers as a link has them: `4,2`.
pub fn comma_list(numbers: &[usize]) -> String {
    let texts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    texts.join(",")
}

/// Settings that passed [`Config::validate`]: code that holds one cannot meet a bad value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValidConfig(Config);

impl Deref for ValidConfig {
    type Target = Config;

    fn deref(&self) -> &Config {
        &self.0
    }
}

impl ValidConfig {
    /// The settings, free to be changed and validated again.
    pub fn into_inner(self) -> Config {
        self.0
    }

    /// A copy of the settings, free to be changed and validated again.
    pub fn config(&self) -> Config {
        self.0.clone()
    }

    /// Whether going to `new` starts training anew: not when only what a step does (learning rate, optimizer, penalty,
    /// loss of the same output, dropout …) or the minibatches differ.
    pub fn needs_restart(&self, new: &Self) -> bool {
        self.needs_new_data(new)
            || self.data.perc_validation_data != new.data.perc_validation_data
            || self.model.as_built() != new.model.as_built()
            || self.output() != new.output()
    }

    /// Whether going to `new` draws other points.
    pub fn needs_new_data(&self, new: &Self) -> bool {
        self.data.as_drawn() != new.data.as_drawn()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Activation, Feature, Penalty};

    /// What a change of one setting asks for: (a restart, new points).
    #[track_caller]
    fn check(expected: (bool, bool), change: impl FnOnce(&mut Config)) {
        let old = ValidConfig::default();
        let mut new = old.config();
        change(&mut new);
        let (new, notices) = new.validate();
        assert_eq!(notices, []);
        assert_ne!(new, old);
        assert_eq!((old.needs_restart(&new), old.needs_new_data(&new)), expected);
    }

    #[test]
    fn defaults_are_valid() {
        assert_eq!(Config::default().validate(), (ValidConfig::default(), vec![]));
    }

    #[test]
    fn live_settings() {
        check((false, false), |config| config.training.learning_rate = 0.1);
        check((false, false), |config| config.training.penalty = Penalty::L1);
        check((false, false), |config| config.training.regularization_rate = 0.1);
        check((false, false), |config| config.training.shuffle = true);
        check((false, false), |config| config.training.batch_size = 11);
        check((false, false), |config| config.data.reg_dataset = Dataset::RegGauss);
        check((false, false), |config| config.data.samples = Some(500));
    }

    #[test]
    fn settings_of_the_network() {
        check((true, false), |config| config.model.activation = Activation::Relu);
        check((true, false), |config| config.model.network_shape = vec![4]);
        check((true, false), |config| config.model.features = vec![Feature::X]);
        check((true, false), |config| config.model.init_zero = true);
        check((true, false), |config| config.model.weight_draw = 1);
        check((true, false), |config| config.set_number(Hyperparameter::Alpha, Some(0.2)));
        check((true, false), |config| config.set_number(Hyperparameter::InitScale, Some(0.2)));
        check((true, false), |config| config.training.loss = Loss::CrossEntropy);
        check((false, false), |config| config.training.loss = Loss::Huber);
        check((false, false), |config| config.model.layer_activations = vec![Activation::Tanh]);
    }

    #[test]
    fn settings_of_the_data() {
        check((true, true), |config| config.data.problem = Problem::Regression);
        check((true, true), |config| config.data.dataset = Dataset::Xor);
        check((true, true), |config| config.data.samples = Some(600));
        check((true, true), |config| config.data.noise = 5.0);
        check((true, true), |config| config.data.perc_train_data = 60.0);
        check((true, false), |config| config.data.perc_validation_data = 10.0);
        check((true, true), |config| config.data.seed = "1".into());
    }

    #[test]
    fn values_only_a_program_can_give() {
        let mut config = Config::default();
        (config.data.noise, config.data.dataset) = (f64::NAN, Dataset::RegPlane);
        config.model.features = vec![Feature::Y, Feature::X, Feature::Y];
        config.data.seed = String::new();
        let (config, notices) = config.validate();
        assert_eq!(config, ValidConfig::default());
        let notices: Vec<_> = notices.iter().map(ToString::to_string).collect();
        assert_eq!(
            notices,
            [
                "noise: \"NaN\" cannot be used; using \"0\"",
                "dataset: \"reg-plane\" cannot be used; using \"circle\"",
                "seed: \"\" cannot be used; using \"0.5\"",
            ]
        );
    }
}
