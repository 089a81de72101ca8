use super::*;
use nabla_nn::{LayerParameters, Parameters, link};

fn trainer(link: &str) -> Trainer {
    let (config, notices) = link::parse(link);
    assert!(notices.is_empty(), "{notices:?}");
    Trainer::new(&config.validate().0)
}

fn layer(weights: &[&[f64]], biases: &[f64]) -> LayerParameters {
    LayerParameters {
        weights: weights.iter().map(|row| row.to_vec()).collect(),
        biases: biases.to_vec(),
        ..LayerParameters::default()
    }
}

/// The same settings with parameters of one's own.
fn set(trainer: &mut Trainer, parameters: Parameters) {
    let config = trainer.config().clone();
    *trainer = Trainer::with(&config, None, Some(&parameters)).unwrap();
}

#[test]
fn a_layer_of_the_identity_leaves_the_grid_as_it_is() {
    let mut trainer = trainer("activation=linear&networkShape=2&dataset=xor");
    set(&mut trainer, vec![layer(&[&[1.0, 0.0], &[0.0, 1.0]], &[0.0; 2]), layer(&[&[3.0, -4.0]], &[5.0])]);
    let folding = folding(&trainer, FoldingQuery::default());
    assert_eq!((folding.layer, folding.pictures.len()), (Some(0), 2));
    let [input, layer] = &folding.pictures[..] else { panic!() };
    assert_eq!(input.grid, layer.grid);
    assert_eq!(input.points, layer.points);
    assert_eq!(layer.axes, Axes::Neurons([0, 1]));
    assert!((layer.shares[0] + layer.shares[1] - 1.0).abs() < 1e-12);
    // The output's own line: 3a₁ − 4a₂ + 5 = 0.
    assert_eq!(folding.line, Some(Line { normal: [3.0, -4.0], offset: 5.0, whole: true }));
}

#[test]
fn the_grid_is_thirteen_straight_lines_each_way() {
    let folding = folding(&trainer("networkShape="), FoldingQuery::default());
    assert_eq!((folding.layer, folding.line), (None, None));
    let grid = &folding.pictures[0].grid;
    assert_eq!(grid.len(), 2 * LINES * SAMPLES);
    let line = |line: usize| &grid[line * SAMPLES..][..SAMPLES];
    assert_eq!((line(0)[0], line(0)[SAMPLES - 1]), ([-6.0, -6.0], [-6.0, 6.0]));
    assert_eq!((line(LINES)[0], line(LINES)[SAMPLES - 1]), ([-6.0, -6.0], [6.0, -6.0]));
    assert!(line(7).iter().all(|place| place[0] == 1.0));
    assert_eq!(line(LINES + 8)[STEPS * 9], [3.0, 2.0]);
}

/// |x| and |y| in four ReLU neurons, by hand; the point (−2, 3) becomes (0, 2, 3, 0).
#[test]
fn neurons_can_be_chosen_and_points_are_where_the_network_says() {
    let mut trainer = trainer("activation=relu&networkShape=4&dataset=xor");
    let rows: [&[f64]; 4] = [&[1.0, 0.0], &[-1.0, 0.0], &[0.0, 1.0], &[0.0, -1.0]];
    set(&mut trainer, vec![layer(&rows, &[0.0; 4]), layer(&[&[1.0, 1.0, -1.0, -1.0]], &[0.0])]);
    let ask = |axes| folding(&trainer, FoldingQuery { layer: None, axes });
    let chosen = ask(Axes::Neurons([1, 2]));
    let picture = &chosen.pictures[1];
    for (point, place) in chosen.pictures[0].points.iter().zip(&picture.points) {
        assert_eq!(*place, [(-point[0]).max(0.0), point[1].max(0.0)]);
    }
    let line = chosen.line.unwrap();
    assert_eq!((line.normal, line.whole), ([1.0, -1.0], false));
    // The other two at their means over the points: c = mean max(0, x) − mean max(0, −y).
    let points = &trainer.points().train;
    let mean = |value: &dyn Fn(f64, f64) -> f64| {
        points.iter().map(|p| value(p.x, p.y)).sum::<f64>() / points.len() as f64
    };
    let expected = mean(&|x, _| x.max(0.0)) - mean(&|_, y| (-y).max(0.0));
    assert!((line.offset - expected).abs() < 1e-5, "{} {expected}", line.offset);
    // No such neurons: as if none had been chosen.
    assert_eq!(ask(Axes::Neurons([0, 9])), ask(Axes::Own));
    assert_eq!(ask(Axes::Own).pictures[1].axes, Axes::Principal);
}

