//! The stages of the test run. Each is made of steps, and a step that checked nothing fails.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::browser::Browser;
use crate::count::{self, Tally};
use crate::fingerprint::files;
use crate::process::{run, run_and_read};
use crate::project::Project;
use crate::server::Server;
use crate::setup::Need;
use crate::{dist, firefox, node, size};

/// One stage of `cargo xtask test`.
pub struct Stage {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it checks, for the help.
    pub about: &'static str,
    /// What has to be installed for it.
    pub needs: &'static [Need],
    /// Runs it; what it counted, or why it could not go on.
    pub run: fn(&mut Project) -> Result<Tally>,
}

/// All stages, the quick ones first.
pub static STAGES: [Stage; 9] = [
    Stage {
        name: "fmt",
        about: "every Rust file is formatted (counts files)",
        needs: &[Need::Components],
        run: fmt,
    },
    Stage {
        name: "clippy",
        about: "no lint on the host or in WebAssembly (counts crates)",
        needs: &[Need::Components, Need::WasmTarget],
        run: clippy,
    },
    Stage { name: "native", about: "cargo test on the host", needs: &[], run: native },
    Stage {
        name: "doc",
        about: "examples in the documentation run, and it builds without a warning",
        needs: &[],
        run: doc,
    },
    Stage {
        name: "browser",
        about: "WebAssembly tests in a headless browser and in Node, and the JavaScript package",
        needs: &[Need::WasmTarget, Need::Node, Need::Browser, Need::WasmBindgen, Need::WasmPack],
        run: browser,
    },
    Stage {
        name: "size",
        about: "the first load stays within its budget (counts files)",
        needs: PAGE,
        run: size,
    },
    Stage {
        name: "e2e",
        about: "the built page under a sub-path in a headless browser",
        needs: PAGE_IN_A_BROWSER,
        run: |project| in_chromium(project, ".test.mjs"),
    },
    Stage {
        name: "stories",
        about: "learners' stories on the built page, from a question to its answer",
        needs: PAGE_IN_A_BROWSER,
        run: |project| in_chromium(project, ".story.mjs"),
    },
    Stage {
        name: "firefox",
        about: "the built page in headless Firefox, its training against the command `nabla`",
        needs: PAGE_IN_FIREFOX,
        run: in_firefox,
    },
];

const PAGE: &[Need] = &[Need::Node, Need::WasmTarget, Need::WasmOpt, Need::WasmBindgen, Need::Trunk];
const PAGE_IN_A_BROWSER: &[Need] =
    &[Need::Node, Need::Browser, Need::WasmTarget, Need::WasmOpt, Need::WasmBindgen, Need::Trunk];
const PAGE_IN_FIREFOX: &[Need] =
    &[Need::Node, Need::Firefox, Need::WasmTarget, Need::WasmOpt, Need::WasmBindgen, Need::Trunk];

fn fmt(project: &mut Project) -> Result<Tally> {
    run(project.command("cargo").args(["fmt", "--all", "--check"]))?;
    let sources = files(&["crates", "xtask", "tests"].map(|name| project.root.join(name)))?;
    Ok(Tally::passed(sources.iter().filter(|file| file.extension().is_some_and(|kind| kind == "rs")).count()))
}

fn clippy(project: &mut Project) -> Result<Tally> {
    const DENY: [&str; 3] = ["--", "-D", "warnings"];
    run(project.command("cargo").args(["clippy", "--workspace", "--all-targets"]).args(DENY))?;
    let mut wasm = project.command("cargo");
    wasm.args(["clippy", "--target", "wasm32-unknown-unknown", "--all-targets"]);
    run(wasm.args(["--package", "nabla-web", "--package", "nabla-js"]).args(DENY))?;
    Ok(Tally::passed(packages(project)? + 2))
}

fn native(project: &mut Project) -> Result<Tally> {
    step(
        project.command("cargo").args([
            "test",
            "--workspace",
            "--no-fail-fast",
            "--lib",
            "--bins",
            "--tests",
        ]),
        count::libtest,
    )
}

fn doc(project: &mut Project) -> Result<Tally> {
    const FLAGS: (&str, &str) = ("RUSTDOCFLAGS", "-D warnings");
    let mut cargo = project.command("cargo");
    let mut tally = step(cargo.env(FLAGS.0, FLAGS.1).args(["test", "--workspace", "--doc"]), count::libtest)?;
    run(project.command("cargo").env(FLAGS.0, FLAGS.1).args(["doc", "--workspace", "--no-deps"]))?;
    tally += Tally::passed(packages(project)?);
    Ok(tally)
}

