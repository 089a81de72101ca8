//! The engine, driven by commands and a clock of the test's.

use super::*;
use crate::{Focus, Pictured};
use nabla_lab::doctor::Rule;
use nabla_lab::landscape::{LandscapeQuery, SIDE};
use nabla_lab::{Answer, Query};
use nabla_nn::{Choice, FlatParameters, ParameterId, Problem};
use std::cell::Cell;

/// A clock that moves a fixed time at every look.
fn ticking(step: f64) -> impl Fn() -> f64 {
    let now = Cell::new(0.0);
    move || {
        now.set(now.get() + step);
        now.get()
    }
}

fn open(link: &str) -> Engine {
    let mut engine = Engine::default();
    let snapshot =
        Snapshot { link: link.into(), points: None, initial: None, network: None, average: None, epoch: 0 };
    engine.handle(Command::Open { session: 1, snapshot: Box::new(snapshot) }).unwrap();
    engine
}

fn frame(engine: &mut Engine) -> Frame {
    let clock = ticking(0.1);
    engine.handle(Command::Ready).unwrap();
    for _ in 0..1000 {
        if let Some(mut frame) = engine.work(&clock).frame {
            frame.answer = engine.answer(&clock, Lab::answer);
            return frame;
        }
    }
    panic!("no frame");
}

#[test]
fn frames_come_when_asked_for_and_only_then() {
    let mut engine = open("");
    assert!(engine.work(&ticking(0.1)).frame.is_none());
    let first = frame(&mut engine);
    assert_eq!(first.points.as_ref().map(|points| points.train.len()), Some(250));
    let [focus, neurons] = [Pictured::Focus, Pictured::Neurons].map(|of| first.picture(of).unwrap());
    assert_eq!((focus.width, focus.pixels.len()), (100, 4 * focus.width * focus.height));
    assert_eq!((neurons.height, neurons.pixels.len()), (7 * 24, 4 * neurons.width * neurons.height));
    engine.handle(Command::Ready).unwrap();
    let idle = engine.work(&ticking(0.1));
    assert!(idle.frame.is_none() && !idle.again);
}

/// Twelve neurons a layer have a map, and the output; the big map of a large network has fewer pixels, however many the
/// page has room for.
#[test]
fn a_frame_of_a_wide_network_is_no_larger_than_what_is_drawn() {
    let mut engine = open("networkShape=256,256,12&samples=20");
    engine.handle(Command::View(View { map: 900, tile: 4, ..View::default() })).unwrap();
    let frame = frame(&mut engine);
    let [focus, neurons] = [Pictured::Focus, Pictured::Neurons].map(|of| frame.picture(of).unwrap());
    assert_eq!((neurons.width, neurons.height), (4, 4 * (3 * 12 + 1)));
    // 2·256 + 256, 256·256 + 256, 256·12 + 12 and 12 + 1 numbers: 69,913.
    let pixels = (focus.width * focus.height) as u64;
    assert!((150..400).contains(&focus.width) && pixels * 69_913 <= 1 << 32, "{}", focus.width);
    assert_eq!(focus.pixels.len() as u64, 4 * pixels);
}

#[test]
fn a_hidden_page_holds_every_speed_and_goes_on_where_it_was() {
    for &speed in Speed::ALL {
        let (mut seen, mut hidden) = (open("dataset=xor"), open("dataset=xor"));
        for engine in [&mut seen, &mut hidden] {
            frame(engine);
            engine.handle(Command::Play(speed)).unwrap();
        }
        let progress = hidden.progress();
        hidden.handle(Command::Hold(true)).unwrap();
        hidden.handle(Command::Ready).unwrap();
        for _ in 0..10 {
            let work = hidden.work(&ticking(0.1));
            assert!(work.frame.is_none() && !work.again, "{speed:?}");
        }
        assert_eq!(hidden.progress(), progress, "{speed:?}");
        hidden.handle(Command::Hold(false)).unwrap();
        assert_eq!(frame(&mut hidden).network, frame(&mut seen).network, "{speed:?}");
    }
}

#[test]
fn an_epoch_a_frame_a_minibatch_a_step() {
    let mut engine = open("");
    frame(&mut engine);
    engine.handle(Command::Play(Speed::One)).unwrap();
    assert_eq!(frame(&mut engine).progress.epoch, 1);
    assert_eq!(frame(&mut engine).progress.epoch, 2);
    engine.handle(Command::Step(Stride::Minibatch)).unwrap();
    let stepped = frame(&mut engine);
    assert_eq!((stepped.progress.epoch, stepped.progress.batch), (2, 1));
    assert!(!stepped.playing);
    engine.handle(Command::Step(Stride::Epoch)).unwrap();
    let stepped = frame(&mut engine);
    assert_eq!((stepped.progress.epoch, stepped.progress.batch), (3, 0));
}

