use super::*;
use nabla_nn::{Activation, Choice, ParameterId, Trainer, link};

fn trained(link: &str, epochs: usize) -> Trainer {
    let (config, notices) = link::parse(link);
    assert_eq!(notices, [], "{link}");
    let mut trainer = Trainer::new(&config.validate().0);
    (0..epochs).for_each(|_| trainer.finish_epoch());
    trainer
}

/// Each link brings another part of a layer, or of the way out, into play.
fn kinds() -> Vec<Trainer> {
    let mut kinds: Vec<Trainer> = Activation::ALL
        .iter()
        .map(|activation| trained(&format!("activation={}&networkShape=4,3&noise=20", activation.key()), 3))
        .collect();
    let links = [
        "networkShape=",
        "networkShape=4,4&loss=huber&noise=30",
        "networkShape=4,4&loss=hinge",
        "networkShape=4,4&loss=cross-entropy",
        "networkShape=4,4&problem=regression",
        "networkShape=4,4&problem=multiclass&classes=4&loss=squared",
        "networkShape=4,4&problem=multiclass&classes=4&loss=cross-entropy",
        "networkShape=4,4&problem=multiclass&classes=3&loss=hinge",
        "networkShape=4,4,4&residual=true",
        "networkShape=4,4&batchNorm=true",
        "networkShape=4,4&batchNorm=true&activation=maxout&residual=true",
        "networkShape=4,4&dropout=0.4&activation=prelu",
        "networkShape=4,4&dropConnect=0.4",
        "networkShape=4,4,4&residual=true&stochasticDepth=0.5&dropout=0.2&dropConnect=0.2&batchNorm=true",
        "networkShape=4,4&averaging=0.9&optimizer=adam",
        "preprocess=whiten&networkShape=4&sinX=true&xTimesY=true",
    ];
    kinds.extend(links.iter().map(|link| trained(&format!("{link}&batchSize=7"), 3)));
    kinds
}

/// Every edge, bias and neuron.
fn places(trainer: &Trainer) -> Vec<Place> {
    let mut places = Vec::new();
    for (layer, of_layer) in trainer.trained_network().layers.iter().enumerate() {
        for neuron in 0..of_layer.neurons() {
            places.extend([
                Place::Parameter(ParameterId::Bias { layer, neuron }),
                Place::Neuron { layer, neuron },
            ]);
            places.extend(
                (0..of_layer.inputs())
                    .map(|input| Place::Parameter(ParameterId::Weight { layer, neuron, input })),
            );
        }
    }
    places
}

fn at(trainer: &Trainer, place: Place, sample: Option<usize>) -> Chain {
    chain(trainer, &ChainQuery { place, sample, check: true, motion: false }).unwrap()
}

fn every_look(mut look: impl FnMut(&Trainer, Chain, &str)) {
    for trainer in kinds() {
        let config = link::format(trainer.config());
        for place in places(&trainer) {
            for sample in [None, Some(5)] {
                look(&trainer, at(&trainer, place, sample), &format!("{config} {place:?} {sample:?}"));
            }
        }
    }
}

fn near(found: f64, expected: f64, tolerance: f64, what: &str) {
    let size = expected.abs().max(1e-3);
    assert!((found - expected).abs() <= tolerance * size, "{what}: {found} against {expected}");
}

#[test]
fn every_samples_product_is_that_of_its_factors() {
    every_look(|_, chain, what| {
        for (sample, &product) in chain.product.bars.iter().enumerate() {
            let factors: f32 = chain.factors.iter().map(|factor| factor.bars[sample]).product();
            if !chain.tied {
                near(product.into(), factors.into(), 1e-4, what);
            }
        }
        near(chain.slope, chain.product.mean, 1e-4, what);
    });
}

#[test]
fn the_terms_add_up_to_what_comes_back() {
    every_look(|trainer, chain, what| {
        let is_output = chain.place.neuron().0 + 1 == trainer.trained_network().layers.len();
        assert_eq!(chain.terms.is_empty(), is_output, "{what}");
        let upstream = chain.factors.iter().find(|factor| factor.kind == Kind::Upstream).unwrap();
        if !is_output {
            near(chain.terms.iter().map(Term::product).sum(), upstream.mean, 1e-4, what);
        }
    });
}

