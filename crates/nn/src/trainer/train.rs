//! The trainer's entry points, compiled in this crate for the same reason as [`Evaluate`]'s.

use super::{Trace, Trainer};
use crate::network::{Evaluate, Network};
use crate::{Measure, Point};

/// A precision in which a network is trained: f32, or f64 where gradients are checked.
pub trait Train: Evaluate {
    /// [`Trainer::step`].
    #[doc(hidden)]
    fn step(trainer: &mut Trainer<Self>);

    /// [`Trainer::measure`].
    #[doc(hidden)]
    fn measure(trainer: &Trainer<Self>) -> Measure;

    /// [`Trainer::loss_estimate`].
    #[doc(hidden)]
    fn loss_of(trainer: &Trainer<Self>, network: &Network<Self>, most: usize) -> f64;

    /// [`Trainer::trace`] and, without points, [`Trainer::trace_step`].
    #[doc(hidden)]
    fn trace(trainer: &Trainer<Self>, points: Option<&[Point]>) -> Trace<Self>;
}

macro_rules! compiled {
    ($real:ty) => {
        impl Train for $real {
            #[inline(never)]
            fn step(trainer: &mut Trainer<Self>) {
                trainer.take_step();
            }

            #[inline(never)]
            fn measure(trainer: &Trainer<Self>) -> Measure {
                trainer.take_measure()
            }

            #[inline(never)]
            fn loss_of(trainer: &Trainer<Self>, network: &Network<Self>, most: usize) -> f64 {
                trainer.take_loss_of(network, most)
            }

            #[inline(never)]
            fn trace(trainer: &Trainer<Self>, points: Option<&[Point]>) -> Trace<Self> {
                match points {
                    Some(points) => trainer.take_trace(points),
                    None => trainer.take_trace_of_step(),
                }
            }
        }
    };
}

compiled!(f32);
compiled!(f64);
