use super::lay_out::named;
use super::*;
use nabla_nn::{Activation, Choice, ParameterId, link};

/// Enough to finish in one go.
const ALL: usize = usize::MAX / 2;

fn trained(link: &str, epochs: usize) -> Trainer {
    let mut trainer = Trainer::new(&link::parse(link).0.validate().0);
    (0..epochs).for_each(|_| trainer.finish_epoch());
    trainer
}

/// A run of some epochs, recorded at each.
fn recorded(link: &str, epochs: usize) -> (Trainer, Vec<Vec<f32>>) {
    let mut trainer = trained(link, 0);
    let mut path = vec![trainer.network().values().to_vec()];
    for _ in 0..epochs {
        trainer.finish_epoch();
        path.push(trainer.network().values().to_vec());
    }
    (trainer, path)
}

fn survey(query: LandscapeQuery, trainer: &Trainer, path: &[Vec<f32>], work: usize) -> Landscape {
    let batches = trainer.batches_per_epoch() as u64;
    let path: Vec<_> = (0..).zip(path).map(|(epoch, values)| (values.as_slice(), epoch * batches)).collect();
    let mut survey = Survey::new(query, trainer, &path);
    while survey.advance(trainer, work) {}
    survey.answer(trainer)
}

fn of_weights(first: ParameterId, second: ParameterId) -> LandscapeQuery {
    LandscapeQuery {
        directions: Directions::Weights([Some(first), Some(second)]),
        ..LandscapeQuery::default()
    }
}

fn weight(layer: usize, row: usize, input: usize) -> ParameterId {
    ParameterId::Weight { layer, neuron: row, input }
}

/// The loss at a column and a row.
fn at(landscape: &Landscape, column: usize, row: usize) -> f64 {
    f64::from(landscape.losses[row * SIDE + column])
}

#[test]
fn the_middle_of_a_random_slice_is_the_network() {
    for link in ["", "batchNorm=true", "activation=maxout", "problem=multiclass&loss=cross-entropy"] {
        let trainer = trained(link, 20);
        let landscape = survey(LandscapeQuery::default(), &trainer, &[], ALL);
        let loss = trainer.measure().train_loss;
        assert_eq!(landscape.losses.len(), SIDE * SIDE);
        assert!((at(&landscape, SIDE / 2, SIDE / 2) - loss).abs() < 1e-6 * loss, "{link}");
        assert!((landscape.loss - loss).abs() < 1e-12, "{link}");
        assert_eq!((landscape.here, landscape.off, landscape.half), ([0.0; 2], 0.0, 1.0));
    }
}

/// Without hidden layers and with a linear output E is quadratic: its second difference along a weight is h²·mean x²,
/// and the mixed one is h²·mean xy.
#[test]
fn a_linear_network_has_a_bowl_of_known_curvature() {
    let trainer = trained("problem=regression&regDataset=reg-plane&networkShape=&noise=20", 3);
    let query = of_weights(weight(0, 0, 0), weight(0, 0, 1));
    let landscape = survey(query, &trainer, &[], ALL);
    let points = &trainer.points().train;
    let mean = |f: &dyn Fn(f64, f64) -> f64| {
        points.iter().map(|point| f(point.x, point.y)).sum::<f64>() / points.len() as f64
    };
    let part: Vec<_> = points.chunks(64).step_by(2).flatten().collect();
    assert!(part.len() < points.len(), "a part of the set is enough");
    let mean = |f: &dyn Fn(f64, f64) -> f64| {
        let _ = &mean;
        part.iter().map(|point| f(point.x, point.y)).sum::<f64>() / part.len() as f64
    };
    // Over ten cells, so that rounding to f32 does not show.
    let h = 10.0 * 2.0 * landscape.half / (SIDE - 1) as f64;
    let e = |column, row| at(&landscape, column, row);
    let along_x = (e(30, 20) - 2.0 * e(20, 20) + e(10, 20)) / (h * h);
    let along_y = (e(20, 30) - 2.0 * e(20, 20) + e(20, 10)) / (h * h);
    let mixed = (e(30, 30) - e(30, 10) - e(10, 30) + e(10, 10)) / (4.0 * h * h);
    assert!((along_x - mean(&|x, _| x * x)).abs() < 1e-3, "{along_x}");
    assert!((along_y - mean(&|_, y| y * y)).abs() < 1e-3, "{along_y}");
    assert!((mixed - mean(&|x, y| x * y)).abs() < 1e-3, "{mixed}");
}

