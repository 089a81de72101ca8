//! What the views of the dock ask of a run, and what they are told: one pair of variants a view.

use crate::chain::{self, Chain, chain};
use crate::doctor::{Diagnosis, Evidence, Overfit, Trials, diagnose, diagnose_with};
use crate::folding::{self, Folding, folding};
use crate::initializers::{self, Initializers, Laboratory};
use crate::landscape::{Landscape, LandscapeQuery, Survey};
use crate::layers::{LayerHistory, Layers, layers};
use crate::masks::{self, Masks, masks};
use crate::recording::{Recording, Travel};
use crate::results::{Results, results};
use nabla_nn::{Measure, Trainer};
use serde::{Deserialize, Serialize};

/// Multiplications that may be spent on a slice with each frame: less than two milliseconds.
const WORK: usize = 15_000_000;

/// What the open view wants to see with every frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Query {
    /// What ails the run; with `ten_points`, also whether the network can learn ten points by heart.
    Doctor {
        /// Whether to try.
        ten_points: bool,
    },
    /// What happens in each layer.
    Layers,
    /// The chain rule at a place.
    Chain(chain::ChainQuery),
    /// Masks and norms of the next step.
    Masks(masks::MasksQuery),
    /// How layers bend the plane.
    Folding(folding::FoldingQuery),
    /// The network under five initializers, and the number of the race they are in, 0 for none.
    Initializers(initializers::InitializersQuery, u32),
    /// A slice through the loss.
    Landscape(LandscapeQuery),
    /// What the network gets right and wrong.
    Results,
}

/// What it sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// What ails the run.
    Doctor(Diagnosis),
    /// What happens in each layer.
    Layers(Layers),
    /// The chain rule at a place; none if there is no such place.
    Chain(Option<Box<Chain>>),
    /// Masks and norms of the next step.
    Masks(Masks),
    /// How layers bend the plane.
    Folding(Folding),
    /// The network under five initializers.
    Initializers(Initializers),
    /// A slice through the loss, as far as it has been surveyed.
    Landscape(Landscape),
    /// What the network gets right and wrong.
    Results(Results),
}

/// The lab at a trainer's side: it records the run, and answers the open view.
#[derive(Clone, Debug, Default)]
pub struct Lab {
    recording: Recording,
    query: Option<Query>,
    /// The last picture of the plane: the next one lies the same way.
    folding: Option<Folding>,
    laboratory: Laboratory,
    evidence: Evidence,
    history: LayerHistory,
    check: Option<Overfit>,
    trials: Trials,
    /// The slice under way, while its view is open.
    survey: Option<Survey>,
    surveying: bool,
}

/// Multiplications that the race of initializers takes between two frames: some milliseconds.
const RACE: usize = 27_000_000;
/// Epochs of the check with ten points between two frames.
const CHECK: u64 = 40;

impl Lab {
    /// Another run begins.
    pub fn begin(&mut self, trainer: &Trainer) {
        self.recording.begin(trainer);
        self.evidence = Evidence::default();
        self.history = LayerHistory::default();
        self.check = None;
        self.trials = Trials::default();
    }

    /// The run has been measured at its present end.
    pub fn measured(&mut self, trainer: &Trainer, measure: &Measure) {
        self.evidence.observe(trainer, measure);
    }

    /// Whether the losses have not been measured for longer than a diagnosis likes.
    pub fn wants_a_measurement(&self, trainer: &Trainer) -> bool {
        self.evidence.is_stale(trainer)
    }

    /// The run is lost, and about to be put back to its last good moment.
    pub fn lost(&mut self, trainer: &Trainer, loss: f64) {
        self.evidence.lost(trainer, loss);
    }

    /// A step has been taken.
    pub fn observe(&mut self, trainer: &Trainer) {
        self.recording.record(trainer);
    }

    /// The present is a moment to come back to: a step by hand, the last before an edit.
    pub fn keep(&mut self, trainer: &Trainer) {
        self.recording.keep(trainer);
    }

