//! What the page and the worker say to each other. Plain data: the page decides how it travels.

use crate::{Sample, Snapshot, Speed, StopReason, Stride};
use nabla_lab::{Answer, Query, Travel};
use nabla_nn::{Feature, FileError, FlatParameters, Measure, ParameterId, Points, Shape};
use nabla_scene::{Palette, Theme};
use serde::{Deserialize, Serialize};
use std::mem::take;
use std::rc::Rc;

/// From the page to the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Start over from a snapshot.
    Open {
        /// The session's number from now on.
        session: u32,
        /// What it starts from.
        snapshot: Box<Snapshot>,
    },
    /// Settings have changed: apply them live where that is possible, else rebuild.
    Configure {
        /// The session's number from now on: a new one where the network is rebuilt.
        session: u32,
        /// The settings.
        link: String,
    },
    /// Draw other points and keep the network.
    NewData {
        /// The session's number from now on.
        session: u32,
        /// The settings, with the seed of the points.
        link: String,
    },
    /// Play at a speed.
    Play(Speed),
    /// Stop playing.
    Pause,
    /// Rest although it plays, or go on: nobody sees the page.
    Hold(bool),
    /// Stop by itself after so many epochs, or never.
    Until(Option<u64>),
    /// One step.
    Step(Stride),
    /// Back to the initial weights.
    Reset {
        /// The session's number from now on.
        session: u32,
    },
    /// Replace one weight or bias.
    SetParameter {
        /// Which.
        id: ParameterId,
        /// The new value.
        value: f64,
    },
    /// Draw differently.
    View(View),
    /// Go to another moment of the run, paused.
    Travel(Travel),
    /// Another view of the dock is open, or none.
    Query(Option<Query>),
    /// From now on let the doctor look at the run, whatever view is open: the engine of a race's lane need not.
    Examine,
    /// The page has drawn the last frame and can take another.
    Ready,
}

/// Whose output the big map shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Focus {
    /// The network's output.
    #[default]
    Output,
    /// One neuron's.
    Neuron {
        /// Layer, from 0.
        layer: usize,
        /// Index in the layer.
        index: usize,
    },
    /// One input feature.
    Feature(#[serde(with = "crate::serde_choice")] Feature),
}

/// How frames are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// Pixels along one side of the big map.
    pub map: usize,
    /// Pixels along one side of a neuron's map.
    pub tile: usize,
    /// Light or dark.
    #[serde(with = "crate::serde_choice")]
    pub theme: Theme,
    /// Colours of the data.
    #[serde(with = "crate::serde_choice")]
    pub palette: Palette,
    /// Whose map is the big one.
    pub focus: Focus,
    /// Whether the network is drawn as the last minibatch has seen it, masks and all, instead of as it is evaluated.
    pub training_form: bool,
    /// Whether each class has a point shape of its own where two colours would do.
    pub shapes: bool,
    /// Whether maps are drawn in two colours, as decisions are, instead of shades.
    pub discretize: bool,
    /// Whether the big map is hatched where the network is unsure of a class.
    pub doubts: bool,
}

impl Default for View {
    fn default() -> Self {
        Self {
            map: 100,
            tile: 24,
            theme: Theme::Light,
            palette: Palette::Classic,
            focus: Focus::Output,
            training_form: false,
            shapes: false,
            discretize: false,
            doubts: false,
        }
    }
}

/// Where training stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Whole epochs trained.
    pub epoch: u64,
    /// Minibatches trained of the epoch under way.
    pub batch: usize,
    /// Minibatches in an epoch.
    pub batches: usize,
}

impl Progress {
    /// Epochs with their fraction.
    pub fn epochs(self) -> f64 {
        self.epoch as f64 + self.batch as f64 / self.batches.max(1) as f64
    }
}

/// From the engine to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// A picture of the training.
    Frame(Box<Frame>),
    /// A command that was not obeyed.
    Refused(Refused),
}

/// A command that the engine cannot obey: it goes on with the session it has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    /// The session that was to be opened.
    pub session: u32,
    /// What is wrong with it.
    pub reason: Refusal,
}

/// Why a session cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// Its points cannot be used.
    Points,
    /// Its weights are not those of a network that its settings describe, or are not numbers.
    Network,
}

impl From<FileError> for Refusal {
    fn from(error: FileError) -> Self {
        match error {
            FileError::WrongShape { .. } | FileError::BadParameter { .. } => Self::Network,
            FileError::TooManyPoints { .. }
            | FileError::NoTrainingPoints
            | FileError::OtherProblem
            | FileError::BadPoint { .. }
            | FileError::TooLong { .. }
            | FileError::NotJson { .. }
            | FileError::WrongFormat
            | FileError::WrongVersion { .. } => Self::Points,
        }
    }
}

/// What the engine shows of the training at a moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// The session's number, as the page gave it with the last [`Command::Open`], [`Command::Reset`] or
    /// [`Command::Configure`]: a frame of an older one was drawn too early.
    pub session: u32,
    /// Where training stands.
    pub progress: Progress,
    /// Losses and scores, of the evaluated network.
    pub measure: Measure,
    /// Measurements since the last frame.
    pub samples: Vec<Sample>,
    /// Where each of the numbers is, with a session's first frame.
    pub layout: Option<Vec<Shape>>,
    /// What the network that trains has learned, in the layout's order.
    pub network: Vec<f32>,
    /// Its running average, where that is what is evaluated.
    pub average: Option<Vec<f32>>,
    /// The points, where they have changed since the last frame.
    pub points: Option<Points>,
    /// Whether the engine is still playing.
    pub playing: bool,
    /// Why it has stopped by itself.
    pub stop_reason: Option<StopReason>,
    /// What the open view of the dock sees: whoever takes the frame asks [`Engine::answer`](crate::Engine::answer).
    #[serde(skip)]
    pub answer: Option<Answer>,
    /// How many findings the doctor has, where it has looked: whoever takes the frame asks
    /// [`Engine::examine`](crate::Engine::examine).
    pub findings: Option<usize>,
    /// What is to be seen of the network.
    pub pictures: Vec<Picture>,
}

impl Frame {
    /// The picture of a kind, if the frame has one.
    pub fn picture(&self, of: Pictured) -> Option<&Picture> {
        self.pictures.iter().find(|picture| picture.of == of)
    }

    /// What the network that trains has learned and its running average, by the frame's layout or else by that of the
    /// frame before it; none if there is neither.
    pub(crate) fn take_networks(
        &mut self,
        before: Option<&FlatParameters>,
    ) -> Option<(FlatParameters, Option<FlatParameters>)> {
        let layout = self.layout.take().map(Rc::from).or_else(|| before.map(|it| Rc::clone(it.layout())))?;
        let network = FlatParameters::new(Rc::clone(&layout), take(&mut self.network))?;
        Some((network, self.average.take().and_then(|average| FlatParameters::new(layout, average))))
    }
}

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pictured {
    /// The output, a neuron or a feature over the plane: what [`View::focus`] says.
    Focus,
    /// Every neuron over the plane, layer by layer, the output last: squares below each other.
    Neurons,
}

/// Pixels, named by what they show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// What it shows.
    pub of: Pictured,
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// RGBA, `[row][column]`, row 0 at the top. It travels beside the frame, unserialized.
    #[serde(skip)]
    pub pixels: Vec<u8>,
}
