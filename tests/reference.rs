//! Runs recorded from Keras 3 on JAX, in float64: optimizers, activations, losses, normalization and the rest must agree.
//!
//! `tests/fixtures/generate.py` makes the recordings in `tests/fixtures/keras`; a directory of more, beside the
//! repository, is read where there is one.

#[path = "reference/methods.rs"]
mod methods;

use nabla_nn::{Parameters, Points, Real, Trainer, link};
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

fn directory(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The recorded runs of a directory, in the order of their names; files of other shapes are left out.
fn recordings(directory: &Path) -> Vec<(String, Recording)> {
    let Ok(entries) = std::fs::read_dir(directory) else { return Vec::new() };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text =
            std::fs::read_to_string(&path).ok().filter(|text| text.contains("\"nabla-playground\""))?;
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        value.get("expected")?;
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        Some((name, serde_json::from_value(value).unwrap()))
    };
    paths.into_iter().filter_map(read).collect()
}

/// The largest relative difference of a run's losses, up to epoch 5 and over all.
fn differences<R: Real>(name: &str, recording: &Recording) -> (f64, f64) {
    let (config, notices) = link::parse(&recording.link);
    assert_eq!(notices, [], "{name}");
    let config = config.validate().0;
    let points = Some(recording.points.clone());
    let mut trainer =
        Trainer::<R>::with_in_precision(&config, points, Some(&recording.network.layers)).unwrap();
    let (mut early, mut all) = (0.0f64, 0.0f64);
    for &(epoch, train, test) in &recording.expected {
        while trainer.epoch() < epoch {
            trainer.finish_epoch();
        }
        let measure = trainer.measure();
        for (got, expected) in [(measure.train_loss, train), (measure.test_loss, test)] {
            let difference = (got - expected).abs() / expected.abs();
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
fn fixtures() {
    let recordings = recordings(&directory("tests/fixtures/keras"));
    assert!(recordings.len() >= 60);
    check_all(&recordings);
}

#[test]
fn more_recordings() {
    let directory = directory("../shared/reference");
    let recordings = recordings(&directory);
    if recordings.is_empty() {
        println!("no further recordings in {}", directory.display());
    }
    check_all(&recordings);
}
