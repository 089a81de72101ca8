//! The random numbers of TensorFlow Playground.

/// David Bau's *seedrandom* 2.4.3: ARC4 over 256 bytes, seeded by a string.
///
/// A number takes 6 bytes and a seventh (more if they start with zeros), so that all 52
/// significant bits are random. <https://github.com/davidbau/seedrandom>
///
/// ```
/// use nabla_nn::SeedRandom;
///
/// let mut random = SeedRandom::new("hello.");
/// assert_eq!(random.next_f64(), 0.9282578795792454);
/// assert_eq!(random.next_f64(), 0.3752569768646784);
/// ```
#[derive(Clone, Debug)]
pub struct SeedRandom {
    state: [u8; 256],
    i: u8,
    j: u8,
}

impl SeedRandom {
    /// The stream that `Math.seedrandom(seed)` starts.
    pub fn new(seed: &str) -> Self {
        let key = mix_key(seed);
        let mut state: [u8; 256] = std::array::from_fn(|i| i as u8);
        let mut j = 0u8;
        for i in 0..256 {
            j = j.wrapping_add(key[i % key.len()]).wrapping_add(state[i]);
            state.swap(i, usize::from(j));
        }
        let mut random = Self { state, i: 0, j: 0 };
        // RC4-drop[256]: the first bytes are the least random.
        for _ in 0..256 {
            random.next_byte();
        }
        random
    }

    fn next_byte(&mut self) -> u8 {
        self.i = self.i.wrapping_add(1);
        let t = self.state[usize::from(self.i)];
        self.j = self.j.wrapping_add(t);
        self.state.swap(usize::from(self.i), usize::from(self.j));
        self.state[usize::from(self.state[usize::from(self.i)].wrapping_add(t))]
    }

    /// The next number in [0, 1), `Math.random()`.
    pub fn next_f64(&mut self) -> f64 {
        const SIGNIFICANCE: u64 = 1 << 52;
        const OVERFLOW: u64 = 1 << 53;
        let mut numerator = (0..6).fold(0u64, |n, _| n << 8 | u64::from(self.next_byte()));
        let mut denominator = (1u64 << 48) as f64;
        let mut last_byte = 0u64;
        while numerator < SIGNIFICANCE {
            numerator = (numerator + last_byte) << 8;
            denominator *= 256.0;
            last_byte = u64::from(self.next_byte());
        }
        while numerator >= OVERFLOW {
            numerator >>= 1;
            denominator *= 0.5;
            last_byte >>= 1;
        }
        (numerator + last_byte) as f64 / denominator
    }

    /// A number in [from, to), `randUniform(from, to)`.
    pub fn uniform(&mut self, from: f64, to: f64) -> f64 {
        self.next_f64() * (to - from) + from
    }

    /// A normally distributed number by the polar Box–Muller method: two draws a try, the first
    /// variate only, as TensorFlow Playground's `normalRandom(mean, variance)`.
    pub fn normal(&mut self, mean: f64, variance: f64) -> f64 {
        loop {
            let v1 = 2.0 * self.next_f64() - 1.0;
            let v2 = 2.0 * self.next_f64() - 1.0;
            let s = v1 * v1 + v2 * v2;
            if s <= 1.0 {
                let standard = (-2.0 * libm::log(s) / s).sqrt() * v1;
                return mean + variance.sqrt() * standard;
            }
        }
    }
}

/// The seed's UTF-16 code units stirred into at most 256 bytes; of no units, one zero.
fn mix_key(seed: &str) -> Vec<u8> {
    let mut key: Vec<u8> = Vec::new();
    let mut smear = 0u32;
    for (j, unit) in seed.encode_utf16().enumerate() {
        let place = j & 255;
        smear ^= u32::from(key.get(place).copied().unwrap_or(0)) * 19;
        let mixed = smear.wrapping_add(u32::from(unit)) as u8;
        match key.get_mut(place) {
            Some(byte) => *byte = mixed,
            None => key.push(mixed),
        }
    }
    if key.is_empty() {
        key.push(0);
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The library's own first two numbers, version 2.4.3.
    #[test]
    fn numbers_of_the_original() {
        for (seed, first, second) in [
            ("hello.", 0.9282578795792454, 0.3752569768646784),
            ("", 0.23144008215179881, 0.27404636548159655),
            ("0.12345", 0.9152007406557323, 0.4702753218035592),
            ("씨앗", 0.029320035371011695, 0.9690657452463669),
            ("😀", 0.5698095144192531, 0.45805574850196806),
            // Past 256 units the key is stirred a second time.
            (&"long".repeat(100), 0.5162754622200916, 0.3573458290611916),
        ] {
            let mut random = SeedRandom::new(seed);
            assert_eq!((random.next_f64(), random.next_f64()), (first, second), "{seed}");
        }
    }

    #[test]
    fn normal_numbers_have_their_mean_and_variance() {
        let mut random = SeedRandom::new("normal");
        let draws: Vec<f64> = (0..20_000).map(|_| random.normal(2.0, 4.0)).collect();
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        let variance = draws.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / draws.len() as f64;
        assert!((mean - 2.0).abs() < 0.05 && (variance - 4.0).abs() < 0.15, "{mean} {variance}");
    }
}
