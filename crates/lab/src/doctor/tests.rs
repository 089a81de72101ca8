//! For every rule a run that must trigger it and one that must not; the stories, to their good end.

use super::*;
use nabla_nn::{Activation, LayerParameters, ParameterId, Point, Points, ValidConfig, link};

fn config(text: &str) -> ValidConfig {
    let (config, notices) = link::parse(text);
    assert_eq!(notices, []);
    config.validate().0
}

/// A run that is looked at after every third epoch.
fn run(mut trainer: Trainer, epochs: u64) -> (Trainer, Evidence) {
    let mut evidence = Evidence::default();
    for epoch in 0..=epochs {
        if epoch % 3 == 0 {
            evidence.observe(&trainer, &trainer.measure());
        }
        if epoch < epochs {
            trainer.finish_epoch();
        }
    }
    (trainer, evidence)
}

fn findings(link: &str, epochs: u64) -> Vec<Finding> {
    let (trainer, evidence) = run(Trainer::new(&config(link)), epochs);
    treated(&evidence, &trainer)
}

/// What is found, when all remedies have been tried.
pub(super) fn treated(evidence: &Evidence, trainer: &Trainer) -> Vec<Finding> {
    let mut diagnosis = diagnose(evidence, trainer);
    let mut trials = Trials::default();
    for _ in 0..100_000 {
        trials.advance(trainer, evidence.accident(), &mut diagnosis, usize::MAX);
        if !diagnosis.findings.iter().any(|finding| finding.help == Help::Trying) {
            return diagnosis.findings;
        }
    }
    panic!("trials without an end: {:?}", diagnosis.findings)
}

fn rules(link: &str, epochs: u64) -> Vec<Rule> {
    findings(link, epochs).iter().map(|finding| finding.rule).collect()
}

/// What a run says of itself, and whether its first remedy for `rule` brings the loss below a tenth of chance.
#[track_caller]
fn story(link: &str, epochs: u64, rule: Rule, afterwards: u64) {
    let found = findings(link, epochs);
    let Some(finding) = found.iter().find(|finding| finding.rule == rule) else {
        panic!("{rule:?} not in {found:?}")
    };
    let Some(remedy) = finding.remedy() else { panic!("no remedy in {finding:?}") };
    let (better, notices) = config(link).config().changed(remedy).validate();
    assert_eq!(notices, []);
    let (trainer, evidence) = run(Trainer::new(&better), afterwards);
    let loss = trainer.measure().test_loss / trainer.chance_loss();
    assert!(loss < 0.1, "{remedy:?} leaves {loss}");
    assert!(!diagnose(&evidence, &trainer).findings.iter().any(|finding| finding.rule == rule));
}

#[test]
fn deep_sigmoids_learn_with_the_remedy() {
    for data in ["circle", "xor"] {
        for shape in ["8,8,8,8,8,8", "4,4,4,4,4,4"] {
            for seed in ["0.5", "a", "b"] {
                let link = format!("dataset={data}&activation=sigmoid&networkShape={shape}&seed={seed}");
                story(&link, 150, Rule::Vanishing, 200);
            }
        }
    }
}

#[test]
fn a_spiral_at_a_rate_of_three_learns_with_the_remedy() {
    let link = "dataset=spiral&networkShape=8,8&sinX=true&sinY=true&learningRate=3";
    story(link, 60, Rule::RateTooHigh, 1000);
    for (link, epochs) in [("dataset=spiral&learningRate=3", 60), ("dataset=spiral&learningRate=10", 60)] {
        let found = findings(link, epochs);
        let wanted = remedy::learning_rate(0.03);
        assert!(found.iter().any(|it| it.rule == Rule::RateTooHigh && it.remedies[0] == wanted), "{found:?}");
    }
}