/// Views that take several frames: a picture comes for every [`Command::Ready`] until they are done.
#[test]
fn what_a_view_has_begun_goes_on_without_training() {
    let whole = |seen: &Answer| match seen {
        Answer::Initializers(it) => it.race.as_ref().is_some_and(|race| race.finished),
        Answer::Landscape(it) => it.losses.len() == SIDE * SIDE,
        _ => false,
    };
    let starts = nabla_lab::initializers::InitializersQuery { own_layers: true, ..Default::default() };
    for query in [Query::Initializers(starts, 1), Query::Landscape(LandscapeQuery::default())] {
        let mut engine = open("networkShape=2&activation=relu");
        engine.handle(Command::Query(Some(query))).unwrap();
        let mut pictures = 0;
        loop {
            let frame = frame(&mut engine);
            assert_eq!((frame.progress.epoch, frame.playing), (0, false));
            pictures += 1;
            if frame.answer.as_ref().is_some_and(whole) {
                break;
            }
        }
        assert!(pictures > 1, "{pictures}");
        engine.handle(Command::Ready).unwrap();
        assert!(engine.work(&ticking(1.0)).frame.is_none(), "done");
        engine.handle(Command::Query(None)).unwrap();
        assert!(frame(&mut engine).answer.is_none());
    }
}

#[test]
fn doubt_is_drawn_over_the_output_alone_and_only_where_there_are_classes() {
    for (link, focus, expected) in [
        ("initZero=true", Focus::Output, true),
        ("problem=multiclass&initZero=true", Focus::Output, true),
        ("problem=regression", Focus::Output, false),
        ("initZero=true", Focus::Neuron { layer: 0, index: 0 }, false),
    ] {
        let mut engine = open(link);
        let view = View { focus, ..View::default() };
        engine.handle(Command::View(view)).unwrap();
        let pixels = |frame: Frame| frame.picture(Pictured::Focus).unwrap().pixels.clone();
        let plain = pixels(frame(&mut engine));
        engine.handle(Command::View(View { doubts: true, ..view })).unwrap();
        assert_eq!(pixels(frame(&mut engine)) != plain, expected, "{link} {focus:?}");
    }
}

/// A diagnosis must not hang on how many pictures a machine had time for.
#[test]
fn flat_out_the_losses_are_looked_at_between_frames() {
    let mut engine = open("dataset=xor&networkShape=1&seed=0.5");
    frame(&mut engine);
    engine.handle(Command::Play(Speed::Max)).unwrap();
    // A thousandth of a millisecond a burst: one slice is thousands of epochs.
    let clock = ticking(0.001);
    engine.handle(Command::Ready).unwrap();
    let drawn = (0..5).find_map(|_| engine.work(&clock).frame).unwrap();
    assert!(drawn.progress.epoch > 3000, "{:?}", drawn.progress);
    assert!(drawn.samples.len() > 100, "{}", drawn.samples.len());
    engine.handle(Command::Query(Some(Query::Doctor { ten_points: false }))).unwrap();
    engine.handle(Command::Pause).unwrap();
    let Some(Answer::Doctor(report)) = frame(&mut engine).answer else { panic!("no diagnosis") };
    assert!(report.findings.iter().any(|it| it.rule == Rule::TooSmall), "{report:?}");
}

#[test]
fn flat_out_trains_in_slices_and_spends_little_on_frames() {
    let mut engine = open("");
    engine.handle(Command::Play(Speed::Max)).unwrap();
    let clock = ticking(1.0);
    let mut frames = 0;
    for _ in 0..200 {
        engine.handle(Command::Ready).unwrap();
        let work = engine.work(&clock);
        assert!(work.again);
        frames += usize::from(work.frame.is_some());
    }
    assert!((2..=150).contains(&frames), "{frames}");
}

#[test]
fn the_rate_changes_live_and_the_shape_restarts() {
    let mut engine = open("");
    engine.handle(Command::Play(Speed::One)).unwrap();
    let before = frame(&mut engine);
    engine.handle(Command::Configure { session: 1, link: "learningRate=0.1".into() }).unwrap();
    let live = frame(&mut engine);
    assert_eq!(live.session, before.session);
    assert!(live.progress.epoch > before.progress.epoch);
    engine.handle(Command::Configure { session: 2, link: "networkShape=3".into() }).unwrap();
    let rebuilt = frame(&mut engine);
    assert!(rebuilt.session > before.session);
    assert!(live.layout.is_none(), "the page has it");
    assert_eq!(rebuilt.layout.map(|layout| layout.len()), Some(2));
    assert!(rebuilt.playing);
    assert!(rebuilt.points.is_none());
}

#[test]
fn reset_returns_to_the_same_weights() {
    let mut engine = open("");
    let first = frame(&mut engine);
    engine.handle(Command::Step(Stride::Epoch)).unwrap();
    assert_ne!(frame(&mut engine).network, first.network);
    engine.handle(Command::Reset { session: 2 }).unwrap();
    let again = frame(&mut engine);
    assert_eq!(again.network, first.network);
    assert_eq!(again.progress.epoch, 0);
}