#[test]
fn along_two_weights_the_axes_are_their_values() {
    let mut trainer = trained("dataset=xor", 10);
    let query = of_weights(weight(0, 2, 1), ParameterId::new(1, 0, None));
    let landscape = survey(query, &trainer, &[], ALL);
    let now = trainer.parameters();
    assert!((landscape.here[0] - now[0].weights[2][1]).abs() < 1e-6);
    assert!((landscape.here[1] - now[1].biases[0]).abs() < 1e-6);
    let value = |axis: usize, k: f64| landscape.middle[axis] + landscape.half * (k / 20.0 - 1.0);
    trainer.set_parameter(ParameterId::new(0, 2, Some(1)), value(0, 33.0));
    trainer.set_parameter(ParameterId::new(1, 0, None), value(1, 7.0));
    let loss = trainer.measure().train_loss;
    assert!((at(&landscape, 33, 7) - loss).abs() < 1e-5 * loss);
}

#[test]
fn the_weights_in_place_of_none_have_the_steepest_loss() {
    let trainer = trained("dataset=xor", 5);
    let slopes: Vec<(f32, ParameterId)> = {
        let trace = trainer.trace(&trainer.points().train);
        let mut all = Vec::new();
        for (layer, traced) in trace.layers.iter().enumerate() {
            for (row, slopes) in traced.weight_slopes.iter().enumerate() {
                all.extend(slopes.iter().enumerate().map(|(k, slope)| (slope.abs(), weight(layer, row, k))));
            }
        }
        all.sort_by(|a, b| b.0.total_cmp(&a.0));
        all
    };
    let [first, second] = [slopes[0].1, slopes[1].1];
    assert_eq!(named([None; 2], &trainer), Some([first, second]));
    assert_eq!(named([Some(second), None], &trainer), Some([second, first]));
    assert_eq!(named([None, Some(first)], &trainer), Some([second, first]));
    // One that is not there, or the same twice, is replaced.
    assert_eq!(named([Some(weight(9, 0, 0)), Some(first)], &trainer), Some([second, first]));
    assert_eq!(named([Some(first), Some(first)], &trainer), Some([first, second]));
}

#[test]
fn the_principal_slice_holds_the_run() {
    let (trainer, path) = recorded("dataset=circle&learningRate=0.1", 60);
    let query = LandscapeQuery { directions: Directions::Principal, ..LandscapeQuery::default() };
    let landscape = survey(query, &trainer, &path, ALL);
    let [first, second] = landscape.explained;
    assert!(first > second && first + second > 0.8 && first + second <= 1.0 + 1e-9, "{first} {second}");
    assert_eq!(landscape.path.places.len(), 61);
    let inside = |place: &[f32; 2]| {
        (0..2).all(|axis| (f64::from(place[axis]) - landscape.middle[axis]).abs() <= landscape.half)
    };
    assert!(landscape.path.places.iter().all(inside));
    // The run ends at the present, to the right of its start, on the slice itself.
    let (start, end) = (landscape.path.places[0], landscape.path.places[60]);
    assert!(end[0] > start[0]);
    assert!(landscape.here[0].abs() < 1e-6 && landscape.off < 1e-3);
}

#[test]
fn where_there_is_no_direction_it_says_so() {
    let standing = trained("", 0);
    let query = LandscapeQuery { directions: Directions::Principal, ..LandscapeQuery::default() };
    let landscape = survey(query, &standing, &[], ALL);
    assert!(landscape.lacking && landscape.losses.is_empty());
    let only_a_bias = trained("networkShape=&x=false&y=false", 0);
    assert_eq!(only_a_bias.features().len(), 0);
    for directions in [Directions::Random(0), Directions::Weights([None; 2])] {
        assert!(
            survey(LandscapeQuery { directions, ..LandscapeQuery::default() }, &only_a_bias, &[], ALL)
                .lacking
        );
    }
}

#[test]
fn bit_by_bit_it_is_the_same_slice() {
    let (trainer, path) = recorded("dataset=xor", 12);
    for directions in [Directions::Random(3), Directions::Principal, Directions::Weights([None; 2])] {
        let query = LandscapeQuery { directions, variants: true, ..LandscapeQuery::default() };
        let whole = survey(query, &trainer, &path, ALL);
        assert_eq!(whole, survey(query, &trainer, &path, 100_000));
        assert_ne!(whole.losses, survey(LandscapeQuery { reach: 0.5, ..query }, &trainer, &path, ALL).losses);
    }
    let random = |draw| LandscapeQuery { directions: Directions::Random(draw), ..LandscapeQuery::default() };
    let first = survey(random(0), &trainer, &[], ALL);
    assert_ne!(first.losses, survey(random(1), &trainer, &[], ALL).losses);
}

