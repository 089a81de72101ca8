//! Every method a link can choose, through the command: it runs, its link is kept, and what it learns is reported.

use crate::binary::{LINK, nabla, report, rows, stderr, stdout};
use nabla_nn::{Choice, Config, Hyperparameter, catalog};
use serde_json::{Value, json};

/// Standard error and the JSON report of a run that must succeed.
fn run(link: &str, epochs: &str) -> (String, Value) {
    let output = nabla(&["run", link, "--epochs", epochs, "--report", "json", "--probe", "1,2"]);
    let errors = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{link}: {errors}");
    (errors, serde_json::from_slice(&output.stdout).expect("the report is JSON"))
}

/// Runs a link for two epochs without a word on standard error and with finite losses; yields the report.
fn check(link: &str) -> Value {
    let (errors, report) = run(link, "2");
    assert_eq!(errors, "", "{link}");
    let losses = report["losses"].as_array().expect("losses");
    assert_eq!(losses.len(), 3, "{link}");
    let numbers = losses.iter().flat_map(|row| row.as_array().expect("a row"));
    assert!(numbers.into_iter().all(Value::is_number), "{link}: {losses:?}");
    report
}

fn hash(report: &Value) -> &str {
    report["hash"].as_str().expect("a link")
}

/// What else a link needs so that an option means something and nothing has to give way.
fn around(key: &str, option: &str) -> &'static str {
    match (key, option) {
        ("regDataset", _) => "problem=regression&",
        ("optimizer", "lbfgs") => "batchSize=250&",
        ("rule", "perceptron" | "adaline") => "networkShape=&",
        ("regularization", _) => "regularizationRate=0.01&",
        _ => "",
    }
}

#[test]
fn every_option_of_every_family_runs() {
    let mut seen = 0;
    for family in catalog() {
        for [option, ..] in family.options {
            let choice = format!("{}={option}", family.key);
            let report = check(&format!("{}{choice}", around(family.key, option)));
            // A default stands in a link only where TensorFlow Playground's would have it.
            let is_default = hash(&check("")) == hash(&report);
            assert!(is_default || hash(&report).contains(&choice), "{choice}: {}", hash(&report));
            seen += 1;
        }
    }
    assert!(seen > 60, "{seen} options");
}

#[test]
fn every_hyperparameter_is_taken() {
    let methods = "optimizer=adamw&schedule=step&initializer=normal&residual=true&networkShape=4,4";
    for &it in Hyperparameter::ALL {
        let default = Config::default().default_number(it);
        // Half or, from 0, a little: in every range, and not the default.
        let value = if default > 1.0 {
            1.5
        } else if default > 0.0 {
            0.5 * default
        } else {
            0.1
        };
        let report = check(&format!("{methods}&{}={value}", it.key()));
        assert!(hash(&report).contains(&format!("{}={value}", it.key())), "{it:?}: {}", hash(&report));
    }
}

#[test]
fn optimizers_go_different_ways() {
    let trained = |optimizer: &str| check(&format!("{LINK}&optimizer={optimizer}"))["final"].clone();
    assert_ne!(trained("adam"), trained("sgd"));
    assert_ne!(trained("adam"), trained("nadam"));
}

#[test]
fn several_classes_have_an_output_each() {
    let link = "problem=multiclass&dataset=blobs&classes=4&loss=cross-entropy&networkShape=6";
    let report = check(link);
    assert_eq!(report["final"][1]["weights"].as_array().map(Vec::len), Some(4));
    let labels = rows(&report["train_points"]).iter().map(|point| point[2]).fold(0.0, f64::max);
    assert_eq!(labels, 3.0);
    let outputs = &rows(&report["final_outputs"])[0];
    assert_eq!(outputs.len(), 2 + 4);
    assert!((outputs[2..].iter().sum::<f64>() - 1.0).abs() < 1e-6, "{outputs:?}");

    let csv = stdout(&["run", link, "--epochs", "1", "--report", "csv", "--probe", "1,2"]);
    let header =
        "epoch,train,test,\"class 0 at 1,2\",\"class 1 at 1,2\",\"class 2 at 1,2\",\"class 3 at 1,2\"";
    assert_eq!(csv.lines().next(), Some(header));
    assert!(csv.lines().all(|line| line.contains("class") || line.split(',').count() == 7), "{csv}");
    let text = stdout(&["run", link, "--epochs", "1", "--probe", "1,2"]);
    let words: Vec<_> = text.lines().last().expect("the probe").split_whitespace().collect();
    assert_eq!((&words[..2], words.len()), (&["1", "2"][..], 6));
}

#[test]
fn what_is_learned_beside_weights_is_in_the_report() {
    let keys = |link: &str| {
        let report = check(&format!("networkShape=4,3&{link}"));
        let of = |layer: &Value| {
            let lists = layer.as_object().expect("a layer").iter();
            lists
                .map(|(key, list)| format!("{key} {}", list.as_array().expect("a list").len()))
                .collect::<Vec<_>>()
        };
        assert_eq!(of(&report["final"][2]), ["biases 1", "weights 1"], "the output of {link}");
        assert_eq!(of(&report["final"][0]), of(&report["initial"][0]), "{link}");
        assert_ne!(report["final"][0], report["initial"][0], "{link}");
        of(&report["final"][0])
    };
    assert_eq!(keys("activation=relu"), ["biases 4", "weights 4"]);
    assert_eq!(keys("activation=prelu"), ["alphas 4", "biases 4", "weights 4"]);
    assert_eq!(keys("activation=maxout"), ["biases 4", "biases2 4", "weights 4", "weights2 4"]);
    let normalized = ["betas 4", "biases 4", "gammas 4", "means 4", "variances 4", "weights 4"];
    assert_eq!(keys("batchNorm=true"), normalized);
}

