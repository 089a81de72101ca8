//! Networks that race, each in an engine of its own.

use super::*;
use crate::{MAX_LANES, RaceMsg, RacePreset};
use nabla_nn::{Activation, Choice, Optimizer};

impl Page {
    fn race(&mut self, msg: RaceMsg) {
        let effects = self.model.race(msg);
        self.obey(&effects);
    }

    /// Lets every lane draw until none has more to say.
    fn finish_race(&mut self) {
        for _ in 0..10_000 {
            let mut idle = true;
            for lane in 0..self.lanes.len() {
                let Some(engine) = self.lanes.get_mut(lane) else { break };
                let clock = &self.clock;
                let work = engine.work(&|| {
                    clock.set(clock.get() + 0.5);
                    clock.get()
                });
                idle &= work.frame.is_none() && !work.again;
                if let Some(frame) = work.frame {
                    self.race(RaceMsg::Frame(lane, Box::new(frame)));
                }
            }
            if idle {
                return;
            }
        }
        panic!("a race without an end");
    }
}

#[test]
fn every_lane_trains_as_it_would_alone_and_all_stop_at_the_same_epoch() {
    let mut page = Page::open("seed=0.7");
    page.race(RaceMsg::Preset(RacePreset::Optimizers));
    page.race(RaceMsg::Epochs(20));
    page.race(RaceMsg::Start);
    assert_eq!(page.lanes.len(), 4);
    page.finish_race();
    let race = &page.model.race;
    assert!(!race.running && page.lanes.is_empty(), "engines are let go at the end");
    for lane in &race.lanes {
        assert_eq!(lane.epoch, 20);
        assert!(lane.curve[0][0] == 0.0 && lane.curve.windows(2).all(|pair| pair[0][0] < pair[1][0]));
        let mut alone = nabla_nn::Trainer::new(&lane.config);
        (0..20).for_each(|_| alone.finish_epoch());
        assert_eq!(lane.measure, Some(alone.measure()));
    }
    let optimizers: Vec<_> = race.lanes.iter().map(|lane| lane.config.training.optimizer).collect();
    assert_eq!(optimizers, [Optimizer::Sgd, Optimizer::Momentum, Optimizer::Rmsprop, Optimizer::Adam]);
}

/// The first map and the losses of untrained networks, each as a trainer by itself measures them; nothing trains for it.
#[test]
fn lanes_are_seen_before_the_start() {
    let mut page = Page::open("dataset=xor");
    page.race(RaceMsg::Preset(RacePreset::Activations));
    assert!(page.model.race.lanes.iter().all(|lane| lane.measure.is_none()));
    page.finish_race();
    let race = &page.model.race;
    assert!(!race.running && !race.has_ended && page.lanes.is_empty(), "engines are let go");
    for lane in &race.lanes {
        let measure = nabla_nn::Trainer::new(&lane.config).measure();
        assert_eq!((lane.epoch, &lane.curve), (0, &vec![[0.0, measure.test_loss]]));
        assert_eq!(lane.measure, Some(measure));
    }
    assert!(race.winners().is_empty());
    // Once more, as when the view is opened again, and after the race, where they have come to.
    page.race(RaceMsg::Epochs(3));
    page.race(RaceMsg::Start);
    page.finish_race();
    let before = page.model.race.clone();
    page.race(RaceMsg::Look);
    assert_eq!(page.lanes.len(), 4);
    page.finish_race();
    assert!(page.lanes.is_empty() && page.model.race.has_ended);
    for (lane, was) in page.model.race.lanes.iter().zip(&before.lanes) {
        assert_eq!((lane.epoch, &lane.measure, &lane.curve), (3, &was.measure, &was.curve));
        assert_eq!(lane.network, was.network);
    }
}

/// A closed view looks at nothing: the engines that were asked go with it.
#[test]
fn lanes_are_not_looked_at_once_the_view_is_closed() {
    let mut page = Page::open("");
    page.race(RaceMsg::Preset(RacePreset::Rates));
    assert_eq!(page.lanes.len(), 4);
    page.send(Msg::Tab(None));
    assert!(page.lanes.is_empty() && page.model.race.lanes.iter().all(|lane| !lane.is_awaited));
}

