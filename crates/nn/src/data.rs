//! Samples: shared by every run over them, and never changed.

use crate::{Point, Points, Problem};
use std::sync::Arc;

/// The inputs of samples and what should be said of them. Runs share it ([`Arc`]) and each has index sets of its own
/// ([`Split`]), so that lanes of a race, folds of a cross-validation and members of an ensemble hold one copy.
///
/// ```
/// use nabla_nn::{Data, Inputs, Targets};
///
/// // Two images of 2 × 2 pixels, the first of class 0, the second of class 1.
/// let inputs = Inputs::Bytes { width: 4, full: 255, values: vec![0, 255, 255, 0, 9, 9, 9, 9] };
/// let data = Data::new(inputs, Targets::Classes { count: 2, values: vec![0, 1] }).unwrap();
/// assert_eq!((data.len(), data.outputs()), (2, 2));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    inputs: Inputs,
    targets: Targets,
}

/// What the samples are.
#[derive(Clone, Debug, PartialEq)]
pub enum Inputs {
    /// Points of the plane, `[sample]`; a run sees them through its features.
    Plane(Vec<[f64; 2]>),
    /// Bytes, `[sample][input]`, such as the pixels of images; a network's input is value/full.
    Bytes {
        /// Inputs of one sample.
        width: usize,
        /// The value that is an input of 1.
        full: u8,
        /// Sample after sample.
        values: Vec<u8>,
    },
}

/// What should be said of the samples.
#[derive(Clone, Debug, PartialEq)]
pub enum Targets {
    /// One of two classes, −1 or +1, `[sample]`.
    Signs(Vec<i8>),
    /// One of several classes, counted from 0, `[sample]`.
    Classes {
        /// How many there are.
        count: usize,
        /// Each sample's.
        values: Vec<u8>,
    },
    /// A number, `[sample]`.
    Numbers(Vec<f64>),
}

impl Targets {
    fn len(&self) -> usize {
        match self {
            Self::Signs(values) => values.len(),
            Self::Classes { values, .. } => values.len(),
            Self::Numbers(values) => values.len(),
        }
    }

    /// The label of a sample as a point has it: −1 or +1, a class's index, a number.
    pub fn label(&self, sample: usize) -> f64 {
        match self {
            Self::Signs(values) => f64::from(values[sample]),
            Self::Classes { values, .. } => f64::from(values[sample]),
            Self::Numbers(values) => values[sample],
        }
    }

    /// The problem that they ask.
    pub fn problem(&self) -> Problem {
        match self {
            Self::Signs(_) => Problem::Classification,
            Self::Classes { .. } => Problem::Multiclass,
            Self::Numbers(_) => Problem::Regression,
        }
    }
}

impl Data {
    /// Data of any kind; none if there are not as many targets as inputs, or a class is beyond their count.
    pub fn new(inputs: Inputs, targets: Targets) -> Option<Self> {
        let samples = match &inputs {
            Inputs::Plane(points) => points.len(),
            Inputs::Bytes { width, full, values } => {
                (*width > 0 && *full > 0 && values.len() % width == 0).then(|| values.len() / width)?
            }
        };
        let known = match &targets {
            Targets::Classes { count, values } => values.iter().all(|&class| usize::from(class) < *count),
            Targets::Signs(_) | Targets::Numbers(_) => true,
        };
        (samples == targets.len() && known).then_some(Self { inputs, targets })
    }

    /// Checked points of the plane, the training set first.
    pub(crate) fn of_points(points: &[Point], problem: Problem, classes: usize) -> Self {
        let labels = || points.iter().map(|point| point.label);
        let targets = match problem {
            Problem::Classification => Targets::Signs(labels().map(|label| label as i8).collect()),
            Problem::Multiclass => {
                Targets::Classes { count: classes, values: labels().map(|label| label as u8).collect() }
            }
            Problem::Regression => Targets::Numbers(labels().collect()),
        };
        Self { inputs: Inputs::Plane(points.iter().map(|point| [point.x, point.y]).collect()), targets }
    }