fn browser(project: &mut Project) -> Result<Tally> {
    let browser = Browser::find(project).context("no browser")?;
    let capabilities = browser.capabilities(project)?;
    let wasm_pack = |task: &str, arguments: &[&str]| {
        let mut command = project.command("wasm-pack");
        command.args([task, "--mode", "no-install"]).args(arguments);
        command
    };
    // The package and how much it is optimised: the page little, since that alone would take minutes; the engine as in
    // the native tests.
    let test = |package: &str, level: &str, arguments: &[&str]| {
        let mut command = wasm_pack("test", arguments);
        command.arg(package).env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &capabilities);
        // It builds under `dev`, then runs under `test`: with one level for both that is one build, not two.
        command.env("CARGO_PROFILE_DEV_OPT_LEVEL", level).env("CARGO_PROFILE_TEST_OPT_LEVEL", level);
        // The runner's own patience, 20 seconds, is for a quicker machine than a shared one.
        command.env("WASM_BINDGEN_TEST_TIMEOUT", "300").env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60");
        step(&mut command, count::libtest)
    };
    let driver = browser.driver.to_string_lossy().into_owned();
    let headless = ["--headless", "--chrome", "--chromedriver", &driver];
    let mut tally = test("crates/web", "1", &headless)?;
    tally += test("crates/js", "2", &headless)?;
    tally += test("crates/js", "2", &["--node"])?;
    run(&mut wasm_pack("build", &["crates/js", "--target", "nodejs", "--out-dir", "pkg-node"]))?;
    let tests = test_files(project, "crates/js/tests", ".mjs")?;
    tally += step(node_test(project).args(tests), count::node)?;
    Ok(tally)
}

fn size(project: &mut Project) -> Result<Tally> {
    let dist = dist::build(project)?;
    size::check(project, &dist)
}

fn in_chromium(project: &mut Project, ending: &str) -> Result<Tally> {
    let browser = Browser::find(project).context("no browser")?.browser;
    in_the_page(project, "tests/e2e", ending, &browser, &[])
}

fn in_firefox(project: &mut Project) -> Result<Tally> {
    let browser = firefox::find(project).context("no Firefox")?;
    // Under the profile of the native tests, which have built it already.
    run(project.command("cargo").args(["build", "--quiet", "--profile", "test", "--package", "nabla-cli"]))?;
    let nabla = project.target.join("debug").join("nabla");
    in_the_page(project, "tests/firefox", ".test.mjs", &browser, &[("NABLA_COMMAND", &nabla)])
}

/// The page's tests get its address, the browser's program, and whether that must go without its sandbox.
fn in_the_page(
    project: &mut Project,
    directory: &str,
    ending: &str,
    browser: &Path,
    more: &[(&str, &Path)],
) -> Result<Tally> {
    let dist = dist::build(project)?;
    node::ensure_packages(project, &project.root.join(directory))?;
    let tests = test_files(project, directory, ending)?;
    // Not the root of the host: this way every run shows that all addresses in the page are relative.
    let server = Server::bind(0, &dist, "/any/path/")?;
    let mut command = node_test(project);
    command.env("NABLA_URL", server.url()?).env("NABLA_BROWSER", browser).envs(more.iter().copied());
    command.env("NABLA_NO_SANDBOX", if project.is_root() { "1" } else { "" });
    std::thread::spawn(move || server.serve());
    step(command.args(tests), count::node)
}

/// Runs one test command, shown, and counts what it ran: nothing, or a failure the summary does not tell, is an error.
fn step(command: &mut Command, count: fn(&str) -> Tally) -> Result<Tally> {
    let (output, success) = run_and_read(command)?;
    let tally = count(&output);
    if tally.ran() == 0 {
        bail!("no test ran");
    }
    // A crash after passing tests prints no failure of its own.
    let unnamed = usize::from(!success && tally.failed == 0);
    Ok(Tally { failed: tally.failed + unnamed, ..tally })
}

fn node_test(project: &Project) -> Command {
    let mut command = project.command("node");
    command.args(["--test", "--test-reporter=spec"]);
    command
}

/// The files of a directory that end so, sorted; none is an error.
fn test_files(project: &Project, directory: &str, ending: &str) -> Result<Vec<PathBuf>> {
    let mut found = files(&[project.root.join(directory)])?;
    found.retain(|file| file.to_string_lossy().ends_with(ending));
    if found.is_empty() {
        bail!("no {directory}/*{ending}");
    }
    Ok(found)
}

/// How many crates the workspace has.
fn packages(project: &Project) -> Result<usize> {
    let manifests = files(&["crates", "xtask"].map(|name| project.root.join(name)))?;
    Ok(manifests.iter().filter(|file| file.ends_with("Cargo.toml")).count())
}
