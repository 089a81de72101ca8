//! `nabla`: the playground's engine without a page.
//!
//! `nabla run <link|file.json> --epochs N` trains exactly what the page would train and reports the run on standard
//! output. Standard error carries everything else, a sentence a line: what was corrected in the input, whether the
//! training diverged or stopped early, and, on a terminal, a progress bar.
//!
//! Exit codes: 0 for a finished run, 2 and one line for bad input, 1 when the report cannot be written.
//! There are no numerics here; the engine is `nabla-nn`.

mod args;
mod report;
mod source;
mod training;

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use report::Stopped;

const WRITE_FAILED: u8 = 1;
const BAD_INPUT: u8 = 2;

fn main() -> ExitCode {
    let options = match args::parse() {
        Ok(options) => options,
        Err(args::Stop::Help(text)) => return deliver(&text, None),
        Err(args::Stop::Wrong(why)) => return fail(&why, BAD_INPUT),
    };
    let (trainer, notices) = match source::open(&options.source) {
        Ok(opened) => opened,
        Err(why) => return fail(&why, BAD_INPUT),
    };
    for notice in notices {
        say(&notice.to_string());
    }
    let run = training::train(trainer, options.epochs, &options.probe);
    if let Some(epoch) = run.diverged_at {
        say(&format!(
            "the training diverged in epoch {epoch}: values that are not finite are null in a JSON report and \
             empty in CSV; try a smaller learning rate"
        ));
    }
    if let Some(Stopped { after, weights_of }) = run.stopped {
        say(&format!(
            "the training stopped early after epoch {after}: the test loss has not fallen since epoch {weights_of}, whose \
             weights are reported"
        ));
    }
    deliver(&run.report.render(options.report), options.output.as_deref())
}

/// Writes the text to the file, or to standard output. A reader that closes the pipe early has read enough.
fn deliver(text: &str, output: Option<&Path>) -> ExitCode {
    let (written, place) = match output {
        Some(path) => (fs::write(path, text), path.display().to_string()),
        None => {
            let mut out = io::stdout().lock();
            (out.write_all(text.as_bytes()).and_then(|()| out.flush()), "standard output".to_owned())
        }
    };
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            fail(&format!("the report cannot be written to {place}: {error}"), WRITE_FAILED)
        }
        _ => ExitCode::SUCCESS,
    }
}

fn fail(why: &str, code: u8) -> ExitCode {
    say(why);
    ExitCode::from(code)
}

/// One line on standard error, whatever the text quotes: control characters from the input become spaces.
/// A closed standard error is nobody listening, not a failure.
fn say(text: &str) {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let _ = writeln!(io::stderr(), "nabla: {line}");
}
