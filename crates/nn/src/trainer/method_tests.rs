//! What comes with a training run beside its steps, against values worked out by hand: averaging, early stopping, batch
//! normalization's running averages, residual layers, L-BFGS in the precision of the page.

use crate::Remainder;
use crate::{
    Activation, Config, DataConfig, Dataset, Feature, FileError, Hyperparameter, Loss, Optimizer,
    ParameterId, Parameters, Penalty, Point, Points, Problem, Schedule, Trainer, ValidConfig,
};

fn config(change: impl FnOnce(&mut Config)) -> ValidConfig {
    let mut config = Config {
        data: DataConfig { samples: Some(60), noise: 20.0, seed: "methods".into(), ..DataConfig::default() },
        ..Config::default()
    };
    change(&mut config);
    let (config, notices) = config.validate();
    assert_eq!(notices, []);
    config
}

fn near(found: f64, expected: f64, what: &str) {
    assert!((found - expected).abs() < 1e-12 * (1.0 + expected.abs()), "{what}: {found}, not {expected}");
}

fn numbers(parameters: &Parameters) -> Vec<f64> {
    parameters.iter().flat_map(crate::LayerParameters::values).collect()
}

#[test]
fn the_average_follows_the_weights() {
    const DECAY: f64 = 0.9;
    for optimizer in [Optimizer::Sgd, Optimizer::Adam] {
        let with = |decay| {
            Trainer::<f64>::in_precision(&config(|config| {
                config.training.optimizer = optimizer;
                config.set_number(Hyperparameter::Averaging, decay);
            }))
        };
        let (mut trainer, mut plain) = (with(Some(DECAY)), with(None));
        let mut expected = numbers(&trainer.parameters());
        for _ in 0..20 {
            trainer.step();
            plain.step();
            for (average, value) in expected.iter_mut().zip(numbers(&trainer.parameters())) {
                *average = DECAY * *average + (1.0 - DECAY) * value;
            }
        }
        assert_eq!(trainer.parameters(), plain.parameters(), "averaging only watches");
        let found = numbers(&trainer.network().parameters());
        assert_eq!(found.len(), expected.len());
        found.iter().zip(&expected).for_each(|(&found, &expected)| near(found, expected, "average"));
        assert_ne!(trainer.measure(), plain.measure(), "the average is what is measured");
        assert_eq!(trainer.trained_network(), plain.network());
    }
}

#[test]
fn an_edit_reaches_the_average() {
    let mut trainer = Trainer::<f64>::in_precision(&config(|config| {
        config.set_number(Hyperparameter::Averaging, Some(0.99));
    }));
    trainer.finish_epoch();
    assert!(
        trainer.set_parameter(ParameterId::new(0, 1, Some(1)), 0.75)
            && trainer.set_parameter(ParameterId::new(1, 0, None), -2.0)
    );
    for parameters in [trainer.parameters(), trainer.network().parameters()] {
        assert_eq!((parameters[0].weights[1][1], parameters[1].biases[0]), (0.75, -2.0));
    }
}

/// Much noise and a network large enough to learn it by heart.
fn overfitting(change: impl FnOnce(&mut Config)) -> ValidConfig {
    config(|config| {
        (config.data.dataset, config.data.noise) = (Dataset::Gauss, 50.0);
        (config.training.learning_rate, config.model.network_shape) = (0.03, vec![8, 8]);
        change(config);
    })
}

const PATIENCE: u64 = 6;

fn patient(averaging: Option<f64>) -> (Trainer<f64>, Trainer<f64>) {
    let with = |patience| {
        Trainer::in_precision(&overfitting(|config| {
            config.set_number(Hyperparameter::EarlyStopping, patience);
            config.set_number(Hyperparameter::Averaging, averaging);
        }))
    };
    (with(Some(PATIENCE as f64)), with(None))
}

#[test]
fn early_stopping_brings_the_best_network_back() {
    for averaging in [None, Some(0.98)] {
        let (mut trainer, mut plain) = patient(averaging);
        let start = plain.measure().test_loss;
        let (mut best, mut at_best) = ((0, f64::INFINITY), plain.clone());
        while trainer.has_stopped().is_none() {
            trainer.finish_epoch();
            plain.finish_epoch();
            let loss = plain.measure().test_loss;
            if loss < best.1 {
                (best, at_best) = ((plain.epoch(), loss), plain.clone());
            }
            assert!(plain.epoch() <= best.0 + PATIENCE, "it stops once the patience is over");
        }
        assert_eq!(trainer.has_stopped(), Some(best.0));
        assert_eq!(trainer.epoch(), best.0 + PATIENCE, "and not before");
        assert!(best.0 > 1 && best.1 < 0.9 * start, "the test loss has fallen first: {best:?} from {start}");
        assert_eq!(trainer.trained_network(), at_best.trained_network());
        assert_eq!(trainer.network(), at_best.network());
        assert_eq!(trainer.measure().test_loss, best.1);
    }
}