#[test]
fn an_edited_weight_is_in_the_next_frame() {
    let mut engine = open("");
    let layout = frame(&mut engine).layout.unwrap();
    engine.handle(Command::SetParameter { id: ParameterId::new(0, 1, Some(0)), value: 2.5 }).unwrap();
    engine.handle(Command::SetParameter { id: ParameterId::new(2, 0, None), value: -0.5 }).unwrap();
    let edited = frame(&mut engine);
    let edited = FlatParameters::new(layout.into(), edited.network).unwrap();
    assert_eq!((edited.weight(0, 1, 0), edited.bias(2, 0)), (Some(2.5), Some(-0.5)));
}

#[test]
fn divergence_stops_and_keeps_the_last_finite_weights() {
    let mut engine = open("activation=relu&problem=regression&regDataset=reg-plane&learningRate=10");
    engine.handle(Command::Play(Speed::One)).unwrap();
    let mut last = frame(&mut engine);
    for _ in 0..200 {
        if last.stop_reason.is_some() {
            break;
        }
        last = frame(&mut engine);
    }
    assert_eq!(last.stop_reason, Some(StopReason::Diverged));
    assert!(!last.playing);
    assert!(last.network.iter().all(|number| number.is_finite()));
}

#[test]
fn a_huge_rate_on_relu_never_ends_in_silence() {
    for dataset in nabla_nn::Dataset::ALL
        .iter()
        .filter(|set| set.fits(Problem::Classification) && !set.has_any_classes())
    {
        for seed in 0..5 {
            let link = format!("activation=relu&learningRate=10&dataset={}&seed={seed}", dataset.key());
            let mut engine = open(&link);
            engine.handle(Command::Play(Speed::One)).unwrap();
            let mut last = frame(&mut engine);
            for _ in 0..200 {
                if last.stop_reason.is_some() {
                    break;
                }
                last = frame(&mut engine);
            }
            let learned = last.measure.train_score > 0.9;
            assert!(last.stop_reason.is_some() || learned, "{link}: {:?}", last.measure);
        }
    }
}

/// Trains until the engine stops by itself: flat out and at other speeds, and by steps of either kind.
fn stops(link: &str, command: &Command, step: f64) -> (Option<StopReason>, u64, Vec<f32>) {
    let mut engine = open(link);
    let clock = ticking(step);
    engine.handle(Command::View(View { map: 4, tile: 2, ..View::default() })).unwrap();
    engine.handle(command.clone()).unwrap();
    loop {
        engine.handle(Command::Ready).unwrap();
        if let Some(frame) = engine.work(&clock).frame {
            assert!(frame.progress.epoch < 1000, "{link} does not stop");
            if frame.stop_reason.is_some() {
                return (frame.stop_reason, frame.progress.epoch, frame.network);
            }
            if matches!(command, Command::Step(_)) {
                engine.handle(command.clone()).unwrap();
            }
        }
    }
}

#[test]
fn a_run_stops_at_the_same_epoch_at_every_speed() {
    for link in [
        "batchSize=1&learningRate=0.3&dataset=spiral&networkShape=8,8",
        "activation=tanh&batchSize=1&regDataset=reg-plane&learningRate=1&noise=50&networkShape=8&seed=0.42182&problem=regression",
        "activation=relu&problem=regression&regDataset=reg-plane&learningRate=10",
        "dataset=xor&noise=40&earlyStopping=3&learningRate=1&seed=0.2&samples=60",
    ] {
        let by_epoch = stops(link, &Command::Play(Speed::One), 0.1);
        // The time a minibatch takes decides how many a slice has.
        for (speed, time) in [(Speed::TwentyFive, 0.1), (Speed::Max, 0.01), (Speed::Max, 5.0)] {
            assert_eq!(stops(link, &Command::Play(speed), time), by_epoch, "{link} {speed:?} {time}");
        }
        // Training step by step, one asks for every epoch oneself: early stopping has no say.
        if by_epoch.0 != Some(StopReason::EarlyStopping) {
            assert_eq!(stops(link, &Command::Step(Stride::Epoch), 0.1), by_epoch, "{link} by epoch");
        }
        // A picture for every minibatch takes its time: not of the long run.
        if by_epoch.1 == 0 {
            for by_minibatch in [Command::Play(Speed::Minibatch), Command::Step(Stride::Minibatch)] {
                assert_eq!(stops(link, &by_minibatch, 0.1), by_epoch, "{link} by minibatch");
            }
        }
    }
}

#[test]
fn a_network_without_layers_is_refused_in_the_midst_of_a_run() {
    let link = "activation=relu&dataset=xor";
    let mut engine = open(link);
    for _ in 0..5 {
        engine.handle(Command::Step(Stride::Epoch)).unwrap();
        frame(&mut engine);
    }
    let misfit = Snapshot {
        link: link.into(),
        points: None,
        initial: None,
        network: Some(Vec::new()),
        average: None,
        epoch: 0,
    };
    let refused = engine.handle(Command::Open { session: 8, snapshot: Box::new(misfit) });
    assert!(refused.is_err(), "{refused:?}");
    let shown = frame(&mut engine);
    assert_eq!((shown.session, shown.progress.epoch), (1, 5), "the session before it goes on");
}
