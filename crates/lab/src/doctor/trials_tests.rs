//! Findings with evidence, remedies that help, and one verdict for all views, over a grid of links.

use super::tests::treated;
use super::*;
use crate::{Answer, Lab, Query};
use nabla_nn::{ValidConfig, link};
use std::collections::{BTreeMap, BTreeSet};

fn config(text: &str) -> ValidConfig {
    let (config, notices) = link::parse(text);
    assert_eq!(notices, [], "{text}");
    config.validate().0
}

/// Epochs between two readings.
const EVERY: u64 = 3;

/// A run after so many epochs, or where it was lost.
fn run(text: &str, epochs: u64) -> (Trainer, Evidence) {
    let mut trainer = Trainer::new(&config(text));
    let mut evidence = Evidence::default();
    for epoch in 0..=epochs {
        let measure = trainer.measure();
        if !trainer.is_finite() || !measure.train_loss.is_finite() {
            evidence.lost(&trainer, measure.train_loss);
            break;
        }
        if epoch % EVERY == 0 {
            evidence.observe(&trainer, &measure);
        }
        if epoch < epochs {
            trainer.finish_epoch();
        }
    }
    (trainer, evidence)
}

/// Runs that mostly go wrong, each in its way.
fn grid() -> Vec<(String, u64)> {
    let data = ["dataset=circle", "dataset=xor", "dataset=spiral", "problem=regression&regDataset=reg-gauss"];
    let shapes = [("tanh", "4,2"), ("relu", "2"), ("relu", "8,8,8,8"), ("sigmoid", "8,8,8,8,8,8")];
    let ills = [
        "",
        "learningRate=0.3",
        "learningRate=3",
        "learningRate=0.0003",
        "learningRate=0.3&batchSize=1",
        "learningRate=0.3&optimizer=adam",
        "initializer=normal&initScale=5",
        "initZero=true",
        "regularization=L1&regularizationRate=0.1",
        "regularization=L2&regularizationRate=10&learningRate=0.3",
        "batchNorm=true&batchSize=1",
        "percTrainData=10&noise=40&learningRate=0.1",
    ];
    let pairs = (0..shapes.len()).flat_map(|s| (0..ills.len()).map(move |i| (s, i)));
    let every = pairs.flat_map(|(s, i)| (0..data.len()).map(move |d| [d, s, i]));
    let link = |[d, s, i]: [usize; 3]| {
        let (activation, shape) = shapes[s];
        let text = format!("{}&activation={activation}&networkShape={shape}&{}", data[d], ills[i]);
        (text, [45, 90, 180, 300][(d + 2 * s + i) % 4])
    };
    // Half of them, each ill with each shape: all would take a minute.
    every.filter(|place| place.iter().sum::<usize>().is_multiple_of(2)).map(link).collect()
}

/// The test loss after so many epochs, the mean of the last ten; NaN of a run that is lost.
fn end(text: &str, epochs: u64) -> f64 {
    let mut trainer = Trainer::new(&config(text));
    (10..epochs).for_each(|_| trainer.finish_epoch());
    let mut losses = 0.0;
    for _ in 0..10 {
        trainer.finish_epoch();
        losses += if trainer.is_finite() { trainer.measure().test_loss } else { f64::NAN };
    }
    losses / 10.0
}

/// Whether the numbers, as they are printed, say that something is wrong.
fn speaks(rule: Rule, numbers: &[f64]) -> bool {
    let at = |place: usize| numbers[place];
    match rule {
        Rule::Lost => !at(2).is_finite() || at(2) > at(3),
        Rule::LoneSample => at(0) == 1.0,
        Rule::PenaltyOvershoots => at(0) > at(1) && (at(2) * at(3) / at(0) - 1.0).abs() < 1e-9,
        Rule::RateTooHigh => at(1) >= 1.0 && at(1) >= at(2) / 5.0 || at(3) > at(4) || at(5) > 1.3 * at(4),
        Rule::Symmetric => at(1) > 1.0 || at(2) == 1.0,
        Rule::Pruned | Rule::SaturatedUnits | Rule::DeadUnits => at(usize::from(rule != Rule::Pruned)) >= 1.0,
        Rule::Vanishing => at(0) < 0.001 && at(2) > 0.8 * at(3),
        Rule::Exploding => at(0) > 100.0,
        Rule::Unscaled => at(0) > 10.0 * at(2) || at(0) > 20.0,
        Rule::RateTooLow => at(1) >= 1000.0 && at(2) >= 30.0,
        Rule::WrongStart => at(0) > 2.0 * at(1),
        Rule::CannotOverfit => !(at(0) < 0.1 * at(1)),
        Rule::TooSmall => at(1) >= 60.0 && at(2) > 0.25 * at(3),
        Rule::Plateau => at(0) >= 60.0 && at(1) > 0.5 * at(2),
        Rule::Overfitting => at(1) > at(0) && at(1) >= at(2),
        Rule::SmallTest => at(0) < 60.0,
    }
}

