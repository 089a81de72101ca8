//! Opening links and files: everything that comes from outside is checked here.

use crate::evaluator::flat;
use crate::{Effect, History, Model, Msg, PageConfig, Remark, Session, Settings, Snapshot, Tab};
use nabla_nn::{FileError, Notice, Parameters, PlaygroundFile, Points, Trainer, ValidConfig};
use std::rc::Rc;

impl Model {
    /// Opens a link, or what an earlier visit has kept of it.
    pub(super) fn open(&mut self, text: &str, kept: Option<Box<Snapshot>>) -> Vec<Effect> {
        let bare = text.trim_start_matches('#').is_empty();
        let kept = kept.filter(|kept| bare || apart(text).0 == apart(&kept.link).0);
        let (config, page, view, notices) =
            read(kept.as_ref().filter(|_| bare).map_or(text, |kept| &kept.link));
        let kept = kept.filter(|kept| {
            let fits = |network, average| check(&config, kept.points.as_ref(), network, average).is_ok();
            fits(kept.network.as_ref(), kept.average.as_ref()) && fits(kept.initial.as_ref(), None)
        });
        let learned = |parameters: Parameters| flat(&config, &parameters).map(Rc::new);
        let session = match kept.map(|kept| *kept) {
            Some(Snapshot { points, initial, network, average, epoch, .. }) => Session {
                page,
                points: points.map(Rc::new),
                initial: initial.map(Rc::new),
                network: network.and_then(learned),
                average: average.and_then(learned),
                config,
                epoch,
                history: History::default(),
            },
            None => Session::new(config, page),
        };
        let mut effects = self.restore(session);
        effects.extend(self.open_view(view));
        self.say(notices.into_iter().map(Remark::Notice));
        effects
    }

    /// Opens a link's view; one that names none leaves the open one.
    fn open_view(&mut self, view: Option<Tab>) -> Vec<Effect> {
        match view {
            Some(view) if self.tab != Some(view) => self.update(Msg::Tab(Some(view))),
            _ => Vec::new(),
        }
    }

    /// The address is another: its link is opened, unless it says what is here but for the view.
    pub(super) fn follow_address(&mut self, text: &str) -> Vec<Effect> {
        let (settings, view, notices) = apart(text);
        if settings != self.settings() || !notices.is_empty() {
            self.remember();
            return self.open(text, None);
        }
        if view == self.tab { Vec::new() } else { self.update(Msg::Tab(view)) }
    }

    /// Opens a playground file; one that cannot be used leaves everything as it is.
    pub(super) fn open_file(&mut self, file: Result<PlaygroundFile, FileError>) -> Vec<Effect> {
        let opened = file.and_then(|file| {
            let (config, page, view, notices) = read(&file.link);
            check(&config, file.points.as_ref(), file.network.as_ref(), file.average.as_ref())?;
            Ok((config, page, view, notices, file))
        });
        let (config, page, view, notices, file) = match opened {
            Ok(opened) => opened,
            Err(error) => {
                self.say([Remark::File(error)]);
                return Vec::new();
            }
        };
        self.remember();
        let learned = |parameters: &Parameters| flat(&config, parameters).map(Rc::new);
        // An average is one of weights that are there already, not of those that a reset brings.
        let network = file.network.as_ref().filter(|_| file.average.is_some()).and_then(learned);
        let average = file.average.as_ref().and_then(learned);
        let mut effects = self.restore(Session {
            points: file.points.map(Rc::new),
            initial: file.network.map(Rc::new),
            network,
            average,
            ..Session::new(config, page)
        });
        effects.extend(self.open_view(view));
        self.say(notices.into_iter().map(Remark::Notice));
        effects
    }
}

/// A link's settings, the view it opens, and what in it could not be used.
fn apart(text: &str) -> (Settings, Option<Tab>, Vec<Notice>) {
    let (mut settings, notices) = Settings::parse(text);
    let view = settings.page.view.take();
    (settings, view, notices)
}

/// The same, the engine's settings valid.
fn read(text: &str) -> (ValidConfig, PageConfig, Option<Tab>, Vec<Notice>) {
    let (settings, view, mut notices) = apart(text);
    let (config, more) = settings.config.validate();
    notices.extend(more);
    (config, settings.page, view, notices)
}

/// Whether points and weights fit the settings: the engine is the judge, asked before anything is replaced.
fn check(
    config: &ValidConfig,
    points: Option<&Points>,
    network: Option<&Parameters>,
    average: Option<&Parameters>,
) -> Result<(), FileError> {
    let mut trainer = Trainer::with(config, points.cloned(), network)?;
    average.map_or(Ok(()), |average| trainer.set_average(average))
}
