//! Random streams of our own, beside the one that TensorFlow Playground's data and weights are drawn from.

use rand_pcg::Pcg64;

/// A stream that the seed, the purpose and a number tell from all others, so that none of them moves TensorFlow
/// Playground's.
pub(crate) fn stream(purpose: &str, seed: &str, number: u64) -> Pcg64 {
    let key = purpose.bytes().chain([0]).chain(seed.bytes());
    Pcg64::new(u128::from(fnv1a(key)) << 64 | u128::from(number), 0)
}

/// FNV-1a, 64 bits.
pub(crate) fn fnv1a(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The offsets of the reference implementation's published test vectors.
    #[test]
    fn fnv1a_of_known_texts() {
        assert_eq!(fnv1a("".bytes()), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a("a".bytes()), 0xaf63_dc4c_8601_ec8c);
    }
}
