//! ARCHITECTURE.md is true: it names every crate, what each may use, and files that exist.

#[path = "architecture/circles.rs"]
mod circles;
#[path = "architecture/imports.rs"]
mod imports;
#[path = "architecture/modules.rs"]
mod modules;

use circles::{circles, rooms};
use imports::{Import, imports};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Crates that give access to JavaScript and the DOM, by how their names begin.
const BROWSER: [&str; 6] =
    ["js-sys", "web-sys", "wasm-bindgen", "serde-wasm-bindgen", "leptos", "plotters-canvas"];
/// The crates that may use them.
const IN_THE_BROWSER: [&str; 2] = ["nabla-js", "nabla-web"];

/// The crates that compute and nothing else.
const PURE: [&str; 4] = ["nabla-nn", "nabla-lab", "nabla-scene", "nabla-app"];
/// What would give them a clock, the outside world or an order of its own making.
const IMPURE: [&str; 11] = [
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
    "std::time",
    "HashMap",
    "HashSet",
    "println!",
    "static mut",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A crate of the workspace.
#[derive(Debug)]
struct Package {
    directory: PathBuf,
    manifest: String,
    /// Of every kind: ordinary, build, development, for one target.
    dependencies: BTreeSet<String>,
}

/// Every crate of the workspace by its name.
fn packages() -> BTreeMap<String, Package> {
    let members = fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path());
    let directories = members.chain([root().join("xtask")]).filter(|path| path.join("Cargo.toml").is_file());
    let packages: BTreeMap<_, _> = directories
        .map(|directory| {
            let manifest = read(directory.join("Cargo.toml"));
            let name = manifest.lines().find_map(|line| line.strip_prefix("name = ")).unwrap();
            let dependencies = dependencies(&manifest);
            (name.trim_matches('"').to_owned(), Package { directory, manifest, dependencies })
        })
        .collect();
    assert!(packages.len() >= 7, "{packages:?}");
    packages
}

/// The dependencies in a manifest, as `name = …`, `name.workspace = true` or `[dependencies.name]`.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut inside = false;
    for line in manifest.lines() {
        if let Some(section) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            let (kind, name) = section.rsplit_once("dependencies").unwrap_or(("no", ""));
            inside = kind != "no" && name.is_empty();
            if let Some(name) = name.strip_prefix('.') {
                found.insert(name.to_owned());
            }
        } else if inside && let Some((name, _)) = line.split_once(['.', '=', ' ']) {
            found.insert(name.trim().to_owned());
        }
    }
    found
}

/// The rows of the code map, in order: a crate, and the crates it may name.
fn code_map() -> Vec<(String, BTreeSet<String>)> {
    let text = read("ARCHITECTURE.md");
    let (_, map) = text.split_once("\n## Code map\n").unwrap();
    let table =
        map.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let quoted = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    table
        .skip(2)
        .map(|row| {
            let cells: Vec<_> = row.split('|').map(quoted).collect();
            (cells[1][0].clone(), cells[2].iter().cloned().collect())
        })
        .collect()
}

/// The Rust sources below a directory.
fn sources(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|kind| kind == "rs"))
        .collect()
}

#[test]
fn the_reader_of_manifests_knows_every_form() {
    let manifest = "[package]\nname = \"a\"\n\n[dependencies]\nb.workspace = true\nc = \"1\"\n\n\
        [dependencies.d]\nfeatures = []\n\n[target.'cfg(unix)'.dev-dependencies]\ne = { path = \"e\" }\n\n[lints]\nf = 1\n";
    let found = dependencies(manifest);
    assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), ["b", "c", "d", "e"]);
}

#[test]
fn the_code_map_names_every_crate_and_no_other() {
    let mapped: BTreeSet<_> = code_map().into_iter().map(|(name, _)| name).collect();
    let existing: BTreeSet<_> = packages().into_keys().collect();
    assert_eq!(mapped, existing);
}

#[test]
fn dependencies_are_the_code_maps_and_point_one_way() {
    let packages = packages();
    let mut above = BTreeSet::new();
    for (name, allowed) in code_map() {
        let used =
            packages[&name].dependencies.iter().filter(|dependency| packages.contains_key(*dependency));
        assert_eq!(used.cloned().collect::<BTreeSet<_>>(), allowed, "{name}");
        assert!(allowed.is_subset(&above), "{name} names a crate below itself");
        above.insert(name);
    }
}

