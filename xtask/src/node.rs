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

/// Fails with one sentence where Node or npm is missing or too old.
pub fn require(project: &Project) -> Result<()> {
    let version = ask(project.command("node").arg("--version")).unwrap_or_default();
    if major(&version).is_none_or(|major| major < OLDEST_NODE) || project.which("npm").is_none() {
        bail!(
            "Node {OLDEST_NODE} or newer with npm is needed: install it (https://nodejs.org) and run this again"
        );
    }
    Ok(())
}

/// Puts `wasm-opt` on the project's `PATH`, installed by npm if need be. Whether it is there: without Node it is not.
pub fn ensure_wasm_opt(project: &mut Project) -> Result<bool> {
    let right = |project: &Project, path: &Path| {
        let answer = ask(project.command(path).arg("--version"));
        answer.is_some_and(|answer| names_version(&answer, BINARYEN))
    };
    if right(project, Path::new("wasm-opt")) {
        return Ok(true);
    }
    if require(project).is_err() {
        println!("Node is not here, so the page is built without wasm-opt: it works the same and is larger.");
        return Ok(false);
    }
    let directory = tool_directory("binaryen", BINARYEN)?;
    let programs = directory.join("node_modules").join(".bin");
    if !right(project, &programs.join("wasm-opt")) {
        println!("Installing binaryen {BINARYEN} (wasm-opt) into {}.", directory.display());
        std::fs::create_dir_all(&directory)
            .with_context(|| format!("cannot create {}", directory.display()))?;
        let mut command = project.command("npm");
        command.arg("install").arg("--prefix").arg(&directory).args(["--no-audit", "--no-fund"]);
        run(command.arg(format!("binaryen@{BINARYEN}")))?;
    }
    project.add_tool_directory(programs);
    Ok(true)
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
