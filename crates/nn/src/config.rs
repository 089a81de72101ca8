//! The settings: first as someone gave them, then as the engine can use them.

mod combinations;

pub use combinations::Conflict;

use crate::{
    Activation, Choice, Control, Dataset, Feature, Hyperparameter, Hyperparameters, Initializer,
    LearningRate, Loss, Notice, Optimizer, Output, Penalty, Preprocess, Problem, Rule, Schedule, limits,
};
use std::fmt::Display;
use std::ops::{Deref, RangeInclusive};

/// Every setting of a playground, as a link or a form gives it; [`Config::validate`] makes it usable.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Activation of the hidden layers.
    pub activation: Activation,
    /// Penalty on the weights (`regularization` in a link).
    pub penalty: Penalty,
    /// What is asked: two classes, a number, several classes.
    pub problem: Problem,
    /// The dataset in use unless the problem is regression.
    pub dataset: Dataset,
    /// The dataset in use when the problem is regression.
    pub reg_dataset: Dataset,
    /// Samples per minibatch, 1 to the whole training set.
    pub batch_size: usize,
    /// Learning rate.
    pub learning_rate: f64,
    /// The penalty's rate λ.
    pub regularization_rate: f64,
    /// Noise in percent.
    pub noise: f64,
    /// Share of the points that train, in percent.
    pub perc_train_data: f64,
    /// Neurons of each hidden layer.
    pub network_shape: Vec<usize>,
    /// The active features, in the order of [`Feature::ALL`]; there may be none.
    pub features: Vec<Feature>,
    /// What every random number follows from.
    pub seed: String,
    /// Whether weights and biases start at 0.
    pub init_zero: bool,
    /// Whether the page shows the test points.
    pub show_test_data: bool,
    /// Whether the page shows the output as two colours.
    pub discretize: bool,
    /// TensorFlow Playground's switch for usage statistics; kept in the link, never acted on.
    pub collect_stats: bool,
    /// Whether the page hides the text below the playground.
    pub hide_text: bool,
    /// The name of a lesson.
    pub tutorial: Option<String>,
    /// The controls the page hides, in the order of [`Control::ALL`].
    pub hidden: Vec<Control>,
    /// Whether every epoch takes the samples in a new order; not in TensorFlow Playground.
    pub shuffle: bool,
    /// How many points are drawn, if not as many as the dataset's own.
    pub samples: Option<usize>,
    /// How many networks are drawn from the seed's stream before this one: “new weights” on the
    /// same points. 0 is TensorFlow Playground's network.
    pub weight_draw: u32,
    /// How many classes there are when there are several.
    pub classes: usize,
    /// Activations of the hidden layers from the first on, where they are not all [`Config::activation`].
    pub layer_activations: Vec<Activation>,
    /// The loss.
    pub loss: Loss,
    /// How weights learn: down the gradient, or by an older rule.
    pub rule: Rule,
    /// What a step makes of the gradient.
    pub optimizer: Optimizer,
    /// How the learning rate changes.
    pub schedule: Schedule,
    /// Where the weights start.
    pub initializer: Initializer,
    /// What the features go through first.
    pub preprocess: Preprocess,
    /// Whether hidden layers normalize their sums over the minibatch.
    pub batch_norm: bool,
    /// Whether a hidden layer as wide as its input adds that input to what it says.
    pub residual: bool,
    /// The numbers of the methods, where they are not the defaults; [`Config::number`] has them all.
    pub numbers: Hyperparameters,
}

impl Default for Config {
    /// TensorFlow Playground's defaults, with a fixed seed so that a bare link is reproducible.
    fn default() -> Self {
        Self {
            activation: Activation::Tanh,
            penalty: Penalty::None,
            problem: Problem::Classification,
            dataset: Dataset::Circle,
            reg_dataset: Dataset::RegPlane,
            batch_size: 10,
            learning_rate: 0.03,
            regularization_rate: 0.0,
            noise: 0.0,
            perc_train_data: 50.0,
            network_shape: vec![4, 2],
            features: vec![Feature::X, Feature::Y],
            seed: "0.5".to_owned(),
            init_zero: false,
            show_test_data: false,
            discretize: false,
            collect_stats: false,
            hide_text: false,
            tutorial: None,
            hidden: Vec::new(),
            shuffle: false,
            samples: None,
            weight_draw: 0,
            classes: 3,
            layer_activations: Vec::new(),
            loss: Loss::Squared,
            rule: Rule::Gradient,
            optimizer: Optimizer::Sgd,
            schedule: Schedule::Constant,
            initializer: Initializer::Uniform,
            preprocess: Preprocess::None,
            batch_norm: false,
            residual: false,
            numbers: Hyperparameters::default(),
        }
    }
}

