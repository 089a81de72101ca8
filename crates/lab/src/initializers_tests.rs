use super::*;
use nabla_nn::{Point, Points, link};

fn trainer(link: &str) -> Trainer {
    let (config, notices) = link::parse(link);
    assert!(notices.is_empty(), "{notices:?}");
    Trainer::new(&config.validate().0)
}

fn verdicts(link: &str, curve: Curve) -> [Verdict; 5] {
    let starts = starts(&trainer(link), InitializersQuery { own_layers: false, curve });
    assert!(starts.iter().all(|start| start.layers.len() == DEPTH));
    std::array::from_fn(|start| starts[start].verdict)
}

/// What CS231n, “Neural Networks Part 2”, says of each.
#[test]
fn deep_networks_do_what_the_notes_say() {
    use Verdict::*;
    for link in ["dataset=circle", "dataset=spiral&networkShape=16", "dataset=xor&networkShape=32,32"] {
        let tanh = verdicts(link, Curve::Tanh);
        assert_eq!(tanh[..4], [Alike, Vanishes, Saturates, Keeps], "{link}");
        let relu = verdicts(link, Curve::Relu);
        assert_eq!([relu[0], relu[1], relu[4]], [Alike, Vanishes, Keeps], "{link}");
        assert_eq!(relu[2], Explodes, "{link}");
    }
}

/// Weights of deviation σ on n inputs of mean square q make sums of variance n·σ²·q; ReLU halves a mean square. With He,
/// σ² = 2/n, a layer's mean square is that of the one before.
#[test]
fn he_keeps_a_relu_signal_as_large_as_it_is() {
    let starts =
        starts(&trainer("networkShape=32"), InitializersQuery { own_layers: false, curve: Curve::Relu });
    let deviations: Vec<f64> = starts[4].layers.iter().map(|layer| layer.deviation).collect();
    let growth = deviations[DEPTH - 1] / deviations[0];
    assert!((0.4..2.5).contains(&growth), "{deviations:?}");
    // Normal weights of deviation 1 make it √(32/2) = 4 times as large, layer by layer.
    let ones: Vec<f64> = starts[2].layers.iter().map(|layer| layer.deviation).collect();
    let growth = libm::pow(ones[DEPTH - 1] / ones[0], 1.0 / (DEPTH - 1) as f64);
    assert!((3.0..5.0).contains(&growth), "{ones:?}");
}

/// A tanh neuron on x alone with weight 1, by hand: sums −3, 0, 1, 3; slopes 0.0099, 1, 0.42, 0.0099.
#[test]
fn shares_and_deviations_by_hand() {
    let sums = vec![vec![-3.0f32, 0.0, 1.0, 3.0]];
    let values = [-0.995_054_753_7, 0.0, 0.761_594_156_0, 0.995_054_753_7];
    let activations = vec![values.iter().map(|&a| a as f32).collect()];
    let layer = look_at_layer(Activation::Tanh, 0.0, &sums, &activations);
    assert_eq!(layer.flat, 0.5);
    let mean = values.iter().sum::<f64>() / 4.0;
    let expected = (values.iter().map(|a| (a - mean) * (a - mean)).sum::<f64>() / 4.0).sqrt();
    assert!((layer.deviation - expected).abs() < 1e-7);
    let counts = &layer.histogram.counts;
    assert_eq!((counts.len(), counts[0], counts[12], counts[22], counts[24]), (25, 1, 1, 1, 1));
}

#[test]
fn the_learners_own_layers_and_activations_are_kept_where_they_are_asked_for() {
    let trainer = trainer("networkShape=3,5&activation=sigmoid&layerActivations=relu,tanh");
    let own = starts(&trainer, InitializersQuery { own_layers: true, curve: Curve::Own });
    assert!(own.iter().all(|start| start.layers.len() == 2));
    let range = |layer: usize| (own[3].layers[layer].histogram.low, own[3].layers[layer].histogram.high);
    assert_eq!([range(0), range(1)], [(0.0, 2.0), (-1.0, 1.0)]);
    let deep = starts(&trainer, InitializersQuery::default());
    assert_eq!((deep[0].layers.len(), deep[0].layers[5].histogram.high), (6, 1.0));
    assert_eq!(deep[0].layers[0].histogram.total() as usize, 8 * 125);
    assert!(
        starts(&self::trainer("networkShape="), InitializersQuery { own_layers: true, curve: Curve::Own })[0]
            .layers
            .is_empty()
    );
}

