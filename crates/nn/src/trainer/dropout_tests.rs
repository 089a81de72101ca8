//! Dropout, DropConnect and stochastic depth in training: on average what evaluation computes, another draw for every
//! step, the same one for the same step.

use super::Trainer;
use crate::dropout::DropoutMasks;
use crate::{Activation, Config, DataConfig, Hyperparameter, ModelConfig, Network, Problem, ValidConfig};

/// The probability of dropping, a whole number of 65536ths, as it is drawn.
const P: f64 = 0.25;

const KINDS: [Hyperparameter; 3] =
    [Hyperparameter::Dropout, Hyperparameter::DropConnect, Hyperparameter::StochasticDepth];

/// Two residual layers of two neurons before a linear output, and some of them dropped.
fn config(dropped: &[Hyperparameter], change: impl FnOnce(&mut Config)) -> ValidConfig {
    let mut config = Config {
        data: DataConfig {
            problem: Problem::Regression,
            samples: Some(60),
            noise: 20.0,
            seed: "dropped".into(),
            ..DataConfig::default()
        },
        model: ModelConfig { network_shape: vec![2, 2], residual: true, ..ModelConfig::default() },
        ..Config::default()
    };
    dropped.iter().for_each(|&it| config.set_number(it, Some(P)));
    change(&mut config);
    let (config, notices) = config.validate();
    assert_eq!(notices, []);
    config
}

/// What the sum of one row consists of, for one sample, as far as each part is kept or dropped alone.
type Parts<'a> = &'a dyn Fn(&Network<f64>, Seen<'_>, usize, usize) -> Vec<f64>;

/// A block's inputs `[input][lane]`, and what evaluation makes of them in the first layer, `[neuron][lane]`.
#[derive(Clone, Copy)]
struct Seen<'a> {
    inputs: &'a [f64],
    first: &'a [f64],
    lanes: usize,
}

/// Over many steps' draws, the sums of a layer have the evaluation's as their mean, within five standard errors, and
/// p/(1 − p)·Σ part² as their variance: every part is kept or dropped by itself.
fn check(what: &str, config: &ValidConfig, layer: usize, parts: Parts) {
    const STEPS: u64 = 20_000;
    let mut trainer = Trainer::<f64>::in_precision(config);
    let Trainer { network, updates, buffer, batches, train, .. } = &mut trainer;
    let masks = updates.masks.as_mut().expect("something is dropped");
    let block = batches.gathered(&train.samples, None, 0);
    let mut evaluated = network.buffer(block.lanes);
    network.forward(block.inputs, block.lanes, &mut evaluated);
    let expected = &evaluated.layers[layer].sums;
    let mut totals = vec![[0.0; 2]; expected.len()];
    for step in 0..STEPS {
        masks.draw(step, &network.layers, &network.values, block.lanes, buffer);
        let values = if masks.values.is_empty() { &network.values } else { &masks.values };
        network.forward_training(values, &block, buffer);
        for (total, (z, expected)) in totals.iter_mut().zip(buffer.layers[layer].sums.iter().zip(expected)) {
            let difference = z - expected;
            *total = [total[0] + difference, total[1] + difference * difference];
        }
    }
    let seen = Seen { inputs: block.inputs, first: &evaluated.layers[0].activations, lanes: block.lanes };
    let mut seen_parts = 0;
    for row in 0..network.layers[layer].rows() {
        for lane in 0..block.count {
            let [mean, square] = totals[row * block.lanes + lane].map(|total| total / STEPS as f64);
            let variance = square - mean * mean;
            let squares: f64 = parts(network, seen, row, lane).iter().map(|part| part * part).sum();
            let expected = P / (1.0 - P) * squares;
            // Of a sample that no unit speaks of there is nothing to drop.
            if squares == 0.0 {
                assert_eq!([mean, variance], [0.0; 2], "{what}, row {row}, sample {lane}");
                continue;
            }
            seen_parts += 1;
            let error = (expected / STEPS as f64).sqrt();
            assert!(
                mean.abs() < 5.0 * error,
                "{what}, row {row}, sample {lane}: off by {mean}, error {error}"
            );
            let ratio = variance / expected;
            assert!((ratio - 1.0).abs() < 0.1, "{what}, row {row}, sample {lane}: variance off by {ratio}");
        }
    }
    assert!(seen_parts >= block.count / 2, "{what}: something can be dropped");
}

fn weight(network: &Network<f64>, layer: usize, row: usize, input: usize) -> f64 {
    network.values[network.layers[layer].weight(row, input)]
}

#[test]
fn dropout_is_right_on_average() {
    for activation in [Activation::Tanh, Activation::Relu, Activation::Maxout] {
        let config = config(&[Hyperparameter::Dropout], |config| {
            (config.model.activation, config.model.residual) = (activation, false);
            config.model.network_shape = vec![6];
        });
        check(&format!("{activation:?}"), &config, 1, &|network, seen, row, lane| {
            (0..6).map(|n| weight(network, 1, row, n) * seen.first[n * seen.lanes + lane]).collect()
        });
    }
}