impl Config {
    /// The dataset in use: the one of the problem.
    pub fn active_dataset(&self) -> Dataset {
        match self.problem {
            Problem::Classification | Problem::Multiclass => self.dataset,
            Problem::Regression => self.reg_dataset,
        }
    }

    /// How many points there are, train and test together.
    pub fn point_count(&self) -> usize {
        self.samples.unwrap_or(self.problem.samples())
    }

    /// The activation of every hidden layer.
    pub fn activations(&self) -> impl Iterator<Item = Activation> {
        let own = self.layer_activations.iter().copied();
        own.chain(std::iter::repeat(self.activation)).take(self.network_shape.len())
    }

    /// A hyperparameter's value: the one given, or else its default.
    pub fn number(&self, hyperparameter: Hyperparameter) -> f64 {
        self.numbers.get(hyperparameter).unwrap_or_else(|| hyperparameter.default_for(self))
    }

    /// α of an activation.
    pub fn alpha(&self, activation: Activation) -> f64 {
        let given = self.numbers.get(Hyperparameter::Alpha);
        activation.default_alpha().map_or(0.0, |default| given.unwrap_or(default))
    }

    /// What the last layer makes of its sums.
    pub fn output(&self) -> Output {
        Output::of(self.problem, self.loss, self.rule)
    }

    /// How many outputs there are.
    pub fn outputs(&self) -> usize {
        if self.problem == Problem::Multiclass { self.classes } else { 1 }
    }

    /// The learning rate with its schedule.
    pub fn schedule(&self) -> LearningRate {
        LearningRate {
            schedule: self.schedule,
            base: self.learning_rate,
            decay_rate: self.number(Hyperparameter::DecayRate),
            decay_epochs: self.number(Hyperparameter::DecayEpochs),
            warmup: self.number(Hyperparameter::Warmup),
        }
    }

    /// How many of `count` points train: ⌊count·percTrainData/100⌋.
    pub fn train_count(&self, count: usize) -> usize {
        (count as f64 * self.perc_train_data / 100.0) as usize
    }

