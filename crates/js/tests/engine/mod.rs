//! The tests both hosts run: the numbers of recorded runs, the shapes of what is returned, and every wrong argument.

/// The same bits as native.
#[path = "../../../nn/tests/bits.rs"]
mod bits;

use js_sys::{Array, Error, Float32Array, Float64Array, Object, Reflect};
use nabla_js::Trainer;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsError, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const LINK: &str = "activation=relu&dataset=xor&networkShape=4,3&noise=10&seed=0.7&x=true&y=true";

fn trainer(link: &str) -> Trainer {
    Trainer::new(&link.into()).map_err(JsValue::from).expect("any string opens")
}

fn get<T: JsCast>(object: &JsValue, key: &str) -> T {
    Reflect::get(object, &key.into())
        .expect("an object")
        .dyn_into()
        .unwrap_or_else(|_| panic!("{key}: another type"))
}

fn number(object: &JsValue, key: &str) -> f64 {
    Reflect::get(object, &key.into())
        .expect("an object")
        .as_f64()
        .unwrap_or_else(|| panic!("{key}: no number"))
}

fn ok<T>(result: Result<T, JsError>) -> T {
    result.unwrap_or_else(|error| panic!("{:?}", JsValue::from(error)))
}

/// The sentence of the `Error` thrown.
fn thrown<T>(result: Result<T, JsError>) -> String {
    let Err(error) = result else { panic!("nothing was thrown") };
    JsValue::from(error).dyn_into::<Error>().expect("an Error").message().into()
}

fn near(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((found - expected).abs() <= tolerance, "{what}: {found}, not {expected}");
}

/// A recorded run of TensorFlow Playground: the same points, initial weights, and losses up to epoch 50.
fn check_recorded_run(json: &str) {
    let run: Value = serde_json::from_str(json).expect("a fixture is JSON");
    let mut trainer = trainer(run["hash"].as_str().expect("a link"));

    let points = ok(trainer.points());
    for set in ["train", "test"] {
        let found = get::<Float64Array>(&points, set).to_vec();
        assert_eq!(Some(found.len() as u64), run[set].as_u64().map(|count| 3 * count));
        let expected = run[format!("{set}_points")]
            .as_array()
            .expect("points")
            .iter()
            .flat_map(|point| point.as_array().expect("triple"));
        for (found, expected) in found.iter().zip(expected) {
            near(*found, expected.as_f64().expect("number"), 1e-6, set);
        }
    }

    let layers: Array = ok(trainer.weights()).unchecked_into();
    assert_eq!(layers.length() as usize, run["initial"].as_array().expect("layers").len());
    for (layer, expected) in layers.iter().zip(run["initial"].as_array().expect("layers")) {
        let rows = expected["weights"].as_array().expect("rows");
        assert_eq!(number(&layer, "neurons"), rows.len() as f64);
        let expected: Vec<f64> =
            rows.iter().flat_map(|row| row.as_array().expect("row")).filter_map(Value::as_f64).collect();
        let found = get::<Float32Array>(&layer, "weights").to_vec();
        assert_eq!(found.len() as f64, number(&layer, "neurons") * number(&layer, "inputs"));
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            near(f64::from(*found), expected, 1e-6, "initial weight");
        }
    }

    let mut epoch = 0;
    for row in run["losses"].as_array().expect("losses") {
        let row: Vec<f64> = row.as_array().expect("row").iter().filter_map(Value::as_f64).collect();
        if row[0] > 50.0 {
            break;
        }
        ok(trainer.epoch(&(row[0] - f64::from(epoch)).into()));
        epoch = row[0] as u32;
        let losses = ok(trainer.losses());
        assert_eq!(number(&losses, "epoch"), row[0]);
        let tolerance = if epoch <= 20 { 1e-4 } else { 1e-3 };
        near(number(&losses, "train"), row[1], tolerance * row[1].abs(), "training loss");
        near(number(&losses, "test"), row[2], tolerance * row[2].abs(), "test loss");
    }
    assert_eq!(epoch, 50, "the fixture has no row of epoch 50");
}

