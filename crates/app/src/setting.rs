//! One change of the settings, as a control makes it.

use nabla_lab::Remedy;
use nabla_nn::{
    Activation, Choice, Config, Control, Dataset, Feature, Hyperparameter, Initializer, Loss, Optimizer,
    Penalty, Preprocess, Problem, Rule, Schedule, limits,
};

/// A change that one control asks for. Values are taken as they come: validation follows.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// The learning rate.
    LearningRate(f64),
    /// The activation of all hidden layers.
    Activation(Activation),
    /// The activation of one hidden layer, from 0.
    LayerActivation(usize, Activation),
    /// How many classes there are.
    Classes(usize),
    /// The loss.
    Loss(Loss),
    /// How weights learn.
    Rule(Rule),
    /// The optimizer.
    Optimizer(Optimizer),
    /// The learning rate's schedule.
    Schedule(Schedule),
    /// Where the weights start.
    Initializer(Initializer),
    /// Where the weights start, and their deviation where it is drawn by one.
    Start(Initializer, Option<f64>),
    /// What the features go through first.
    Preprocess(Preprocess),
    /// Sums normalized over the minibatch.
    BatchNorm(bool),
    /// Layers that add their input.
    Residual(bool),
    /// A number of a method; none for its default.
    Number(Hyperparameter, Option<f64>),
    /// The penalty on weights.
    Penalty(Penalty),
    /// The penalty's rate.
    RegularizationRate(f64),
    /// Classification or regression.
    Problem(Problem),
    /// The dataset, and with it its problem.
    Dataset(Dataset),
    /// Noise in percent.
    Noise(f64),
    /// Share of training points in percent.
    PercTrainData(f64),
    /// Samples per minibatch.
    BatchSize(usize),
    /// A feature, on or off.
    Feature(Feature, bool),
    /// How many hidden layers there are.
    Layers(usize),
    /// How many neurons a hidden layer has.
    Neurons {
        /// The hidden layer, from 0.
        layer: usize,
        /// How many.
        count: usize,
    },
    /// A new seed: new points and new weights.
    Seed(String),
    /// The next weights of the seed's stream, on the same points.
    NewWeights,
    /// Show test points.
    ShowTestData(bool),
    /// Two colours instead of shades.
    Discretize(bool),
    /// A new order of the samples in every epoch.
    Shuffle(bool),
    /// All weights and biases start at zero.
    InitZero(bool),
    /// The text below the playground.
    HideText(bool),
    /// A control is hidden.
    Hide(Control, bool),
    /// What the doctor advises.
    Remedy(Remedy),
}

impl Setting {
    /// The settings after this change.
    pub fn apply(&self, mut config: Config) -> Config {
        match self {
            Self::LearningRate(rate) => config.learning_rate = *rate,
            Self::Activation(activation) => {
                config.activation = *activation;
                config.layer_activations.clear();
            }
            Self::LayerActivation(layer, activation) => {
                let mut all: Vec<Activation> = config.activations().collect();
                if let Some(place) = all.get_mut(*layer) {
                    *place = *activation;
                }
                match all.first() {
                    Some(&first) if all.iter().all(|&other| other == first) => {
                        (config.activation, config.layer_activations) = (first, Vec::new());
                    }
                    _ => config.layer_activations = all,
                }
            }
            Self::Classes(classes) => config.classes = *classes,
            Self::Loss(loss) => config.loss = *loss,
            Self::Rule(rule) => {
                config.rule = *rule;
                if *rule != Rule::Gradient {
                    // What the older rules rule out is chosen along with them, so nothing has to give way with a notice.
                    config.problem = Problem::Classification;
                    (config.optimizer, config.loss) = (Optimizer::Sgd, Loss::Squared);
                    (config.network_shape, config.layer_activations) = (Vec::new(), Vec::new());
                }
            }
            Self::Optimizer(optimizer) => {
                config.optimizer = *optimizer;
                config.rule = if *optimizer == Optimizer::Sgd { config.rule } else { Rule::Gradient };
                if *optimizer == Optimizer::Lbfgs {
                    config.batch_size = config.train_count(config.point_count());
                }
            }
            Self::Schedule(schedule) => config.schedule = *schedule,
            Self::Initializer(initializer) => config.initializer = *initializer,
            Self::Start(initializer, scale) => {
                (config.initializer, config.init_zero) = (*initializer, false);
                config.numbers.set(Hyperparameter::InitScale, *scale);
            }
            Self::Preprocess(preprocess) => config.preprocess = *preprocess,
            Self::BatchNorm(on) => config.batch_norm = *on,
            Self::Residual(on) => config.residual = *on,
            Self::Number(hyperparameter, value) => config.numbers.set(*hyperparameter, *value),
            Self::Penalty(penalty) => config.penalty = *penalty,
            Self::RegularizationRate(rate) => config.regularization_rate = *rate,
            Self::Problem(problem) => {
                // Several classes want points of several classes and the loss made for them.
                if *problem == Problem::Multiclass && config.problem != Problem::Multiclass {
                    config.loss = Loss::CrossEntropy;
                    if !config.dataset.has_any_classes() {
                        config.dataset = Dataset::Blobs;
                    }
                }
                config.problem = *problem;
                if !config.loss.fits(*problem) {
                    config.loss = Loss::Squared;
                }
                if *problem != Problem::Classification {
                    config.rule = Rule::Gradient;
                }
            }
            Self::Dataset(dataset) => {
                if dataset.fits(Problem::Regression) {
                    config.reg_dataset = *dataset;
                    return Self::Problem(Problem::Regression).apply(config);
                }
                config.dataset = *dataset;
                if config.problem == Problem::Regression {
                    config.problem = Problem::Classification;
                }
            }
            Self::Noise(noise) => config.noise = *noise,
            Self::PercTrainData(percent) => config.perc_train_data = *percent,
            Self::BatchSize(size) => config.batch_size = *size,
            Self::Feature(feature, on) => {
                config.features = Feature::ALL
                    .iter()
                    .copied()
                    .filter(|other| if other == feature { *on } else { config.features.contains(other) })
                    .collect();
            }
            Self::Layers(count) => {
                config.network_shape.resize((*count).min(limits::MAX_LAYERS), 2);
                config.layer_activations.truncate(*count);
                if *count > 0 {
                    config.rule = Rule::Gradient;
                }
            }
            Self::Neurons { layer, count } => {
                if let Some(width) = config.network_shape.get_mut(*layer) {
                    *width = (*count).clamp(1, limits::MAX_NEURONS);
                }
            }
            Self::Seed(seed) => {
                config.seed.clone_from(seed);
                config.weight_draw = 0;
            }
            Self::NewWeights => {
                config.weight_draw = (config.weight_draw + 1) % (limits::WEIGHT_DRAW.end() + 1);
            }
            Self::ShowTestData(on) => config.show_test_data = *on,
            Self::Discretize(on) => config.discretize = *on,
            Self::Shuffle(on) => config.shuffle = *on,
            Self::InitZero(on) => config.init_zero = *on,
            Self::HideText(on) => config.hide_text = *on,
            Self::Remedy(remedy) => return remedy.apply(config),
            Self::Hide(control, on) => {
                config.hidden = Control::ALL
                    .iter()
                    .copied()
                    .filter(|other| if other == control { *on } else { config.hidden.contains(other) })
                    .collect();
            }
        }
        config
    }