#[test]
fn every_finding_has_evidence_and_every_remedy_helps() {
    let mut seen = BTreeSet::new();
    let (mut offered, mut in_vain) = (0, 0);
    let mut ends = BTreeMap::new();
    for (text, epochs) in grid() {
        let (trainer, evidence) = run(&text, epochs);
        for finding in treated(&evidence, &trainer) {
            assert!(speaks(finding.rule, &finding.numbers), "{finding:?} of {text}");
            seen.insert(finding.rule.key());
            match finding.help {
                // More test points are no matter of the loss.
                Help::Remedy { .. } if finding.rule == Rule::SmallTest => {}
                Help::Remedy { changes, trial } => {
                    offered += 1;
                    let trial = trial.expect("these networks are small");
                    let better = link::format(&config(&text).config().changed(&changes).validate().0);
                    // A person tries it for longer or shorter than the doctor has.
                    let [with, without] = [&better, &text]
                        .map(|text| *ends.entry(text.clone()).or_insert_with(|| end(text, 320)));
                    let lost = without.is_nan() || evidence.accident().is_some();
                    let what = format!("{text} after {epochs}: {changes:?} {trial:?}, {without} to {with}");
                    assert!(with.is_finite() && (lost || with < without), "{what}");
                }
                Help::InVain(_) => in_vain += 1,
                Help::Unknown => {}
                Help::Trying => panic!("{text}"),
            }
        }
    }
    assert!(seen.len() >= 12, "{seen:?}");
    assert!(offered > 60 && in_vain < offered, "{offered} remedies, {in_vain} findings without");
}

/// The two views ask one rule, so what the layers name is what the doctor finds.
#[test]
fn the_views_of_the_layers_and_of_the_doctor_agree() {
    let (mut named, mut silent) = (0, 0);
    for (text, epochs) in grid() {
        let mut trainer = Trainer::new(&config(&text));
        let mut lab = Lab::default();
        lab.begin(&trainer);
        for epoch in 0..=epochs {
            let measure = trainer.measure();
            if !measure.train_loss.is_finite() {
                lab.lost(&trainer, measure.train_loss);
                break;
            }
            if epoch % EVERY == 0 {
                lab.measured(&trainer, &measure);
            }
            trainer.finish_epoch();
        }
        let mut ask = |query| {
            lab.ask(Some(query));
            lab.answer(&trainer)
        };
        let Some(Answer::Layers(layers)) = ask(Query::Layers) else { panic!("{text}") };
        let Some(Answer::Doctor(diagnosis)) = ask(Query::Doctor { ten_points: false }) else {
            panic!("{text}")
        };
        let told = |findings: &[Finding]| -> Vec<_> {
            findings.iter().map(|it| (it.rule, it.numbers.clone())).collect()
        };
        let of_layers: Vec<Finding> =
            diagnosis.findings.iter().filter(|it| it.rule.is_of_layers()).cloned().collect();
        assert_eq!(format!("{:?}", told(&layers.ailing)), format!("{:?}", told(&of_layers)), "{text}");
        assert_eq!(lab.findings(&trainer), diagnosis.findings.len(), "{text}");
        *(if of_layers.is_empty() { &mut silent } else { &mut named }) += 1;
    }
    assert!(named > 10 && silent > 10, "{named} {silent}");
}

