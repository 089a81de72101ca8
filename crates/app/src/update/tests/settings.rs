//! Controls: the address follows, training goes on or restarts.

use super::*;
use crate::{Pictured, Tab};
use nabla_nn::{Activation, Dataset, Feature, Notice, Penalty, Problem};

/// Plays a little, makes a change, and says whether training went on.
#[track_caller]
fn goes_on(change: Change) -> bool {
    goes_on_after(&format!("{change}"), |page| page.set(change))
}

#[track_caller]
fn goes_on_after(what: &str, act: impl FnOnce(&mut Page) -> Vec<Effect>) -> bool {
    let mut page = Page::open("batchSize=7");
    page.send(Msg::TogglePlay);
    for _ in 0..3 {
        page.tick();
    }
    let mut effects = act(&mut page);
    // What is drawn differently is said first.
    effects.retain(|effect| !matches!(effect, Effect::Send(Command::View(_))));
    let link = page.model.link();
    assert_eq!(
        effects,
        [
            Effect::Address(link.clone()),
            Effect::Send(Command::Configure { session: page.model.session, link })
        ],
        "{what}"
    );
    assert!(page.model.playing && page.model.can_undo(), "{what}");
    assert!(page.tick());
    let epoch = page.model.progress.epoch;
    assert!(epoch == 4 || epoch <= 1, "{what}: {epoch}");
    epoch == 4
}

#[test]
fn what_training_takes_as_it_goes() {
    for change in [
        Change::new(Key::LearningRate, 0.1),
        Change::option(Key::Regularization, Penalty::L2),
        Change::new(Key::RegularizationRate, 0.01),
        Change::new(Key::BatchSize, 25),
        Change::new(Key::ShowTestData, true),
        Change::new(Key::Discretize, true),
        Change::new(Key::Shuffle, true),
        Change::new(Key::HideText, true),
        Change::new(Key::Hide(nabla_nn::Control::Noise), true),
    ] {
        assert!(goes_on(change.clone()), "{change}");
    }
}

#[test]
fn what_starts_training_anew() {
    for change in [
        Change::option(Key::Activation, Activation::Relu),
        Change::option(Key::Problem, Problem::Regression),
        Change::dataset(Dataset::RegGauss),
        Change::new(Key::Noise, 10.0),
        Change::new(Key::PercTrainData, 70.0),
        Change::new(Key::Feature(Feature::SinX), true),
        Change::new(Key::Feature(Feature::X), false),
        Change::new(Key::NetworkShape, ""),
        Change::new(Key::NetworkShape, "5,2"),
        Change::new(Key::Seed, "new"),
        Change::new(Key::InitZero, true),
    ] {
        assert!(!goes_on(change.clone()), "{change}");
    }
    assert!(!goes_on_after("new weights", |page| page.send(Msg::NewWeights)));
}

#[test]
fn the_value_there_is_changes_nothing() {
    let mut page = Page::open("noise=99");
    assert_eq!(page.set(Change::new(Key::LearningRate, 0.03)), []);
    assert_eq!(page.set(Change::new(Key::Noise, 50.0)), []);
    assert_eq!(page.model.remarks.len(), 1);
    assert!(!page.model.can_undo());
}

#[test]
fn a_value_out_of_range_is_held_to_it_and_said() {
    let mut page = Page::open("");
    page.set(Change::new(Key::BatchSize, 400));
    let notice = Notice::Clamped { key: "batchSize".into(), value: "400".into(), used: "250".into() };
    assert_eq!(page.model.remarks, [Remark::Notice(notice)]);
    page.set(Change::new(Key::BatchSize, 200));
    assert_eq!(page.model.remarks, []);
    assert_eq!((page.model.config.training.batch_size, page.model.progress.batches), (200, 25));
    page.settle();
    // What is left over of 250 waits for the next epoch.
    assert_eq!(page.model.progress.batches, 1);
}

