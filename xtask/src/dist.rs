//! The release page in `dist/`: built by trunk, and only when a source has changed since.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::fingerprint::{files, fingerprint};
use crate::process::run;
use crate::project::Project;
use crate::setup::{self, Need};
use crate::split::split;

/// Everything the page is made of.
const SOURCES: [&str; 8] = [
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "Trunk.toml",
    "index.html",
    "crates",
    "web",
    "xtask/src/split.rs",
];

/// What [`build`] needs.
pub const NEEDS: &[Need] = &[Need::WasmTarget, Need::WasmOpt, Need::WasmBindgen, Need::Trunk];

/// Builds `dist/` unless it is what the sources would give; its path.
pub fn build(project: &mut Project) -> Result<PathBuf> {
    let mut steps = setup::prepare(project, NEEDS, 1)?;
    let optimise = project.which("wasm-opt").is_some();
    let dist = project.root.join("dist");
    let note = project.notes()?.join("dist-fingerprint");
    let sources = files(&SOURCES.map(|name| project.root.join(name)))?;
    let wanted = format!("{:x} {optimise}", fingerprint(&sources)?);
    let built = std::fs::read_to_string(&note).unwrap_or_default();
    if built == wanted && dist.join("index.html").is_file() {
        return Ok(dist);
    }

    if !optimise {
        eprintln!(
            "Node is not here, so the page is built without wasm-opt: it works the same and is larger."
        );
    }
    // An interrupted build must not pass for a finished one.
    let _ = std::fs::remove_file(&note);
    steps.run("the page", "building", 180, || {
        // Trunk is offline and hands that on to cargo, so the crates have to be there before.
        run(project.command("cargo").args(["fetch", "--target", "wasm32-unknown-unknown"]))?;
        run(project.command("trunk").args(["build", "--release"]))?;
        split(project, &dist)
    })?;
    std::fs::write(&note, wanted).with_context(|| format!("cannot write {}", note.display()))?;
    Ok(dist)
}
