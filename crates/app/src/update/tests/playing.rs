//! Play, step, reset, trouble, and an engine that dies.

use super::*;

const WILD: &str = "activation=relu&problem=regression&regDataset=reg-plane&learningRate=10";

#[test]
fn play_speed_and_step() {
    let mut page = Page::open("");
    assert_eq!(page.send(Msg::Speed(Speed::Five)), []);
    assert_eq!(page.send(Msg::TogglePlay), [Effect::Send(Command::Play(Speed::Five))]);
    page.tick();
    assert_eq!(page.model.progress.epoch, 5);
    assert_eq!(page.send(Msg::Speed(Speed::One)), [Effect::Send(Command::Play(Speed::One))]);
    page.tick();
    assert_eq!(page.model.progress.epoch, 6);
    page.send(Msg::Stride(Stride::Minibatch));
    assert_eq!(commands(&page.send(Msg::Step)), [&Command::Pause, &Command::Step(Stride::Minibatch)]);
    page.settle();
    assert_eq!((page.model.progress.epoch, page.model.progress.batch), (6, 1));
    assert!(!page.model.playing);
    let epochs: Vec<_> = page.model.history.samples().iter().map(|sample| sample.epoch).collect();
    assert_eq!(epochs, [0.0, 5.0, 6.0, 6.04]);
}

#[test]
fn a_hidden_page_rests_and_so_does_an_engine_that_comes_meanwhile() {
    let mut page = Page::open("");
    page.send(Msg::TogglePlay);
    assert_eq!(commands(&page.send(Msg::Visible(false))), [&Command::Hold(true)]);
    assert!(page.model.playing);
    assert_eq!(page.model.resume().last(), Some(&Command::Hold(true)));
    assert_eq!(commands(&page.send(Msg::Visible(true))), [&Command::Hold(false)]);
    assert_ne!(page.model.resume().last(), Some(&Command::Hold(false)));
}

#[test]
fn a_reset_returns_to_the_initial_weights_at_once() {
    let mut page = Page::open("");
    let initial = page.weights();
    page.send(Msg::TogglePlay);
    page.tick();
    let late = page.frame().unwrap();
    page.send(Msg::Reset);
    assert!(!page.model.playing);
    assert_eq!((page.model.progress.epoch, page.model.history.samples().len()), (0, 0));
    page.send(Msg::Frame(Box::new(late)));
    assert_eq!(page.model.progress.epoch, 0, "a frame drawn before the reset says nothing any more");
    page.settle();
    assert_eq!((page.weights(), page.model.history.samples().len()), (initial, 1));
}

#[test]
fn a_frame_of_another_network_is_ignored_but_for_its_points() {
    let mut page = Page::open("");
    page.set(Change::new(Key::Noise, 20.0));
    let late = page.frame().unwrap();
    let points = late.points.clone().unwrap();
    page.set_layers(5);
    let weights = page.weights();
    page.send(Msg::Frame(Box::new(late)));
    assert_eq!((page.weights(), page.model.history.samples().len()), (weights, 0));
    assert_eq!(*page.model.points, points, "they are not sent again");
    page.settle();
    assert_eq!((page.model.network.layers().len(), &*page.model.points), (6, &points));
}

#[test]
fn trouble_that_crosses_a_live_change_still_stops_the_page() {
    let mut page = Page::open(WILD);
    page.send(Msg::TogglePlay);
    let late = loop {
        let frame = page.frame().unwrap();
        if frame.stop_reason.is_some() {
            break frame;
        }
        page.send(Msg::Frame(Box::new(frame)));
    };
    page.set(Change::new(Key::LearningRate, 0.01));
    page.send(Msg::TogglePlay);
    page.send(Msg::TogglePlay);
    page.send(Msg::Frame(Box::new(late)));
    assert!(!page.model.playing && page.model.stop_reason.is_some());
    let epoch = page.model.progress.epoch;
    page.settle();
    assert_eq!(page.model.progress.epoch, epoch, "the engine plays on");
}

