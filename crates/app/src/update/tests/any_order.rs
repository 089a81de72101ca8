//! Whatever happens, in whatever order.

use super::*;
use crate::Tab;
use nabla_lab::{Query, Travel};
use nabla_nn::{
    Activation, Choice, Control, Dataset, Feature, Hyperparameter, Initializer, LearningRule, Loss,
    Optimizer, ParameterId, Penalty, PlaygroundFile, Preprocess, Problem, Schedule, Shape,
};
use nabla_scene::{Palette, Theme};
use proptest::prelude::*;
use proptest::sample::select;

/// What may happen to a page.
#[derive(Clone, Debug)]
enum Event {
    /// A message.
    Msg(Msg),
    /// The engine's next picture arrives.
    Tick,
    /// The engine draws a picture that is under way while more happens.
    Draw,
    /// The picture under way arrives.
    Arrive,
    /// The engine dies.
    Crash,
    /// The page's own session is opened as a file.
    File,
    /// The tab is reloaded.
    Reload,
    /// The engine refuses what is opened next.
    Refuse,
}

fn any_of<C: Choice + std::fmt::Debug>() -> impl Strategy<Value = C> {
    select(C::ALL)
}

/// Numbers as controls give them, and such as none does.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![4 => 0.0..60.0, 1 => any::<f64>()]
}

/// A comma list.
fn list(entries: Vec<impl ToString>) -> String {
    entries.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        number().prop_map(|value| Change::new(Key::LearningRate, value)),
        any_of::<Activation>().prop_map(|option| Change::option(Key::Activation, option)),
        any_of::<Penalty>().prop_map(|option| Change::option(Key::Regularization, option)),
        proptest::collection::vec(any_of::<Activation>(), 0..3).prop_map(|all| Change::new(
            Key::LayerActivations,
            list(all.iter().map(|it| it.key()).collect())
        )),
        any::<usize>().prop_map(|value| Change::new(Key::Classes, value)),
        any_of::<Loss>().prop_map(|option| Change::option(Key::Loss, option)),
        any_of::<LearningRule>().prop_map(|option| Change::option(Key::Rule, option)),
        any_of::<Optimizer>().prop_map(|option| Change::option(Key::Optimizer, option)),
        any_of::<Schedule>().prop_map(|option| Change::option(Key::Schedule, option)),
        any_of::<Initializer>().prop_map(|option| Change::option(Key::Initializer, option)),
        any_of::<Preprocess>().prop_map(|option| Change::option(Key::Preprocess, option)),
        any::<bool>().prop_map(|value| Change::new(Key::BatchNorm, value)),
        any::<bool>().prop_map(|value| Change::new(Key::Residual, value)),
        (any_of::<Hyperparameter>(), proptest::option::of(number())).prop_map(|(it, value)| Change::new(
            Key::Number(it),
            value.map_or(String::new(), |it| it.to_string())
        )),
        number().prop_map(|value| Change::new(Key::RegularizationRate, value)),
        any_of::<Problem>().prop_map(|option| Change::option(Key::Problem, option)),
        any_of::<Dataset>().prop_map(Change::dataset),
        number().prop_map(|value| Change::new(Key::Noise, value)),
        number().prop_map(|value| Change::new(Key::PercTrainData, value)),
        any::<usize>().prop_map(|value| Change::new(Key::BatchSize, value)),
        (0..60usize).prop_map(|value| Change::new(Key::BatchSize, value)),
        (any_of::<Feature>(), any::<bool>()).prop_map(|(feature, on)| Change::new(Key::Feature(feature), on)),
        proptest::collection::vec(0..5usize, 0..4)
            .prop_map(|shape| Change::new(Key::NetworkShape, list(shape))),
        any::<String>().prop_map(|value| Change::new(Key::Seed, value)),
        any::<bool>().prop_map(|value| Change::new(Key::ShowTestData, value)),
        any::<bool>().prop_map(|value| Change::new(Key::Discretize, value)),
        any::<bool>().prop_map(|value| Change::new(Key::Shuffle, value)),
        any::<bool>().prop_map(|value| Change::new(Key::InitZero, value)),
        any::<bool>().prop_map(|value| Change::new(Key::HideText, value)),
        (any_of::<Control>(), any::<bool>()).prop_map(|(control, on)| Change::new(Key::Hide(control), on)),
    ]
}

fn parameter() -> impl Strategy<Value = ParameterId> {
    (0..4usize, 0..4usize, proptest::option::of(0..3usize))
        .prop_map(|(layer, neuron, input)| ParameterId::new(layer, neuron, input))
}

fn part() -> impl Strategy<Value = Part> {
    prop_oneof![
        any_of::<Feature>().prop_map(Part::Feature),
        (0..4usize, 0..4usize).prop_map(|(layer, index)| Part::Neuron { layer, index }),
        parameter().prop_map(Part::Parameter),
    ]
}