/// The difference is of a forward pass in f64; the slope is the engine's, in f32.
#[test]
fn slopes_agree_with_differences_to_a_thousandth() {
    let mut told = 0;
    every_look(|_, chain, what| {
        let check = chain.check.unwrap();
        if chain.source == Source::Rule {
            return;
        }
        let gap = (chain.slope - check.difference).abs();
        // So far above the resolution a slope is healthy.
        let healthy = chain.slope.abs() > 300.0 * check.resolution;
        told += usize::from(healthy);
        assert!(gap <= 1e-3 * chain.slope.abs() || gap <= check.resolution, "{what}: {chain:?}");
        assert!(!healthy || check.error <= 1e-3, "{what}: {chain:?}");
    });
    assert!(told > 1000, "{told}");
}

#[test]
fn a_wrong_slope_is_found_out() {
    let trainer = trained("networkShape=4,2", 3);
    let place = Place::Parameter(ParameterId::Weight { layer: 1, neuron: 0, input: 2 });
    let honest = at(&trainer, place, None);
    let trace = trainer.trace_step();
    let replay = replay::Replay::new(&trainer, &trace, true);
    let check = factors::check(
        &Chain { slope: 1.02 * honest.slope, ..honest },
        &replay,
        &trace.layers[2].activations,
    )
    .unwrap();
    near(check.error, 0.02 / 1.02, 1e-2, "two percent too much");
}

/// x = 2, w = 0.5, b = 0, a = tanh 1; then v = 3, o = 3a, t = −1: dE/dw = x·(1 − a²)·v·(o − t).
#[test]
fn by_hand() {
    let mut trainer = trained("networkShape=1&y=false&problem=regression&initZero=true", 0);
    trainer.set_parameter(ParameterId::new(0, 0, Some(0)), 0.5);
    trainer.set_parameter(ParameterId::new(1, 0, Some(0)), 3.0);
    let points =
        nabla_nn::Points { train: vec![nabla_nn::Point { x: 2.0, y: 0.0, label: -1.0 }], test: Vec::new() };
    let parameters = trainer.network().parameters();
    let trainer = Trainer::with(trainer.config(), Some(points), Some(&parameters)).unwrap();
    let a = 1.0f64.tanh();
    let chain =
        at(&trainer, Place::Parameter(ParameterId::Weight { layer: 0, neuron: 0, input: 0 }), Some(0));
    let kinds: Vec<Kind> = chain.factors.iter().map(|factor| factor.kind).collect();
    assert_eq!(kinds, [Kind::Input, Kind::Slope, Kind::Upstream]);
    let expected = [2.0, 1.0 - a * a, 3.0 * (3.0 * a + 1.0)];
    for (factor, expected) in chain.factors.iter().zip(expected) {
        near(factor.mean, expected, 1e-5, "factor");
    }
    let slope = expected.iter().product::<f64>();
    near(chain.slope, slope, 1e-5, "slope");
    near(chain.step.value[1], 0.5 - chain.step.learning_rate * slope, 1e-5, "step");
    near(chain.loss, 0.5 * (3.0 * a + 1.0) * (3.0 * a + 1.0), 1e-5, "loss");
    assert_eq!((chain.terms.len(), chain.terms[0].weight), (1, 3.0));
    let output = at(&trainer, Place::Neuron { layer: 1, neuron: 0 }, Some(0));
    assert_eq!((output.source, output.signals[2]), (Source::Loss, -1.0));
    near(output.slope, 3.0 * a + 1.0, 1e-5, "δ of the output");
}

#[test]
fn the_step_told_is_the_step_taken() {
    for link in
        ["regularization=L2&regularizationRate=0.1", "regularization=L1&optimizer=adam", "clipNorm=0.1"]
    {
        let mut trainer = trained(&format!("{link}&networkShape=3&seed=7"), 2);
        let point = trainer.points().train[3];
        let place = Place::Parameter(ParameterId::Weight { layer: 0, neuron: 1, input: 1 });
        let chain = at(&trainer, place, Some(3));
        let config = trainer.config().clone();
        let w = trainer.network().parameters()[0].weights[1][1];
        assert_eq!(chain.step.value[0], w);
        assert_eq!(
            chain.step.penalty,
            config.training.regularization_rate * config.training.penalty.derivative(w)
        );
        trainer.step();
        assert_eq!(chain.step.value[1], trainer.network().parameters()[0].weights[1][1]);
        near(chain.step.loss[1], trainer.trace(&[point]).loss, 1e-5, "the loss after it");
    }
}