/// The output's sum at a point, read off the line, is the network's own where the picture leaves nothing out.
#[test]
fn the_line_divides_the_points_as_the_network_does() {
    for link in [
        "dataset=xor&networkShape=4,2",
        "dataset=circle&networkShape=3,2&loss=cross-entropy&activation=sigmoid",
        "dataset=gauss&networkShape=4,2&batchNorm=true",
        "dataset=spiral&networkShape=3,2&preprocess=whiten&activation=maxout",
        "dataset=xor&networkShape=2,2&residual=true&loss=hinge",
    ] {
        let mut trainer = trainer(link);
        (0..20).for_each(|_| trainer.finish_epoch());
        for axes in [Axes::Own, Axes::Principal, Axes::Neurons([1, 0])] {
            let folding = folding(&trainer, FoldingQuery { layer: None, axes });
            let Line { normal, offset, whole } = folding.line.unwrap();
            assert!(whole);
            let picture = folding.pictures.last().unwrap();
            for (at, world) in picture.points.iter().zip(&folding.pictures[0].points) {
                let z = normal[0] * f64::from(at[0]) + normal[1] * f64::from(at[1]) + offset;
                let signals = trainer.network().signals_at(f64::from(world[0]), f64::from(world[1]));
                let expected = f64::from(signals.last().unwrap()[0][0]);
                assert!(
                    (z - expected).abs() < 1e-3 * (1.0 + expected.abs()),
                    "{link} {axes:?}: {z} {expected}"
                );
            }
        }
    }
}

#[test]
fn principal_components_keep_their_way_as_the_network_learns() {
    let mut trainer = trainer("dataset=circle&networkShape=8,8,8&learningRate=0.1");
    let query = FoldingQuery { layer: Some(2), axes: Axes::Principal };
    let mut before = folding(&trainer, query);
    for _ in 0..60 {
        trainer.finish_epoch();
        let mut now = folding(&trainer, query);
        // However an answer came, it goes the earlier one's way; here the worst case.
        now.pictures[3].turn(0);
        if let Some(line) = &mut now.line {
            line.normal[0] = -line.normal[0];
        }
        let turned = now.clone();
        now.follow(&before);
        for (now, before) in now.pictures.iter().zip(&before.pictures) {
            for (a, b) in now.directions.iter().zip(&before.directions) {
                assert!(a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>() >= 0.0);
            }
        }
        // What the line says of a point is the same either way round.
        let z = |it: &Folding| {
            let (line, at) = (it.line.unwrap(), it.pictures[3].points[0]);
            line.normal[0] * f64::from(at[0]) + line.normal[1] * f64::from(at[1]) + line.offset
        };
        assert!((z(&now) - z(&turned)).abs() < 1e-9);
        before = now;
    }
}

#[test]
fn only_one_output_of_the_last_layer_draws_a_line() {
    let line = |link: &str, layer| {
        folding(&trainer(link), FoldingQuery { layer: Some(layer), axes: Axes::Own }).line
    };
    assert!(line("networkShape=4,2", 1).is_some());
    assert!(line("networkShape=4,2", 0).is_none());
    assert!(line("networkShape=4,2", 7).is_some(), "no such layer: the last one");
    assert!(line("problem=multiclass&networkShape=2", 0).is_none());
    assert!(line("problem=regression&networkShape=2", 0).is_none());
    assert!(line("initZero=true&networkShape=2", 0).is_none(), "no weights, no line");
}

#[test]
fn cells_say_what_the_network_says_in_their_middle() {
    let trainer = trainer("dataset=xor&loss=cross-entropy");
    let cells = folding(&trainer, FoldingQuery::default()).cells;
    assert_eq!(cells.len(), CELLS * CELLS);
    // The third cell of the second row from below: (−3.5, −4.5).
    let said = trainer.network().output_at(-3.5, -4.5);
    assert!((cells[CELLS + 2] - (2.0 * said - 1.0)).abs() < 1e-6);
    let classes = folding(&self::trainer("problem=multiclass&classes=4"), FoldingQuery::default()).cells;
    assert!(classes.iter().all(|&class| (0.0..4.0).contains(&class) && class.fract() == 0.0));
}

#[test]
fn points_are_few_and_nothing_panics_on_what_is_left_of_a_network() {
    let many = folding(&trainer("samples=20000&percTrainData=90"), FoldingQuery::default());
    assert!((100..=MOST_POINTS).contains(&many.labels.len()));
    assert_eq!(many.labels.len(), many.pictures[2].points.len());
    let one = folding(&trainer("networkShape=3,1"), FoldingQuery { layer: None, axes: Axes::Principal });
    assert!(one.pictures[2].points.iter().all(|place| place[1] == 0.0));
    assert_eq!(one.line.unwrap().normal[1], 0.0);
    let mut lost =
        trainer("activation=relu&networkShape=8,8,8&learningRate=10&batchSize=1&problem=regression");
    (0..50).for_each(|_| lost.finish_epoch());
    assert!(!lost.is_finite());
    for axes in [Axes::Own, Axes::Neurons([0, 1]), Axes::Principal] {
        let mut folding = folding(&lost, FoldingQuery { layer: None, axes });
        folding.follow(&folding.clone());
    }
}
