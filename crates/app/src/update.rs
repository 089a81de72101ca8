//! The one place where the page's state changes.

mod open;
mod race;
mod undo;

#[cfg(test)]
mod tests;

use crate::evaluator::flat;
use crate::undo_group::UndoGroup;
use crate::{Command, Effect, Focus, Frame, History, Model, Msg, PageConfig, Remark, Settings};
use nabla_lab::Answer;
use nabla_lab::doctor::remedy;
use nabla_nn::link::Key;
use nabla_nn::{Change, ParameterId};
use nabla_scene::Part;
use std::iter;
use std::rc::Rc;

impl Model {
    /// Applies one message; what the world must do comes back.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        // Frames keep coming and the pointer keeps moving while a slider is dragged or a number is typed.
        let meanwhile = matches!(msg, Msg::Frame(_) | Msg::Hover(_) | Msg::MapSize { .. } | Msg::Visible(_));
        if !meanwhile && !matches!(msg, Msg::Set(_) | Msg::Edit { .. }) {
            self.undo_group = None;
        }
        match msg {
            Msg::Opened { link, kept } => self.open(&link, kept),
            Msg::AddressChanged(text) => self.follow_address(&text),
            Msg::FileOpened(file) => self.open_file(*file),
            Msg::FileRefused(error) => {
                self.say([Remark::File(error)]);
                Vec::new()
            }
            Msg::FileUnreadable => {
                self.say([Remark::Unreadable]);
                Vec::new()
            }
            Msg::FileNotSaved => {
                self.say([Remark::NotSaved]);
                Vec::new()
            }
            Msg::Set(changes) => self.set(changes),
            Msg::NewWeights => self.set(Change::new_weights(&self.config).into()),
            Msg::NewData(seed) => self.new_data(Change::new(Key::Seed, seed)),
            Msg::Commit => Vec::new(),
            Msg::TogglePlay => self.play(!self.playing),
            Msg::Visible(visible) => {
                self.hidden = !visible;
                let hold = || Command::Hold(!visible);
                let lanes = if self.race.running { self.race.lanes.len() } else { 0 };
                let lanes = (0..lanes).map(|lane| Effect::Lane(lane, hold()));
                iter::once(Effect::Send(hold())).chain(lanes).collect()
            }
            Msg::Step => {
                let mut effects = self.play(false);
                self.clear_stop_reason();
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
                let mut effects = self.play(false);
                effects.push(self.reset());
                effects
            }
            Msg::Edit { id, value } => self.edit(id, value),
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
            Msg::Shapes(on) => {
                self.view.shapes = on;
                Vec::new()
            }
            Msg::TrainingForm(on) => {
                self.view.training_form = on;
                self.send_view()
            }
            Msg::Doubts(on) => {
                self.view.doubts = on;
                self.send_view()
            }
            Msg::MapSize { map, tile } => {
                if (self.view.map, self.view.tile) == (map, tile) {
                    return Vec::new();
                }
                (self.view.map, self.view.tile) = (map, tile);
                self.send_view()
            }
            Msg::Travel(travel) => {
                // One undo comes back from the whole journey.
                if !self.travelled {
                    self.remember();
                    self.travelled = true;
                }
                self.clear_stop_reason();
                let mut effects = self.play(false);
                effects.push(Effect::Send(Command::Travel(travel)));
                effects
            }
            Msg::Tab(tab) => {
                self.tab = tab.filter(|tab| !self.page.hidden_views.contains(tab));
                self.answer = None;
                self.query = None;
                let mut effects = vec![Effect::Send(Command::Query(None)), self.address()];
                if self.race.running || self.race.lanes.iter().any(|lane| lane.is_awaited) {
                    effects.extend(self.stop_race());
                }
                // The hatching's switch is a view's, and gone with it.
                if std::mem::take(&mut self.view.doubts) {
                    effects.extend(self.send_view());
                }
                effects
            }
            Msg::Query(query) => {
                if self.query == query {
                    return Vec::new();
                }
                self.query.clone_from(&query);
                vec![Effect::Send(Command::Query(query))]
            }
            Msg::Dismiss(index) => {
                if index < self.remarks.len() {
                    self.remarks.remove(index);
                }
                Vec::new()
            }
            Msg::Recover => self.anew(self.recovery()),
            Msg::Remedy(remedy) => self.anew(remedy),
            Msg::Frame(frame) => self.show(*frame),
            Msg::Refused(refused) => self.refused(refused),
            Msg::EngineLost => {
                self.opened = self.session;
                if !self.remarks.contains(&Remark::Recovered) {
                    self.remarks.push(Remark::Recovered);
                }
                self.resume().into_iter().map(Effect::Send).collect()
            }
        }
    }

    fn set(&mut self, mut changes: Vec<Change>) -> Vec<Effect> {
        changes.retain(|change| !self.page.withholds(change.key));
        let mut settings = self.settings();
        let mut notices = Vec::new();
        for change in &changes {
            notices.extend(match change.key.is_of_page() {
                true => change.set(&mut settings),
                false => change.apply(&mut settings.config),
            });
        }
        let Settings { config, page } = settings;
        let (config, corrections) = config.validate();
        notices.extend(corrections);
        if config == self.config && page == self.page {
            return Vec::new();
        }
        self.begin(UndoGroup::Setting(changes));
        if self.config.needs_new_data(&config) {
            self.own_points = None;
        }
        if self.config.needs_restart(&config) {
            self.own_network = None;
            self.selected = None;
            self.clear_stop_reason();
            self.expect(None, 0, History::default());
        }
        self.config = config;
        let mut effects = self.set_page(page);
        self.say(notices.into_iter().map(Remark::Notice));
        effects.extend(self.refocus());
        effects.push(self.address());
        effects.push(Effect::Send(Command::Configure { session: self.session, link: self.link() }));
        effects
    }

    /// Draws other points and keeps network and epoch, the classic check of what has been learned. Before its first frame
    /// there is no network to keep.
    fn new_data(&mut self, seed: Change) -> Vec<Effect> {
        if !self.present {
            return self.set(seed.into());
        }
        self.begin(UndoGroup::Setting(vec![seed.clone()]));
        self.config = self.config.config().changed(&[seed]).validate().0;
        self.own_points = None;
        self.clear_stop_reason();
        let (average, epoch) = (self.average.clone(), self.progress.epoch);
        self.expect(Some(Rc::clone(&self.network)), epoch, self.history.clone());
        self.average = average;
        self.say((epoch > 0).then_some(Remark::SameNetwork));
        vec![self.address(), Effect::Send(Command::NewData { session: self.session, link: self.link() })]
    }

    /// Shows and hides what a page's settings say.
    fn set_page(&mut self, page: PageConfig) -> Vec<Effect> {
        self.page = page;
        match std::mem::replace(&mut self.view.discretize, self.page.discretize) == self.page.discretize {
            true => Vec::new(),
            false => self.send_view(),
        }
    }

    /// What helps a run that has been lost: a weaker penalty where that overshoots, else a tenth of the learning rate.
    pub fn recovery(&self) -> Vec<Change> {
        if self.overshoot().is_some() {
            return remedy::weaker_penalty(self.config.training.regularization_rate);
        }
        Change::new(Key::LearningRate, tenth(self.config.training.learning_rate)).into()
    }

    /// Plays from the initial weights with other settings; one undo brings all of it back. Nothing happens if a link hides
    /// the control of one of them.
    fn anew(&mut self, changes: Vec<Change>) -> Vec<Effect> {
        if !self.page.allows(&changes) {
            return Vec::new();
        }
        let mut effects = self.set(changes);
        effects.push(self.reset());
        effects.extend(self.play(true));
        effects
    }

    fn edit(&mut self, id: ParameterId, value: f64) -> Vec<Effect> {
        // The engine's weights are single precision.
        let rounded = value as f32;
        let mut network = Rc::clone(&self.network);
        self.average = None;
        if !(rounded.is_finite() && Rc::make_mut(&mut network).set(id, rounded)) {
            return Vec::new();
        }
        self.begin(UndoGroup::Edit(id));
        self.network = network;
        self.clear_stop_reason();
        vec![Effect::Send(Command::SetParameter { id, value })]
    }

    /// Back to the initial weights: a file's, else the link's.
    fn reset(&mut self) -> Effect {
        self.clear_stop_reason();
        let initial = self.own_network.as_ref().and_then(|initial| flat(&self.config, initial));
        self.expect(initial.map(Rc::new), 0, History::default());
        Effect::Send(Command::Reset { session: self.session })
    }

    fn play(&mut self, play: bool) -> Vec<Effect> {
        if play {
            self.clear_stop_reason();
        }
        if std::mem::replace(&mut self.playing, play) == play {
            return Vec::new();
        }
        vec![Effect::Send(if play { Command::Play(self.speed) } else { Command::Pause })]
    }

    fn show(&mut self, mut frame: Frame) -> Vec<Effect> {
        // Points are sent once, so they are taken from whatever frame brings them; if they have changed since, another
        // frame will.
        if let Some(points) = frame.points.take() {
            self.points = Rc::new(points);
        }
        if frame.session != self.session {
            return Vec::new();
        }
        let Some((network, average)) = frame.take_networks(Some(&self.network)) else { return Vec::new() };
        self.fallback = None;
        if self.travelled && !frame.samples.is_empty() {
            self.branch(frame.samples[0].epoch);
        }
        for sample in frame.samples {
            self.history.push(sample);
        }
        self.findings = match &frame.answer {
            Some(Answer::Doctor(diagnosis)) => diagnosis.findings.len(),
            _ => frame.findings.unwrap_or(self.findings),
        };
        self.answer = frame.answer.map(Rc::new);
        self.progress = frame.progress;
        self.measure = frame.measure;
        if self.progress.epoch > 0 {
            self.note_goals();
        }
        (self.network, self.average) = (Rc::new(network), average.map(Rc::new));
        self.present = true;
        let Some(stop_reason) = frame.stop_reason else { return Vec::new() };
        self.playing = false;
        self.clear_stop_reason();
        self.stop_reason = Some(stop_reason);
        self.remarks.push(Remark::Stopped(stop_reason, frame.progress.epoch));
        // The engine has stopped by itself, but may have been told to play since.
        vec![Effect::Send(Command::Pause)]
    }

    /// Remembers which of the lesson's goals have been reached.
    fn note_goals(&mut self) {
        let losses = [self.measure.train_loss, self.measure.test_loss];
        for &(goal, wanted) in &self.page.goals {
            if goal.is_reached(losses, wanted) && !self.reached.contains(&goal) {
                self.reached.push(goal);
            }
        }
    }

    /// Training goes on from a recorded moment: the curve that was ahead of it is kept to compare.
    fn branch(&mut self, epoch: f64) {
        self.travelled = false;
        if self.history.samples().last().is_some_and(|last| last.epoch > epoch) {
            self.former = Some(self.history.clone());
        }
    }

    /// Replaces what is said, but for trouble, which stays until training goes on.
    fn say(&mut self, remarks: impl IntoIterator<Item = Remark>) {
        self.remarks.retain(|remark| matches!(remark, Remark::Stopped(..)));
        self.remarks.extend(remarks);
        if self.config.model.features.is_empty() {
            self.remarks.push(Remark::NoFeatures);
        }
    }

    fn clear_stop_reason(&mut self) {
        self.stop_reason = None;
        self.remarks.retain(|remark| !matches!(remark, Remark::Stopped(..)));
    }

    fn address(&self) -> Effect {
        Effect::Address(self.link())
    }

    fn send_view(&self) -> Vec<Effect> {
        vec![Effect::Send(Command::View(self.view))]
    }

    /// Shows the hovered part, else the chosen one, else the output on the big map.
    fn refocus(&mut self) -> Vec<Effect> {
        let exists = |layer: usize, index: usize| {
            let outputs = Some(self.config.data.outputs()).filter(|&outputs| outputs > 1);
            let count = match layer == self.config.model.network_shape.len() {
                true => outputs,
                false => self.config.model.network_shape.get(layer).copied(),
            };
            count.is_some_and(|count| index < count)
        };
        let focus = match self.hovered.or(self.selected) {
            Some(Part::Neuron { layer, index }) if exists(layer, index) => Focus::Neuron { layer, index },
            Some(Part::Feature(feature)) => Focus::Feature(feature),
            _ => Focus::Output,
        };
        if self.view.focus == focus {
            return Vec::new();
        }
        self.view.focus = focus;
        self.send_view()
    }
}

/// A tenth in decimals: of 0.003 that is 0.0003, where the quotient is one bit more.
fn tenth(rate: f64) -> f64 {
    nabla_nn::number(&format!("{rate}e-1")).unwrap_or(rate / 10.0)
}
