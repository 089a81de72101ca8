//! What a run leaves: one [`Report`], rendered as JSON, CSV or text.

use std::fmt::Write;

use nabla_nn::{Choice, Parameters, Point, Problem, Trainer, link};
use serde::Serialize;

use crate::args::Format;

/// The measurements after one epoch; epoch 0 is before training. Where early stopping has ended the run, the last one's
/// are those of the network that is back.
pub struct Row {
    pub epoch: u64,
    /// Mean loss over the training set.
    pub train: f64,
    /// The same over the test set.
    pub test: f64,
    /// Every output at each probe, one probe after another.
    pub outputs: Vec<f64>,
}

/// Where early stopping has ended a run.
#[derive(Clone, Copy, Serialize)]
pub struct Stopped {
    /// Epochs trained.
    pub after: u64,
    /// The epoch whose weights are back, and reported.
    pub weights_of: u64,
}

/// A whole run. In JSON, values that are not finite are `null`.
///
/// Weights are those of the network that trains; losses, scores and outputs those of the network as it is evaluated, with
/// `averaging` the running average.
#[derive(Serialize)]
pub struct Report {
    /// The link's part after `#`, complete: it opens this very network.
    hash: String,
    features: Vec<&'static str>,
    train: usize,
    test: usize,
    /// `[x, y, label]`, in training order.
    train_points: Vec<[f64; 3]>,
    test_points: Vec<[f64; 3]>,
    checksum: Checksum,
    initial: Parameters,
    #[serde(rename = "final")]
    trained: Parameters,
    /// `[epoch, train, test]`.
    losses: Vec<(u64, f64, f64)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped: Option<Stopped>,
    /// `[x, y, output …]`: one output, or one for each class.
    final_outputs: Vec<Vec<f64>>,
    #[serde(skip)]
    rows: Vec<Row>,
    #[serde(skip)]
    scores: Scores,
}

/// Sums over the whole sets, to compare points at a glance.
#[derive(Serialize)]
struct Checksum {
    train_x: f64,
    train_y: f64,
    train_label: f64,
    test_x: f64,
    test_y: f64,
    test_label: f64,
}

/// Accuracy or R² after the last epoch, under its name.
struct Scores {
    name: &'static str,
    train: f64,
    test: f64,
}

impl Report {
    /// Gathers a finished run.
    pub fn new(
        trainer: &Trainer,
        initial: Parameters,
        rows: Vec<Row>,
        stopped: Option<Stopped>,
        probes: &[[f64; 2]],
    ) -> Self {
        let points = trainer.points();
        let (train_points, test_points) = (triples(&points.train), triples(&points.test));
        let [train_x, train_y, train_label] = sums(&train_points);
        let [test_x, test_y, test_label] = sums(&test_points);
        let measure = trainer.measure();
        Report {
            hash: link::format(trainer.config()),
            features: trainer.config().model.features.iter().map(|feature| feature.key()).collect(),
            train: train_points.len(),
            test: test_points.len(),
            train_points,
            test_points,
            checksum: Checksum { train_x, train_y, train_label, test_x, test_y, test_label },
            initial,
            trained: trainer.parameters(),
            losses: rows.iter().map(|row| (row.epoch, row.train, row.test)).collect(),
            stopped,
            final_outputs: probes
                .iter()
                .map(|&[x, y]| [vec![x, y], outputs_at(trainer, x, y)].concat())
                .collect(),
            rows,
            scores: Scores {
                name: score_name(trainer.config().data.problem),
                train: measure.train_score,
                test: measure.test_score,
            },
        }
    }

    /// The report in the form asked for, ending in a line break.
    pub fn render(&self, format: Format) -> String {
        match format {
            Format::Json => self.json(),
            Format::Csv => self.csv(),
            Format::Text => self.text(),
        }
    }

    fn json(&self) -> String {
        let mut json = serde_json::to_string(self).expect("numbers, strings and lists have a JSON form");
        json.push('\n');
        json
    }

