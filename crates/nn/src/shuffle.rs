//! The order in which an epoch takes the samples.

use crate::random::stream;
use rand_core::Rng;

/// Fills `order` with a permutation of its indices that depends on the seed and the epoch alone, so
/// that a run taken up at an epoch goes on as it would have. Allocates nothing.
pub(crate) fn reshuffle(order: &mut [u32], seed: &str, epoch: u64) {
    let mut random = stream("shuffle", seed, epoch);
    for (place, index) in order.iter_mut().enumerate() {
        *index = place as u32;
    }
    // Fisher–Yates; the product's upper half is a number below the bound.
    for bound in (2..=order.len()).rev() {
        let index = (u128::from(random.next_u64()) * bound as u128) >> 64;
        order.swap(bound - 1, index as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(seed: &str, epoch: u64) -> Vec<u32> {
        let mut order = vec![0; 100];
        reshuffle(&mut order, seed, epoch);
        order
    }

    #[test]
    fn a_permutation_of_its_seed_and_epoch() {
        let mut sorted = order("a", 1);
        assert_eq!(sorted, order("a", 1));
        assert_ne!(sorted, order("a", 2));
        assert_ne!(sorted, order("b", 1));
        sorted.sort_unstable();
        assert!(sorted.into_iter().eq(0..100));
    }

    #[test]
    fn every_place_is_as_likely() {
        let first: Vec<u32> = (0..2000).map(|epoch| order("even", epoch)[0]).collect();
        let mean = first.iter().sum::<u32>() as f64 / 2000.0;
        assert!((mean - 49.5).abs() < 3.0, "{mean}");
        let last: Vec<u32> = (0..2000).map(|epoch| order("even", epoch)[99]).collect();
        let mean = last.iter().sum::<u32>() as f64 / 2000.0;
        assert!((mean - 49.5).abs() < 3.0, "{mean}");
    }
}