#[test]
fn it_fills_row_by_row_and_stays_while_training_goes_on() {
    let mut trainer = trained("", 3);
    let mut survey = Survey::new(LandscapeQuery::default(), &trainer, &[]);
    assert_eq!(survey.answer(&trainer), Landscape::default());
    assert!(survey.advance(&trainer, 1) && survey.answer(&trainer).losses.is_empty());
    while survey.answer(&trainer).losses.len() < 2 * SIDE {
        assert!(survey.advance(&trainer, 1));
    }
    while survey.advance(&trainer, ALL) {}
    let before = survey.answer(&trainer);
    trainer.finish_epoch();
    let after = survey.answer(&trainer);
    assert_eq!(after.losses, before.losses);
    assert_ne!(after.here, before.here);
    assert!(after.off > 0.0 && after.loss == trainer.measure().train_loss);
    assert_eq!(after.path.places.len(), before.path.places.len() + 1);
    assert!(!survey.advance(&trainer, ALL));
    // Back to the moment of the slice: what lay ahead is not the path.
    assert_eq!(survey.answer(&trained("", 3)).path, before.path);
    assert_eq!(survey.answer(&trained("", 0)).path.places.len(), 1);
    (0..1000).for_each(|_| {
        trainer.step();
        survey.answer(&trainer);
    });
    assert!(survey.answer(&trainer).path.places.len() <= KEPT + TRAIL);
}

#[test]
fn it_suits_the_same_network_and_data_alone() {
    let mut trainer = trained("", 1);
    let query = LandscapeQuery::default();
    let survey = Survey::new(query, &trainer, &[]);
    let mut suits = |link: &str| {
        trainer.reconfigure(link::parse(link).0.validate().0);
        survey.suits(&query, &trainer)
    };
    assert!(suits("learningRate=0.1&batchSize=3"));
    assert!(!suits("noise=10"));
    assert!(!suits("networkShape=4,3"));
    assert!(!suits("loss=huber&problem=regression"));
    assert!(suits(""));
    assert!(!survey.suits(&LandscapeQuery { take: 1, ..query }, &trainer));
}

/// The first step of the whole set from a place known: both coordinates fall by η·dE/dw.
#[test]
fn the_variants_descend_from_the_recorded_start() {
    let (trainer, path) = recorded("dataset=xor&learningRate=0.1&optimizer=adam", 5);
    let start = trained("dataset=xor", 0);
    let [a, b] = [weight(0, 1, 0), weight(1, 0, 2)];
    let query = LandscapeQuery { variants: true, ..of_weights(a, b) };
    let landscape = survey(query, &trainer, &path, ALL);
    let sizes: Vec<usize> = landscape.variants.iter().map(|path| path.batch_size).collect();
    assert_eq!(sizes, [250, 1, 10]);
    let trace = start.trace(&start.points().train);
    let slopes = [trace.layers[0].weight_slopes[1][0], trace.layers[1].weight_slopes[0][2]];
    let batch = &landscape.variants[0].places;
    for axis in 0..2 {
        let moved = batch[1][axis] - batch[0][axis];
        assert!((moved + 0.1 * slopes[axis]).abs() < 1e-5, "{moved} {}", slopes[axis]);
    }
    // 250 samples, 80 epochs each: 80 updates, 20 000 and 2000, and the start before them.
    assert_eq!(landscape.epochs, 80);
    let places: Vec<usize> = landscape.variants.iter().map(|path| path.places.len()).collect();
    assert_eq!(places, [81, 20_001, 2001]);
    assert!(landscape.variants.iter().all(|path| path.places[0] == batch[0]));
    // The run itself is Adam's, and so another.
    assert_ne!(landscape.path.places[1], batch[1]);
}

/// Without hidden layers and with a linear output, E = ½(ax + by + c − t)² of a sample: by hand, each update takes off
/// η times the mean over its samples of (ax + by + c − t)·(x, y, 1).
#[test]
fn every_update_of_the_variants_is_gradient_descent_by_hand() {
    let link = "problem=regression&regDataset=reg-plane&networkShape=&noise=20&learningRate=0.01";
    let trainer = trained(link, 0);
    let query = LandscapeQuery { variants: true, ..of_weights(weight(0, 0, 0), weight(0, 0, 1)) };
    let landscape = survey(query, &trainer, &[], ALL);
    let points = trainer.points().train;
    let start = &trainer.parameters()[0];
    for path in &landscape.variants {
        let [mut a, mut b, mut c] = [start.weights[0][0], start.weights[0][1], start.biases[0]];
        let mut places = path.places.iter().skip(1);
        for _ in 0..landscape.epochs {
            for batch in points.chunks_exact(path.batch_size) {
                let mut sums = [0.0; 3];
                for point in batch {
                    let error = a * point.x + b * point.y + c - point.label;
                    for (sum, factor) in sums.iter_mut().zip([point.x, point.y, 1.0]) {
                        *sum += error * factor / batch.len() as f64;
                    }
                }
                [a, b, c] = [a - 0.01 * sums[0], b - 0.01 * sums[1], c - 0.01 * sums[2]];
                let [at_a, at_b] = places.next().unwrap().map(f64::from);
                let size = path.batch_size;
                assert!((at_a - a).abs() < 1e-4 && (at_b - b).abs() < 1e-4, "{size}: {at_a} {a}, {at_b} {b}");
            }
        }
        assert_eq!(places.next(), None);
    }
}