    /// Another view is open, or none.
    pub fn ask(&mut self, query: Option<Query>) {
        if !matches!(query, Some(Query::Initializers(..))) {
            self.laboratory = Laboratory::default();
        }
        if !matches!(query, Some(Query::Landscape(_))) {
            self.survey = None;
            self.surveying = false;
        }
        if !matches!(query, Some(Query::Doctor { .. })) {
            self.trials = Trials::default();
        }
        self.query = query;
        self.check = None;
    }

    /// What the open view sees of the present; without one nothing is computed.
    pub fn answer(&mut self, trainer: &Trainer) -> Option<Answer> {
        let answer = match self.query.clone()? {
            Query::Chain(query) => Answer::Chain(chain(trainer, &query).map(Box::new)),
            Query::Doctor { ten_points } => {
                self.evidence.accord(trainer);
                if ten_points {
                    self.check(trainer);
                }
                let mut diagnosis = diagnose(&self.evidence, trainer);
                self.trials.advance(trainer, self.evidence.accident(), &mut diagnosis, WORK);
                Answer::Doctor(diagnosis)
            }
            Query::Folding(query) => {
                let mut now = folding(trainer, query);
                if let Some(before) = &self.folding {
                    now.follow(before);
                }
                self.folding = Some(now.clone());
                Answer::Folding(now)
            }
            Query::Initializers(query, race) => {
                self.laboratory.advance(RACE);
                Answer::Initializers(self.laboratory.answer(trainer, query, race))
            }
            Query::Layers => {
                let mut layers = layers(trainer);
                self.history.push(trainer.epoch() as f64, &layers);
                self.history.fill(&mut layers);
                self.evidence.accord(trainer);
                layers.ailing = diagnose_with(&self.evidence, trainer, &layers).findings;
                layers.ailing.retain(|finding| finding.rule.is_of_layers());
                Answer::Layers(layers)
            }
            Query::Masks(query) => Answer::Masks(masks(trainer, query)),
            Query::Landscape(query) => {
                let kept = self.survey.take().filter(|survey| survey.suits(&query, trainer));
                let mut survey = kept.unwrap_or_else(|| {
                    let moments = self.recording.moments().iter();
                    let path: Vec<_> = moments.map(|moment| (moment.values(), moment.steps())).collect();
                    Survey::new(query, trainer, &path)
                });
                self.surveying = survey.advance(trainer, WORK);
                Answer::Landscape(self.survey.insert(survey).answer(trainer))
            }
            Query::Results => Answer::Results(results(trainer)),
        };
        Some(answer)
    }

    /// How many findings the doctor has, at the cost of one look at the layers.
    pub fn findings(&mut self, trainer: &Trainer) -> usize {
        self.evidence.accord(trainer);
        diagnose(&self.evidence, trainer).findings.len()
    }

    /// Whether the last answer was a part of one that takes longer: the next is worth asking for though nothing changes.
    pub fn is_busy(&self) -> bool {
        self.check.is_some() || self.trials.is_busy() || self.laboratory.is_racing() || self.surveying
    }

    /// Goes on with the check; it is made once for the settings as they are.
    fn check(&mut self, trainer: &Trainer) {
        if self.evidence.ten_points().is_some() {
            return;
        }
        if self.check.is_none() {
            self.check = Overfit::new(trainer);
        }
        if let Some(outcome) = self.check.as_mut().and_then(|check| check.advance(CHECK)) {
            self.check = None;
            self.evidence.tried(trainer, outcome);
        }
    }

    /// Goes to another moment of the run; false if there is none.
    pub fn travel(&self, travel: Travel, trainer: &mut Trainer) -> bool {
        self.recording.find(travel, trainer).is_some_and(|state| trainer.restore(state))
    }

    /// Goes to the moment with exactly these parameters, if it was recorded: with what the optimizer remembered there.
    pub fn travel_exactly(&self, epoch: u64, values: &[f32], trainer: &mut Trainer) -> bool {
        self.recording.exactly(epoch, values).is_some_and(|state| trainer.restore(state))
    }
}
