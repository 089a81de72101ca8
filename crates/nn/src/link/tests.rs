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
        &[
            "xSquared: \"1\" is neither true nor false; read as \"true\"",
            "initZero: \"no\" is neither true nor false; read as \"true\"",
        ],
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
    for value in ["NaN", "1e999", "-1e999", "Infinity", "text", "", "--1"] {
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
    // One sentence, of the limit.
    check("networkShape=4,1e30", shape(&[4, 256]), &[&clamped("4,1000000000", "4,256")]);
    let batch = "batchSize: \"1000000000\" is out of range; using \"250\"";
    check("batchSize=1e300", |config| config.training.batch_size = 250, &[batch]);
    check(
        "networkShape=1,1,1,1,1,1,1,1,1,1,1,1,1",
        shape(&[1; 12]),
        &[&clamped("1,1,1,1,1,1,1,1,1,1,1,1,1", "1,1,1,1,1,1,1,1,1,1,1,1")],
    );
    for bad in ["4,x", ",", "NaN"] {
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
        &["2 unknown settings were ignored: \"toString\", \"__proto__\""],
    );
    let many: Vec<_> = (0..11).map(|k| format!("k{k}=1")).collect();
    let notice = "11 unknown settings were ignored: \"k0\", \"k1\", \"k2\", \"k3\" and others";
    check(&many.join("&"), |_| {}, &[notice]);
}

#[test]
fn seeds_are_only_seeds() {
    // As the address bar has them: TensorFlow Playground reads a seed with its escapes.
    for (seed, raw) in [
        ("<img onerror>", "%3Cimg%20onerror%3E"),
        ("%3Cimg onerror%3E", "%3Cimg%20onerror%3E"),
        ("%3cimg%20onerror%3e", "%3cimg%20onerror%3e"),
        ("씨앗", "%EC%94%A8%EC%95%97"),
        ("a+b;(c).", "a+b;(c)."),
    ] {
        check(&format!("seed={seed}"), |config| config.data.seed = raw.into(), &[]);
        let (config, _) = parse(&format!("seed={seed}"));
        assert_eq!(parse(&format(&config)), (config, vec![]));
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

/// What is damaged is named in one sentence, however much of it there is.
#[test]
fn garbled_links_are_read_as_meant() {
    let one = |parts: &str| {
        format!("parts of the link were damaged or written in another way ({parts}) and were read as meant")
    };
    let spiral = |config: &mut Config| {
        config.data.dataset = Dataset::Spiral;
        config.model.activation = Activation::Relu;
        config.model.network_shape = vec![8, 8];
    };
    let damaged = [
        ("activation=relu&amp;dataset=spiral&amp;networkShape=8,8", "\"&amp;\""),
        ("activation%3Drelu%26dataset%3Dspiral%26networkShape%3D8%2C8", "\"%3D\""),
        ("activation=relu&dataset=spiral&networkShape=8,8,", "\"8,8,\""),
        ("activation=relu&dataset=spiral&networkShape=8,8;", "\"8,8;\""),
        ("activation=relu&networkShape=8,8&dataset=spiral).", "\"spiral).\""),
        ("activation=relu&networkShape=8,8&dataset=spiral%22%3Eplayground)", "\"spiral\\\">playground)\""),
        ("activation=relu&networkShape=8,8&dataset=spiral;target=blank", "\"spiral;target\""),
        ("activation=ReLU&dataset=spiral&amp;networkShape=8,8.", "\"&amp;\", \"ReLU\""),
        ("activation=relu&amp%3Bdataset=spiral&networkShape=8,8", "\"amp;dataset\""),
        ("#?activation=relu&dataset=spiral&networkShape=[8,8]", "\"?activation\", \"[8,8]\""),
        ("activation=relu&networkShape=8,,8&dataset=spiral&quot;>here</a>", "\"&quot;\", \"8,,8\""),
        ("activation=relu&networkShape=8,8&dataset=spiral&#8221; is it=", "\"&#8221;\""),
        ("activation=relu&networkShape=“8,8”&dataset=spiral&gt;", "\"&gt;\", \"“8,8”\""),
        ("activation=relu&network\nShape=8,8&dataset=spi\u{200b}ral", "\"spi\u{200b}ral\""),
    ];
    for (link, parts) in damaged {
        check(link, spiral, &[&one(&parts.replace("\\\"", "\""))]);
    }
    check("hideText=false;target=blank", |_| {}, &[]);
    check("loss=mse", |_| {}, &[&one("\"mse\"")]);
    check("optimizer=SGD&hideText=false", |_| {}, &[&one("\"SGD\"")]);
    check("noise=0,5", |config| config.data.noise = 0.5, &[&one("\"0,5\"")]);
    check("noise=20%", |config| config.data.noise = 20.0, &[&one("\"20%\"")]);
    let silu = |config: &mut Config| config.model.activation = Activation::Swish;
    check("activation=SiLU", silu, &[&one("\"SiLU\"")]);
}

#[test]
fn a_hidden_feature_is_no_input() {
    let only_y = |config: &mut Config| config.model.features = vec![Feature::Y];
    check("x=true&x_hide=true", only_y, &[]);
    check("x_hide=true&x=true&xSquared_hide=true&xSquared=true", only_y, &[]);
    check("x_hide=false", |_| {}, &[]);
    check("x_hide=1", |_| {}, &["x_hide: \"1\" is neither true nor false; read as \"false\""]);
}

#[test]
fn noise_of_a_link_goes_further_than_the_slider() {
    check("noise=80", |config| config.data.noise = 80.0, &[]);
    check("noise=50.5", |config| config.data.noise = 50.5, &[]);
    let high = |value| format!("noise: \"{value}\" is out of range; using \"50\"");
    check("noise=81", |config| config.data.noise = 50.0, &[&high("81")]);
    check("noise=2000", |config| config.data.noise = 50.0, &[&high("2000")]);
}