macro_rules! recorded_runs {
    ($($name:ident: $file:literal,)*) => {$(
        #[wasm_bindgen_test]
        fn $name() {
            check_recorded_run(include_str!(concat!("../../../../tests/fixtures/parity/", $file, ".json")));
        }
    )*};
}

recorded_runs! {
    circle_trains_as_recorded: "circle-default",
    gauss_trains_as_recorded: "gauss-sigmoid-l1",
    plane_trains_as_recorded: "plane-linear",
    regression_of_gauss_trains_as_recorded: "reg-gauss-deep",
    spiral_trains_as_recorded: "spiral-seven-features",
    xor_trains_as_recorded: "xor-relu-l2",
}

#[wasm_bindgen_test]
fn every_form_of_a_link_opens_the_same_network() {
    let bare = trainer(LINK).link();
    for form in [format!("#{LINK}"), format!("https://playground.tensorflow.org/#{LINK}"), bare.clone()] {
        assert_eq!(trainer(&form).link(), bare);
    }
    assert!(bare.contains("networkShape=4,3"), "{bare}");
}

#[wasm_bindgen_test]
fn corrections_are_noticed_in_sentences() {
    assert!(trainer(LINK).notices().is_empty());
    let notices = trainer("nosuchkey=1&noise=90").notices();
    assert_eq!(notices.len(), 2, "{notices:?}");
    assert!(notices[0].contains("nosuchkey") && notices[1].contains("noise"), "{notices:?}");
}

#[wasm_bindgen_test]
fn an_epoch_is_its_minibatches() {
    // 250 training points in batches of 10.
    let (mut stepped, mut whole) = (trainer(LINK), trainer(LINK));
    ok(stepped.step(&25.into()));
    ok(whole.epoch(&1.into()));
    assert_eq!(number(&ok(stepped.losses()), "epoch"), 1.0);
    assert_eq!(number(&ok(stepped.losses()), "train"), number(&ok(whole.losses()), "train"));
    ok(whole.step(&0.into()));
    ok(whole.epoch(&0.into()));
    assert_eq!(number(&ok(stepped.losses()), "train"), number(&ok(whole.losses()), "train"));
}

#[wasm_bindgen_test]
fn training_on_xor_scores() {
    let mut trainer = trainer(LINK);
    ok(trainer.epoch(&100.into()));
    let losses = ok(trainer.losses());
    assert!(number(&losses, "trainScore") > 0.9 && number(&losses, "testScore") > 0.9);
}

#[wasm_bindgen_test]
fn maps_agree_with_predictions() {
    let mut trainer = trainer(LINK);
    ok(trainer.epoch(&20.into()));
    let resolution = 12;
    let boundary = ok(trainer.boundary(&resolution.into())).to_vec();
    assert_eq!(boundary.len(), 144);
    // Pixel centres: one unit apart, the first half a unit inside the square's upper left corner.
    for (row, column) in [(0, 0), (0, 11), (11, 0), (3, 8)] {
        let (x, y) = (-5.5 + f64::from(column), 5.5 - f64::from(row));
        let output = ok(trainer.predict(&x.into(), &y.into()));
        near(boundary[(row * resolution + column) as usize].into(), output.into(), 1e-6, "pixel");
    }
    let output_neuron = ok(trainer.neuron(&2.into(), &0.into(), &resolution.into())).to_vec();
    assert_eq!(output_neuron, boundary);
    let hidden = ok(trainer.neuron(&0.into(), &3.into(), &resolution.into())).to_vec();
    assert_eq!(hidden.len(), 144);
    assert_ne!(hidden, boundary);
}

