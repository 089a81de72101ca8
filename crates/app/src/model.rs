//! Everything the page shows.

use crate::evaluator::Evaluator;
use crate::undo_group::UndoGroup;
use crate::{
    Command, History, PageConfig, Progress, Race, Refusal, Settings, Snapshot, Speed, StopReason, Stride,
    Tab, View,
};
use nabla_lab::{Answer, Query};
use nabla_nn::link::Goal;
use nabla_nn::{FileError, FlatParameters, Measure, Network, Notice, Parameters, Points, ValidConfig};
use nabla_scene::Part;
use std::cell::RefCell;
use std::rc::Rc;

/// What is said in the bar of notices.
#[derive(Clone, Debug, PartialEq)]
pub enum Remark {
    /// The engine's word on a link or a file.
    Notice(Notice),
    /// A file could not be used; the session is as it was.
    File(FileError),
    /// A file could not be read.
    Unreadable,
    /// A file of this network would be too large to be opened again.
    NotSaved,
    /// Training has stopped by itself, at this epoch.
    Stopped(StopReason, u64),
    /// The engine could not open a session; the one before it goes on.
    Refused(Refusal),
    /// The engine crashed and goes on from the last picture.
    Recovered,
    /// No feature is switched on: only biases can learn.
    NoFeatures,
    /// The points are new and the network is the one that has been trained on those before.
    SameNetwork,
}

/// Settings and weights together: what undo goes back to.
#[derive(Clone, Debug)]
pub struct Session {
    pub(crate) config: ValidConfig,
    /// What the page shows and hides.
    pub(crate) page: PageConfig,
    /// Points a file brought, in place of the link's.
    pub(crate) points: Option<Rc<Points>>,
    /// Initial weights a file brought, in place of the link's.
    pub(crate) initial: Option<Rc<Parameters>>,
    /// The weights as they are, if they are not the initial ones.
    pub(crate) network: Option<Rc<FlatParameters>>,
    /// Their running average, where one is kept.
    pub(crate) average: Option<Rc<FlatParameters>>,
    pub(crate) epoch: u64,
    pub(crate) history: History,
}

impl Session {
    /// How many weights and biases it holds.
    pub(crate) fn numbers(&self) -> usize {
        self.network.iter().chain(&self.average).map(|network| network.numbers().len()).sum()
    }

    /// The beginning of what the link alone describes.
    pub(crate) fn new(config: ValidConfig, page: PageConfig) -> Self {
        Self {
            config,
            page,
            points: None,
            initial: None,
            network: None,
            average: None,
            epoch: 0,
            history: History::default(),
        }
    }

    /// Whether this is another copy of the same session at the same moment.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        let network = |session: &Self| session.network.as_ref().map(Rc::as_ptr);
        (&self.config, &self.page, self.epoch, network(self))
            == (&other.config, &other.page, other.epoch, network(other))
    }
}

/// The page's state.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The engine's settings.
    pub config: ValidConfig,
    /// What the page shows and hides.
    pub page: PageConfig,
    /// Points a file brought, in place of the link's.
    pub(crate) own_points: Option<Rc<Points>>,
    /// Initial weights a file brought, in place of the link's: a reset returns to them.
    pub(crate) own_network: Option<Rc<Parameters>>,
    /// The points trained and tested with.
    pub points: Rc<Points>,
    /// Whether it plays.
    pub playing: bool,
    /// Whether nobody sees the page, and training rests.
    pub(crate) hidden: bool,
    /// How fast.
    pub speed: Speed,
    /// What a step is.
    pub stride: Stride,
    /// Where training stands.
    pub progress: Progress,
    /// Losses and scores.
    pub measure: Measure,
    /// What the network that trains has learned.
    pub network: Rc<FlatParameters>,
    /// Its running average, where that is what is evaluated.
    pub average: Option<Rc<FlatParameters>>,
    /// The lesson's goals that have been reached since the first epoch.
    pub reached: Vec<Goal>,
    /// The loss curve.
    pub history: History,
    /// The curve of the run that was left for this one by going back in time.
    pub former: Option<History>,
    /// Whether a recorded moment is shown: training goes on from there as another branch.
    pub(crate) travelled: bool,
    /// The race.
    pub race: Race,
    /// The open view of the dock.
    pub tab: Option<Tab>,
    /// What that view asks of the engine.
    pub query: Option<Query>,
    /// What it has been told.
    pub answer: Option<Rc<Answer>>,
    /// How frames are drawn.
    pub view: View,
    /// The part under the pointer.
    pub hovered: Option<Part>,
    /// The part chosen.
    pub selected: Option<Part>,
    /// What is to be said.
    pub remarks: Vec<Remark>,
    /// Why training has stopped by itself, until something changes.
    pub stop_reason: Option<StopReason>,
    /// The number of the session: [`Frame::session`](crate::Frame::session) of the frames to come.
    pub(crate) session: u32,
    /// The number of the last session that the engine was told to open.
    pub(crate) opened: u32,
    /// What was there before it, until its first frame comes: the engine may refuse it.
    pub(crate) fallback: Option<Box<Session>>,
    /// Whether `network` is of this session, not a remnant shown until its first frame comes.
    pub(crate) present: bool,
    /// Built when it is asked for.
    pub(crate) evaluator: RefCell<Evaluator>,
    pub(crate) undo: Vec<Session>,
    pub(crate) redo: Vec<Session>,
    pub(crate) undo_group: Option<UndoGroup>,
}

