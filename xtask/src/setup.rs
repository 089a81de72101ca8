//! What the commands need, and bringing it about.

use anyhow::Result;

use crate::process::{ask, run};
use crate::project::Project;
use crate::{browser, cargo_tools, node};

/// One thing that has to be installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
        Self::WasmBindgen,
        Self::WasmPack,
        Self::Trunk,
    ];

    fn ensure(self, project: &mut Project) -> Result<()> {
        match self {
            Self::Components => components(project),
            Self::WasmTarget => wasm_target(project),
            Self::Node => node::require(project),
            Self::WasmOpt => node::ensure_wasm_opt(project).map(|_| ()),
            Self::Browser => browser::ensure(project),
            Self::WasmBindgen => cargo_tools::WASM_BINDGEN.ensure(project),
            Self::WasmPack => cargo_tools::WASM_PACK.ensure(project),
            Self::Trunk => cargo_tools::TRUNK.ensure(project),
        }
    }
}

/// Sets up these, each once, the quick ones first so that a missing browser is known before a long build.
pub fn prepare(project: &mut Project, needs: &[Need]) -> Result<()> {
    let mut needs = needs.to_vec();
    needs.sort_unstable();
    needs.dedup();
    needs.into_iter().try_for_each(|need| need.ensure(project))
}

/// A toolchain file alone does not install components where rustup's automatic installs are off. Without rustup they
/// are taken to be there: cargo says so itself if not.
fn components(project: &Project) -> Result<()> {
    let installed = |name: &str| ask(project.command("cargo").args([name, "--version"])).is_some();
    for (command, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if !installed(command) && project.which("rustup").is_some() {
            run(project.command("rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}

fn wasm_target(project: &Project) -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let listed = ask(project.command("rustup").args(["target", "list", "--installed"]));
    if listed.is_some_and(|targets| !targets.lines().any(|line| line == TARGET)) {
        run(project.command("rustup").args(["target", "add", TARGET]))?;
    }
    Ok(())
}
