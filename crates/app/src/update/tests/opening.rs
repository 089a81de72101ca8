//! Links, files and sessions kept.

use super::*;
use crate::{Refusal, Refused};
use nabla_nn::{FileError, Notice, PlaygroundFile};

#[test]
fn a_link_opens_with_its_points_and_weights() {
    let page = Page::open("#dataset=xor&networkShape=3&seed=0.7");
    assert_eq!(page.model.config, config("dataset=xor&networkShape=3&seed=0.7"));
    assert_eq!(page.address, page.model.link());
    assert_eq!((page.model.points.train.len(), page.model.network.layers().len()), (250, 2));
    assert_eq!((page.model.progress.epoch, page.model.history.samples().len()), (0, 1));
    assert_eq!(page.model.remarks, []);
    assert!(!page.model.playing && !page.model.can_undo());
}

#[test]
fn what_a_link_says_wrong_is_said_and_can_be_put_away() {
    let mut page = Page::open("noise=99&colour=red&activation=cube");
    let noise = Notice::Clamped { key: "noise".into(), value: "99".into(), used: "50".into() };
    assert_eq!(page.model.remarks.len(), 3);
    assert!(page.model.remarks.contains(&Remark::Notice(noise)));
    page.send(Msg::Dismiss(7));
    page.send(Msg::Dismiss(0));
    assert_eq!(page.model.remarks.len(), 2);
    assert_eq!(page.model.config, config("noise=50"));
}

#[test]
fn without_features_there_is_a_word_about_it_wherever_it_comes_from() {
    let mut page = Page::open("x=false&y=false");
    assert_eq!(page.model.remarks, [Remark::NoFeatures]);
    page.step();
    assert_eq!(page.model.progress.epoch, 1);
    page.set(Change::new(Key::Feature(nabla_nn::Feature::X), true));
    assert_eq!(page.model.remarks, []);
    page.send(Msg::Undo);
    assert_eq!(page.model.remarks, [Remark::NoFeatures]);
}

#[test]
fn an_address_typed_opens_and_can_be_undone() {
    let mut page = Page::open("seed=a");
    page.step();
    let (weights, epoch) = (page.weights(), page.model.progress.epoch);
    page.send(Msg::AddressChanged("seed=b&networkShape=1".into()));
    page.settle();
    assert_eq!((&page.model.config, page.model.progress.epoch), (&config("seed=b&networkShape=1"), 0));
    page.send(Msg::Undo);
    page.settle();
    assert_eq!((page.weights(), page.model.progress.epoch), (weights, epoch));
    assert_eq!(page.address, page.model.link());
}

#[test]
fn an_address_that_means_the_same_disturbs_nothing() {
    let mut page = Page::open("seed=씨앗");
    page.send(Msg::TogglePlay);
    for same in [page.model.link(), "seed=씨앗".into(), "#seed=씨앗&noise=0".into()] {
        assert_eq!(page.send(Msg::AddressChanged(same)), []);
    }
    assert!(page.model.playing && !page.model.can_undo());
    page.send(Msg::AddressChanged("seed=씨앗&colour=red".into()));
    assert_eq!(page.model.remarks.len(), 1);
}