#[test]
fn a_neuron_for_xor_is_too_small_and_eight_learn_it() {
    for seed in ["0.5", "a"] {
        story(&format!("dataset=xor&networkShape=1&seed={seed}"), 200, Rule::TooSmall, 300);
    }
    // In the end its one neuron saturates, which is not what ails it.
    let found = rules("dataset=xor&networkShape=1&seed=0.5", 60_000);
    assert!(found.contains(&Rule::TooSmall) && !found.contains(&Rule::SaturatedUnits), "{found:?}");
    story("dataset=xor&networkShape=", 200, Rule::TooSmall, 300);
    story("dataset=xor&networkShape=&rule=perceptron", 200, Rule::TooSmall, 300);
}

#[test]
fn every_rule_is_triggered_by_its_run_and_not_by_a_healthy_one() {
    use Rule::*;
    let cases: [(Rule, &str, u64, &str, u64); 21] = [
        (
            Lost,
            "problem=regression&activation=relu&learningRate=10",
            30,
            "problem=regression&activation=relu",
            30,
        ),
        (RateTooHigh, "learningRate=3", 60, "learningRate=0.3", 60),
        (RateTooHigh, "dataset=xor&learningRate=10", 60, "dataset=xor&learningRate=0.1", 60),
        (LoneSample, "networkShape=4,2&batchNorm=true&batchSize=1", 0, "networkShape=4,2&batchNorm=true", 0),
        (
            PenaltyOvershoots,
            "regularization=L2&regularizationRate=10&learningRate=0.3",
            0,
            "regularization=L2&regularizationRate=3&learningRate=0.3",
            0,
        ),
        (Symmetric, "initZero=true", 0, "", 0),
        (Symmetric, "initializer=zeros&activation=relu", 50, "initializer=normal&activation=relu", 50),
        (
            Pruned,
            "regularization=L1&regularizationRate=1",
            50,
            "regularization=L1&regularizationRate=0.001",
            50,
        ),
        (
            Pruned,
            "regularization=L2&regularizationRate=3",
            50,
            "regularization=L2&regularizationRate=0.003",
            50,
        ),
        (
            SaturatedUnits,
            "initializer=normal&initScale=10&networkShape=8,8&dataset=spiral",
            150,
            "dataset=spiral&networkShape=8,8",
            150,
        ),
        (Vanishing, "activation=sign", 200, "activation=relu", 200),
        (
            Vanishing,
            "activation=sigmoid&networkShape=8,8,8,8,8,8",
            150,
            "activation=tanh&networkShape=8,8,8,8,8,8",
            150,
        ),
        (
            Exploding,
            "problem=regression&initializer=normal&initScale=3&networkShape=8,8,8,8,8&activation=relu",
            0,
            "problem=regression&initializer=he-normal&networkShape=8,8,8,8,8&activation=relu",
            0,
        ),
        (RateTooLow, "learningRate=0.0001", 60, "learningRate=0.03", 60),
        (RateTooLow, "learningRate=0.001", 60, "learningRate=0.001&optimizer=adam", 60),
        (
            WrongStart,
            "problem=multiclass&dataset=blobs&loss=cross-entropy&initializer=normal&initScale=3",
            0,
            "problem=multiclass&dataset=blobs&loss=cross-entropy",
            0,
        ),
        (TooSmall, "networkShape=2", 300, "networkShape=4", 300),
        (Plateau, "activation=sigmoid&networkShape=6,4,2", 500, "activation=tanh&networkShape=6,4,2", 500),
        (
            Overfitting,
            "percTrainData=10&noise=50&networkShape=8,8,8&learningRate=0.1&dataset=xor",
            400,
            "noise=20&networkShape=8,8,8&activation=relu",
            400,
        ),
        (SmallTest, "percTrainData=90", 0, "percTrainData=80", 0),
        (SmallTest, "samples=60", 0, "samples=300", 0),
    ];
    for (rule, sick, epochs, healthy, healthy_epochs) in cases {
        let found = rules(sick, epochs);
        assert!(found.contains(&rule), "{rule:?} not in {found:?} of {sick}");
        let found = rules(healthy, healthy_epochs);
        assert!(!found.contains(&rule), "{rule:?} in {found:?} of {healthy}");
    }
}

