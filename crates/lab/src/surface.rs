//! Textbook surfaces, and optimizers that run over them from one start: what an optimizer does by itself, without a
//! network.

use nabla_nn::link::Key;
use nabla_nn::{Change, Choice, Config, Hyperparameter, Optimizer, OptimizerState, Rates};
use strum::VariantArray;

/// Steps of a run at most.
pub const MOST_STEPS: usize = 2000;
/// A run that is this many times the domain's width away from its middle is lost.
const LOST: f32 = 50.0;

/// A function of two numbers with a difficulty of its own.
///
/// ```
/// use nabla_lab::Surface;
///
/// assert_eq!(Surface::Rosenbrock.value([1.0, 1.0]), 0.0);
/// assert_eq!(Surface::Ravine.gradient([1.0, 1.0]), [1.0, 20.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, VariantArray)]
pub enum Surface {
    /// ½(x² + 20y²): twenty times as steep one way as the other. Plain descent zigzags, and diverges from a rate of
    /// 2/20 on.
    #[default]
    Ravine,
    /// x² − y²: flat at the origin, which is no minimum; there is none.
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
const STEEP: f64 = 20.0;
/// The constants of Beale's three terms.
const BEALE: [f64; 3] = [1.5, 2.25, 2.625];

impl Surface {
    /// f(x, y).
    pub fn value(self, [x, y]: [f64; 2]) -> f64 {
        match self {
            Self::Ravine => 0.5 * (x * x + STEEP * y * y),
            Self::Saddle => x * x - y * y,
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
            Self::Saddle => [2.0 * x, -2.0 * y],
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
            Self::Saddle | Self::Wells => [[-2.0, 2.0]; 2],
            Self::Rosenbrock => [[-2.0, 2.0], [-1.0, 3.0]],
            Self::Beale => [[-4.5, 4.5]; 2],
        }
    }

    /// Where runs start unless one chooses.
    pub fn start(self) -> [f64; 2] {
        match self {
            Self::Ravine => [-2.5, 1.5],
            Self::Saddle => [-1.5, 0.02],
            Self::Wells => [1.7, 1.4],
            Self::Rosenbrock => [-1.2, 1.0],
            Self::Beale => [1.0, 1.4],
        }
    }

