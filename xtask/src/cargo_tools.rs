//! Tools that cargo installs: pinned, in the cache, built once per version.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::process::{ask, run};
use crate::project::{Project, tool_directory};
use crate::steps::Steps;

/// A crate whose programs we run, at one exact version.
#[derive(Debug, PartialEq, Eq)]
pub struct CargoTool {
    package: &'static str,
    version: &'static str,
    programs: &'static [&'static str],
    /// What `cargo install` is given beside the version; the second is tried where the first fails.
    options: [&'static [&'static str]; 2],
    /// How long building it takes as a rule.
    seconds: u64,
}

/// The glue generator; its version is the `wasm-bindgen` crate's. Its lock file can name versions a mirror lacks.
pub const WASM_BINDGEN: CargoTool = CargoTool {
    package: "wasm-bindgen-cli",
    version: "0.2.130",
    programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
    options: [&[], &["--locked"]],
    seconds: 100,
};

/// The page's bundler. Without default features it can download nothing and compiles faster.
pub const TRUNK: CargoTool = CargoTool {
    package: "trunk",
    version: "0.21.14",
    programs: &["trunk"],
    options: [&["--locked", "--no-default-features"], &["--no-default-features"]],
    seconds: 180,
};

/// The browser test driver and the JavaScript package's builder.
pub const WASM_PACK: CargoTool = CargoTool {
    package: "wasm-pack",
    version: "0.15.1",
    programs: &["wasm-pack"],
    options: [&["--locked"], &[]],
    seconds: 60,
};

/// How cargo builds the tools, whatever profile they bring: they run a few times, so what optimising them takes is never
/// won back.
const QUICK_BUILD: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
];

impl CargoTool {
    /// Whether `PATH` or the cache has this version; if it is the cache's, it is put on the project's `PATH`.
    pub fn find(&self, project: &mut Project) -> Result<bool> {
        let all = |find: &dyn Fn(&str) -> Option<PathBuf>| {
            self.programs.iter().all(|program| find(program).is_some_and(|path| self.is_this_version(&path)))
        };
        if all(&|program| project.which(program)) {
            return Ok(true);
        }
        let directory = tool_directory(self.package, self.version)?.join("bin");
        let ours = all(&|program| Some(directory.join(program)));
        if ours {
            project.add_tool_directory(directory);
        }
        Ok(ours)
    }

    /// Installs it into the cache: downloaded where there is a `cargo-binstall` that finds it built, and else built.
    pub fn install(&self, project: &mut Project, steps: &mut Steps) -> Result<()> {
        let what = format!("{} {}", self.package, self.version);
        let mut attempts = Vec::new();
        let mut how = "building";
        if project.which("cargo-binstall").is_some() {
            attempts.push(self.download(project)?);
            how = "with cargo-binstall, or building";
        }
        for options in self.options {
            attempts.push(self.build(project, options)?);
        }
        steps.run(&what, how, self.seconds, || {
            for mut attempt in attempts {
                match run(&mut attempt) {
                    Ok(()) if self.find(project)? => return Ok(()),
                    Ok(()) => eprintln!("{what} was installed but does not run"),
                    Err(error) => eprintln!("{error:#}"),
                }
            }
            bail!("{what} could not be installed")
        })
    }

    fn download(&self, project: &Project) -> Result<Command> {
        let mut command = project.command("cargo-binstall");
        command.args(["--no-confirm", "--disable-strategies", "compile", "--root"]);
        command.arg(tool_directory(self.package, self.version)?).arg(self.exactly());
        Ok(command)
    }

    fn build(&self, project: &Project, options: &[&str]) -> Result<Command> {
        let mut command = project.command("cargo");
        command.args(["install", "--force", "--root"]).arg(tool_directory(self.package, self.version)?);
        command.args(self.programs.iter().flat_map(|program| ["--bin", program])).args(options);
        // Cargo then builds in a temporary directory and leaves the project's own untouched.
        command.arg(self.exactly()).envs(QUICK_BUILD).env_remove("CARGO_TARGET_DIR");
        Ok(command)
    }

    /// The package at this version, as cargo is asked for it.
    fn exactly(&self) -> String {
        format!("{}@{}", self.package, self.version)
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
