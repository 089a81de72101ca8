//! The one place where the page's state changes.

use crate::{Command, Effect, Focus, Frame, Model, Msg, Remark, Session, Setting, Snapshot};
use nabla_nn::{PlaygroundFile, ValidConfig, link};
use nabla_scene::Part;
use std::rc::Rc;

/// Undo steps kept; each holds a copy of the settings and shares the weights.
const UNDO_STEPS: usize = 100;

impl Model {
    /// Applies one message; what the world must do comes back.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Opened { link, kept } => self.open(&link, kept),
            Msg::AddressChanged(text) if text == self.link() => Vec::new(),
            Msg::AddressChanged(text) => {
                self.remember();
                self.open(&text, None)
            }
            Msg::FileOpened(text) => self.open_file(&text),
            Msg::FileRefused(error) => {
                self.remarks = vec![Remark::File(error)];
                Vec::new()
            }
            Msg::FileUnreadable => {
                self.remarks = vec![Remark::Unreadable];
                Vec::new()
            }
            Msg::Set(setting) => self.set(setting),
            Msg::Commit => {
                self.gesture = None;
                Vec::new()
            }
            Msg::TogglePlay => self.play(!self.playing),
            Msg::Step => {
                let mut effects = self.play(false);
                self.clear_trouble();
                effects.push(Effect::Send(Command::Step(self.stride)));
                effects
            }
            Msg::Stride(stride) => {
                self.stride = stride;
                Vec::new()
            }
            Msg::Speed(speed) => {
                self.speed = speed;
                if self.playing { vec![Effect::Send(Command::Play(speed))] } else { Vec::new() }
            }
            Msg::Reset => {
                self.remember();
                self.clear_trouble();
                let mut effects = self.play(false);
                effects.push(Effect::Send(Command::Reset));
                effects
            }
            Msg::Edit { part, value } => self.edit(part, value),
            Msg::Undo => self.travel(true),
            Msg::Redo => self.travel(false),
            Msg::Hover(part) => {
                self.hovered = part;
                self.refocus()
            }
            Msg::Select(part) => {
                self.selected = part;
                self.refocus()
            }
            Msg::Theme(theme) => {
                self.view.theme = theme;
                self.send_view()
            }
            Msg::Palette(palette) => {
                self.view.palette = palette;
                self.send_view()
            }
            Msg::MapSize { map, tile } => {
                if (self.view.map, self.view.tile) == (map, tile) {
                    return Vec::new();
                }
                (self.view.map, self.view.tile) = (map, tile);
                self.send_view()
            }
            Msg::Dismiss(index) => {
                if index < self.remarks.len() {
                    self.remarks.remove(index);
                }
                Vec::new()
            }
            Msg::Recover => {
                let rate = self.config.learning_rate / 10.0;
                let mut effects = self.set(Setting::LearningRate(rate));
                self.clear_trouble();
                effects.push(Effect::Send(Command::Reset));
                effects.extend(self.play(true));
                effects
            }
            Msg::Frame(frame) => self.show(*frame),
            Msg::EngineLost => {
                self.generation = None;
                if !self.remarks.contains(&Remark::Recovered) {
                    self.remarks.push(Remark::Recovered);
                }
                self.resume().into_iter().map(Effect::Send).collect()
            }
        }
    }

    fn open(&mut self, text: &str, kept: Option<Box<Snapshot>>) -> Vec<Effect> {
        let kept = kept.filter(|kept| text.trim_start_matches('#').is_empty() || link::parse(text).0 == link::parse(&kept.link).0);
        let (config, mut notices) = link::parse(kept.as_ref().map_or(text, |kept| &kept.link));
        let (config, more) = config.validate();
        notices.extend(more);
        self.remarks = notices.into_iter().map(Remark::Notice).collect();
        let network = kept.as_ref().and_then(|kept| kept.network.clone()).map(Rc::new);
        let epoch = kept.as_ref().map_or(0, |kept| kept.epoch);
        let points = kept.and_then(|kept| kept.points).map(Rc::new);
        self.restore(Session { config, points, network, epoch, history: crate::History::default() })
    }

    fn open_file(&mut self, text: &str) -> Vec<Effect> {
        let file = match PlaygroundFile::from_json(text) {
            Ok(file) => file,
            Err(error) => {
                self.remarks = vec![Remark::File(error)];
                return Vec::new();
            }
        };
        let (config, mut notices) = link::parse(&file.link);
        let (config, more) = config.validate();
        notices.extend(more);
        // The engine is the judge of whether points and weights fit the link; ask it before anything is replaced.
        if let Err(error) = nabla_nn::Trainer::<f32>::with(&config, file.points.clone(), file.network.as_ref()) {
            self.remarks = vec![Remark::File(error)];
            return Vec::new();
        }
        self.remember();
        self.remarks = notices.into_iter().map(Remark::Notice).collect();
        self.restore(Session {
            config,
            points: file.points.map(Rc::new),
            network: file.network.map(Rc::new),
            epoch: 0,
            history: crate::History::default(),
        })
    }

    fn set(&mut self, setting: Setting) -> Vec<Effect> {
        let (config, notices) = setting.apply((*self.config).clone()).validate();
        if config == self.config {
            return Vec::new();
        }
        match self.gesture.take() {
            Some(earlier) if setting.continues(&earlier) => {}
            _ => self.remember(),
        }
        self.gesture = Some(setting);
        self.remarks = notices.into_iter().map(Remark::Notice).collect();
        if config.features.is_empty() {
            self.remarks.push(Remark::NoFeatures);
        }
        if self.config.needs_restart(&config) {
            self.clear_trouble();
            self.selected = None;
        }
        if self.config.needs_new_data(&config) {
            self.own_points = None;
        }
        self.config = config;
        let mut effects = vec![self.address(), Effect::Send(Command::Configure(self.link()))];
        effects.extend(self.refocus());
        effects
    }

    fn edit(&mut self, part: Part, value: f64) -> Vec<Effect> {
        let command = match part {
            Part::Weight { layer, neuron, input } => Command::SetWeight { layer, neuron, input, value },
            Part::Bias { layer, index } => Command::SetBias { layer, neuron: index, value },
            Part::Feature(_) | Part::Neuron { .. } => return Vec::new(),
        };
        if !value.is_finite() {
            return Vec::new();
        }
        self.remember();
        self.clear_trouble();
        vec![Effect::Send(command)]
    }

    fn play(&mut self, play: bool) -> Vec<Effect> {
        if play {
            self.clear_trouble();
        }
        if std::mem::replace(&mut self.playing, play) == play {
            return Vec::new();
        }
        vec![Effect::Send(if play { Command::Play(self.speed) } else { Command::Pause })]
    }

    fn show(&mut self, frame: Frame) -> Vec<Effect> {
        if let Some(points) = frame.points {
            self.points = Rc::new(points);
        }
        if frame.link != self.link() {
            // Drawn before the last change of settings arrived; the next one will be of them.
            return Vec::new();
        }
        let restarted = self.generation.is_some_and(|generation| generation != frame.generation);
        if restarted {
            self.history = crate::History::default();
        }
        self.generation = Some(frame.generation);
        for sample in frame.samples {
            self.history.push(sample);
        }
        self.progress = frame.progress;
        self.measure = frame.measure;
        self.network = Rc::new(frame.network);
        if let Some(trouble) = frame.trouble {
            self.playing = false;
            self.clear_trouble();
            self.trouble = Some(trouble);
            self.remarks.push(Remark::Trouble(trouble, frame.progress.epoch));
        }
        Vec::new()
    }

    /// Keeps the present for undo.
    fn remember(&mut self) {
        if self.undo.len() == UNDO_STEPS {
            self.undo.remove(0);
        }
        self.undo.push(self.session());
        self.redo.clear();
        self.gesture = None;
    }

    fn travel(&mut self, back: bool) -> Vec<Effect> {
        let present = self.session();
        let (from, to) = if back { (&mut self.undo, &mut self.redo) } else { (&mut self.redo, &mut self.undo) };
        let Some(target) = from.pop() else {
            return Vec::new();
        };
        to.push(present);
        self.remarks.clear();
        self.gesture = None;
        self.restore(target)
    }

    fn restore(&mut self, session: Session) -> Vec<Effect> {
        let snapshot = Snapshot {
            link: link::format(&session.config),
            points: session.points.as_deref().cloned(),
            network: session.network.as_deref().cloned(),
            epoch: session.epoch,
        };
        self.config = session.config;
        self.own_points = session.points;
        self.history = session.history;
        self.generation = None;
        self.trouble = None;
        self.selected = None;
        let mut effects = self.play(false);
        effects.push(self.address());
        effects.push(Effect::Send(Command::Open(Box::new(snapshot))));
        effects.extend(self.refocus());
        effects
    }

    fn clear_trouble(&mut self) {
        self.trouble = None;
        self.remarks.retain(|remark| !matches!(remark, Remark::Trouble(..)));
    }

    fn address(&self) -> Effect {
        Effect::Address(self.link())
    }

    fn send_view(&self) -> Vec<Effect> {
        vec![Effect::Send(Command::View(self.view))]
    }

    /// Shows the hovered part, else the chosen one, else the output on the big map.
    fn refocus(&mut self) -> Vec<Effect> {
        let hidden = self.config.network_shape.len();
        let focus = match self.hovered.or(self.selected) {
            Some(Part::Neuron { layer, index }) if layer < hidden => Focus::Neuron { layer, index },
            Some(Part::Feature(feature)) => Focus::Feature(feature),
            _ => Focus::Output,
        };
        if self.view.focus == focus {
            return Vec::new();
        }
        self.view.focus = focus;
        self.send_view()
    }

    /// The settings a fresh link would give, for tests and for the page's own defaults.
    pub fn with_config(config: ValidConfig) -> Self {
        Self { config, ..Self::default() }
    }
}
