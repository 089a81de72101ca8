//! The native engine on the workloads of `cargo xtask bench`: `cargo bench --package nabla-nn`.

use criterion::{Criterion, criterion_group, criterion_main};
use nabla_nn::{Trainer, link};

const SEVEN: &str = "&xSquared=true&ySquared=true&xTimesY=true&sinX=true&sinY=true";

/// Name, hidden layers, further features, training samples, minibatch.
const NETWORKS: [(&str, &str, &str, usize, usize); 4] = [
    ("2-4-2-1", "4,2", "", 250, 10),
    ("7-8-8-1", "8,8", SEVEN, 250, 10),
    ("7-8x6-1", "8,8,8,8,8,8", SEVEN, 250, 10),
    ("7-32x8-1", "32,32,32,32,32,32,32,32", SEVEN, 2000, 50),
];

fn epochs_and_maps(criterion: &mut Criterion) {
    for (network, hidden, features, samples, batch) in NETWORKS {
        for activation in ["tanh", "relu"] {
            let samples = 2 * samples;
            let link = format!(
                "seed=bench&noise=20&percTrainData=50&samples={samples}&batchSize={batch}&learningRate=0.001\
                 &problem=regression&regDataset=reg-gauss&initializer=xavier-uniform&activation={activation}\
                 &networkShape={hidden}{features}"
            );
            let (config, notices) = link::parse(&link);
            assert_eq!(notices, []);
            let mut trainer = Trainer::new(&config.validate().0);
            let mut maps = Vec::new();
            criterion.bench_function(&format!("epoch {network} {activation}"), |bencher| {
                bencher.iter(|| trainer.finish_epoch());
            });
            criterion.bench_function(&format!("maps {network} {activation}"), |bencher| {
                bencher.iter(|| trainer.network().neuron_maps(100, &mut maps));
            });
        }
    }
}

criterion_group!(benches, epochs_and_maps);
criterion_main!(benches);
