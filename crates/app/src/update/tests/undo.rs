//! Back and forth again: settings, weights, points and epoch.

use super::*;
use nabla_nn::ParameterId;

/// Trains, makes a change, trains on, and goes back and forth: each end must come back as it was left.
#[track_caller]
fn returns(msg: Msg) {
    let mut page = Page::open("");
    page.step();
    page.step();
    let before = (page.address.clone(), page.weights(), page.model.progress.epoch);
    let curve = page.model.history.clone();
    page.send(msg);
    page.settle();
    page.step();
    let after = (page.address.clone(), page.weights(), page.model.progress.epoch);
    assert!(before != after && page.model.can_undo());

    page.send(Msg::Undo);
    page.settle();
    assert_eq!((page.address.clone(), page.weights(), page.model.progress.epoch), before);
    assert_eq!(page.model.history, curve);
    assert!(!page.model.can_undo() && page.model.can_redo());

    page.send(Msg::Redo);
    page.settle();
    assert_eq!((page.address.clone(), page.weights(), page.model.progress.epoch), after);
    assert!(page.model.can_undo() && !page.model.can_redo());
}

#[test]
fn a_live_setting() {
    returns(Msg::Set(Change::new(Key::LearningRate, 0.3).into()));
}

#[test]
fn a_setting_that_restarts() {
    returns(Msg::Set(Change::new(Key::NetworkShape, "4,2,2").into()));
    returns(Msg::Set(Change::new(Key::Noise, 30.0).into()));
    returns(Msg::NewWeights);
}

#[test]
fn an_edited_weight() {
    returns(Msg::Edit { id: WEIGHT, value: 2.5 });
    returns(Msg::Edit { id: ParameterId::Bias { layer: 2, neuron: 0 }, value: -1.0 });
}

#[test]
fn a_reset() {
    returns(Msg::Reset);
}

#[test]
fn an_address() {
    returns(Msg::AddressChanged("networkShape=1&seed=other".into()));
}

/// A hundred edits of 12 layers of 256 neurons would hold 290 MB of weights.
#[test]
fn undo_holds_fewer_steps_of_a_large_network() {
    let layers = ["256"; 12].join(",");
    let mut page = Page::open(&format!("samples=10&networkShape={layers}"));
    for step in 0..40 {
        page.send(Msg::Edit { id: WEIGHT, value: f64::from(step) });
        page.send(Msg::Commit);
    }
    let (numbers, mut steps) = (page.model.network.numbers().len(), 0);
    while page.model.can_undo() {
        page.send(Msg::Undo);
        steps += 1;
    }
    assert!((20..40).contains(&steps) && steps * numbers <= 17 << 20, "{steps} steps of {numbers} numbers");
}

#[test]
fn nothing_to_undo_does_nothing() {
    let mut page = Page::open("");
    assert_eq!((page.send(Msg::Undo), page.send(Msg::Redo)), (vec![], vec![]));
}

#[test]
fn no_picture_in_between_is_needed() {
    let mut page = Page::open("");
    page.step();
    let weights = page.weights();
    let changes = [
        Msg::Reset,
        Msg::Set(Change::new(Key::NetworkShape, "4,2,2").into()),
        Msg::Set(Change::new(Key::NetworkShape, "4,2,2,2,2").into()),
        Msg::NewWeights,
        Msg::Set(Change::new(Key::Noise, 10.0).into()),
    ];
    let mut links = vec![page.address.clone()];
    for change in changes {
        page.send(change);
        links.push(page.address.clone());
    }
    for link in links.iter().rev().skip(1) {
        page.send(Msg::Undo);
        assert_eq!(page.address, *link);
    }
    page.settle();
    assert_eq!((page.weights(), page.model.progress.epoch), (weights, 1));
    page.send(Msg::Redo);
    page.settle();
    assert_eq!((page.weights(), page.model.progress.epoch), (Page::open("").weights(), 0));
    for _ in 0..4 {
        page.send(Msg::Redo);
    }
    page.settle();
    assert_eq!(page.weights(), Page::open(&links[5]).weights());
}

