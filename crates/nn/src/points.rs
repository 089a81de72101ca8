//! The points, and what makes them fit to train on.

use crate::{FileError, Problem, limits};
use serde::{Deserialize, Serialize};

/// Coordinates and labels go no further than this, so that no feature overflows.
const FARTHEST: f64 = 1e6;

/// A labelled point of the plane; as JSON, `[x, y, label]`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "[f64; 3]", into = "[f64; 3]")]
pub struct Point {
    /// The horizontal coordinate.
    pub x: f64,
    /// The vertical coordinate.
    pub y: f64,
    /// −1 or +1 for a class, 0, 1, 2 … for one of several, any real number for a regression.
    pub label: f64,
}

impl From<[f64; 3]> for Point {
    fn from([x, y, label]: [f64; 3]) -> Self {
        Self { x, y, label }
    }
}

impl From<Point> for [f64; 3] {
    fn from(point: Point) -> Self {
        [point.x, point.y, point.label]
    }
}

/// The points in training order, and those held back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Points {
    /// The training set; minibatches take it in this order.
    pub train: Vec<Point>,
    /// The test set.
    pub test: Vec<Point>,
}

impl Points {
    /// How many there are, train and test together.
    pub fn len(&self) -> usize {
        self.train.len() + self.test.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a problem can train on these points: there is at least one in the training set and
    /// at most 20,000 in all, coordinates and labels are within ±10⁶, and a class is −1 or +1, or the index of one of
    /// the `classes`.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong.
    pub fn check(&self, problem: Problem, classes: usize) -> Result<(), FileError> {
        if self.len() > limits::MAX_POINTS {
            return Err(FileError::TooManyPoints { limit: limits::MAX_POINTS });
        }
        if self.train.is_empty() {
            return Err(FileError::NoTrainingPoints);
        }
        let usable = |point: &Point| {
            let near = [point.x, point.y, point.label].iter().all(|value| value.abs() <= FARTHEST);
            near && match problem {
                Problem::Classification => point.label.abs() == 1.0,
                Problem::Regression => true,
                Problem::Multiclass => {
                    point.label.trunc() == point.label && (0.0..classes as f64).contains(&point.label)
                }
            }
        };
        match self.train.iter().chain(&self.test).position(|point| !usable(point)) {
            Some(index) => Err(FileError::BadPoint { index }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(train: &[[f64; 3]], problem: Problem, expected: Result<(), FileError>) {
        let train = train.iter().copied().map(Point::from).collect();
        assert_eq!(Points { train, test: vec![] }.check(problem, 3), expected);
    }

    #[test]
    fn points_fit_to_train_on() {
        check(&[[1.0, 2.0, -1.0]], Problem::Classification, Ok(()));
        check(&[[1.0, 2.0, 0.3]], Problem::Regression, Ok(()));
    }

    #[test]
    fn points_that_are_not() {
        check(&[], Problem::Regression, Err(FileError::NoTrainingPoints));
        let second = Err(FileError::BadPoint { index: 1 });
        check(&[[0.0, 0.0, 1.0], [0.0, 0.0, 0.5]], Problem::Classification, second.clone());
        check(&[[0.0, 0.0, 2.0], [0.0, 0.0, 3.0]], Problem::Multiclass, second.clone());
        check(&[[0.0; 3], [f64::NAN, 0.0, 0.0]], Problem::Regression, second.clone());
        check(&[[0.0; 3], [0.0, 1e7, 0.0]], Problem::Regression, second);
        let limit = Err(FileError::TooManyPoints { limit: 20_000 });
        check(&[[0.0; 3]; 20_001], Problem::Regression, limit);
    }

    #[test]
    fn a_point_is_three_numbers() {
        let json = serde_json::to_string(&Point { x: 1.0, y: -2.5, label: 1.0 }).unwrap();
        assert_eq!(json, "[1.0,-2.5,1.0]");
    }
}
