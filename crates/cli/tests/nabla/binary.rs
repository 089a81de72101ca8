//! Runs the built binary.

use std::process::{Command, Output};

use serde_json::Value;

/// A quick run's link: 250 + 250 points of XOR, two hidden layers.
pub const LINK: &str = "dataset=xor&networkShape=4,2&noise=10&seed=0.7&x=true&y=true&showTestData=false";

pub fn nabla(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_nabla")).args(arguments).output().expect("the binary starts")
}

/// The standard output of a run that must succeed.
pub fn stdout(arguments: &[&str]) -> String {
    let output = nabla(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", stderr(&output));
    String::from_utf8(output.stdout).expect("UTF-8")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// The JSON report of a run that must succeed.
pub fn report(arguments: &[&str]) -> Value {
    let all: Vec<&str> = [&["run"], arguments, &["--report", "json"]].concat();
    serde_json::from_str(&stdout(&all)).expect("the report is JSON")
}

/// A list of lists of numbers.
pub fn rows(value: &Value) -> Vec<Vec<f64>> {
    let numbers = |row: &Value| {
        row.as_array().expect("a row").iter().map(|cell| cell.as_f64().expect("a number")).collect()
    };
    value.as_array().expect("rows").iter().map(numbers).collect()
}
