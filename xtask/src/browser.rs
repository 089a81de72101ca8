//! The installed Chrome or Chromium and its driver: found, or on Debian and Ubuntu installed, never downloaded otherwise.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::apt;
use crate::process::ask;
use crate::project::Project;

const BROWSERS: [&str; 6] = [
    // Chrome first: where both are, as on GitHub's machines, Ubuntu lets only the packaged one use its sandbox.
    "google-chrome-stable",
    "google-chrome",
    "chromium",
    "chromium-browser",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const DRIVER: &str = "chromedriver";
/// Debian's package names, then Ubuntu's.
const PACKAGES: [[&str; 3]; 2] = [
    ["chromium", "chromium-driver", apt::KOREAN],
    ["chromium-browser", "chromium-chromedriver", apt::KOREAN],
];

/// A browser and the program that drives it for `wasm-pack test`.
pub struct Browser {
    /// The browser's program.
    pub browser: PathBuf,
    /// Its `chromedriver`.
    pub driver: PathBuf,
}

impl Browser {
    /// The installed pair, of one major version. `CHROME` and `CHROMEDRIVER` name another one.
    pub fn find(project: &Project) -> Option<Self> {
        let version = |program: &Path| {
            let path = project.which(program)?;
            major(&ask(project.command(&path).arg("--version"))?).map(|version| (path, version))
        };
        let named = |variable: &str| std::env::var_os(variable).map(PathBuf::from);
        // GitHub's machines name the directory of the driver that fits their Chrome.
        let hosted = named("CHROMEWEBDRIVER").map(|directory| directory.join(DRIVER));
        let drivers = named("CHROMEDRIVER").into_iter().chain(hosted).chain([PathBuf::from(DRIVER)]);
        let (driver, wanted) = drivers.into_iter().find_map(|path| version(&path))?;
        let browsers = named("CHROME").into_iter().chain(BROWSERS.map(PathBuf::from));
        let fitting = |path: PathBuf| version(&path).filter(|(_, found)| *found == wanted);
        let (browser, _) = browsers.into_iter().find_map(fitting)?;
        Some(Self { browser, driver })
    }

    /// The capabilities file that makes the driver open this browser, written among our notes.
    pub fn capabilities(&self, project: &Project) -> Result<PathBuf> {
        let path = project.notes()?.join("webdriver.json");
        let text = capabilities(&self.browser.to_string_lossy());
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }
}

/// Installs the distribution's packages where that is ours to do.
pub fn install(project: &Project) -> Result<()> {
    if PACKAGES.iter().any(|packages| apt::install(project, packages) && Browser::find(project).is_some()) {
        return Ok(());
    }
    bail!(
        "the browser tests need Chrome or Chromium with the chromedriver of the same version on PATH: install them \
         (Debian: apt install chromium chromium-driver; macOS: brew install --cask google-chrome chromedriver), or \
         name them in the variables CHROME and CHROMEDRIVER"
    )
}

/// The 141 in `Google Chrome 141.0.7390.54` and `ChromeDriver 141.0.7390.54 (…)`.
fn major(answer: &str) -> Option<u32> {
    let version =
        answer.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    version.split('.').next()?.parse().ok()
}

fn capabilities(browser: &str) -> String {
    let browser = browser.replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        "{{\"goog:chromeOptions\": {{\"binary\": \"{browser}\", \"args\": [\"--headless\", \"--disable-gpu\"]}}}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_and_drivers_are_paired_by_major_version() {
        assert_eq!(major("Google Chrome 141.0.7390.54"), Some(141));
        assert_eq!(major("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)"), Some(156));
        assert_eq!(major("ChromeDriver 156.0.8078.79 (a21ce95-refs/branch-heads/8078@{#1704})"), Some(156));
        assert_eq!(major("command not found"), None);
    }

    #[test]
    fn the_browsers_path_is_quoted_as_json() {
        let text = capabilities(r#"C:\a "b""#);
        assert!(text.contains(r#""binary": "C:\\a \"b\"""#), "{text}");
    }
}