#[test]
fn a_file_brings_its_points_and_weights_and_a_reset_returns_to_them() {
    let mut other = Page::open("networkShape=2");
    other.step();
    let train = vec![[0.5, -1.25, 1.0].into(), [-4.0, 2.5, -1.0].into(), [3.0, 3.0, -1.0].into()];
    let points = nabla_nn::Points { train, test: vec![[0.0, 0.25, 1.0].into()] };
    let network = Some(other.weights());
    let file = PlaygroundFile {
        link: "networkShape=2&colour=red".into(),
        points: Some(points.clone()),
        network,
        average: None,
    };

    let mut page = Page::open("");
    page.step();
    let before = page.weights();
    page.send(opened(&file.to_json().unwrap()));
    assert_eq!(page.model.remarks.len(), 1);
    page.settle();
    assert_eq!(
        (&*page.model.points, page.weights(), page.model.progress.epoch),
        (&points, other.weights(), 0)
    );

    page.step();
    page.set(Change::new(Key::LearningRate, 0.1));
    page.send(Msg::Undo);
    page.send(Msg::Reset);
    page.settle();
    assert_eq!((&*page.model.points, page.weights()), (&points, other.weights()));

    page.send(Msg::NewWeights);
    page.settle();
    assert_eq!(*page.model.points, points, "other weights are no other points");
    page.set(Change::new(Key::Noise, 10.0));
    page.settle();
    assert_eq!(page.model.points.train.len(), 250);

    while page.model.can_undo() {
        page.send(Msg::Undo);
    }
    page.settle();
    assert_eq!((page.weights(), page.model.points.train.len()), (before, 250));
}

#[test]
fn a_bad_file_leaves_the_session_alone() {
    let mut page = Page::open("");
    page.step();
    let (weights, link) = (page.weights(), page.model.link());
    let wrong = PlaygroundFile {
        link: "networkShape=5".into(),
        points: None,
        network: Some(weights.clone()),
        average: None,
    };
    for (text, error) in [
        ("{".to_owned(), FileError::NotJson { line: 1, column: 1 }),
        ("{}".to_owned(), FileError::WrongFormat),
        (wrong.to_json().unwrap(), FileError::WrongShape { layer: 2 }),
    ] {
        assert_eq!(page.send(opened(&text)), []);
        assert_eq!(page.model.remarks, [Remark::File(error)]);
    }
    page.send(Msg::FileUnreadable);
    assert_eq!(page.model.remarks, [Remark::Unreadable]);
    let error = FileError::TooLong { limit: 1 };
    page.send(Msg::FileRefused(error.clone()));
    assert_eq!(page.model.remarks, [Remark::File(error)]);
    assert_eq!((page.weights(), page.model.link()), (weights, link));
    assert!(!page.model.can_undo());
}

#[test]
fn a_reload_goes_on_where_the_tab_was_left() {
    let mut left = Page::open("dataset=gauss");
    left.step();
    left.step();
    let kept = left.model.snapshot();
    for link in [String::new(), left.address.clone()] {
        let mut page = Page::returned(&link, Some(kept.clone()));
        page.settle();
        assert_eq!((page.weights(), page.model.progress.epoch), (left.weights(), 2));
        assert_eq!(page.address, left.address);
        page.send(Msg::Reset);
        page.settle();
        assert_eq!(page.weights(), Page::open("dataset=gauss").weights());
    }
    let mut page = Page::returned("dataset=xor", Some(kept));
    page.settle();
    assert_eq!((&page.model.config, page.model.progress.epoch), (&config("dataset=xor"), 0));
}

#[test]
fn a_tab_left_between_a_change_and_its_picture_comes_back() {
    let mut left = Page::open("");
    left.step();
    left.set_layers(4);
    let kept = left.model.snapshot();
    let mut page = Page::returned(&left.address, Some(kept));
    page.settle();
    assert_eq!((page.model.network.layers().len(), page.model.progress.epoch), (5, 0));
}

#[test]
fn a_session_kept_that_does_not_fit_its_link_gives_the_link_alone() {
    let mut kept = Page::open("").model.snapshot();
    kept.link = "networkShape=7".into();
    let mut page = Page::returned("networkShape=7", Some(kept));
    page.settle();
    assert_eq!(page.weights(), Page::open("networkShape=7").weights());
}

