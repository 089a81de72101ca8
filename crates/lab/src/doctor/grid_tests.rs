//! Over ordinary settings the doctor keeps silent about runs that are fine.

use super::*;
use nabla_nn::link;

/// Moments at which the doctor is asked.
const MOMENTS: [u64; 7] = [0, 20, 50, 100, 200, 300, 400];
/// Epochs between two readings.
const EVERY: u64 = 4;

#[test]
fn false_alarms_stay_under_two_percent() {
    let mut links = Vec::new();
    let data = [
        "dataset=circle",
        "dataset=xor",
        "dataset=gauss",
        "dataset=spiral",
        "dataset=moons",
        "dataset=circle&noise=20",
        "dataset=gauss&noise=35&loss=cross-entropy",
        "problem=multiclass&loss=cross-entropy&dataset=blobs",
        "problem=multiclass&loss=cross-entropy&dataset=rings",
        "problem=multiclass&loss=cross-entropy&dataset=checkerboard",
        "problem=multiclass&loss=cross-entropy&dataset=spirals",
        "problem=regression&regDataset=reg-plane",
        "problem=regression&regDataset=reg-gauss",
    ];
    for data in data {
        for activation in ["tanh", "relu", "sigmoid"] {
            for shape in ["4", "4,2", "8,8", "6,4,2"] {
                for (rate, seed) in [("0.01", "0.5"), ("0.03", "0.5"), ("0.03", "a"), ("0.1", "a")] {
                    links.push(format!(
                        "{data}&activation={activation}&networkShape={shape}&learningRate={rate}&seed={seed}"
                    ));
                }
            }
        }
    }
    let (mut fine, mut alarmed) = (0, Vec::new());
    for link in links {
        let (is_fine, found) = watched(&link);
        fine += usize::from(is_fine);
        if is_fine && !found.is_empty() {
            alarmed.push((link, found));
        }
    }
    assert!(fine > 300, "the grid is about runs that are fine, and {fine} are");
    assert!(alarmed.len() * 50 < fine, "{} of {fine}: {alarmed:#?}", alarmed.len());
}

/// Whether a run of 400 epochs is fine, and what was found at any of the moments. Fine is, by no rule of the doctor's: at
/// the end the test loss is below a quarter of chance, or the training loss has fallen by a tenth over the last 150
/// epochs. (A straight line through the moons leaves a third of chance.)
fn watched(link: &str) -> (bool, Vec<Rule>) {
    let (config, notices) = link::parse(link);
    assert_eq!(notices, []);
    let mut trainer = Trainer::new(&config.validate().0);
    let mut evidence = Evidence::default();
    let (mut found, mut at_250) = (Vec::new(), 0.0);
    for epoch in 0..=400 {
        if epoch % EVERY == 0 {
            evidence.observe(&trainer, &trainer.measure());
        }
        if MOMENTS.contains(&epoch) {
            found.extend(diagnose(&evidence, &trainer).findings.iter().map(|finding| finding.rule));
        }
        if epoch == 250 {
            at_250 = trainer.measure().train_loss;
        }
        trainer.finish_epoch();
    }
    let end = trainer.measure();
    (end.test_loss < 0.25 * trainer.chance_loss() || end.train_loss < 0.9 * at_250, found)
}