fn address() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("samples=40&networkShape=2&dataset=xor".into()),
        Just("samples=30&x=false&y=false&problem=regression".into()),
        "[a-z#=&%]{0,30}",
        any::<String>(),
    ]
}

fn msg() -> impl Strategy<Value = Msg> {
    prop_oneof![
        8 => proptest::collection::vec(change(), 1..3).prop_map(Msg::Set),
        1 => Just(Msg::NewWeights),
        1 => any::<String>().prop_map(Msg::NewData),
        4 => Just(Msg::Undo),
        2 => Just(Msg::Redo),
        3 => (parameter(), number()).prop_map(|(id, value)| Msg::Edit { id, value }),
        2 => Just(Msg::TogglePlay),
        2 => Just(Msg::Step),
        1 => Just(Msg::Reset),
        1 => Just(Msg::Recover),
        1 => Just(Msg::Commit),
        1 => any_of::<Stride>().prop_map(Msg::Stride),
        1 => any_of::<Speed>().prop_map(Msg::Speed),
        1 => proptest::option::of(part()).prop_map(Msg::Hover),
        1 => proptest::option::of(part()).prop_map(Msg::Select),
        1 => any_of::<Theme>().prop_map(Msg::Theme),
        1 => any_of::<Palette>().prop_map(Msg::Palette),
        1 => (0..6usize, 0..4usize).prop_map(|(map, tile)| Msg::MapSize { map, tile }),
        1 => (0..4usize).prop_map(Msg::Dismiss),
        1 => address().prop_map(Msg::AddressChanged),
        1 => any::<String>().prop_map(|text| opened(&text)),
        1 => Just(Msg::FileUnreadable),
        2 => any::<f64>().prop_map(|epoch| Msg::Travel(Travel::To(epoch))),
        2 => (-3..4i32).prop_map(|moments| Msg::Travel(Travel::By(moments))),
        1 => Just(Msg::Query(Some(Query::Results))),
        1 => proptest::option::of(any_of::<Tab>()).prop_map(Msg::Tab),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        20 => msg().prop_map(Event::Msg),
        6 => Just(Event::Tick),
        3 => Just(Event::Draw),
        3 => Just(Event::Arrive),
        1 => Just(Event::Crash),
        1 => Just(Event::File),
        1 => Just(Event::Reload),
        1 => Just(Event::Refuse),
    ]
}

/// What must hold at every moment.
fn check(page: &Page) {
    let model = &page.model;
    assert_eq!(page.address, model.link(), "the address bar lags behind");
    assert_eq!(link::parse(&model.link()), (model.config.config(), vec![]));
    assert_eq!(model.config.config().validate(), (model.config.clone(), vec![]));
}

/// What must hold when the last frame has come: the page shows what the engine has.
fn check_at_rest(page: &mut Page) {
    page.send(Msg::Step);
    page.settle();
    let model = &page.model;
    let mut shape = model.config.model.network_shape.clone();
    shape.push(model.config.data.outputs());
    let shown: Vec<_> = model.network.layers().iter().map(Shape::neurons).collect();
    assert_eq!(shown, shape);
    assert!(model.network.layers()[0].inputs() == model.config.model.features.len());
    assert!(model.evaluator().is_some());
    let frame = page.frame();
    assert!(frame.is_none(), "a page at rest that is still drawn");
    assert!(!page.model.playing);
    let epochs = page.model.history.samples();
    assert!(epochs.windows(2).all(|pair| pair[0].epoch < pair[1].epoch));
    assert!(page.model.present && !epochs.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_breaks_the_page(events in proptest::collection::vec(event(), 1..40)) {
        let mut page = Page::open("samples=30&networkShape=2");
        let mut under_way = None;
        for event in events {
            match event {
                Event::Msg(msg) => { page.send(msg); }
                // Frames arrive in the order in which they are drawn.
                Event::Tick => {
                    if let Some(frame) = under_way.take() { page.send(Msg::Frame(Box::new(frame))); }
                    page.tick();
                }
                Event::Draw => under_way = under_way.or_else(|| page.frame()),
                Event::Arrive => if let Some(frame) = under_way.take() { page.send(Msg::Frame(Box::new(frame))); },
                Event::Crash => {
                    // What the dead engine has sent is lost with it.
                    under_way = None;
                    page.engine = Engine::default();
                    page.send(Msg::EngineLost);
                }
                Event::File => {
                    let model = &page.model;
                    let Snapshot { network, average, .. } = model.snapshot();
                    let file = PlaygroundFile { link: model.link(), points: None, network, average };
                    page.send(opened(&file.to_json().unwrap()));
                }
                Event::Refuse => page.is_next_damaged = true,
                Event::Reload => {
                    under_way = None;
                    let kept = page.model.snapshot();
                    page = Page::returned(&page.address, Some(kept));
                }
            }
            check(&page);
        }
        if let Some(frame) = under_way {
            page.send(Msg::Frame(Box::new(frame)));
        }
        check_at_rest(&mut page);
    }
}
