//! Settings that do not go together: which one gives way, and why.

use crate::{Choice, Config, Hyperparameter, Loss, Notice, Optimizer, Problem, Rule};
use serde::{Deserialize, Serialize};

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

/// Makes the settings go together; what changes is named. What was chosen more deliberately stays: the problem before
/// the loss and the rule, the rule and the optimizer before what they rule out.
pub(super) fn settle(config: &mut Config, notices: &mut Vec<Notice>) {
    if !config.loss.fits(config.problem) {
        let conflict = Conflict::LossNeedsClasses;
        notices.push(Notice::conflict("loss", config.loss.key(), Loss::Squared.key(), conflict));
        config.loss = Loss::Squared;
    }
    if config.rule != Rule::Gradient && config.problem != Problem::Classification {
        let conflict = Conflict::RuleNeedsTwoClasses;
        notices.push(Notice::conflict("rule", config.rule.key(), Rule::Gradient.key(), conflict));
        config.rule = Rule::Gradient;
    }
    if config.rule != Rule::Gradient {
        let conflict = Conflict::RuleHasOneLayer;
        if !config.network_shape.is_empty() {
            let shape = super::comma_list(&config.network_shape);
            notices.push(Notice::conflict("networkShape", shape, "", conflict));
            config.network_shape.clear();
            config.layer_activations.clear();
        }
        if config.optimizer != Optimizer::Sgd {
            let (old, new) = (config.optimizer.key(), Optimizer::Sgd.key());
            notices.push(Notice::conflict("optimizer", old, new, conflict));
            config.optimizer = Optimizer::Sgd;
        }
        if config.loss != Loss::Squared {
            notices.push(Notice::conflict("loss", config.loss.key(), Loss::Squared.key(), conflict));
            config.loss = Loss::Squared;
        }
    }
    if config.optimizer == Optimizer::Lbfgs {
        let conflict = Conflict::LbfgsNeedsFullBatch;
        let train = config.train_count(config.point_count()).max(1);
        if config.batch_size != train {
            notices.push(Notice::conflict("batchSize", config.batch_size, train, conflict));
            config.batch_size = train;
        }
        for random in [Hyperparameter::Dropout, Hyperparameter::DropConnect, Hyperparameter::StochasticDepth]
        {
            let value = config.number(random);
            if value > 0.0 {
                notices.push(Notice::conflict(random.key(), value, 0, conflict));
                config.numbers.set(random, None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Activation;

    #[track_caller]
    fn check(config: Config, expected: &[&str]) -> Config {
        let (config, notices) = config.validate();
        let notices: Vec<_> = notices.iter().map(ToString::to_string).collect();
        assert_eq!(notices, expected);
        config.into_inner()
    }

    #[test]
    fn a_regression_has_no_classes() {
        let config = Config { problem: Problem::Regression, loss: Loss::Hinge, ..Config::default() };
        let expected = "loss: \"hinge\" gives way to \"squared\": \
                        this loss compares classes, and a regression has none";
        assert_eq!(check(config, &[expected]).loss, Loss::Squared);
    }

    #[test]
    fn a_perceptron_has_one_layer() {
        let config = Config {
            rule: Rule::Perceptron,
            optimizer: Optimizer::Adam,
            layer_activations: vec![Activation::Relu],
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
        assert!(config.network_shape.is_empty() && config.layer_activations.is_empty());
    }

    #[test]
    fn lbfgs_takes_everything_at_once() {
        let mut config = Config { optimizer: Optimizer::Lbfgs, ..Config::default() };
        config.numbers.set(Hyperparameter::Dropout, Some(0.5));
        let (config, notices) = config.validate();
        assert_eq!((config.batch_size, config.number(Hyperparameter::Dropout)), (250, 0.0));
        assert_eq!(notices.len(), 2);
    }

    #[test]
    fn rules_are_for_two_classes() {
        let config = Config { rule: Rule::Adaline, problem: Problem::Multiclass, ..Config::default() };
        assert_eq!(config.validate().0.rule, Rule::Gradient);
    }
}
