//! What to train: a link, or a playground file.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use nabla_nn::{Notice, Trainer, limits, link};

/// Opens a link or a file as a trainer, with the notices about what was corrected on the way; or says in a sentence
/// why it cannot.
pub fn open(source: &OsStr) -> Result<(Trainer, Vec<Notice>), String> {
    let path = Path::new(source);
    if path.exists() || path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
        return open_file(path);
    }
    let name = source.to_string_lossy();
    match source.to_str() {
        Some(text) if is_link(text) => Ok(open_link(text)),
        _ => Err(format!("\"{name}\" is neither a file nor a link")),
    }
}

/// A link holds settings or an address; an empty one is the default network. Anything else is more likely a file's
/// mistyped name than a link of nothing but an unknown key.
fn is_link(text: &str) -> bool {
    text.is_empty() || text.contains(['=', '#']) || text.contains("://")
}

fn open_link(text: &str) -> (Trainer, Vec<Notice>) {
    let (config, mut notices) = link::parse(text);
    let (config, corrections) = config.validate();
    notices.extend(corrections);
    (Trainer::new(&config), notices)
}

fn open_file(path: &Path) -> Result<(Trainer, Vec<Notice>), String> {
    let name = path.display();
    let json = read(path).map_err(|error| format!("\"{name}\" cannot be read: {error}"))?;
    Trainer::from_file(&json).map_err(|error| format!("\"{name}\" cannot be opened: {error}"))
}

/// Reads at most one byte more than a file may have: enough for the engine to refuse it, however long it is.
fn read(path: &Path) -> std::io::Result<String> {
    let mut json = String::new();
    File::open(path)?.take(limits::MAX_FILE as u64 + 1).read_to_string(&mut json)?;
    Ok(json)
}
