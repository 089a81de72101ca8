//! From a trace to the factors of one place.

use super::replay::{self, Replay};
use super::samples::{inputs_of, mean, wide};
use super::{Chain, ChainQuery, Check, Factor, Kind, Motion, Source, Step, Term, output_gradient};
use nabla_nn::{Activation, BATCH_NORM_EPSILON, Function, Layer, LayerTrace, Network, Trace, Trainer};

/// Looks at a place; none if the network has no such place or no samples.
pub fn chain(trainer: &Trainer, query: &ChainQuery) -> Option<Chain> {
    let network = trainer.trained_network();
    let (index, neuron) = query.place.neuron();
    let layer = network.layers.get(index)?;
    if neuron >= layer.neurons() || query.place.input().is_some_and(|input| input >= layer.inputs()) {
        return None;
    }
    let point = query.sample.and_then(|sample| trainer.points().train.get(sample).copied());
    let trace = point.map_or_else(|| trainer.trace_step(), |point| trainer.trace(&[point]));
    let samples = trace.targets.first().map_or(0, Vec::len);
    if samples == 0 {
        return None;
    }
    let traced = &trace.layers[index];

    let replay = Replay::new(trainer, &trace, point.is_none());
    let mut factors = Vec::new();
    let mut push = |kind, values: Vec<f64>| factors.push(Factor::new(kind, &values));
    let input = query.place.input().map(|input| wide(inputs_of(&trace, index).get(input)));
    if let Some(input) = &input {
        push(Kind::Input, input.clone());
    }
    let link_mask =
        query.place.input().and_then(|input| Some(f64::from(*traced.weight_mask.get(neuron)?.get(input)?)));
    if let Some(mask) = link_mask {
        push(Kind::WeightMask, vec![mask; samples]);
    }
    let norm = (layer.normalized && input.is_some()).then(|| {
        let gamma = replay.parameters[index].gammas[neuron];
        gamma / (f64::from(traced.statistics[1][neuron]) + BATCH_NORM_EPSILON).sqrt()
    });
    if let Some(norm) = norm {
        push(Kind::Norm, vec![norm; samples]);
    }
    let (source, slopes, upstream) = match layer.function {
        Function::Hidden(activation, alpha) => {
            let upstream = traced.upstream[neuron].iter().map(|&u| f64::from(u) * samples as f64).collect();
            let alpha = replay.parameters[index].alphas.get(neuron).copied().unwrap_or(alpha);
            (Source::Edges, slopes(activation, alpha, layer, traced, neuron), upstream)
        }
        Function::Output(output) => {
            output_gradient::output_gradient(output, trainer.config().training.loss, &trace, neuron)
        }
    };
    let mask = mask_of(traced, neuron, samples);
    let mut deltas: Vec<f64> = slopes.iter().zip(&upstream).map(|(slope, up)| slope * up).collect();
    if let Some(mask) = &mask {
        deltas.iter_mut().zip(mask).for_each(|(delta, mask)| *delta *= mask);
    }
    push(Kind::Slope, slopes);
    if let Some(mask) = mask {
        push(Kind::Mask, mask);
    }
    push(Kind::Upstream, upstream);

    // The engine's own δ goes into the product; β's slope alone is made of the factors, as the trace stops below it.
    let own = |s: usize| match layer.normalized && input.is_none() {
        true => deltas[s],
        false => f64::from(traced.deltas[neuron][s]) * samples as f64,
    };
    let products: Vec<f64> = (0..samples)
        .map(|s| own(s) * input.as_ref().map_or(1.0, |input| input[s]) * link_mask.unwrap_or(1.0))
        .collect();
    let product = Factor::new(Kind::Product, &products);
    let slope = match query.place.input() {
        Some(input) => f64::from(traced.weight_slopes[neuron][input]),
        None => product.mean,
    };

    let target = if index + 1 == network.layers.len() { trace.targets.get(neuron) } else { None };
    let mut chain = Chain {
        place: query.place,
        samples,
        loss: trace.loss,
        signals: [traced.sums.get(neuron), traced.activations.get(neuron), target]
            .map(|row| mean(&wide(row))),
        source,
        terms: terms(network, &trace, index, neuron),
        factors,
        product,
        tied: norm.is_some() && samples > 1,
        slope,
        step: Step::default(),
        check: None,
        motion: None,
    };
    if query.check {
        chain.check = check(&chain, &replay, &trace.layers[trace.layers.len() - 1].activations);
    }
    let mut next = trainer.clone();
    next.step();
    let after = next.trained_network().parameters();
    let value = replay.value(query.place);
    let penalty = match input {
        Some(_) => {
            trainer.config().training.regularization_rate
                * trainer.config().training.penalty.derivative(value)
        }
        None => 0.0,
    };
    chain.step = Step {
        learning_rate: trainer.learning_rate(),
        penalty,
        value: [value, replay::value(&after, layer, query.place)],
        loss: [trace.loss, replay.loss(&after, 0)],
    };
    chain.motion = query.motion.then(|| Motion::new(network, &trace, &after, &chain.step));
    Some(chain)
}