    /// Whether two changes in a row are one gesture, such as a slider being dragged: one undo takes both back.
    pub fn continues(&self, earlier: &Self) -> bool {
        use Setting::*;
        matches!(
            (self, earlier),
            (Noise(_), Noise(_)) | (PercTrainData(_), PercTrainData(_)) | (BatchSize(_), BatchSize(_))
        ) || matches!((self, earlier), (Number(it, _), Number(other, _)) if it == other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_keep_their_order() {
        let config = Setting::Feature(Feature::SinX, true).apply(Config::default());
        let config = Setting::Feature(Feature::XSquared, true).apply(config);
        let config = Setting::Feature(Feature::X, false).apply(config);
        assert_eq!(config.features, [Feature::Y, Feature::XSquared, Feature::SinX]);
    }

    #[test]
    fn a_dataset_brings_its_problem() {
        let config = Setting::Dataset(Dataset::RegGauss).apply(Config::default());
        assert_eq!((config.problem, config.active_dataset()), (Problem::Regression, Dataset::RegGauss));
        let config = Setting::Dataset(Dataset::Xor).apply(config);
        assert_eq!((config.problem, config.active_dataset()), (Problem::Classification, Dataset::Xor));
    }

    #[test]
    fn what_a_choice_rules_out_goes_without_a_notice() {
        for setting in [
            Setting::Rule(Rule::Perceptron),
            Setting::Rule(Rule::Adaline),
            Setting::Optimizer(Optimizer::Lbfgs),
            Setting::Problem(Problem::Multiclass),
            Setting::Problem(Problem::Regression),
            Setting::Dataset(Dataset::RegGauss),
            Setting::Optimizer(Optimizer::Adam),
            Setting::Layers(2),
        ] {
            for before in [
                Config::default(),
                Setting::Rule(Rule::Perceptron).apply(Config::default()),
                Config { loss: Loss::Hinge, ..Config::default() },
                Setting::Problem(Problem::Multiclass).apply(Config::default()),
            ] {
                let (config, notices) = setting.apply(before.clone()).validate();
                assert_eq!(notices, [], "{setting:?}");
                let (again, _) = setting.apply(config.config()).validate();
                assert_eq!(again, config, "{setting:?} twice is as once");
            }
        }
    }

    #[test]
    fn one_layer_may_differ_and_come_back() {
        let config = Setting::LayerActivation(1, Activation::Relu).apply(Config::default());
        assert_eq!(config.activations().collect::<Vec<_>>(), [Activation::Tanh, Activation::Relu]);
        let config = Setting::LayerActivation(0, Activation::Relu).apply(config);
        assert_eq!((config.activation, config.layer_activations.len()), (Activation::Relu, 0));
    }

    /// All that a start is, in one change: so one undo takes it back.
    #[test]
    fn a_start_brings_its_deviation_and_the_next_one_takes_it_away() {
        let config = Config { init_zero: true, ..Config::default() };
        let config = Setting::Start(Initializer::Normal, Some(1.0)).apply(config);
        assert_eq!((config.initializer, config.init_zero), (Initializer::Normal, false));
        assert_eq!(config.number(Hyperparameter::InitScale), 1.0);
        let config = Setting::Start(Initializer::HeNormal, None).apply(config);
        assert_eq!(config.numbers.get(Hyperparameter::InitScale), None);
    }

    #[test]
    fn layers_grow_to_the_limit_and_not_beyond() {
        let config = Setting::Layers(99).apply(Config::default());
        assert_eq!(config.network_shape.len(), limits::MAX_LAYERS);
        let config = Setting::Neurons { layer: 0, count: 0 }.apply(config);
        assert_eq!(config.network_shape[0], 1);
        let same = Setting::Neurons { layer: 99, count: 3 }.apply(config.clone());
        assert_eq!(same, config);
    }

    #[test]
    fn only_the_same_slider_continues_a_gesture() {
        assert!(Setting::Noise(2.0).continues(&Setting::Noise(1.0)));
        assert!(!Setting::Noise(2.0).continues(&Setting::BatchSize(1)));
        assert!(!Setting::NewWeights.continues(&Setting::NewWeights));
    }
}