/// What a layer of an object has beside its weights and biases, and how many numbers.
fn learned(layer: &JsValue) -> Vec<(String, u32)> {
    let keys = Object::keys(layer.unchecked_ref::<Object>()).into_iter().skip(4);
    keys.map(|key| {
        let key = key.as_string().expect("a key");
        let count = get::<Float32Array>(layer, &key).length();
        (key, count)
    })
    .collect()
}

#[wasm_bindgen_test]
fn layers_have_what_they_learn_and_nothing_else() {
    let check = |link: &str, expected: &[(&str, u32)]| {
        let layers: Array = ok(trainer(&format!("networkShape=4,3&{link}")).weights()).unchecked_into();
        assert_eq!(layers.length(), 3);
        let expected: Vec<_> = expected.iter().map(|&(key, count)| (key.to_owned(), count)).collect();
        assert_eq!(learned(&layers.get(0)), expected, "{link}");
        assert!(learned(&layers.get(2)).is_empty(), "the output of {link}");
    };
    check("", &[]);
    check("activation=prelu", &[("alphas", 4)]);
    check("activation=maxout", &[("weights2", 8), ("biases2", 4)]);
    check("batchNorm=true", &[("gammas", 4), ("betas", 4), ("means", 4), ("variances", 4)]);
}

#[wasm_bindgen_test]
fn running_averages_are_taken_and_learned_numbers_move() {
    let mut trainer = trainer("networkShape=4&batchNorm=true&activation=prelu");
    ok(trainer.epoch(&3.into()));
    let layer = ok(trainer.weights()).unchecked_into::<Array>().get(0);
    for (key, start) in
        [("alphas", 0.25), ("gammas", 1.0), ("betas", 0.0), ("means", 0.0), ("variances", 1.0)]
    {
        let found = get::<Float32Array>(&layer, key).to_vec();
        assert!(found.iter().all(|&value| value.is_finite() && value != start), "{key}: {found:?}");
    }
    assert_eq!(get::<Float32Array>(&layer, "biases").to_vec(), [0.0; 4]);
}

#[wasm_bindgen_test]
fn several_classes_have_an_output_each() {
    let mut trainer = trainer("problem=multiclass&dataset=blobs&classes=4&loss=cross-entropy&networkShape=8");
    ok(trainer.epoch(&40.into()));
    let resolution = 6;
    let classes = ok(trainer.classes(&resolution.into())).to_vec();
    let boundary = ok(trainer.boundary(&resolution.into())).to_vec();
    assert_eq!((classes.len(), &classes[..36]), (4 * 36, &boundary[..]));
    for (row, column) in [(0, 0), (2, 5), (4, 1)] {
        let (x, y) = (-5.0 + 2.0 * f64::from(column), 5.0 - 2.0 * f64::from(row));
        let outputs = ok(trainer.predict_all(&x.into(), &y.into())).to_vec();
        near(outputs.iter().copied().map(f64::from).sum(), 1.0, 1e-6, "probabilities");
        near(ok(trainer.predict(&x.into(), &y.into())).into(), outputs[0].into(), 0.0, "the first");
        for (class, &output) in outputs.iter().enumerate() {
            near(classes[class * 36 + (row * 6 + column) as usize].into(), output.into(), 1e-6, "pixel");
        }
    }
    // Each blob is told apart, and every test point is counted under its own label.
    let scores: Array = get(&ok(trainer.losses()), "testClasses");
    assert_eq!(scores.iter().map(|score| number(&score, "label")).collect::<Vec<_>>(), [0.0, 1.0, 2.0, 3.0]);
    assert_eq!(scores.iter().map(|score| number(&score, "count")).sum::<f64>(), 250.0);
    assert!(scores.iter().all(|score| number(&score, "accuracy") > 0.9));
}