    /// A learning rate at which plain descent goes down from there.
    pub fn learning_rate(self) -> f64 {
        match self {
            Self::Ravine => 0.09,
            Self::Saddle => 0.05,
            Self::Wells => 0.02,
            Self::Rosenbrock => 0.001,
            Self::Beale => 0.002,
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
            Self::Ravine => "f = ½(x² + 20y²)",
            Self::Saddle => "f = x² − y²",
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

/// One optimizer's way over a surface.
#[derive(Clone, Debug)]
pub struct Runner {
    /// Where it has been, the start first and the present last.
    pub path: Vec<[f32; 2]>,
    /// Whether it has run away, and stands still.
    pub lost: bool,
    state: OptimizerState<f32>,
    rates: Rates,
}

impl Runner {
    /// Which optimizer it is.
    pub fn optimizer(&self) -> Optimizer {
        self.state.optimizer()
    }

    /// Where it is.
    pub fn at(&self) -> [f64; 2] {
        self.path.last().map_or([0.0; 2], |place| place.map(f64::from))
    }
}

/// Several optimizers on one surface, from one start.
#[derive(Clone, Debug)]
pub struct Course {
    surface: Surface,
    weight_decay: f64,
    /// One for each optimizer, in the order given.
    pub runners: Vec<Runner>,
}

impl Course {
    /// Everyone at the start. Learning rate and hyperparameters are the configuration's; L-BFGS, which does not step
    /// along a gradient it is given, is left out.
    pub fn new(surface: Surface, start: [f64; 2], optimizers: &[Optimizer], config: &Config) -> Self {
        let able = optimizers.iter().filter(|&&optimizer| optimizer != Optimizer::Lbfgs);
        let runner = |&optimizer: &Optimizer| Runner {
            path: vec![start.map(|value| value as f32)],
            lost: false,
            state: OptimizerState::new(optimizer, 2),
            // Defaults differ from one optimizer to the other.
            rates: config.clone().changed(&[Change::option(Key::Optimizer, optimizer)]).rates(),
        };
        Self {
            surface,
            weight_decay: config.number(Hyperparameter::WeightDecay),
            runners: able.map(runner).collect(),
        }
    }

    /// Steps taken.
    pub fn steps(&self) -> usize {
        self.runners.iter().map(|runner| runner.path.len() - 1).max().unwrap_or(0)
    }

    /// One step of everyone who is not lost; false when nobody can go on.
    pub fn step(&mut self) -> bool {
        let [x, y] = self.surface.domain();
        let mut moved = false;
        for runner in &mut self.runners {
            if runner.lost || runner.path.len() > MOST_STEPS {
                continue;
            }
            let gradient = self.surface.gradient(runner.at()).map(|slope| slope as f32);
            let Some(&(mut place)) = runner.path.last() else { continue };
            if runner.optimizer() == Optimizer::AdamW {
                let kept = 1.0 - runner.rates.learning_rate * self.weight_decay;
                place = place.map(|value| value * kept as f32);
            }
            runner.state.update(&mut place, &gradient, runner.rates);
            let near = |value: f32, [from, to]: [f64; 2]| {
                (value - 0.5 * (from + to) as f32).abs() < LOST * (to - from) as f32
            };
            if near(place[0], x) && near(place[1], y) {
                runner.path.push(place);
                moved = true;
            } else {
                runner.lost = true;
            }
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const H: f64 = 1e-5;

    #[test]
    fn keys_lead_back_to_their_surfaces() {
        for &surface in Surface::ALL {
            assert_eq!(Surface::from_key(surface.key()), Some(surface));
        }
    }

    #[test]
    fn gradients_agree_with_finite_differences() {
        for &surface in Surface::ALL {
            for [x, y] in [[0.3, -0.7], [-1.6, 1.1], [1.9, 0.4], surface.start()] {
                let f = |x: f64, y: f64| surface.value([x, y]);
                let numeric =
                    [(f(x + H, y) - f(x - H, y)) / (2.0 * H), (f(x, y + H) - f(x, y - H)) / (2.0 * H)];
                for (slope, numeric) in surface.gradient([x, y]).into_iter().zip(numeric) {
                    let tolerance = 1e-6 * (1.0 + numeric.abs());
                    assert!((slope - numeric).abs() < tolerance, "{surface:?}: {slope} {numeric}");
                }
            }
        }
    }

    /// At a minimum the slope is 0 and every neighbour is higher; the global one is the lowest place of a fine grid.
    #[test]
    fn minima_are_minima() {
        for &surface in Surface::ALL {
            for &[x, y] in surface.minima() {
                assert!(surface.gradient([x, y]).iter().all(|slope| slope.abs() < 1e-7), "{surface:?}");
                let here = surface.value([x, y]);
                for [dx, dy] in [[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0], [1.0, 1.0], [-1.0, 1.0]] {
                    assert!(surface.value([x + 0.01 * dx, y + 0.01 * dy]) > here, "{surface:?}");
                }
            }
            if let Some(&global) = surface.minima().first() {
                let lowest = surface.grid(201).into_iter().fold(f32::INFINITY, f32::min);
                let bottom = surface.value(global) as f32;
                assert!(bottom <= lowest && lowest - bottom < 0.05, "{surface:?}: {lowest} {bottom}");
            }
        }
    }

    #[test]
    fn a_grid_has_its_corners_at_the_ends_of_the_domain() {
        let grid = Surface::Rosenbrock.grid(5);
        assert_eq!(grid[0], Surface::Rosenbrock.value([-2.0, -1.0]) as f32);
        assert_eq!(grid[4], Surface::Rosenbrock.value([2.0, -1.0]) as f32);
        assert_eq!(grid[20], Surface::Rosenbrock.value([-2.0, 3.0]) as f32);
        assert_eq!(grid[7], Surface::Rosenbrock.value([0.0, 0.0]) as f32);
    }

    fn course(surface: Surface, optimizers: &[Optimizer], learning_rate: f64) -> Course {
        let mut config = Config::default();
        config.training.learning_rate = learning_rate;
        Course::new(surface, surface.start(), optimizers, &config)
    }

    fn run(course: &mut Course, steps: usize) {
        for _ in 0..steps {
            course.step();
        }
    }

    /// On the ravine x and y shrink by the factors 1 − η and 1 − 20η each step.
    #[test]
    fn plain_descent_on_the_ravine_is_geometric() {
        let mut course = course(Surface::Ravine, &[Optimizer::Sgd], 0.09);
        run(&mut course, 10);
        let [x, y] = course.runners[0].at();
        assert!((x + 2.5 * 0.91f64.powi(10)).abs() < 1e-5);
        assert!((y - 1.5 * (-0.8f64).powi(10)).abs() < 1e-5);
        assert_eq!(course.steps(), 10);
    }

    /// m₁ = v₁ = −η·g, then v₂ = μv₁ − η·g₂.
    #[test]
    fn two_steps_of_momentum_by_hand() {
        let mut course = course(Surface::Ravine, &[Optimizer::Sgd, Optimizer::Momentum], 0.01);
        course.step();
        course.step();
        let first = -2.5 + 0.01 * 2.5;
        let second = first + 0.9 * 0.025 - 0.01 * first;
        assert!((course.runners[1].at()[0] - second).abs() < 1e-6);
    }

    #[test]
    fn every_optimizer_goes_down_from_every_start() {
        let all: Vec<Optimizer> = Optimizer::ALL.to_vec();
        for &surface in Surface::ALL {
            let mut course = course(surface, &all, surface.learning_rate());
            assert_eq!(course.runners.len(), all.len() - 1);
            let before = surface.value(surface.start());
            run(&mut course, 300);
            for runner in &course.runners {
                let after = surface.value(runner.at());
                // Nesterov's bound on a curvature of 20 is 2(1 + μ)/(20(1 + 2μ)), below 0.07.
                let too_fast = surface == Surface::Ravine && runner.optimizer() == Optimizer::Nesterov;
                let name = runner.optimizer().name();
                assert_eq!(after < before, !too_fast, "{surface:?} {name}: {before} {after}");
            }
        }
    }

    /// Beyond 2/20 the steep direction grows without end.
    #[test]
    fn a_run_away_is_lost_and_the_others_go_on() {
        let mut course = course(Surface::Ravine, &[Optimizer::Sgd, Optimizer::Adam], 0.15);
        run(&mut course, 200);
        assert!(course.runners[0].lost && !course.runners[1].lost);
        assert!(course.runners[0].path.iter().flatten().all(|value| value.is_finite()));
        while course.step() {}
        assert_eq!(course.steps(), MOST_STEPS);
    }
}
