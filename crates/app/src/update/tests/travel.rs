//! Back in time, and on from there.

use super::*;
use crate::Tab;
use nabla_lab::{Answer, Query, Travel};

/// A page that has trained so many epochs.
fn trained(link: &str, epochs: usize) -> Page {
    let mut page = Page::open(link);
    for _ in 0..epochs {
        page.send(Msg::Step);
        page.settle();
    }
    page
}

fn to(page: &mut Page, epoch: f64) {
    page.send(Msg::Travel(Travel::To(epoch)));
    page.settle();
}

fn epochs(history: &crate::History) -> Vec<f64> {
    history.samples().iter().map(|sample| sample.epoch).collect()
}

#[test]
fn the_past_is_shown_as_it_was_and_nothing_ahead_is_lost() {
    let mut page = trained("", 4);
    let (then, measured) = (page.model.network.clone(), page.model.measure.clone());
    (0..6).for_each(|_| {
        page.send(Msg::Step);
        page.settle();
    });
    let now = page.model.network.clone();
    to(&mut page, 4.2);
    assert_eq!(page.model.network, then);
    assert_eq!(page.model.measure, measured);
    assert_eq!(page.model.progress.epoch, 4);
    assert_eq!(page.model.history.samples().len(), 11);
    page.send(Msg::Travel(Travel::By(1)));
    page.settle();
    assert_eq!(page.model.progress.epoch, 5);
    to(&mut page, 99.0);
    assert_eq!(page.model.network, now);
    assert!(page.model.former.is_none());
}

#[test]
fn training_from_the_past_is_a_second_curve() {
    let mut page = trained("", 10);
    to(&mut page, 4.0);
    page.set(Change::new(Key::LearningRate, 0.3));
    page.send(Msg::Step);
    page.settle();
    assert_eq!(epochs(&page.model.history), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
    let former = page.model.former.as_ref().expect("the curve that was left");
    assert_eq!(former.samples().len(), 11);
    to(&mut page, 99.0);
    assert_eq!(page.model.progress.epoch, 5, "the branch is the run now");
}

/// With Adam the step after depends on what the optimizer remembers.
#[test]
fn training_again_from_the_past_is_the_same_training() {
    let mut page = trained("optimizer=adam&dropout=0.2&shuffle=true", 10);
    let there = page.model.network.clone();
    to(&mut page, 3.0);
    for _ in 0..7 {
        page.send(Msg::Step);
        page.settle();
    }
    assert_eq!(page.model.network, there);
}

#[test]
fn undo_comes_back_from_the_journey() {
    let mut page = trained("", 6);
    let now = page.model.network.clone();
    to(&mut page, 1.0);
    to(&mut page, 3.0);
    page.send(Msg::Undo);
    page.settle();
    assert_eq!(page.model.network, now);
    assert_eq!(page.model.progress.epoch, 6);
    to(&mut page, 2.0);
    assert_eq!(page.model.progress.epoch, 2, "the recording outlives an undo");
}

/// An undone edit is a moment of the run: the optimizer remembers what it did before it.
#[test]
fn an_undone_edit_leaves_no_trace() {
    let mut untouched = trained("optimizer=adam", 4);
    let mut page = trained("optimizer=adam", 3);
    page.send(Msg::Edit { id: WEIGHT, value: 3.0 });
    page.settle();
    page.send(Msg::Undo);
    page.settle();
    page.send(Msg::Step);
    page.settle();
    assert_eq!(page.model.network, untouched.model.network);
    untouched.send(Msg::Reset);
    untouched.settle();
    to(&mut untouched, 4.0);
    assert_eq!(untouched.model.progress.epoch, 0, "a reset begins another run");
}

#[test]
fn an_open_view_is_answered_with_every_frame_and_a_closed_one_is_not() {
    let mut page = trained("", 1);
    assert!(page.model.answer.is_none());
    page.send(Msg::Tab(Some(Tab::Results)));
    page.send(Msg::Query(Some(Query::Results)));
    page.settle();
    let Some(Answer::Results(results)) = page.model.answer.as_deref() else { panic!("no answer") };
    assert_eq!(results.confusion.iter().flatten().sum::<u32>(), 250);
    page.send(Msg::EngineLost);
    page.engine = Engine::default();
    for command in page.model.resume() {
        page.engine.handle(command).unwrap();
    }
    page.settle();
    assert!(page.model.answer.is_some(), "a new engine is asked again");
    page.send(Msg::Tab(None));
    page.settle();
    page.send(Msg::Step);
    page.settle();
    assert!(page.model.answer.is_none());
}
