//! What happens in a race.

use crate::race::{Lane, LaneStart, MAP};
use crate::{
    Command, Effect, Focus, Frame, MAX_LANES, Model, RaceMsg, Remark, Session, Snapshot, Speed, View,
};
use nabla_nn::link::{self, Fields, Key};
use nabla_nn::{FlatParameters, ValidConfig};
use std::rc::Rc;

impl Model {
    /// Applies what concerns the race; apart from [`Model::update`], so that its code can be loaded late.
    pub fn race(&mut self, msg: RaceMsg) -> Vec<Effect> {
        if !matches!(msg, RaceMsg::Frame(..) | RaceMsg::Refused(_) | RaceMsg::Look) {
            self.undo_group = None;
        }
        match msg {
            RaceMsg::Preset(field) => {
                let lanes = field.lanes(&self.config.config());
                self.set_lanes(lanes)
            }
            RaceMsg::Add => {
                let mut lanes = self.lane_configs();
                if lanes.len() < MAX_LANES {
                    lanes.push(self.config.clone());
                }
                self.set_lanes(lanes)
            }
            RaceMsg::Remove(lane) => {
                let mut lanes = self.lane_configs();
                if lane < lanes.len() {
                    lanes.remove(lane);
                }
                self.set_lanes(lanes)
            }
            RaceMsg::Epochs(epochs) => {
                self.race.epochs = epochs.clamp(1, 100_000);
                self.stop_race()
            }
            RaceMsg::Look => self.look_at_lanes(),
            RaceMsg::Start => self.start_race(),
            RaceMsg::Stop => self.stop_race(),
            RaceMsg::Refused(refused) => {
                self.say([Remark::Refused(refused.reason)]);
                self.stop_race()
            }
            RaceMsg::Adopt(lane) => self.adopt(lane),
            RaceMsg::Frame(lane, frame) => self.show_lane(lane, *frame),
        }
    }

    fn lane_configs(&self) -> Vec<ValidConfig> {
        self.race.lanes.iter().map(|lane| lane.config.clone()).collect()
    }

    /// Another field stands at its start.
    fn set_lanes(&mut self, lanes: Vec<ValidConfig>) -> Vec<Effect> {
        let mut effects = self.stop_race();
        self.race.lanes = lanes.into_iter().map(Lane::new).collect();
        (self.race.has_ended, self.race.shares_weights) = (false, None);
        effects.extend(self.look_at_lanes());
        effects
    }

    /// One picture of each lane as it stands, from an engine that is let go after it.
    fn look_at_lanes(&mut self) -> Vec<Effect> {
        if self.race.running { Vec::new() } else { self.open_lanes() }
    }

    /// Everyone to the start: each goes once its first picture has been seen.
    fn start_race(&mut self) -> Vec<Effect> {
        let race = &mut self.race;
        race.has_test = self.own_points.as_ref().is_none_or(|points| !points.test.is_empty());
        (race.running, race.has_ended) = (!race.lanes.is_empty(), false);
        race.lanes.iter_mut().for_each(Lane::restart);
        self.open_lanes()
    }

    /// Fresh engines, each where its lane is: what those of an earlier race still had to say is not heard.
    fn open_lanes(&mut self) -> Vec<Effect> {
        let view = View { map: MAP, tile: 1, focus: Focus::Output, training_form: false, ..self.view };
        let mut effects = vec![Effect::Lanes(0), Effect::Lanes(self.race.lanes.len())];
        for (index, lane) in self.race.lanes.iter().enumerate() {
            let same_shape = !self.config.needs_restart(&lane.config);
            // What it starts from is the engine's to draw.
            let trained = |of: &Option<Rc<FlatParameters>>| {
                of.as_ref().filter(|_| lane.epoch > 0).map(|it| it.parameters())
            };
            let snapshot = Snapshot {
                link: link::format(&lane.config),
                points: self.own_points.as_deref().cloned(),
                initial: self.own_network.as_deref().filter(|_| same_shape).cloned(),
                network: trained(&lane.network),
                average: trained(&lane.average),
                epoch: lane.epoch,
            };
            let open = Command::Open { session: 1, snapshot: Box::new(snapshot) };
            let commands = [Command::View(view), open, Command::Ready];
            effects.extend(commands.map(|command| Effect::Lane(index, command)));
        }
        self.race.lanes.iter_mut().for_each(|lane| lane.is_awaited = true);
        effects
    }

    /// The engines are let go; what the lanes have reached stays.
    pub(super) fn stop_race(&mut self) -> Vec<Effect> {
        self.race.running = false;
        self.race.lanes.iter_mut().for_each(|lane| lane.is_awaited = false);
        vec![Effect::Lanes(0)]
    }

    fn show_lane(&mut self, index: usize, mut frame: Frame) -> Vec<Effect> {
        let race = &mut self.race;
        let is_running = race.running;
        let is_heard = |lane: &&mut Lane| is_running || lane.is_awaited;
        let Some(lane) = race.lanes.get_mut(index).filter(is_heard) else { return Vec::new() };
        lane.epoch = frame.progress.epoch;
        lane.stop_reason = frame.stop_reason.or(lane.stop_reason);
        if let Some((network, average)) = frame.take_networks(lane.network.as_deref()) {
            (lane.network, lane.average) = (Some(Rc::new(network)), average.map(Rc::new));
        }
        let epochs = frame.progress.epochs();
        let moment = [epochs, frame.measure.test_loss];
        if epochs == 0.0 {
            lane.start = Some(LaneStart { network: lane.network.clone(), measure: frame.measure.clone() });
            lane.curve = vec![moment];
        } else if is_running && lane.curve.last().is_none_or(|last| last[0] < epochs) {
            lane.curve.push(moment);
        }
        // What a lane at rest has reached was measured on the points that it has learned.
        if is_running || epochs == 0.0 {
            lane.measure = Some(frame.measure);
        }
        let is_first = std::mem::take(&mut lane.is_awaited);
        if epochs == 0.0 {
            race.compare_starts();
        }
        if !is_running {
            let is_awaited = race.lanes.iter().any(|lane| lane.is_awaited);
            return if is_awaited { Vec::new() } else { self.stop_race() };
        }
        if is_first {
            // One minibatch a frame is for looking at steps.
            let speed = if self.speed == Speed::Minibatch { Speed::One } else { self.speed };
            let commands = [Command::Until(Some(race.epochs)), Command::Play(speed), Command::Ready];
            return commands.map(|command| Effect::Lane(index, command)).into();
        }
        let end = race.epochs;
        if race.lanes.iter().all(|lane| lane.stop_reason.is_some() || lane.epoch >= end) {
            race.has_ended = true;
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
