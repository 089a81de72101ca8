//! The worker's half: obeys commands, trains in slices of time, draws frames.

mod paint;
#[cfg(test)]
mod tests;

use crate::divergence::{DivergenceDetector, RunObservation};
use crate::{Command, Frame, Progress, Refused, Sample, Snapshot, Speed, StopReason, Stride, View};
use nabla_lab::Lab;
use nabla_nn::{Measure, Network, Trainer, ValidConfig, link};
use nabla_scene::Scale;

/// Milliseconds of training before the engine looks at its messages again.
const SLICE: f64 = 12.0;
/// Flat out, a frame may cost one part of training time in this many.
const TRAINING_PER_FRAME: f64 = 9.0;
/// Flat out, frames come no closer than this, in milliseconds.
const FRAME_SPACING: f64 = 16.0;
/// While it trains, the doctor looks at the run no more often than this, in milliseconds …
const EXAMINATION_SPACING: f64 = 1000.0;
/// … and for one part in this many of the time.
const EXAMINATION_SHARE: f64 = 20.0;
/// Minibatches trained between two looks at the clock, at most.
const BURST: u64 = 8;
/// Fewer of a large network: so many samples × parameters are some milliseconds of training.
const BURST_WORK: usize = 1 << 22;

/// What a call of [`Engine::work`] leaves.
#[derive(Debug, Default)]
pub struct Work {
    /// A picture for the page.
    pub frame: Option<Frame>,
    /// Whether there is more to do without a new command.
    pub again: bool,
}

/// The training of one session.
pub struct Engine {
    trainer: Trainer,
    origin: Snapshot,
    view: View,
    scale: Scale,
    speed: Option<Speed>,
    /// Whether it rests although it plays: a hidden page must not cost anything, at no speed.
    held: bool,
    /// Minibatches still to train before the next frame.
    pending: u64,
    /// The epoch at which it stops by itself.
    until: Option<u64>,
    wanted: bool,
    changed: bool,
    /// Whether what is shown is a recorded moment: it has been measured already.
    travelled: bool,
    lab: Lab,
    points_changed: bool,
    /// The number the page gave the session.
    session: u32,
    /// The session whose layout the page has.
    laid_out: Option<u32>,
    samples: Vec<Sample>,
    detector: DivergenceDetector,
    stop_reason: Option<StopReason>,
    /// The last finite moment to come back to: the end of an epoch, or an edit since. The epochs, and every number of the
    /// network.
    finite: (u64, Vec<f32>),
    /// The loss of a network that always answers 0, once it is needed.
    chance: Option<f64>,
    last_frame: f64,
    frame_cost: f64,
    examination: Examination,
    values: Vec<f32>,
}

/// When the doctor looks at the run without being asked.
#[derive(Clone, Copy, Debug, Default)]
struct Examination {
    /// Whether it looks at all.
    wanted: bool,
    /// Whether it has not seen the run as it is now.
    due: bool,
    /// When it last looked, or training began; none before.
    last: Option<f64>,
    /// Milliseconds the last look took.
    cost: f64,
}

impl Default for Engine {
    fn default() -> Self {
        let view = View::default();
        let origin = Snapshot {
            link: link::format(&ValidConfig::default()),
            points: None,
            initial: None,
            network: None,
            average: None,
            epoch: 0,
        };
        let trainer = Trainer::new(&ValidConfig::default());
        let mut engine = Self {
            finite: (0, Vec::new()),
            chance: None,
            trainer,
            origin,
            view,
            scale: Scale::new(view.palette, view.theme),
            speed: None,
            held: false,
            pending: 0,
            until: None,
            wanted: false,
            changed: true,
            travelled: false,
            lab: Lab::default(),
            points_changed: true,
            session: 0,
            laid_out: None,
            samples: Vec::new(),
            detector: DivergenceDetector::default(),
            stop_reason: None,
            last_frame: f64::NEG_INFINITY,
            frame_cost: 0.0,
            examination: Examination::default(),
            values: Vec::new(),
        };
        engine.trainer.trained_network().copy_numbers(&mut engine.finite.1);
        engine
    }
}

