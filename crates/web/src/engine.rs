//! Where the training engine runs, on either side of the thread.

pub(crate) mod answers;
pub(crate) mod host;
pub(crate) mod worker;
