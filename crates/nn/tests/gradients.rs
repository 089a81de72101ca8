//! What an update does against what the loss says, by central differences in f64.

use nabla_nn::{Activation, Choice, Config, Feature, Penalty, Problem, Trainer};

/// λ.
const RATE: f64 = 0.01;

/// The objective: the mean loss, and the penalty on the weights alone.
fn objective(trainer: &Trainer<f64>) -> f64 {
    let penalty = trainer.config().penalty;
    let weights = trainer.network().layers.iter().flat_map(|layer| &layer.weights);
    trainer.measure().train_loss + RATE * weights.map(|&w| penalty.value(w)).sum::<f64>()
}

fn check(activation: Activation, problem: Problem, penalty: Penalty, features: &[Feature]) {
    let config = Config {
        activation,
        problem,
        penalty,
        features: features.to_vec(),
        regularization_rate: RATE,
        learning_rate: 1e-3,
        network_shape: vec![5, 3],
        // 15 training points: the block is padded.
        samples: Some(30),
        batch_size: 15,
        noise: 10.0,
        ..Config::default()
    };
    let (config, notices) = config.validate();
    assert_eq!(notices, []);
    let mut trainer = Trainer::<f64>::in_precision(&config);
    let start = trainer.parameters();
    trainer.step();
    let after = trainer.parameters();
    trainer.set_parameters(&start).unwrap();

    let case = format!("{activation:?}, {problem:?}, {penalty:?}, {} features", features.len());
    let mut compare = |set: &dyn Fn(&mut Trainer<f64>, f64) -> bool, from: f64, to: f64| {
        let step = 1e-6;
        let mut at = |value| {
            assert!(set(&mut trainer, value));
            objective(&trainer)
        };
        let slope = (at(from + step) - at(from - step)) / (2.0 * step);
        at(from);
        let taken = (from - to) / 1e-3;
        assert!((slope - taken).abs() < 1e-7 + 1e-6 * slope.abs(), "{case}: {taken}, slope {slope}");
    };
    for (l, (layer, after)) in start.iter().zip(&after).enumerate() {
        for (n, (row, after_row)) in layer.weights.iter().zip(&after.weights).enumerate() {
            for (i, (&from, &to)) in row.iter().zip(after_row).enumerate() {
                compare(&|trainer, value| trainer.set_weight(l, n, i, value), from, to);
            }
            compare(&|trainer, value| trainer.set_bias(l, n, value), layer.biases[n], after.biases[n]);
        }
    }
}

#[test]
fn updates_follow_the_gradient() {
    for &activation in Activation::ALL {
        for &problem in Problem::ALL {
            for &penalty in Penalty::ALL {
                check(activation, problem, penalty, Feature::ALL);
                check(activation, problem, penalty, &[Feature::X]);
                check(activation, problem, penalty, &[]);
            }
        }
    }
}
