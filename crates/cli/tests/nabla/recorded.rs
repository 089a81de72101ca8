//! The JSON report against recorded runs of TensorFlow Playground: the same shape and the same numbers.

use std::fs;
use std::path::PathBuf;

use crate::binary::{report, rows};
use serde_json::Value;

fn recordings() -> Vec<Value> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/parity");
    let entries = fs::read_dir(folder).expect("the fixtures are there");
    let recordings: Vec<_> = entries
        .map(|entry| fs::read_to_string(entry.expect("a file").path()).expect("readable"))
        .map(|text| serde_json::from_str(&text).expect("JSON"))
        .collect();
    assert_eq!(recordings.len(), 6, "recorded runs");
    recordings
}

fn near(found: &[f64], expected: &[f64], tolerance: f64, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= tolerance, "{what}: {found}, not {expected}");
    }
}

#[test]
fn reports_hold_what_the_original_recorded() {
    for run in recordings() {
        let hash = run["hash"].as_str().expect("a link");
        let probes: Vec<String> = rows(&run["final_outputs"])
            .iter()
            .map(|probe| format!("--probe={},{}", probe[0], probe[1]))
            .collect();
        let mut arguments = vec![hash, "--epochs", "50"];
        arguments.extend(probes.iter().map(String::as_str));
        let report = report(&arguments);

        for key in run.as_object().expect("an object").keys().filter(|key| *key != "after_10_epochs") {
            assert!(!report[key].is_null(), "{hash}: no {key}");
        }
        for key in ["features", "train", "test"] {
            assert_eq!(report[key], run[key], "{hash}: {key}");
        }
        for set in ["train", "test"] {
            let key = format!("{set}_points");
            let (found, expected) = (rows(&report[&key]), rows(&run[&key]));
            assert_eq!(Some(found.len() as u64), run[set].as_u64(), "{hash}: all points");
            for (found, expected) in found.iter().zip(&expected) {
                near(found, expected, 1e-6, &format!("{hash}: {key}"));
            }
        }
        for (key, expected) in run["checksum"].as_object().expect("sums") {
            near(&[number(&report["checksum"][key])], &[number(expected)], 1e-6, &format!("{hash}: {key}"));
        }
        let (found, expected) = (&report["initial"], run["initial"].as_array().expect("layers"));
        for (index, expected) in expected.iter().enumerate() {
            let (found, expected) =
                (rows(&found[index]["weights"]).concat(), rows(&expected["weights"]).concat());
            near(&found, &expected, 1e-6, &format!("{hash}: initial weights of layer {index}"));
        }
        assert_ne!(report["initial"], report["final"]);

        let losses = rows(&report["losses"]);
        assert_eq!(losses.len(), 51);
        for (epoch, row) in losses.iter().enumerate() {
            assert_eq!(row[0], epoch as f64);
        }
        for expected in rows(&run["losses"]).iter().filter(|row| row[0] <= 50.0) {
            let tolerance = if expected[0] <= 20.0 { 1e-4 } else { 1e-3 };
            for (found, expected) in losses[expected[0] as usize][1..].iter().zip(&expected[1..]) {
                near(&[*found], &[*expected], tolerance * expected, &format!("{hash}: loss"));
            }
        }
        let outputs = rows(&report["final_outputs"]);
        for (found, expected) in outputs.iter().zip(rows(&run["final_outputs"])) {
            assert_eq!(found[..2], expected[..2], "{hash}: the probes in their order");
        }
    }
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

/// The recorded outputs are those after 200 epochs; a network this small and smooth has not parted by then.
#[test]
fn final_outputs_are_the_recorded_ones() {
    let all = recordings();
    let run = all
        .iter()
        .find(|run| run["hash"].as_str().is_some_and(|hash| hash.contains("=circle")))
        .expect("the circle");
    let expected = rows(&run["final_outputs"]);
    let probes: Vec<String> =
        expected.iter().map(|probe| format!("--probe={},{}", probe[0], probe[1])).collect();
    let mut arguments = vec![run["hash"].as_str().expect("a link"), "--epochs=200"];
    arguments.extend(probes.iter().map(String::as_str));
    for (found, expected) in rows(&report(&arguments)["final_outputs"]).iter().zip(&expected) {
        near(found, expected, 1e-3, "output");
    }
}
