//! L-BFGS: the last changes of the gradient stand for the curvature (Nocedal & Wright 2006, algorithms 7.4, 3.5, 3.6).

use crate::Real;
use std::collections::VecDeque;

/// Pairs of changes remembered.
const HISTORY: usize = 10;
/// The share of the expected descent that a step must bring (Nocedal & Wright, c₁).
const SUFFICIENT: f64 = 1e-4;
/// The share of the slope that may be left after a step (Nocedal & Wright, c₂ for quasi-Newton methods).
const FLATTER: f64 = 0.9;
/// Looks at the objective in one search at most, as SciPy's L-BFGS-B.
const LOOKS: usize = 20;

/// What L-BFGS remembers; all vectors are `[parameter]`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lbfgs {
    /// Changes of the parameters and of the gradient, and 1/(their product), oldest first.
    pairs: VecDeque<(Vec<f64>, Vec<f64>, f64)>,
    /// Where the last step ended: value and gradient, if nobody has moved the parameters since.
    here: Option<(Vec<f64>, f64, Vec<f64>)>,
}

/// A place on the search line.
#[derive(Clone)]
struct Place {
    length: f64,
    value: f64,
    slope: f64,
    gradient: Vec<f64>,
}

impl Lbfgs {
    /// Numbers it keeps.
    pub fn memory(&self) -> usize {
        let here = self.here.iter().map(|(x, _, gradient)| x.len() + gradient.len());
        self.pairs.iter().map(|(s, y, _)| s.len() + y.len()).chain(here).sum()
    }

    /// The parameters in f64: where the last step ended, unless somebody has moved them since.
    pub fn position<R: Real>(&self, values: &[R]) -> Vec<f64> {
        let same =
            |x: &&(Vec<f64>, f64, Vec<f64>)| x.0.iter().zip(values).all(|(x, v)| R::from_f64(*x) == *v);
        match self.here.as_ref().filter(same) {
            Some((x, ..)) => x.clone(),
            None => values.iter().map(|value| value.to_f64()).collect(),
        }
    }

    /// One accepted step of `x` down the objective, which yields its value and writes its gradient; false if no step
    /// brings descent, at a minimum to the precision there is, and `x` has not moved.
    pub fn step(&mut self, x: &mut [f64], objective: &mut dyn FnMut(&[f64], &mut [f64]) -> f64) -> bool {
        let known = self.here.take().filter(|(place, ..)| place.as_slice() == &*x);
        let (value, gradient) = match known {
            Some((_, value, gradient)) => (value, gradient),
            None => {
                self.pairs.clear();
                let mut gradient = vec![0.0; x.len()];
                (objective(x, &mut gradient), gradient)
            }
        };
        let start = Place { length: 0.0, value, slope: 0.0, gradient };
        // Where the remembered curvature leads nowhere, the gradient alone may.
        let found = self.descend(x, &start, objective).or_else(|| {
            let forgotten = !self.pairs.is_empty();
            self.pairs.clear();
            forgotten.then(|| self.descend(x, &start, objective)).flatten()
        });
        let Some((direction, end)) = found else { return false };
        let moved: Vec<f64> = direction.iter().map(|d| end.length * d).collect();
        let turned: Vec<f64> = end.gradient.iter().zip(&start.gradient).map(|(a, b)| a - b).collect();
        let product = dot(&moved, &turned);
        x.iter_mut().zip(&moved).for_each(|(x, m)| *x += m);
        if product > f64::EPSILON * dot(&turned, &turned) {
            if self.pairs.len() == HISTORY {
                self.pairs.pop_front();
            }
            self.pairs.push_back((moved, turned, 1.0 / product));
        }
        self.here = Some((x.to_vec(), end.value, end.gradient));
        true
    }

    /// A direction and a lower place along it; none if there is none.
    fn descend(
        &self,
        x: &[f64],
        start: &Place,
        objective: &mut dyn FnMut(&[f64], &mut [f64]) -> f64,
    ) -> Option<(Vec<f64>, Place)> {
        let direction = self.direction(&start.gradient);
        let slope = dot(&direction, &start.gradient);
        // NaN is no descent either.
        if slope.is_nan() || slope >= 0.0 {
            return None;
        }
        // The first direction has no scale of its own: its first try is one unit long at most.
        let norm = dot(&start.gradient, &start.gradient).sqrt();
        let first = if self.pairs.is_empty() { (1.0 / norm).min(1.0) } else { 1.0 };
        let mut look = |length: f64| {
            let there: Vec<f64> = x.iter().zip(&direction).map(|(x, d)| x + length * d).collect();
            let mut gradient = vec![0.0; there.len()];
            let value = objective(&there, &mut gradient);
            Place { length, value, slope: dot(&direction, &gradient), gradient }
        };
        let end = search(&Place { slope, ..start.clone() }, first, &mut look)?;
        (end.value < start.value).then_some((direction, end))
    }

