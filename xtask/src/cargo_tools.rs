//! Tools that cargo installs: pinned, in the cache, built once per version.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::process::{ask, run};
use crate::project::{Project, tool_directory};

/// A crate whose programs we run, at one exact version.
#[derive(Debug, PartialEq, Eq)]
pub struct CargoTool {
    package: &'static str,
    version: &'static str,
    programs: &'static [&'static str],
    /// What `cargo install` is given beside the version; the second line is tried where the first fails.
    attempts: [&'static [&'static str]; 2],
    minutes: u32,
}

/// The glue generator; its version is the `wasm-bindgen` crate's. Its lock file can name versions a mirror lacks.
pub const WASM_BINDGEN: CargoTool = CargoTool {
    package: "wasm-bindgen-cli",
    version: "0.2.130",
    programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
    attempts: [&[], &["--locked"]],
    minutes: 4,
};

/// The page's bundler. Without default features it can download nothing and compiles faster.
pub const TRUNK: CargoTool = CargoTool {
    package: "trunk",
    version: "0.21.14",
    programs: &["trunk"],
    attempts: [&["--locked", "--no-default-features"], &["--no-default-features"]],
    minutes: 8,
};

/// The browser test driver and the JavaScript package's builder.
pub const WASM_PACK: CargoTool = CargoTool {
    package: "wasm-pack",
    version: "0.15.1",
    programs: &["wasm-pack"],
    attempts: [&["--locked"], &[]],
    minutes: 2,
};

impl CargoTool {
    /// Puts the tool on the project's `PATH`, installing it first if neither `PATH` nor the cache has this version.
    pub fn ensure(&self, project: &mut Project) -> Result<()> {
        let on_path = self.programs.iter().all(|program| {
            let found = project.which(program);
            found.is_some_and(|path| self.is_this_version(&path))
        });
        if on_path {
            return Ok(());
        }
        let directory = tool_directory(self.package, self.version)?;
        let programs: Vec<PathBuf> =
            self.programs.iter().map(|program| directory.join("bin").join(program)).collect();
        let complete = || programs.iter().all(|path| self.is_this_version(path));
        if !complete() {
            self.install(project, &directory)?;
            if !complete() {
                bail!("{} was installed in {} but does not run", self.package, directory.display());
            }
        }
        project.add_tool_directory(directory.join("bin"));
        Ok(())
    }

    fn install(&self, project: &Project, directory: &Path) -> Result<()> {
        println!(
            "Installing {} {} into {}: once, about {} minutes on two cores.",
            self.package,
            self.version,
            directory.display(),
            self.minutes
        );
        let attempt = |options: &[&str]| {
            let mut command = project.command("cargo");
            command.arg("install").arg("--root").arg(directory).args(options);
            command.arg(format!("{}@{}", self.package, self.version));
            // Cargo then builds in a temporary directory and leaves the project's own untouched.
            run(command.env_remove("CARGO_TARGET_DIR"))
        };
        let [first, second] = self.attempts;
        attempt(first).or_else(|error| {
            println!("{error:#}; trying it the other way.");
            attempt(second)
        })
    }

    fn is_this_version(&self, program: &Path) -> bool {
        ask(Command::new(program).arg("--version")).is_some_and(|answer| names_version(&answer, self.version))
    }
}

/// Whether a `--version` answer such as `trunk 0.21.14` names exactly this version.
pub fn names_version(answer: &str, version: &str) -> bool {
    answer.split_whitespace().any(|word| word == version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_match_as_whole_words() {
        assert!(names_version("trunk 0.21.14", "0.21.14"));
        assert!(names_version("wasm-opt version 132 (version_132)", "132"));
        assert!(!names_version("trunk 0.21.140", "0.21.14"));
        assert!(!names_version("", "0.21.14"));
    }

    #[test]
    fn the_glue_generator_is_the_workspaces_version() {
        let manifest = include_str!("../../Cargo.toml");
        assert!(manifest.contains(&format!("wasm-bindgen = \"={}\"", WASM_BINDGEN.version)));
    }
}
