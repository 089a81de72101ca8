//! The installed Firefox: found, or on Debian installed, never downloaded otherwise.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::apt;
use crate::process::ask;
use crate::project::Project;

const PROGRAMS: [&str; 3] = ["firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"];

/// The program of an installed Firefox. `FIREFOX` names another one.
pub fn find(project: &Project) -> Option<PathBuf> {
    let named = std::env::var_os("FIREFOX").map(PathBuf::from);
    let programs = named.into_iter().chain(PROGRAMS.map(PathBuf::from));
    // Ubuntu's `firefox` may be a script that only says how to install one: it has no version.
    let answers = |path: &PathBuf| {
        ask(project.command(path).arg("--version")).is_some_and(|answer| answer.contains("Firefox"))
    };
    programs.filter_map(|program| project.which(program)).find(answers)
}

/// Installs Debian's package where that is ours to do.
pub fn install(project: &Project) -> Result<()> {
    if apt::install(project, &["firefox-esr", apt::KOREAN]) && find(project).is_some() {
        return Ok(());
    }
    bail!(
        "the stage `firefox` needs Firefox on PATH: install it (Debian: apt install firefox-esr; macOS: brew install \
         --cask firefox), or name it in the variable FIREFOX"
    )
}
