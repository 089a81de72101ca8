//! A learning rate for every optimizer on every surface: the best of a search, so that who is slow is slow by nature.
//!
//! One rate for all says more about the rate than about the optimizers: a step of Adam is about as long as its rate, one of
//! plain descent as long as rate times slope.

use super::Surface;
use nabla_nn::Optimizer;

impl Surface {
    /// The learning rate at which an optimizer does best here, from [`Surface::start`] and with the usual
    /// hyperparameters.
    ///
    /// The source is the search in this file's test. It tries ten rates to the decade from 10⁻⁴ to 10, and looks at those
    /// whose steps can be followed: none longer than a quarter of the picture. Best is what comes to the lowest minimum
    /// (or leaves the saddle), then what comes to another one, in the fewest steps; of those that need at most a
    /// quarter more, the table has the smallest rate, whose path is the calmest. Where none arrives, it is the one that is lowest
    /// in the end.
    pub fn learning_rate(self, optimizer: Optimizer) -> f64 {
        let [ravine, saddle, wells, rosenbrock, beale] = rates(optimizer);
        match self {
            Self::Ravine => ravine,
            Self::Saddle => saddle,
            Self::Wells => wells,
            Self::Rosenbrock => rosenbrock,
            Self::Beale => beale,
        }
    }
}

/// The rates of an optimizer, in the order of the surfaces.
const fn rates(optimizer: Optimizer) -> [f64; 5] {
    match optimizer {
        // L-BFGS searches for the length of its step.
        Optimizer::Sgd | Optimizer::Lbfgs => [0.016, 0.032, 0.05, 0.002, 0.02],
        Optimizer::Momentum => [0.0032, 0.02, 0.008, 0.0032, 0.0025],
        Optimizer::Nesterov => [0.004, 0.016, 0.025, 0.00125, 0.004],
        Optimizer::Adagrad => [1.25, 0.25, 0.8, 0.4, 1.6],
        Optimizer::Rmsprop => [0.005, 0.063, 0.01, 0.00125, 0.008],
        Optimizer::Adadelta => [2.5, 6.3, 8.0, 0.25, 0.2],
        Optimizer::Adam => [0.04, 0.2, 0.4, 0.4, 0.25],
        Optimizer::AdamW => [0.04, 0.2, 0.4, 0.05, 0.16],
        Optimizer::Nadam => [1.0, 0.2, 0.63, 0.063, 0.4],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surface::course::{Course, MOST_STEPS, Outcome};
    use nabla_nn::{Choice, Config};

    /// Ten to the decade (ISO 3, R′10).
    const DECADE: [f64; 10] = [1.0, 1.25, 1.6, 2.0, 2.5, 3.2, 4.0, 5.0, 6.3, 8.0];
    /// The longest step that can be followed, in widths of the domain.
    const LONGEST: f64 = 0.25;

    /// What came of a rate: how good the end is, 0 the best, after how many steps, and how low.
    #[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
    struct Trial {
        end: u8,
        steps: usize,
        lowest: f64,
    }

    /// A way at a rate; none whose steps cannot be followed.
    fn trial(surface: Surface, optimizer: Optimizer, rate: f64) -> Option<Trial> {
        let mut course = Course::new(surface, surface.start(), &[optimizer], Some(rate), &Config::default());
        while course.step() {}
        let runner = &course.runners[0];
        let long = |pair: &[[f32; 2]], axis: usize| {
            let [from, to] = surface.domain()[axis];
            f64::from((pair[1][axis] - pair[0][axis]).abs()) > LONGEST * (to - from)
        };
        if runner.path.windows(2).any(|pair| long(pair, 0) || long(pair, 1)) {
            return None;
        }
        let global = surface.minima().first().copied();
        let (end, steps) = match runner.outcome {
            Some(Outcome::Left(steps)) => (0, steps),
            Some(Outcome::Arrived(steps)) if surface.nearest_minimum(runner.at()) == global => (0, steps),
            Some(Outcome::Arrived(steps)) => (1, steps),
            Some(Outcome::Diverged) => return None,
            None => (2, MOST_STEPS),
        };
        Some(Trial { end, steps, lowest: surface.value(runner.at()) })
    }

    /// The search that the table comes from.
    fn best_rate(surface: Surface, optimizer: Optimizer) -> f64 {
        let decades = (-4..=0).flat_map(|power| DECADE.map(|digits| (digits, power)));
        // As written: 3.2e-4 is the number that the table names, 3.2 · 10⁻⁴ may be the one beside it.
        let rates = decades.map(|(digits, power)| format!("{digits}e{power}").parse().unwrap()).chain([10.0]);
        let trials: Vec<(f64, Trial)> =
            rates.filter_map(|rate: f64| Some((rate, trial(surface, optimizer, rate)?))).collect();
        let best = trials.iter().map(|&(_, it)| it).min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
        let is_good = |it: Trial| match best.end {
            2 => it == best,
            _ => it.end == best.end && 4 * it.steps <= 5 * best.steps,
        };
        trials.into_iter().find(|&(_, it)| is_good(it)).unwrap().0
    }

    #[test]
    fn the_table_is_what_the_search_finds() {
        let stepping = || Optimizer::ALL.iter().copied().filter(|&it| it != Optimizer::Lbfgs);
        let row = |optimizer| {
            let found = Surface::ALL.iter().map(|&surface| best_rate(surface, optimizer));
            (optimizer.name(), found.collect::<Vec<_>>())
        };
        let found: Vec<_> = stepping().map(row).collect();
        let tabled: Vec<_> = stepping().map(|it| (it.name(), rates(it).to_vec())).collect();
        assert_eq!(found, tabled);
    }
}
