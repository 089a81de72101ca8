//! The worker's half: obeys commands, trains in slices of time, draws frames.

use crate::divergence::{Sight, Watch};
use crate::{Command, Focus, Frame, Progress, Sample, Snapshot, Speed, Stride, Trouble, View};
use nabla_lab::Lab;
use nabla_nn::{
    FileError, Hyperparameter, Network, Parameters, Problem, Trainer, ValidConfig, feature_map, link,
};
use nabla_scene::{Scale, doubts, hatch, paint_classes, paint_map};

/// Milliseconds of training before the engine looks at its messages again.
const SLICE: f64 = 12.0;
/// Flat out, a frame may cost one part of training time in this many.
const TRAINING_PER_FRAME: f64 = 9.0;
/// Flat out, frames come no closer than this, in milliseconds.
const FRAME_SPACING: f64 = 16.0;
/// Minibatches trained between two looks at the clock.
const BURST: u64 = 8;

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
    /// Minibatches still to train before the next frame.
    pending: u64,
    /// The epoch at which it stops by itself.
    until: Option<u64>,
    /// Milliseconds trained.
    time: f64,
    wanted: bool,
    changed: bool,
    /// Whether what is shown is a recorded moment: it has been measured already.
    travelled: bool,
    lab: Lab,
    points_changed: bool,
    generation: u32,
    samples: Vec<Sample>,
    watch: Watch,
    trouble: Option<Trouble>,
    finite: (u64, Parameters),
    last_frame: f64,
    frame_cost: f64,
    values: Vec<f32>,
}

impl Default for Engine {
    fn default() -> Self {
        let view = View::default();
        let origin = Snapshot {
            link: link::format(&ValidConfig::default()),
            points: None,
            initial: None,
            network: None,
            epoch: 0,
        };
        let trainer = Trainer::new(&ValidConfig::default());
        Self {
            finite: (0, trainer.parameters()),
            trainer,
            origin,
            view,
            scale: Scale::new(view.palette, view.theme),
            speed: None,
            pending: 0,
            until: None,
            time: 0.0,
            wanted: false,
            changed: true,
            travelled: false,
            lab: Lab::default(),
            points_changed: true,
            generation: 0,
            samples: Vec::new(),
            watch: Watch::default(),
            trouble: None,
            last_frame: f64::NEG_INFINITY,
            frame_cost: 0.0,
            values: Vec::new(),
        }
    }
}

