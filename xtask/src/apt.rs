//! Debian's and Ubuntu's packages, for what neither cargo nor npm brings.

use crate::process::run;
use crate::project::Project;

/// Letters for Korean, whose empty boxes are narrower than words.
pub const KOREAN: &str = "fonts-nanum";

/// Installs the packages where that is ours to do; whether it went well.
pub fn install(project: &Project, packages: &[&str]) -> bool {
    if project.which("apt-get").is_none() || !project.is_root() {
        return false;
    }
    // An outdated package list is no reason to stop: the install says whether it was good enough.
    let _ = run(project.command("apt-get").arg("update").arg("--quiet"));
    let mut command = project.command("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    run(command.args(["install", "--yes", "--no-install-recommends"]).args(packages)).is_ok()
}
