//! Changes that belong together: one undo takes them all back.

use crate::Setting;
use nabla_scene::Part;

/// The last change, for as long as the next may go on with it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum UndoGroup {
    /// A control in use.
    Setting(Setting),
    /// A weight or bias being typed.
    Edit(Part),
}

impl UndoGroup {
    /// Whether this is the same gesture as the change before it.
    pub(crate) fn continues(&self, earlier: &Self) -> bool {
        match (self, earlier) {
            (Self::Setting(now), Self::Setting(before)) => now.continues(before),
            (Self::Edit(now), Self::Edit(before)) => now == before,
            _ => false,
        }
    }
}