impl Engine {
    /// Obeys one command.
    ///
    /// # Errors
    /// Only [`Command::Open`] can fail, when a snapshot's points or weights do not fit its link; the session before it
    /// goes on.
    pub fn handle(&mut self, command: Command) -> Result<(), FileError> {
        match command {
            Command::Open(snapshot) => self.open(*snapshot)?,
            Command::Configure(text) => self.configure(&text),
            Command::Play(speed) => {
                self.trainer.go_on();
                self.speed = Some(speed);
                self.pending = 0;
            }
            Command::Pause => {
                self.speed = None;
                self.pending = 0;
            }
            Command::Until(epochs) => self.until = epochs,
            Command::Step(stride) => {
                self.speed = None;
                self.pending = match stride {
                    Stride::Minibatch => 1,
                    Stride::Epoch => self.to_epoch_end(),
                };
            }
            Command::Reset => {
                let link = link::format(self.trainer.config());
                let origin = Snapshot { link, ..self.origin.clone() };
                self.open(origin)?;
            }
            Command::SetWeight { layer, neuron, input, value } => {
                self.lab.keep(&self.trainer);
                if self.trainer.set_weight(layer, neuron, input, value) {
                    self.edited();
                }
            }
            Command::SetBias { layer, neuron, value } => {
                self.lab.keep(&self.trainer);
                if self.trainer.set_bias(layer, neuron, value) {
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
            Command::Look(look) => self.lab.ask(look),
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
    /// does not name it: `look` is [`Lab::see`], or a way to it.
    pub fn see<T>(&mut self, clock: &dyn Fn() -> f64, look: impl FnOnce(&mut Lab, &Trainer) -> T) -> T {
        let start = clock();
        let seen = look(&mut self.lab, &self.trainer);
        self.frame_cost += clock() - start;
        self.changed |= self.lab.is_busy();
        seen
    }

    /// Draws again although nothing has changed: a view can see now what it could not.
    pub fn look_again(&mut self) {
        self.changed = true;
    }

    fn to_epoch_end(&self) -> u64 {
        self.trainer.batches_per_epoch().saturating_sub(self.trainer.batch()).max(1) as u64
    }

    fn train(&mut self, clock: &dyn Fn() -> f64, flat_out: bool) {
        let start = clock();
        self.travelled = false;
        'slice: while flat_out || self.pending > 0 {
            let burst = if flat_out { BURST } else { BURST.min(self.pending) };
            for _ in 0..burst {
                self.trainer.step();
                self.lab.observe(&self.trainer);
                if self.until.is_some_and(|epochs| self.trainer.epoch() >= epochs) {
                    self.speed = None;
                    self.pending = 0;
                    break 'slice;
                }
            }
            if self.speed.is_some() && self.trainer.has_stopped().is_some() {
                self.pending = 0;
                self.speed = None;
                self.trouble = Some(Trouble::Stopped);
                break;
            }
            self.pending = self.pending.saturating_sub(burst);
            if clock() - start >= SLICE {
                break;
            }
        }
        self.time += clock() - start;
        self.changed = true;
    }

    fn open(&mut self, snapshot: Snapshot) -> Result<(), FileError> {
        let (config, _) = link::parse(&snapshot.link);
        let (config, _) = config.validate();
        if self.goes_back(&snapshot, &config) {
            return Ok(());
        }
        let network = snapshot.network.as_ref().or(snapshot.initial.as_ref());
        let mut trainer = Trainer::with(&config, snapshot.points.clone(), network)?;
        trainer.set_progress(snapshot.epoch);
        self.trainer = trainer;
        self.origin = Snapshot { network: None, epoch: 0, ..snapshot };
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
        if !self.lab.travel_exactly(snapshot.epoch, network.values(), &mut self.trainer) {
            // These parameters have just been taken by a network of the same shape.
            let _ = self.trainer.set_parameters(parameters);
            self.trainer.set_progress(snapshot.epoch);
        }
        self.origin.link.clone_from(&snapshot.link);
        self.speed = None;
        self.generation += 1;
        self.samples.clear();
        self.pending = 0;
        self.edited();
        self.travelled = true;
        true
    }

    fn configure(&mut self, text: &str) {
        let (config, _) = link::parse(text);
        let (config, _) = config.validate();
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
        self.pending = 0;
        if restart {
            self.rebuilt(new_data);
        }
    }

    fn rebuilt(&mut self, points_changed: bool) {
        self.generation += 1;
        self.points_changed |= points_changed;
        self.samples.clear();
        self.pending = 0;
        self.time = 0.0;
        self.lab.begin(&self.trainer);
        self.edited();
    }

    /// The weights are not what training has just made them.
    fn edited(&mut self) {
        self.travelled = false;
        self.watch = Watch::default();
        self.trouble = None;
        self.finite = (self.trainer.epoch(), self.trainer.parameters());
        self.changed = true;
    }

    fn draw(&mut self) -> Frame {
        let mut measure = self.trainer.measure();
        let epoch = self.trainer.epoch();
        let parameters = self.trainer.parameters();
        let stopped = self.trouble.take();
        self.trouble = self.watch.look(Sight {
            epoch,
            loss: measure.train_loss,
            chance: self.trainer.chance_loss(),
            rate: self.trainer.config().learning_rate,
            finite: self.trainer.is_finite() && measure.test_loss.is_finite(),
            frozen: epoch > self.finite.0 && parameters == self.finite.1,
        });
        self.trouble = self.trouble.or(stopped);
        match self.trouble {
            Some(Trouble::Diverged | Trouble::BlownUp) => self.lab.lost(&self.trainer, measure.train_loss),
            _ if !self.travelled => self.lab.measured(&self.trainer, &measure),
            _ => {}
        }
        if self.trouble.is_some() {
            self.speed = None;
            self.pending = 0;
            self.watch = Watch::default();
        }
        if self.trouble == Some(Trouble::Diverged) {
            let (epoch, parameters) = self.finite.clone();
            // These parameters came from this very network, so they fit.
            if self.trainer.set_parameters(&parameters).is_ok() {
                self.trainer.set_progress(epoch);
                measure = self.trainer.measure();
            }
        } else {
            self.finite = (epoch, parameters);
        }
        let progress = Progress {
            epoch: self.trainer.epoch(),
            batch: self.trainer.batch(),
            batches: self.trainer.batches_per_epoch(),
        };
        if !self.travelled {
            self.samples.push(Sample {
                epoch: progress.epochs(),
                train: measure.train_loss as f32,
                test: measure.test_loss as f32,
            });
        }
        if self.speed.is_none() && self.pending == 0 && !self.travelled && self.trouble.is_none() {
            self.lab.keep(&self.trainer);
        }
        let (mut map, mut tiles) = (Vec::new(), Vec::new());
        self.paint(&mut map, &mut tiles);
        self.wanted = false;
        self.changed = false;
        Frame {
            generation: self.generation,
            progress,
            time: self.time,
            measure,
            samples: std::mem::take(&mut self.samples),
            network: self.finite.1.clone(),
            average: (self.trainer.config().number(Hyperparameter::Averaging) > 0.0)
                .then(|| self.trainer.network().parameters()),
            points: std::mem::take(&mut self.points_changed).then(|| self.trainer.points().clone()),
            playing: self.speed.is_some(),
            trouble: self.trouble.take(),
            seen: None,
            map,
            tiles,
            map_size: self.view.map,
            tile_size: self.view.tile,
        }
    }

    fn paint(&mut self, map: &mut Vec<u8>, tiles: &mut Vec<u8>) {
        let thinned: Network;
        let network = match self.view.training_form {
            true => {
                thinned = self.trainer.training_form();
                &thinned
            }
            false => self.trainer.network(),
        };
        let config = self.trainer.config();
        let (discretize, size) = (config.discretize, self.view.map);
        let output_layer = network.layers.len() - 1;
        let signed =
            |values: &mut [f32]| values.iter_mut().for_each(|value| *value = network.output().signed(*value));
        if self.view.focus == Focus::Output && config.problem == Problem::Multiclass {
            network.class_maps(size, &mut self.values);
            paint_classes(&self.values, config.classes, &self.scale, discretize, map);
        } else {
            match self.view.focus {
                Focus::Output => {
                    network.output_map(size, &mut self.values);
                    signed(&mut self.values);
                }
                Focus::Neuron { layer, index } => {
                    network.neuron_map(layer, index, size, &mut self.values);
                    if layer == output_layer {
                        signed(&mut self.values);
                    }
                }
                Focus::Feature(feature) => self.values = feature_map(feature, size),
            }
            paint_map(&self.values, &self.scale, discretize, map);
        }
        if self.view.doubts && self.view.focus == Focus::Output && config.problem != Problem::Regression {
            let mut unsure = Vec::new();
            doubts(&self.values, config.outputs(), &mut unsure);
            hatch(map, &unsure, self.scale.ink().text);
        }
        network.neuron_maps(self.view.tile, &mut self.values);
        let outputs = network.outputs() * self.view.tile * self.view.tile;
        let first = self.values.len() - outputs;
        signed(&mut self.values[first..]);
        paint_map(&self.values, &self.scale, discretize, tiles);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabla_lab::landscape::{Ask, SIDE};
    use nabla_lab::{Look, Seen};
    use nabla_nn::Choice;
    use std::cell::Cell;

    /// A clock that moves a fixed time at every look.
    fn ticking(step: f64) -> impl Fn() -> f64 {
        let now = Cell::new(0.0);
        move || {
            now.set(now.get() + step);
            now.get()
        }
    }

    fn open(link: &str) -> Engine {
        let mut engine = Engine::default();
        let snapshot = Snapshot { link: link.into(), points: None, initial: None, network: None, epoch: 0 };
        engine.handle(Command::Open(Box::new(snapshot))).unwrap();
        engine
    }

    fn frame(engine: &mut Engine) -> Frame {
        let clock = ticking(0.1);
        engine.handle(Command::Ready).unwrap();
        for _ in 0..1000 {
            if let Some(frame) = engine.work(&clock).frame {
                return frame;
            }
        }
        panic!("no frame");
    }

    #[test]
    fn frames_come_when_asked_for_and_only_then() {
        let mut engine = open("");
        assert!(engine.work(&ticking(0.1)).frame.is_none());
        let first = frame(&mut engine);
        assert_eq!(first.points.as_ref().map(|points| points.train.len()), Some(250));
        assert_eq!(first.map.len(), 4 * first.map_size * first.map_size);
        assert_eq!(first.tiles.len(), 7 * 4 * first.tile_size * first.tile_size);
        engine.handle(Command::Ready).unwrap();
        let idle = engine.work(&ticking(0.1));
        assert!(idle.frame.is_none() && !idle.again);
    }

    #[test]
    fn a_view_that_takes_longer_goes_on_while_nothing_trains() {
        let mut engine = open("");
        frame(&mut engine);
        engine.handle(Command::Look(Some(Look::Landscape(Ask::default())))).unwrap();
        let whole = |seen: &Seen| matches!(seen, Seen::Landscape(it) if it.losses.len() == SIDE * SIDE);
        let mut frames = 0;
        while !whole(&frame(&mut engine).seen.unwrap()) {
            frames += 1;
        }
        assert!(frames > 3, "{frames}");
        // Then it is quiet, at the latest after one more; and closed it says nothing.
        engine.handle(Command::Ready).unwrap();
        engine.work(&ticking(0.1));
        engine.handle(Command::Ready).unwrap();
        assert!(engine.work(&ticking(0.1)).frame.is_none());
        engine.handle(Command::Look(None)).unwrap();
        assert!(frame(&mut engine).seen.is_none());
    }

    #[test]
    fn an_epoch_a_frame_a_minibatch_a_step() {
        let mut engine = open("");
        frame(&mut engine);
        engine.handle(Command::Play(Speed::One)).unwrap();
        assert_eq!(frame(&mut engine).progress.epoch, 1);
        assert_eq!(frame(&mut engine).progress.epoch, 2);
        engine.handle(Command::Step(Stride::Minibatch)).unwrap();
        let stepped = frame(&mut engine);
        assert_eq!((stepped.progress.epoch, stepped.progress.batch), (2, 1));
        assert!(!stepped.playing);
        engine.handle(Command::Step(Stride::Epoch)).unwrap();
        let stepped = frame(&mut engine);
        assert_eq!((stepped.progress.epoch, stepped.progress.batch), (3, 0));
    }

    #[test]
    fn a_race_of_starts_goes_on_without_training() {
        let mut engine = open("networkShape=2&activation=relu");
        let ask = nabla_lab::initializers::Ask { own_layers: true, ..Default::default() };
        engine.handle(Command::Look(Some(Look::Initializers(ask, 1)))).unwrap();
        let clock = ticking(1.0);
        let (mut pictures, mut finished) = (0, false);
        while !finished {
            engine.handle(Command::Ready).unwrap();
            let work = loop {
                let work = engine.work(&clock);
                if work.frame.is_some() {
                    break work;
                }
                assert!(work.again, "either a picture or more to do");
            };
            let frame = work.frame.unwrap();
            let Some(Seen::Initializers(seen)) = frame.seen else { panic!() };
            finished = seen.race.unwrap().finished;
            assert_eq!(work.again, !finished);
            assert_eq!((frame.progress.epoch, frame.playing), (0, false));
            pictures += 1;
        }
        assert!(pictures > 5, "{pictures}");
        engine.handle(Command::Look(None)).unwrap();
        assert!(frame(&mut engine).seen.is_none());
    }

    #[test]
    fn doubt_is_drawn_over_the_output_alone_and_only_where_there_are_classes() {
        for (link, focus, expected) in [
            ("initZero=true", Focus::Output, true),
            ("problem=multiclass&initZero=true", Focus::Output, true),
            ("problem=regression", Focus::Output, false),
            ("initZero=true", Focus::Neuron { layer: 0, index: 0 }, false),
        ] {
            let mut engine = open(link);
            let view = View { focus, ..View::default() };
            engine.handle(Command::View(view)).unwrap();
            let plain = frame(&mut engine).map;
            engine.handle(Command::View(View { doubts: true, ..view })).unwrap();
            assert_eq!(frame(&mut engine).map != plain, expected, "{link} {focus:?}");
        }
    }

    #[test]
    fn flat_out_trains_in_slices_and_spends_little_on_frames() {
        let mut engine = open("");
        engine.handle(Command::Play(Speed::Max)).unwrap();
        let clock = ticking(1.0);
        let mut frames = 0;
        for _ in 0..200 {
            engine.handle(Command::Ready).unwrap();
            let work = engine.work(&clock);
            assert!(work.again);
            frames += usize::from(work.frame.is_some());
        }
        assert!((2..=150).contains(&frames), "{frames}");
    }

    #[test]
    fn the_rate_changes_live_and_the_shape_restarts() {
        let mut engine = open("");
        engine.handle(Command::Play(Speed::One)).unwrap();
        let before = frame(&mut engine);
        engine.handle(Command::Configure("learningRate=0.1".into())).unwrap();
        let live = frame(&mut engine);
        assert_eq!(live.generation, before.generation);
        assert!(live.progress.epoch > before.progress.epoch);
        engine.handle(Command::Configure("networkShape=3".into())).unwrap();
        let rebuilt = frame(&mut engine);
        assert!(rebuilt.generation > before.generation);
        assert_eq!(rebuilt.network.len(), 2);
        assert!(rebuilt.playing);
        assert!(rebuilt.points.is_none());
    }

    #[test]
    fn reset_returns_to_the_same_weights() {
        let mut engine = open("");
        let first = frame(&mut engine);
        engine.handle(Command::Step(Stride::Epoch)).unwrap();
        assert_ne!(frame(&mut engine).network, first.network);
        engine.handle(Command::Reset).unwrap();
        let again = frame(&mut engine);
        assert_eq!(again.network, first.network);
        assert_eq!(again.progress.epoch, 0);
    }

    #[test]
    fn an_edited_weight_is_in_the_next_frame() {
        let mut engine = open("");
        frame(&mut engine);
        engine.handle(Command::SetWeight { layer: 0, neuron: 1, input: 0, value: 2.5 }).unwrap();
        engine.handle(Command::SetBias { layer: 2, neuron: 0, value: -0.5 }).unwrap();
        let edited = frame(&mut engine);
        assert_eq!(edited.network[0].weights[1][0], 2.5);
        assert_eq!(edited.network[2].biases[0], -0.5);
    }

    #[test]
    fn divergence_stops_and_keeps_the_last_finite_weights() {
        let mut engine = open("activation=relu&problem=regression&regDataset=reg-plane&learningRate=10");
        engine.handle(Command::Play(Speed::One)).unwrap();
        let mut last = frame(&mut engine);
        for _ in 0..200 {
            if last.trouble.is_some() {
                break;
            }
            last = frame(&mut engine);
        }
        assert_eq!(last.trouble, Some(Trouble::Diverged));
        assert!(!last.playing);
        assert!(last.network.iter().all(|layer| layer.weights.iter().flatten().all(|w| w.is_finite())));
    }

    #[test]
    fn a_huge_rate_on_relu_never_ends_in_silence() {
        for dataset in nabla_nn::Dataset::ALL
            .iter()
            .filter(|set| set.fits(Problem::Classification) && !set.has_any_classes())
        {
            for seed in 0..5 {
                let link = format!("activation=relu&learningRate=10&dataset={}&seed={seed}", dataset.key());
                let mut engine = open(&link);
                engine.handle(Command::Play(Speed::One)).unwrap();
                let mut last = frame(&mut engine);
                for _ in 0..200 {
                    if last.trouble.is_some() {
                        break;
                    }
                    last = frame(&mut engine);
                }
                let learned = last.measure.train_score > 0.9;
                assert!(last.trouble.is_some() || learned, "{link}: {:?}", last.measure);
            }
        }
    }
}
