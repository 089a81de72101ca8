//! A race: networks that differ in something, on the same points and from the same weights where their settings allow.
//!
//! Every lane is an engine of its own, as the main network is; the model says how many it wants ([`Effect::Lanes`](crate::Effect::Lanes)) and
//! speaks to each ([`Effect::Lane`](crate::Effect::Lane)).

use crate::{Frame, Refused, StopReason};
use nabla_nn::link::Key;
use nabla_nn::{
    Activation, Change, Choice, Config, FlatParameters, Initializer, Measure, Optimizer, ValidConfig, limits,
};
use std::rc::Rc;
use strum::VariantArray;

/// Lanes at most.
pub const MAX_LANES: usize = 6;
/// Pixels along one side of a lane's map.
pub(crate) const MAP: usize = 96;

/// A ready-made field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum RacePreset {
    /// Optimizers, the adaptive ones at a rate that suits them.
    Optimizers,
    /// The learning rate, the menu's rate below and two above.
    Rates,
    /// Activations.
    Activations,
    /// Initializers.
    Initializers,
}

impl Choice for RacePreset {
    fn key(self) -> &'static str {
        match self {
            Self::Optimizers => "optimizers",
            Self::Rates => "rates",
            Self::Activations => "activations",
            Self::Initializers => "initializers",
        }
    }

    fn name(self) -> &'static str {
        self.key()
    }
}

impl RacePreset {
    /// The settings of its lanes, each a change of those of the main network.
    pub fn lanes(self, config: &Config) -> Vec<ValidConfig> {
        let changed = |changes: &[Change]| config.clone().changed(changes).validate().0;
        let each = |changes: &[Change]| changes.iter().map(|it| changed(std::slice::from_ref(it))).collect();
        match self {
            Self::Optimizers => {
                // A step of Adam is about as long as its rate, whatever the gradient: at TensorFlow Playground's usual
                // rates it leaps. Keras gives it 0.001; small networks bear 0.01.
                let gentle = Change::new(Key::LearningRate, config.training.learning_rate.min(0.01));
                let optimizer = |it| Change::option(Key::Optimizer, it);
                let usual = [Optimizer::Sgd, Optimizer::Momentum].map(|it| changed(&[optimizer(it)]));
                let adaptive =
                    [Optimizer::Rmsprop, Optimizer::Adam].map(|it| changed(&[optimizer(it), gentle.clone()]));
                usual.into_iter().chain(adaptive).collect()
            }
            Self::Rates => {
                let rates = limits::LEARNING_RATES;
                let here = rates.partition_point(|&rate| rate < config.training.learning_rate);
                let from = here.saturating_sub(1).min(rates.len() - 4);
                let rates = rates[from..from + 4].iter().map(|rate| Change::new(Key::LearningRate, rate));
                each(&rates.collect::<Vec<_>>())
            }
            Self::Activations => each(
                &[Activation::Sigmoid, Activation::Tanh, Activation::Relu, Activation::Gelu]
                    .map(|it| Change::option(Key::Activation, it)),
            ),
            Self::Initializers => each(
                &[
                    Initializer::Uniform,
                    Initializer::Zeros,
                    Initializer::XavierUniform,
                    Initializer::HeUniform,
                ]
                .map(|it| Change::option(Key::Initializer, it)),
            ),
        }
    }
}

/// One of the networks that race.
#[derive(Clone, Debug)]
pub struct Lane {
    /// Its settings.
    pub config: ValidConfig,
    /// Whole epochs trained.
    pub epoch: u64,
    /// Losses and scores; none before its first picture.
    pub measure: Option<Measure>,
    /// Epochs and test loss, in order.
    pub curve: Vec<[f64; 2]>,
    /// Why it has stopped before the end.
    pub stop_reason: Option<StopReason>,
    /// What it starts from, once that has been seen.
    pub(crate) start: Option<LaneStart>,
    /// Whether a picture of it before it goes on is still to come.
    pub(crate) is_awaited: bool,
    /// What it has learned.
    pub(crate) network: Option<Rc<FlatParameters>>,
    /// The running average of that, where one is kept.
    pub(crate) average: Option<Rc<FlatParameters>>,
}

