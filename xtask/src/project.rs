//! Where things are: the repository, the build directory, the tool cache, and the `PATH` our children see.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::ask;

/// The repository this program was compiled from, with the tools that were set up for it.
pub struct Project {
    /// The workspace's root directory.
    pub root: PathBuf,
    /// Cargo's build directory.
    pub target: PathBuf,
    /// Directories of our tools, searched before the user's `PATH`.
    tools: Vec<PathBuf>,
}

impl Project {
    /// Finds the project of this `xtask`.
    pub fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask lies outside a workspace")?
            .to_path_buf();
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        Ok(Self { root, target, tools: Vec::new() })
    }

    /// The build directory's corner for our own notes, created if missing.
    pub fn notes(&self) -> Result<PathBuf> {
        let notes = self.target.join("xtask");
        std::fs::create_dir_all(&notes).with_context(|| format!("cannot create {}", notes.display()))?;
        Ok(notes)
    }

    /// Puts a tool's directory in front of the `PATH`.
    pub fn add_tool_directory(&mut self, directory: PathBuf) {
        if !self.tools.contains(&directory) {
            self.tools.insert(0, directory);
        }
    }

    /// Where a program is, on our `PATH`; a whole path is itself.
    pub fn which(&self, program: impl AsRef<Path>) -> Option<PathBuf> {
        std::env::split_paths(&self.path())
            .map(|directory| directory.join(program.as_ref()))
            .find(|candidate| candidate.is_file())
    }

    /// A command in the root directory. `RUSTFLAGS` is withheld: it would silently replace the workspace's `+simd128`.
    /// `NO_COLOR=1` is too: trunk 0.21 rejects it.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let program = program.as_ref();
        let mut command = Command::new(self.which(program).unwrap_or_else(|| program.to_path_buf()));
        command.current_dir(&self.root).env("PATH", self.path());
        for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "NO_COLOR"] {
            command.env_remove(name);
        }
        command
    }

    /// Whether we run as root, where Chromium cannot use its sandbox and packages are ours to install.
    pub fn is_root(&self) -> bool {
        ask(self.command("id").arg("-u")).as_deref() == Some("0")
    }

    fn path(&self) -> OsString {
        let users = std::env::var_os("PATH").unwrap_or_default();
        let directories = self.tools.iter().cloned().chain(std::env::split_paths(&users));
        // Joining fails only if a directory's name holds the separator; the user's own PATH then still works.
        std::env::join_paths(directories).unwrap_or(users)
    }
}

/// `~/.cache/nabla/tools/<name>-<version>`: one directory per tool and version, shared by all checkouts.
pub fn tool_directory(name: &str, version: &str) -> Result<PathBuf> {
    let home = || std::env::home_dir().map(|home| home.join(".cache"));
    let cache = std::env::var_os("XDG_CACHE_HOME")
        .filter(|directory| !directory.is_empty())
        .map(PathBuf::from)
        .or_else(home)
        .context("neither XDG_CACHE_HOME nor a home directory is set")?;
    Ok(cache.join("nabla").join("tools").join(format!("{name}-{version}")))
}
