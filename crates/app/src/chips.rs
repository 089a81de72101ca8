//! What has been chosen beyond TensorFlow Playground's settings: shown as chips, each with its way back.

use nabla_nn::link::{Fields, Key};
use nabla_nn::{Change, Choice, Config, Hyperparameter, Loss, Problem};

/// The keys that a chip shows where they are not at their defaults.
const KEYS: [Key; 10] = [
    Key::Remainder,
    Key::Rule,
    Key::Optimizer,
    Key::Schedule,
    Key::Loss,
    Key::Initializer,
    Key::Preprocess,
    Key::BatchNorm,
    Key::Residual,
    Key::LayerActivations,
];

/// The choices that are not the default, and for each the change that takes it back.
pub fn chips(config: &Config) -> Vec<[Change; 2]> {
    let options = KEYS.into_iter().filter_map(|key| {
        let back = way_back(config, key);
        let value = config.write(key)?;
        let mut usual = config.clone();
        back.set(&mut usual);
        let is_chosen = match key {
            Key::LayerActivations => !value.is_empty(),
            _ => usual.write(key).as_ref() != Some(&value),
        };
        is_chosen.then(|| [Change::new(key, value), back])
    });
    let numbers = Hyperparameter::ALL.iter().filter_map(|&it| {
        let value = config.given(it)?;
        let key = Key::Number(it);
        let matters = config.uses(it) && value != config.default_number(it);
        matters.then(|| [Change::new(key, value), Change::to_default(key)])
    });
    options.chain(numbers).collect()
}

fn way_back(config: &Config, key: Key) -> Change {
    match key {
        // Several classes come with the loss made for them.
        Key::Loss if config.data.problem == Problem::Multiclass => Change::option(key, Loss::CrossEntropy),
        // The one activation of all layers.
        Key::LayerActivations => Change::option(Key::Activation, config.model.activation),
        _ => Change::to_default(key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabla_nn::{Activation, Initializer, LearningRule, Optimizer, Preprocess, Schedule};

    #[test]
    fn the_playground_as_it_comes_has_none() {
        assert_eq!(chips(&Config::default()), [] as [[Change; 2]; 0]);
        let several = Config::default().changed(&[Change::option(Key::Problem, Problem::Multiclass)]);
        assert_eq!(chips(&several), [] as [[Change; 2]; 0]);
    }

    #[test]
    fn every_chip_knows_its_way_back() {
        let chosen = [
            Change::option(Key::Optimizer, Optimizer::Adam),
            Change::option(Key::Schedule, Schedule::Step),
            Change::option(Key::Loss, Loss::Huber),
            Change::option(Key::Initializer, Initializer::Normal),
            Change::option(Key::Preprocess, Preprocess::Pca),
            Change::new(Key::BatchNorm, true),
            Change::new(Key::Residual, true),
            Change::layer_activation(&Config::default(), 0, Activation::Relu),
            Change::new(Key::Number(Hyperparameter::Dropout), 0.2),
            Change::new(Key::Number(Hyperparameter::Beta1), 0.8),
            Change::new(Key::Number(Hyperparameter::Rho), 0.5),
        ];
        let config = Config::default().changed(&chosen);
        let shown = chips(&config);
        // ρ means nothing to Adam.
        assert_eq!(shown.len(), 8 + 2);
        assert!(shown.iter().all(|[it, _]| chosen.contains(it)), "{shown:?}");
        let back: Vec<Change> = shown.into_iter().map(|[_, back]| back).collect();
        assert_eq!(chips(&config.changed(&back)), [] as [[Change; 2]; 0]);
        let rule = Change::option(Key::Rule, LearningRule::Adaline);
        let config = Config::default().changed(std::slice::from_ref(&rule));
        assert_eq!(chips(&config), [[rule, Change::to_default(Key::Rule)]]);
    }
}
