//! The chain rule at one place of the network: dE/dw as a product of local and upstream slopes.
//!
//! For an edge from input i to neuron j, with z = Σ w·x + b and a = f(z), one sample's share of the slope is
//! dE/dw = x · f′(z) · dE/da, and dE/da = Σₖ w·δₖ over the sums of the next layer (Rumelhart, Hinton & Williams 1986).
//! The mean loss of a minibatch has the mean of its samples' products, not the product of their means.

mod factors;
mod motion;
mod output_gradient;
mod replay;
mod samples;

#[cfg(test)]
mod tests;

pub use self::factors::chain;
pub use self::motion::{Motion, Moving, Stage, stages};

use self::samples::mean;
use nabla_nn::ParameterId;
use serde::{Deserialize, Serialize};

/// Bars of a factor at most.
pub const BARS: usize = 48;

/// A place of the network; layers and neurons are counted from 0, the output layer is the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// A weight or a bias; of maxout's two the first piece's, and where the layer normalizes, the β that takes the bias's
    /// part.
    Parameter(ParameterId),
    /// A neuron: the slope by its sum z as the activation takes it, dE/dz.
    Neuron {
        /// The layer.
        layer: usize,
        /// The neuron.
        neuron: usize,
    },
}

impl Place {
    /// Layer and neuron.
    pub fn neuron(self) -> (usize, usize) {
        match self {
            Self::Parameter(id) => (id.layer(), id.neuron()),
            Self::Neuron { layer, neuron } => (layer, neuron),
        }
    }

    /// The input, of an edge.
    pub fn input(self) -> Option<usize> {
        match self {
            Self::Parameter(id) => id.input(),
            Self::Neuron { .. } => None,
        }
    }
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainQuery {
    /// Where.
    pub place: Place,
    /// A training point, by its number; without one, the minibatch of the next step in its training form.
    pub sample: Option<usize>,
    /// Whether to compare with a finite difference.
    pub check: bool,
    /// Whether to tell the whole step, layer by layer.
    pub motion: bool,
}

/// The chain rule at a place.
///
/// Slopes are of the mean loss E, without the penalty; of one sample they are that sample's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chain {
    /// Where.
    pub place: Place,
    /// How many samples the means are over.
    pub samples: usize,
    /// E.
    pub loss: f64,
    /// z as the activation takes it, a (or o), and at an output t: means.
    pub signals: [f64; 3],
    /// Where dE/da comes from.
    pub source: Source,
    /// The terms whose sum is dE/da; none at an output.
    pub terms: Vec<Term>,
    /// What is multiplied, in the order of the formula.
    pub factors: Vec<Factor>,
    /// The samples' products; their mean is `slope`.
    pub product: Factor,
    /// Whether a minibatch's normalization ties its samples together, so that a sample's product is not that of its
    /// factors.
    pub tied: bool,
    /// dE/dw, dE/db or dE/dz.
    pub slope: f64,
    /// What the next step does to the weight or bias.
    pub step: Step,
    /// The comparison, if it was asked for and is not too much work.
    pub check: Option<Check>,
    /// The whole step, if it was asked for.
    pub motion: Option<Motion>,
}

/// Where a neuron's slope comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// From the next layer: dE/da = Σ w·δ.
    Edges,
    /// From the loss: dE/do, times the output's own slope.
    Loss,
    /// From loss and output at once: o − t, as they cancel to.
    Fused,
    /// From the loss through a softmax: o · (dE/do − Σ o·dE/do).
    Softmax,
    /// The perceptron's rule, o − t, which is no slope of a loss.
    Rule,
}

/// One factor of the product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// Which.
    pub kind: Kind,
    /// Its mean over all samples.
    pub mean: f64,
    /// Its value for each sample; of many, [`BARS`] taken evenly.
    pub bars: Vec<f32>,
}

/// What a factor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// x, the edge's input.
    Input,
    /// f′(z).
    Slope,
    /// Dropout and stochastic depth: 0 or 1/(1 − p).
    Mask,
    /// γ/√(variance + ε).
    Norm,
    /// DropConnect of the edge itself: 0 or 1/(1 − p).
    WeightMask,
    /// dE/da.
    Upstream,
    /// The product of all.
    Product,
}

/// What one sum of the next layer hands back: w·δ.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// The neuron of the next layer.
    pub neuron: usize,
    /// 0, or 1 for maxout's second piece.
    pub piece: u8,
    /// Whether it comes around that layer by its residual, with a weight of 1.
    pub skip: bool,
    /// w, DropConnect's factor included.
    pub weight: f64,
    /// δ, of the mean loss.
    pub delta: f64,
}

impl Term {
    /// w·δ.
    pub fn product(&self) -> f64 {
        self.weight * self.delta
    }
}

/// What the next step does: the real one, whatever the optimizer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// lr.
    pub learning_rate: f64,
    /// λ·r′(w); 0 of a bias.
    pub penalty: f64,
    /// The parameter before and after.
    pub value: [f64; 2],
    /// E before and after, over the same samples with the same masks.
    pub loss: [f64; 2],
}

/// A slope beside its finite difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// (E(w + h) − E(w − h)) / 2h in f64, from a forward pass that shares nothing with the engine's way back.
    pub difference: f64,
    /// |slope − difference| over the larger of the two; 0 if both are 0.
    pub error: f64,
    /// Slopes below this are rounding: the engine's f32, whose f′(z), o − t and 1 − o² are good to about 10⁻⁶, and the difference's
    /// own. With slopes well above it (three hundred times) the error is 10⁻³ or less.
    pub resolution: f64,
}

impl Factor {
    fn new(kind: Kind, values: &[f64]) -> Self {
        let every = values.len().div_ceil(BARS).max(1);
        Self {
            kind,
            mean: mean(values),
            bars: values.iter().step_by(every).map(|&value| value as f32).collect(),
        }
    }

    /// The mean size of its bars.
    fn size(&self) -> f64 {
        self.bars.iter().map(|bar| f64::from(bar.abs())).sum::<f64>() / self.bars.len().max(1) as f64
    }
}