#[test]
fn a_frame_drawn_before_an_undo_does_not_undo_it() {
    let mut page = Page::open("");
    page.step();
    let (weights, curve) = (page.weights(), page.model.history.clone());
    page.send(Msg::Edit { id: WEIGHT, value: 3.0 });
    let late = page.frame().unwrap();
    page.send(Msg::Undo);
    page.send(Msg::Frame(Box::new(late)));
    assert_eq!(page.weights(), weights);
    page.settle();
    assert_eq!((page.weights(), &page.model.history), (weights, &curve));
}

#[test]
fn an_edit_is_seen_at_once() {
    let mut page = Page::open("");
    page.send(Msg::Edit { id: WEIGHT, value: 0.1 });
    let shown = page.weights();
    page.settle();
    assert_eq!(page.weights(), shown);
    page.send(Msg::Edit { id: WEIGHT, value: 0.2 });
    page.send(Msg::Undo);
    page.send(Msg::Redo);
    page.settle();
    assert_eq!(page.weight(), f64::from(0.2f32));
}

#[test]
fn a_reset_after_an_undo_returns_to_the_links_own_weights() {
    let mut page = Page::open("");
    let initial = page.weights();
    page.send(Msg::Edit { id: WEIGHT, value: 3.0 });
    page.settle();
    page.set(Change::new(Key::LearningRate, 0.1));
    page.send(Msg::Undo);
    page.settle();
    assert_eq!(page.weight(), 3.0);
    page.send(Msg::Reset);
    page.settle();
    assert_eq!(page.weights(), initial);
}

#[test]
fn an_edit_of_nothing_is_nothing() {
    let mut page = Page::open("");
    for (id, value) in [
        (WEIGHT, f64::NAN),
        (WEIGHT, 1e39),
        (ParameterId::Weight { layer: 0, neuron: 9, input: 0 }, 1.0),
        (ParameterId::Bias { layer: 3, neuron: 0 }, 1.0),
    ] {
        assert_eq!(page.send(Msg::Edit { id, value }), []);
    }
    assert!(!page.model.can_undo());
}

#[test]
fn a_slider_dragged_is_one_step() {
    let mut page = Page::open("");
    page.step();
    let weights = page.weights();
    for noise in 1..=20 {
        page.set(Change::new(Key::Noise, f64::from(noise)));
        page.tick();
        page.send(Msg::Hover(None));
    }
    page.send(Msg::Commit);
    page.set(Change::new(Key::Noise, 25.0));
    page.send(Msg::Undo);
    assert_eq!(page.model.config.data.noise, 20.0);
    page.send(Msg::Undo);
    page.settle();
    assert_eq!((page.model.config.data.noise, page.weights()), (0.0, weights));
    assert!(!page.model.can_undo());
}

#[test]
fn a_number_typed_is_one_step() {
    let mut page = Page::open("");
    let before = page.weight();
    for value in [1.0, 12.0, 12.5] {
        page.send(Msg::Edit { id: WEIGHT, value });
        page.tick();
    }
    assert_eq!(page.weight(), 12.5);
    page.send(Msg::Undo);
    page.settle();
    assert_eq!(page.weight(), before);
    page.send(Msg::Redo);
    page.settle();
    assert_eq!(page.weight(), 12.5);
}

#[test]
fn another_part_or_another_deed_is_another_step() {
    let edit = |value| Msg::Edit { id: WEIGHT, value };
    let other = Msg::Edit { id: ParameterId::Bias { layer: 0, neuron: 0 }, value: 1.0 };
    for between in [Msg::Commit, Msg::Step, Msg::TogglePlay, Msg::Select(None), other] {
        let mut page = Page::open("");
        page.send(edit(1.0));
        page.send(between.clone());
        page.send(edit(2.0));
        while page.model.can_undo() {
            let earlier = page.model.undo.len();
            page.send(Msg::Undo);
            page.settle();
            if page.weight() == 1.0 {
                break;
            }
            assert!(earlier > 1, "{between:?} does not part two edits");
        }
    }
}

#[test]
fn undo_has_an_end_and_a_new_change_forgets_what_was_undone() {
    let mut page = Page::open("");
    for step in 1..=150u32 {
        page.set(Change::new(Key::Seed, step.to_string()));
    }
    let mut steps = 0;
    while page.model.can_undo() {
        page.send(Msg::Undo);
        steps += 1;
    }
    assert_eq!((steps, page.model.config.data.seed.as_str()), (100, "50"));
    page.send(Msg::NewWeights);
    assert!(!page.model.can_redo());
}