    /// The nearest settings the engine can use, and a notice for every value that had to change.
    ///
    /// ```
    /// use nabla_nn::Config;
    ///
    /// let (config, notices) = Config { noise: 80.0, ..Config::default() }.validate();
    /// assert_eq!(config.noise, 50.0);
    /// assert_eq!(notices[0].to_string(), "noise: \"80\" is out of range; using \"50\"");
    /// ```
    pub fn validate(self) -> (ValidConfig, Vec<Notice>) {
        let default = Self::default();
        let mut config = self;
        let mut notices = Vec::new();
        let n = &mut notices;

        number("learningRate", &mut config.learning_rate, default.learning_rate, &limits::LEARNING_RATE, n);
        number(
            "regularizationRate",
            &mut config.regularization_rate,
            default.regularization_rate,
            &limits::REGULARIZATION_RATE,
            n,
        );
        number("noise", &mut config.noise, default.noise, &limits::NOISE, n);
        number(
            "percTrainData",
            &mut config.perc_train_data,
            default.perc_train_data,
            &limits::PERC_TRAIN_DATA,
            n,
        );
        if let Some(samples) = &mut config.samples {
            clamp("samples", samples, &limits::SAMPLES, n);
        }
        clamp("weightDraw", &mut config.weight_draw, &limits::WEIGHT_DRAW, n);

        clamp("classes", &mut config.classes, &limits::CLASSES, n);
        for &hyperparameter in Hyperparameter::ALL {
            if let Some(mut value) = config.numbers.get(hyperparameter) {
                let default = hyperparameter.default_for(&config);
                number(hyperparameter.key(), &mut value, default, &hyperparameter.range(), n);
                config.numbers.set(hyperparameter, Some(value));
            }
        }

        dataset("dataset", &mut config.dataset, Problem::Classification, default.dataset, n);
        dataset("regDataset", &mut config.reg_dataset, Problem::Regression, default.reg_dataset, n);

        shape(&mut config.network_shape, n);
        config.layer_activations.truncate(config.network_shape.len());
        combinations::settle(&mut config, n);

        // The problem and the split are settled by now, so the training set's size is known.
        let train = config.train_count(config.point_count());
        clamp("batchSize", &mut config.batch_size, &(1..=train.max(1)), n);

        text("seed", &mut config.seed, n);
        if config.seed.is_empty() {
            n.push(Notice::bad_value("seed", "", &default.seed));
            config.seed = default.seed;
        }
        if let Some(tutorial) = &mut config.tutorial {
            text("tutorial", tutorial, n);
        }
        config.tutorial = config.tutorial.filter(|tutorial| !tutorial.is_empty());

        config.features = ordered(&config.features);
        config.hidden = ordered(&config.hidden);
        (ValidConfig(config), notices)
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
fn text(key: &str, value: &mut String, notices: &mut Vec<Notice>) {
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

/// `4,2`.
pub(crate) fn comma_list(numbers: &[usize]) -> String {
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

    /// The same with hidden layers that may be larger than a link allows: for measuring how training grows.
    #[doc(hidden)]
    pub fn with_shape(self, network_shape: Vec<usize>) -> Self {
        Self(Config { network_shape, ..self.0 })
    }

    /// Whether going to `new` starts training anew: not when only what a step does (learning rate, optimizer, penalty,
    /// loss of the same output, dropout …), the batches or what the page shows differ.
    pub fn needs_restart(&self, new: &Self) -> bool {
        self.needs_new_data(new)
            || self.activation != new.activation
            || self.network_shape != new.network_shape
            || self.features != new.features
            || self.init_zero != new.init_zero
            || self.weight_draw != new.weight_draw
            || !self.activations().eq(new.activations())
            || self.output() != new.output()
            || self.initializer != new.initializer
            || self.preprocess != new.preprocess
            || (self.batch_norm, self.residual) != (new.batch_norm, new.residual)
            || [Hyperparameter::Alpha, Hyperparameter::InitScale]
                .iter()
                .any(|&it| self.number(it) != new.number(it))
    }

    /// Whether going to `new` draws other points.
    pub fn needs_new_data(&self, new: &Self) -> bool {
        self.problem != new.problem
            || self.active_dataset() != new.active_dataset()
            || self.point_count() != new.point_count()
            || self.noise != new.noise
            || self.perc_train_data != new.perc_train_data
            || self.seed != new.seed
            || self.outputs() != new.outputs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        check((false, false), |config| config.learning_rate = 0.1);
        check((false, false), |config| config.penalty = Penalty::L1);
        check((false, false), |config| config.regularization_rate = 0.1);
        check((false, false), |config| config.shuffle = true);
        check((false, false), |config| config.batch_size = 11);
        check((false, false), |config| config.show_test_data = true);
        check((false, false), |config| config.hidden = vec![Control::Noise]);
        check((false, false), |config| config.reg_dataset = Dataset::RegGauss);
        check((false, false), |config| config.samples = Some(500));
    }

    #[test]
    fn settings_of_the_network() {
        check((true, false), |config| config.activation = Activation::Relu);
        check((true, false), |config| config.network_shape = vec![4]);
        check((true, false), |config| config.features = vec![Feature::X]);
        check((true, false), |config| config.init_zero = true);
        check((true, false), |config| config.weight_draw = 1);
    }

    #[test]
    fn settings_of_the_data() {
        check((true, true), |config| config.problem = Problem::Regression);
        check((true, true), |config| config.dataset = Dataset::Xor);
        check((true, true), |config| config.samples = Some(600));
        check((true, true), |config| config.noise = 5.0);
        check((true, true), |config| config.perc_train_data = 60.0);
        check((true, true), |config| config.seed = "1".into());
    }

    #[test]
    fn values_only_a_program_can_give() {
        let (config, notices) = Config {
            noise: f64::NAN,
            dataset: Dataset::RegPlane,
            features: vec![Feature::Y, Feature::X, Feature::Y],
            seed: String::new(),
            tutorial: Some(String::new()),
            ..Config::default()
        }
        .validate();
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
