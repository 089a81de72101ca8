//! How much a first visit downloads: every file that a downloaded text names is downloaded too.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::count::Tally;
use crate::fingerprint::files;
use crate::node::brotli_sizes;
use crate::project::Project;

/// What a first load may weigh, compressed, with every method and every view of the dock in the product.
const BUDGET: u64 = 300_000;

/// Prints the first load's files and weighs them against the budget.
pub fn check(project: &Project, dist: &Path) -> Result<Tally> {
    let all: Vec<String> = files(&[dist.to_path_buf()])?
        .iter()
        .filter_map(|file| Some(file.strip_prefix(dist).ok()?.to_string_lossy().replace('\\', "/")))
        .collect();
    let names: Vec<String> =
        first_load(&all, |name| std::fs::read(dist.join(name)).ok()).into_iter().collect();
    let paths: Vec<PathBuf> = names.iter().map(|name| dist.join(name)).collect();
    let compressed = brotli_sizes(project, &paths)?;
    let mut total = 0;
    println!("{:>10} {:>10}  file of the first load", "bytes", "brotli");
    for ((name, path), brotli) in names.iter().zip(&paths).zip(compressed) {
        let bytes = std::fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?.len();
        println!("{bytes:>10} {brotli:>10}  {name}");
        total += brotli;
    }
    println!("{:>10} {total:>10}  together, of {BUDGET} allowed", "");
    let within = total <= BUDGET;
    Ok(Tally { passed: if within { names.len() } else { names.len() - 1 }, failed: usize::from(!within) })
}

/// `index.html` and, from there on, each file whose path or name a found text holds. Binary files name nothing, and what the
/// late part's loader names is fetched when a view is opened (`tests/e2e/loading.test.mjs` holds it to that).
fn first_load(all: &[String], read: impl Fn(&str) -> Option<Vec<u8>>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut waiting = vec!["index.html".to_owned()];
    while let Some(name) = waiting.pop() {
        if !all.contains(&name)
            || !found.insert(name.clone())
            || [".wasm", "_late.js"].iter().any(|end| name.ends_with(end))
        {
            continue;
        }
        let Some(text) = read(&name).and_then(|bytes| String::from_utf8(bytes).ok()) else { continue };
        let file_name = |path: &str| path.rsplit('/').next().map(str::to_owned).unwrap_or_default();
        waiting.extend(all.iter().filter(|other| text.contains(&file_name(other))).cloned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_load_follows_names() {
        let site = [
            ("index.html", "<script src=./boot.js data-wasm=./page-1f.wasm><link href=style-2a.css>"),
            ("boot.js", "import('./glue.js')"),
            ("glue.js", "import './glue_late.js'"),
            ("glue_late.js", "fetch('./late.wasm')"),
            ("late.wasm", ""),
            ("page-1f.wasm", "names lesson.json, which only a later click fetches"),
            ("style-2a.css", "url(../icons/tile.svg)"),
            ("icons/tile.svg", ""),
            ("lesson.json", ""),
        ];
        let all: Vec<String> = site.iter().map(|(name, _)| (*name).to_owned()).collect();
        let read = |name: &str| {
            site.iter().find(|(other, _)| *other == name).map(|(_, text)| text.as_bytes().to_vec())
        };
        let expected = [
            "boot.js",
            "glue.js",
            "glue_late.js",
            "icons/tile.svg",
            "index.html",
            "page-1f.wasm",
            "style-2a.css",
        ];
        assert_eq!(first_load(&all, read).into_iter().collect::<Vec<_>>(), expected);
    }
}
