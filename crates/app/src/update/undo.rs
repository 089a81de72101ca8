//! Going back, and forth again.

use crate::undo_group::UndoGroup;
use crate::{Effect, History, Model, Progress, Refused, Remark, Session, Settings, Snapshot};
use nabla_nn::FlatParameters;
use std::rc::Rc;

/// Undo steps kept; each holds a copy of the settings and shares the weights.
const UNDO_STEPS: usize = 100;
/// Weights and biases that they may hold together: of large networks fewer steps are kept.
const UNDO_NUMBERS: usize = 16 << 20;

impl Model {
    /// Keeps the present for undo.
    pub(super) fn remember(&mut self) {
        if self.undo.len() == UNDO_STEPS {
            self.undo.remove(0);
        }
        self.undo.push(self.session());
        while self.undo.len() > 1 && self.undo.iter().map(Session::numbers).sum::<usize>() > UNDO_NUMBERS {
            self.undo.remove(0);
        }
        self.redo.clear();
        self.undo_group = None;
    }

    /// Keeps the present for undo, unless this change goes on with the one before.
    pub(super) fn begin(&mut self, undo_group: UndoGroup) {
        if !self.undo_group.as_ref().is_some_and(|earlier| undo_group.continues(earlier)) {
            self.remember();
        }
        self.undo_group = Some(undo_group);
    }

    /// One step back, or forth.
    pub(super) fn travel(&mut self, back: bool) -> Vec<Effect> {
        let present = self.session();
        let (from, to) =
            if back { (&mut self.undo, &mut self.redo) } else { (&mut self.redo, &mut self.undo) };
        let Some(target) = from.pop() else {
            return Vec::new();
        };
        to.push(present);
        let effects = self.restore(target);
        self.say([]);
        effects
    }

    /// Goes over to another session, paused.
    pub(super) fn restore(&mut self, session: Session) -> Vec<Effect> {
        if self.session > 0 && self.fallback.is_none() {
            self.fallback = Some(Box::new(self.session()));
        }
        let snapshot = Snapshot {
            link: Settings { config: session.config.config(), page: session.page.clone() }.link(),
            points: session.points.as_deref().cloned(),
            initial: session.initial.as_deref().cloned(),
            network: session.network.as_ref().map(|network| network.parameters()),
            average: session.average.as_ref().map(|average| average.parameters()),
            epoch: session.epoch,
        };
        self.config = session.config;
        self.own_points = session.points;
        self.own_network = session.initial;
        self.selected = None;
        self.clear_stop_reason();
        self.expect(session.network, session.epoch, session.history);
        if self.present {
            self.average = session.average;
        }
        let mut effects = self.set_page(session.page);
        effects.extend(self.refocus());
        effects.extend(self.play(false));
        effects.push(self.address());
        self.opened = self.session;
        effects.push(Effect::Send(self.open_command(snapshot)));
        effects
    }

    /// The engine has refused to open a session: back to what was there before it. A later one that was opened since
    /// does not depend on it, and stays.
    pub(super) fn refused(&mut self, refused: Refused) -> Vec<Effect> {
        let mut effects = Vec::new();
        if refused.session == self.opened {
            let own = self.own_points.is_some() || self.own_network.is_some() || self.present;
            let session = match self.fallback.take() {
                Some(fallback) => Some(*fallback),
                // What the link alone says cannot be refused.
                None => own.then(|| Session::new(self.config.clone(), self.page.clone())),
            };
            if let Some(session) = session {
                if self.undo.last().is_some_and(|last| last.is_same_as(&session)) {
                    self.undo.pop();
                }
                effects = self.restore(session);
                self.fallback = None;
            }
        }
        self.say([Remark::Refused(refused.reason)]);
        effects
    }

    /// The engine is about to build a network: frames of those before it no longer count.
    pub(super) fn expect(&mut self, network: Option<Rc<FlatParameters>>, epoch: u64, history: History) {
        self.session += 1;
        self.present = network.is_some();
        if let Some(network) = network {
            self.network = network;
            self.average = None;
        }
        self.progress = Progress { epoch, batch: 0, ..self.progress };
        self.history = history;
        self.former = None;
        self.travelled = false;
        self.findings = 0;
        if epoch == 0 {
            self.reached.clear();
        }
    }
}
