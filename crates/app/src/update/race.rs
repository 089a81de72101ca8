//! What happens in a race.

use crate::race::{Lane, MAP};
use crate::{
    Command, Effect, Focus, Frame, MAX_LANES, Model, RaceMsg, Remark, Session, Snapshot, Speed, View,
};
use nabla_nn::link::{self, Fields, Key};
use std::rc::Rc;

impl Model {
    /// Applies what concerns the race; apart from [`Model::update`], so that its code can be loaded late.
    pub fn race(&mut self, msg: RaceMsg) -> Vec<Effect> {
        if !matches!(msg, RaceMsg::Frame(..) | RaceMsg::Refused(_)) {
            self.undo_group = None;
        }
        match msg {
            RaceMsg::Preset(field) => {
                self.race.lanes = field.lanes(&self.config.config()).into_iter().map(Lane::new).collect();
            }
            RaceMsg::Add if self.race.lanes.len() < MAX_LANES => {
                self.race.lanes.push(Lane::new(self.config.clone()));
            }
            RaceMsg::Remove(lane) if lane < self.race.lanes.len() => drop(self.race.lanes.remove(lane)),
            RaceMsg::Epochs(epochs) => self.race.epochs = epochs.clamp(1, 100_000),
            RaceMsg::Add | RaceMsg::Remove(_) | RaceMsg::Stop => {}
            RaceMsg::Start => return self.start_race(),
            RaceMsg::Refused(refused) => self.say([Remark::Refused(refused.reason)]),
            RaceMsg::Adopt(lane) => return self.adopt(lane),
            RaceMsg::Frame(lane, frame) => return self.show_lane(lane, *frame),
        }
        self.stop_race()
    }

    fn start_race(&mut self) -> Vec<Effect> {
        let view = View { map: MAP, tile: 1, focus: Focus::Output, training_form: false, ..self.view };
        // One minibatch a frame is for looking at steps.
        let speed = if self.speed == Speed::Minibatch { Speed::One } else { self.speed };
        self.race.running = !self.race.lanes.is_empty();
        // Fresh engines: what those of an earlier race still had to say is not heard.
        let mut effects = vec![Effect::Lanes(0), Effect::Lanes(self.race.lanes.len())];
        for (index, lane) in self.race.lanes.iter_mut().enumerate() {
            *lane = Lane::new(lane.config.clone());
            let same_shape = !self.config.needs_restart(&lane.config);
            let snapshot = Snapshot {
                link: link::format(&lane.config),
                points: self.own_points.as_deref().cloned(),
                initial: self.own_network.as_deref().filter(|_| same_shape).cloned(),
                network: None,
                average: None,
                epoch: 0,
            };
            let commands = [
                Command::View(view),
                Command::Open { session: 1, snapshot: Box::new(snapshot) },
                Command::Until(Some(self.race.epochs)),
                Command::Play(speed),
                Command::Ready,
            ];
            effects.extend(commands.map(|command| Effect::Lane(index, command)));
        }
        effects
    }

    /// The engines are let go; what the lanes have reached stays.
    pub(super) fn stop_race(&mut self) -> Vec<Effect> {
        self.race.running = false;
        vec![Effect::Lanes(0)]
    }

    fn show_lane(&mut self, index: usize, mut frame: Frame) -> Vec<Effect> {
        let race = &mut self.race;
        let Some(lane) = race.lanes.get_mut(index).filter(|_| race.running) else { return Vec::new() };
        lane.epoch = frame.progress.epoch;
        lane.time = frame.time;
        lane.stop_reason = frame.stop_reason.or(lane.stop_reason);
        lane.curve.push([frame.progress.epochs(), frame.time, frame.measure.test_loss]);
        if let Some((network, average)) = frame.take_networks(lane.network.as_deref()) {
            (lane.network, lane.average) = (Some(Rc::new(network)), average.map(Rc::new));
        }
        lane.measure = frame.measure;
        let end = race.epochs;
        if race.lanes.iter().all(|lane| lane.stop_reason.is_some() || lane.epoch >= end) {
            return self.stop_race();
        }
        vec![Effect::Lane(index, Command::Ready)]
    }

    /// Whether a lane's network may become the main one: not where they differ in what a link withholds.
    pub fn may_adopt(&self, index: usize) -> bool {
        let differs = |lane: &Lane, key: Key| lane.config.write(key) != self.config.write(key);
        let lane = self.race.lanes.get(index);
        lane.is_some_and(|lane| !Key::all().any(|key| self.page.withholds(key) && differs(lane, key)))
    }

    fn adopt(&mut self, index: usize) -> Vec<Effect> {
        let lane = self.race.lanes.get(index).filter(|_| self.may_adopt(index));
        let Some(lane) = lane.cloned() else { return Vec::new() };
        self.remember();
        let mut effects = self.restore(Session {
            points: self.own_points.clone(),
            network: lane.network,
            average: lane.average,
            epoch: lane.epoch,
            ..Session::new(lane.config, self.page.clone())
        });
        self.say([]);
        effects.extend(self.stop_race());
        effects
    }
}
