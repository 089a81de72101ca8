//! What the commands need, and bringing it about.

use anyhow::Result;

use crate::browser::{self, Browser};
use crate::process::{ask, run};
use crate::project::Project;
use crate::steps::Steps;
use crate::{cargo_tools, firefox, node};

/// One thing that has to be installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// rustfmt and clippy.
    Components,
    /// The standard library for WebAssembly.
    WasmTarget,
    /// Node and npm.
    Node,
    /// `wasm-opt`, where Node is there to install it.
    WasmOpt,
    /// A browser and its driver.
    Browser,
    /// Firefox, which needs no driver.
    Firefox,
    /// `wasm-bindgen` and its test runner.
    WasmBindgen,
    /// `wasm-pack`.
    WasmPack,
    /// `trunk`.
    Trunk,
}

impl Need {
    /// Everything, the quick ones first.
    pub const ALL: &[Self] = &[
        Self::Components,
        Self::WasmTarget,
        Self::Node,
        Self::WasmOpt,
        Self::Browser,
        Self::Firefox,
        Self::WasmBindgen,
        Self::WasmPack,
        Self::Trunk,
    ];

    /// Whether it is there. A program that is there is from now on found by its name.
    fn is_there(self, project: &mut Project) -> Result<bool> {
        Ok(match self {
            Self::Components => missing_components(project).is_empty(),
            Self::WasmTarget => has_wasm_target(project),
            Self::Node => node::is_there(project),
            Self::WasmOpt => node::find_wasm_opt(project)? || !node::is_there(project),
            Self::Browser => Browser::find(project).is_some(),
            Self::Firefox => firefox::find(project).is_some(),
            Self::WasmBindgen => cargo_tools::WASM_BINDGEN.find(project)?,
            Self::WasmPack => cargo_tools::WASM_PACK.find(project)?,
            Self::Trunk => cargo_tools::TRUNK.find(project)?,
        })
    }

    fn install(self, project: &mut Project, steps: &mut Steps) -> Result<()> {
        let rustup = "with rustup";
        match self {
            Self::Components => steps.run("rustfmt and clippy", rustup, 10, || add_components(project)),
            Self::WasmTarget => steps.run("Rust for WebAssembly", rustup, 10, || add_wasm_target(project)),
            Self::Node => node::require(project),
            Self::WasmOpt => steps.run("wasm-opt", "with npm", 5, || node::install_wasm_opt(project)),
            Self::Browser => steps.run("Chromium", "with apt-get", 30, || browser::install(project)),
            Self::Firefox => steps.run("Firefox", "with apt-get", 30, || firefox::install(project)),
            Self::WasmBindgen => cargo_tools::WASM_BINDGEN.install(project, steps),
            Self::WasmPack => cargo_tools::WASM_PACK.install(project, steps),
            Self::Trunk => cargo_tools::TRUNK.install(project, steps),
        }
    }
}

/// Sets up what is missing of these, the quick ones first so that a missing browser is known before a long build; the
/// steps it took, with room for so many `more`.
pub fn prepare(project: &mut Project, needs: &[Need], more: usize) -> Result<Steps> {
    let mut missing = Vec::new();
    for need in Need::ALL.iter().filter(|need| needs.contains(need)) {
        if !need.is_there(project)? {
            missing.push(need);
        }
    }
    let mut steps = Steps::of(missing.len() + more);
    missing.into_iter().try_for_each(|need| need.install(project, &mut steps))?;
    Ok(steps)
}

/// The components that do not answer. Without rustup they are taken to be there: cargo says so itself if not.
fn missing_components(project: &Project) -> Vec<&'static str> {
    if project.which("rustup").is_none() {
        return Vec::new();
    }
    let silent = |name: &str| ask(project.command("cargo").args([name, "--version"])).is_none();
    let components = [("fmt", "rustfmt"), ("clippy", "clippy")];
    components.into_iter().filter(|(command, _)| silent(command)).map(|(_, component)| component).collect()
}

/// A toolchain file alone does not install components where rustup's automatic installs are off.
fn add_components(project: &Project) -> Result<()> {
    run(project.command("rustup").args(["component", "add"]).args(missing_components(project)))
}

const WASM: &str = "wasm32-unknown-unknown";

fn has_wasm_target(project: &Project) -> bool {
    let listed = ask(project.command("rustup").args(["target", "list", "--installed"]));
    listed.is_none_or(|targets| targets.lines().any(|line| line == WASM))
}

fn add_wasm_target(project: &Project) -> Result<()> {
    run(project.command("rustup").args(["target", "add", WASM]))
}
