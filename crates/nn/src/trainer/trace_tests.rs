//! Traces against finite differences and against the step they foretell; moments of a run taken up again.

use super::{Trace, Trainer};
use crate::{
    Activation, Choice, Config, DataConfig, Feature, Hyperparameter, Loss, ModelConfig, Optimizer, Problem,
    TrainingConfig, ValidConfig,
};

fn config(change: impl FnOnce(&mut Config)) -> ValidConfig {
    let mut config = Config {
        data: DataConfig { samples: Some(60), noise: 20.0, seed: "trace".into(), ..DataConfig::default() },
        model: ModelConfig {
            features: vec![Feature::X, Feature::Y, Feature::SinX],
            network_shape: vec![4, 4],
            ..ModelConfig::default()
        },
        training: TrainingConfig { batch_size: 7, ..TrainingConfig::default() },
    };
    change(&mut config);
    let (config, notices) = config.validate();
    assert_eq!(notices, []);
    config
}

/// Configurations that each bring another part of a layer into play.
fn kinds() -> Vec<ValidConfig> {
    let mut kinds: Vec<_> = [Activation::Tanh, Activation::Maxout, Activation::Prelu, Activation::Gelu]
        .map(|activation| config(|it| it.model.activation = activation))
        .into();
    kinds.push(config(|it| it.model.batch_norm = true));
    kinds.push(config(|it| it.model.residual = true));
    kinds.push(config(|it| {
        it.data.problem = Problem::Multiclass;
        it.training.loss = Loss::CrossEntropy;
        it.model.residual = true;
        it.model.batch_norm = true;
    }));
    kinds
}

#[test]
fn slopes_of_a_trace_are_those_of_its_loss() {
    const STEP: f64 = 1e-5;
    for config in kinds() {
        let mut trainer = Trainer::<f64>::in_precision(&config);
        (0..5).for_each(|_| trainer.finish_epoch());
        let points = trainer.points().test[..5].to_vec();
        let trace = trainer.trace(&points);
        let slope = |trainer: &mut Trainer<f64>, place: usize| {
            let mut loss_at = |change: f64| {
                let before = trainer.network.values[place];
                trainer.network.values[place] = before + change;
                let loss = trainer.trace(&points).loss;
                trainer.network.values[place] = before;
                loss
            };
            (loss_at(STEP) - loss_at(-STEP)) / (2.0 * STEP)
        };
        for (layer, traced) in trainer.network.layers.clone().iter().zip(&trace.layers) {
            for row in 0..layer.rows() {
                for (input, place) in layer.row(row).enumerate() {
                    let expected = slope(&mut trainer, place);
                    let found = traced.weight_slopes[row][input];
                    assert!((found - expected).abs() < 1e-7, "{config:?}: {found} against {expected}");
                }
                let expected =
                    if layer.normalized { 0.0 } else { slope(&mut trainer, layer.biases().start + row) };
                assert!((traced.bias_slopes[row] - expected).abs() < 1e-7, "{config:?}");
            }
        }
    }
}

/// dE/da by hand from the next layer: what flows back is the sum over the links.
#[test]
fn a_slope_is_the_product_along_its_path() {
    let trainer = Trainer::<f64>::in_precision(&config(|_| {}));
    let trace = trainer.trace(&trainer.points().train[..1]);
    let [_, hidden, output] = &trace.layers[..] else { panic!("three layers") };
    for neuron in 0..4 {
        let place = trainer.network.layers[2].row(0).start + neuron;
        let upstream = output.deltas[0][0] * trainer.network.values[place];
        assert!((hidden.upstream[neuron][0] - upstream).abs() < 1e-15);
        let a = hidden.activations[neuron][0];
        assert!((hidden.deltas[neuron][0] - upstream * (1.0 - a * a)).abs() < 1e-15);
    }
}

#[test]
fn a_trace_of_the_next_step_foretells_it() {
    let noisy = |it: &mut Config| {
        it.model.residual = true;
        for (number, value) in [
            (Hyperparameter::Dropout, 0.3),
            (Hyperparameter::DropConnect, 0.3),
            (Hyperparameter::StochasticDepth, 0.3),
        ] {
            it.training.numbers.set(number, Some(value));
        }
    };
    for config in kinds().into_iter().chain([config(noisy)]) {
        let mut trainer = Trainer::<f64>::in_precision(&config);
        (0..11).for_each(|_| trainer.step());
        let before = trainer.clone();
        let trace: Trace<f64> = trainer.trace_step();
        assert_eq!(trainer.network, before.network, "looking changes nothing");
        trainer.step();
        for (layer, traced) in trainer.network.layers.iter().zip(&trace.layers) {
            for row in 0..layer.rows() {
                for (place, slope) in layer.row(row).zip(&traced.weight_slopes[row]) {
                    let expected = before.network.values[place] - config.training.learning_rate * slope;
                    assert!((trainer.network.values[place] - expected).abs() < 1e-14, "{config:?}");
                }
            }
        }
    }
}

#[test]
fn normalized_sums_are_known_before_and_after() {
    let trainer = Trainer::<f64>::in_precision(&config(|it| it.model.batch_norm = true));
    let first = &trainer.trace_step().layers[0];
    for row in 0..4 {
        let (mean, variance) = (first.statistics[0][row], first.statistics[1][row]);
        for (before, after) in first.unnormalized[row].iter().zip(&first.sums[row]) {
            assert!(((before - mean) / (variance + 1e-3).sqrt() - after).abs() < 1e-12);
        }
    }
}

#[test]
fn a_restored_moment_goes_on_bit_for_bit() {
    for &optimizer in Optimizer::ALL {
        let config = config(|it| {
            it.training.optimizer = optimizer;
            it.training.shuffle = true;
            it.model.batch_norm = true;
            it.training.numbers.set(Hyperparameter::Averaging, Some(0.9));
            if optimizer != Optimizer::Lbfgs {
                it.training.numbers.set(Hyperparameter::Dropout, Some(0.2));
            } else {
                it.training.batch_size = 30;
                it.training.shuffle = false;
            }
        });
        let mut trainer: Trainer = Trainer::new(&config);
        (0..13).for_each(|_| trainer.step());
        let checkpoint = trainer.checkpoint();
        assert!(checkpoint.bytes() > 4 * checkpoint.values().len());
        (0..9).for_each(|_| trainer.step());
        let (there, progress) = (trainer.network.clone(), (trainer.epoch, trainer.batch, trainer.steps));
        (0..9).for_each(|_| trainer.step());
        assert!(trainer.restore(&checkpoint));
        (0..9).for_each(|_| trainer.step());
        assert_eq!(trainer.network, there, "{optimizer:?}");
        assert_eq!((trainer.epoch, trainer.batch, trainer.steps), progress);
    }
}

#[test]
fn a_moment_of_another_shape_is_refused() {
    let checkpoint = Trainer::<f32>::new(&config(|it| it.model.network_shape = vec![5])).checkpoint();
    let mut trainer: Trainer = Trainer::new(&config(|_| {}));
    let before = trainer.network.clone();
    assert!(!trainer.restore(&checkpoint));
    assert_eq!(trainer.network, before);
}
