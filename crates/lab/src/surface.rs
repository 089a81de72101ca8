//! Textbook surfaces, and optimizers that run over them from one start: what an optimizer does by itself, without a
//! network.

mod course;
mod rates;

pub use course::{Course, NEAR, Outcome, REST, Runner};

use nabla_nn::Choice;
use strum::VariantArray;

/// A function of two numbers with a difficulty of its own.
///
/// ```
/// use nabla_lab::Surface;
///
/// assert_eq!(Surface::Rosenbrock.value([1.0, 1.0]), 0.0);
/// assert_eq!(Surface::Ravine.gradient([1.0, 1.0]), [1.0, 120.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, VariantArray)]
pub enum Surface {
    /// ½(x² + 120y²): far steeper across than along. Plain descent diverges from a rate of 2/120 on, and just below it
    /// zigzags across while it creeps along.
    #[default]
    Ravine,
    /// 8x² − ½y²: flat at the origin, which is no minimum; there is none. The walls are sixteen times as steep as the
    /// way out, so that a rate the walls allow is a small one for leaving.
    Saddle,
    /// (x² − 1)² + 0.3x + y² + 0.31: a double well, tilted, with a local minimum beside the global one.
    Wells,
    /// (1 − x)² + 100(y − x²)² (Rosenbrock 1960): a bent valley, nearly flat along its floor.
    Rosenbrock,
    /// (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)² (Beale 1955): a plateau between steep walls.
    Beale,
}

/// The tilt of the double well.
const TILT: f64 = 0.3;
/// How much steeper the ravine is across than along.
const STEEP: f64 = 120.0;
/// The constants of Beale's three terms.
const BEALE: [f64; 3] = [1.5, 2.25, 2.625];

impl Surface {
    /// f(x, y).
    pub fn value(self, [x, y]: [f64; 2]) -> f64 {
        match self {
            Self::Ravine => 0.5 * (x * x + STEEP * y * y),
            Self::Saddle => 8.0 * x * x - 0.5 * y * y,
            Self::Wells => square(x * x - 1.0) + TILT * x + y * y + 0.31,
            Self::Rosenbrock => square(1.0 - x) + 100.0 * square(y - x * x),
            Self::Beale => {
                let [a, b, c] = beale_terms(x, y);
                a * a + b * b + c * c
            }
        }
    }

    /// (df/dx, df/dy).
    pub fn gradient(self, [x, y]: [f64; 2]) -> [f64; 2] {
        match self {
            Self::Ravine => [x, STEEP * y],
            Self::Saddle => [16.0 * x, -y],
            Self::Wells => [4.0 * x * (x * x - 1.0) + TILT, 2.0 * y],
            Self::Rosenbrock => {
                let over = y - x * x;
                [-2.0 * (1.0 - x) - 400.0 * x * over, 200.0 * over]
            }
            Self::Beale => {
                let [a, b, c] = beale_terms(x, y);
                let along = a * (y - 1.0) + b * (y * y - 1.0) + c * (y * y * y - 1.0);
                [2.0 * along, 2.0 * x * (a + 2.0 * b * y + 3.0 * c * y * y)]
            }
        }
    }

    /// Shown of x and of y.
    pub fn domain(self) -> [[f64; 2]; 2] {
        match self {
            Self::Ravine => [[-3.0, 3.0]; 2],
            Self::Saddle => [[-0.5, 0.5], [-2.0, 2.0]],
            Self::Wells => [[-2.0, 2.0]; 2],
            Self::Rosenbrock => [[-2.0, 2.0], [-1.0, 3.0]],
            Self::Beale => [[-4.5, 4.5]; 2],
        }
    }

    /// Where runs start unless one chooses.
    pub fn start(self) -> [f64; 2] {
        match self {
            Self::Ravine => [-2.5, 0.7],
            // Beside the line that leads onto the saddle: on it the slope away would be 0 for ever.
            Self::Saddle => [-0.4, 0.001],
            Self::Wells => [1.7, 1.4],
            Self::Rosenbrock => [-1.2, 1.0],
            Self::Beale => [1.0, 1.4],
        }
    }

    /// The minima, the global one first.
    pub fn minima(self) -> &'static [[f64; 2]] {
        match self {
            Self::Ravine => &[[0.0, 0.0]],
            Self::Saddle => &[],
            // The outer roots of 4x³ − 4x + 0.3.
            Self::Wells => &[[-1.035_578_714_089, 0.0], [0.960_149_555_519, 0.0]],
            Self::Rosenbrock => &[[1.0, 1.0]],
            Self::Beale => &[[3.0, 0.5]],
        }
    }

    /// The minimum nearest to a place.
    pub fn nearest_minimum(self, [x, y]: [f64; 2]) -> Option<[f64; 2]> {
        let distance = |&[a, b]: &[f64; 2]| square(x - a) + square(y - b);
        self.minima().iter().copied().min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }

    /// f over the domain at `side` × `side` places, edges among them: `[row][column]`, the lowest y first.
    pub fn grid(self, side: usize) -> Vec<f32> {
        let [x, y] = self.domain();
        let at = |[from, to]: [f64; 2], k: usize| from + (to - from) * k as f64 / (side - 1).max(1) as f64;
        let place = |k: usize| [at(x, k % side), at(y, k / side)];
        (0..side * side).map(|k| self.value(place(k)) as f32).collect()
    }
}

impl Choice for Surface {
    fn key(self) -> &'static str {
        match self {
            Self::Ravine => "ravine",
            Self::Saddle => "saddle",
            Self::Wells => "wells",
            Self::Rosenbrock => "rosenbrock",
            Self::Beale => "beale",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Ravine => "Ravine",
            Self::Saddle => "Saddle",
            Self::Wells => "Local minimum",
            Self::Rosenbrock => "Rosenbrock",
            Self::Beale => "Beale",
        }
    }

    fn equation(self) -> &'static str {
        match self {
            Self::Ravine => "f = ½(x² + 120y²)",
            Self::Saddle => "f = 8x² − ½y²",
            Self::Wells => "f = (x² − 1)² + 0.3x + y² + 0.31",
            Self::Rosenbrock => "f = (1 − x)² + 100(y − x²)²",
            Self::Beale => "f = (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²",
        }
    }
}

fn square(x: f64) -> f64 {
    x * x
}

fn beale_terms(x: f64, y: f64) -> [f64; 3] {
    let [a, b, c] = BEALE;
    [a - x + x * y, b - x + x * y * y, c - x + x * y * y * y]
}

#[cfg(test)]
mod tests;
