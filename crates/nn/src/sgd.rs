//! Plain gradient descent with TensorFlow Playground's penalty step.

use crate::layer::Layer;
use crate::{Penalty, Real};

/// What an update needs to know beside the gradient.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PenaltyStep {
    pub learning_rate: f64,
    pub penalty: Penalty,
    pub regularization_rate: f64,
}

/// The links that are still alive.
#[derive(Clone, Debug)]
pub(crate) struct Sgd<R> {
    /// 1 for a parameter that learns and 0 for a link that L1 has cut, `[parameter]`.
    alive: Vec<R>,
    /// Whether L1 has been there to cut any; without it nobody need look.
    cuts: bool,
}

impl<R: Real> Sgd<R> {
    pub fn new(parameters: usize) -> Self {
        Self { alive: vec![R::ONE; parameters], cuts: false }
    }

    /// Numbers it keeps.
    pub fn memory(&self) -> usize {
        self.alive.len()
    }

    /// Lets a link learn again, as after an edit by hand.
    pub fn revive(&mut self, parameter: usize) {
        if let Some(alive) = self.alive.get_mut(parameter) {
            *alive = R::ONE;
        }
    }

    /// w ← w − lr·g; of links also − lr·λ·r′(w), r′ at the weight before the step; under L1 a penalty step that would
    /// flip the sign cuts the link for good (`nn.ts`, `updateWeights`).
    pub fn update(&mut self, values: &mut [R], gradient: &[R], layers: &[Layer], step: PenaltyStep) {
        let rate = R::from_f64(step.learning_rate);
        let decay = R::from_f64(step.learning_rate) * R::from_f64(step.regularization_rate);
        if step.penalty == Penalty::None {
            let links = values.iter_mut().zip(gradient);
            if self.cuts {
                links.zip(&self.alive).for_each(|((value, &g), &alive)| *value -= rate * g * alive);
            } else {
                links.for_each(|(value, &g)| *value -= rate * g);
            }
            return;
        }
        self.cuts |= step.penalty == Penalty::L1;
        for layer in layers {
            let others = layer.weights.end..layer.end();
            for (value, &g) in values[others.clone()].iter_mut().zip(&gradient[others]) {
                *value -= rate * g;
            }
            let weights = layer.weights.clone();
            let links = values[weights.clone()]
                .iter_mut()
                .zip(&gradient[weights.clone()])
                .zip(&mut self.alive[weights]);
            match step.penalty {
                Penalty::None => {}
                Penalty::L2 => {
                    for ((weight, &g), alive) in links {
                        let pull = decay * Penalty::L2.derivative(*weight);
                        *weight = *weight - rate * g * *alive - pull;
                    }
                }
                Penalty::L1 => {
                    for ((weight, &g), alive) in links {
                        let pull = decay * Penalty::L1.derivative(*weight);
                        let stepped = *weight - rate * g * *alive;
                        let pulled = stepped - pull;
                        let flips = (stepped > R::ZERO && pulled < R::ZERO)
                            || (stepped < R::ZERO && pulled > R::ZERO);
                        *weight = if flips { R::ZERO } else { pulled };
                        *alive = if flips { R::ZERO } else { *alive };
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Activation;
    use crate::layer::{Function, Shape};

    fn check(penalty: Penalty, weight: f64, g: f64, expected: f64, revived: f64) {
        let function = Function::Hidden(Activation::Tanh, 0.0);
        let layers = [Layer::dense(Shape::new((1, 1), function, false, false, (0, 0)))];
        // A weight and its padding, a bias and its padding.
        let mut values = [weight, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        let mut sgd = Sgd::new(values.len());
        let step = PenaltyStep { learning_rate: 0.5, penalty, regularization_rate: 0.25 };
        let gradient = |g| [g, 0.0, 0.0, 0.0, g, 0.0, 0.0, 0.0];
        sgd.update(&mut values, &gradient(g), &layers, step);
        assert_eq!((values[0], values[4]), (expected, -0.5 * g), "{penalty:?}");
        sgd.update(&mut values, &gradient(-1.0), &layers, PenaltyStep { penalty: Penalty::None, ..step });
        assert_eq!(values[0], revived, "{penalty:?}, one plain step later");
    }

    #[test]
    fn steps_by_hand() {
        check(Penalty::None, 1.0, 1.0, 0.5, 1.0);
        check(Penalty::L2, 1.0, 1.0, 1.0 - 0.5 - 0.125, 0.875);
        check(Penalty::L1, 1.0, 1.0, 1.0 - 0.5 - 0.125, 0.875);
    }

    #[test]
    fn a_flip_by_the_penalty_cuts_the_link_for_good() {
        check(Penalty::L1, 0.0625, 0.0, 0.0, 0.0);
        check(Penalty::L1, -0.0625, 0.0, 0.0, 0.0);
    }

    #[test]
    fn a_flip_by_the_gradient_does_not() {
        check(Penalty::L1, 0.25, 1.0, 0.25 - 0.5 - 0.125, 0.125);
    }

    #[test]
    fn the_penalty_is_taken_before_the_step() {
        // r′(0) = 0, though the gradient moves the weight away from 0.
        check(Penalty::L1, 0.0, 1.0, -0.5, 0.0);
    }
}