/// The classic check of generalization: other points, the same network at the same epoch; undo brings the points back.
#[test]
fn new_data_keeps_the_network_and_the_epoch() {
    let mut page = Page::open("networkShape=3");
    page.step();
    page.step();
    let before = (page.weights(), page.model.progress.epoch);
    let (points, measure) = (page.model.points.clone(), page.model.measure.clone());
    page.send(Msg::NewData("0.77".into()));
    assert_eq!(page.model.remarks, [Remark::SameNetwork]);
    page.settle();
    assert_eq!((page.weights(), page.model.progress.epoch), before);
    assert!(page.model.points != points && page.model.measure != measure);
    assert!(page.address.contains("seed=0.77&"), "{}", page.address);
    assert_eq!(page.model.points.train, Page::open("seed=0.77").model.points.train);
    page.step();
    assert_eq!(page.model.progress.epoch, 3);
    page.send(Msg::Undo);
    page.settle();
    assert_eq!(
        (page.weights(), page.model.progress.epoch, page.model.points.clone()),
        (before.0, before.1, points)
    );
    // A reset begins with the new seed's weights.
    page.send(Msg::Redo);
    page.send(Msg::Reset);
    page.settle();
    assert_eq!(page.weights(), Page::open("networkShape=3&seed=0.77").weights());
}

/// What a link hides, nothing on the page changes: no remedy, no way out, no lane.
#[test]
fn a_hidden_control_is_out_of_reach() {
    let mut page = Page::open("learningRate_hide=true&xSquared_hide=true&networkShape=3");
    let link = page.address.clone();
    let changes = [
        Msg::Set(Change::new(Key::LearningRate, 0.3).into()),
        Msg::Set(Change::new(Key::Feature(Feature::XSquared), true).into()),
        Msg::Remedy(vec![Change::new(Key::LearningRate, 0.3), Change::new(Key::BatchNorm, true)]),
        Msg::Recover,
    ];
    for change in changes {
        assert_eq!(page.send(change), []);
        assert_eq!(page.address, link);
    }
    page.set(Change::new(Key::Noise, 10.0));
    assert_ne!(page.address, link);
}

#[test]
fn a_lessons_goals_are_ticked_when_they_are_reached() {
    let goals = "goalTestLossMinThresholdFirst=0.45&goalTrainLossMinThresholdFirst=0.001";
    let mut page = Page::open(&format!("dataset=gauss&{goals}"));
    assert_eq!((page.model.page.goals.len(), page.model.reached.len()), (2, 0));
    page.step();
    assert!(page.model.measure.test_loss < 0.45, "{:?}", page.model.measure);
    assert_eq!(page.model.reached, [page.model.page.goals[0].0]);
    page.send(Msg::Reset);
    page.settle();
    assert_eq!(page.model.reached, []);
}

#[test]
fn a_link_opens_a_view_and_hides_others() {
    let mut page = Page::open("view=chain&hideViews=doctor,race");
    assert_eq!(page.model.tab, Some(Tab::Chain));
    page.send(Msg::Tab(Some(Tab::Doctor)));
    assert_eq!(page.model.tab, None);
    page.send(Msg::Tab(Some(Tab::Layers)));
    assert!(page.address.contains("&view=layers&hideViews=doctor,race"), "{}", page.address);
}

#[test]
fn an_address_that_differs_in_its_view_alone_keeps_the_run() {
    let mut page = Page::open("");
    page.step();
    let (weights, closed) = (page.weights(), page.address.clone());
    page.send(Msg::AddressChanged(format!("{closed}&view=race")));
    assert_eq!((page.model.tab, page.weights()), (Some(Tab::Race), weights.clone()));
    page.send(Msg::AddressChanged(closed));
    assert_eq!((page.model.tab, page.weights()), (None, weights));
}

#[test]
fn a_file_opens_its_view_as_a_link_does() {
    let mut page = Page::open("");
    let link = "dataset=xor&view=layers".to_owned();
    let file = PlaygroundFile { link, points: None, network: None, average: None };
    page.send(Msg::FileOpened(Box::new(Ok(file))));
    page.settle();
    page.step();
    assert_eq!(page.model.tab, Some(Tab::Layers));
    // The view is the page's then, not the file's: another address for it alone starts nothing anew.
    page.send(Msg::AddressChanged(page.address.replace("view=layers", "view=race")));
    assert_eq!((page.model.tab, page.model.progress.epoch), (Some(Tab::Race), 1));
}

