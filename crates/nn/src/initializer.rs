//! Where the weights start.

use crate::random::stream;
use crate::{Activation, Choice};
use rand_core::Rng;
use rand_pcg::Pcg64;
use strum::VariantArray;

/// How the first weights are drawn; nᵢₙ and nₒᵤₜ are a layer's inputs and neurons.
///
/// TensorFlow Playground's own comes from the seed's first stream, with biases of 0.1; the others draw from a stream of
/// their own, so that they move no point, and leave the biases at 0, as Keras does.
///
/// ```
/// use nabla_nn::{Config, Initializer, Trainer};
///
/// let mut config = Config::default();
/// config.model.initializer = Initializer::HeUniform;
/// let layer = &Trainer::new(&config.validate().0).parameters()[0];
/// // Two inputs: l = √3.
/// assert!(layer.weights.concat().iter().all(|weight| weight.abs() < 3f64.sqrt()));
/// assert_eq!(layer.biases, [Initializer::HeUniform.bias(); 4]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Initializer {
    /// w ~ U(−½, ½), whatever the layer's size (TensorFlow Playground, `nn.ts`, `Link`).
    Uniform,
    /// w = 0: every neuron of a layer stays like its neighbour.
    Zeros,
    /// w ~ N(0, σ²) with σ the `initScale` (Keras `RandomNormal`).
    Normal,
    /// w ~ U(−l, l), l = √(6/(nᵢₙ + nₒᵤₜ)) (Glorot & Bengio 2010; Keras `GlorotUniform`).
    XavierUniform,
    /// w ~ N(0, 2/(nᵢₙ + nₒᵤₜ)), cut at two standard deviations (Glorot & Bengio 2010; Keras `GlorotNormal`).
    XavierNormal,
    /// w ~ U(−l, l), l = √(6/nᵢₙ) (He et al. 2015; Keras `HeUniform`).
    HeUniform,
    /// w ~ N(0, 2/nᵢₙ), cut at two standard deviations (He et al. 2015; Keras `HeNormal`).
    HeNormal,
    /// w ~ N(0, 1/nᵢₙ), cut at two standard deviations (LeCun et al. 1998; Keras `LecunNormal`).
    LecunNormal,
}

/// The standard deviation of a standard normal number cut at ±2, by which Keras widens what it cuts.
const CUT_DEVIATION: f64 = 0.879_625_661_034_239_8;

impl Initializer {
    /// The normal initializer whose scale fits an activation: He for the rectifiers, which let half of the variance pass,
    /// Xavier for all others.
    pub fn fitting(activation: Activation) -> Self {
        if activation.is_rectifier() { Self::HeNormal } else { Self::XavierNormal }
    }

    /// One weight of a layer of `neurons` fed by `inputs`; `scale` is the deviation of [`Initializer::Normal`].
    pub(crate) fn draw(self, inputs: usize, neurons: usize, scale: f64, random: &mut Normals) -> f64 {
        let (fan_in, fans) = (inputs.max(1) as f64, (inputs + neurons).max(1) as f64);
        let uniform =
            |random: &mut Normals, variance: f64| (3.0 * variance).sqrt() * (2.0 * random.unit() - 1.0);
        let cut = |random: &mut Normals, variance: f64| variance.sqrt() / CUT_DEVIATION * random.cut_normal();
        match self {
            Self::Uniform => random.unit() - 0.5,
            Self::Zeros => 0.0,
            Self::Normal => scale * random.normal(),
            Self::XavierUniform => uniform(random, 2.0 / fans),
            Self::XavierNormal => cut(random, 2.0 / fans),
            Self::HeUniform => uniform(random, 2.0 / fan_in),
            Self::HeNormal => cut(random, 2.0 / fan_in),
            Self::LecunNormal => cut(random, 1.0 / fan_in),
        }
    }

    /// Where the biases start.
    pub fn bias(self) -> f64 {
        match self {
            Self::Uniform => 0.1,
            _ => 0.0,
        }
    }
}

/// Random numbers for initial weights: a stream of the seed's own.
pub(crate) struct Normals(Pcg64);

impl Normals {
    /// The stream of the network that is drawn as number `draw`.
    pub fn new(seed: &str, draw: u32) -> Self {
        Self(stream("weights", seed, u64::from(draw)))
    }

    /// A number in [0, 1).
    fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A standard normal number (Box & Muller 1958).
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(1.0 - self.unit())).sqrt();
        radius * libm::cos(2.0 * std::f64::consts::PI * self.unit())
    }

    /// A standard normal number drawn again until it is within ±2.
    fn cut_normal(&mut self) -> f64 {
        loop {
            let number = self.normal();
            if number.abs() <= 2.0 {
                return number;
            }
        }
    }
}

impl Choice for Initializer {
    fn key(self) -> &'static str {
        match self {
            Self::Uniform => "uniform",
            Self::Zeros => "zeros",
            Self::Normal => "normal",
            Self::XavierUniform => "xavier-uniform",
            Self::XavierNormal => "xavier-normal",
            Self::HeUniform => "he-uniform",
            Self::HeNormal => "he-normal",
            Self::LecunNormal => "lecun-normal",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Uniform => "Uniform ±½",
            Self::Zeros => "Zeros",
            Self::Normal => "Normal",
            Self::XavierUniform => "Xavier uniform",
            Self::XavierNormal => "Xavier normal",
            Self::HeUniform => "He uniform",
            Self::HeNormal => "He normal",
            Self::LecunNormal => "LeCun normal",
        }
    }

    fn equation(self) -> &'static str {
        match self {
            Self::Uniform => "w ~ U(−½, ½)",
            Self::Zeros => "w = 0",
            Self::Normal => "w ~ N(0, σ²)",
            Self::XavierUniform => "w ~ U(±√(6/(nᵢₙ + nₒᵤₜ)))",
            Self::XavierNormal => "w ~ N(0, 2/(nᵢₙ + nₒᵤₜ))",
            Self::HeUniform => "w ~ U(±√(6/nᵢₙ))",
            Self::HeNormal => "w ~ N(0, 2/nᵢₙ)",
            Self::LecunNormal => "w ~ N(0, 1/nᵢₙ)",
        }
    }

    fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Zeros => &["zero", "constant"],
            Self::Normal => &["random normal", "gaussian"],
            Self::Uniform => &["random uniform"],
            Self::XavierUniform => &["xavier", "glorot", "glorot uniform"],
            Self::XavierNormal => &["glorot normal"],
            Self::HeUniform => &["kaiming uniform"],
            Self::HeNormal => &["he", "kaiming", "kaiming normal"],
            Self::LecunNormal => &["lecun"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        crate::choice::check_keys::<Initializer>(&[
            "uniform",
            "zeros",
            "normal",
            "xavier-uniform",
            "xavier-normal",
            "he-uniform",
            "he-normal",
            "lecun-normal",
        ]);
    }
}
