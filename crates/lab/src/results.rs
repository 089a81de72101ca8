//! What the network gets right and wrong: confusion, precision and recall, the worst mistakes, residuals.

use nabla_nn::{Network, Point, Problem, Trainer};
use serde::{Deserialize, Serialize};

/// Mistakes named at most.
pub const WORST: usize = 12;
/// Bars of the residuals' histogram.
pub const BARS: usize = 24;

/// The evaluated network on the test points, or on the training points where there are none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// Whether these are training points, for want of test points.
    pub of_training: bool,
    /// How many points of class `[actual]` were called `[predicted]`; empty for regression.
    pub confusion: Vec<Vec<u32>>,
    /// Of those called each class, the share that are; 0 of none. `[class]`
    pub precision: Vec<f64>,
    /// Of each class, the share that was found; 0 of none. `[class]`
    pub recall: Vec<f64>,
    /// The points the network is most wrong about, worst first: a class that is not theirs, or for regression the largest
    /// errors.
    pub worst: Vec<Mistake>,
    /// How many residuals o − t fall into each of [`BARS`] equal spans over [−`reach`, `reach`]; empty for classes.
    pub residuals: Vec<u32>,
    /// The largest |o − t|.
    pub reach: f64,
}

/// A point the network is wrong about.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mistake {
    /// Where, and what is right.
    pub point: Point,
    /// What the network says: a class by its label, or a value.
    pub said: f64,
    /// How sure it is of that, as a probability; for regression |o − t|.
    pub weight: f64,
}

/// Looks at the evaluated network's answers.
///
/// Classes are those [`Measure`](nabla_nn::Measure) counts: by the sign of one output, or by the largest of several.
/// Precision is TP/(TP + FP), recall TP/(TP + FN).
pub fn results(trainer: &Trainer) -> Results {
    let (config, network) = (trainer.config(), trainer.network());
    let of_training = trainer.points().test.is_empty();
    let points = if of_training { &trainer.points().train } else { &trainer.points().test };
    let mut results = Results { of_training, ..Results::default() };
    match config.data.problem {
        Problem::Regression => regression(points, network, &mut results),
        Problem::Classification | Problem::Multiclass => {
            let labels: Vec<f64> = match config.data.problem {
                Problem::Multiclass => (0..config.data.classes).map(|class| class as f64).collect(),
                _ => vec![-1.0, 1.0],
            };
            classification(points, network, &labels, &mut results);
        }
    }
    results.worst = worst(&results.worst);
    results
}

/// The heaviest mistakes, the first of equals first. A few are picked one by one: a sort would be more code than all else
/// here.
fn worst(mistakes: &[Mistake]) -> Vec<Mistake> {
    let mut left = mistakes.to_vec();
    let mut worst = Vec::new();
    while worst.len() < WORST {
        let heavier =
            |best: usize, index: usize| if left[index].weight > left[best].weight { index } else { best };
        let Some(heaviest) = (0..left.len()).reduce(heavier) else { break };
        worst.push(left.remove(heaviest));
    }
    worst
}

fn classification(points: &[Point], network: &Network, labels: &[f64], results: &mut Results) {
    let classes = labels.len();
    results.confusion = vec![vec![0; classes]; classes];
    for &point in points {
        let probabilities = probabilities(network, point, classes);
        let best = (0..classes).max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b])).unwrap_or(0);
        let Some(actual) = labels.iter().position(|&label| label == point.label) else { continue };
        results.confusion[actual][best] += 1;
        if best != actual {
            results.worst.push(Mistake { point, said: labels[best], weight: probabilities[best] });
        }
    }
    let share = |part: u32, whole: u32| if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) };
    let right = |class: usize| results.confusion[class][class];
    let found = |class: usize| results.confusion[class].iter().sum();
    let called = |class: usize| results.confusion.iter().map(|row| row[class]).sum();
    results.precision = (0..classes).map(|class| share(right(class), called(class))).collect();
    results.recall = (0..classes).map(|class| share(right(class), found(class))).collect();
}

