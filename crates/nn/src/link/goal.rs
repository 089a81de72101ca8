//! Goals of a lesson, as the links of Google's Machine Learning Crash Course carry them.

use std::borrow::Cow;

/// What a goal looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GoalMeasure {
    /// The test loss.
    TestLoss,
    /// The training loss.
    TrainLoss,
    /// How far the two are apart.
    TrainTestDiff,
}

/// A goal: a number that a loss must come down to, or go up to. Every kind has a first, a second and a third.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Goal {
    /// What it looks at.
    pub measure: GoalMeasure,
    /// Whether it is reached from above, by a number no larger; otherwise by one no smaller.
    pub is_least: bool,
    /// Which of three, from 0.
    pub step: usize,
}

const MEASURES: [(GoalMeasure, &str); 3] = [
    (GoalMeasure::TestLoss, "TestLoss"),
    (GoalMeasure::TrainLoss, "TrainLoss"),
    (GoalMeasure::TrainTestDiff, "TrainTestDiff"),
];
const BOUNDS: [(bool, &str); 2] = [(true, "Min"), (false, "Max")];
const STEPS: [&str; 3] = ["First", "Second", "Third"];

impl Goal {
    /// Every goal a link may have.
    pub fn all() -> impl Iterator<Item = Self> {
        MEASURES.into_iter().flat_map(|(measure, _)| {
            BOUNDS.into_iter().flat_map(move |(is_least, _)| {
                (0..STEPS.len()).map(move |step| Self { measure, is_least, step })
            })
        })
    }

    /// Its key in a link: `goalTestLossMinThresholdFirst`.
    pub fn key(self) -> Cow<'static, str> {
        let measure = MEASURES.iter().find(|(measure, _)| *measure == self.measure).map_or("", |it| it.1);
        let bound = BOUNDS[usize::from(!self.is_least)].1;
        let step = STEPS.get(self.step).copied().unwrap_or_default();
        format!("goal{measure}{bound}Threshold{step}").into()
    }

    /// Whether a loss, of the training or of the test set, has come as far as `wanted`.
    pub fn is_reached(self, [train, test]: [f64; 2], wanted: f64) -> bool {
        let now = match self.measure {
            GoalMeasure::TestLoss => test,
            GoalMeasure::TrainLoss => train,
            GoalMeasure::TrainTestDiff => (train - test).abs(),
        };
        if self.is_least { now <= wanted } else { now >= wanted }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_courses_keys_are_known() {
        let keys: Vec<_> = Goal::all().map(Goal::key).collect();
        assert_eq!(keys.len(), 18);
        for key in [
            "goalTestLossMinThresholdFirst",
            "goalTestLossMinThresholdThird",
            "goalTrainLossMinThresholdFirst",
            "goalTrainTestDiffMaxThresholdFirst",
            "goalTrainTestDiffMinThresholdSecond",
        ] {
            assert!(keys.contains(&key.into()), "{key}");
        }
    }

    #[test]
    fn a_goal_is_reached_from_its_side() {
        let goal = |measure, is_least| Goal { measure, is_least, step: 0 };
        let losses = [0.1, 0.4];
        assert!(goal(GoalMeasure::TestLoss, true).is_reached(losses, 0.4));
        assert!(!goal(GoalMeasure::TestLoss, true).is_reached(losses, 0.39));
        assert!(goal(GoalMeasure::TrainLoss, true).is_reached(losses, 0.2));
        assert!(goal(GoalMeasure::TrainTestDiff, false).is_reached(losses, 0.29));
        assert!(!goal(GoalMeasure::TrainTestDiff, true).is_reached(losses, 0.29));
        assert!(!goal(GoalMeasure::TestLoss, true).is_reached([0.1, f64::NAN], 0.4), "without test points");
    }
}