#[test]
fn every_method_has_its_starts() {
    for link in [
        "rule=perceptron",
        "optimizer=lbfgs",
        "batchNorm=true&residual=true",
        "problem=multiclass&preprocess=whiten&dropout=0.3",
        "initZero=true&activation=maxout",
        "activation=prelu&samples=20000&problem=regression",
    ] {
        let trainer = trainer(link);
        assert!(
            starts(&trainer, InitializersQuery::default()).iter().all(|start| start.layers.len() == DEPTH),
            "{link}"
        );
        let mut race = InitializerRace::new(&trainer, InitializersQuery::default());
        for _ in 0..10 {
            assert!(race.advance(), "{link}");
        }
    }
}

#[test]
fn a_race_is_run_to_its_end_and_has_a_winner() {
    let trainer = trainer("dataset=xor&learningRate=0.1");
    let query = InitializersQuery { own_layers: false, curve: Curve::Tanh };
    let mut race = InitializerRace::new(&trainer, query);
    while race.advance() {}
    let progress = race.progress();
    assert!(progress.finished && progress.epochs == race::MOST_EPOCHS);
    assert!(progress.losses.iter().all(|losses| losses.len() == progress.epochs + 1));
    let last: Vec<f32> = progress.losses.iter().map(|losses| losses[progress.epochs]).collect();
    let winner = progress.winner.unwrap();
    assert!(last.iter().all(|&loss| loss >= last[winner]));
    assert!(winner == 3 || winner == 4, "{last:?}");
    assert!(last[winner] < 0.1 && last[0] > 0.4 && last[1] > 0.4, "{last:?}");
    // A runner is what training with its settings is.
    let mut alone = Trainer::new(&config_of(trainer.config(), query, winner));
    (0..progress.epochs).for_each(|_| alone.finish_epoch());
    assert_eq!(alone.measure().train_loss as f32, last[winner]);
}

#[test]
fn who_is_lost_ends_early_and_cannot_win() {
    let trainer = trainer("problem=regression&activation=relu&learningRate=3");
    let mut race =
        InitializerRace::new(&trainer, InitializersQuery { own_layers: false, curve: Curve::Relu });
    while race.advance() {}
    let losses = &race.progress().losses;
    assert!(losses[2].len() < race.progress().epochs && !losses[2].last().unwrap().is_finite());
    assert_ne!(race.progress().winner, Some(2));
}

#[test]
fn points_of_ones_own_are_raced_on() {
    let point = |x: f64| Point { x, y: 0.0, label: x.signum() };
    let points = Points { train: [-2.0, -1.0, 1.0, 2.0].map(point).to_vec(), test: Vec::new() };
    let trainer = Trainer::with(trainer("").config(), Some(points), None).unwrap();
    let race = InitializerRace::new(&trainer, InitializersQuery::default());
    // All weights 0: o = tanh 0, and ½(0 − (±1))² of every point.
    assert_eq!(race.progress().losses[0], [0.5]);
}

#[test]
fn a_laboratory_races_when_it_is_asked_to_and_forgets_what_is_no_longer_true() {
    let mut laboratory = Laboratory::default();
    let query = InitializersQuery { own_layers: true, curve: Curve::Own };
    let first = trainer("dataset=xor");
    assert_eq!(laboratory.answer(&first, query, 0).race, None);
    assert_eq!(laboratory.answer(&first, query, 0).starts, starts(&first, query));
    assert!(laboratory.answer(&first, query, 1).race.is_some());
    while laboratory.is_racing() {
        laboratory.advance();
    }
    let done = laboratory.answer(&first, query, 1);
    assert!(done.race.as_ref().unwrap().finished);
    // The winner's initializer adopted, the comparison is the same, and its race too.
    let adopted = trainer("dataset=xor&initializer=normal&initScale=1");
    assert_eq!(laboratory.answer(&adopted, query, 1), done);
    let mut learned = first.clone();
    learned.finish_epoch();
    assert_eq!(laboratory.answer(&learned, query, 1), done, "training changes nothing of where it starts");
    let other = trainer("dataset=xor&networkShape=5");
    assert_eq!(laboratory.answer(&other, query, 1).race, None);
    assert!(laboratory.answer(&other, query, 2).race.is_some_and(|race| !race.finished));
}
