//! A trainer's life: stepping, going over to other settings, edits.

use crate::{
    Config, DataConfig, FileError, ModelConfig, Optimizer, ParameterId, Penalty, Point, Points, Problem,
    Remainder, Trainer, TrainingConfig, ValidConfig,
};

fn valid(config: Config) -> ValidConfig {
    let (config, notices) = config.validate();
    assert_eq!(notices, []);
    config
}

fn change(trainer: &Trainer, change: impl FnOnce(&mut Config)) -> ValidConfig {
    let mut config = trainer.config().config();
    change(&mut config);
    valid(config)
}

fn own_points() -> Points {
    let point = |k: i32| Point { x: f64::from(k), y: 1.0, label: if k % 2 == 0 { 1.0 } else { -1.0 } };
    Points { train: (0..7).map(point).collect(), test: (7..9).map(point).collect() }
}

#[test]
fn a_last_smaller_minibatch_is_an_update_of_its_own() {
    let mut trainer = Trainer::new(&valid(Config {
        training: TrainingConfig { batch_size: 100, remainder: Remainder::Own, ..TrainingConfig::default() },
        ..Config::default()
    }));
    assert_eq!(trainer.batches_per_epoch(), 3);
    trainer.step();
    trainer.step();
    let before = trainer.parameters();
    trainer.step();
    assert_ne!(trainer.parameters(), before);
    assert_eq!((trainer.epoch(), trainer.batch(), trainer.steps()), (1, 0, 3));
}

/// 250 samples in minibatches of 100: 50 wait for the next epoch, whose first minibatch has 150.
#[test]
fn samples_left_over_join_the_next_epoch() {
    let config = |remainder| {
        valid(Config {
            training: TrainingConfig { batch_size: 100, remainder, ..TrainingConfig::default() },
            ..Config::default()
        })
    };
    let mut carried = Trainer::<f64>::in_precision(&config(Remainder::Carry));
    let mut dropped = Trainer::<f64>::in_precision(&config(Remainder::Drop));
    for trainer in [&mut carried, &mut dropped] {
        trainer.finish_epoch();
        assert_eq!((trainer.epoch(), trainer.steps(), trainer.batches_per_epoch()), (1, 2, 2));
    }
    assert_eq!(carried.parameters(), dropped.parameters());
    let points = carried.points().train;
    let expected: Vec<_> = points[200..].iter().chain(&points[..100]).copied().collect();
    let (step, all) = (carried.trace_step(), carried.trace(&expected));
    assert_eq!(step.inputs, all.inputs);
    carried.step();
    dropped.step();
    assert_ne!(carried.parameters(), dropped.parameters());
    // Taken up at an epoch, it goes on as it would have.
    let mut again = Trainer::<f64>::in_precision(&config(Remainder::Carry));
    again.finish_epoch();
    let checkpoint = again.checkpoint();
    again.finish_epoch();
    let after = again.parameters();
    assert!(again.restore(&checkpoint));
    again.finish_epoch();
    assert_eq!(again.parameters(), after);
}

#[test]
fn new_data_keeps_network_and_progress() {
    let mut trainer = Trainer::new(&valid(Config {
        training: TrainingConfig { optimizer: Optimizer::Adam, ..TrainingConfig::default() },
        ..Config::default()
    }));
    (0..3).for_each(|_| trainer.finish_epoch());
    let before = (trainer.parameters(), trainer.measure());
    trainer.renew_data(change(&trainer, |config| config.data.seed = "other".into()));
    assert_eq!((trainer.epoch(), trainer.parameters()), (3, before.0));
    assert_eq!(trainer.points(), Trainer::<f32>::new(trainer.config()).points());
    assert_ne!(trainer.measure(), before.1);
    trainer.finish_epoch();
    assert_eq!((trainer.epoch(), trainer.steps()), (4, 100));
    // Another network cannot be kept.
    trainer.renew_data(change(&trainer, |config| config.model.network_shape = vec![3]));
    assert_eq!(trainer.epoch(), 0);
}

#[test]
fn finishing_an_epoch_goes_to_its_end() {
    let mut trainer = Trainer::new(&ValidConfig::default());
    trainer.step();
    trainer.finish_epoch();
    assert_eq!((trainer.epoch(), trainer.batch()), (1, 0));
    trainer.finish_epoch();
    assert_eq!((trainer.epoch(), trainer.batch(), trainer.steps()), (2, 0, 50));
}

