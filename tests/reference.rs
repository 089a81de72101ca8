//! Runs recorded from Keras 3 on JAX, in float64: optimizers, activations, losses, normalization and the rest must agree.
//!
//! `tests/fixtures/generate.py` makes the recordings in `tests/fixtures/keras`. Those in `tests/fixtures/reference` were
//! made apart from it, by another program and with points and first weights of its own.

#[path = "reference/methods.rs"]
mod methods;

use nabla_nn::{Parameters, Points, Train, Trainer, link};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// A playground file with the losses it must come to.
#[derive(Deserialize)]
struct Recording {
    link: String,
    points: Points,
    network: Network,
    expected: Vec<(u64, f64, f64)>,
}

#[derive(Deserialize)]
struct Network {
    layers: Parameters,
}

fn directory(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures").join(name)
}

/// The files of a directory that are not runs; each has a test of its own in `methods`.
const NO_RUNS: [&str; 5] =
    ["activations.json", "initializers.json", "lbfgs.json", "preprocess.json", "rules.json"];

/// The runs of a directory, in the order of their names; a missing one is a failure.
fn recordings(name: &str, count: usize) -> Vec<(String, Recording)> {
    let mut paths: Vec<_> =
        std::fs::read_dir(directory(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| !NO_RUNS.iter().any(|other| path.ends_with(other)));
    paths.sort();
    assert_eq!(paths.len(), count, "{paths:?}");
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        (name, serde_json::from_str(&text).unwrap())
    };
    paths.into_iter().map(read).collect()
}

/// The largest relative difference of a run's losses, up to epoch 5 and over all.
fn differences<R: Train>(name: &str, recording: &Recording) -> (f64, f64) {
    let (config, notices) = link::parse(&recording.link);
    assert_eq!(notices, [], "{name}");
    let config = config.validate().0;
    let points = Some(recording.points.clone());
    let mut trainer =
        Trainer::<R>::with_in_precision(&config, points, Some(&recording.network.layers)).unwrap();
    assert_eq!(recording.expected.len(), 31, "{name}: the beginning and 30 epochs");
    let (mut early, mut all) = (0.0f64, 0.0f64);
    for &(epoch, train, test) in &recording.expected {
        while trainer.epoch() < epoch {
            trainer.finish_epoch();
        }
        let measure = trainer.measure();
        for (got, expected) in [(measure.train_loss, train), (measure.test_loss, test)] {
            let difference = (got - expected).abs() / expected.abs();
            // `max` would pass over what is no number.
            assert!(difference.is_finite(), "{name}, epoch {epoch}: {got}, {expected}");
            all = all.max(difference);
            if epoch <= 5 {
                early = early.max(difference);
            }
        }
    }
    (early, all)
}

/// In f64 a run is the recording to rounding; in f32 within 10⁻⁴ up to epoch 5 and 10⁻³ after.
fn check_all(recordings: &[(String, Recording)]) {
    let mut failed = Vec::new();
    for (name, recording) in recordings {
        let single = differences::<f32>(name, recording);
        let double = differences::<f64>(name, recording);
        println!("{name}: f32 {:.1e} {:.1e}, f64 {:.1e}", single.0, single.1, double.1);
        if !(single.0 <= 1e-4 && single.1 <= 1e-3 && double.1 <= 1e-6) {
            failed.push(name);
        }
    }
    assert!(failed.is_empty(), "{failed:?}");
}

#[test]
fn runs_of_every_method() {
    check_all(&recordings("keras", 112));
}

#[test]
fn runs_made_apart() {
    check_all(&recordings("reference", 6));
}
