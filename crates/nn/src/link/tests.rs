//! Links as they come in, good and bad.

use super::{format, parse};
use crate::{
    Activation, Config, DataConfig, Dataset, Feature, ModelConfig, Notice, Penalty, Problem, TrainingConfig,
};

/// What a link says differently from the defaults, and every notice on the way to valid settings.
#[track_caller]
fn check(link: &str, change: impl FnOnce(&mut Config), notices: &[&str]) {
    let mut expected = Config::default();
    change(&mut expected);
    let (config, mut got) = parse(link);
    let (config, more) = config.validate();
    got.extend(more);
    assert_eq!(got.iter().map(ToString::to_string).collect::<Vec<_>>(), notices);
    assert_eq!(config.into_inner(), expected);
}

#[test]
fn a_link_of_tensorflow_playground() {
    let link = "https://playground.tensorflow.org/#activation=relu&regularization=L1&batchSize=7\
        &dataset=spiral&regDataset=reg-gauss&learningRate=0.00001&regularizationRate=0.3&noise=35\
        &networkShape=8,1,3&seed=0.97531&showTestData=true&discretize=true&percTrainData=70&x=false\
        &y=true&xTimesY=true&xSquared=false&ySquared=true&cosX=false&sinX=true&cosY=false&sinY=false\
        &collectStats=true&tutorial=neurons&problem=regression&initZero=true&hideText=true\
        &discretize_hide=true&playButton_hide=false";
    let expect = |config: &mut Config| {
        *config = Config {
            data: DataConfig {
                dataset: Dataset::Spiral,
                reg_dataset: Dataset::RegGauss,
                noise: 35.0,
                seed: "0.97531".into(),
                perc_train_data: 70.0,
                problem: Problem::Regression,
                ..DataConfig::default()
            },
            model: ModelConfig {
                activation: Activation::Relu,
                network_shape: vec![8, 1, 3],
                features: vec![Feature::Y, Feature::YSquared, Feature::XTimesY, Feature::SinX],
                init_zero: true,
                ..ModelConfig::default()
            },
            training: TrainingConfig {
                penalty: Penalty::L1,
                batch_size: 7,
                learning_rate: 0.00001,
                regularization_rate: 0.3,
                ..TrainingConfig::default()
            },
        };
    };
    check(link, expect, &[]);
}

#[test]
fn the_engines_part_of_the_default_link() {
    assert_eq!(
        format(&Config::default()),
        "activation=tanh&regularization=none&batchSize=10&dataset=circle&regDataset=reg-plane\
         &learningRate=0.03&regularizationRate=0&noise=0&networkShape=4,2&seed=0.5&percTrainData=50&x=true&y=true&xTimesY=false&xSquared=false&ySquared=false\
         &cosX=false&sinX=false&cosY=false&sinY=false&problem=classification\
         &initZero=false"
    );
}

#[test]
fn ours_are_written_where_they_differ() {
    let config = Config {
        data: DataConfig { samples: Some(500), ..DataConfig::default() },
        model: ModelConfig { weight_draw: 3, ..ModelConfig::default() },
        training: TrainingConfig { shuffle: true, ..TrainingConfig::default() },
    };
    let link = format(&config);
    assert!(link.ends_with("&shuffle=true&samples=500&weightDraw=3"), "{link}");
    assert_eq!(parse(&link), (config, vec![]));
}

#[test]
fn addresses_and_bare_links() {
    let noisy = |config: &mut Config| config.data.noise = 5.0;
    check("noise=5", noisy, &[]);
    check("#noise=5", noisy, &[]);
    check("http://localhost:8080/sub/?a=b#noise=5", noisy, &[]);
    check("playground.tensorflow.org/#noise=5", noisy, &[]);
    check("&&noise=5&", noisy, &[]);
    for empty in ["", "#", "https://example.org/", "https://example.org/?noise=5", "https://example.org/#"] {
        check(empty, |_| {}, &[]);
    }
    check("noise=5&seed=a#b", |config| (config.data.noise, config.data.seed) = (5.0, "a#b".into()), &[]);
}

#[test]
fn booleans_are_true_unless_false() {
    check(
        "xSquared=1&initZero=no&x=false&y=false",
        |c| (c.model.features, c.model.init_zero) = (vec![Feature::XSquared], true),
        &[],
    );
    check("x=&y=false", |c| c.model.features = vec![Feature::X], &["x: \"\" cannot be used; using \"true\""]);
    check("x=false&y=false", |c| c.model.features.clear(), &[]);
}

#[test]
fn a_blank_shape_is_no_hidden_layers() {
    check("networkShape=", |config| config.model.network_shape.clear(), &[]);
}

#[test]
fn the_last_of_several_wins() {
    let notices = ["noise is given more than once; the last one counts"];
    check("noise=5&noise=7&noise=9", |config| config.data.noise = 9.0, &notices);
}

