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
    for link in [
        "dataset=circle",
        "dataset=spiral&networkShape=16&seed=0.1",
        "dataset=xor&networkShape=32,32&noise=20",
    ] {
        assert_eq!(verdicts(link, Curve::Tanh), [Alike, Vanishes, Saturates, Keeps, Keeps], "{link}");
        assert_eq!(verdicts(link, Curve::Relu), [Alike, Vanishes, Explodes, Shrinks, Keeps], "{link}");
    }
}

/// Weights of variance v on n inputs of mean square q make sums of variance n·v·q, and ReLU lets half of that through. So a
/// layer's mean square is that of the one before times 64v/2: with He, v = 2/64, times 1; with Xavier, v = 2/128, times ½;
/// with deviation 0.01 times 0.0032, with deviation 1 times 32. Over nine layers σ then grows by the root of the ninth
/// power: by 1, 0.044, 6e−12 and 6e6.
#[test]
fn relu_keeps_with_he_and_halves_with_xavier() {
    let expected = [(1, 0.0032), (2, 32.0), (3, 0.5), (4, 1.0)];
    for (start, factor) in expected {
        let (mut sum, mut count, mut growths) = (0.0, 0.0, Vec::new());
        for seed in 0..20 {
            let trainer = trainer(&format!("seed={seed}&activation=relu"));
            let query = InitializersQuery { own_layers: false, curve: Curve::Relu };
            let config = config_of(trainer.config(), query, start);
            let alone = Trainer::new(&config);
            let points = &alone.points().train;
            let places: Vec<[f64; 2]> = points.iter().map(|point| [point.x, point.y]).collect();
            let square = |rows: &Vec<Vec<f32>>| {
                let squares = rows.iter().flatten().map(|&a| f64::from(a) * f64::from(a));
                squares.sum::<f64>() / (rows.len() * rows[0].len()) as f64
            };
            let signals = alone.network().signals_over(&places);
            let squares: Vec<f64> = signals[..DEPTH].iter().map(|[_, a]| square(a)).collect();
            for pair in squares.windows(2) {
                (sum, count) = (sum + pair[1] / pair[0], count + 1.0);
            }
            growths.push(starts(&trainer, query)[start].growth().unwrap());
        }
        let mean: f64 = sum / count;
        assert!((mean / factor - 1.0).abs() < 0.08, "{start}: {mean}");
        // Chance is of a layer's width: the middle of twenty networks is near what is expected of one.
        growths.sort_by(f64::total_cmp);
        let expected = libm::pow(factor, 4.5);
        assert!((0.6..1.4).contains(&(growths[10] / expected)), "{start}: {} {expected}", growths[10]);
    }
}

/// Standardized inputs have mean square 1 each: with He's v = 2/2 the first sums have variance 2, and ReLU's outputs the
/// mean square 1. Of a normal sum of variance 2, ReLU's mean is 2/√(2π·2) = 0.5642, and σ = √(1 − 0.3183) = 0.8256.
#[test]
fn the_first_layers_spread_is_known() {
    let spread = |seed: usize| {
        let trainer = trainer(&format!("seed={seed}"));
        let query = InitializersQuery { own_layers: false, curve: Curve::Relu };
        starts(&trainer, query)[4].layers[0].deviation
    };
    let mean = (0..20).map(spread).sum::<f64>() / 20.0;
    assert!((mean - 0.8256).abs() < 0.08, "{mean}");
}

#[test]
fn verdicts_have_their_borders_where_the_page_says() {
    use Verdict::*;
    let cases = [
        (1.0, Keeps),
        (5.0, Keeps),
        (0.2, Keeps),
        (5.1, Grows),
        (0.19, Shrinks),
        (999.0, Grows),
        (0.0011, Shrinks),
        (1000.0, Explodes),
        (0.001, Vanishes),
        (0.0, Vanishes),
        (f64::INFINITY, Explodes),
        (f64::NAN, Explodes),
    ];
    for (growth, verdict) in cases {
        assert_eq!(by_growth(growth), verdict, "{growth}");
    }
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
    assert_eq!((deep[0].layers.len(), deep[0].layers[9].histogram.high), (10, 1.0));
    assert_eq!(deep[0].layers[0].histogram.total() as usize, 64 * 125);
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
    let query = InitializersQuery { own_layers: false, curve: Curve::Relu };
    let mut race = InitializerRace::new(&trainer, query);
    while race.advance() {}
    let progress = race.progress();
    assert!(progress.finished && progress.epochs == race::MOST_EPOCHS);
    assert!(progress.losses.iter().all(|losses| losses.len() == progress.epochs + 1));
    let last: Vec<f32> = progress.losses.iter().map(|losses| losses[progress.epochs]).collect();
    let winner = progress.winner.unwrap();
    assert!(last.iter().all(|&loss| loss >= last[winner]));
    // He, as the lecture has it for ReLU; where nothing comes through, or too much, nothing is learned.
    assert_eq!(winner, 4, "{last:?}");
    assert!(last[4] < 0.01 && last[0] > 0.4 && last[1] > 0.4 && last[2] > 0.4, "{last:?}");
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
        laboratory.advance(1_000_000);
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
