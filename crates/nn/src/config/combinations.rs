//! Settings that do not go together: which one gives way, and why.

use crate::{Choice, Config, Conflict, Hyperparameter, LearningRule, Loss, Notice, Optimizer, Problem};

/// Makes the settings go together; what changes is named. What was chosen more deliberately stays: the problem before
/// the loss and the rule, the rule and the optimizer before what they rule out.
pub(super) fn settle(config: &mut Config, notices: &mut Vec<Notice>) {
    if !config.training.loss.fits(config.data.problem) {
        let conflict = Conflict::LossNeedsClasses;
        notices.push(Notice::conflict("loss", config.training.loss.key(), Loss::Squared.key(), conflict));
        config.training.loss = Loss::Squared;
    }
    if config.training.rule != LearningRule::Gradient && config.data.problem != Problem::Classification {
        let conflict = Conflict::RuleNeedsTwoClasses;
        notices.push(Notice::conflict(
            "rule",
            config.training.rule.key(),
            LearningRule::Gradient.key(),
            conflict,
        ));
        config.training.rule = LearningRule::Gradient;
    }
    if config.training.rule != LearningRule::Gradient {
        let conflict = Conflict::RuleHasOneLayer;
        if !config.model.network_shape.is_empty() {
            let shape = super::comma_list(&config.model.network_shape);
            notices.push(Notice::conflict("networkShape", shape, "", conflict));
            config.model.network_shape.clear();
            config.model.layer_activations.clear();
        }
        if config.training.optimizer != Optimizer::Sgd {
            let (old, new) = (config.training.optimizer.key(), Optimizer::Sgd.key());
            notices.push(Notice::conflict("optimizer", old, new, conflict));
            config.training.optimizer = Optimizer::Sgd;
        }
        if config.training.loss != Loss::Squared {
            notices.push(Notice::conflict("loss", config.training.loss.key(), Loss::Squared.key(), conflict));
            config.training.loss = Loss::Squared;
        }
    }
    if config.training.optimizer == Optimizer::Lbfgs {
        let conflict = Conflict::LbfgsNeedsFullBatch;
        let train = config.data.fitted_count().max(1);
        if config.training.batch_size != train {
            notices.push(Notice::conflict("batchSize", config.training.batch_size, train, conflict));
            config.training.batch_size = train;
        }
        for random in [Hyperparameter::Dropout, Hyperparameter::DropConnect, Hyperparameter::StochasticDepth]
        {
            let value = config.number(random);
            if value > 0.0 {
                notices.push(Notice::conflict(random.key(), value, 0, conflict));
                config.set_number(random, None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Activation, DataConfig, ModelConfig, TrainingConfig};

    #[track_caller]
    fn check(config: Config, expected: &[&str]) -> Config {
        let (config, notices) = config.validate();
        let notices: Vec<_> = notices.iter().map(ToString::to_string).collect();
        assert_eq!(notices, expected);
        config.into_inner()
    }

    #[test]
    fn a_regression_has_no_classes() {
        let config = Config {
            data: DataConfig { problem: Problem::Regression, ..DataConfig::default() },
            training: TrainingConfig { loss: Loss::Hinge, ..TrainingConfig::default() },
            ..Config::default()
        };
        let expected = "loss: \"hinge\" gives way to \"squared\": \
                        this loss compares classes, and a regression has none";
        assert_eq!(check(config, &[expected]).training.loss, Loss::Squared);
    }

    #[test]
    fn a_perceptron_has_one_layer() {
        let config = Config {
            model: ModelConfig { layer_activations: vec![Activation::Relu], ..ModelConfig::default() },
            training: TrainingConfig {
                rule: LearningRule::Perceptron,
                optimizer: Optimizer::Adam,
                ..TrainingConfig::default()
            },
            ..Config::default()
        };
        let sentence = Conflict::RuleHasOneLayer.sentence();
        let config = check(
            config,
            &[
                &format!("networkShape: \"4,2\" gives way to \"\": {sentence}"),
                &format!("optimizer: \"adam\" gives way to \"sgd\": {sentence}"),
            ],
        );
        assert!(config.model.network_shape.is_empty() && config.model.layer_activations.is_empty());
    }

    #[test]
    fn lbfgs_takes_everything_at_once() {
        let mut config = Config {
            training: TrainingConfig { optimizer: Optimizer::Lbfgs, ..TrainingConfig::default() },
            ..Config::default()
        };
        config.set_number(Hyperparameter::Dropout, Some(0.5));
        let (config, notices) = config.validate();
        assert_eq!((config.training.batch_size, config.number(Hyperparameter::Dropout)), (250, 0.0));
        assert_eq!(notices.len(), 2);
    }

    #[test]
    fn rules_are_for_two_classes() {
        let config = Config {
            data: DataConfig { problem: Problem::Multiclass, ..DataConfig::default() },
            training: TrainingConfig { rule: LearningRule::Adaline, ..TrainingConfig::default() },
            ..Config::default()
        };
        assert_eq!(config.validate().0.training.rule, LearningRule::Gradient);
    }
}