#[test]
fn a_value_ends_at_the_second_equals_sign() {
    let notices = ["seed: \"a=b=c\" cannot be used; using \"a\""];
    check("seed=a=b=c", |config| config.data.seed = "a".into(), &notices);
}

#[test]
fn numbers_that_mean_nothing() {
    for value in ["NaN", "1e999", "-1e999", "Infinity", "text", "", "0,5", "--1"] {
        let notice = format!("noise: \"{value}\" cannot be used; using \"0\"");
        check(&format!("noise={value}"), |_| {}, &[&notice]);
    }
    let (config, _) = parse("noise=-0");
    assert!(config.data.noise.is_sign_positive());
    check("noise=-0", |_| {}, &[]);
}

#[test]
fn numbers_out_of_range() {
    let low = "learningRate: \"0\" is out of range; using \"0.00001\"";
    check("learningRate=0", |c| c.training.learning_rate = 0.00001, &[low]);
    let high = "learningRate: \"11\" is out of range; using \"10\"";
    check("learningRate=11", |c| c.training.learning_rate = 10.0, &[high]);
    let noise = "noise: \"-3\" is out of range; using \"0\"";
    check("noise=-3", |_| {}, &[noise]);
    let share = "percTrainData: \"100\" is out of range; using \"90\"";
    check("percTrainData=100", |c| c.data.perc_train_data = 90.0, &[share]);
    let batch = "batchSize: \"251\" is out of range; using \"250\"";
    check("batchSize=251", |c| c.training.batch_size = 250, &[batch]);
    check("batchSize=-4", |c| c.training.batch_size = 1, &["batchSize: \"-4\" is out of range; using \"1\""]);
    check("learningRate=0.02", |c| c.training.learning_rate = 0.02, &[]);
}

#[test]
fn shapes_that_cannot_be() {
    let shape =
        |shape: &'static [usize]| move |config: &mut Config| config.model.network_shape = shape.into();
    let clamped = |value, used| format!("networkShape: \"{value}\" is out of range; using \"{used}\"");
    check("networkShape=4,0,-2", shape(&[4, 1, 1]), &[&clamped("4,0,-2", "4,1,1")]);
    check("networkShape=2.5", shape(&[3]), &[&clamped("2.5", "3")]);
    check(
        "networkShape=4,1e30",
        shape(&[4, 256]),
        &[&clamped("4,1e30", "4,1000000000"), &clamped("4,1000000000", "4,256")],
    );
    check(
        "networkShape=1,1,1,1,1,1,1,1,1,1,1,1,1",
        shape(&[1; 12]),
        &[&clamped("1,1,1,1,1,1,1,1,1,1,1,1,1", "1,1,1,1,1,1,1,1,1,1,1,1")],
    );
    for bad in ["4,,2", "4,x", ",", "NaN"] {
        let notice = format!("networkShape: \"{bad}\" cannot be used; using \"4,2\"");
        check(&format!("networkShape={bad}"), |_| {}, &[&notice]);
    }
}

#[test]
fn words_nobody_knows() {
    check("activation=softmax", |_| {}, &["activation: \"softmax\" cannot be used; using \"tanh\""]);
    check("dataset=reg-plane", |_| {}, &["dataset: \"reg-plane\" cannot be used; using \"circle\""]);
    check("optimizer=fastest", |_| {}, &["optimizer: \"fastest\" cannot be used; using \"sgd\""]);
    check("batchNorm=", |_| {}, &["batchNorm: \"\" cannot be used; using \"false\""]);
    check("classes=many", |_| {}, &["classes: \"many\" cannot be used; using \"3\""]);
    check("color=red", |_| {}, &["unknown setting \"color\" was ignored"]);
    check("nothing_hide=true", |_| {}, &["unknown setting \"nothing_hide\" was ignored"]);
    check(
        "toString=1&__proto__=2",
        |_| {},
        &["unknown setting \"toString\" was ignored", "unknown setting \"__proto__\" was ignored"],
    );
}

#[test]
fn seeds_are_only_seeds() {
    for seed in ["<img onerror>", "%3Cimg onerror%3E", "%3cimg%20onerror%3e"] {
        check(&format!("seed={seed}"), |config| config.data.seed = "<img onerror>".into(), &[]);
    }
    check("seed=100%", |config| config.data.seed = "100%".into(), &[]);
    check("seed= ", |_| {}, &["seed: \"\" cannot be used; using \"0.5\""]);
    let long = "s".repeat(300);
    let (config, _) = parse(&format!("seed={long}"));
    let (config, notices) = config.validate();
    assert_eq!(config.data.seed, "s".repeat(256));
    assert!(matches!(&notices[..], [Notice::Clamped { key, .. }] if key == "seed"));
}

#[test]
fn a_link_too_long_is_not_read() {
    let link = format!("noise=5&seed={}", "s".repeat(1_000_000));
    assert_eq!(parse(&link), (Config::default(), vec![Notice::TooLong { limit: 8192 }]));
}
