//! One change of a setting, the word that controls, remedies, race lanes and chips share.

use crate::link::{self, Fields, Key};
use crate::{Activation, Choice, Config, Dataset, LearningRule, Loss, Notice, Optimizer, Problem, limits};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::fmt;

/// A key of the link and its new value. A blank value gives the key its default again, but for `networkShape`, where it
/// means no hidden layers.
///
/// A link means what it says. A change is what somebody chooses, so [`Change::apply`] brings along what the choice needs: a
/// dataset brings its problem, several classes the loss made for them.
///
/// ```
/// use nabla_nn::{Change, Config, Dataset, Problem, link::Key};
///
/// let mut config = Config::default();
/// Change::dataset(Dataset::RegGauss).apply(&mut config);
/// Change::new(Key::LearningRate, 0.1).apply(&mut config);
/// assert_eq!((config.data.problem, config.training.learning_rate), (Problem::Regression, 0.1));
/// assert_eq!(Change::new(Key::LearningRate, 0.1).to_string(), "learningRate=0.1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What changes.
    pub key: Key,
    /// Its new value, as a link has it before it is encoded.
    pub value: String,
}

impl Change {
    /// A change to a value, a number or a switch.
    pub fn new(key: Key, value: impl ToString) -> Self {
        Self { key, value: value.to_string() }
    }

    /// A change to an option.
    pub fn option(key: Key, option: impl Choice) -> Self {
        Self::new(key, option.key())
    }

    /// A change back to the default.
    pub fn to_default(key: Key) -> Self {
        Self::new(key, "")
    }

    /// To a dataset, of classes or of numbers.
    pub fn dataset(dataset: Dataset) -> Self {
        let key = if dataset.fits(Problem::Regression) { Key::RegDataset } else { Key::Dataset };
        Self::option(key, dataset)
    }

    /// To the next weights of the seed's stream, on the same points.
    pub fn new_weights(config: &Config) -> Self {
        Self::new(Key::WeightDraw, (config.model.weight_draw + 1) % (limits::WEIGHT_DRAW.end() + 1))
    }

    /// To so many hidden layers; new ones have two neurons.
    pub fn layers(config: &Config, count: usize) -> Self {
        let mut shape = config.model.network_shape.clone();
        shape.resize(count.min(limits::MAX_LAYERS), 2);
        Self::new(Key::NetworkShape, link::comma_list(&shape))
    }

    /// To so many neurons in one hidden layer, counted from 0.
    pub fn neurons(config: &Config, layer: usize, count: usize) -> Self {
        let mut shape = config.model.network_shape.clone();
        if let Some(width) = shape.get_mut(layer) {
            *width = count.clamp(1, limits::MAX_NEURONS);
        }
        Self::new(Key::NetworkShape, link::comma_list(&shape))
    }

    /// To an activation of one hidden layer, counted from 0.
    pub fn layer_activation(config: &Config, layer: usize, activation: Activation) -> Self {
        let mut all: Vec<Activation> = config.model.activations().collect();
        if let Some(place) = all.get_mut(layer) {
            *place = activation;
        }
        let keys: Vec<_> = all.iter().map(|it| it.key()).collect();
        Self::new(Key::LayerActivations, keys.join(","))
    }

    /// Makes the change and what it brings along; validation follows. What concerns the page alone changes nothing here.
    /// Says what was wrong with a value that cannot be used.
    pub fn apply(&self, config: &mut Config) -> Option<Notice> {
        let before = config.data.problem;
        let notice = self.set(config);
        if notice.is_none() {
            bring_along(self.key, before, config);
        }
        notice
    }

    /// Gives the key its value and nothing else, in settings of any kind.
    pub fn set<T: Fields>(&self, settings: &mut T) -> Option<Notice> {
        if !self.value.is_empty() || self.key == Key::NetworkShape {
            return link::read(settings, self.key, &self.value);
        }
        settings.reset(self.key);
        None
    }