/// The test loss after as many epochs with the first remedy as without, for every rule that has one.
#[test]
fn remedies_help() {
    use Rule::*;
    for (rule, link, epochs) in [
        (RateTooHigh, "learningRate=3", 60),
        (Symmetric, "initZero=true", 60),
        (Pruned, "regularization=L1&regularizationRate=1", 100),
        (Pruned, "regularization=L2&regularizationRate=3", 100),
        (DeadUnits, "dataset=gauss&activation=relu&networkShape=6,4,2&seed=a", 100),
        (SaturatedUnits, "initializer=normal&initScale=10&networkShape=8,8&dataset=spiral", 150),
        (Vanishing, "activation=sign", 200),
        (
            Exploding,
            "problem=regression&initializer=normal&initScale=2&networkShape=8,8,8,8,8&activation=relu",
            0,
        ),
        (RateTooLow, "learningRate=0.0001", 60),
        (TooSmall, "networkShape=2", 300),
        (Plateau, "activation=sigmoid&networkShape=6,4,2", 500),
        (Overfitting, "percTrainData=10&noise=50&networkShape=8,8,8&learningRate=0.1&dataset=xor", 600),
    ] {
        let (trainer, evidence) = run(Trainer::new(&config(link)), epochs);
        let found = treated(&evidence, &trainer);
        let Some(finding) = found.iter().find(|it| it.rule == rule) else { panic!("{rule:?}: {found:?}") };
        let Some(remedy) = finding.remedy() else { panic!("{rule:?}: {found:?}") };
        let (better, _) = run(Trainer::new(&config(link).config().changed(remedy).validate().0), epochs);
        let (before, after) = (trainer.measure().test_loss, better.measure().test_loss);
        // A spiral takes longer than this, and noisy points can only be learned less by heart.
        let share = if matches!(rule, Overfitting | SaturatedUnits) { 0.9 } else { 0.3 };
        assert!(after < share * before, "{rule:?}: {remedy:?} brings {before} to {after}");
    }
}

#[test]
fn dead_units_are_found_where_they_stop_a_run() {
    for (bias, dead) in [(-1000.0, true), (0.1, false)] {
        let mut trainer = Trainer::new(&config("activation=relu&networkShape=4,2"));
        (0..2).for_each(|neuron| assert!(trainer.set_parameter(ParameterId::new(1, neuron, None), bias)));
        let (trainer, evidence) = run(trainer, 30);
        let found = diagnose(&evidence, &trainer).findings;
        let finding = found.iter().find(|finding| finding.rule == Rule::DeadUnits);
        assert_eq!(finding.is_some(), dead, "{found:?}");
        if let Some(finding) = finding {
            assert_eq!(finding.numbers, [2.0, 2.0, 2.0, 250.0, 250.0]);
            assert_eq!(finding.remedies[0], remedy::activation(Activation::LeakyRelu));
        }
    }
}

#[test]
fn points_far_out_are_unscaled_features() {
    let settings = config("dataset=gauss");
    for (factor, unscaled) in [(1000.0, true), (1.0, false)] {
        let scaled = |points: Vec<Point>| {
            points.into_iter().map(|it| Point { x: factor * it.x, y: factor * it.y, ..it }).collect()
        };
        let points = Trainer::new(&settings).points();
        let points = Points { train: scaled(points.train), test: scaled(points.test) };
        let trainer = Trainer::with(&settings, Some(points), None).unwrap();
        // Weights that point the wrong way, so that there is something to learn.
        let (trainer, evidence) = run(trainer, 0);
        let mut wrong = trainer.parameters();
        wrong[2] = LayerParameters::new(vec![vec![0.0, 0.0]], vec![0.0]);
        let trainer = Trainer::with(&settings, Some(trainer.points()), Some(&wrong)).unwrap();
        let found = diagnose(&evidence, &trainer).findings;
        let finding = found.iter().find(|finding| finding.rule == Rule::Unscaled);
        assert_eq!(finding.is_some(), unscaled, "{found:?}");
        assert!(finding.is_none_or(|it| it.remedies == [remedy::standardize()] && it.numbers[0] > 1000.0));
    }
}