    /// A table with a header: `epoch,train,test`, then a column per probe, of several classes one for each. Values that
    /// are not finite are empty.
    fn csv(&self) -> String {
        let cell = |value: f64| {
            if value.is_finite() { value.to_string() } else { String::new() }
        };
        let mut csv = "epoch,train,test".to_owned();
        for probe in &self.final_outputs {
            let (place, outputs) = probe.split_at(2);
            for class in 0..outputs.len() {
                let what = if outputs.len() == 1 { "output".to_owned() } else { format!("class {class}") };
                _ = write!(csv, ",\"{what} at {},{}\"", place[0], place[1]);
            }
        }
        for row in &self.rows {
            _ = write!(csv, "\n{},{},{}", row.epoch, cell(row.train), cell(row.test));
            for &output in &row.outputs {
                _ = write!(csv, ",{}", cell(output));
            }
        }
        csv.push('\n');
        csv
    }

    /// A summary: the network, its data, the losses at round epochs, the scores, the probes.
    fn text(&self) -> String {
        let mut text = String::new();
        let shape: Vec<String> = self.trained.iter().map(|layer| layer.biases.len().to_string()).collect();
        _ = writeln!(text, "link      #{}", self.hash);
        _ = writeln!(
            text,
            "network   {} → {}",
            if self.features.is_empty() { "no features".to_owned() } else { self.features.join(", ") },
            shape.join(" → ")
        );
        _ = writeln!(text, "points    {} to train on, {} to test on", self.train, self.test);
        _ = writeln!(text, "\n{:>8}  {:>12}  {:>12}", "epoch", "train loss", "test loss");
        let last = self.rows.last().map_or(0, |row| row.epoch);
        for row in self.rows.iter().filter(|row| row.epoch == last || is_round(row.epoch)) {
            _ = writeln!(text, "{:>8}  {:>12.6}  {:>12.6}", row.epoch, row.train, row.test);
        }
        if let Some(Stopped { after, weights_of }) = self.stopped {
            _ = writeln!(
                text,
                "\nstopped after epoch {after}; the last line and what follows are epoch {weights_of}'s"
            );
        }
        let Scores { name, train, test } = self.scores;
        _ = writeln!(text, "\n{name:>8}  {train:>12.6}  {test:>12.6}");
        if !self.final_outputs.is_empty() {
            let what = if self.final_outputs[0].len() > 3 { "classes" } else { "output" };
            _ = writeln!(text, "\n{:>8}  {:>12}  {what:>12}", "x", "y");
        }
        for probe in &self.final_outputs {
            let (place, outputs) = probe.split_at(2);
            let outputs: Vec<String> = outputs.iter().map(|output| format!("{output:>12.6}")).collect();
            _ = writeln!(text, "{:>8}  {:>12}  {}", place[0], place[1], outputs.join("  "));
        }
        text
    }
}

/// Every output at a point.
pub fn outputs_at(trainer: &Trainer, x: f64, y: f64) -> Vec<f64> {
    let values = trainer.network().neuron_values_at(x, y);
    values.last().map_or(Vec::new(), |outputs| outputs.iter().copied().map(f64::from).collect())
}

fn score_name(problem: Problem) -> &'static str {
    match problem {
        Problem::Classification | Problem::Multiclass => "accuracy",
        Problem::Regression => "R²",
    }
}

/// 0, 1, 2, 5, 10, 20, 50, 100 …: a summary's epochs.
fn is_round(epoch: u64) -> bool {
    let mut leading = epoch;
    while leading >= 10 && leading.is_multiple_of(10) {
        leading /= 10;
    }
    matches!(leading, 0 | 1 | 2 | 5)
}

fn triples(points: &[Point]) -> Vec<[f64; 3]> {
    points.iter().map(|point| [point.x, point.y, point.label]).collect()
}

fn sums(points: &[[f64; 3]]) -> [f64; 3] {
    points.iter().fold([0.0; 3], |sum, point| [sum[0] + point[0], sum[1] + point[1], sum[2] + point[2]])
}
