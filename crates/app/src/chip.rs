//! What has been chosen beyond TensorFlow Playground's settings: shown as chips, each with its way back.

use crate::Setting;
use nabla_nn::{
    Choice, Config, Hyperparameter, Initializer, Loss, Optimizer, Preprocess, Problem, Rule, Schedule,
};

/// A choice that is not the default.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Chip {
    /// A learning rule of history.
    Rule(Rule),
    /// An optimizer.
    Optimizer(Optimizer),
    /// A schedule.
    Schedule(Schedule),
    /// A loss.
    Loss(Loss),
    /// An initializer.
    Initializer(Initializer),
    /// A preprocessing.
    Preprocess(Preprocess),
    /// Batch normalization.
    BatchNorm,
    /// Residual layers.
    Residual,
    /// Layers with activations of their own.
    LayerActivations,
    /// A number of a method, with its value.
    Number(Hyperparameter, f64),
}

impl Chip {
    /// The chips of the settings, and the change that takes each back.
    pub fn of(config: &Config) -> Vec<(Self, Setting)> {
        let default = Config::default();
        // Several classes come with the loss made for them.
        let usual_loss = match config.problem {
            Problem::Multiclass => Loss::CrossEntropy,
            _ => default.loss,
        };
        let activation = Setting::Activation(config.activation);
        let choices = [
            (config.rule != default.rule, Self::Rule(config.rule), Setting::Rule(default.rule)),
            (
                config.optimizer != default.optimizer,
                Self::Optimizer(config.optimizer),
                Setting::Optimizer(default.optimizer),
            ),
            (
                config.schedule != default.schedule,
                Self::Schedule(config.schedule),
                Setting::Schedule(default.schedule),
            ),
            (config.loss != usual_loss, Self::Loss(config.loss), Setting::Loss(usual_loss)),
            (
                config.initializer != default.initializer,
                Self::Initializer(config.initializer),
                Setting::Initializer(default.initializer),
            ),
            (
                config.preprocess != default.preprocess,
                Self::Preprocess(config.preprocess),
                Setting::Preprocess(default.preprocess),
            ),
            (config.batch_norm, Self::BatchNorm, Setting::BatchNorm(false)),
            (config.residual, Self::Residual, Setting::Residual(false)),
            (!config.layer_activations.is_empty(), Self::LayerActivations, activation),
        ];
        let numbers = Hyperparameter::ALL.iter().filter_map(|&it| {
            let value = config.numbers.get(it)?;
            let matters = it.matters_to(config) && value != it.default_for(config);
            matters.then_some((Self::Number(it, value), Setting::Number(it, None)))
        });
        let chosen = choices.into_iter().filter(|(chosen, ..)| *chosen).map(|(_, chip, back)| (chip, back));
        chosen.chain(numbers).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabla_nn::Activation;

    #[test]
    fn the_playground_as_it_comes_has_none() {
        assert_eq!(Chip::of(&Config::default()), []);
        assert_eq!(Chip::of(&Setting::Problem(Problem::Multiclass).apply(Config::default())), []);
    }

    #[test]
    fn every_chip_knows_its_way_back() {
        let mut config = Config {
            optimizer: Optimizer::Adam,
            schedule: Schedule::Step,
            loss: Loss::Huber,
            initializer: Initializer::Normal,
            preprocess: Preprocess::Pca,
            batch_norm: true,
            residual: true,
            layer_activations: vec![Activation::Relu],
            ..Config::default()
        };
        let values =
            [(Hyperparameter::Dropout, 0.2), (Hyperparameter::Beta1, 0.8), (Hyperparameter::Rho, 0.5)];
        values.iter().for_each(|&(it, value)| config.numbers.set(it, Some(value)));
        let chips = Chip::of(&config);
        // ρ means nothing to Adam.
        assert_eq!(chips.len(), 8 + 2);
        let plain = chips.iter().fold(config, |config, (_, back)| back.apply(config));
        assert_eq!(Chip::of(&plain), []);
        let rule = Setting::Rule(Rule::Adaline).apply(Config::default());
        assert_eq!(Chip::of(&rule), [(Chip::Rule(Rule::Adaline), Setting::Rule(Rule::Gradient))]);
    }
}
