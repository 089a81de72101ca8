//! Everything that can happen to the page, and everything it asks of the world.

use crate::{Command, Frame, Refused, Snapshot, Speed, Stride, Tab};
use nabla_lab::{Query, Travel};
use nabla_nn::{Change, FileError, ParameterId, PlaygroundFile};
use nabla_scene::{Palette, Part, Theme};

/// Something has happened.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The page was opened, with the address's link and what an earlier visit of this tab has left.
    Opened {
        /// The address's part after `#`.
        link: String,
        /// The session kept when the tab was last left, if any.
        kept: Option<Box<Snapshot>>,
    },
    /// The address has been changed by hand.
    AddressChanged(String),
    /// A playground file was chosen and read. Reading is the page's: its code may be loaded late.
    FileOpened(Box<Result<PlaygroundFile, FileError>>),
    /// A file was refused before it was read.
    FileRefused(FileError),
    /// A file could not be read at all.
    FileUnreadable,
    /// A file would be too large to be opened again, and was not saved.
    FileNotSaved,
    /// A control was used.
    Set(Vec<Change>),
    /// The next weights of the seed's stream, on the same points.
    NewWeights,
    /// Points of another seed; the network stays.
    NewData(String),
    /// A gesture has ended: the next change is another undo step.
    Commit,
    /// Play or pause.
    TogglePlay,
    /// The page is to be seen, or no longer: training rests while its tab is hidden, at every speed.
    Visible(bool),
    /// One step.
    Step,
    /// What a step is.
    Stride(Stride),
    /// How fast to play.
    Speed(Speed),
    /// Back to the same initial weights.
    Reset,
    /// A weight or bias was edited.
    Edit {
        /// Which.
        id: ParameterId,
        /// Its new value.
        value: f64,
    },
    /// The last change undone.
    Undo,
    /// The last undone change done again.
    Redo,
    /// The pointer is over a part of the network, or over none.
    Hover(Option<Part>),
    /// The keyboard or a click has chosen a part, or none.
    Select(Option<Part>),
    /// Light or dark.
    Theme(Theme),
    /// The data's colours.
    Palette(Palette),
    /// A point shape for each class.
    Shapes(bool),
    /// The network as the last minibatch has seen it, or as it is evaluated.
    TrainingForm(bool),
    /// The big map is hatched where the network is unsure, or no longer.
    Doubts(bool),
    /// The maps' sizes in device pixels.
    MapSize {
        /// The big map's.
        map: usize,
        /// A neuron's.
        tile: usize,
    },
    /// Another moment of the run is to be seen.
    Travel(Travel),
    /// A view of the dock was opened, or the dock closed.
    Tab(Option<Tab>),
    /// The open view asks for something else.
    Query(Option<Query>),
    /// A notice was put away.
    Dismiss(usize),
    /// After trouble: a tenth of the learning rate, from the initial weights.
    Recover,
    /// What the doctor advises is done, from the initial weights.
    Remedy(Vec<Change>),
    /// The engine has drawn.
    Frame(Box<Frame>),
    /// The engine could not open a session.
    Refused(Refused),
    /// The engine has died and another takes its place.
    EngineLost,
}

/// Something the page must do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Tell the engine.
    Send(Command),
    /// Show this link in the address bar.
    Address(String),
    /// Have so many engines for the race, and let the others go.
    Lanes(usize),
    /// Tell a lane's engine.
    Lane(usize, Command),
}
