//! The engine, compiled for the browser, against runs recorded from TensorFlow Playground.

use nabla_app::{Command, Engine, Frame, Snapshot, Stride};
use nabla_nn::{FlatParameters, Parameters, Point};
use serde::Deserialize;
use wasm_bindgen_test::wasm_bindgen_test;

/// A run recorded from TensorFlow Playground; `tests/parity.rs` holds the native engine to all of it.
#[derive(Deserialize)]
pub(crate) struct Recording {
    hash: String,
    train: usize,
    test: usize,
    train_points: Vec<Point>,
    test_points: Vec<Point>,
    initial: Parameters,
    losses: Vec<(u64, f64, f64)>,
}

pub(crate) fn recordings() -> Vec<Recording> {
    let files = [
        include_str!("../fixtures/parity/circle-default.json"),
        include_str!("../fixtures/parity/gauss-sigmoid-l1.json"),
        include_str!("../fixtures/parity/plane-linear.json"),
        include_str!("../fixtures/parity/reg-gauss-deep.json"),
        include_str!("../fixtures/parity/spiral-seven-features.json"),
        include_str!("../fixtures/parity/xor-relu-l2.json"),
    ];
    files.map(|json| serde_json::from_str(json).unwrap()).into()
}

impl Recording {
    pub(crate) fn snapshot(&self) -> Box<Snapshot> {
        let link = self.hash.clone();
        Box::new(Snapshot { link, points: None, initial: None, network: None, average: None, epoch: 0 })
    }

    /// The points and initial weights, to 1e-6.
    pub(crate) fn check_beginning(&self, frame: &Frame) {
        let points = frame.points.as_ref().unwrap();
        assert_eq!((points.train.len(), points.test.len()), (self.train, self.test));
        for (found, expected) in [(&points.train, &self.train_points), (&points.test, &self.test_points)] {
            let flat = |points: &[Point]| points.iter().flat_map(|&point| <[f64; 3]>::from(point)).collect();
            near(flat(&found[..expected.len()]), flat(expected), 1e-6);
        }
        let flat = |network: &Parameters| {
            network.iter().flat_map(|layer| [layer.weights.concat(), layer.biases.clone()].concat()).collect()
        };
        let layout = frame.layout.clone().unwrap().into();
        let network = FlatParameters::new(layout, frame.network.clone()).unwrap();
        near(flat(&network.parameters()), flat(&self.initial), 1e-6);
    }

    /// The losses, to a relative 1e-4 up to epoch 20 and 1e-3 up to epoch 50; whether any were recorded.
    pub(crate) fn check_losses(&self, frame: &Frame) -> bool {
        let Some(&(epoch, train, test)) = self.losses.iter().find(|row| row.0 == frame.progress.epoch) else {
            return false;
        };
        let tolerance = if epoch <= 20 { 1e-4 } else { 1e-3 };
        near(vec![frame.measure.train_loss], vec![train], tolerance * train);
        near(vec![frame.measure.test_loss], vec![test], tolerance * test);
        true
    }
}

#[track_caller]
fn near(found: Vec<f64>, expected: Vec<f64>, tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.into_iter().zip(expected) {
        assert!((found - expected).abs() <= tolerance, "{found}, recorded {expected}");
    }
}

#[wasm_bindgen_test]
fn the_engine_trains_as_the_original_was_recorded() {
    for recording in recordings() {
        let mut engine = Engine::default();
        engine.handle(Command::Open { session: 1, snapshot: recording.snapshot() }).unwrap();
        let mut checked = 0;
        for epoch in 0..=50 {
            engine.handle(Command::Ready).unwrap();
            let frame =
                std::iter::repeat_with(|| engine.work(&js_sys::Date::now)).find_map(|work| work.frame);
            let frame = frame.unwrap();
            if epoch == 0 {
                recording.check_beginning(&frame);
            }
            assert_eq!(frame.progress.epoch, epoch);
            checked += usize::from(recording.check_losses(&frame));
            engine.handle(Command::Step(Stride::Epoch)).unwrap();
        }
        assert_eq!(checked, 7, "epochs 0, 1, 2, 5, 10, 20 and 50 are recorded");
    }
}
