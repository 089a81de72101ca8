use super::*;
use nabla_nn::{Config, DataConfig, ParameterId, link};

fn trained(link: &str, epochs: usize) -> Trainer {
    let (config, notices) = link::parse(link);
    assert_eq!(notices, []);
    let mut trainer = Trainer::new(&config.validate().0);
    (0..epochs).for_each(|_| trainer.finish_epoch());
    trainer
}

/// With the whole set as one minibatch a plain step is ΔW = −lr·dE/dW, and dE/dW follows from differences of the loss.
#[test]
fn norms_are_those_of_the_loss_and_of_the_step() {
    let trainer = trained("batchSize=250&networkShape=4,3&learningRate=0.1", 20);
    let look = layers(&trainer);
    assert_eq!(look.samples, 250);
    let network = trainer.trained_network();
    for (index, layer) in network.layers.iter().enumerate() {
        let (mut gradient, mut weight) = (0.0, 0.0);
        for place in (0..layer.rows()).flat_map(|row| layer.row(row)) {
            let loss_at = |change: f32| {
                let mut values = network.values().to_vec();
                values[place] += change;
                let mut other = network.clone();
                other.set_values(&values);
                trainer.loss_of(&other)
            };
            let slope = (loss_at(1e-2) - loss_at(-1e-2)) / 2e-2;
            gradient += slope * slope;
            weight += f64::from(network.values()[place]).powi(2);
        }
        let found = &look.layers[index];
        let close = |found: f32, expected: f64| (f64::from(found) / expected - 1.0).abs() < 0.02;
        assert!(close(found.gradient, gradient.sqrt()), "{index}: {} {}", found.gradient, gradient.sqrt());
        assert!(close(found.weight, weight.sqrt()));
        assert!(close(found.update, 0.1 * gradient.sqrt()));
        assert!(close(found.ratio(), 0.1 * (gradient / weight).sqrt()));
    }
}

/// One sample, one tanh output of one weight: δ = (o − t)(1 − o²), with w = ½ at x.
#[test]
fn the_signal_of_one_sample_is_its_delta() {
    let mut trainer = trained("networkShape=&y=false", 0);
    trainer.set_parameter(ParameterId::new(0, 0, Some(0)), 0.5);
    trainer.set_parameter(ParameterId::new(0, 0, None), 0.0);
    let look = layers(&trainer);
    let points = trainer.points();
    let deltas = points.train.iter().map(|point| {
        let o = (0.5 * point.x).tanh();
        ((o - point.label) * (1.0 - o * o)).powi(2)
    });
    let expected = (deltas.sum::<f64>() / 250.0).sqrt();
    assert!((f64::from(look.layers[0].signal) / expected - 1.0).abs() < 1e-4);
}

#[test]
fn a_relu_that_is_never_awake_is_dead_and_names_its_own_weights_only_by_itself() {
    let mut trainer = trained("activation=relu&networkShape=3,2", 1);
    trainer.set_parameter(ParameterId::new(0, 1, None), -1000.0);
    let look = layers(&trainer);
    let dead: Vec<_> = look.inactive.iter().filter(|it| it.what == InactiveReason::Dead).collect();
    assert!(dead.contains(&&Inactive { layer: 0, neuron: 1, input: None, what: InactiveReason::Dead }));
    assert_eq!(look.layers[0].dead, dead.iter().filter(|it| it.layer == 0).count());
    // Its two weights in and its two weights out.
    assert!(look.layers[0].stuck >= 2 && look.layers[1].stuck >= 2);
    assert!(!look.inactive.iter().any(|it| it.layer == 0 && it.neuron == 1 && it.input.is_some()));
    assert!(!look.inactive.iter().any(|it| it.layer == 1 && it.input == Some(1)));
}

#[test]
fn units_on_the_flat_of_their_curve_are_saturated_and_others_are_not() {
    for (activation, bias, saturated) in [
        ("tanh", 20.0, true),
        ("tanh", 0.0, false),
        ("sigmoid", -30.0, true),
        ("hard-sigmoid", 9.0, true),
        ("elu", -30.0, true),
        // The straight side of these is not flat.
        ("elu", 30.0, false),
        ("softplus", 30.0, false),
        ("leaky-relu", -30.0, false),
        ("sin", 30.0, false),
    ] {
        let mut trainer = trained(&format!("activation={activation}&networkShape=2"), 0);
        trainer.set_parameter(ParameterId::new(0, 0, None), bias);
        trainer.set_parameter(ParameterId::new(0, 1, None), 0.0);
        let look = layers(&trainer);
        let found = look.inactive.iter().any(|it| it.neuron == 0 && it.what == InactiveReason::Saturated);
        assert_eq!(found, saturated, "{activation} at {bias}");
        assert_eq!(look.layers[0].saturated, usize::from(saturated), "{activation} at {bias}");
    }
}

#[test]
fn weights_that_l1_has_cut_are_stuck_and_those_that_learn_are_not() {
    assert_eq!(layers(&trained("", 5)).layers.iter().map(|layer| layer.stuck).sum::<usize>(), 0);
    let trainer = trained("regularization=L1&regularizationRate=0.1&networkShape=4", 40);
    let zeros = |layer: usize| {
        let weights = &trainer.parameters()[layer].weights;
        weights.iter().flatten().filter(|&&weight| weight == 0.0).count()
    };
    let look = layers(&trainer);
    assert!(zeros(0) > 0);
    assert_eq!([look.layers[0].stuck, look.layers[1].stuck], [zeros(0), zeros(1)]);
    assert_eq!(look.inactive.len(), zeros(0) + zeros(1));
}