/// How sure the network is of each class: softmax's probabilities, or those of one output brought to [−1, 1].
fn probabilities(network: &Network, point: Point, classes: usize) -> Vec<f64> {
    let values = network.neuron_values_at(point.x, point.y).pop().unwrap_or_default();
    if values.len() == 1 {
        let signed = f64::from(network.output().signed(values[0])).clamp(-1.0, 1.0);
        return vec![0.5 * (1.0 - signed), 0.5 * (1.0 + signed)];
    }
    let mut of_classes: Vec<f64> = values.iter().map(|&value| f64::from(value)).collect();
    let total: f64 = of_classes.iter().sum();
    let are_probabilities = of_classes.iter().all(|p| (0.0..=1.0).contains(p)) && (total - 1.0).abs() < 1e-3;
    if !are_probabilities {
        // Margins of a hinge loss: the map shows their softmax as well.
        let top = of_classes.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        of_classes.iter_mut().for_each(|value| *value = libm::exp(*value - top));
        let total: f64 = of_classes.iter().sum();
        of_classes.iter_mut().for_each(|value| *value /= total);
    }
    of_classes.resize(classes, 0.0);
    of_classes
}

fn regression(points: &[Point], network: &Network, results: &mut Results) {
    let errors = points.iter().map(|&point| (point, f64::from(network.output_at(point.x, point.y))));
    results.worst = errors
        .map(|(point, said)| Mistake { point, said, weight: (said - point.label).abs() })
        .filter(|mistake| mistake.weight.is_finite())
        .collect();
    results.reach = results.worst.iter().map(|mistake| mistake.weight).fold(0.0, f64::max);
    results.residuals = vec![0; BARS];
    for mistake in &results.worst {
        let share = 0.5 * ((mistake.said - mistake.point.label) / results.reach.max(f64::MIN_POSITIVE) + 1.0);
        results.residuals[((share * BARS as f64) as usize).min(BARS - 1)] += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabla_nn::{ParameterId, Points, link};

    fn trained(link: &str, epochs: usize) -> Trainer {
        let (config, _) = link::parse(link);
        let mut trainer = Trainer::new(&config.validate().0);
        (0..epochs).for_each(|_| trainer.finish_epoch());
        trainer
    }

    #[test]
    fn the_confusion_adds_up_to_the_accuracy_measured() {
        for link in [
            "dataset=xor",
            "dataset=spiral",
            "problem=multiclass&classes=4&loss=cross-entropy",
            "problem=multiclass&classes=3&loss=hinge",
            "loss=cross-entropy&dataset=gauss",
        ] {
            let trainer = trained(link, 30);
            let results = results(&trainer);
            let all: u32 = results.confusion.iter().flatten().sum();
            let right: u32 = (0..results.confusion.len()).map(|class| results.confusion[class][class]).sum();
            assert_eq!(all as usize, trainer.points().test.len(), "{link}");
            let accuracy = f64::from(right) / f64::from(all);
            assert!((accuracy - trainer.measure().test_score).abs() < 1e-9, "{link}");
            let wrong = results.worst.iter().filter(|mistake| mistake.said == mistake.point.label);
            assert_eq!(wrong.count(), 0, "{link}");
            assert!(results.worst.len() <= (all - right) as usize, "{link}");
        }
    }

    /// Counted by hand: of class −1 one in three is called 1, of class 1 none is called −1.
    #[test]
    fn precision_and_recall_by_hand() {
        let point = |x: f64, label: f64| Point { x, y: 0.0, label };
        let mut trainer = trained("networkShape=&initZero=true", 0);
        // o = tanh(x): the sign of x is the answer.
        trainer.set_parameter(ParameterId::new(0, 0, Some(0)), 1.0);
        let test = [point(-1.0, -1.0), point(-2.0, -1.0), point(3.0, -1.0), point(1.0, 1.0)];
        let mut results = Results::default();
        classification(&test, trainer.network(), &[-1.0, 1.0], &mut results);
        assert_eq!(results.confusion, [[2, 1], [0, 1]]);
        assert_eq!(results.precision, [1.0, 0.5]);
        assert_eq!(results.recall, [2.0 / 3.0, 1.0]);
        assert_eq!(results.worst[0].point, point(3.0, -1.0));
    }

    #[test]
    fn residuals_are_counted_and_the_largest_are_named() {
        let trainer = trained("problem=regression&regDataset=reg-gauss", 5);
        let results = results(&trainer);
        assert_eq!(results.residuals.iter().sum::<u32>() as usize, trainer.points().test.len());
        assert_eq!(results.worst[0].weight, results.reach);
        assert!(results.worst.windows(2).all(|pair| pair[0].weight >= pair[1].weight));
        assert!(results.confusion.is_empty());
    }

    #[test]
    fn without_test_points_the_training_points_count() {
        let config = trained("", 0).config().clone();
        let points = Points { train: trained("", 0).points().train.clone(), test: Vec::new() };
        let results = results(&Trainer::with(&config, Some(points), None).unwrap());
        assert!(results.of_training);
        assert_eq!(results.confusion.iter().flatten().sum::<u32>(), 250);
    }
}