/// With a validation share it is the validation loss that is watched, and the points of that share train nothing.
#[test]
fn early_stopping_watches_the_validation_set_where_there_is_one() {
    let settings = |patience| {
        overfitting(|config| {
            (config.data.perc_train_data, config.data.perc_validation_data) = (80.0, 25.0);
            config.set_number(Hyperparameter::EarlyStopping, patience);
        })
    };
    let mut trainer = Trainer::<f64>::in_precision(&settings(Some(PATIENCE as f64)));
    let mut plain = Trainer::<f64>::in_precision(&settings(None));
    let sizes = [&plain.split().train, &plain.split().validation, &plain.split().test].map(Vec::len);
    assert_eq!(sizes, [36, 12, 12], "of 60 points 48 are not tested with, and a quarter of these validates");
    let validating =
        plain.split().validation.iter().filter_map(|&sample| plain.data().point(sample as usize));
    assert!(plain.points().train[36..].iter().copied().eq(validating), "the training set's end");
    let mut best = (0, f64::INFINITY);
    while trainer.has_stopped().is_none() {
        trainer.finish_epoch();
        plain.finish_epoch();
        let loss = plain.measure().validation.expect("there is a validation set")[0];
        if loss < best.1 {
            best = (plain.epoch(), loss);
        }
        assert!(plain.epoch() <= best.0 + PATIENCE);
    }
    assert_eq!((trainer.has_stopped(), trainer.epoch()), (Some(best.0), best.0 + PATIENCE));
    assert_eq!(trainer.measure().validation.map(|[loss, _]| loss), Some(best.1));

    // The network that trains sees the first 36 points alone: without the others it is the same.
    let fitted = Points { train: plain.points().train[..36].to_vec(), test: Vec::new() };
    let mut alone = Trainer::<f64>::with_in_precision(&overfitting(|_| {}), Some(fitted), None).unwrap();
    (0..plain.epoch()).for_each(|_| alone.finish_epoch());
    assert_eq!(alone.parameters(), plain.parameters());
}

/// Half-way through a cosine's span, whatever the minibatches before and after.
#[test]
fn a_schedules_time_is_epochs_whatever_the_minibatches_were() {
    let mut trainer = Trainer::new(&config(|config| {
        (config.training.schedule, config.training.learning_rate) = (Schedule::Cosine, 0.02);
        (config.training.batch_size, config.data.samples) = (10, Some(500));
        config.set_number(Hyperparameter::DecayEpochs, Some(200.0));
    }));
    (0..100).for_each(|_| trainer.finish_epoch());
    near(trainer.learning_rate(), 0.01, "half-way");
    for size in [250, 1, 50] {
        let mut new = trainer.config().config();
        new.training.batch_size = size;
        trainer.reconfigure(new.validate().0);
        near(trainer.learning_rate(), 0.01, "with other minibatches");
    }
    (0..100).for_each(|_| trainer.finish_epoch());
    near(trainer.learning_rate(), 0.0, "at the end");
}

#[test]
fn going_on_trains_from_the_best_network() {
    let (mut trainer, _) = patient(None);
    while trainer.has_stopped().is_none() {
        trainer.finish_epoch();
    }
    let (epoch, best) = (trainer.epoch(), trainer.parameters());
    trainer.go_on();
    assert_eq!((trainer.has_stopped(), trainer.parameters()), (None, best.clone()));
    trainer.finish_epoch();
    assert_ne!(trainer.parameters(), best);
    while trainer.has_stopped().is_none() {
        trainer.finish_epoch();
    }
    let again = trainer.has_stopped().unwrap();
    assert!(again > epoch && trainer.epoch() == again + PATIENCE, "what was best before is forgotten");
}

/// With no test points there is nothing to watch.
#[test]
fn without_test_points_nothing_stops() {
    let point = |k: i32| Point { x: f64::from(k), y: 1.0, label: if k % 2 == 0 { 1.0 } else { -1.0 } };
    let points = Points { train: (0..8).map(point).collect(), test: vec![] };
    let config = config(|config| config.set_number(Hyperparameter::EarlyStopping, Some(2.0)));
    let mut trainer = Trainer::with(&config, Some(points), None).unwrap();
    for _ in 0..10 {
        trainer.finish_epoch();
    }
    assert_eq!(trainer.has_stopped(), None);
}

