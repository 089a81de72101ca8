//! Changes that belong together: one undo takes them all back.

use nabla_nn::Change;
use nabla_nn::ParameterId;

/// The last change, for as long as the next may go on with it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum UndoGroup {
    /// A control in use.
    Setting(Vec<Change>),
    /// A weight or bias being typed.
    Edit(ParameterId),
}

impl UndoGroup {
    /// Whether this goes on with the change before it.
    pub(crate) fn continues(&self, earlier: &Self) -> bool {
        match (self, earlier) {
            (Self::Setting(now), Self::Setting(before)) => match (now.as_slice(), before.as_slice()) {
                ([now], [before]) => now.continues(before),
                _ => false,
            },
            (Self::Edit(now), Self::Edit(before)) => now == before,
            _ => false,
        }
    }
}