#[test]
fn live_settings_keep_the_network() {
    let mut trainer = Trainer::new(&ValidConfig::default());
    trainer.finish_epoch();
    let before = trainer.parameters();
    let new = change(&trainer, |config| {
        (config.training.learning_rate, config.training.penalty, config.training.regularization_rate) =
            (0.1, Penalty::L2, 0.01);
        config.training.shuffle = true;
    });
    trainer.reconfigure(new.clone());
    assert_eq!((trainer.epoch(), trainer.parameters()), (1, before));
    assert_eq!(trainer.config(), &new);
}

#[test]
fn another_batch_size_keeps_the_place() {
    let mut trainer = Trainer::new(&ValidConfig::default());
    for _ in 0..10 {
        trainer.step();
    }
    let new = change(&trainer, |config| config.training.batch_size = 30);
    trainer.reconfigure(new);
    assert_eq!((trainer.epoch(), trainer.batch(), trainer.batches_per_epoch()), (0, 3, 8));
    trainer.finish_epoch();
    assert_eq!((trainer.epoch(), trainer.batch()), (1, 0));
}

#[test]
fn another_network_starts_anew_on_the_same_points() {
    let mut trainer = Trainer::with(&ValidConfig::default(), Some(own_points()), None).unwrap();
    trainer.finish_epoch();
    let new = change(&trainer, |config| config.model.network_shape = vec![3]);
    trainer.reconfigure(new.clone());
    assert_eq!((trainer.epoch(), trainer.network().layers.len()), (0, 2));
    assert_eq!(trainer.points(), own_points());
    assert_eq!(trainer.parameters(), Trainer::new(&new).parameters());
}

#[test]
fn another_dataset_replaces_the_points() {
    let mut trainer = Trainer::with(&ValidConfig::default(), Some(own_points()), None).unwrap();
    let new = change(&trainer, |config| config.data.problem = Problem::Regression);
    trainer.reconfigure(new.clone());
    assert_eq!(trainer.points(), Trainer::new(&new).points());
    assert!(!trainer.has_own_points());
}

#[test]
fn new_weights_come_from_the_same_stream() {
    let first = Trainer::new(&ValidConfig::default());
    let second = Trainer::new(&change(&first, |config| config.model.weight_draw = 1));
    assert_eq!(first.points(), second.points());
    assert_ne!(first.parameters(), second.parameters());

    let (_, mut random) = crate::generate(first.config());
    let count = first.parameters().iter().flat_map(|layer| &layer.weights).flatten().count();
    let skipped = (0..count).map(|_| random.next_f64()).count();
    assert_eq!(skipped, 2 * 4 + 4 * 2 + 2);
    assert_eq!(second.parameters()[0].weights[0][0], f64::from((random.next_f64() - 0.5) as f32));
}

#[test]
fn zero_start_is_zero() {
    let trainer = Trainer::new(&valid(Config {
        model: ModelConfig { init_zero: true, ..ModelConfig::default() },
        ..Config::default()
    }));
    for layer in trainer.parameters() {
        assert!(layer.weights.concat().into_iter().chain(layer.biases).all(|value| value == 0.0));
    }
}

#[test]
fn no_features_leave_the_biases() {
    let config = valid(Config {
        model: ModelConfig { features: vec![], ..ModelConfig::default() },
        ..Config::default()
    });
    let mut trainer = Trainer::new(&config);
    for _ in 0..20 {
        trainer.finish_epoch();
    }
    assert_eq!(trainer.parameters()[0].weights, vec![Vec::<f64>::new(); 4]);
    assert_eq!(trainer.network().output_at(-5.0, 5.0), trainer.network().output_at(1.0, 2.0));
    assert!(trainer.is_finite() && trainer.measure().train_loss.is_finite());

    let config = valid(Config {
        model: ModelConfig { features: vec![], network_shape: vec![], ..ModelConfig::default() },
        ..Config::default()
    });
    Trainer::new(&config).finish_epoch();
}