/// Links that were called something else once, or for nothing.
#[test]
fn what_ails_these_runs_is_named() {
    let cases: [(&str, u64, &[Rule]); 5] = [
        // Two ReLUs, each awake for about a hundred points of 250: none is dead, they are too few.
        ("dataset=xor&activation=relu&networkShape=2&learningRate=0.3&seed=0.950", 300, &[Rule::TooSmall]),
        (
            "networkShape=8,8,8,8,8,8&dataset=spiral&activation=relu&learningRate=0.3&seed=1.00",
            150,
            &[Rule::DeadUnits],
        ),
        ("dataset=circle&networkShape=4,2&batchNorm=true&batchSize=1", 100, &[Rule::LoneSample]),
        (
            "regularization=L2&regularizationRate=10&learningRate=0.3",
            30,
            &[Rule::Lost, Rule::PenaltyOvershoots],
        ),
        (
            "batchSize=1&learningRate=0.3&dataset=spiral&networkShape=8,8",
            150,
            &[Rule::RateTooHigh, Rule::SaturatedUnits],
        ),
    ];
    for (text, epochs, rules) in cases {
        let (trainer, evidence) = run(text, epochs);
        let found = treated(&evidence, &trainer);
        assert_eq!(found.iter().map(|it| it.rule).collect::<Vec<_>>(), rules, "{text}");
        for finding in &found {
            let Help::Remedy { changes, trial: Some(trial) } = &finding.help else { panic!("{finding:?}") };
            // Without the remedy the trial's loss is the run's own.
            assert!(
                trial.before == trainer.measure().test_loss || trial.before == f64::INFINITY || epochs < 150
            );
            let better = config(text).config().changed(changes).validate().0;
            let mut copy = Trainer::new(&better);
            (5..trial.epochs).for_each(|_| copy.finish_epoch());
            let last = (0..5).map(|_| {
                copy.finish_epoch();
                copy.measure().test_loss
            });
            let after = last.sum::<f64>() / 5.0;
            assert!((trial.after - after).abs() < 1e-12, "{finding:?} {after}");
            assert!(trial.after < 0.9 * trial.before, "{finding:?}");
        }
    }
    let (trainer, evidence) = run(cases[1].0, cases[1].1);
    // Two of the fifth layer's eight are dead, and for 221 of 250 points all eight are 0: counted by hand from the sums.
    let trace = trainer.trace(&trainer.points().train);
    let awake = |sums: &Vec<f32>| sums.iter().filter(|&&z| z > 0.0).count();
    let dead = trace.layers[4].sums.iter().filter(|sums| awake(sums) == 0).count();
    let blank = (0..250).filter(|&s| trace.layers[4].sums.iter().all(|sums| sums[s] <= 0.0)).count();
    assert_eq!(
        diagnose(&evidence, &trainer).findings[0].numbers,
        [5, dead, 8, blank, 250].map(|it| it as f64)
    );
    assert!(dead == 2 && blank > 200, "{dead} {blank}");
}

/// w under the penalty alone, by the optimizers' definitions: it grows just above the limit and shrinks just below.
#[test]
fn a_penalty_beyond_its_limit_makes_weights_grow() {
    for (optimizer, momentum) in [("sgd", 0.0), ("momentum", 0.9), ("momentum", 0.5), ("nesterov", 0.9)] {
        let text =
            format!("optimizer={optimizer}&momentum={momentum}&regularization=L2&regularizationRate=10");
        let config = config(&text.replace("momentum=0&", ""));
        let limit =
            (1..100_000).map(|k| f64::from(k) * 1e-5).find(|&rate| overshoot(&config, rate).is_some());
        let limit = limit.unwrap();
        let grows = |rate: f64| {
            let (mut w, mut v) = (1.0f64, 0.0);
            for _ in 0..20_000 {
                let g = 10.0 * w;
                v = momentum * v - rate * g;
                w += if optimizer == "nesterov" { momentum * v - rate * g } else { v };
            }
            w.is_nan() || w.abs() > 1.0
        };
        assert!(grows(limit + 2e-4) && !grows(limit - 2e-4), "{optimizer} {momentum}: {limit}");
    }
    for text in ["L2&optimizer=adam", "L2&clipNorm=1", "none", "L1"] {
        let config = config(&format!("regularizationRate=10&regularization={text}"));
        assert_eq!(overshoot(&config, 10.0), None, "{text}");
    }
}

#[test]
fn a_trial_goes_on_in_parts_and_begins_anew_with_other_settings() {
    let (mut trainer, evidence) = run("initZero=true", 30);
    let mut trials = Trials::default();
    let mut diagnosis = diagnose(&evidence, &trainer);
    let mut parts = 0;
    while parts == 0 || trials.is_busy() {
        trials.advance(&trainer, None, &mut diagnosis, 15_000_000);
        parts += 1;
    }
    // The run as it is for 120 epochs more and two remedies for 150, 25 minibatches each, 250 with a frame.
    assert_eq!(parts, 42 * 250 / 250);
    assert!(diagnosis.findings[0].remedy().is_some());
    trainer.reconfigure(config("initZero=true&learningRate=0.1"));
    trials.advance(&trainer, None, &mut diagnosis, 15_000_000);
    assert_eq!(diagnosis.findings[0].help, Help::Trying);
    // Of a network too large for trials the likeliest remedy is offered as it is.
    let (trainer, evidence) = run("initZero=true&networkShape=256,256,256&samples=1000", 0);
    let mut diagnosis = diagnose(&evidence, &trainer);
    trials.advance(&trainer, None, &mut diagnosis, 15_000_000);
    assert!(matches!(diagnosis.findings[0].help, Help::Remedy { trial: None, .. }));
}
