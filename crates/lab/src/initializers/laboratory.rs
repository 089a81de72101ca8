//! The comparison as a view looks at it: computed once for its settings, its race run beside the training.

use super::{InitializerRace, InitializersQuery, RaceProgress, Start, config_of, starts};
use nabla_nn::{Points, Trainer, ValidConfig};
use serde::{Deserialize, Serialize};

/// What a view of the five starts shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Initializers {
    /// In the order of [`STARTS`](super::STARTS).
    pub starts: Vec<Start>,
    /// The race, once it has begun.
    pub race: Option<RaceProgress>,
}

/// Keeps the comparison between two frames, and its race.
#[derive(Clone, Debug, Default)]
pub struct Laboratory {
    /// What was compared: all settings but the initializer, and points of the learner's own.
    of: Option<(ValidConfig, InitializersQuery, Option<Points>)>,
    starts: Vec<Start>,
    race: Option<InitializerRace>,
    /// The race's number.
    number: u32,
}

impl Laboratory {
    /// Looks at the starts of a trainer's network, anew only if something but the initializer has changed. `race` counts the
    /// races asked for: with each number that is new one begins, 0 is none.
    pub fn answer(&mut self, trainer: &Trainer, query: InitializersQuery, race: u32) -> Initializers {
        let own = trainer.has_own_points().then(|| trainer.points());
        let config = config_of(trainer.config(), query, 0);
        let is_same = self.of.as_ref().is_some_and(|(known, asked, points)| {
            (known, *asked, points.as_ref()) == (&config, query, own.as_ref())
        });
        if !is_same {
            self.of = Some((config, query, own));
            self.starts = starts(trainer, query);
            // What other networks have run is no longer true, and not run again unasked.
            self.race = None;
        }
        if race > self.number {
            self.race = Some(InitializerRace::new(trainer, query));
            self.number = race;
        }
        Initializers {
            starts: self.starts.clone(),
            race: self.race.as_ref().map(|race| race.progress().clone()),
        }
    }

    /// Whether a race is on.
    pub fn is_racing(&self) -> bool {
        self.race.as_ref().is_some_and(|race| !race.progress().finished)
    }

    /// Goes on with the race for about as long as `work` multiplications take.
    pub fn advance(&mut self, work: usize) {
        let Some(race) = &mut self.race else { return };
        let mut left = work;
        while left > 0 && race.advance() {
            left = left.saturating_sub(race.cost());
        }
    }
}
