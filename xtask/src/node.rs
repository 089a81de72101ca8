//! Node and what npm installs: the wasm optimizer, the end-to-end tests' packages, and brotli for measuring.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::cargo_tools::names_version;
use crate::process::{ask, run};
use crate::project::{Project, tool_directory};

/// Older ones lack parts of the test runner we use.
const OLDEST_NODE: u32 = 20;
/// Debian's own is too old for what today's rustc writes.
const BINARYEN: &str = "132";

/// Whether there is an npm, and a Node that is not too old.
pub fn is_there(project: &Project) -> bool {
    let version = ask(project.command("node").arg("--version")).unwrap_or_default();
    major(&version).is_some_and(|major| major >= OLDEST_NODE) && project.which("npm").is_some()
}

/// Fails with one sentence where Node or npm is missing or too old.
pub fn require(project: &Project) -> Result<()> {
    if !is_there(project) {
        bail!(
            "Node {OLDEST_NODE} or newer with npm is needed: install it (https://nodejs.org) and run this again"
        );
    }
    Ok(())
}

/// Whether there is a `wasm-opt`; if it is ours, it is put on the project's `PATH`.
pub fn find_wasm_opt(project: &mut Project) -> Result<bool> {
    let right = |path: &Path| {
        let answer = ask(project.command(path).arg("--version"));
        answer.is_some_and(|answer| names_version(&answer, BINARYEN))
    };
    if right(Path::new("wasm-opt")) {
        return Ok(true);
    }
    let programs = tool_directory("binaryen", BINARYEN)?.join("node_modules").join(".bin");
    let ours = right(&programs.join("wasm-opt"));
    if ours {
        project.add_tool_directory(programs);
    }
    Ok(ours)
}

/// Installs `wasm-opt` into the cache with npm.
pub fn install_wasm_opt(project: &mut Project) -> Result<()> {
    let directory = tool_directory("binaryen", BINARYEN)?;
    std::fs::create_dir_all(&directory).with_context(|| format!("cannot create {}", directory.display()))?;
    let mut command = project.command("npm");
    command.arg("install").arg("--prefix").arg(&directory).args(["--no-audit", "--no-fund"]);
    // What installing has to say is no part of any command's answer.
    run(command.arg(format!("binaryen@{BINARYEN}")).stdout(std::io::stderr()))?;
    if !find_wasm_opt(project)? {
        bail!("wasm-opt was installed in {} but does not run", directory.display());
    }
    Ok(())
}

/// Runs `npm ci` in a package's directory unless its lock file has been installed already.
pub fn ensure_packages(project: &Project, package: &Path) -> Result<()> {
    let changed = |path: &Path| std::fs::metadata(path).and_then(|data| data.modified()).ok();
    let installed = changed(&package.join("node_modules").join(".package-lock.json"));
    if installed.is_none() || installed < changed(&package.join("package-lock.json")) {
        let mut command = project.command("npm");
        // What npm has to say is no part of any command's answer.
        command.current_dir(package).args(["ci", "--no-audit", "--no-fund"]).stdout(std::io::stderr());
        run(&mut command)?;
    }
    Ok(())
}

/// The sizes of these files as brotli's best quality leaves them, in bytes.
pub fn brotli_sizes(project: &Project, files: &[impl AsRef<Path>]) -> Result<Vec<u64>> {
    const SCRIPT: &str = "const { brotliCompressSync } = require('node:zlib'), { readFileSync } = require('node:fs'); \
        for (const file of process.argv.slice(1)) console.log(brotliCompressSync(readFileSync(file)).length)";
    let mut command = project.command("node");
    command.args(["--eval", SCRIPT, "--"]).args(files.iter().map(AsRef::as_ref));
    let answer = ask(&mut command).context("Node could not compress the page's files")?;
    let sizes: Vec<u64> = answer.lines().map(str::parse).collect::<Result<_, _>>()?;
    if sizes.len() != files.len() {
        bail!("Node measured {} of {} files", sizes.len(), files.len());
    }
    Ok(sizes)
}

/// The 20 in `v20.11.1`.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("v20.11.1"), Some(20));
        assert_eq!(major(""), None);
    }
}
