//! The same link gives the same bits on every machine: recorded once, native and wasm alike. The JavaScript package's
//! tests run these too, in a browser and in Node.
//!
//! A change of the kernels' order of summation, or of an approximation, moves these; then the new
//! numbers must be the same under `x86_64` and `wasm32` before they are written here.

use nabla_nn::{Real, Trainer, link};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// FNV-1a over some bits.
fn hash(bits: impl Iterator<Item = u32>) -> String {
    let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:x}", bits.flat_map(u32::to_le_bytes).fold(0xcbf2_9ce4_8422_2325, step))
}

/// Of every weight and bias after 60 epochs.
fn trained(link: &str) -> String {
    let (config, notices) = link::parse(link);
    assert_eq!(notices, []);
    let mut trainer = Trainer::new(&config.validate().0);
    for _ in 0..60 {
        trainer.finish_epoch();
    }
    let layers = trainer.parameters();
    hash(layers.iter().flat_map(nabla_nn::LayerParameters::values).map(|value| (value as f32).to_bits()))
}

#[test]
fn recorded_bits() {
    let links = [
        "activation=tanh&noise=20",
        "activation=relu&dataset=xor&batchSize=7&remainder=own&regularization=L1&regularizationRate=0.01",
        "activation=sigmoid&dataset=gauss&noise=30&cosX=true&learningRate=0.3&shuffle=true",
        "problem=regression&regDataset=reg-gauss&networkShape=5,9,3&activation=linear",
        "batchNorm=true&dropout=0.2&dropConnect=0.1&optimizer=adam&learningRate=0.003",
        "problem=multiclass&dataset=blobs&classes=5&loss=cross-entropy&activation=gelu",
    ];
    let recorded = [
        "57e5706545d64b5c",
        "f2977f1244fc5d74",
        "17b8acca49db0630",
        "febe0356e038e941",
        "1c24ea160c129d4c",
        "91eee26fe6b24451",
    ];
    assert_eq!(links.map(trained), recorded);
}

/// Both signs of a hundred thousand magnitudes, from 0 to the largest number.
#[test]
fn recorded_bits_of_elementary_functions() {
    let functions: [fn(f32) -> f32; 8] = [
        Real::tanh,
        Real::sigmoid,
        Real::exp,
        |x| Real::ln_1p(x.abs().min(1.0)),
        Real::erf,
        Real::sin,
        Real::cos,
        |x| Real::sqrt(x.abs()),
    ];
    let bits = |function: fn(f32) -> f32| {
        let magnitudes = (0..f32::INFINITY.to_bits()).step_by(20_011).map(f32::from_bits);
        hash(magnitudes.flat_map(|x| [x, -x]).map(|x| function(x).to_bits()))
    };
    let recorded = [
        "7f1b2291843f4515",
        "662e4579c7c6ed07",
        "8a1e7762ab091b31",
        "7f64c5aef90b3d55",
        "cf466809cf60f301",
        "2bc3790758a9a3e1",
        "1e5a36413edcc701",
        "14421add1a57bb19",
    ];
    assert_eq!(functions.map(bits), recorded);
}