    /// −H·g by the two loops over the pairs.
    fn direction(&self, gradient: &[f64]) -> Vec<f64> {
        let mut q: Vec<f64> = gradient.iter().map(|g| -g).collect();
        let mut shares = Vec::with_capacity(self.pairs.len());
        for (s, y, inverse) in self.pairs.iter().rev() {
            let share = inverse * dot(s, &q);
            q.iter_mut().zip(y).for_each(|(q, y)| *q -= share * y);
            shares.push(share);
        }
        if let Some((_, y, inverse)) = self.pairs.back() {
            let scale = 1.0 / (inverse * dot(y, y));
            q.iter_mut().for_each(|q| *q *= scale);
        }
        for ((s, y, inverse), share) in self.pairs.iter().zip(shares.into_iter().rev()) {
            let back = inverse * dot(y, &q);
            q.iter_mut().zip(s).for_each(|(q, s)| *q += (share - back) * s);
        }
        q
    }
}

/// A place that meets the strong Wolfe conditions, or at least descends enough; none if there is none within reach.
fn search(start: &Place, first: f64, look: &mut dyn FnMut(f64) -> Place) -> Option<Place> {
    let descends = |place: &Place| place.value <= start.value + SUFFICIENT * place.length * start.slope;
    let is_flat = |place: &Place| place.slope.abs() <= -FLATTER * start.slope;
    let mut before = start.clone();
    let mut length = first;
    let mut looks = 0;
    // Widen until a minimum lies between two places.
    let (mut low, mut high) = loop {
        let here = look(length);
        looks += 1;
        if !here.value.is_finite() {
            length *= 0.1;
        } else if !descends(&here) || (looks > 1 && here.value >= before.value && before.length > 0.0) {
            break (before, here);
        } else if is_flat(&here) {
            return Some(here);
        } else if here.slope >= 0.0 {
            break (here, before);
        } else {
            length = 2.0 * here.length;
            before = here;
        }
        if looks >= LOOKS {
            return (before.length > 0.0).then_some(before);
        }
    };
    // Narrow: `low` is always the best place yet that descends enough, and the minimum lies towards `high`.
    while looks < LOOKS {
        let here = look(between(&low, &high));
        looks += 1;
        if !descends(&here) || here.value >= low.value {
            high = here;
        } else {
            if is_flat(&here) {
                return Some(here);
            }
            if here.slope * (high.length - low.length) >= 0.0 {
                high = low;
            }
            low = here;
        }
        if (high.length - low.length).abs() <= 1e-12 * low.length.max(1e-12) {
            break;
        }
    }
    (low.length > 0.0).then_some(low)
}

/// The minimum of the cubic through two places, kept off both ends; their middle where there is none.
fn between(a: &Place, b: &Place) -> f64 {
    let width = b.length - a.length;
    let d1 = a.slope + b.slope - 3.0 * (a.value - b.value) / (a.length - b.length);
    let d2 = (d1 * d1 - a.slope * b.slope).max(0.0).sqrt() * width.signum();
    let cubic = b.length - width * (b.slope + d2 - d1) / (b.slope - a.slope + 2.0 * d2);
    let share = (cubic - a.length) / width;
    if share.is_finite() { a.length + width * share.clamp(0.1, 0.9) } else { a.length + 0.5 * width }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rosenbrock's valley in four dimensions; its minimum is 0 at (1, 1, 1, 1).
    fn rosenbrock(x: &[f64], gradient: &mut [f64]) -> f64 {
        gradient.fill(0.0);
        let mut value = 0.0;
        for i in 0..x.len() - 1 {
            let (up, along) = (x[i + 1] - x[i] * x[i], 1.0 - x[i]);
            value += 100.0 * up * up + along * along;
            gradient[i] += -400.0 * x[i] * up - 2.0 * along;
            gradient[i + 1] += 200.0 * up;
        }
        value
    }

    #[test]
    fn a_curved_valley_is_followed_to_its_end() {
        let mut x = vec![-1.2, 1.0, -1.2, 1.0];
        let (mut lbfgs, mut steps) = (Lbfgs::default(), 0);
        let mut last = f64::INFINITY;
        while last > 1e-15 && lbfgs.step(&mut x, &mut rosenbrock) {
            steps += 1;
            let value = rosenbrock(&x, &mut [0.0; 4]);
            assert!(value <= last, "every step descends");
            last = value;
        }
        assert!(last < 1e-15, "{last:e} after {steps} steps");
        assert!(steps < 80, "{steps}");
    }
}
