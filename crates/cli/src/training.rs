//! The run itself: epochs one after another, each measured.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use nabla_nn::Trainer;

use crate::report::{Report, Row, Stopped, outputs_at};

/// A finished run.
pub struct Finished {
    /// What happened.
    pub report: Report,
    /// The first epoch after which a loss or a parameter was not finite.
    pub diverged_at: Option<u64>,
    /// Where early stopping ended the run.
    pub stopped: Option<Stopped>,
}

/// Trains for so many epochs, or until early stopping has enough, and measures the network before the first and after
/// each.
pub fn train(mut trainer: Trainer, epochs: u64, probes: &[[f64; 2]]) -> Finished {
    let initial = trainer.parameters();
    let mut rows = vec![measure(&trainer, 0, probes)];
    let (mut diverged_at, mut stopped) = (None, None);
    let bar = progress_bar(epochs);
    for epoch in 1..=epochs {
        trainer.finish_epoch();
        let row = measure(&trainer, epoch, probes);
        if diverged_at.is_none() && !(row.train.is_finite() && row.test.is_finite() && trainer.is_finite()) {
            diverged_at = Some(epoch);
        }
        rows.push(row);
        bar.inc(1);
        if let Some(best) = trainer.has_stopped() {
            stopped = Some(Stopped { after: epoch, weights_of: best });
            break;
        }
    }
    bar.finish_and_clear();
    Finished { report: Report::new(&trainer, initial, rows, stopped, probes), diverged_at, stopped }
}

fn measure(trainer: &Trainer, epoch: u64, probes: &[[f64; 2]]) -> Row {
    let measure = trainer.measure();
    let outputs = probes.iter().flat_map(|&[x, y]| outputs_at(trainer, x, y)).collect();
    Row { epoch, train: measure.train_loss, test: measure.test_loss, outputs }
}

/// A bar on standard error when a person watches it, otherwise none.
fn progress_bar(epochs: u64) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} epoch {pos}/{len}, {eta} left");
    let bar = ProgressBar::with_draw_target(Some(epochs), ProgressDrawTarget::stderr());
    style.map_or(bar.clone(), |style| bar.with_style(style))
}
