//! The settings of the data: which samples there are, and which of them train, validate and test.

use crate::{Dataset, Problem};

/// What is drawn, or opened, to learn from.
#[derive(Clone, Debug, PartialEq)]
pub struct DataConfig {
    /// What is asked: two classes, a number, several classes.
    pub problem: Problem,
    /// The dataset in use unless the problem is regression.
    pub dataset: Dataset,
    /// The dataset in use when the problem is regression.
    pub reg_dataset: Dataset,
    /// How many classes there are when there are several.
    pub classes: usize,
    /// How many points are drawn, if not as many as the problem's own.
    pub samples: Option<usize>,
    /// Noise in percent.
    pub noise: f64,
    /// Share of the points that train, in percent.
    pub perc_train_data: f64,
    /// Share of the training set, its end, that validates instead, in percent; not in TensorFlow Playground.
    pub perc_validation_data: f64,
    /// What every random number follows from.
    pub seed: String,
}

impl Default for DataConfig {
    /// TensorFlow Playground's defaults, with a fixed seed so that a bare link is reproducible.
    fn default() -> Self {
        Self {
            problem: Problem::Classification,
            dataset: Dataset::Circle,
            reg_dataset: Dataset::RegPlane,
            classes: 3,
            samples: None,
            noise: 0.0,
            perc_train_data: 50.0,
            perc_validation_data: 0.0,
            seed: "0.5".to_owned(),
        }
    }
}

impl DataConfig {
    /// The dataset in use: the one of the problem.
    pub fn active_dataset(&self) -> Dataset {
        match self.problem {
            Problem::Classification | Problem::Multiclass => self.dataset,
            Problem::Regression => self.reg_dataset,
        }
    }

    /// How many points there are: train, validation and test together.
    pub fn point_count(&self) -> usize {
        self.samples.unwrap_or(self.problem.samples())
    }

    /// How many numbers the network says of a sample: one for each of several classes, otherwise one.
    pub fn outputs(&self) -> usize {
        if self.problem == Problem::Multiclass { self.classes } else { 1 }
    }

    /// How many of `count` points are not held back for the test: ⌊count·percTrainData/100⌋.
    pub fn train_count(&self, count: usize) -> usize {
        (count as f64 * self.perc_train_data / 100.0) as usize
    }

    /// How many of `train` training points validate instead: ⌊train·percValidationData/100⌋, never all of them.
    pub fn validation_count(&self, train: usize) -> usize {
        let count = (train as f64 * self.perc_validation_data / 100.0) as usize;
        count.min(train.saturating_sub(1))
    }

    /// How many points the minibatches are made of, of those that are drawn.
    pub fn fitted_count(&self) -> usize {
        let train = self.train_count(self.point_count());
        train - self.validation_count(train)
    }

    /// The same data with everything that does not matter to its points at its default: two that are equal are the same points.
    pub fn as_drawn(&self) -> Self {
        let default = Self::default();
        let regression = self.problem == Problem::Regression;
        Self {
            dataset: if regression { default.dataset } else { self.dataset },
            reg_dataset: if regression { self.reg_dataset } else { default.reg_dataset },
            classes: if self.problem == Problem::Multiclass { self.classes } else { default.classes },
            samples: Some(self.point_count()),
            perc_validation_data: default.perc_validation_data,
            ..self.clone()
        }
    }
}