#[test]
fn reshuffling_moves_only_the_order() {
    let plain = ValidConfig::default();
    let shuffled = valid(Config {
        training: TrainingConfig { shuffle: true, ..TrainingConfig::default() },
        ..Config::default()
    });
    let (mut a, mut b) = (Trainer::new(&plain), Trainer::new(&shuffled));
    assert_eq!((a.points(), a.parameters()), (b.points(), b.parameters()));
    a.finish_epoch();
    b.finish_epoch();
    assert_ne!(a.parameters(), b.parameters());

    // A run taken up at an epoch goes on as it would have.
    let mut restored = Trainer::with(&shuffled, None, Some(&b.parameters())).unwrap();
    restored.set_progress(1);
    b.finish_epoch();
    restored.finish_epoch();
    assert_eq!((b.epoch(), b.steps(), b.parameters()), (2, 50, restored.parameters()));
    assert_eq!((restored.epoch(), restored.steps()), (2, 50));
}

#[test]
fn edits_reach_their_weight_and_no_other() {
    let mut trainer = Trainer::new(&ValidConfig::default());
    let mut expected = trainer.parameters();
    assert!(
        trainer.set_parameter(ParameterId::new(0, 3, Some(1)), 0.75)
            && trainer.set_parameter(ParameterId::new(1, 0, None), -2.0)
    );
    expected[0].weights[3][1] = 0.75;
    expected[1].biases[0] = -2.0;
    assert_eq!(trainer.parameters(), expected);

    for (layer, neuron, input) in [(3, 0, 0), (0, 4, 0), (0, 0, 2)] {
        assert!(!trainer.set_parameter(ParameterId::new(layer, neuron, Some(input)), 1.0));
    }
    for value in [f64::NAN, f64::INFINITY, 1e300] {
        assert!(
            !trainer.set_parameter(ParameterId::new(0, 0, Some(0)), value)
                && !trainer.set_parameter(ParameterId::new(0, 0, None), value)
        );
    }
    assert!(
        !trainer.set_parameter(ParameterId::new(0, 4, None), 1.0)
            && !trainer.set_parameter(ParameterId::new(3, 0, None), 1.0)
    );
    assert_eq!(trainer.parameters(), expected);
}

#[test]
fn parameters_that_do_not_fit_change_nothing() {
    let mut trainer = Trainer::new(&ValidConfig::default());
    let good = trainer.parameters();
    let mut check = |edit: fn(&mut crate::Parameters), error| {
        let mut parameters = good.clone();
        edit(&mut parameters);
        assert_eq!(trainer.set_parameters(&parameters), Err(error));
        assert_eq!(trainer.parameters(), good);
    };
    check(|p| p.truncate(2), FileError::WrongShape { layer: 3 });
    check(|p| p[1].weights[1].truncate(3), FileError::WrongShape { layer: 1 });
    check(|p| p[2].biases.push(0.0), FileError::WrongShape { layer: 2 });
    check(|p| p[2].weights[0][1] = 1e39, FileError::BadParameter { layer: 2 });
    check(|p| p[0].biases[0] = f64::NAN, FileError::BadParameter { layer: 0 });
}

#[test]
fn divergence_is_seen() {
    let config = Config {
        data: DataConfig { problem: Problem::Regression, ..DataConfig::default() },
        model: ModelConfig { activation: crate::Activation::Linear, ..ModelConfig::default() },
        training: TrainingConfig { learning_rate: 10.0, ..TrainingConfig::default() },
    };
    let mut trainer = Trainer::new(&valid(config));
    assert!(trainer.is_finite());
    for _ in 0..20 {
        trainer.finish_epoch();
    }
    assert!(!trainer.is_finite());

    let good = Trainer::<f32>::new(trainer.config()).parameters();
    trainer.set_parameters(&good).unwrap();
    assert!(trainer.is_finite(), "whatever it was, good parameters make it good");
}

#[test]
fn a_batch_larger_than_own_points_is_all_of_them() {
    let config = valid(Config {
        training: TrainingConfig { batch_size: 200, remainder: Remainder::Own, ..TrainingConfig::default() },
        ..Config::default()
    });
    let mut trainer = Trainer::with(&config, Some(own_points()), None).unwrap();
    assert_eq!(trainer.batches_per_epoch(), 1);
    let new = change(&trainer, |config| config.training.batch_size = 3);
    trainer.reconfigure(new);
    assert_eq!(trainer.batches_per_epoch(), 3);
    trainer.finish_epoch();
    assert!(trainer.is_finite());
}
