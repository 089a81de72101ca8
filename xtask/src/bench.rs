//! `cargo xtask bench`: the engine against other libraries and against the machine itself in one Node process, and the
//! page in a browser.

mod plot;
mod report;

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::browser::Browser;
use crate::process::{read_lines, run};
use crate::project::Project;
use crate::server::Server;
use crate::setup::{self, Need};
use crate::{dist, node, split};
use report::Report;

/// What the measurement needs.
const NEEDS: &[Need] =
    &[Need::WasmTarget, Need::Node, Need::WasmOpt, Need::WasmBindgen, Need::Trunk, Need::Browser];

/// How to measure, and what to make of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Short and few runs: numbers for orientation.
    quick: bool,
    /// Lines of JSON in place of the table and the report.
    json: bool,
}

/// The options of these arguments.
pub fn parse(arguments: &[String]) -> Result<Options> {
    let mut options = Options::default();
    for argument in arguments {
        match argument.as_str() {
            "--quick" => options.quick = true,
            "--json" => options.json = true,
            other => bail!("no option `{other}`: `cargo xtask bench [--quick] [--json]`"),
        }
    }
    Ok(options)
}

/// Builds the engine, installs its peers, measures, and prints lines of JSON or a table; a whole run that prints a
/// table also writes `bench/REPORT.md`.
pub fn bench(project: &mut Project, options: Options) -> Result<()> {
    setup::prepare(project, NEEDS, 0)?;
    let engine = engine(project)?;
    let package = project.root.join("bench");
    node::ensure_packages(project, &package)?;

    let dist = dist::build(project)?;
    let browser = Browser::find(project).context("no browser")?;
    let server = Server::bind(0, &dist, "/")?;
    let url = server.url()?;
    std::thread::spawn(move || server.serve());

    let writes = !options.quick && !options.json;
    if writes {
        native(project)?;
    }
    let mut engines = project.command("node");
    engines.arg("run.mjs").arg(engine).args(writes.then_some("--curves"));
    let mut page = project.command("node");
    page.arg("page.mjs").arg(url).arg(&browser.browser).args(project.is_root().then_some("--no-sandbox"));
    let mut report = Report::default();
    for mut command in [engines, page] {
        command.current_dir(&package).args(options.quick.then_some("--quick"));
        measure(&mut command, options.json, &mut report)?;
    }
    if writes {
        println!("{}", report.write(&package, &project.target.join("criterion"))?.display());
    }
    Ok(())
}

/// Measures the native engine; the report reads what criterion leaves.
fn native(project: &Project) -> Result<()> {
    let mut cargo = project.command("cargo");
    cargo.args(["bench", "--quiet", "--package", "nabla-nn", "--bench", "epoch", "--"]);
    run(cargo.args(["--warm-up-time", "1", "--measurement-time", "3"]))
}

/// Runs one of the measurements and shows what it says, line by line.
fn measure(command: &mut Command, json: bool, report: &mut Report) -> Result<()> {
    let mut unread = None;
    let success = read_lines(command, |line| {
        if json {
            print!("{line}");
        } else {
            match report.add(line) {
                Ok(text) => print!("{text}"),
                Err(error) => unread = Some(error),
            }
        }
    })?;
    match unread {
        Some(error) => Err(error),
        None if success => Ok(()),
        None => bail!("the measurement failed"),
    }
}

/// The engine for Node, compiled and optimised as the page is.
fn engine(project: &Project) -> Result<PathBuf> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let mut cargo = project.command("cargo");
    run(cargo.args(["build", "--quiet", "--release", "--package", "nabla-bench", "--target", TARGET]))?;
    let built = project.target.join(TARGET).join("release").join("nabla_bench.wasm");
    let out = project.notes()?.join("bench");
    let mut bindgen = project.command("wasm-bindgen");
    run(bindgen.args(["--target", "nodejs", "--out-dir"]).arg(&out).arg(built))?;
    let module = out.join("nabla_bench_bg.wasm");
    let whole = out.join("nabla_bench_whole.wasm");
    std::fs::rename(&module, &whole).with_context(|| format!("no {}", module.display()))?;
    split::optimise(project, &whole, &module)?;
    Ok(out.join("nabla_bench.js"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_or_refused() {
        let read = |arguments: &[&str]| parse(&arguments.iter().map(|&it| it.to_owned()).collect::<Vec<_>>());
        assert_eq!(read(&[]).unwrap(), Options::default());
        assert_eq!(read(&["--json", "--quick"]).unwrap(), Options { quick: true, json: true });
        assert!(read(&["--fast"]).is_err());
    }
}