/// z of the first layer for the samples of a minibatch of x and y, `[neuron][sample]`.
fn first_sums(parameters: &Parameters, points: &[Point]) -> Vec<Vec<f64>> {
    let sum = |row: &Vec<f64>, point: &Point| row[0] * point.x + row[1] * point.y;
    parameters[0].weights.iter().map(|row| points.iter().map(|point| sum(row, point)).collect()).collect()
}

#[test]
fn running_averages_by_hand() {
    // 30 points in tens, then with a smaller last minibatch.
    for batch_size in [10, 16] {
        let mut trainer = Trainer::<f64>::in_precision(&config(|config| {
            (config.model.batch_norm, config.training.batch_size) = (true, batch_size);
            config.training.remainder = Remainder::Own;
        }));
        let train = trainer.points().train.clone();
        let mut expected = vec![[0.0, 1.0]; 4];
        for points in train.chunks(batch_size) {
            for ([mean, variance], sums) in expected.iter_mut().zip(first_sums(&trainer.parameters(), points))
            {
                let count = sums.len() as f64;
                let own_mean = sums.iter().sum::<f64>() / count;
                let own = sums.iter().map(|z| (z - own_mean) * (z - own_mean)).sum::<f64>() / count;
                (*mean, *variance) = (0.99 * *mean + 0.01 * own_mean, 0.99 * *variance + 0.01 * own);
            }
            trainer.step();
        }
        let layer = &trainer.parameters()[0];
        for (n, [mean, variance]) in expected.into_iter().enumerate() {
            near(layer.means[n], mean, "mean");
            near(layer.variances[n], variance, "variance");
        }
        assert_eq!((&layer.biases, layer.gammas.len()), (&vec![0.0; 4], 4));

        // What is evaluated uses them.
        let [x, y] = [1.5, -2.0];
        let values = &trainer.network().neuron_values_at(x, y)[0];
        for (n, &value) in values.iter().enumerate() {
            let z = layer.weights[n][0] * x + layer.weights[n][1] * y;
            let normal = (z - layer.means[n]) / (layer.variances[n] + 1e-3).sqrt();
            near(value, (layer.gammas[n] * normal + layer.betas[n]).tanh(), "evaluation");
        }
    }
}

/// The training form is normalized as the last minibatch was.
#[test]
fn the_training_form_has_the_minibatchs_statistics() {
    let mut trainer = Trainer::<f64>::in_precision(&config(|config| config.model.batch_norm = true));
    assert_eq!(&trainer.training_form(), trainer.network(), "before the first step there are none");
    trainer.finish_epoch();
    let before = trainer.parameters();
    let points = trainer.points().train[..10].to_vec();
    trainer.step();
    let form = trainer.training_form().parameters();
    for (n, sums) in first_sums(&before, &points).into_iter().enumerate() {
        let mean = sums.iter().sum::<f64>() / 10.0;
        near(form[0].means[n], mean, "mean");
        let variance = sums.iter().map(|z| (z - mean) * (z - mean)).sum::<f64>() / 10.0;
        near(form[0].variances[n], variance, "variance");
    }
    assert_eq!(form[0].weights, trainer.parameters()[0].weights);
}

#[test]
fn only_layers_as_wide_as_their_input_are_residual() {
    let config =
        config(|config| (config.model.residual, config.model.network_shape) = (true, vec![2, 4, 4, 1]));
    let trainer = Trainer::<f64>::in_precision(&config);
    let residual: Vec<_> = trainer.network().layers.iter().map(|layer| layer.residual).collect();
    // The output is as wide as the last hidden layer, and no hidden layer itself.
    assert_eq!(residual, [true, false, true, false, false]);
    let [x, y] = [1.5, -2.0];
    let layer = &trainer.parameters()[0];
    let values = &trainer.network().neuron_values_at(x, y)[0];
    for (n, input) in [x, y].into_iter().enumerate() {
        let z = layer.weights[n][0] * x + layer.weights[n][1] * y + layer.biases[n];
        near(values[n], input + z.tanh(), "a + x");
    }
}

fn lbfgs(change: impl FnOnce(&mut Config)) -> ValidConfig {
    config(|config| {
        (config.training.optimizer, config.training.batch_size, config.model.network_shape) =
            (Optimizer::Lbfgs, 30, vec![6, 4]);
        change(config);
    })
}

/// λ·Σ r(w) of the network that trains.
fn penalty(trainer: &Trainer, penalty: Penalty) -> f64 {
    let weights = trainer.parameters().into_iter().flat_map(|layer| layer.weights.concat());
    trainer.config().training.regularization_rate * weights.map(|w| penalty.value(w)).sum::<f64>()
}

