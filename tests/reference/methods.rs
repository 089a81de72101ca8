//! Curves, first weights, changes of the features, the rules of history and L-BFGS, each against its own recording.

use nabla_nn::{
    Activation, Choice, Config, DataConfig, Initializer, ModelConfig, Parameters, Points, Trainer, link,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

fn read<T: DeserializeOwned>(name: &str) -> T {
    let path = super::directory("keras").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[derive(Deserialize)]
struct Curve {
    alpha: Option<f64>,
    z: Vec<f64>,
    f: Vec<f64>,
    df: Vec<f64>,
}

/// f and f′ as JAX has them, at ±50 too.
#[test]
fn activations() {
    let mut curves: BTreeMap<String, serde_json::Value> = read("activations.json");
    curves.remove("versions");
    let mut seen = 0;
    for &activation in Activation::ALL.iter().filter(|&&activation| activation != Activation::Maxout) {
        let curve: Curve = serde_json::from_value(curves[activation.key()].clone()).unwrap();
        let alpha = curve.alpha.unwrap_or(0.0);
        assert_eq!(curve.alpha, activation.default_alpha(), "{activation:?}");
        assert_eq!([curve.f.len(), curve.df.len()], [curve.z.len(); 2], "{activation:?}");
        for ((&z, &f), &df) in curve.z.iter().zip(&curve.f).zip(&curve.df) {
            let (a, slope) = activation.at(z, alpha);
            assert!((a - f).abs() <= 1e-8 * (1.0 + f.abs()), "{activation:?}({z}) = {a}, JAX {f}");
            assert!(
                (slope - df).abs() <= 1e-8 * (1.0 + df.abs()),
                "{activation:?}′({z}) = {slope}, JAX {df}"
            );
        }
        seen += curve.z.len();
    }
    assert!(seen > 2000);
}

#[derive(Deserialize)]
struct Statistics {
    fan_in: usize,
    fan_out: usize,
    mean: f64,
    std: f64,
    max_abs: f64,
    fourth_moment: f64,
}

/// Moments of many first weights, against those of as many that Keras drew. The error of a mean of n numbers of
/// deviation σ is σ/√n; 6 of them are allowed, for Keras' part as well as for ours.
#[test]
fn initializers() {
    let mut all: BTreeMap<String, serde_json::Value> = read("initializers.json");
    all.remove("versions");
    assert_eq!(all.len(), 7);
    for (name, cases) in all {
        let (key, scale) = name.split_once("l-0").map_or((name.as_str(), None), |_| ("normal", Some(0.01)));
        let (key, scale) = if name == "normal-1.0" { ("normal", Some(1.0)) } else { (key, scale) };
        let initializer = Initializer::from_key(key).unwrap();
        let cases: Vec<Statistics> = serde_json::from_value(cases).unwrap();
        assert_eq!(cases.len(), 3, "{name}");
        for case in cases {
            let weights = first_weights(initializer, scale, &case);
            let n = weights.len() as f64;
            let moment = |power: i32| weights.iter().map(|w| w.powi(power)).sum::<f64>() / n;
            let largest = weights.iter().fold(0.0f64, |largest, w| largest.max(w.abs()));
            let what = format!("{name}, {} × {}", case.fan_in, case.fan_out);
            let error = 6.0 * case.std / n.sqrt();
            assert!((moment(1) - case.mean).abs() < 2.0 * error, "{what}: mean {}", moment(1));
            assert!(
                (moment(2).sqrt() - case.std).abs() < 2.0 * error,
                "{what}: deviation {}",
                moment(2).sqrt()
            );
            let fourth = moment(4) / case.fourth_moment;
            assert!((fourth - 1.0).abs() < 0.05, "{what}: fourth moment off by {fourth}");
            let cut = initializer != Initializer::Normal;
            assert!(!cut || (largest / case.max_abs - 1.0).abs() < 0.005, "{what}: largest {largest}");
        }
    }
}

/// The weights of a layer of the case's size, over many seeds.
fn first_weights(initializer: Initializer, scale: Option<f64>, case: &Statistics) -> Vec<f64> {
    let wanted = 200_000;
    let mut weights = Vec::new();
    for seed in 0.. {
        if weights.len() >= wanted {
            break;
        }
        let config = Config {
            data: DataConfig { seed: seed.to_string(), samples: Some(10), ..DataConfig::default() },
            model: ModelConfig {
                initializer,
                init_scale: scale,
                // Layers of the size asked for: those after the first two, whose inputs are features.
                network_shape: vec![
                    case.fan_in,
                    case.fan_out,
                    case.fan_in,
                    case.fan_out,
                    case.fan_in,
                    case.fan_out,
                ],
                ..ModelConfig::default()
            },
            ..Config::default()
        };
        let trainer = Trainer::<f64>::in_precision(&config.validate().0);
        let layers = trainer.parameters();
        weights.extend([1, 3, 5].iter().flat_map(|&layer| layers[layer].weights.concat()));
    }
    weights
}

#[derive(Deserialize)]
struct Sets {
    sets: Vec<Set>,
}

#[derive(Deserialize)]
struct Set {
    name: String,
    points: Points,
    modes: BTreeMap<String, Mode>,
}

#[derive(Deserialize)]
struct Mode {
    link: String,
    train: Vec<Vec<f64>>,
    test: Vec<Vec<f64>>,
}

/// Features after each change, fitted on the training set.
#[test]
fn preprocessing() {
    let sets = read::<Sets>("preprocess.json").sets;
    assert_eq!(sets.len(), 2);
    for Set { name, points, modes } in sets {
        assert_eq!(modes.len(), 4);
        for (mode, Mode { link, train, test }) in modes {
            let config = link::parse(&link).0.validate().0;
            let trainer = Trainer::with(&config, Some(points.clone()), None).unwrap();
            let transform = trainer.network().transform.as_ref().unwrap();
            for (set, expected) in [(&points.train, &train), (&points.test, &test)] {
                assert!(!set.is_empty() && set.len() == expected.len(), "{name}, {mode}");
                for (point, expected) in set.iter().zip(expected) {
                    let features: Vec<f64> =
                        trainer.features().iter().map(|feature| feature.value(point.x, point.y)).collect();
                    let transformed = transform.apply(&features);
                    assert_eq!(transformed.len(), expected.len(), "{name}, {mode}");
                    for (got, expected) in transformed.iter().zip(expected) {
                        let size = 1.0 + expected.abs();
                        assert!((got - expected).abs() < 1e-6 * size, "{name}, {mode}: {got}, {expected}");
                    }
                }
            }
        }
    }
}

#[derive(Deserialize)]
struct Cases {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    link: String,
    points: Points,
    network: super::Network,
    expected: Vec<(u64, f64, f64)>,
    #[serde(rename = "final")]
    last: super::Network,
}

/// The perceptron's and Adaline's rules, against plain NumPy.
#[test]
fn rules_of_history() {
    let cases = read::<Cases>("rules.json").cases;
    assert_eq!(cases.len(), 8);
    for case in cases {
        assert_eq!(case.expected.len(), 31, "{}", case.name);
        // The recorded link's optimizer gives way to plain steps.
        let (config, _) = link::parse(&case.link).0.validate();
        let layers = &case.network.layers;
        let mut trainer =
            Trainer::<f64>::with_in_precision(&config, Some(case.points), Some(layers)).unwrap();
        for (epoch, train, test) in case.expected {
            while trainer.epoch() < epoch {
                trainer.finish_epoch();
            }
            let measure = trainer.measure();
            for (got, expected) in [(measure.train_loss, train), (measure.test_loss, test)] {
                let difference = (got - expected).abs();
                assert!(difference <= 1e-8 + 1e-8 * expected, "{}, {epoch}: {got}, {expected}", case.name);
            }
        }
        let flat = |layers: &Parameters| {
            layers.iter().flat_map(nabla_nn::LayerParameters::values).collect::<Vec<_>>()
        };
        let (got, expected) = (flat(&trainer.parameters()), flat(&case.last.layers));
        assert_eq!(got.len(), expected.len(), "{}", case.name);
        for (got, expected) in got.iter().zip(expected) {
            assert!((got - expected).abs() < 1e-8 * (1.0 + expected.abs()), "{}", case.name);
        }
    }
}

#[derive(Deserialize)]
struct Problems {
    problems: Vec<QuasiNewton>,
}

#[derive(Deserialize)]
struct QuasiNewton {
    name: String,
    link: String,
    points: Points,
    network: super::Network,
    scipy: Minimum,
    optax: Minimum,
}

#[derive(Deserialize)]
struct Minimum {
    iterations: u64,
    minimum: f64,
}

/// L-BFGS reaches as low a minimum as SciPy's or Optax's, in not many more steps. Minima are many: which one a run ends
/// in depends on its line search, so the higher of the two, and 2 % more, is the mark.
#[test]
fn quasi_newton_minima() {
    let problems = read::<Problems>("lbfgs.json").problems;
    assert_eq!(problems.len(), 6);
    for problem in problems {
        let config = link::parse(&problem.link).0.validate().0;
        let layers = &problem.network.layers;
        let mut trainer =
            Trainer::<f64>::with_in_precision(&config, Some(problem.points), Some(layers)).unwrap();
        let mark = problem.scipy.minimum.max(problem.optax.minimum);
        let steps = 2 * problem.scipy.iterations.max(problem.optax.iterations);
        let objective = |trainer: &Trainer<f64>| {
            let weights =
                trainer.parameters().iter().flat_map(|layer| layer.weights.concat()).collect::<Vec<_>>();
            let penalty: f64 = weights.iter().map(|&w| config.training.penalty.value(w)).sum();
            trainer.measure().train_loss + config.training.regularization_rate * penalty
        };
        while trainer.epoch() < steps && objective(&trainer) > 1.02 * mark + 1e-9 {
            trainer.finish_epoch();
        }
        let reached = objective(&trainer);
        println!("{}: {reached:.9} in {} steps, mark {mark:.9}", problem.name, trainer.epoch());
        assert!(reached <= 1.02 * mark + 1e-9, "{}: {reached}, mark {mark}", problem.name);
    }
}