#[test]
fn drop_connect_is_right_on_average() {
    let config = config(&[Hyperparameter::DropConnect], |config| config.model.network_shape = vec![5]);
    check("the first sums", &config, 0, &|network, seen, row, lane| {
        (0..2).map(|n| weight(network, 0, row, n) * seen.inputs[n * seen.lanes + lane]).collect()
    });
}

#[test]
fn stochastic_depth_is_right_on_average() {
    let config = config(&[Hyperparameter::StochasticDepth], |config| config.model.network_shape = vec![2]);
    check("the output", &config, 1, &|network, seen, row, lane| {
        // f(z) = a − x, kept or dropped as one.
        let at = |n: usize| n * seen.lanes + lane;
        let of = |n: usize| weight(network, 1, row, n) * (seen.first[at(n)] - seen.inputs[at(n)]);
        vec![of(0) + of(1)]
    });
}

/// Everything that a step draws: masks, branches, masked parameters.
fn drawn(trainer: &mut Trainer<f64>, step: u64) -> Vec<f64> {
    let Trainer { network, updates, buffer, batches, .. } = trainer;
    let lanes = batches.lanes(0);
    let masks = updates.masks.as_mut().expect("something is dropped");
    masks.draw(step, &network.layers, &network.values, lanes, buffer);
    let signals = buffer.layers.iter().flat_map(|signals| signals.mask.iter().chain([&signals.branch]));
    signals.chain(&masks.values).copied().collect()
}

#[test]
fn a_draw_belongs_to_its_step_and_seed() {
    for kind in KINDS {
        // Enough layers that no two draws are likely to be the same by chance.
        let of = |seed: &str| {
            let config = config(&[kind], |config| {
                config.model.network_shape = vec![2; 8];
                config.data.seed = seed.into();
                config.model.init_zero = false;
            });
            let mut trainer = Trainer::<f64>::in_precision(&config);
            // The same weights whatever the seed: only the draw is compared.
            trainer.network.values.fill(1.0);
            trainer
        };
        let mut trainer = of("a");
        let all: Vec<_> = (0..40).map(|step| drawn(&mut trainer, step)).collect();
        let changes = all.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert!(changes > 30, "{kind:?}: {changes} of 39 steps have a draw of their own");
        assert_eq!(drawn(&mut trainer, 7), all[7], "{kind:?}: whatever was drawn since");
        assert_eq!(drawn(&mut of("a"), 7), all[7], "{kind:?}: in another trainer as well");
        let other: Vec<_> = (0..40).map(|step| drawn(&mut of("b"), step)).collect();
        let differ = all.iter().zip(&other).filter(|(a, b)| a != b).count();
        assert!(differ > 30, "{kind:?}: {differ} of 40 differ with the seed");
    }
}

#[test]
fn dropping_moves_neither_points_nor_weights() {
    let plain = Trainer::<f64>::in_precision(&config(&[], |_| {}));
    for kind in KINDS {
        let mut noisy = Trainer::<f64>::in_precision(&config(&[kind], |_| {}));
        assert_eq!((noisy.points(), noisy.parameters()), (plain.points(), plain.parameters()), "{kind:?}");
        assert_eq!(noisy.measure(), plain.measure(), "{kind:?}");
        let mut plain = plain.clone();
        noisy.finish_epoch();
        plain.finish_epoch();
        assert_ne!(noisy.parameters(), plain.parameters(), "{kind:?} changes the training");
    }
}

#[test]
fn a_run_taken_up_draws_what_it_would_have() {
    let config = config(&KINDS, |_| {});
    let mut run = Trainer::<f64>::in_precision(&config);
    run.finish_epoch();
    let mut restored = Trainer::<f64>::with_in_precision(&config, None, Some(&run.parameters())).unwrap();
    restored.set_progress(1);
    run.finish_epoch();
    restored.finish_epoch();
    assert_eq!(run.parameters(), restored.parameters());
}

#[test]
fn what_is_turned_on_and_off_leaves_nothing_behind() {
    let (plain, noisy) = (config(&[], |_| {}), config(&KINDS, |_| {}));
    let mut trainer = Trainer::<f64>::in_precision(&plain);
    trainer.finish_epoch();
    let before = trainer.parameters();
    trainer.reconfigure(noisy);
    assert_eq!((trainer.epoch(), trainer.parameters()), (1, before));
    trainer.finish_epoch();
    trainer.reconfigure(plain.clone());
    let mut other = Trainer::<f64>::with_in_precision(&plain, None, Some(&trainer.parameters())).unwrap();
    other.set_progress(2);
    trainer.finish_epoch();
    other.finish_epoch();
    assert_eq!(trainer.parameters(), other.parameters());
    assert_eq!(&trainer.training_form(), trainer.network());
}