#[test]
fn a_link_hides_controls_and_a_switch_shows_them_again() {
    use nabla_nn::Control;
    let mut page = Page::open("playButton_hide=true&noise_hide=true");
    assert_eq!(page.model.page.hidden, [Control::PlayButton, Control::Noise].map(Key::Hide));
    page.step();
    page.set(Change::new(Key::Hide(Control::PlayButton), false));
    page.set(Change::new(Key::Hide(Control::Dataset), true));
    page.settle();
    assert_eq!(page.model.page.hidden, [Control::Dataset, Control::Noise].map(Key::Hide));
    assert!(page.address.ends_with("&dataset_hide=true&noise_hide=true"), "{}", page.address);
    assert_eq!(page.model.progress.epoch, 1, "what is hidden does not touch training");
}

#[test]
fn what_the_engine_refuses_to_open_leaves_page_and_engine_where_they_were() {
    let mut page = Page::open("dataset=xor");
    page.step();
    let (weights, link) = (page.weights(), page.model.link());
    for opened in [
        Msg::AddressChanged("networkShape=3".into()),
        opened(
            &PlaygroundFile { link: "noise=5".into(), points: None, network: None, average: None }
                .to_json()
                .unwrap(),
        ),
    ] {
        page.is_next_damaged = true;
        page.send(opened);
        assert_eq!(page.model.remarks, [Remark::Refused(Refusal::Network)]);
        assert_eq!((&page.address, page.model.link(), page.model.progress.epoch), (&link, link.clone(), 1));
        page.settle();
        assert_eq!((page.weights(), page.model.progress.epoch), (weights.clone(), 1));
        assert!(!page.model.can_undo(), "nothing has happened that could be undone");
    }
    page.step();
    assert_eq!(page.model.progress.epoch, 2, "the session goes on");
    page.send(Msg::AddressChanged("networkShape=3".into()));
    page.settle();
    assert_eq!(page.model.network.layers().len(), 2, "what is not refused opens");
}

#[test]
fn a_session_opened_after_a_refused_one_stays() {
    let mut page = Page::open("");
    // The refusal is still on its way while the next session is opened.
    page.model.update(Msg::AddressChanged("networkShape=3".into()));
    let refused = Refused { session: page.model.session, reason: Refusal::Points };
    page.send(Msg::AddressChanged("networkShape=2,2".into()));
    page.send(Msg::Refused(refused));
    page.settle();
    assert_eq!((page.model.network.layers().len(), &page.model.config), (3, &config("networkShape=2,2")));
    assert_eq!(page.model.remarks, [Remark::Refused(Refusal::Points)]);
}

#[test]
fn an_engine_that_comes_back_and_refuses_the_session_gets_the_link_alone() {
    let mut page = Page::open("dataset=xor");
    page.step();
    let initial = Page::open("dataset=xor").weights();
    (page.engine, page.is_next_damaged) = (Engine::default(), true);
    page.send(Msg::EngineLost);
    page.settle();
    assert_eq!((page.weights(), page.model.progress.epoch), (initial, 0));
}

#[test]
fn a_running_average_survives_a_reload_a_file_and_an_undo() {
    let mut left = Page::open("averaging=0.995&batchSize=30");
    left.step();
    left.step();
    let of = |page: &Page| (page.model.measure.clone(), page.model.average.clone());
    let mut page = Page::returned("", Some(left.model.snapshot()));
    page.settle();
    assert_eq!(of(&page), of(&left), "reloaded");
    let (network, average) =
        (Some(left.weights()), left.model.average.as_ref().map(|average| average.parameters()));
    let file = PlaygroundFile { link: left.model.link(), points: None, network, average };
    let mut page = Page::open("");
    page.send(opened(&file.to_json().unwrap()));
    page.settle();
    assert_eq!(of(&page), of(&left), "opened as a file");
    page.send(Msg::AddressChanged("networkShape=1".into()));
    page.settle();
    page.send(Msg::Undo);
    page.settle();
    assert_eq!(of(&page), of(&left), "undone");
    page.send(Msg::Reset);
    page.settle();
    assert_eq!(
        page.model.average.as_ref().map(|average| average.parameters()),
        Some(left.weights()),
        "begun anew"
    );
}
