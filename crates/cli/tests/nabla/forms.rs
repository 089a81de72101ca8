//! The report's forms, the sources a run can start from, and what happens when nobody reads.

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};

use crate::binary::{LINK, nabla, report, rows, stderr, stdout};
use serde_json::{Value, json};

/// A path of this test's own.
fn scratch(name: &str) -> String {
    format!("{}/{name}", env!("CARGO_TARGET_TMPDIR"))
}

#[test]
fn csv_is_a_row_per_epoch_and_a_column_per_probe() {
    let csv = stdout(&["run", LINK, "--epochs", "3", "--report", "csv", "--probe", "-1,2"]);
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[0], "epoch,train,test,\"output at -1,2\"");
    let json = report(&[LINK, "--epochs", "3", "--probe", "-1,2"]);
    for (line, expected) in lines[1..].iter().zip(rows(&json["losses"])) {
        near(&cells(line)[..3], &expected);
    }
    near(&cells(lines[4])[3..], &rows(&json["final_outputs"])[0][2..]);
}

fn cells(line: &str) -> Vec<f64> {
    line.split(',').map(|cell| cell.parse().expect("a number")).collect()
}

/// JSON numbers may be read with an error in the last bit.
fn near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    assert!(
        found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-14),
        "{found:?}, not {expected:?}"
    );
}

#[test]
fn text_is_a_summary_and_the_default() {
    let text = stdout(&["run", LINK, "--epochs", "30", "--probe=1,1"]);
    assert_eq!(text, stdout(&["run", LINK, "--epochs", "30", "--probe=1,1", "--report", "text"]));
    for part in
        ["networkShape=4,2", "x, y → 4 → 2 → 1", "250 to train on, 250 to test on", "train loss", "accuracy"]
    {
        assert!(text.contains(part), "no {part} in\n{text}");
    }
    let epochs: Vec<&str> = text
        .lines()
        .skip_while(|line| !line.contains("train loss"))
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(epochs, ["0", "1", "2", "5", "10", "20", "30"]);
}

#[test]
fn probes_may_be_negative_and_repeat() {
    let report = report(&[
        LINK,
        "--epochs",
        "1",
        "--probe",
        "-1,2",
        "--probe=-1,2",
        "--probe",
        "0.5, -6",
        "--probe=-1e-1,-0",
    ]);
    let outputs = rows(&report["final_outputs"]);
    let places: Vec<&[f64]> = outputs.iter().map(|row| &row[..2]).collect();
    assert_eq!(places, [[-1.0, 2.0], [-1.0, 2.0], [0.5, -6.0], [-0.1, 0.0]]);
    assert_eq!(outputs[0], outputs[1]);
}

#[test]
fn every_form_of_a_link_is_the_same_run() {
    let bare = stdout(&["run", LINK, "--epochs", "2", "--report=json"]);
    for link in [format!("#{LINK}"), format!("https://playground.tensorflow.org/#{LINK}")] {
        assert_eq!(stdout(&["run", &link, "--epochs", "2", "--report=json"]), bare);
    }
    let hash =
        serde_json::from_str::<Value>(&bare).expect("JSON")["hash"].as_str().expect("a link").to_owned();
    assert_eq!(stdout(&["run", &hash, "--epochs", "2", "--report=json"]), bare);
}

#[test]
fn no_epochs_report_the_untrained_network() {
    let report = report(&[LINK, "--epochs", "0"]);
    assert_eq!(report["losses"].as_array().map(Vec::len), Some(1));
    assert_eq!(report["initial"], report["final"]);
}

#[test]
fn a_file_brings_its_points_and_network() {
    let path = scratch("perceptron.json");
    let layers = json!([{"weights": [[0.5, -0.25]], "biases": [0.125]}]);
    let file = json!({
        "format": "nabla-playground", "version": 1, "link": "networkShape=&x=true&y=true",
        "points": {"train": [[1, 2, 1], [-1, -2, -1]], "test": [[3, 1, 1]]}, "network": {"layers": layers},
    });
    fs::write(&path, file.to_string()).expect("written");
    let report = report(&[&path, "--epochs", "0", "--probe", "2,4"]);
    assert_eq!(report["initial"], layers);
    assert_eq!(report["train_points"], json!([[1.0, 2.0, 1.0], [-1.0, -2.0, -1.0]]));
    assert_eq!(report["test_points"], json!([[3.0, 1.0, 1.0]]));
    // tanh(0.5·2 − 0.25·4 + 0.125)
    let output = report["final_outputs"][0][2].as_f64().expect("a number");
    assert!((output - 0.125_f64.tanh()).abs() < 1e-6, "{output}");
}

#[test]
fn output_goes_to_a_file() {
    let path = scratch("report.csv");
    assert_eq!(stdout(&["run", LINK, "--epochs", "2", "--report", "csv", "--output", &path]), "");
    assert_eq!(
        fs::read_to_string(&path).expect("written"),
        stdout(&["run", LINK, "--epochs", "2", "--report", "csv"])
    );
    let nowhere = nabla(&["run", LINK, "--epochs", "0", "--output", &scratch("no/such/folder/report")]);
    assert_eq!(nowhere.status.code(), Some(1));
    assert_eq!(stderr(&nowhere).lines().count(), 1);
}

#[test]
fn notices_are_lines_on_standard_error() {
    let output = nabla(&[
        "run",
        &format!("{LINK}&nosuch%0Akey=1&learningRate=fast"),
        "--epochs",
        "0",
        "--report",
        "json",
    ]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stderr(&output).lines().count(), 2, "{}", stderr(&output));
    serde_json::from_slice::<Value>(&output.stdout).expect("the report alone on standard output");
    assert_eq!(stderr(&nabla(&["run", LINK, "--epochs", "0"])), "");
}

#[test]
fn divergence_is_a_sentence_and_the_report_stays_valid() {
    let link = "activation=linear&problem=regression&regDataset=reg-plane&learningRate=10&networkShape=8,8&x=true&y=true";
    let output = nabla(&["run", link, "--epochs", "40", "--report", "json", "--probe", "1,1"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stderr(&output).contains("diverged in epoch "), "{}", stderr(&output));
    assert_eq!(stderr(&output).lines().count(), 1);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["losses"][40], json!([40, null, null]));
    assert_eq!(report["final_outputs"], json!([[1.0, 1.0, null]]));
    let csv = stdout(&["run", link, "--epochs", "40", "--report", "csv", "--probe", "1,1"]);
    assert_eq!(csv.lines().last(), Some("40,,,"));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut run = Command::new(env!("CARGO_BIN_EXE_nabla"))
        .args(["run", LINK, "--epochs", "5000", "--report", "csv"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    drop(run.stdout.take());
    let mut errors = String::new();
    run.stderr.take().expect("piped").read_to_string(&mut errors).expect("UTF-8");
    assert_eq!(run.wait().expect("it ends").code(), Some(0));
    assert_eq!(errors, "");
}

#[test]
fn help_lists_what_the_engine_knows() {
    let help = stdout(&["run", "--help"]);
    for part in ["--epochs", "--probe", "json", "xSquared", "reg-gauss", "relu", "L2", "learningRate"] {
        assert!(help.contains(part), "no {part} in\n{help}");
    }
    assert!(stdout(&["--help"]).contains("run"));
    assert!(stdout(&["--version"]).starts_with("nabla "));
}