/// The forms at a few points, layer by layer.
fn values(network: &Network<f64>) -> Vec<Vec<Vec<f64>>> {
    [[1.0, 2.0], [-3.0, 0.5], [4.0, -5.0]].map(|[x, y]| network.neuron_values_at(x, y)).into()
}

#[test]
fn without_noise_the_training_form_is_the_evaluation() {
    let mut trainer = Trainer::<f64>::in_precision(&config(&[], |_| {}));
    assert_eq!(&trainer.training_form(), trainer.network());
    trainer.finish_epoch();
    trainer.step();
    assert_eq!(&trainer.training_form(), trainer.network());
    // Before the first step nothing has been drawn.
    for kind in KINDS {
        let trainer = Trainer::<f64>::in_precision(&config(&[kind], |_| {}));
        assert_eq!(values(&trainer.training_form()), values(trainer.network()), "{kind:?}");
    }
}

#[test]
fn the_training_form_shows_dropout() {
    let mut trainer = Trainer::<f64>::in_precision(&config(&[Hyperparameter::Dropout], |config| {
        (config.model.residual, config.model.network_shape) = (false, vec![5]);
    }));
    let (mut dropped, mut kept) = (0, 0);
    // Steps at an epoch's end too, whose last minibatch is a smaller one: 30 points in tens and sevens.
    for _ in 0..30 {
        trainer.step();
        let (form, network) = (trainer.training_form(), trainer.network());
        for (seen, whole) in values(&form).iter().zip(values(network)) {
            for (&seen, whole) in seen[0].iter().zip(&whole[0]) {
                if seen == 0.0 {
                    dropped += 1;
                } else {
                    assert!((seen - whole / (1.0 - P)).abs() < 1e-12, "{seen}, {whole}");
                    kept += 1;
                }
            }
        }
    }
    let share = f64::from(dropped) / f64::from(dropped + kept);
    assert!((share - P).abs() < 0.1, "{share} are dropped");
}

#[test]
fn the_training_form_shows_drop_connect() {
    let mut trainer = Trainer::<f64>::in_precision(&config(&[Hyperparameter::DropConnect], |_| {}));
    let (mut dropped, mut kept) = (0, 0);
    for _ in 0..100 {
        let before = trainer.parameters();
        trainer.step();
        let seen = trainer.training_form().parameters();
        for (layer, (seen, whole)) in seen.iter().zip(&before).enumerate() {
            assert_eq!(seen.biases, whole.biases, "biases are never dropped");
            for (&seen, &whole) in seen.weights.iter().zip(&whole.weights).flat_map(|(a, b)| a.iter().zip(b))
            {
                if layer == 2 {
                    assert_eq!(seen, whole, "nor are the output's weights");
                } else if seen == 0.0 {
                    dropped += 1;
                } else {
                    assert!((seen - whole / (1.0 - P)).abs() < 1e-12, "{seen}, {whole}");
                    kept += 1;
                }
            }
        }
    }
    let share = f64::from(dropped) / f64::from(dropped + kept);
    assert!((share - P).abs() < 0.1, "{share} are dropped");
}

#[test]
fn the_training_form_shows_stochastic_depth() {
    let mut trainer = Trainer::<f64>::in_precision(&config(&[Hyperparameter::StochasticDepth], |_| {}));
    let mut skipped = 0;
    for _ in 0..200 {
        trainer.step();
        let (seen, whole) = (trainer.training_form(), trainer.network());
        let (seen, whole) = (seen.neuron_values_at(1.5, -2.0), whole.neuron_values_at(1.5, -2.0));
        let inputs = [1.5, -2.0];
        if seen[0] == inputs {
            skipped += 1;
        } else {
            for (n, x) in inputs.into_iter().enumerate() {
                let expected = x + (whole[0][n] - x) / (1.0 - P);
                assert!((seen[0][n] - expected).abs() < 1e-12, "{}, {expected}", seen[0][n]);
            }
        }
    }
    assert!((f64::from(skipped) / 200.0 - P).abs() < 0.15, "{skipped} of 200 are skipped");
}

#[test]
fn the_output_layer_is_never_dropped() {
    let mut trainer =
        Trainer::<f64>::in_precision(&config(&KINDS, |config| config.model.network_shape.clear()));
    let mut plain = Trainer::<f64>::in_precision(&config(&[], |config| config.model.network_shape.clear()));
    assert!(trainer.updates.masks.as_ref().is_some_and(DropoutMasks::has_dropout));
    trainer.finish_epoch();
    plain.finish_epoch();
    assert_eq!(trainer.parameters(), plain.parameters());
    assert_eq!(trainer.network().layers.iter().map(|layer| layer.neurons()).collect::<Vec<_>>(), [1]);
}