#[test]
fn lbfgs_descends_in_single_precision() {
    type Change = fn(&mut Config);
    let cases: [(&str, Change); 4] = [
        ("tanh", |_| {}),
        ("L2", |config| {
            (config.training.penalty, config.training.regularization_rate) = (Penalty::L2, 0.003);
        }),
        ("classes", |config| {
            (config.data.problem, config.training.loss) = (Problem::Multiclass, Loss::CrossEntropy);
        }),
        ("prelu", |config| config.model.activation = Activation::Prelu),
    ];
    for (what, change) in cases {
        let mut trainer = Trainer::new(&lbfgs(change));
        let objective = |trainer: &Trainer| {
            trainer.measure().train_loss + penalty(trainer, trainer.config().training.penalty)
        };
        let (start, mut last) = (objective(&trainer), f64::INFINITY);
        for epoch in 1..=100 {
            trainer.finish_epoch();
            let now = objective(&trainer);
            // A step is accepted only where it goes down; parameters are rounded to f32 afterwards.
            assert!(
                now <= last + 1e-6 * (1.0 + last.abs().min(start)),
                "{what}, epoch {epoch}: {last} to {now}"
            );
            last = now;
        }
        assert_eq!((trainer.epoch(), trainer.steps(), trainer.batches_per_epoch()), (100, 100, 1));
        assert!(trainer.is_finite() && last < 0.3 * start, "{what}: {start} to {last}");

        let mut plain = Trainer::new(&lbfgs(|config| {
            change(config);
            (config.training.optimizer, config.training.learning_rate) = (Optimizer::Sgd, 0.03);
        }));
        for _ in 0..100 {
            plain.finish_epoch();
        }
        assert!(last < 0.5 * objective(&plain), "{what}: far ahead of {}", objective(&plain));
    }
}

/// Both precisions take the same first steps.
#[test]
fn lbfgs_is_the_same_in_both_precisions() {
    let config = lbfgs(|_| {});
    let (mut single, mut double) = (Trainer::new(&config), Trainer::<f64>::in_precision(&config));
    for epoch in 1..=5 {
        single.finish_epoch();
        double.finish_epoch();
        let (a, b) = (single.measure().train_loss, double.measure().train_loss);
        assert!((a - b).abs() < 1e-3 * b, "epoch {epoch}: {a}, {b}");
    }
}

/// Where there is nothing to learn from, the first step has nowhere to go; the network stays and training goes on.
#[test]
fn lbfgs_at_a_minimum_stays() {
    let config = lbfgs(|config| {
        (config.model.features, config.model.network_shape, config.data.problem) =
            (vec![Feature::X], vec![], Problem::Regression);
    });
    let point = |x: f64| Point { x, y: 0.0, label: 0.5 * x + 0.25 };
    let points =
        Points { train: (-15..15).map(|k| point(f64::from(k) / 4.0)).collect(), test: vec![point(1.0)] };
    let mut trainer = Trainer::with(&config, Some(points), None).unwrap();
    for _ in 0..40 {
        trainer.finish_epoch();
    }
    let parameters = trainer.parameters();
    assert!(trainer.measure().train_loss < 1e-10, "{}", trainer.measure().train_loss);
    assert!(
        (parameters[0].weights[0][0] - 0.5).abs() < 1e-5 && (parameters[0].biases[0] - 0.25).abs() < 1e-5
    );
    trainer.finish_epoch();
    assert_eq!((trainer.epoch(), trainer.parameters()), (41, parameters));
}

#[test]
fn lists_of_another_length_are_refused() {
    let mut trainer = Trainer::<f64>::in_precision(&config(|config| {
        (config.model.batch_norm, config.model.activation) = (true, Activation::Prelu);
    }));
    let good = trainer.parameters();
    let mut check = |edit: fn(&mut Parameters), error| {
        let mut parameters = good.clone();
        edit(&mut parameters);
        assert_eq!(trainer.set_parameters(&parameters), Err(error));
        assert_eq!(trainer.parameters(), good);
    };
    check(|p| p[0].gammas.truncate(3), FileError::WrongShape { layer: 0 });
    check(|p| p[1].alphas.push(0.1), FileError::WrongShape { layer: 1 });
    check(|p| p[2].means.push(0.0), FileError::WrongShape { layer: 2 });
    check(|p| p[1].variances[0] = -1.0, FileError::BadParameter { layer: 1 });
    check(|p| p[0].betas[0] = f64::INFINITY, FileError::BadParameter { layer: 0 });
}
