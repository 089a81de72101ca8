//! One number for the contents of source files: equal contents, equal number.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// All files under these paths, sorted; build output, packages and hidden files aside.
pub fn files(roots: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for root in roots {
        collect(root, &mut found)?;
    }
    found.sort();
    Ok(found)
}

/// A number for the paths and contents of these files.
pub fn fingerprint(files: &[PathBuf]) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

fn collect(path: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        found.push(path.to_path_buf());
    } else if path.is_dir() {
        for entry in std::fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let ours = !name.starts_with('.')
                && name != "node_modules"
                && name != "target"
                && !name.starts_with("pkg");
            if ours {
                collect(&entry.path(), found)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_and_names_both_count() -> Result<()> {
        let directory = std::env::temp_dir().join(format!("nabla-fingerprint-{}", std::process::id()));
        std::fs::create_dir_all(directory.join("node_modules"))?;
        std::fs::write(directory.join("a"), "1")?;
        std::fs::write(directory.join("node_modules/b"), "1")?;
        let roots = [directory.clone()];
        assert_eq!(files(&roots)?, [directory.join("a")]);

        let first = fingerprint(&files(&roots)?)?;
        assert_eq!(first, fingerprint(&files(&roots)?)?);
        std::fs::write(directory.join("a"), "2")?;
        let second = fingerprint(&files(&roots)?)?;
        std::fs::rename(directory.join("a"), directory.join("c"))?;
        let third = fingerprint(&files(&roots)?)?;
        std::fs::remove_dir_all(&directory)?;
        assert!(first != second && second != third);
        Ok(())
    }
}
