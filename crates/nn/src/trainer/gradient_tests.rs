//! Every gradient against central differences of the objective, in f64, parameter by parameter.

use super::{PenaltyStep, Trainer, add_penalty};
use crate::{
    Activation, Choice, Config, DataConfig, Feature, Hyperparameter, Loss, ModelConfig, Penalty, Problem,
    TrainingConfig, ValidConfig,
};

/// λ.
const RATE: f64 = 0.01;

fn config(change: impl FnOnce(&mut Config)) -> ValidConfig {
    let mut config = Config {
        data: DataConfig { samples: Some(30), noise: 20.0, seed: "slopes".into(), ..DataConfig::default() },
        model: ModelConfig {
            features: vec![Feature::X, Feature::XTimesY, Feature::SinY],
            network_shape: vec![4, 3],
            ..ModelConfig::default()
        },
        training: TrainingConfig { regularization_rate: RATE, batch_size: 15, ..TrainingConfig::default() },
    };
    change(&mut config);
    let (config, notices) = config.validate();
    assert_eq!(notices, []);
    config
}

/// The gradient of the first minibatch as training computes it, against differences of its loss in training form.
fn check(what: &str, config: &ValidConfig) {
    let mut trainer = Trainer::<f64>::in_precision(config);
    let Trainer { network, updates, gradients, buffer, batches, train, .. } = &mut trainer;
    let block = batches.gathered(&train.samples, None, 0);
    // γ and β away from their start, so that neither hides the other.
    let layers = network.layers.clone();
    let mut values = network.values.clone();
    for layer in &layers {
        for (k, place) in layer.gammas.clone().chain(layer.betas.clone()).enumerate() {
            values[place] = 0.7 + 0.1 * k as f64;
        }
    }
    let step =
        PenaltyStep { learning_rate: 0.0, penalty: config.training.penalty, regularization_rate: RATE };
    let mut objective = |values: &[f64], gradient: Option<&mut Vec<f64>>| {
        network.values.copy_from_slice(values);
        if let Some(masks) = &mut updates.masks {
            masks.draw(3, &network.layers, values, block.lanes, buffer);
        }
        let masked = updates.masks.as_ref().map_or(&[][..], |masks| &masks.values);
        let seen = if masked.is_empty() { values } else { masked };
        network.forward_training(seen, &block, buffer);
        if let Some(gradient) = gradient {
            network.backward(seen, &block, config.training.loss, buffer, gradients);
            if let Some(masks) = &updates.masks {
                masks.mask_gradient(&mut gradients.values);
            }
            add_penalty(&mut gradients.values, network, &step);
            gradient.clone_from(&gradients.values);
        }
        let weights = network.layers.iter().flat_map(|layer| &values[layer.weights.clone()]);
        let penalty: f64 = weights.map(|&w| config.training.penalty.value(w)).sum();
        buffer.mean_loss(network, &block, config.training.loss) + RATE * penalty
    };
    let mut gradient = Vec::new();
    objective(&values, Some(&mut gradient));
    let used = layers.iter().flat_map(|layer| {
        let weights =
            (0..layer.rows()).flat_map(|row| layer.weight(row, 0)..layer.weight(row, 0) + layer.inputs());
        let biases = if layer.normalized { 0..0 } else { layer.biases.clone() };
        let learned = [layer.alphas.clone(), layer.gammas.clone(), layer.betas.clone()];
        weights.chain(biases).chain(learned.into_iter().flatten())
    });
    for place in used {
        let step = 1e-6;
        let mut at = |change: f64| {
            let mut values = values.clone();
            values[place] += change;
            objective(&values, None)
        };
        let slope = (at(step) - at(-step)) / (2.0 * step);
        let got = gradient[place];
        assert!((slope - got).abs() < 1e-7 + 1e-5 * slope.abs(), "{what}, {place}: {got}, slope {slope}");
    }
}

#[test]
fn every_activation_loss_and_normalization() {
    for &activation in Activation::ALL.iter().filter(|&&activation| activation != Activation::Sign) {
        for &problem in Problem::ALL {
            for &loss in Loss::ALL.iter().filter(|loss| loss.fits(problem)) {
                for batch_norm in [false, true] {
                    let config = config(|config| {
                        (config.model.activation, config.data.problem, config.training.loss) =
                            (activation, problem, loss);
                        config.model.batch_norm = batch_norm;
                    });
                    check(&format!("{activation:?}, {problem:?}, {loss:?}, norm {batch_norm}"), &config);
                }
            }
        }
    }
}

#[test]
fn every_penalty_and_any_features() {
    for &penalty in Penalty::ALL {
        for features in [Feature::ALL.to_vec(), vec![Feature::X], vec![]] {
            let what = format!("{penalty:?}, {} features", features.len());
            check(
                &what,
                &config(|config| (config.training.penalty, config.model.features) = (penalty, features)),
            );
        }
    }
}

#[test]
fn residual_layers_and_everything_dropped() {
    for activation in
        [Activation::Tanh, Activation::Gelu, Activation::Maxout, Activation::Prelu, Activation::Elu]
    {
        for dropped in [
            vec![],
            vec![Hyperparameter::Dropout],
            vec![Hyperparameter::DropConnect],
            vec![Hyperparameter::StochasticDepth],
            vec![Hyperparameter::Dropout, Hyperparameter::DropConnect, Hyperparameter::StochasticDepth],
        ] {
            for batch_norm in [false, true] {
                let config = config(|config| {
                    (config.model.activation, config.model.batch_norm, config.model.residual) =
                        (activation, batch_norm, true);
                    config.model.network_shape = vec![3, 3, 3];
                    dropped.iter().for_each(|&it| config.set_number(it, Some(0.4)));
                });
                check(&format!("{activation:?}, {dropped:?}, norm {batch_norm}"), &config);
            }
        }
    }
}