impl Engine {
    /// Obeys one command.
    ///
    /// # Errors
    /// Only [`Command::Open`] can be refused, when a snapshot's points or weights do not fit its link; the session before
    /// it goes on, and the page must be told.
    pub fn handle(&mut self, command: Command) -> Result<(), Refused> {
        match command {
            Command::Open { session, snapshot } => {
                // One that is refused is answered with a picture of the session that goes on.
                self.changed = true;
                self.open(session, *snapshot)?;
            }
            Command::Configure { session, link } => self.configure(session, &link),
            Command::NewData { session, link } => self.renew_data(session, &link),
            Command::Play(speed) => {
                self.trainer.go_on();
                self.speed = Some(speed);
                self.pending = 0;
            }
            Command::Pause => {
                self.speed = None;
                self.pending = 0;
            }
            Command::Hold(held) => self.held = held,
            Command::Until(epochs) => self.until = epochs,
            Command::Step(stride) => {
                self.speed = None;
                self.pending = match stride {
                    Stride::Minibatch => 1,
                    Stride::Epoch => self.to_epoch_end(),
                };
            }
            Command::Reset { session } => {
                let link = link::format(self.trainer.config());
                let origin = Snapshot { link, ..self.origin.clone() };
                self.open(session, origin)?;
            }
            Command::SetParameter { id, value } => {
                self.lab.keep(&self.trainer);
                if self.trainer.set_parameter(id, value) {
                    self.edited();
                }
            }
            Command::Travel(travel) => {
                self.speed = None;
                self.pending = 0;
                if self.lab.travel(travel, &mut self.trainer) {
                    self.edited();
                    self.travelled = true;
                }
            }
            Command::Query(query) => self.lab.ask(query),
            Command::Examine => self.examination.wanted = true,
            Command::View(view) => {
                self.view = view;
                self.scale = Scale::new(view.palette, view.theme);
            }
            Command::Ready => {
                self.wanted = true;
                return Ok(());
            }
        }
        self.changed = true;
        Ok(())
    }

    /// Trains for a slice of time and draws if it is time to; `clock` is in milliseconds.
    pub fn work(&mut self, clock: &dyn Fn() -> f64) -> Work {
        if self.held {
            return Work::default();
        }
        if self.pending == 0 && self.wanted {
            let batches = self.trainer.batches_per_epoch() as u64;
            self.pending = match self.speed {
                Some(Speed::One) => self.to_epoch_end(),
                Some(speed) => speed.steps(batches).unwrap_or(0),
                None => 0,
            };
        }
        let flat_out = self.speed == Some(Speed::Max);
        if flat_out || self.pending > 0 {
            self.train(clock, flat_out);
        }
        let due = if flat_out {
            let spacing = (TRAINING_PER_FRAME * self.frame_cost).max(FRAME_SPACING);
            clock() - self.last_frame >= spacing
        } else {
            self.pending == 0
        };
        let frame = (self.wanted && self.changed && due).then(|| {
            let start = clock();
            let frame = self.draw();
            self.last_frame = clock();
            self.frame_cost = self.last_frame - start;
            frame
        });
        let again = self.pending > 0 || self.speed == Some(Speed::Max);
        Work { frame, again }
    }

    /// What the open view of the dock sees of the frame just drawn. The code of the views may be loaded late, so the engine
    /// does not name it: `ask` is [`Lab::answer`], or a way to it.
    pub fn answer<T>(&mut self, clock: &dyn Fn() -> f64, ask: impl FnOnce(&mut Lab, &Trainer) -> T) -> T {
        let start = clock();
        let answer = ask(&mut self.lab, &self.trainer);
        self.frame_cost += clock() - start;
        self.changed |= self.lab.is_busy();
        answer
    }

    /// Whether the doctor is to look at the run: when it rests after a change, and while it trains at most once a second and for
    /// a twentieth of the time.
    fn is_examination_due(&self, now: f64) -> bool {
        let Examination { wanted, due, last, cost } = self.examination;
        let rests = self.speed.is_none() && self.pending == 0;
        let spacing = (EXAMINATION_SHARE * cost).max(EXAMINATION_SPACING);
        wanted && due && (rests || last.is_some_and(|last| now - last >= spacing))
    }

    /// Whether the doctor should look at the run and could not, as its code is not there: that is worth fetching once the
    /// network has been trained.
    pub fn misses_doctor(&self, now: f64) -> bool {
        self.examination.last.is_some() && self.is_examination_due(now)
    }

    /// How many findings the doctor has, for the frame just drawn. Its code may be loaded late, so the engine does not name
    /// it: `count` is [`Lab::findings`], or a way to it that is not there yet.
    pub fn examine(
        &mut self,
        clock: &dyn Fn() -> f64,
        count: impl FnOnce(&mut Lab, &Trainer) -> Option<usize>,
    ) -> Option<usize> {
        let start = clock();
        if !self.is_examination_due(start) {
            return None;
        }
        let findings = count(&mut self.lab, &self.trainer)?;
        let now = clock();
        self.frame_cost += now - start;
        self.examination = Examination { due: false, last: Some(now), cost: now - start, ..self.examination };
        Some(findings)
    }

    /// Draws again although nothing has changed: a view can see now what it could not.
    pub fn draw_again(&mut self) {
        self.changed = true;
    }

    fn to_epoch_end(&self) -> u64 {
        self.trainer.batches_per_epoch().saturating_sub(self.trainer.batch()).max(1) as u64
    }

