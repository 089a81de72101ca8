//! Plain gradient descent with TensorFlow Playground's penalty step.

use crate::blocks::padded;
use crate::layer::Gradient;
use crate::{Layer, Penalty, Real};

/// What an update needs to know beside the gradient.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rates<R> {
    pub learning_rate: R,
    pub penalty: Penalty,
    pub regularization_rate: R,
}

/// The links of one layer that are still alive.
///
/// Plain gradient descent remembers nothing else; other optimizers keep their own state.
#[derive(Clone, Debug)]
pub(crate) struct Sgd<R> {
    /// 1 for a link that learns and 0 for one that L1 has cut, `[neuron][input]`.
    alive: Vec<R>,
}

impl<R: Real> Sgd<R> {
    pub fn new(layer: &Layer<R>) -> Self {
        Self { alive: vec![R::ONE; layer.weights.len()] }
    }

    /// Lets a link learn again, as after an edit by hand.
    pub fn revive(&mut self, link: usize) {
        if let Some(alive) = self.alive.get_mut(link) {
            *alive = R::ONE;
        }
    }

    /// b ← b − lr·g, w ← w − lr·g − lr·λ·r′(w), r′ at the weight before the step; under L1 a
    /// penalty step that would flip the sign cuts the link for good (`nn.ts`, `updateWeights`).
    pub fn update(&mut self, layer: &mut Layer<R>, gradient: &Gradient<R>, rates: Rates<R>) {
        let rate = rates.learning_rate;
        for (bias, &g) in layer.biases.iter_mut().zip(&gradient.biases) {
            *bias -= rate * g;
        }
        let (row, padded_row) = match (layer.inputs(), padded(layer.inputs())) {
            (0, _) => return,
            // Without padding, the rows are one long row.
            (row, padded_row) if row == padded_row => (layer.weights.len(), layer.weights.len()),
            rows => rows,
        };
        let links = layer.weights.chunks_exact_mut(row).zip(self.alive.chunks_exact_mut(row));
        for ((weights, alive), gradient) in links.zip(gradient.weights.chunks_exact(padded_row)) {
            update_links(weights, alive, gradient, rates);
        }
    }
}

/// The step of a row of links.
fn update_links<R: Real>(weights: &mut [R], alive: &mut [R], gradient: &[R], rates: Rates<R>) {
    let rate = rates.learning_rate;
    let decay = rate * rates.regularization_rate;
    let links = weights.iter_mut().zip(gradient).zip(alive);
    match rates.penalty {
        Penalty::None => {
            for ((weight, &g), alive) in links {
                *weight -= rate * g * *alive;
            }
        }
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
                let flips =
                    (stepped > R::ZERO && pulled < R::ZERO) || (stepped < R::ZERO && pulled > R::ZERO);
                *weight = if flips { R::ZERO } else { pulled };
                *alive = if flips { R::ZERO } else { *alive };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Activation;

    fn check(penalty: Penalty, weight: f64, g: f64, expected: f64, revived: f64) {
        let mut layer = Layer::new(1, 1, Activation::Tanh);
        layer.weights[0] = weight;
        let mut sgd = Sgd::new(&layer);
        let rates = Rates { learning_rate: 0.5, penalty, regularization_rate: 0.25 };
        let gradient = |g| Gradient {
            deltas: vec![],
            turned_inputs: vec![],
            weights: vec![g, 0.0, 0.0, 0.0],
            biases: vec![g],
        };
        sgd.update(&mut layer, &gradient(g), rates);
        assert_eq!((layer.weights[0], layer.biases[0]), (expected, -0.5 * g), "{penalty:?}");
        sgd.update(&mut layer, &gradient(-1.0), Rates { penalty: Penalty::None, ..rates });
        assert_eq!(layer.weights[0], revived, "{penalty:?}, one plain step later");
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