#[test]
fn a_step_down_the_slope_lowers_the_loss_of_its_minibatch() {
    for link in ["networkShape=4,2", "networkShape=4,4&batchNorm=true", "networkShape=4&dropout=0.3"] {
        let trainer = trained(&format!("{link}&learningRate=0.003"), 2);
        let step = at(&trainer, Place::Parameter(ParameterId::Bias { layer: 0, neuron: 0 }), None).step;
        assert!(step.loss[1] < step.loss[0], "{link}: {step:?}");
        near(step.loss[1], step.loss[0], 0.05, link);
    }
}

#[test]
fn looking_changes_nothing_and_survives_anything() {
    let trainer = trained("networkShape=4,4&batchNorm=true&dropout=0.3", 1);
    let before = trainer.network().clone();
    let all = ChainQuery {
        place: Place::Parameter(ParameterId::Weight { layer: 0, neuron: 0, input: 0 }),
        sample: None,
        check: true,
        motion: true,
    };
    chain(&trainer, &all).unwrap();
    assert_eq!(*trainer.network(), before);
    for place in [
        Place::Parameter(ParameterId::Weight { layer: 3, neuron: 0, input: 0 }),
        Place::Parameter(ParameterId::Weight { layer: 0, neuron: 4, input: 0 }),
        Place::Parameter(ParameterId::Weight { layer: 0, neuron: 0, input: 2 }),
    ] {
        assert_eq!(chain(&trainer, &ChainQuery { place, ..all }), None);
    }
    let beyond = chain(&trainer, &ChainQuery { sample: Some(99_999), ..all }).unwrap();
    assert_eq!(beyond.samples, 10, "a point that is gone is the minibatch again");
    let lost = trained("problem=regression&activation=linear&learningRate=10&networkShape=4,4", 40);
    assert!(!lost.is_finite());
    let lost = chain(&lost, &all).unwrap();
    assert!(lost.slope.is_nan() && lost.check.unwrap().error.is_nan(), "{lost:?}");
    let empty = trained("x=false&y=false&networkShape=2", 0);
    assert_eq!(chain(&empty, &all), None);
    assert!(
        chain(
            &empty,
            &ChainQuery { place: Place::Parameter(ParameterId::Bias { layer: 0, neuron: 0 }), ..all }
        )
        .is_some()
    );
}

#[test]
fn many_samples_are_few_bars_and_a_large_check_is_left_out() {
    let trainer = trained("networkShape=32,32&batchSize=250", 0);
    let chain = at(&trainer, Place::Parameter(ParameterId::Weight { layer: 0, neuron: 0, input: 0 }), None);
    assert_eq!(chain.samples, 250);
    assert!(chain.product.bars.len() <= BARS && chain.product.bars.len() > BARS / 2);
    let trainer = trained("networkShape=32,32,32,32,32,32,32,32&batchSize=250", 0);
    assert_eq!(
        at(&trainer, Place::Parameter(ParameterId::Weight { layer: 0, neuron: 0, input: 0 }), None).check,
        None
    );
    assert!(
        at(&trainer, Place::Parameter(ParameterId::Weight { layer: 0, neuron: 0, input: 0 }), Some(0))
            .check
            .is_some()
    );
}

#[test]
fn slow_motion_tells_the_step_of_every_layer() {
    let mut trainer = trained("networkShape=3,2&activation=maxout", 1);
    let query = ChainQuery {
        place: Place::Parameter(ParameterId::Bias { layer: 0, neuron: 0 }),
        sample: None,
        check: false,
        motion: true,
    };
    let motion = chain(&trainer, &query).unwrap().motion.unwrap();
    let rate = trainer.config().training.learning_rate as f32;
    let shapes: Vec<_> =
        motion.layers.iter().map(|layer| (layer.weights.len(), layer.activations.len())).collect();
    assert_eq!(shapes, [(3, 3), (2, 2), (1, 1)]);
    assert_eq!((motion.inputs.len(), motion.targets.len()), (2, 1));
    trainer.step();
    for (layer, after) in motion.layers.iter().zip(trainer.network().parameters()) {
        for neuron in 0..layer.weights.len() {
            for input in 0..layer.weights[neuron].len() {
                let moved = layer.weights[neuron][input] - rate * layer.slopes[neuron][input];
                near(layer.after[neuron][input].into(), moved.into(), 1e-5, "w − lr·dE/dw");
                assert_eq!(layer.after[neuron][input] as f64, after.weights[neuron][input]);
            }
        }
    }
    let output = &motion.layers[2];
    let error = output.activations[0] - motion.targets[0];
    assert!(error.abs() > 0.01 && output.deltas[0] != 0.0);
}
