//! The same link gives the same bits on every machine: recorded once, native and wasm alike.
//!
//! A change of the kernels' order of summation, or of an approximation, moves these; then the new
//! numbers must be the same under `x86_64` and `wasm32` before they are written here.

use nabla_nn::{Trainer, link};

/// FNV-1a over the bits of every weight and bias after 60 epochs.
fn fingerprint(link: &str) -> u64 {
    let (config, notices) = link::parse(link);
    assert_eq!(notices, []);
    let mut trainer = Trainer::new(&config.validate().0);
    for _ in 0..60 {
        trainer.finish_epoch();
    }
    let layers = trainer.parameters();
    let bits =
        layers.iter().flat_map(nabla_nn::LayerParameters::values).map(|value| (value as f32).to_bits());
    bits.flat_map(u32::to_le_bytes)
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn recorded_bits() {
    for (link, expected) in [
        ("activation=tanh&noise=20", 0x7dd8_e90f_4391_7299_u64),
        (
            "activation=relu&dataset=xor&batchSize=7&regularization=L1&regularizationRate=0.01",
            0x6ae6_f45c_94cc_cd15,
        ),
        (
            "activation=sigmoid&dataset=gauss&noise=30&cosX=true&learningRate=0.3&shuffle=true",
            0x5715_9678_2635_9c4a,
        ),
        (
            "problem=regression&regDataset=reg-gauss&networkShape=5,9,3&activation=linear",
            0xfebe_0356_e038_e941,
        ),
    ] {
        assert_eq!(format!("{:x}", fingerprint(link)), format!("{expected:x}"), "{link}");
    }
}
