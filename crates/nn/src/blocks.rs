//! In the making.
/// Lanes.
pub const LANES: usize = 4;
