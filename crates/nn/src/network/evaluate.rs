//! The network's entry points, compiled in this crate: a generic function is compiled by whoever calls it, and the page is
//! compiled for size.

use super::{Buffer, Network};
use crate::Real;

/// A precision in which a network is evaluated.
pub trait Evaluate: Real {
    /// [`Network::forward`].
    #[doc(hidden)]
    fn forward(network: &Network<Self>, inputs: &[Self], lanes: usize, buffer: &mut Buffer<Self>);

    /// What [`Network::neuron_maps`] and the other maps are made by.
    #[doc(hidden)]
    fn maps(network: &Network<Self>, neurons: &[(usize, usize)], resolution: usize, out: &mut Vec<Self>);
}

macro_rules! compiled {
    ($real:ty) => {
        impl Evaluate for $real {
            #[inline(never)]
            fn forward(network: &Network<Self>, inputs: &[Self], lanes: usize, buffer: &mut Buffer<Self>) {
                network.run(&network.values, inputs, (lanes, lanes), buffer);
            }

            #[inline(never)]
            fn maps(
                network: &Network<Self>,
                neurons: &[(usize, usize)],
                resolution: usize,
                out: &mut Vec<Self>,
            ) {
                network.fill_maps(neurons, resolution, out);
            }
        }
    };
}

compiled!(f32);
compiled!(f64);