    /// Whether two changes in a row belong together, as while a slider is dragged: one undo takes both back.
    pub fn continues(&self, earlier: &Self) -> bool {
        let is_dragged = matches!(
            self.key,
            Key::Noise | Key::PercTrainData | Key::PercValidationData | Key::BatchSize | Key::Number(_)
        );
        is_dragged && self.key == earlier.key
    }
}

impl Config {
    /// The settings after some changes and what these bring along; validation follows.
    pub fn changed(mut self, changes: &[Change]) -> Self {
        for change in changes {
            change.apply(&mut self);
        }
        self
    }
}

/// What a choice needs, so that nothing has to give way to it with a notice; `before` is the problem there was.
fn bring_along(key: Key, before: Problem, config: &mut Config) {
    let Config { data, model, training } = config;
    match key {
        Key::Activation => model.layer_activations.clear(),
        Key::LayerActivations => {
            let mut all = model.activations();
            if let Some(first) = all.next()
                && all.all(|other| other == first)
            {
                drop(all);
                (model.activation, model.layer_activations) = (first, Vec::new());
            }
        }
        Key::NetworkShape => {
            model.layer_activations.truncate(model.network_shape.len());
            if !model.network_shape.is_empty() {
                training.rule = LearningRule::Gradient;
            }
        }
        Key::Rule if training.rule != LearningRule::Gradient => {
            data.problem = Problem::Classification;
            (training.optimizer, training.loss) = (Optimizer::Sgd, Loss::Squared);
            (model.network_shape, model.layer_activations) = (Vec::new(), Vec::new());
        }
        Key::Optimizer => {
            if training.optimizer != Optimizer::Sgd {
                training.rule = LearningRule::Gradient;
            }
            if training.optimizer == Optimizer::Lbfgs {
                training.batch_size = data.fitted_count();
            }
        }
        Key::Problem => bring_along_problem(before, config),
        Key::RegDataset => {
            data.problem = Problem::Regression;
            bring_along_problem(before, config);
        }
        Key::Dataset if data.problem == Problem::Regression => data.problem = Problem::Classification,
        Key::Seed => model.weight_draw = 0,
        _ => {}
    }
}

/// Several classes want points of several classes and the loss made for them; a problem wants a loss that can measure it.
fn bring_along_problem(before: Problem, config: &mut Config) {
    let Config { data, training, .. } = config;
    if data.problem == Problem::Multiclass && before != Problem::Multiclass {
        training.loss = Loss::CrossEntropy;
        if !data.dataset.has_any_classes() {
            data.dataset = Dataset::Blobs;
        }
    }
    if !training.loss.fits(data.problem) {
        training.loss = Loss::Squared;
    }
    if data.problem != Problem::Classification {
        training.rule = LearningRule::Gradient;
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.key.text(), self.value)
    }
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Change {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let change =
            text.split_once('=').and_then(|(key, value)| Some(Self::new(Key::from_text(key)?, value)));
        change.ok_or_else(|| D::Error::custom("not a change of a setting"))
    }
}

impl From<Change> for Vec<Change> {
    fn from(change: Change) -> Self {
        vec![change]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Feature, Hyperparameter, Initializer};

    fn changed(mut config: Config, changes: &[Change]) -> Config {
        changes.iter().for_each(|change| assert_eq!(change.apply(&mut config), None, "{change}"));
        config
    }

    #[test]
    fn features_keep_their_order() {
        let switch = |feature, on| Change::new(Key::Feature(feature), on);
        let changes =
            [switch(Feature::SinX, true), switch(Feature::XSquared, true), switch(Feature::X, false)];
        let config = changed(Config::default(), &changes);
        assert_eq!(config.model.features, [Feature::Y, Feature::XSquared, Feature::SinX]);
    }

    #[test]
    fn a_dataset_brings_its_problem() {
        let config = changed(Config::default(), &[Change::dataset(Dataset::RegGauss)]);
        let chosen = |config: &Config| (config.data.problem, config.data.active_dataset());
        assert_eq!(chosen(&config), (Problem::Regression, Dataset::RegGauss));
        let config = changed(config, &[Change::dataset(Dataset::Xor)]);
        assert_eq!(chosen(&config), (Problem::Classification, Dataset::Xor));
    }