#[wasm_bindgen_test]
fn margins_become_probabilities_on_the_map_alone() {
    let trainer = trainer("problem=multiclass&dataset=blobs&classes=3&loss=hinge&networkShape=4");
    let classes = ok(trainer.classes(&1.into())).to_vec();
    near(classes.iter().copied().map(f64::from).sum(), 1.0, 1e-6, "probabilities");
    let margins = ok(trainer.predict_all(&0.into(), &0.into())).to_vec();
    assert!((margins.iter().sum::<f32>() - 1.0).abs() > 1e-3, "{margins:?}");
}

#[wasm_bindgen_test]
fn without_several_classes_there_is_no_map_of_them() {
    for link in [LINK, "problem=regression"] {
        let trainer = trainer(link);
        assert!(thrown(trainer.classes(&8.into())).starts_with("classes needs problem=multiclass"));
        assert_eq!(
            ok(trainer.predict_all(&1.into(), &2.into())).to_vec(),
            [ok(trainer.predict(&1.into(), &2.into()))]
        );
    }
    let labels = |link: &str| {
        let scores: Array = get(&ok(trainer(link).losses()), "testClasses");
        scores.iter().map(|score| number(&score, "label")).collect::<Vec<_>>()
    };
    assert_eq!(labels(LINK), [1.0, -1.0]);
    assert!(labels("problem=regression").is_empty());
}

#[wasm_bindgen_test]
fn the_learning_rate_follows_its_schedule() {
    let mut trainer = trainer("learningRate=0.1&schedule=step&decayEpochs=2&decayRate=0.5");
    let mut rates = Vec::new();
    for _ in 0..4 {
        rates.push(number(&ok(trainer.losses()), "learningRate"));
        ok(trainer.epoch(&1.into()));
    }
    assert_eq!(rates, [0.1, 0.1, 0.05, 0.05]);
}

#[wasm_bindgen_test]
fn early_stopping_ends_the_training_until_it_may_go_on() {
    let mut trainer = trainer("dataset=gauss&noise=50&networkShape=8,8&learningRate=0.3&earlyStopping=5");
    assert_eq!(trainer.has_stopped(), None);
    ok(trainer.epoch(&2000.into()));
    let best = trainer.has_stopped().expect("noise is not learned for ever");
    let before = ok(trainer.losses());
    assert_eq!(number(&before, "epoch"), best + 5.0);
    ok(trainer.epoch(&3.into()));
    ok(trainer.step(&3.into()));
    let after = ok(trainer.losses());
    assert_eq!(number(&after, "epoch"), best + 5.0);
    assert_eq!(number(&after, "test"), number(&before, "test"));
    trainer.go_on();
    assert_eq!(trainer.has_stopped(), None);
    ok(trainer.epoch(&1.into()));
    assert_eq!(number(&ok(trainer.losses()), "epoch"), best + 6.0);
}

#[wasm_bindgen_test]
fn a_file_brings_everything_back() {
    let all = [LINK, "activation=prelu&batchNorm=true", "activation=maxout", "problem=multiclass&classes=3"];
    all.into_iter().for_each(a_file_brings_back);
}

fn a_file_brings_back(link: &str) {
    let mut before = trainer(link);
    ok(before.epoch(&7.into()));
    let after = ok(Trainer::from_file(&ok(before.to_file()).into()));
    assert_eq!(after.link(), before.link());
    assert!(after.notices().is_empty());
    for key in ["train", "test", "trainScore", "testScore"] {
        assert_eq!(number(&ok(after.losses()), key), number(&ok(before.losses()), key));
    }
    assert_eq!(ok(after.boundary(&30.into())).to_vec(), ok(before.boundary(&30.into())).to_vec());
}

#[wasm_bindgen_test]
fn divergence_is_reported_in_numbers() {
    let mut trainer =
        trainer("activation=linear&problem=regression&regDataset=reg-plane&learningRate=10&networkShape=8,8");
    ok(trainer.epoch(&50.into()));
    let loss = number(&ok(trainer.losses()), "train");
    assert!(!loss.is_finite(), "{loss}");
}

