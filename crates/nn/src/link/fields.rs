//! What the keys of a link mean to the engine: how each is read and how it is written.

use super::key::Key;
use super::reading::{
    Reading, choice, choices, count, dataset, flag, hides, limitless_count, number, shape, text,
};
use crate::config::comma_list;
use crate::{Choice, Config, Feature};

/// Settings that a link's keys read and write. The engine's are a [`Config`]; a page has its own beside them.
pub trait Fields: Default {
    /// Gives a key its value, decoded and, but for `networkShape`, not blank.
    fn read(&mut self, key: Key, value: &str) -> Reading;

    /// A key's value as a link has it, not yet encoded; none where it says nothing, as for a number that has its default.
    fn write(&self, key: Key) -> Option<String>;

    /// Takes back a value that is there only where it is given.
    fn clear(&mut self, key: Key);

    /// Gives a key its default again.
    fn reset(&mut self, key: Key) {
        match Self::default().write(key) {
            Some(value) if !value.is_empty() => drop(self.read(key, &value)),
            _ => self.clear(key),
        }
    }

    /// The value in use, for a notice.
    fn in_use(&self, key: Key) -> String {
        self.write(key).unwrap_or_default()
    }
}

impl Fields for Config {
    fn read(&mut self, key: Key, value: &str) -> Reading {
        let Self { data, model, training } = self;
        match key {
            Key::Activation => choice(&mut model.activation, value),
            Key::Regularization => choice(&mut training.penalty, value),
            Key::BatchSize => count(&mut training.batch_size, value, 1),
            Key::Dataset => dataset(&mut data.dataset, value),
            Key::RegDataset => dataset(&mut data.reg_dataset, value),
            Key::LearningRate => number(&mut training.learning_rate, value),
            Key::RegularizationRate => number(&mut training.regularization_rate, value),
            Key::Noise => number(&mut data.noise, value),
            Key::NetworkShape => shape(&mut model.network_shape, value),
            Key::Seed => text(&mut data.seed, value),
            Key::PercTrainData => number(&mut data.perc_train_data, value),
            Key::Feature(feature) => {
                let mut on = false;
                let reading = flag(&mut on, value);
                model.features = (Feature::ALL.iter().copied())
                    .filter(|&f| if f == feature { on } else { model.features.contains(&f) })
                    .collect();
                reading
            }
            Key::Problem => choice(&mut data.problem, value),
            Key::InitZero => flag(&mut model.init_zero, value),
            Key::Remainder => choice(&mut training.remainder, value),
            Key::Shuffle => flag(&mut training.shuffle, value),
            Key::Samples => {
                let mut samples = 0;
                let reading = count(&mut samples, value, 1);
                if !matches!(reading, Reading::Unusable) {
                    data.samples = Some(samples);
                }
                reading
            }
            Key::PercValidationData => number(&mut data.perc_validation_data, value),
            Key::WeightDraw => {
                let mut draw = 0;
                let reading = limitless_count(&mut draw, value, 0);
                // A count fits, however large the number was that it was read from.
                model.weight_draw = draw as u32;
                reading
            }
            Key::Classes => count(&mut data.classes, value, 2),
            Key::LayerActivations => choices(&mut model.layer_activations, value),
            Key::Loss => choice(&mut training.loss, value),
            Key::Rule => choice(&mut training.rule, value),
            Key::Optimizer => choice(&mut training.optimizer, value),
            Key::Schedule => choice(&mut training.schedule, value),
            Key::Initializer => choice(&mut model.initializer, value),
            Key::Preprocess => choice(&mut model.preprocess, value),
            Key::BatchNorm => flag(&mut model.batch_norm, value),
            Key::Residual => flag(&mut model.residual, value),
            Key::Number(hyperparameter) => {
                let mut given = 0.0;
                let reading = number(&mut given, value);
                if !matches!(reading, Reading::Unusable) {
                    self.set_number(hyperparameter, Some(given));
                }
                reading
            }
            Key::ShowTestData
            | Key::Discretize
            | Key::CollectStats
            | Key::Tutorial
            | Key::HideText
            | Key::View
            | Key::HideViews
            | Key::Hide(_)
            | Key::HideNeurons(_)
            | Key::Goal(_) => Reading::Used,
            Key::HideFeature(feature) => {
                let mut is_hidden = false;
                let reading = hides(&mut is_hidden, value);
                model.features.retain(|&it| !(is_hidden && it == feature));
                reading
            }
        }
    }

    fn write(&self, key: Key) -> Option<String> {
        let Self { data, model, training } = self;
        Some(match key {
            Key::Activation => model.activation.key().into(),
            Key::Regularization => training.penalty.key().into(),
            Key::BatchSize => training.batch_size.to_string(),
            Key::Dataset => data.dataset.key().into(),
            Key::RegDataset => data.reg_dataset.key().into(),
            Key::LearningRate => training.learning_rate.to_string(),
            Key::RegularizationRate => training.regularization_rate.to_string(),
            Key::Noise => data.noise.to_string(),
            Key::NetworkShape => comma_list(&model.network_shape),
            Key::Seed => data.seed.clone(),
            Key::PercTrainData => data.perc_train_data.to_string(),
            Key::Feature(feature) => model.features.contains(&feature).to_string(),
            Key::Problem => data.problem.key().into(),
            Key::InitZero => model.init_zero.to_string(),
            Key::Remainder => training.remainder.key().into(),
            Key::Shuffle => training.shuffle.to_string(),
            Key::Samples => return data.samples.map(|samples| samples.to_string()),
            Key::PercValidationData => data.perc_validation_data.to_string(),
            Key::WeightDraw => model.weight_draw.to_string(),
            Key::Classes => data.classes.to_string(),
            Key::LayerActivations => {
                let keys: Vec<_> = model.layer_activations.iter().map(|it| it.key()).collect();
                keys.join(",")
            }
            Key::Loss => training.loss.key().into(),
            Key::Rule => training.rule.key().into(),
            Key::Optimizer => training.optimizer.key().into(),
            Key::Schedule => training.schedule.key().into(),
            Key::Initializer => model.initializer.key().into(),
            Key::Preprocess => model.preprocess.key().into(),
            Key::BatchNorm => model.batch_norm.to_string(),
            Key::Residual => model.residual.to_string(),
            Key::Number(hyperparameter) => return Some(self.given(hyperparameter)?.to_string()),
            Key::ShowTestData
            | Key::Discretize
            | Key::CollectStats
            | Key::Tutorial
            | Key::HideText
            | Key::View
            | Key::HideViews
            | Key::Hide(_)
            | Key::HideFeature(_)
            | Key::HideNeurons(_)
            | Key::Goal(_) => return None,
        })
    }

    fn clear(&mut self, key: Key) {
        match key {
            Key::Samples => self.data.samples = None,
            Key::LayerActivations => self.model.layer_activations.clear(),
            Key::Number(hyperparameter) => self.set_number(hyperparameter, None),
            _ => {}
        }
    }

    fn in_use(&self, key: Key) -> String {
        match key {
            Key::Number(hyperparameter) => self.number(hyperparameter).to_string(),
            _ => self.write(key).unwrap_or_default(),
        }
    }
}