    #[test]
    fn what_a_choice_rules_out_goes_without_a_notice() {
        let rule = |rule| Change::option(Key::Rule, rule);
        let optimizer = |optimizer| Change::option(Key::Optimizer, optimizer);
        let problem = |problem| Change::option(Key::Problem, problem);
        for change in [
            rule(LearningRule::Perceptron),
            rule(LearningRule::Adaline),
            optimizer(Optimizer::Lbfgs),
            problem(Problem::Multiclass),
            problem(Problem::Regression),
            Change::dataset(Dataset::RegGauss),
            optimizer(Optimizer::Adam),
            Change::layers(&Config::default(), 2),
        ] {
            for before in [
                vec![],
                vec![rule(LearningRule::Perceptron)],
                vec![Change::option(Key::Loss, Loss::Hinge)],
                vec![problem(Problem::Multiclass)],
            ] {
                let before = changed(Config::default(), &before);
                let (config, notices) = changed(before, std::slice::from_ref(&change)).validate();
                assert_eq!(notices, [], "{change}");
                let again = changed(config.config(), std::slice::from_ref(&change)).validate().0;
                assert_eq!(again, config, "{change} twice is as once");
            }
        }
    }

    #[test]
    fn one_layer_may_differ_and_come_back() {
        let config = Config::default();
        let config = changed(config.clone(), &[Change::layer_activation(&config, 1, Activation::Relu)]);
        assert_eq!(config.model.activations().collect::<Vec<_>>(), [Activation::Tanh, Activation::Relu]);
        let config = changed(config.clone(), &[Change::layer_activation(&config, 0, Activation::Relu)]);
        assert_eq!((config.model.activation, config.model.layer_activations.len()), (Activation::Relu, 0));
    }

    #[test]
    fn layers_grow_to_the_limit_and_not_beyond() {
        let config = changed(Config::default(), &[Change::layers(&Config::default(), 99)]);
        assert_eq!(config.model.network_shape.len(), limits::MAX_LAYERS);
        let config = changed(config.clone(), &[Change::neurons(&config, 0, 0)]);
        assert_eq!(config.model.network_shape[0], 1);
        assert_eq!(changed(config.clone(), &[Change::neurons(&config, 99, 3)]), config);
    }

    /// Whatever a change has set, a blank one takes back, and a change crosses as text.
    #[test]
    fn every_setting_goes_back_to_its_default() {
        let changes = [
            Change::new(Key::Number(Hyperparameter::Alpha), 0.3),
            Change::new(Key::Number(Hyperparameter::Momentum), 0.5),
            Change::new(Key::Samples, 100),
            Change::new(Key::LearningRate, 0.1),
            Change::option(Key::Initializer, Initializer::HeNormal),
            Change::new(Key::Shuffle, true),
            Change::new(Key::LayerActivations, "relu"),
            Change::new(Key::Seed, "a=b&c"),
        ];
        for change in changes {
            let mut config = changed(Config::default(), std::slice::from_ref(&change));
            assert_ne!(config, Config::default(), "{change}");
            assert_eq!(Change::to_default(change.key).set(&mut config), None);
            assert_eq!(config, Config::default(), "{change}");
            let text = serde_json::to_string(&change).unwrap();
            assert_eq!(serde_json::from_str::<Change>(&text).unwrap(), change);
        }
        assert!(serde_json::from_str::<Change>("\"nothing=1\"").is_err());
    }

    #[test]
    fn a_value_that_cannot_be_used_is_named() {
        let mut config = Config::default();
        let notice = Change::new(Key::LearningRate, "much").apply(&mut config);
        assert_eq!(notice.unwrap().to_string(), "learningRate: \"much\" cannot be used; using \"0.03\"");
        assert_eq!(config, Config::default());
    }

    #[test]
    fn only_the_same_slider_goes_on() {
        let noise = |value| Change::new(Key::Noise, value);
        assert!(noise(2).continues(&noise(1)));
        assert!(!noise(2).continues(&Change::new(Key::BatchSize, 1)));
        let weights = Change::new_weights(&Config::default());
        assert!(!weights.continues(&weights));
    }
}