#[test]
fn trouble_is_said_until_training_goes_on() {
    for go_on in [Msg::TogglePlay, Msg::Step, Msg::Reset, Msg::NewWeights] {
        let mut page = Page::open(WILD);
        let stop_reason = page.play_until_stopped();
        let said = [Remark::Stopped(stop_reason, page.model.progress.epoch)];
        assert_eq!((&page.model.remarks[..], page.model.playing), (&said[..], false));
        page.set(Change::new(Key::ShowTestData, true));
        assert_eq!(page.model.remarks, said);
        page.send(go_on);
        assert_eq!((&page.model.remarks[..], page.model.stop_reason), (&[][..], None));
    }
}

#[test]
fn recovery_takes_a_tenth_of_the_rate_and_plays_from_the_beginning() {
    let mut page = Page::open(WILD);
    let initial = page.weights();
    page.play_until_stopped();
    let (weights, epoch) = (page.weights(), page.model.progress.epoch);
    let effects = page.send(Msg::Recover);
    assert!(
        matches!(
            commands(&effects)[..],
            [Command::Configure { .. }, Command::Reset { .. }, Command::Play(Speed::One)]
        ),
        "{effects:?}"
    );
    assert_eq!((page.model.config.training.learning_rate, page.model.progress.epoch), (1.0, 0));
    assert!(page.model.playing && page.model.remarks.is_empty());
    page.tick();
    assert_eq!((page.model.progress.epoch, page.model.history.samples().len()), (1, 1));
    page.send(Msg::Undo);
    page.settle();
    assert_eq!((page.model.config.training.learning_rate, page.model.progress.epoch), (10.0, epoch));
    assert_eq!(page.weights(), weights);
    page.send(Msg::Reset);
    page.settle();
    assert_eq!(page.weights(), initial);
}

#[test]
fn a_tenth_of_a_menus_rate_is_on_the_menu() {
    for &rate in nabla_nn::limits::LEARNING_RATES {
        let tenth = crate::update::tenth(rate);
        assert_eq!(
            tenth.to_string().trim_start_matches(['0', '.']),
            rate.to_string().trim_start_matches(['0', '.']).trim_end_matches('0')
        );
    }
}

#[test]
fn a_new_engine_goes_on_from_the_last_picture() {
    for playing in [true, false] {
        let mut page = Page::open("dataset=spiral&networkShape=8");
        page.step();
        page.step();
        if playing {
            page.send(Msg::TogglePlay);
        }
        let (weights, history) = (page.weights(), page.model.history.clone());
        page.engine = Engine::default();
        page.send(Msg::EngineLost);
        assert_eq!((page.model.playing, &page.model.remarks[..]), (playing, &[Remark::Recovered][..]));
        page.tick();
        assert_eq!(page.model.progress.epoch, if playing { 3 } else { 2 });
        assert_eq!(page.weights() == weights, !playing);
        assert_eq!(page.model.history.samples().len(), history.samples().len() + usize::from(playing));
        page.send(Msg::EngineLost);
        assert_eq!(page.model.remarks, [Remark::Recovered], "said once");
    }
}

#[test]
fn an_engine_lost_between_a_change_and_its_picture_gets_the_change() {
    let mut page = Page::open("");
    page.step();
    page.set_layers(4);
    page.engine = Engine::default();
    page.send(Msg::EngineLost);
    page.settle();
    assert_eq!((page.model.network.layers().len(), page.model.progress.epoch), (5, 0));
}

#[test]
fn stepping_into_divergence_changes_what_is_shown() {
    let mut page = Page::open(
        "activation=tanh&batchSize=1&regDataset=reg-plane&learningRate=1&noise=50&networkShape=8&seed=0.42182&problem=regression",
    );
    page.send(Msg::Step);
    let before = page.model.shown();
    page.tick();
    assert_eq!(page.model.stop_reason, Some(StopReason::Diverged));
    assert!(page.model.shown() != before, "the notice would wait for something else to be drawn");
}
