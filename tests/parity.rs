//! Runs recorded from TensorFlow Playground itself: points, first weights and training must agree.
//!
//! The recordings are in `tests/fixtures/parity` and `tests/fixtures/parity-wild`.

use nabla_nn::{LayerParameters, Parameters, Point, Train, Trainer, ValidConfig, link};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The folders of recorded runs, and how many each holds: of everyday links, and of awkward ones.
const RECORDINGS: [(&str, usize); 2] = [("parity", 6), ("parity-wild", 5)];

/// One recorded run.
#[derive(Deserialize)]
struct Recording {
    hash: String,
    features: Vec<String>,
    train: usize,
    test: usize,
    train_points: Vec<Point>,
    test_points: Vec<Point>,
    checksum: Checksum,
    initial: Parameters,
    after_10_epochs: Parameters,
    losses: Vec<(u64, f64, f64)>,
    final_outputs: Vec<(f64, f64, f64)>,
}

/// Sums over the whole sets.
#[derive(Deserialize)]
struct Checksum {
    train_x: f64,
    train_y: f64,
    train_label: f64,
    test_x: f64,
    test_y: f64,
    test_label: f64,
}

/// Every recording, in the order of their names; a missing one is a failure.
fn recordings() -> Vec<(String, Recording)> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures");
    let in_folder = |(folder, count): (&str, usize)| {
        let entries = std::fs::read_dir(fixtures.join(folder)).unwrap();
        let paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        assert_eq!(paths.len(), count, "{paths:?}");
        paths
    };
    let mut paths: Vec<_> = RECORDINGS.into_iter().flat_map(in_folder).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        (name, serde_json::from_str(&text).unwrap())
    };
    paths.into_iter().map(read).collect()
}

fn config(hash: &str) -> ValidConfig {
    let (config, notices) = link::parse(hash);
    assert_eq!(notices, []);
    let (config, notices) = config.validate();
    assert_eq!(notices, []);
    config
}

#[track_caller]
fn assert_near(got: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((got - expected).abs() <= tolerance, "{what}: {got}, recorded {expected}");
}

/// The first points are those recorded.
fn check_points(name: &str, got: &[Point], expected: &[Point]) {
    for (index, (got, expected)) in got.iter().zip(expected).enumerate() {
        for (got, expected) in <[f64; 3]>::from(*got).into_iter().zip(<[f64; 3]>::from(*expected)) {
            assert_near(got, expected, 1e-6, &format!("{name}: point {index}"));
        }
    }
}

fn check_sums(name: &str, points: &[Point], expected: [f64; 3]) {
    let sums =
        points.iter().fold([0.0; 3], |[x, y, label], point| [x + point.x, y + point.y, label + point.label]);
    for (got, expected) in sums.into_iter().zip(expected) {
        assert_near(got, expected, 1e-6, &format!("{name}: sum over the set"));
    }
}

fn check_parameters(name: &str, got: &[LayerParameters], expected: &[LayerParameters], tolerance: f64) {
    assert_eq!(got.len(), expected.len(), "{name}: layers");
    for (got, expected) in got.iter().zip(expected) {
        assert_eq!(got.weights.len(), expected.weights.len(), "{name}: neurons");
        let flat = |layer: &LayerParameters| [layer.weights.concat(), layer.biases.clone()].concat();
        assert_eq!(flat(got).len(), flat(expected).len(), "{name}: parameters");
        for (got, expected) in flat(got).into_iter().zip(flat(expected)) {
            assert_near(got, expected, tolerance, name);
        }
    }
}

/// A relative tolerance for a loss at an epoch, and an absolute one below which f32 sees nothing.
fn loss_tolerance(epoch: u64, loss: f64) -> Option<f64> {
    match epoch {
        0..=20 => Some(1e-4 * loss + 1e-10),
        21..=50 => Some(1e-3 * loss + 1e-10),
        _ => None,
    }
}

fn check_run<R: Train>(name: &str, recording: &Recording, mut trainer: Trainer<R>) {
    let epochs: Vec<_> = recording.losses.iter().map(|&(epoch, ..)| epoch).collect();
    assert_eq!(epochs, [0, 1, 2, 5, 10, 20, 50, 100, 200], "{name}");
    let listed = [&recording.train_points, &recording.test_points].map(Vec::len);
    assert_eq!((listed, recording.final_outputs.len()), ([20; 2], 8), "{name}");
    let points = trainer.points();
    assert_eq!((points.train.len(), points.test.len()), (recording.train, recording.test), "{name}");
    check_points(name, &points.train, &recording.train_points);
    check_points(name, &points.test, &recording.test_points);
    let sums = &recording.checksum;
    check_sums(name, &points.train, [sums.train_x, sums.train_y, sums.train_label]);
    check_sums(name, &points.test, [sums.test_x, sums.test_y, sums.test_label]);
    let features: Vec<_> = trainer.features().iter().map(|&f| nabla_nn::Choice::key(f)).collect();
    assert_eq!(features, recording.features, "{name}");
    check_parameters(&format!("{name}: initial"), &trainer.parameters(), &recording.initial, 1e-6);

    let mut worst = 0.0f64;
    for &(epoch, train, test) in &recording.losses {
        while trainer.epoch() < epoch {
            trainer.finish_epoch();
            if trainer.epoch() == 10 {
                let what = format!("{name}: after 10 epochs");
                check_parameters(&what, &trainer.parameters(), &recording.after_10_epochs, 1e-4);
            }
        }
        let measure = trainer.measure();
        for (got, expected) in [(measure.train_loss, train), (measure.test_loss, test)] {
            if let Some(tolerance) = loss_tolerance(epoch, expected) {
                worst = worst.max((got - expected).abs() / expected);
                assert_near(got, expected, tolerance, &format!("{name}: loss at epoch {epoch}"));
            }
        }
    }
    println!("{name}: losses within {worst:.1e} up to epoch 50");

    // Two spirals part by chaos in the end, whatever the precision.
    if !recording.hash.contains("dataset=spiral") {
        for &(x, y, expected) in &recording.final_outputs {
            let got = trainer.network().output_at(x, y).to_f64();
            assert_near(got, expected, 0.01, &format!("{name}: final output at ({x}, {y})"));
        }
    }
}

#[test]
fn every_recorded_run_is_repeated() {
    for (name, recording) in recordings() {
        let config = config(&recording.hash);
        check_run(&format!("{name}, f32"), &recording, Trainer::new(&config));
        check_run(&format!("{name}, f64"), &recording, Trainer::<f64>::in_precision(&config));
    }
}
