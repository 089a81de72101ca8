//! The playground file.
use crate::{FileError, Notice, Parameters, Points, Trainer};

/// A playground file.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaygroundFile {
    /// The settings, as a link without `#`.
    pub link: String,
    /// Own points, if not the link's.
    pub points: Option<Points>,
    /// The network's parameters, if not the link's.
    pub network: Option<Parameters>,
}

impl PlaygroundFile {
    /// As JSON.
    pub fn to_json(&self) -> String {
        todo!()
    }
    /// From JSON.
    pub fn from_json(_json: &str) -> Result<Self, FileError> {
        todo!()
    }
}

impl Trainer {
    /// A trainer as a file describes it.
    pub fn from_file(_json: &str) -> Result<(Self, Vec<Notice>), FileError> {
        todo!()
    }
    /// This trainer as a file.
    pub fn to_file(&self) -> String {
        todo!()
    }
}
