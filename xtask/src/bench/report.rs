//! The measurement as a table on the terminal, and as `bench/REPORT.md`.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use super::plot::{self, Point};

/// What a line of the measurement says.
#[derive(Default)]
pub struct Report {
    machine: Value,
    rows: Vec<Row>,
    figures: Vec<Figure>,
    points: Vec<(String, Point)>,
}

/// A ratio, its middle half, and what it should be.
struct Row {
    /// What was measured: a section of the report.
    work: String,
    name: String,
    ratio: f64,
    spread: [f64; 2],
    target: f64,
    /// Microseconds: the engine's, and what it is compared with.
    times: [f64; 2],
    note: String,
}

/// One number of the page, and what it should be.
struct Figure {
    name: String,
    value: f64,
    unit: String,
    target: f64,
    /// Whether the target is the least it should be rather than the most.
    floor: bool,
    note: String,
}

impl Figure {
    fn new(line: &Value) -> Self {
        let number = |key: &str| line[key].as_f64().unwrap_or(f64::NAN);
        let word = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        Self {
            name: word("name"),
            value: number("value"),
            unit: word("unit"),
            target: number("target"),
            floor: line["floor"].as_bool().unwrap_or(false),
            note: word("note"),
        }
    }

    /// Name, value, target and whether it is reached, note.
    fn cells(&self) -> [String; 4] {
        let reached = if self.floor { self.value >= self.target } else { self.value <= self.target };
        let sign = if self.floor { '≥' } else { '≤' };
        let verdict = if reached { "reached" } else { "missed" };
        [
            self.name.clone(),
            format!("{} {}", self.value, self.unit).trim_end().to_owned(),
            format!("{sign} {} {verdict}", self.target),
            self.note.clone(),
        ]
    }
}

impl Row {
    fn new(line: &Value) -> Self {
        let number = |key: &str| line[key].as_f64().unwrap_or(f64::NAN);
        let words = ["network", "activation", "choice", "peer"].iter().filter_map(|key| line[*key].as_str());
        let note = line["gigaflops"].as_f64().map(|rate| format!("{rate} of {} GFLOP/s", number("peak")));
        Self {
            work: line["work"].as_str().unwrap_or_default().to_owned(),
            name: words.collect::<Vec<_>>().join(" "),
            ratio: number("ratio"),
            spread: [number("low"), number("high")],
            target: number("target"),
            times: [number("ours"), number("theirs")],
            note: note.unwrap_or_default(),
        }
    }

    /// The price of a choice has a ceiling, everything else a floor.
    fn has_ceiling(&self) -> bool {
        self.work == "choice"
    }

    fn reaches(&self) -> bool {
        if self.has_ceiling() { self.ratio <= self.target } else { self.ratio >= self.target }
    }

    /// Name, ratio, middle half, target, both times, whether it is reached.
    fn cells(&self) -> [String; 6] {
        let [low, high] = self.spread.map(short);
        let sign = if self.has_ceiling() { '≤' } else { '≥' };
        let verdict = if self.reaches() { "reached" } else { "missed" };
        let [ours, theirs] = self.times.map(short);
        [
            self.name.clone(),
            short(self.ratio),
            format!("{low}–{high}"),
            format!("{sign} {} {verdict}", short(self.target)),
            format!("{ours} / {theirs} µs"),
            self.note.clone(),
        ]
    }
}

/// Three digits that count.
fn short(value: f64) -> String {
    let places = (2.0 - value.abs().log10().floor()).clamp(0.0, 3.0);
    format!("{value:.*}", places as usize)
}

impl Report {
    /// Takes a line in; what the terminal shows of it.
    pub fn add(&mut self, line: &str) -> Result<String> {
        let value: Value =
            serde_json::from_str(line).with_context(|| format!("not a measurement: {line}"))?;
        let mut text = String::new();
        if value["machine"].is_string() {
            self.machine = value;
            writeln!(text, "{}", self.machine_line())?;
        } else if let Some(curve) = value["curve"].as_str() {
            let point = Point {
                contestant: value["contestant"].as_str().unwrap_or_default().to_owned(),
                at: value["at"].as_f64().unwrap_or(f64::NAN),
                time: value["time"].as_f64().unwrap_or(f64::NAN),
            };
            let (at, time) = (point.at, short(point.time));
            writeln!(text, "epoch by {curve:<12} {at:>7} {:<10} {time:>10} µs", point.contestant)?;
            self.points.push((curve.to_owned(), point));
        } else if value["work"] == "page" {
            let figure = Figure::new(&value);
            let [name, value, target, note] = figure.cells();
            writeln!(text, "page        {name:<46} {value:>10}  {target:<16} {note}")?;
            self.figures.push(figure);
        } else {
            let row = Row::new(&value);
            let [name, ratio, spread, target, times, note] = row.cells();
            let work = &row.work;
            writeln!(text, "{work:<11} {name:<42} {ratio:>6}  {spread:<13} {target:<15} {times:<22} {note}")?;
            self.rows.push(row);
        }
        Ok(text)
    }

    fn machine_line(&self) -> String {
        let word = |key: &str| self.machine[key].as_str().unwrap_or_default();
        let cores = self.machine["cores"].as_u64().unwrap_or(0);
        format!("{}, {cores} cores, {}, Node {}", word("machine"), word("system"), word("node"))
    }

    /// Writes `REPORT.md` and its plots into the directory; the report's path. `criterion` is where `cargo bench` has left
    /// what it measured.
    pub fn write(&self, directory: &Path, criterion: &Path) -> Result<PathBuf> {
        for (curve, title, horizontal) in CURVES {
            let points: Vec<&Point> =
                self.points.iter().filter(|(name, _)| name == curve).map(|(_, point)| point).collect();
            plot::draw(&directory.join(format!("{curve}.svg")), title, horizontal, &points)?;
        }
        let tried = std::fs::read_to_string(directory.join("tried.md")).context("no bench/tried.md")?;
        let path = directory.join("REPORT.md");
        std::fs::write(&path, self.markdown(&natives(criterion), &tried))
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }

    fn markdown(&self, natives: &[(String, f64)], tried: &str) -> String {
        let mut text = format!(
            "# How fast the engine is\n\nWritten by `cargo xtask bench` on {}.\n\n{INTRODUCTION}",
            self.machine_line()
        );
        for (work, about) in SECTIONS {
            text += &format!(
                "\n{about}\n\n| | median | middle half | target | engine / other | |\n|---|---|---|---|---|---|\n"
            );
            for row in self.rows.iter().filter(|row| row.work == work) {
                text += &format!("| {} |\n", row.cells().join(" | "));
            }
        }
        text += &format!("\n{PAGE}\n\n| | measured | target | |\n|---|---|---|---|\n");
        for figure in &self.figures {
            text += &format!("| {} |\n", figure.cells().join(" | "));
        }
        text += &format!("\n{NATIVE}\n\n| | median |\n|---|---|\n");
        for (name, time) in natives {
            text += &format!("| {name} | {} µs |\n", short(*time));
        }
        text += "\n## Curves\n";
        for (curve, title, _) in CURVES {
            text += &format!("\n![{title}]({curve}.svg)\n");
        }
        text += &format!("\n{LIMITS}\n{tried}");
        text
    }
}

/// Names and medians, in microseconds, of criterion's last run.
fn natives(criterion: &Path) -> Vec<(String, f64)> {
    let Ok(benches) = std::fs::read_dir(criterion) else { return Vec::new() };
    let median = |path: PathBuf| {
        let text = std::fs::read_to_string(path.join("new").join("estimates.json")).ok()?;
        let estimates: Value = serde_json::from_str(&text).ok()?;
        let name = path.file_name()?.to_string_lossy().into_owned();
        Some((name, estimates["median"]["point_estimate"].as_f64()? / 1000.0))
    };
    let mut found: Vec<_> = benches.flatten().filter_map(|bench| median(bench.path())).collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

const INTRODUCTION: &str = "\
The engine is compiled as the page is (for size, only `nabla-nn` for speed, then `wasm-opt`) and runs in one Node process
with its peers, turn by turn, in three rounds minutes apart; each ratio is the median over the turns, beside the half of them
in the middle. Network, first weights, points, their order and the minibatches are the same, and the losses after three
epochs must agree. The peers work as their documentation shows them: ConvNetJS's `Trainer`, TensorFlow.js's `fit` and
`predict` of the layers API, on the backends CPU and wasm; maps are given the features of all pixels ready-made, which the
engine computes anew.
";

/// Each work and what stands above its table.
const SECTIONS: [(&str, &str); 4] = [
    (
        "epoch",
        "## One epoch\n\n250 samples in minibatches of 10; 7-32x8-1 (eight hidden layers of 32) 2,000 samples in minibatches of 50.",
    ),
    ("maps", "## The maps of all neurons\n\n100 × 100 points each."),
    (
        "peak-share",
        "## Share of the machine's peak\n\nThe peak is what independent f32x4 multiplications and additions in registers reach in \
         WebAssembly in the same run. Of the epoch every addition, multiplication and division counts once, those of padding and \
         all comparisons not at all (`operations` in [workloads.mjs](workloads.mjs)); *other* is the time that the peak would need.",
    ),
    (
        "choice",
        "## The price of a choice\n\nAn epoch of 7-8-8-1, 250 samples in minibatches of 10, against plain SGD.",
    ),
];

const NATIVE: &str = "\
## The native engine

The same networks by criterion (`cargo bench --package nabla-nn`), compiled for the machine's family alone: on x86-64 its vectors
are as wide as WebAssembly's.";

const PAGE: &str = "\
## The page

The release page in headless Chromium, whose pixels the processor paints too, from a server on the same machine. The network
is the largest that TensorFlow Playground has, 7-8x6-1, playing at an epoch a frame with every map alive and the big one as
fine as the screen. *Own work* is what the page's thread does between two animation frames: scripts, style, layout and the
recording of what is to be painted, in the thread's own time, as the browser's trace has it; the painting itself is left out.
That time is the thread's, not the wall's, because the machine does other things too.";

/// File, title and horizontal axis of each plot.
const CURVES: [(&str, &str, &str); 2] = [
    ("parameters", "Time per epoch by parameters: 250 samples, batch 10", "parameters"),
    ("samples", "Time per epoch by samples: 7-8-8-1, batch 10", "samples"),
];

const LIMITS: &str = "\
A link names at most eight layers of 32 neurons, 7,681 parameters; the two networks beyond are built for the measurement
alone. It names at most 20,000 points, nine tenths of them to train on: there the second plot ends.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_judged_by_their_kind() {
        let mut report = Report::default();
        let mut show = |line: &str| report.add(line).unwrap();
        let fast = r#"{"work":"epoch","network":"7-8-8-1","activation":"tanh","peer":"convnetjs","ratio":41.23,"target":35}"#;
        assert!(show(fast).contains("41.2") && show(fast).contains("≥ 35.0 reached"));
        let dear = r#"{"work":"choice","choice":"adam","network":"7-8-8-1","ratio":1.42,"target":1.3}"#;
        assert!(show(dear).contains("≤ 1.30 missed"));
        let figure =
            r#"{"work":"page","name":"ready","value":812,"unit":"ms","target":1000,"note":"five visits"}"#;
        assert!(show(figure).contains("812 ms") && show(figure).contains("≤ 1000 reached"));
        assert!(report.add("Killed").is_err());
    }
}