/// What the figure of the lecture shows: the smaller the minibatch, the longer the way of as many updates.
#[test]
fn batch_is_smooth_stochastic_zigzags_and_minibatch_is_between() {
    let trainer = trained("dataset=circle&learningRate=0.1", 0);
    let query =
        LandscapeQuery { directions: Directions::Principal, variants: true, ..LandscapeQuery::default() };
    let landscape = survey(query, &trainer, &[], ALL);
    let apart = |a: [f32; 2], b: [f32; 2]| f64::from((b[0] - a[0]).hypot(b[1] - a[1]));
    let opening = |path: &Path| path.places[..=80].to_vec();
    let way = |path: &Path| -> f64 { opening(path).windows(2).map(|pair| apart(pair[0], pair[1])).sum() };
    let [batch, stochastic, minibatch] = [0, 1, 2].map(|index| way(&landscape.variants[index]));
    assert!(batch < 1.2 * apart(opening(&landscape.variants[0])[0], opening(&landscape.variants[0])[80]));
    // The mean of ten samples strays √10 = 3.2 times less than one.
    let ratio = stochastic / minibatch;
    assert!((2.4..4.2).contains(&ratio) && minibatch > 2.0 * batch, "{batch} {stochastic} {minibatch}");
    // The slice is laid around the same number of updates of each: they are inside, and it has most of what they do.
    let inside = |place: &[f32; 2]| {
        (0..2).all(|axis| (f64::from(place[axis]) - landscape.middle[axis]).abs() <= landscape.half)
    };
    assert!(landscape.variants.iter().flat_map(opening).all(|place| inside(&place)));
    assert!(landscape.explained[0] + landscape.explained[1] > 0.6, "{:?}", landscape.explained);
    // And of the batch's path enough is seen: a tenth of the map at least.
    let batch = opening(&landscape.variants[0]);
    assert!(apart(batch[0], batch[80]) > 0.1 * 2.0 * landscape.half, "{batch:?} {}", landscape.half);
}

#[test]
fn the_training_is_not_disturbed() {
    let (mut trainer, path) = recorded("dataset=spiral&dropout=0.2", 5);
    let before = trainer.parameters();
    survey(LandscapeQuery { variants: true, ..LandscapeQuery::default() }, &trainer, &path, 1_000_000);
    assert_eq!(trainer.parameters(), before);
    let mut other = recorded("dataset=spiral&dropout=0.2", 5).0;
    trainer.finish_epoch();
    other.finish_epoch();
    assert_eq!(trainer.parameters(), other.parameters());
}

#[test]
fn every_method_has_a_landscape() {
    let others = [
        "batchNorm=true&residual=true&networkShape=4,4",
        "optimizer=lbfgs",
        "averaging=0.99",
        "rule=perceptron&networkShape=",
        "preprocess=pca",
        "problem=multiclass&loss=hinge",
        "batchSize=1",
        "dropConnect=0.3&earlyStopping=2",
        "initZero=true",
    ];
    let activations = Activation::ALL.iter().map(|it| ["activation=", it.key()].concat());
    for link in activations.chain(others.map(str::to_owned)) {
        let (trainer, path) = recorded(&link, 2);
        for directions in [Directions::Random(0), Directions::Principal, Directions::Weights([None; 2])] {
            let query = LandscapeQuery { directions, variants: true, ..LandscapeQuery::default() };
            let landscape = survey(query, &trainer, &path, ALL);
            let lacking = landscape.lacking && directions == Directions::Principal;
            assert!(lacking || landscape.losses.len() == SIDE * SIDE, "{link}");
            assert!(landscape.losses.iter().all(|loss| !loss.is_nan()), "{link}");
            assert!(landscape.explained.iter().all(|share| (0.0..=1.0).contains(share)), "{link}");
        }
    }
}

#[test]
fn what_is_not_finite_does_no_harm() {
    let mut trainer = trained("problem=regression&activation=relu&learningRate=10", 0);
    let mut path = Vec::new();
    for _ in 0..40 {
        path.push(trainer.network().values().to_vec());
        trainer.finish_epoch();
    }
    assert!(!trainer.is_finite());
    for directions in [Directions::Random(0), Directions::Principal, Directions::Weights([None; 2])] {
        let landscape = survey(
            LandscapeQuery { directions, variants: true, ..LandscapeQuery::default() },
            &trainer,
            &path,
            ALL,
        );
        assert!(landscape.losses.iter().all(|loss| !loss.is_nan()));
    }
}
