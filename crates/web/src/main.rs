//! The program the page loads. It is a binary so that it is optimised as a whole: a library that is also linked by
//! tests would be left out of link-time optimisation, at a third of its size.

pub use nabla_web::{start_page, start_worker};

/// Nothing: the boot script and the worker's script call what they need.
fn main() {}