impl Model {
    /// What controls and notices show of all that a frame may change.
    pub fn shown(&self) -> impl PartialEq + use<> {
        let points = (self.points.train.len(), self.points.test.len());
        let running = (self.playing, self.race.running);
        let said = (self.remarks.len(), self.reached.len());
        (running, self.network.layers().len(), points, self.stop_reason, said)
    }

    /// The permalink of the settings and the open view, without its `#`.
    pub fn link(&self) -> String {
        let mut settings = self.settings();
        settings.page.view = self.tab;
        settings.link()
    }

    /// The engine's settings and the page's.
    pub(crate) fn settings(&self) -> Settings {
        Settings { config: self.config.config(), page: self.page.clone() }
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// Whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// The moment shown, in epochs, where it is a recorded one with others after it.
    pub fn moment(&self) -> Option<f64> {
        let last = self.history.samples().last()?.epoch;
        Some(self.progress.epochs()).filter(|&now| self.travelled && now < last)
    }

    /// The session as it stands, for a reload or a new engine.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            link: self.link(),
            points: self.own_points.as_deref().cloned(),
            initial: self.own_network.as_deref().cloned(),
            network: self.present.then(|| self.network.parameters()),
            average: self.average.as_ref().filter(|_| self.present).map(|average| average.parameters()),
            epoch: self.progress.epoch,
        }
    }

    /// The network as it stands, to ask for single outputs; none while its weights are of another shape.
    pub fn evaluator(&self) -> Option<Rc<Network>> {
        self.evaluator.borrow_mut().network(
            &self.config,
            &self.points,
            self.average.as_ref().unwrap_or(&self.network),
        )
    }

    pub(crate) fn session(&self) -> Session {
        Session {
            config: self.config.clone(),
            page: self.page.clone(),
            points: self.own_points.clone(),
            initial: self.own_network.clone(),
            network: self.present.then(|| Rc::clone(&self.network)),
            average: self.average.clone().filter(|_| self.present),
            epoch: self.progress.epoch,
            history: self.history.clone(),
        }
    }

    /// Tells the engine to open a snapshot as this session.
    pub(crate) fn open_command(&self, snapshot: Snapshot) -> Command {
        Command::Open { session: self.session, snapshot: Box::new(snapshot) }
    }

    /// The commands that make a fresh engine draw what this page shows.
    pub fn reopen(&self) -> [Command; 3] {
        [Command::View(self.view), self.open_command(self.snapshot()), Command::Ready]
    }

    /// The commands that bring a fresh engine to where this page is.
    pub fn resume(&self) -> Vec<Command> {
        let mut commands = self.reopen().to_vec();
        if let Some(query) = &self.query {
            commands.push(Command::Query(Some(query.clone())));
        }
        if self.playing {
            commands.push(Command::Play(self.speed));
        }
        if self.hidden {
            commands.push(Command::Hold(true));
        }
        commands
    }
}