/// A lane before its first step.
#[derive(Clone, Debug)]
pub(crate) struct LaneStart {
    pub network: Option<Rc<FlatParameters>>,
    pub measure: Measure,
}

impl Lane {
    pub(crate) fn new(config: ValidConfig) -> Self {
        Self {
            config,
            epoch: 0,
            measure: None,
            curve: Vec::new(),
            stop_reason: None,
            start: None,
            is_awaited: false,
            network: None,
            average: None,
        }
    }

    /// Back to the start, with what is known of it.
    pub(crate) fn restart(&mut self) {
        let start = self.start.take();
        *self = Self::new(self.config.clone());
        if let Some(start) = start {
            self.curve.push([0.0, start.measure.test_loss]);
            self.measure = Some(start.measure.clone());
            self.network.clone_from(&start.network);
            self.start = Some(start);
        }
    }
}

/// The race as it stands.
#[derive(Clone, Debug)]
pub struct Race {
    /// Its lanes, at most [`MAX_LANES`].
    pub lanes: Vec<Lane>,
    /// How many epochs it goes.
    pub epochs: u64,
    /// Whether it is on.
    pub running: bool,
    /// Whether every lane has come to its end.
    pub has_ended: bool,
    /// Whether all start from the same numbers in the same places; none while the start of some has not been seen.
    pub shares_weights: Option<bool>,
    /// Whether there are test points to be judged by.
    pub(crate) has_test: bool,
}

impl Default for Race {
    fn default() -> Self {
        Self {
            lanes: Vec::new(),
            epochs: 300,
            running: false,
            has_ended: false,
            shares_weights: None,
            has_test: true,
        }
    }
}

impl Race {
    /// Who has won a race that has ended: the lane with the lowest test loss. Lanes with exactly the same share the win; a
    /// lane whose training has broken down cannot win.
    pub fn winners(&self) -> Vec<usize> {
        let loss = |lane: &Lane| {
            let is_sound = matches!(lane.stop_reason, None | Some(StopReason::EarlyStopping));
            let measured = lane.measure.as_ref().map(|measure| measure.test_loss);
            measured.filter(|loss| is_sound && self.has_ended && self.has_test && loss.is_finite())
        };
        let lowest = self.lanes.iter().filter_map(loss).fold(f64::INFINITY, f64::min);
        let has_won = |&(_, lane): &(usize, &Lane)| loss(lane) == Some(lowest);
        self.lanes.iter().enumerate().filter(has_won).map(|(index, _)| index).collect()
    }

    /// Whether all learn from the same points.
    pub fn shares_points(&self) -> bool {
        self.lanes.windows(2).all(|pair| !pair[0].config.needs_new_data(&pair[1].config))
    }

    /// Compares the starts, once all have been seen.
    ///
    /// Settings alone do not say it: an initializer draws by the layers' sizes, and an activation with parameters of its
    /// own brings numbers that another network has no place for.
    pub(crate) fn compare_starts(&mut self) {
        let start = |lane: &Lane| Some(lane.start.as_ref()?.network.as_ref()?.parameters());
        let starts: Option<Vec<_>> = self.lanes.iter().map(start).collect();
        self.shares_weights = starts.map(|starts| starts.windows(2).all(|pair| pair[0] == pair[1]));
    }
}

/// Something concerns the race.
#[derive(Clone, Debug)]
pub enum RaceMsg {
    /// A ready-made field takes the lanes.
    Preset(RacePreset),
    /// The main network's settings are one more lane.
    Add,
    /// A lane goes.
    Remove(usize),
    /// How many epochs it goes.
    Epochs(u64),
    /// The lanes are to be seen as they stand.
    Look,
    /// From the start.
    Start,
    /// Enough.
    Stop,
    /// A lane's network becomes the main network.
    Adopt(usize),
    /// A lane's engine could not open its session: the race is over.
    Refused(Refused),
    /// A lane's engine has drawn.
    Frame(usize, Box<Frame>),
}
