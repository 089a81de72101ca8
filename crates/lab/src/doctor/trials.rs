//! Remedies are tried on a copy of the run before they are offered: what does not bring the test loss down is no remedy.

use super::{Accident, Diagnosis, Finding, Help, Trial};
use nabla_nn::{Change, Config, Trainer};

/// Epochs that a trial takes: as many as the run has had, in these steps, so that a run that goes on is not tried anew all the
/// time.
const HORIZONS: [u64; 3] = [150, 300, 600];
/// A trial that would take more multiplications than this is cut short …
const MOST_WORK: f64 = 4e9;
/// … and not made at all where fewer epochs than this are left: they would tell nothing.
const FEWEST_EPOCHS: u64 = 40;
/// Minibatches between two frames at most.
const MOST_STEPS: usize = 250;
/// The loss is the mean over the ends of so many epochs, the last ones: one alone may be a spike.
const JUDGED: u64 = 5;
/// The test loss after a remedy, as a share of that without it, that counts as better.
const BETTER: f64 = 0.9;
/// The likeliest remedy is offered, not the best, where it comes so close to the best …
const CLOSE: f64 = 1.2;
/// … or learns so well, as a share of chance.
const LEARNED: f64 = 0.1;

/// The trials of one run, a part of one with each frame; they are made once for the settings as they are.
#[derive(Clone, Debug, Default)]
pub struct Trials {
    settings: Option<Config>,
    /// Epochs of each.
    epochs: u64,
    /// The test loss without a remedy, once it is known.
    before: Option<f64>,
    /// What was tried, and the test loss with it.
    done: Vec<(Vec<Change>, f64)>,
    current: Option<Attempt>,
    /// Whether something is left to try.
    busy: bool,
}

/// A trial under way.
#[derive(Clone, Debug)]
struct Attempt {
    /// What is tried; none for the run as it is.
    remedy: Option<Vec<Change>>,
    trainer: Trainer,
    /// The test loss at the ends of the last epochs.
    losses: Vec<f64>,
}

impl Trials {
    /// Goes on trying what the findings propose, at the cost of about `work` multiplications, and tells the findings what is
    /// known by now.
    pub fn advance(
        &mut self,
        trainer: &Trainer,
        accident: Option<Accident>,
        diagnosis: &mut Diagnosis,
        work: usize,
    ) {
        self.begin(trainer);
        if self.epochs >= FEWEST_EPOCHS {
            self.train(trainer, accident, &diagnosis.findings, work);
        }
        for finding in &mut diagnosis.findings {
            finding.help = self.help(finding, diagnosis.chance);
        }
        self.busy = diagnosis.findings.iter().any(|finding| finding.help == Help::Trying);
    }

    /// Whether something is left to try.
    pub fn is_busy(&self) -> bool {
        self.busy
    }

    /// Forgets what was tried under other settings, or against a much shorter run.
    fn begin(&mut self, trainer: &Trainer) {
        let settings = trainer.config().config();
        let horizon = HORIZONS.into_iter().find(|&epochs| epochs >= trainer.epoch()).unwrap_or(HORIZONS[2]);
        let affordable = (MOST_WORK / work_of_an_epoch(trainer)) as u64;
        let epochs = horizon.min(affordable);
        if self.settings.as_ref() != Some(&settings) || self.epochs != epochs {
            *self = Self { settings: Some(settings), epochs, ..Self::default() };
        }
    }

    fn train(&mut self, trainer: &Trainer, accident: Option<Accident>, findings: &[Finding], work: usize) {
        let wanted = || findings.iter().filter(|it| it.rule.is_about_loss()).flat_map(|it| &it.remedies);
        if self.before.is_none() && self.current.is_none() && wanted().next().is_some() {
            match accident {
                // It would be lost again.
                Some(_) => self.before = Some(f64::INFINITY),
                None => self.current = Some(Attempt::new(None, trainer.clone())),
            }
        }
        if self.current.is_none() {
            let next = wanted().find(|&remedy| self.outcome(remedy).is_none());
            let attempt = |remedy| Attempt::new(Some(Vec::clone(remedy)), changed(trainer, remedy));
            self.current = next.map(attempt);
        }
        let Some(attempt) = &mut self.current else { return };
        if let Some(loss) = attempt.advance(self.epochs, work) {
            match attempt.remedy.take() {
                Some(remedy) => self.done.push((remedy, loss)),
                None => self.before = Some(loss),
            }
            self.current = None;
        }
    }

    /// The test loss with a remedy, if it has been tried.
    fn outcome(&self, remedy: &[Change]) -> Option<f64> {
        self.done.iter().find(|(tried, _)| tried == remedy).map(|&(_, loss)| loss)
    }

    fn help(&self, finding: &Finding, chance: f64) -> Help {
        let Some(first) = finding.remedies.first() else { return Help::Unknown };
        if self.epochs < FEWEST_EPOCHS || !finding.rule.is_about_loss() {
            return Help::Remedy { changes: first.clone(), trial: None };
        }
        let outcomes: Option<Vec<f64>> = finding.remedies.iter().map(|remedy| self.outcome(remedy)).collect();
        let (Some(before), Some(outcomes)) = (self.before, outcomes) else { return Help::Trying };
        let best = outcomes.iter().copied().fold(f64::INFINITY, f64::min);
        let good = (BETTER * before).min(f64::max(CLOSE * best, LEARNED * chance));
        match outcomes.iter().position(|&after| after < good || after == best && after < BETTER * before) {
            Some(place) => Help::Remedy {
                changes: finding.remedies[place].clone(),
                trial: Some(Trial { epochs: self.epochs, before, after: outcomes[place] }),
            },
            None => Help::InVain(self.epochs),
        }
    }
}

impl Attempt {
    fn new(remedy: Option<Vec<Change>>, trainer: Trainer) -> Self {
        Self { remedy, losses: Vec::new(), trainer }
    }

    /// Trains for about so many multiplications; the test loss once it has been trained for so many epochs, or cannot be any
    /// further. Of a run that has had more of them already, the loss as it is.
    fn advance(&mut self, epochs: u64, work: usize) -> Option<f64> {
        let trainer = &mut self.trainer;
        let batch = trainer.config().training.batch_size * trainer.network().values().len();
        for _ in 0..(work / batch.max(1)).clamp(1, MOST_STEPS) {
            if trainer.epoch() >= epochs {
                break;
            }
            trainer.step();
            if trainer.batch() > 0 {
                continue;
            }
            if !trainer.is_finite() {
                return Some(f64::INFINITY);
            }
            if trainer.epoch() + JUDGED > epochs {
                self.losses.push(trainer.measure().test_loss);
            }
            if trainer.has_stopped().is_some() {
                return Some(trainer.measure().test_loss);
            }
        }
        if trainer.epoch() < epochs {
            return None;
        }
        if self.losses.is_empty() {
            self.losses.push(trainer.measure().test_loss);
        }
        Some(self.losses.iter().sum::<f64>() / self.losses.len() as f64)
    }
}

/// The run from its beginning with other settings, on the same points where they are its own.
fn changed(trainer: &Trainer, remedy: &[Change]) -> Trainer {
    let config = trainer.config().config().changed(remedy).validate().0;
    let points = trainer.has_own_points().then(|| trainer.points());
    Trainer::with(&config, points, None).unwrap_or_else(|_| Trainer::new(&config))
}

/// Multiplications of one epoch, forward and back.
fn work_of_an_epoch(trainer: &Trainer) -> f64 {
    (3 * trainer.points().train.len() * trainer.network().values().len()).max(1) as f64
}