/// With every weight 0 no gradient reaches the first layer, and nothing comes out of it for the second to learn from.
#[test]
fn a_network_of_zeros_is_stuck_all_over() {
    let look = layers(&trained("initZero=true", 3));
    assert!(look.layers.iter().all(|layer| layer.stuck == layer.weights));
}

/// Each sigmoid passes on a quarter at most, times the weights: after six layers of eight little is left.
#[test]
fn the_signal_vanishes_through_deep_sigmoids_and_not_through_relus() {
    let share = |link: &str| {
        let look = layers(&trained(link, 0));
        look.layers[0].signal / look.layers[6].signal
    };
    let shape = "networkShape=8,8,8,8,8,8";
    assert!(share(&format!("activation=sigmoid&{shape}")) < 1e-3);
    assert!(share(&format!("activation=relu&initializer=he-normal&{shape}")) > 0.05);
}

#[test]
fn every_method_can_be_looked_at() {
    let mut links: Vec<String> =
        Activation::ALL.iter().map(|it| format!("activation={}&batchNorm=true", it.key())).collect();
    links.extend(
        [
            "problem=multiclass&loss=cross-entropy&activation=maxout",
            "networkShape=4,4,4&residual=true&dropout=0.3&dropConnect=0.2&stochasticDepth=0.2",
            "optimizer=lbfgs&batchSize=250",
            "networkShape=&rule=perceptron",
            "problem=regression&averaging=0.9",
            "x=false&y=false",
        ]
        .map(str::to_owned),
    );
    for link in links {
        let trainer = trained(&link, 2);
        let before = trainer.trained_network().clone();
        let look = layers(&trainer);
        assert_eq!(*trainer.trained_network(), before, "looking changes nothing");
        for (layer, shape) in look.layers.iter().zip(&before.layers) {
            let values = |histogram: &Histogram| histogram.counts.iter().sum::<u32>() as usize;
            assert_eq!(values(&layer.sums), shape.rows() * look.samples, "{link}");
            assert_eq!(values(&layer.activations), shape.neurons() * look.samples, "{link}");
            assert!(layer.gradient.is_finite() && layer.update.is_finite(), "{link}");
        }
    }
}

#[test]
fn what_has_diverged_is_shown_as_it_is() {
    let mut trainer = trained("learningRate=10&problem=regression&activation=relu&networkShape=8,8", 0);
    (0..50).for_each(|_| trainer.finish_epoch());
    assert!(!trainer.is_finite());
    let look = layers(&trainer);
    assert!(look.layers.iter().any(|layer| !layer.gradient.is_finite()));
}

#[test]
fn many_points_are_looked_at_evenly() {
    let (config, _) =
        Config { data: DataConfig { samples: Some(1999), ..DataConfig::default() }, ..Config::default() }
            .validate();
    let trainer = Trainer::new(&config);
    let train = &trainer.points().train;
    let points = spread(train, SAMPLES);
    assert_eq!((points.len(), points[0], points[1]), (SAMPLES, train[0], train[train.len() / SAMPLES]));
}

#[test]
fn a_histogram_counts_into_its_bars() {
    let rows = [vec![-1.5, 0.0, 1.99], vec![f32::NAN, f32::INFINITY, 0.1]];
    let sums = range::symmetric(&rows);
    // [−4, 4] in 24 bars of a third: −1.5 is in bar 7, 0 and 0.1 in bar 12, 1.99 in bar 17.
    assert_eq!((sums.low, sums.high), (-4.0, 4.0));
    assert_eq!([7, 12, 17].map(|bar| sums.counts[bar]), [1, 2, 1]);
    assert_eq!(sums.counts.iter().sum::<u32>(), 4);
    let sides = range::from_zero(&rows);
    assert_eq!((sides.low, sides.high), (-2.0, 2.0));
    assert_eq!(range::from_zero(&[vec![0.2, 0.9]]).low, 0.0);
    assert_eq!(range::from_zero(&[vec![-5.0]]).high, 0.0);
    assert_eq!(range::from_zero(&[]).borders().last(), Some(1.0));
    let huge = range::symmetric(&[vec![f32::MAX, 3.0]]);
    assert_eq!(huge.counts[BARS - 1], 1);
}

#[test]
fn the_past_stays_short_and_in_order() {
    let look = |gradient| Layers {
        layers: vec![LayerStatistics { gradient, ..LayerStatistics::default() }],
        ..Layers::default()
    };
    let mut history = LayerHistory::default();
    for epoch in 0..5000 {
        history.push(f64::from(epoch), &look(epoch as f32));
    }
    let mut seen = Layers::default();
    history.fill(&mut seen);
    assert!((40..=81).contains(&seen.history.len()), "{}", seen.history.len());
    assert!(seen.history.iter().all(|moment| moment.gradients == [moment.epoch]));
    assert!(seen.history.windows(2).all(|pair| pair[0].epoch < pair[1].epoch));
    assert_eq!(seen.history[0].epoch, 0.0);
    assert!(seen.history.last().unwrap().epoch > 4800.0);
    // Another run.
    history.push(3.0, &look(1.0));
    history.fill(&mut seen);
    assert_eq!(seen.history.len(), 1);
}
