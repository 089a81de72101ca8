//! Whatever comes in: no panic, no surprise, the same bits again.

use nabla_nn::{
    Choice, Config, DataConfig, Feature, Hyperparameter, ModelConfig, PlaygroundFile, Problem, Trainer,
    TrainingConfig, ValidConfig, link,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// One variant of a family, restricted by a condition.
fn any_of<C: Choice + std::fmt::Debug>(keep: fn(&C) -> bool) -> impl Strategy<Value = C> {
    select(C::ALL.iter().copied().filter(keep).collect::<Vec<_>>())
}

/// Settings of every kind, numbers drawn by the strategies given.
fn config(
    number: impl Strategy<Value = f64> + Clone,
    count: impl Strategy<Value = usize> + Clone,
    most_layers: usize,
) -> impl Strategy<Value = Config> {
    let families = (
        any_of(|_| true),
        any_of(|_| true),
        any_of(|_| true),
        any_of(|dataset: &nabla_nn::Dataset| dataset.fits(Problem::Classification)),
        any_of(|dataset: &nabla_nn::Dataset| dataset.fits(Problem::Regression)),
        subsequence(Feature::ALL.to_vec(), 0..=Feature::ALL.len()),
    );
    let methods = (
        any_of(|_| true),
        any_of(|_| true),
        any_of(|_| true),
        any_of(|_| true),
        any_of(|_| true),
        any_of(|_| true),
        proptest::collection::vec(any_of(|_| true), 0..=2),
        count.clone(),
        any::<[bool; 2]>(),
        proptest::collection::vec((any_of(|_: &Hyperparameter| true), number.clone()), 0..4),
    );
    let numbers = (number.clone(), number.clone(), number.clone(), number.clone(), number);
    let counts = (
        count.clone(),
        proptest::collection::vec(count.clone(), 0..=most_layers),
        proptest::option::of(count),
        0..3u32,
    );
    let rest = (any::<String>(), any::<[bool; 2]>());
    (families, methods, numbers, counts, rest).prop_map(|(families, methods, numbers, counts, rest)| {
        let (
            loss,
            rule,
            optimizer,
            schedule,
            initializer,
            preprocess,
            layer_activations,
            classes,
            flags,
            given,
        ) = methods;
        let [batch_norm, residual] = flags;
        let (activation, penalty, problem, dataset, reg_dataset, features) = families;
        let (learning_rate, regularization_rate, noise, perc_train_data, perc_validation_data) = numbers;
        let (batch_size, network_shape, samples, weight_draw) = counts;
        let (seed, [init_zero, shuffle]) = rest;
        let mut config = Config {
            data: DataConfig {
                problem,
                dataset,
                reg_dataset,
                classes,
                samples,
                noise,
                perc_train_data,
                perc_validation_data,
                seed,
            },
            model: ModelConfig {
                features,
                preprocess,
                network_shape,
                activation,
                layer_activations,
                batch_norm,
                residual,
                initializer,
                init_zero,
                weight_draw,
                ..ModelConfig::default()
            },
            training: TrainingConfig {
                loss,
                rule,
                optimizer,
                learning_rate,
                schedule,
                penalty,
                regularization_rate,
                batch_size,
                shuffle,
                ..TrainingConfig::default()
            },
        };
        given.into_iter().for_each(|(which, value)| config.set_number(which, Some(value)));
        config
    })
}

/// Any settings at all, valid or not.
fn wild() -> impl Strategy<Value = Config> {
    config(any::<f64>(), any::<usize>(), 12)
}

/// Valid settings small enough to train in no time.
fn small() -> impl Strategy<Value = ValidConfig> {
    config(0.0..60.0f64, 0..40usize, 4).prop_map(|config| {
        let samples = config.data.samples.or(Some(50));
        Config { data: DataConfig { samples, ..config.data }, ..config }.validate().0
    })
}

/// Text that looks like a link.
fn linkish() -> impl Strategy<Value = String> {
    let pair = "(noise|seed|networkShape|x|samples|noise_hide|_hide|\\PC{0,3})=?[-0-9.,e%A-F=# ]{0,9}";
    proptest::collection::vec(pair, 0..8).prop_map(|pairs| pairs.join("&"))
}

fn bits(trainer: &Trainer) -> Vec<u32> {
    let layers = trainer.parameters();
    layers.iter().flat_map(nabla_nn::LayerParameters::values).map(|value| (value as f32).to_bits()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn validation_settles_everything(config in wild()) {
        let (valid, _) = config.validate();
        let (again, notices) = valid.config().validate();
        prop_assert_eq!(notices, vec![]);
        prop_assert_eq!(valid, again);
    }

    #[test]
    fn what_is_written_is_read_back(config in wild()) {
        let (valid, _) = config.validate();
        let text = link::format(&valid);
        prop_assert_eq!(link::parse(&text), (valid.config(), vec![]));
        let url = format!("https://example.org/sub/?lang=ko#{text}");
        prop_assert_eq!(link::parse(&url), (valid.config(), vec![]));
    }

    #[test]
    fn whatever_is_valid_trains(config in small()) {
        let mut trainer = Trainer::new(&config);
        for _ in 0..20 {
            trainer.finish_epoch();
        }
        prop_assert_eq!(trainer.epoch(), 20);
        prop_assert_eq!(trainer.steps(), 20 * trainer.batches_per_epoch() as u64);
        trainer.measure();
    }

    #[test]
    fn the_same_link_gives_the_same_bits(config in small()) {
        let text = link::format(&config);
        let run = |epochs_at_once: bool| {
            let mut trainer = Trainer::new(&link::parse(&text).0.validate().0);
            while trainer.epoch() < 3 {
                if epochs_at_once { trainer.finish_epoch() } else { trainer.step() }
                if !epochs_at_once {
                    // Looking changes nothing.
                    trainer.measure();
                    trainer.network().output_map(3, &mut Vec::new());
                }
            }
            bits(&trainer)
        };
        prop_assert_eq!(run(true), run(false));
    }

    #[test]
    fn a_file_brings_the_trainer_back(config in small()) {
        let mut trainer = Trainer::new(&config);
        trainer.finish_epoch();
        prop_assume!(trainer.is_finite());
        let (back, notices) = Trainer::from_file(&trainer.to_file().unwrap()).unwrap();
        prop_assert_eq!(notices, vec![]);
        prop_assert_eq!(back.config(), trainer.config());
        prop_assert_eq!(bits(&back), bits(&trainer));
    }

    #[test]
    fn another_configuration_can_always_follow(first in small(), second in small()) {
        let mut trainer = Trainer::new(&first);
        trainer.step();
        trainer.reconfigure(second.clone());
        prop_assert_eq!(trainer.config(), &second);
        trainer.finish_epoch();
        prop_assert_eq!(trainer.batch(), 0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_the_link(text in prop_oneof![any::<String>(), linkish()]) {
        let (config, _) = link::parse(&text);
        let (config, _) = config.validate();
        prop_assert_eq!(link::parse(&link::format(&config)), (config.into_inner(), vec![]));
    }

    #[test]
    fn no_text_breaks_the_file(text in any::<String>(), at in 0.0..1.0f64, cut in 0..6usize) {
        prop_assert!(PlaygroundFile::from_json(&text).is_err());
        // A good file with something else in the middle.
        let config = Config { data: DataConfig { samples: Some(10), ..DataConfig::default() }, model: ModelConfig { network_shape: vec![1], ..ModelConfig::default() }, ..Config::default() };
        let trainer = Trainer::new(&config.validate().0);
        let points = Some(trainer.points());
        let trainer = Trainer::with(trainer.config(), points, None).unwrap();
        let good = trainer.to_file().unwrap();
        let at = (at * good.len() as f64) as usize;
        let end = (at + cut).min(good.len());
        let _ = Trainer::from_file(&format!("{}{text}{}", &good[..at], &good[end..]));
    }
}