/// f′(z) of every sample; of maxout's first piece 1 where it is the larger.
fn slopes(activation: Activation, alpha: f64, layer: &Layer, traced: &LayerTrace, neuron: usize) -> Vec<f64> {
    let sums = &traced.sums[neuron];
    if activation == Activation::Maxout {
        let second = &traced.sums[neuron + layer.neurons()];
        return sums.iter().zip(second).map(|(z1, z2)| f64::from(u8::from(z1 >= z2))).collect();
    }
    activation.slopes(sums, alpha as f32).into_iter().map(f64::from).collect()
}

/// What the layer's masks multiply a neuron by, where there are any.
fn mask_of(traced: &LayerTrace, neuron: usize, samples: usize) -> Option<Vec<f64>> {
    let of_neuron = traced.mask.get(neuron);
    if of_neuron.is_none() && traced.branch == 1.0 {
        return None;
    }
    let branch = f64::from(traced.branch);
    Some((0..samples).map(|s| branch * of_neuron.map_or(1.0, |mask| f64::from(mask[s]))).collect())
}

/// What comes back to a neuron from the sums of the next layer, and around it.
fn terms(network: &Network, trace: &Trace, index: usize, neuron: usize) -> Vec<Term> {
    let (Some(next), Some(traced)) = (network.layers.get(index + 1), trace.layers.get(index + 1)) else {
        return Vec::new();
    };
    let total = |values: &[f32]| values.iter().map(|&value| f64::from(value)).sum::<f64>();
    let mut terms: Vec<Term> = (0..next.rows())
        .map(|row| {
            let mask = traced.weight_mask.get(row).map_or(1.0, |mask| f64::from(mask[neuron]));
            Term {
                neuron: row % next.neurons(),
                piece: (row / next.neurons()) as u8,
                skip: false,
                weight: mask * f64::from(network.values()[next.row(row)][neuron]),
                delta: total(&traced.deltas[row]),
            }
        })
        .collect();
    if next.residual {
        terms.push(Term {
            neuron,
            piece: 0,
            skip: true,
            weight: 1.0,
            delta: total(&traced.upstream[neuron]),
        });
    }
    terms
}

pub(super) fn check(chain: &Chain, replay: &Replay, outputs: &[Vec<f32>]) -> Option<Check> {
    let difference = replay.difference(chain.place)?;
    let larger = chain.slope.abs().max(difference.abs());
    let error = if larger == 0.0 { 0.0 } else { (chain.slope - difference).abs() / larger };
    // Rounding is absolute in f′(z), whatever its size, and so it is in o − t, about √E, and in an output's 1 − o².
    let without_slope = |factor: &&Factor| factor.kind != Kind::Slope;
    let size: f64 = chain.factors.iter().filter(without_slope).map(Factor::size).product();
    let room = outputs.iter().flatten().map(|&o| 1.0 - f64::from(o * o)).map(f64::abs).sum::<f64>()
        / (outputs.len() * chain.samples) as f64;
    let [error_left, room] = [chain.loss.sqrt(), room].map(|left| left.max(f64::MIN_POSITIVE));
    let resolution =
        1e-6 * size + 1e-5 * larger * (1.0 / error_left + 1.0 / room) + 1e-10 * (1.0 + chain.loss.abs());
    Some(Check { difference, error, resolution })
}
