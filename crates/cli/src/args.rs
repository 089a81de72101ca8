//! The command line: raw arguments to [`Run`], once.
//!
//! The help's lists of link values iterate the engine's own, so no list is written twice.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use nabla_nn::{Choice, Control, Feature, Hyperparameter, catalog, limits, number};

/// The report keeps one row per epoch, so their number is bounded before anything is allocated.
const MAX_EPOCHS: u64 = 1_000_000;

/// Trains a neural-network playground without a page.
#[derive(Parser)]
#[command(name = "nabla", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Train a link or a playground file and report the run
    Run(Run),
}

/// Everything `nabla run` was asked to do.
#[derive(Args)]
pub struct Run {
    /// A playground link (a whole URL, "#…", or bare "key=value&…") or a playground file
    #[arg(value_name = "LINK|FILE.json", allow_hyphen_values = true)]
    pub source: OsString,

    /// How many epochs to train
    #[arg(long, value_name = "N", value_parser = epochs, allow_hyphen_values = true)]
    pub epochs: u64,

    /// The report's form
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub report: Format,

    /// Report the network's output at this point too; may be repeated
    #[arg(long, value_name = "X,Y", value_parser = probe, allow_hyphen_values = true)]
    pub probe: Vec<[f64; 2]>,

    /// Write the report to a file rather than to standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// The forms of a report.
#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    /// Everything: points, weights before and after, losses of every epoch, probes
    Json,
    /// A row per epoch: losses, and the output at each probe
    Csv,
    /// A summary to read
    Text,
}

/// Why there is nothing to run.
pub enum Stop {
    /// Help or the version was asked for: here it is.
    Help(String),
    /// The arguments cannot be used: one sentence.
    Wrong(String),
}

/// Reads the process's arguments.
pub fn parse() -> Result<Run, Stop> {
    Cli::command()
        .mut_subcommand("run", |run| run.after_help(link_values()))
        .try_get_matches()
        .and_then(|matches| Cli::from_arg_matches(&matches))
        .map(|Cli { command: Command::Run(run) }| run)
        .map_err(|error| {
            let text = error.render().to_string();
            match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Stop::Help(text),
                ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                    Stop::Wrong("a command is missing; `nabla --help` lists them".to_owned())
                }
                _ => Stop::Wrong(sentence(&text)),
            }
        })
}

/// Clap's message spans lines: the sentence itself, then a tip, the usage and a hint, each after an empty line. Keeps
/// the sentence; a value it quotes may hold empty lines of its own.
fn sentence(text: &str) -> String {
    let afterwards = ["\n\n  tip:", "\n\nUsage:", "\n\nFor more information"];
    let end = afterwards.iter().filter_map(|start| text.find(start)).min().unwrap_or(text.len());
    let lines: Vec<&str> = text[..end].lines().map(str::trim).collect();
    lines.join(" ").trim_start_matches("error: ").to_owned()
}

fn epochs(text: &str) -> Result<u64, String> {
    text.parse()
        .ok()
        .filter(|&epochs| epochs <= MAX_EPOCHS)
        .ok_or_else(|| format!("give a whole number from 0 to {MAX_EPOCHS}"))
}

fn probe(text: &str) -> Result<[f64; 2], String> {
    text.split_once(',')
        .and_then(|(x, y)| Some([number(x)?, number(y)?]))
        .ok_or_else(|| "give two numbers, x,y".to_owned())
}

/// What a link's values may be, from the engine's lists.
fn link_values() -> String {
    let mut lists: Vec<(&str, Vec<String>)> = catalog()
        .into_iter()
        .map(|family| (family.key, family.options.iter().map(|[key, ..]| (*key).to_owned()).collect()))
        .collect();
    lists.extend([
        ("learningRate", numbers(limits::LEARNING_RATES)),
        ("regularizationRate", numbers(limits::REGULARIZATION_RATES)),
        ("<feature>=true", keys(Feature::ALL.iter().copied())),
        ("<number>=…", keys(Hyperparameter::ALL.iter().copied())),
        ("<control>_hide=true", keys(Control::ALL.iter().copied())),
    ]);
    let mut text = "What the page's menus put into a link; its other keys work as well:".to_owned();
    for (key, values) in lists {
        text += &list(key, &values);
    }
    text
}

fn keys<C: Choice>(choices: impl Iterator<Item = C>) -> Vec<String> {
    choices.map(|choice| choice.key().to_owned()).collect()
}

fn numbers(values: &[f64]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

/// The key, and its values beside it in as many lines as they need.
fn list(key: &str, values: &[String]) -> String {
    const INDENT: usize = 22;
    const WIDTH: usize = 80;
    let mut text = format!("\n  {key:<0$}", INDENT - 3);
    let mut column = INDENT;
    for value in values {
        if column + value.len() > WIDTH {
            text += &format!("\n{:1$}", "", INDENT - 1);
            column = INDENT;
        }
        text += &format!(" {value}");
        column += 1 + value.len();
    }
    text
}