    fn train(&mut self, clock: &dyn Fn() -> f64, flat_out: bool) {
        let start = clock();
        self.travelled = false;
        self.examination.due = true;
        self.examination.last.get_or_insert(start);
        let work = self.trainer.config().training.batch_size * self.trainer.network().values().len();
        let most = BURST.min((BURST_WORK / work.max(1)) as u64).max(1);
        'slice: while flat_out || self.pending > 0 {
            let burst = if flat_out { most } else { most.min(self.pending) };
            for _ in 0..burst {
                self.trainer.step();
                self.lab.observe(&self.trainer);
                if self.trainer.batch() == 0 && self.end_epoch() {
                    break 'slice;
                }
                if self.until.is_some_and(|epochs| self.trainer.epoch() >= epochs) {
                    self.speed = None;
                    self.pending = 0;
                    break 'slice;
                }
            }
            // Flat out, frames may be thousands of epochs apart.
            if flat_out && self.lab.wants_a_measurement(&self.trainer) {
                let measure = self.trainer.measure();
                if measure.train_loss.is_finite() {
                    self.lab.measured(&self.trainer, &measure);
                    self.sample(&measure);
                }
            }
            self.pending = self.pending.saturating_sub(burst);
            if clock() - start >= SLICE {
                break;
            }
        }
        self.changed = true;
    }

    /// Judges the run at the end of an epoch; whether it must stop.
    fn end_epoch(&mut self) -> bool {
        let network = self.trainer.trained_network();
        let largest = network.values().iter().fold(0.0, |largest: f32, value| largest.max(value.abs()));
        let epoch = self.trainer.epoch();
        let stop_reason = if !self.trainer.is_finite() {
            Some(StopReason::Diverged)
        } else if self.detector.is_due(epoch, largest) {
            let chance = *self.chance.get_or_insert_with(|| self.trainer.chance_loss());
            self.detector.observe(RunObservation {
                epoch,
                loss: self.trainer.loss_of(self.trainer.network()),
                chance,
                rate: self.trainer.config().training.learning_rate,
                frozen: network.values() == &self.finite.1[..network.values().len()],
            })
        } else {
            None
        };
        match stop_reason {
            Some(stop_reason) => self.lose(stop_reason),
            None => {
                self.finite.0 = epoch;
                self.trainer.trained_network().copy_numbers(&mut self.finite.1);
            }
        }
        if self.speed.is_some() && self.trainer.has_stopped().is_some() && self.stop_reason.is_none() {
            self.stop(StopReason::EarlyStopping);
        }
        self.stop_reason.is_some()
    }

    /// The run is lost: it stops, and where a number is no longer finite it goes back to where all were.
    fn lose(&mut self, stop_reason: StopReason) {
        self.stop(stop_reason);
        self.detector = DivergenceDetector::default();
        self.lab.lost(&self.trainer, self.trainer.loss_of(self.trainer.network()));
        if stop_reason == StopReason::Diverged {
            let mut network = self.trainer.trained_network().clone();
            network.set_numbers(&self.finite.1);
            // These parameters came from this very network, so they fit.
            if self.trainer.set_parameters(&network.parameters()).is_ok() {
                self.trainer.set_progress(self.finite.0);
            }
        }
    }

    fn stop(&mut self, stop_reason: StopReason) {
        self.speed = None;
        self.pending = 0;
        self.stop_reason = Some(stop_reason);
    }

    fn open(&mut self, session: u32, snapshot: Snapshot) -> Result<(), Refused> {
        let config = settings(&snapshot.link);
        if self.goes_back(&snapshot, &config) {
            self.session = session;
            return Ok(());
        }
        let network = snapshot.network.as_ref().or(snapshot.initial.as_ref());
        let trainer = Trainer::with(&config, snapshot.points.clone(), network).and_then(|mut trainer| {
            snapshot.average.as_ref().map_or(Ok(()), |average| trainer.set_average(average))?;
            Ok(trainer)
        });
        let mut trainer = trainer.map_err(|error| Refused { session, reason: error.into() })?;
        self.session = session;
        trainer.set_progress(snapshot.epoch);
        self.trainer = trainer;
        self.chance = None;
        self.origin = Snapshot { network: None, average: None, epoch: 0, ..snapshot };
        self.speed = None;
        self.rebuilt(true);
        Ok(())
    }

    /// Goes back within the run under way, where a snapshot is of that run: what is ahead stays recorded, and at a
    /// recorded moment the optimizer remembers what it did then.
    fn goes_back(&mut self, snapshot: &Snapshot, config: &ValidConfig) -> bool {
        let same_run = !self.trainer.config().needs_restart(config)
            && (&self.origin.points, &self.origin.initial) == (&snapshot.points, &snapshot.initial);
        let (Some(parameters), true) = (&snapshot.network, same_run) else { return false };
        let mut network = self.trainer.trained_network().clone();
        if network.set_parameters(parameters).is_err() {
            return false;
        }
        self.trainer.reconfigure(config.clone());
        self.chance = None;
        if !self.lab.travel_exactly(snapshot.epoch, network.values(), &mut self.trainer) {
            // These parameters have just been taken by a network of the same shape.
            let _ = self.trainer.set_parameters(parameters);
            if let Some(average) = &snapshot.average {
                let _ = self.trainer.set_average(average);
            }
            self.trainer.set_progress(snapshot.epoch);
        }
        self.origin.link.clone_from(&snapshot.link);
        self.speed = None;
        self.samples.clear();
        self.pending = 0;
        self.edited();
        self.travelled = true;
        true
    }

    fn configure(&mut self, session: u32, link: &str) {
        self.session = session;
        let config = settings(link);
        let old = self.trainer.config();
        let restart = old.needs_restart(&config);
        let new_data = old.needs_new_data(&config);
        if new_data {
            self.origin.points = None;
        }
        if restart {
            self.origin.initial = None;
        }
        self.trainer.reconfigure(config);
        self.chance = None;
        self.pending = 0;
        self.examination.due = true;
        if restart {
            self.rebuilt(new_data);
        }
    }

    /// Draws other points; the network stays, and what was recorded of it on the points before goes.
    fn renew_data(&mut self, session: u32, link: &str) {
        self.session = session;
        self.trainer.renew_data(settings(link));
        self.origin.points = None;
        self.chance = None;
        self.begin_records(true);
    }

    fn rebuilt(&mut self, points_changed: bool) {
        self.begin_records(points_changed);
    }

    /// What has been recorded and measured is of another network or of other points: it goes.
    fn begin_records(&mut self, points_changed: bool) {
        self.points_changed |= points_changed;
        self.samples.clear();
        self.pending = 0;
        self.lab.begin(&self.trainer);
        self.edited();
    }

    /// The weights are not what training has just made them.
    fn edited(&mut self) {
        self.travelled = false;
        self.detector = DivergenceDetector::default();
        self.stop_reason = None;
        self.finite.0 = self.trainer.epoch();
        self.trainer.trained_network().copy_numbers(&mut self.finite.1);
        self.examination.due = true;
        self.changed = true;
    }

    fn progress(&self) -> Progress {
        Progress {
            epoch: self.trainer.epoch(),
            batch: self.trainer.batch(),
            batches: self.trainer.batches_per_epoch(),
        }
    }

    /// The losses now become a point of the curve.
    fn sample(&mut self, measure: &Measure) {
        let epoch = self.progress().epochs();
        if self.samples.last().is_none_or(|last| last.epoch != epoch) {
            let (train, test) = (measure.train_loss as f32, measure.test_loss as f32);
            self.samples.push(Sample { epoch, train, test });
        }
    }

    fn draw(&mut self) -> Frame {
        let mut measure = self.trainer.measure();
        // Between the ends of two epochs too, nothing is drawn that is no number.
        let is_finite = measure.train_loss.is_finite() && measure.test_loss.is_finite();
        if !(is_finite && self.trainer.is_finite()) {
            self.lose(StopReason::Diverged);
            measure = self.trainer.measure();
        }
        if !self.travelled && !matches!(self.stop_reason, Some(StopReason::Diverged | StopReason::BlownUp)) {
            self.lab.measured(&self.trainer, &measure);
        }
        let progress = self.progress();
        if !self.travelled {
            self.sample(&measure);
        }
        if self.speed.is_none() && self.pending == 0 && !self.travelled && self.stop_reason.is_none() {
            self.lab.keep(&self.trainer);
        }
        let layout = (self.laid_out != Some(self.session)).then(|| self.trainer.network().layout());
        self.laid_out = Some(self.session);
        self.wanted = false;
        self.changed = false;
        Frame {
            session: self.session,
            progress,
            measure,
            samples: std::mem::take(&mut self.samples),
            layout,
            network: numbers(self.trainer.trained_network()),
            average: self.trainer.average().map(numbers),
            points: std::mem::take(&mut self.points_changed).then(|| self.trainer.points()),
            playing: self.speed.is_some(),
            stop_reason: self.stop_reason.take(),
            answer: None,
            findings: None,
            pictures: self.paint(),
        }
    }
}

fn numbers(network: &Network) -> Vec<f32> {
    let mut numbers = Vec::new();
    network.copy_numbers(&mut numbers);
    numbers
}

/// The engine's settings of a link; the page has said what was wrong with it.
fn settings(link: &str) -> ValidConfig {
    link::parse(link).0.validate().0
}