#[test]
fn a_reload_with_another_view_in_the_address_keeps_the_session() {
    let mut page = Page::open("dataset=xor");
    page.step();
    let kept = page.model.snapshot();
    let mut again = Page::returned(&format!("{}&view=layers", page.address), Some(kept));
    again.settle();
    assert_eq!((again.model.tab, again.model.progress.epoch), (Some(Tab::Layers), 1));
}

#[test]
fn new_weights_keep_the_points_and_a_new_seed_draws_both() {
    let mut page = Page::open("");
    let (points, weights) = (page.model.points.clone(), page.weights());
    page.send(Msg::NewWeights);
    page.settle();
    assert_eq!(page.model.points, points);
    assert_ne!(page.weights(), weights);
    assert!(page.address.contains("weightDraw=1"), "{}", page.address);
    page.set(Change::new(Key::Seed, "0.25"));
    page.settle();
    assert_ne!(page.model.points, points);
    assert!(!page.address.contains("weightDraw"), "{}", page.address);
    assert_eq!(page.weights(), Page::open("seed=0.25").weights());
}

#[test]
fn every_feature_may_go() {
    let mut page = Page::open("");
    page.set(Change::new(Key::Feature(Feature::X), false));
    assert_eq!(page.model.remarks, []);
    page.set(Change::new(Key::Feature(Feature::Y), false));
    assert_eq!(page.model.remarks, [Remark::NoFeatures]);
    page.settle();
    assert!(page.weights()[0].weights.iter().all(Vec::is_empty));
    page.step();
    assert_eq!(page.model.progress.epoch, 1);
    page.set(Change::new(Key::Feature(Feature::SinY), true));
    page.settle();
    assert_eq!(page.model.remarks, []);
    assert_eq!(page.model.network.weights(0, 0).len(), 1);
}

#[test]
fn the_big_map_never_shows_a_neuron_that_is_gone() {
    use crate::Focus;
    let mut page = Page::open("networkShape=4,4");
    page.send(Msg::Hover(Some(Part::Neuron { layer: 0, index: 3 })));
    assert_eq!(page.model.view.focus, Focus::Neuron { layer: 0, index: 3 });
    let effects = page.set_neurons(0, 3);
    assert_eq!(page.model.view.focus, Focus::Output);
    assert!(matches!(commands(&effects)[..], [Command::View(_), Command::Configure { .. }]));

    page.send(Msg::Hover(None));
    page.send(Msg::Select(Some(Part::Neuron { layer: 1, index: 3 })));
    assert_eq!(page.model.view.focus, Focus::Neuron { layer: 1, index: 3 });
    page.send(Msg::Hover(Some(Part::Feature(Feature::SinX))));
    assert_eq!(page.model.view.focus, Focus::Feature(Feature::SinX));
    page.send(Msg::Hover(None));
    page.set_layers(1);
    assert_eq!((page.model.selected, page.model.view.focus), (None, Focus::Output));
}

#[test]
fn a_page_looks_without_touching_training() {
    use nabla_scene::{Palette, Theme};
    let mut page = Page::open("");
    page.send(Msg::Theme(Theme::Dark));
    page.send(Msg::Palette(Palette::Violet));
    page.send(Msg::MapSize { map: 6, tile: 3 });
    assert_eq!(page.send(Msg::MapSize { map: 6, tile: 3 }), []);
    let frame = page.frame().unwrap();
    let [focus, neurons] = [Pictured::Focus, Pictured::Neurons].map(|of| frame.picture(of).unwrap());
    assert_eq!((focus.width, focus.height, focus.pixels.len()), (6, 6, 4 * 36));
    assert_eq!((neurons.width, neurons.height, neurons.pixels.len()), (3, 7 * 3, 4 * 7 * 9));
    assert_eq!(frame.layout, None, "it was sent with the session's first frame");
    assert_eq!(frame.network, page.model.network.numbers());
    assert!(!page.model.can_undo());
}

#[test]
fn the_hatching_goes_with_the_view_that_has_its_switch() {
    let mut page = Page::open("");
    page.send(Msg::Tab(Some(Tab::Results)));
    page.send(Msg::Doubts(true));
    assert!(page.model.view.doubts);
    let effects = page.send(Msg::Tab(None));
    assert!(!page.model.view.doubts);
    assert!(commands(&effects).contains(&&Command::View(page.model.view)));
}