#[test]
fn an_accident_outlives_the_stop_until_the_settings_change() {
    let settings = config("dataset=spiral&learningRate=3");
    let (trainer, mut evidence) = run(Trainer::new(&settings), 30);
    evidence.lost(&trainer, f64::NAN);
    // Put back to where it was still good.
    let mut back = Trainer::new(&settings);
    (0..9).for_each(|_| back.finish_epoch());
    evidence.observe(&back, &back.measure());
    let found = diagnose(&evidence, &back).findings;
    assert_eq!(found[0].rule, Rule::Lost);
    assert_eq!(found[0].numbers[..2], [3.0, 30.0]);
    assert_eq!(found[0].remedies[0], remedy::learning_rate(0.03));
    back.reconfigure(config("dataset=spiral&learningRate=0.03"));
    evidence.observe(&back, &back.measure());
    assert_eq!(evidence.accident(), None);
    assert!(!diagnose(&evidence, &back).findings.iter().any(|it| it.rule == Rule::Lost));
}

#[test]
fn the_first_loss_is_compared_with_chance() {
    let (trainer, evidence) =
        run(Trainer::new(&config("problem=multiclass&classes=4&loss=cross-entropy&dataset=rings")), 0);
    let diagnosis = diagnose(&evidence, &trainer);
    assert!((diagnosis.chance - 4f64.ln()).abs() < 1e-12);
    assert_eq!(diagnosis.first, Some(trainer.measure().train_loss));
}

#[test]
fn ten_points_are_learned_by_heart_or_not() {
    for (link, passes) in [
        ("", true),
        ("dataset=spiral", true),
        ("problem=regression&regDataset=reg-gauss", true),
        ("problem=multiclass&loss=cross-entropy&dataset=spirals&networkShape=8,8", true),
        ("batchNorm=true&dropout=0.5&regularization=L1&regularizationRate=1", true),
        ("dataset=xor&networkShape=1", false),
        ("initZero=true", false),
    ] {
        let trainer = Trainer::new(&config(link));
        let mut check = Overfit::new(&trainer).unwrap();
        let outcome = (0..1000).find_map(|_| check.advance(10)).unwrap();
        assert_eq!(outcome.passed, passes, "{link}: {outcome:?}");
        assert_eq!(outcome.passed, outcome.loss < 0.1 * outcome.chance);
        let mut evidence = Evidence::default();
        evidence.observe(&trainer, &trainer.measure());
        evidence.tried(&trainer, outcome);
        let found = diagnose(&evidence, &trainer).findings;
        assert_eq!(found.iter().any(|it| it.rule == Rule::CannotOverfit), !passes, "{found:?}");
    }
}

#[test]
fn keys_are_distinct() {
    for (place, rule) in Rule::ALL.iter().enumerate() {
        assert_eq!(Rule::ALL.iter().position(|other| other.key() == rule.key()), Some(place));
    }
}

#[test]
fn evidence_stays_short_in_order_and_of_one_run() {
    let mut trainer = Trainer::new(&config("networkShape=1&samples=20"));
    let mut evidence = Evidence::default();
    for _ in 0..3000 {
        evidence.observe(&trainer, &trainer.measure());
        trainer.finish_epoch();
    }
    let readings = evidence.readings();
    assert!((120..=241).contains(&readings.len()), "{}", readings.len());
    assert!(readings.windows(2).all(|pair| pair[0].epoch < pair[1].epoch));
    assert!(readings.last().unwrap().epoch > 2900.0);
    assert_eq!(evidence.first().unwrap().epoch, 0.0);
    // Another run of the same settings.
    let fresh = Trainer::new(&config("networkShape=1&samples=20"));
    evidence.observe(&fresh, &fresh.measure());
    assert_eq!(evidence.readings().len(), 1);
}

#[test]
fn what_has_diverged_is_diagnosed_without_a_panic() {
    for (link, epochs) in [
        ("problem=regression&learningRate=10&activation=relu&networkShape=8,8", 60),
        ("x=false&y=false", 20),
        ("networkShape=", 200),
        ("networkShape=&x=false&y=false&problem=regression", 200),
    ] {
        findings(link, epochs);
    }
}