    /// How many samples there are.
    pub fn len(&self) -> usize {
        self.targets.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What the samples are.
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// What should be said of them.
    pub fn targets(&self) -> &Targets {
        &self.targets
    }

    /// How many numbers a network says of a sample: one for each of several classes, otherwise one.
    pub fn outputs(&self) -> usize {
        match self.targets {
            Targets::Classes { count, .. } => count,
            Targets::Signs(_) | Targets::Numbers(_) => 1,
        }
    }

    /// A sample as a point of the plane; none of another kind.
    pub fn point(&self, sample: usize) -> Option<Point> {
        match &self.inputs {
            Inputs::Plane(points) => {
                let [x, y] = *points.get(sample)?;
                Some(Point { x, y, label: self.targets.label(sample) })
            }
            Inputs::Bytes { .. } => None,
        }
    }
}

/// Which samples of shared [`Data`] a run trains on, validates with and tests with: three sets of indices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// The training set; minibatches take it in this order.
    pub train: Vec<u32>,
    /// What early stopping watches, if there is any: the end of the training set, held back.
    pub validation: Vec<u32>,
    /// The test set.
    pub test: Vec<u32>,
}

impl Split {
    /// The first `train` samples train, the last `validation` of these validate instead, and the others test.
    pub fn in_order(samples: usize, train: usize, validation: usize) -> Self {
        let train = train.min(samples);
        let fitted = train - validation.min(train);
        let range = |from: usize, to: usize| (from as u32..to as u32).collect();
        Self { train: range(0, fitted), validation: range(fitted, train), test: range(train, samples) }
    }

    /// The same with the last so many of the training set held back to validate.
    pub(crate) fn holding_back(self, validation: usize) -> Self {
        let Self { mut train, validation: held_back, test } = self;
        train.extend(held_back);
        let validation = train.split_off(train.len() - validation.min(train.len()));
        Self { train, validation, test }
    }

    /// Whether all samples are among so many, and one at least trains.
    pub(crate) fn fits(&self, samples: usize) -> bool {
        let sets = [&self.train, &self.validation, &self.test];
        !self.train.is_empty() && sets.into_iter().flatten().all(|&sample| (sample as usize) < samples)
    }

    /// The samples as points of the plane: those that validate end the training set. None of data of another kind.
    pub(crate) fn points(&self, data: &Data) -> Points {
        let set = |sets: &[&Vec<u32>]| {
            sets.iter().copied().flatten().filter_map(|&sample| data.point(sample as usize)).collect()
        };
        Points { train: set(&[&self.train, &self.validation]), test: set(&[&self.test]) }
    }
}

/// Data and a split of it.
pub(crate) type Shared = (Arc<Data>, Split);

/// Points as shared data, the last `validation` of the training set held back to validate.
pub(crate) fn share(points: &Points, validation: usize, problem: Problem, classes: usize) -> Shared {
    let all: Vec<Point> = points.train.iter().chain(&points.test).copied().collect();
    let split = Split::in_order(all.len(), points.train.len(), validation);
    (Arc::new(Data::of_points(&all, problem, classes)), split)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_come_back_as_they_were() {
        let points = Points {
            train: [[1.0, 2.0, -1.0], [3.0, 4.0, 1.0], [5.0, 6.0, -1.0]].map(Point::from).to_vec(),
            test: vec![Point { x: 7.0, y: 8.0, label: 1.0 }],
        };
        let (data, split) = share(&points, 1, Problem::Classification, 3);
        assert_eq!(
            (&split.train[..], &split.validation[..], &split.test[..]),
            (&[0, 1][..], &[2][..], &[3][..])
        );
        assert_eq!(split.points(&data), points);
        let numbers = Points { train: vec![Point { x: 0.0, y: 0.0, label: 0.25 }], test: vec![] };
        let (data, split) = share(&numbers, 0, Problem::Regression, 3);
        assert_eq!(split.points(&data), numbers);
    }

    #[test]
    fn data_that_does_not_fit_together_is_none() {
        let bytes = |width, values| Inputs::Bytes { width, full: 255, values };
        let classes = |values| Targets::Classes { count: 2, values };
        assert!(Data::new(bytes(2, vec![1, 2, 3, 4]), classes(vec![0, 1])).is_some());
        assert!(Data::new(bytes(2, vec![1, 2, 3]), classes(vec![0])).is_none());
        assert!(Data::new(bytes(0, vec![]), classes(vec![])).is_none());
        assert!(Data::new(bytes(2, vec![1, 2]), classes(vec![0, 1])).is_none());
        assert!(Data::new(bytes(2, vec![1, 2]), classes(vec![2])).is_none());
        assert!(Data::new(Inputs::Plane(vec![[0.0; 2]]), Targets::Numbers(vec![])).is_none());
    }
}