#[test]
fn only_two_crates_know_javascript() {
    for (name, package) in packages() {
        let is_browsers = |word: &str| BROWSER.iter().any(|browser| word.starts_with(browser));
        let used: Vec<_> = package.dependencies.iter().filter(|dependency| is_browsers(dependency)).collect();
        assert_eq!(!used.is_empty(), IN_THE_BROWSER.contains(&name.as_str()), "{name}: {used:?}");
    }
}

#[test]
fn pure_crates_have_no_clock_no_files_and_no_unordered_maps() {
    let packages = packages();
    for name in PURE {
        let files = sources(&packages[name].directory.join("src"));
        assert!(files.len() > 5, "{name}");
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            // Tests may do as they like; they stand at a file's end.
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
                assert!(!IMPURE.iter().any(|word| line.contains(word)), "{}: {line}", file.display());
            }
        }
    }
}

#[test]
fn every_crate_is_held_to_the_workspaces_lints() {
    for (name, package) in packages() {
        assert!(package.manifest.contains("[lints]\nworkspace = true"), "{name}");
        let library = package.directory.join("src/lib.rs");
        if library.is_file() {
            assert!(fs::read_to_string(library).unwrap().contains("#![deny(missing_docs)]"), "{name}");
        }
    }
}

#[test]
fn links_lead_to_files() {
    for page in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "README.ko.md", "crates/js/README.md"] {
        let text = read(page);
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
        let files = targets.filter(|target| !target.is_empty() && !target.contains("://"));
        for file in files {
            let path = root().join(page).with_file_name(file);
            assert!(path.exists(), "{page}: {file}");
        }
    }
}

/// What the modules of a crate import from each other: of the library, and of the program beside it.
fn imports_of(package: &Package) -> Vec<BTreeSet<Import>> {
    let roots = ["src/lib.rs", "src/main.rs"].map(|root| package.directory.join(root));
    let imports: Vec<_> =
        roots.iter().filter(|root| root.is_file()).map(|root| imports(&modules::read(root))).collect();
    assert!(!imports.is_empty(), "{package:?}");
    imports
}

#[test]
fn no_crate_has_a_circle_of_modules() {
    let mut found = String::new();
    for (name, package) in packages() {
        for imports in imports_of(&package) {
            for circle in circles(&imports) {
                found += &format!("{name}:\n");
                circle.iter().for_each(|import| found += &format!("  {import}\n"));
            }
        }
    }
    assert!(found.is_empty(), "circles of modules:\n{found}");
}

/// The page's modules from the lowest on: a module imports from lower ranks alone, never from its own.
const PAGE: [&[&str]; 7] = [
    &["generated", "platform", "format", "color_scale", "piece"],
    &["canvases", "preferences"],
    &["engine", "store"],
    &["crash", "labels", "lazy", "renderer"],
    &["widget", "runtime"],
    &["views"],
    &["start"],
];
/// A view names no other view: `page` and `pieces` put them together.
const VIEWS: [&[&str]; 3] = [
    &["announce"],
    &["about", "cards", "data", "dock", "header", "network", "notices", "output", "shortcuts", "toolbar"],
    &["page", "pieces"],
];
/// Nor does a view of the dock.
const DOCK: [&[&str]; 2] = [
    &["frame"],
    &[
        "chain",
        "doctor",
        "folding",
        "initializers",
        "landscape",
        "layers",
        "masks",
        "race",
        "results",
        "time",
    ],
];

#[test]
fn the_page_reads_one_way() {
    let modules = modules::read(&packages()["nabla-web"].directory.join("src/lib.rs"));
    let imports = imports(&modules);
    for (above, ranks) in [("", PAGE.as_slice()), ("views", &VIEWS), ("views::dock", &DOCK)] {
        let above: Vec<_> = above.split("::").filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let ranked: BTreeSet<_> = ranks.concat().into_iter().map(str::to_owned).collect();
        let below = |path: &&Vec<String>| path.len() == above.len() + 1 && path.starts_with(&above);
        let existing: BTreeSet<_> =
            modules.keys().filter(below).map(|path| path[above.len()].clone()).collect();
        assert_eq!(existing, ranked, "every module of {above:?} has its rank");

        let rank = |room: &Vec<String>| {
            let name = room.last().unwrap().as_str();
            ranks.iter().position(|names| names.contains(&name)).unwrap()
        };
        let against: String = imports
            .iter()
            .filter(|import| {
                rooms(import).is_some_and(|[from, to]| below(&&from) && rank(&to) >= rank(&from))
            })
            .map(|import| format!("  {import}\n"))
            .collect();
        assert!(against.is_empty(), "imports from the same rank or a higher one:\n{against}");
    }
}
