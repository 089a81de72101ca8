//! What the doctor says of a run, and what a remedy does.

use super::*;
use crate::Tab;
use nabla_lab::doctor::{Finding, Rule};
use nabla_lab::{Answer, Query};

/// A page whose doctor is called when the run is as it is.
fn call(page: &mut Page, ten_points: bool) {
    page.send(Msg::Tab(Some(Tab::Doctor)));
    page.send(Msg::Query(Some(Query::Doctor { ten_points })));
    page.settle();
}

fn finding(page: &Page, rule: Rule) -> Option<Finding> {
    let Some(Answer::Doctor(diagnosis)) = page.model.answer.as_deref() else { panic!("no diagnosis") };
    diagnosis.findings.iter().find(|finding| finding.rule == rule).cloned()
}

fn play(page: &mut Page, frames: usize) {
    (0..frames).for_each(|_| assert!(page.tick()));
}

#[test]
fn deep_sigmoids_learn_by_a_click_that_can_be_undone() {
    let link = "dataset=circle&activation=sigmoid&networkShape=8,8,8,8,8,8";
    let mut page = Page::open(link);
    page.send(Msg::TogglePlay);
    play(&mut page, 150);
    page.send(Msg::TogglePlay);
    page.settle();
    // The doctor is called late, and knows the past.
    call(&mut page, false);
    let before = (page.address.clone(), page.weights(), page.model.progress.epoch);
    let found = finding(&page, Rule::Vanishing).expect("the gradient vanishes");
    page.send(Msg::Remedy(found.remedy().expect("there is a way out").clone()));
    assert!(page.model.playing);
    play(&mut page, 200);
    assert!(page.model.measure.test_loss < 0.05, "{}", page.model.measure.test_loss);
    assert_eq!(finding(&page, Rule::Vanishing), None);
    page.send(Msg::Undo);
    page.settle();
    assert_eq!((page.address.clone(), page.weights(), page.model.progress.epoch), before);
}

#[test]
fn an_accident_is_still_known_when_the_run_has_stopped() {
    for link in [
        "problem=regression&activation=relu&learningRate=10",
        "dataset=spiral&networkShape=8,8&learningRate=10",
    ] {
        let mut page = Page::open(link);
        page.play_until_stopped();
        call(&mut page, false);
        let found = finding(&page, Rule::Lost).expect("the accident");
        assert_eq!(found.numbers[0], 10.0);
        page.send(Msg::Remedy(found.remedy().expect("a rate").clone()));
        play(&mut page, 30);
        assert_eq!(page.model.config.training.learning_rate, 0.03);
        assert_eq!(finding(&page, Rule::Lost), None);
        assert!(page.model.playing && page.model.stop_reason.is_none());
    }
}

#[test]
fn ten_points_are_tried_while_the_run_rests() {
    let mut page = Page::open("dataset=xor&networkShape=1");
    let before = page.weights();
    call(&mut page, true);
    assert!(finding(&page, Rule::CannotOverfit).is_some());
    assert_eq!((page.weights(), page.model.progress.epoch), (before, 0));
}

#[test]
fn settings_of_the_page_forget_nothing_and_others_begin_anew() {
    let mut page = Page::open("dataset=xor&networkShape=1");
    page.send(Msg::TogglePlay);
    play(&mut page, 200);
    page.send(Msg::TogglePlay);
    call(&mut page, false);
    assert!(finding(&page, Rule::TooSmall).is_some());
    page.set(Change::new(Key::Discretize, true));
    page.settle();
    assert!(finding(&page, Rule::TooSmall).is_some());
    page.set(Change::new(Key::LearningRate, 0.1));
    page.settle();
    assert!(finding(&page, Rule::TooSmall).is_none());
}

#[test]
fn the_layers_have_a_past_while_they_are_watched() {
    let mut page = Page::open("");
    page.send(Msg::Tab(Some(Tab::Layers)));
    page.send(Msg::Query(Some(Query::Layers)));
    page.settle();
    (0..5).for_each(|_| page.step());
    let Some(Answer::Layers(look)) = page.model.answer.as_deref() else { panic!("no layers") };
    assert_eq!((look.layers.len(), look.history.len()), (3, 6));
    page.send(Msg::Reset);
    page.settle();
    let Some(Answer::Layers(look)) = page.model.answer.as_deref() else { panic!("no layers") };
    assert_eq!(look.history.len(), 1);
}

/// With no view open the page knows how many findings there are: at most once a second of the clock while it trains, and
/// at once when it pauses.
#[test]
fn findings_are_counted_while_no_view_is_open() {
    let mut page = Page::open("dataset=circle&activation=sigmoid&networkShape=8,8,8,8,8,8");
    page.settle();
    page.engine.handle(Command::Examine).unwrap();
    page.send(Msg::TogglePlay);
    let mut looks = Vec::new();
    for _ in 0..2000 {
        let Some(mut frame) = page.frame() else { panic!("no frame") };
        frame.findings =
            page.engine.examine(&|| page.clock.get(), |lab, trainer| Some(lab.findings(trainer)));
        looks.extend(frame.findings.map(|findings| (page.clock.get(), findings)));
        page.send(Msg::Frame(Box::new(frame)));
    }
    assert!(looks.len() >= 3, "{looks:?}");
    assert!(looks.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 1000.0), "{looks:?}");
    // The gradient vanishes, which is all.
    assert_eq!((looks.last().unwrap().1, page.model.findings), (1, 1));
    page.send(Msg::Reset);
    assert_eq!(page.model.findings, 0);
    call(&mut page, false);
    assert_eq!(page.model.findings, 0);
}

#[test]
fn a_paused_run_is_looked_at_at_once_and_once() {
    let mut page = Page::open("initZero=true");
    page.settle();
    let count = |page: &mut Page| {
        page.engine.examine(&|| page.clock.get(), |lab, trainer| Some(lab.findings(trainer)))
    };
    assert_eq!(count(&mut page), None, "nobody has asked");
    page.engine.handle(Command::Examine).unwrap();
    assert_eq!(count(&mut page), Some(1), "all neurons are alike");
    assert_eq!(count(&mut page), None);
    page.send(Msg::TogglePlay);
    page.tick();
    assert_eq!(count(&mut page), None, "less than a second later");
    page.send(Msg::TogglePlay);
    page.settle();
    // The code that counts has not come.
    assert_eq!(page.engine.examine(&|| page.clock.get(), |_, _| None), None);
    assert!(page.engine.misses_doctor(page.clock.get()));
    assert_eq!(count(&mut page), Some(1));
    assert!(!page.engine.misses_doctor(page.clock.get()));
}

#[test]
fn a_penalty_that_overshoots_is_made_weaker_not_slower() {
    let mut page = Page::open("regularization=L2&regularizationRate=10&learningRate=0.3");
    assert_eq!(page.model.overshoot(), Some((3.0, 2.0)));
    page.play_until_stopped();
    page.send(Msg::Recover);
    play(&mut page, 60);
    assert_eq!(page.model.config.training.regularization_rate, 0.001);
    assert_eq!((page.model.config.training.learning_rate, page.model.overshoot()), (0.3, None));
    assert!(page.model.measure.test_loss < 0.1, "{}", page.model.measure.test_loss);
}