/// Everything that is not a whole number in a sensible range.
fn bad_counts() -> Vec<JsValue> {
    let mut bad: Vec<JsValue> =
        [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 0.5, 1e6 + 1.0, 1e300].map(JsValue::from).into();
    bad.extend([
        JsValue::UNDEFINED,
        JsValue::NULL,
        true.into(),
        "8".into(),
        Array::of1(&8.into()).into(),
        8u64.into(),
    ]);
    bad
}

#[wasm_bindgen_test]
fn a_bad_count_throws_a_sentence_and_changes_nothing() {
    let mut trainer = trainer(LINK);
    let before = number(&ok(trainer.losses()), "train");
    for bad in bad_counts() {
        assert!(
            thrown(trainer.step(&bad))
                .starts_with("minibatches must be a whole number from 0 to 1000000, not ")
        );
        assert!(thrown(trainer.epoch(&bad)).starts_with("n must be a whole number from 0 to 1000000, not "));
    }
    assert_eq!(number(&ok(trainer.losses()), "train"), before);
}

#[wasm_bindgen_test]
fn a_bad_resolution_throws_a_sentence() {
    let (trainer, several) = (trainer(LINK), trainer("problem=multiclass"));
    for bad in bad_counts().into_iter().chain([0.into(), 1025.into()]) {
        assert!(
            thrown(trainer.boundary(&bad))
                .starts_with("resolution must be a whole number from 1 to 1024, not ")
        );
        assert!(thrown(trainer.neuron(&0.into(), &0.into(), &bad)).starts_with("resolution must be"));
        assert!(thrown(several.classes(&bad)).starts_with("resolution must be"));
    }
}

#[wasm_bindgen_test]
fn a_neuron_that_is_not_there_throws_a_sentence() {
    let trainer = trainer(LINK);
    for bad in bad_counts().into_iter().chain([3.into()]) {
        assert!(
            thrown(trainer.neuron(&bad, &0.into(), &8.into()))
                .starts_with("layer must be a whole number from 0 to 2, not ")
        );
    }
    for bad in bad_counts().into_iter().chain([4.into()]) {
        assert!(
            thrown(trainer.neuron(&0.into(), &bad, &8.into()))
                .starts_with("index must be a whole number from 0 to 3, not ")
        );
    }
}

#[wasm_bindgen_test]
fn a_bad_point_throws_a_sentence() {
    let trainer = trainer(LINK);
    for bad in [JsValue::UNDEFINED, f64::NAN.into(), f64::INFINITY.into(), "1".into()] {
        assert!(thrown(trainer.predict(&bad, &0.into())).starts_with("x must be a finite number, not "));
        assert!(thrown(trainer.predict(&0.into(), &bad)).starts_with("y must be a finite number, not "));
        assert!(thrown(trainer.predict_all(&bad, &0.into())).starts_with("x must be a finite number, not "));
        assert!(thrown(trainer.predict_all(&0.into(), &bad)).starts_with("y must be a finite number, not "));
    }
}

#[wasm_bindgen_test]
fn a_thing_that_is_no_text_throws_a_sentence() {
    let cases = [
        (JsValue::UNDEFINED, "undefined"),
        (JsValue::NULL, "null"),
        (5.into(), "5"),
        (f64::NAN.into(), "NaN"),
        (f64::INFINITY.into(), "Infinity"),
        (true.into(), "a value of type boolean"),
        (Array::new().into(), "a value of type object"),
    ];
    for (bad, named) in cases {
        assert_eq!(thrown(Trainer::new(&bad)), format!("link must be a string, not {named}."));
        assert_eq!(thrown(Trainer::from_file(&bad)), format!("json must be a string, not {named}."));
    }
}

#[wasm_bindgen_test]
fn a_bad_file_throws_a_sentence() {
    for bad in ["", "{", "[]", "null", r#"{"format":"other","version":1,"link":""}"#] {
        assert!(!thrown(Trainer::from_file(&bad.into())).is_empty(), "{bad}");
    }
}