#[test]
fn layers_may_differ_and_add_their_input() {
    let report =
        check("networkShape=4,4,4&layerActivations=relu,gelu,tanh&residual=true&stochasticDepth=0.3");
    assert!(hash(&report).contains("layerActivations=relu,gelu,tanh"), "{}", hash(&report));
    assert!(hash(&report).contains("residual=true"), "{}", hash(&report));
}

/// The probe is of the network that is evaluated, `final` of the one that trains.
#[test]
fn averaging_changes_the_outputs_and_not_the_weights() {
    let (plain, averaged) = (check(LINK), check(&format!("{LINK}&averaging=0.99")));
    assert_eq!(plain["final"], averaged["final"]);
    assert_ne!(plain["final_outputs"], averaged["final_outputs"]);
    assert_ne!(plain["losses"], averaged["losses"]);
}

/// Much noise and a large network: the test loss is soon at its best.
const OVERFITTING: &str = "dataset=gauss&noise=50&networkShape=8,8&learningRate=0.3";

#[test]
fn early_stopping_ends_the_run_with_the_best_weights() {
    let link = format!("{OVERFITTING}&earlyStopping=5");
    let (errors, stopped) = run(&link, "2000");
    let (after, best) = (&stopped["stopped"]["after"], &stopped["stopped"]["weights_of"]);
    let (after, best) = (after.as_u64().expect("an epoch"), best.as_u64().expect("an epoch"));
    assert_eq!(after, best + 5);
    assert_eq!(
        errors,
        format!(
            "nabla: the training stopped early after epoch {after}: the test loss has not fallen since epoch {best}, \
             whose weights are reported\n"
        )
    );
    let losses = rows(&stopped["losses"]);
    assert_eq!(losses.len() as u64, after + 1);
    assert_eq!(losses[after as usize][1..], losses[best as usize][1..], "the best network is back");

    // The weights are those of a run that ends at the best epoch.
    let (errors, plain) = run(OVERFITTING, &best.to_string());
    assert_eq!((errors.as_str(), &plain["stopped"]), ("", &Value::Null));
    assert_eq!(stopped["final"], plain["final"]);
    assert_eq!(stopped["final_outputs"], plain["final_outputs"]);

    let text = stdout(&["run", &link, "--epochs", "2000"]);
    let sentence = format!("stopped after epoch {after}; the last line and what follows are epoch {best}'s");
    assert!(text.contains(&sentence), "{text}");
    let csv = stdout(&["run", &link, "--epochs", "2000", "--report", "csv"]);
    assert_eq!(csv.lines().count() as u64, after + 2);
}

#[test]
fn a_run_too_short_to_stop_says_nothing() {
    let report = report(&[&format!("{OVERFITTING}&earlyStopping=5"), "--epochs", "2"]);
    assert_eq!((&report["stopped"], &report["losses"].as_array().map(Vec::len)), (&Value::Null, &Some(3)));
}

#[test]
fn what_cannot_go_together_is_a_sentence() {
    for (link, gives_way) in [
        ("problem=regression&loss=hinge", "loss: \"hinge\" gives way to \"squared\""),
        ("rule=perceptron&networkShape=4", "networkShape: \"4\" gives way to \"\""),
        ("rule=adaline&networkShape=&optimizer=adam", "optimizer: \"adam\" gives way to \"sgd\""),
        ("rule=adaline&problem=multiclass", "rule: \"adaline\" gives way to \"gradient\""),
        ("optimizer=lbfgs", "batchSize: \"10\" gives way to \"250\""),
        ("optimizer=lbfgs&batchSize=250&dropout=0.5", "dropout: \"0.5\" gives way to \"0\""),
        ("dropout=2", "dropout: \"2\" is out of range; using \"0.9\""),
        ("optimizer=fastest", "optimizer: \"fastest\" cannot be used; using \"sgd\""),
    ] {
        let (errors, report) = run(link, "1");
        assert_eq!(errors.lines().count(), 1, "{link}: {errors}");
        assert!(errors.starts_with(&format!("nabla: {gives_way}")), "{link}: {errors}");
        assert_ne!(report["losses"][1], json!([1, null, null]), "{link}");
    }
}

#[test]
fn help_lists_every_method_and_number() {
    let help = stdout(&["run", "--help"]);
    let words: Vec<_> = help.split_whitespace().collect();
    let families = catalog().into_iter();
    let options =
        families.flat_map(|family| family.options.into_iter().map(|[key, ..]| key).chain([family.key]));
    for key in options.chain(Hyperparameter::ALL.iter().map(|it| it.key())) {
        assert!(words.contains(&key), "no {key} in\n{help}");
    }
}
