//! Whatever is wrong with the input: exactly one line on standard error, nothing on standard output, exit code 2.

use std::fs;

use crate::binary::{LINK, nabla, stderr};

fn check(arguments: &[&str], says: &str) {
    let output = nabla(arguments);
    let error = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {error}");
    assert_eq!(error.lines().count(), 1, "{arguments:?}:\n{error}");
    assert!(error.ends_with('\n') && error.contains(says), "{arguments:?}: \"{says}\" is not in\n{error}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
}

#[test]
fn bad_flags() {
    check(&[], "command");
    check(&["walk"], "walk");
    check(&["run"], "--epochs");
    check(&["run", "--epochs", "5"], "LINK");
    check(&["run", LINK], "--epochs");
    check(&["run", LINK, "extra", "--epochs", "5"], "extra");
    check(&["run", LINK, "--epochs", "5", "--speed", "9"], "--speed");
    check(&["run", LINK, "--epochs", "5", "--epochs", "6"], "--epochs");
    check(&["run", LINK, "--epochs", "5", "--report", "xml"], "xml");
    check(&["run", LINK, "--epochs", "5", "--report"], "--report");
    check(&["run", LINK, "--epochs", "5", "--output"], "--output");
}

#[test]
fn bad_epochs() {
    for epochs in ["many", "", " ", "-1", "1.5", "1e3", "NaN", "1000001", "99999999999999999999999", "1\n\n2"]
    {
        check(&["run", LINK, "--epochs", epochs], "give a whole number from 0 to 1000000");
    }
    check(&["run", LINK, "--epochs"], "--epochs");
}

#[test]
fn bad_probes() {
    for probe in ["1", "1;2", "1,2,3", "a,b", ",", "1,", "NaN,0", "inf,0", "", "--epochs"] {
        check(&["run", LINK, "--epochs", "1", "--probe", probe], "give two numbers, x,y");
    }
    check(&["run", LINK, "--epochs", "1", "--probe"], "--probe");
}

#[test]
fn bad_sources() {
    check(&["run", "missing.json", "--epochs", "1"], "missing.json");
    check(&["run", "/no/such/file", "--epochs", "1"], "neither a file nor a link");
    check(&["run", "mis\nspelt", "--epochs", "1"], "neither a file nor a link");
    check(&["run", env!("CARGO_TARGET_TMPDIR"), "--epochs", "1"], "cannot be read");
    if cfg!(unix) {
        // Endless: refused at the size limit.
        check(&["run", "/dev/zero", "--epochs", "1"], "cannot be opened");
    }
}

#[test]
fn bad_files() {
    let network = |layers: &str| {
        format!(
            r#"{{"format":"nabla-playground","version":1,"link":"networkShape=2&x=true&y=true","network":{{"layers":{layers}}}}}"#
        )
    };
    let cases = [
        String::new(),
        "{".to_owned(),
        "[]".to_owned(),
        "null".to_owned(),
        r#"{"format":"other","version":1,"link":""}"#.to_owned(),
        r#"{"format":"nabla-playground","version":99,"link":""}"#.to_owned(),
        r#"{"format":"nabla-playground","version":1}"#.to_owned(),
        r#"{"format":"nabla-playground","version":1,"link":"","points":{"train":[[1,2]],"test":[]}}"#
            .to_owned(),
        r#"{"format":"nabla-playground","version":1,"link":"","points":{"train":[[1e999,2,1]],"test":[]}}"#
            .to_owned(),
        network("[]"),
        network(r#"[{"weights":[[1,2]],"biases":[0]},{"weights":[[1]],"biases":[0]}]"#),
        network(r#"[{"weights":[[1,2],[3]],"biases":[0,0]},{"weights":[[1,2]],"biases":[0]}]"#),
        network(r#"[{"weights":[[1,2],[3,"4"]],"biases":[0,0]},{"weights":[[1,2]],"biases":[0]}]"#),
    ];
    for (index, json) in cases.iter().enumerate() {
        let path = format!("{}/bad-{index}.json", env!("CARGO_TARGET_TMPDIR"));
        fs::write(&path, json).expect("written");
        check(&["run", &path, "--epochs", "1"], "cannot be opened");
    }
    let path = format!("{}/not-text.json", env!("CARGO_TARGET_TMPDIR"));
    fs::write(&path, [0xff, 0xfe, 0x00]).expect("written");
    check(&["run", &path, "--epochs", "1"], "cannot be read");
}