#[test]
fn the_lowest_test_loss_wins_and_equals_share_the_win() {
    let mut page = Page::open("activation=relu&problem=regression&regDataset=reg-plane&learningRate=3");
    page.race(RaceMsg::Preset(RacePreset::Rates));
    page.race(RaceMsg::Add);
    page.race(RaceMsg::Epochs(30));
    page.race(RaceMsg::Start);
    assert!(page.model.race.winners().is_empty(), "nobody has won a race that is on");
    page.finish_race();
    let race = &page.model.race;
    let losses: Vec<f64> = race.lanes.iter().map(|lane| lane.measure.as_ref().unwrap().test_loss).collect();
    let is_sound = |&lane: &usize| race.lanes[lane].stop_reason.is_none();
    let best = (0..5).filter(is_sound).map(|lane| losses[lane]).fold(f64::INFINITY, f64::min);
    let expected: Vec<usize> = (0..5).filter(is_sound).filter(|&lane| losses[lane] == best).collect();
    assert_eq!(race.winners(), expected, "{losses:?}");
    // Two of the same settings share it.
    let mut page = Page::open("");
    for _ in 0..2 {
        page.race(RaceMsg::Add);
    }
    page.race(RaceMsg::Epochs(2));
    page.race(RaceMsg::Start);
    page.finish_race();
    assert_eq!(page.model.race.winners(), [0, 1]);
    // Another field has not raced yet, and a race that is broken off has no winner.
    page.race(RaceMsg::Add);
    assert!(page.model.race.winners().is_empty());
    page.race(RaceMsg::Start);
    page.race(RaceMsg::Stop);
    assert!(page.model.race.winners().is_empty());
}

#[test]
fn the_same_first_weights_are_claimed_only_where_they_are_the_same() {
    let shares = |link: &str, preset| {
        let mut page = Page::open(link);
        page.race(RaceMsg::Preset(preset));
        assert_eq!(page.model.race.shares_weights, None, "not before they are seen");
        page.finish_race();
        assert!(page.model.race.shares_points());
        page.model.race.shares_weights.unwrap()
    };
    assert!(shares("", RacePreset::Optimizers) && shares("", RacePreset::Rates));
    assert!(shares("", RacePreset::Activations), "Tanh, ReLU and the like bring no numbers of their own");
    assert!(!shares("", RacePreset::Initializers));
    // Other shapes, other points, and an activation that learns a number of its own.
    let mut page = Page::open("");
    page.race(RaceMsg::Add);
    page.set(Change::option(Key::Activation, Activation::Prelu));
    page.race(RaceMsg::Add);
    page.finish_race();
    assert_eq!((page.model.race.shares_weights, page.model.race.shares_points()), (Some(false), true));
    page.race(RaceMsg::Remove(0));
    page.set(Change::new(Key::Noise, 20));
    page.race(RaceMsg::Add);
    page.finish_race();
    assert!(!page.model.race.shares_points());
}

#[test]
fn a_lane_becomes_the_network_and_undo_brings_the_old_one_back() {
    let mut page = Page::open("");
    page.race(RaceMsg::Preset(RacePreset::Activations));
    page.race(RaceMsg::Epochs(5));
    page.race(RaceMsg::Start);
    page.finish_race();
    page.race(RaceMsg::Adopt(2));
    page.settle();
    assert_eq!(page.model.config.model.activation, Activation::Relu);
    assert_eq!(page.model.progress.epoch, 5);
    assert_eq!(Some(&page.model.measure), page.model.race.lanes[2].measure.as_ref());
    page.send(Msg::Undo);
    page.settle();
    assert_eq!((page.model.config.model.activation, page.model.progress.epoch), (Activation::Tanh, 0));
}

#[test]
fn anything_can_be_a_lane_but_no_more_than_six() {
    let mut page = Page::open("");
    for neurons in 1..=8 {
        page.set_neurons(0, neurons);
        page.race(RaceMsg::Add);
    }
    let shapes: Vec<_> =
        page.model.race.lanes.iter().map(|lane| lane.config.model.network_shape[0]).collect();
    assert_eq!(shapes, [1, 2, 3, 4, 5, 6]);
    assert_eq!(shapes.len(), MAX_LANES);
    page.race(RaceMsg::Remove(0));
    page.race(RaceMsg::Remove(99));
    assert_eq!(page.model.race.lanes.len(), 5);
}

#[test]
fn a_lane_that_diverges_does_not_hold_up_the_others() {
    let mut page = Page::open("activation=relu&problem=regression&regDataset=reg-plane&learningRate=3");
    page.race(RaceMsg::Preset(RacePreset::Rates));
    page.race(RaceMsg::Epochs(30));
    page.race(RaceMsg::Start);
    page.finish_race();
    let race = &page.model.race;
    assert!(!race.running);
    assert!(race.lanes.iter().any(|lane| lane.stop_reason.is_some()));
}

#[test]
fn every_field_has_lanes_that_differ() {
    for &preset in RacePreset::ALL {
        for link in ["", "learningRate=10", "learningRate=0.00001&optimizer=adam", "problem=multiclass"] {
            let config = link::parse(link).0;
            let lanes = preset.lanes(&config);
            assert!((2..=MAX_LANES).contains(&lanes.len()), "{preset:?} {link}");
            let all: std::collections::BTreeSet<_> = lanes.iter().map(|lane| link::format(lane)).collect();
            assert_eq!(all.len(), lanes.len(), "{preset:?} {link}");
        }
    }
}
