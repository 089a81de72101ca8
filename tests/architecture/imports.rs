//! Which module imports from which: declarations and paths followed, through re-exports, to where the named thing is.

use crate::modules::{ModulePath, Modules};
use std::collections::BTreeSet;
use std::fmt;

/// An import: the module that names a thing, the module that has it, and the path as it is written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    pub from: ModulePath,
    pub to: ModulePath,
    pub written: Vec<String>,
}

impl fmt::Display for Import {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let name = |path: &ModulePath| if path.is_empty() { "the root".into() } else { path.join("::") };
        write!(f, "{} names {}, which is in {}", name(&self.from), self.written.join("::"), name(&self.to))
    }
}

/// Every import of a crate from itself, but for those within one module. A path that leads where a `use` leads already
/// is left out.
pub fn imports(modules: &Modules) -> BTreeSet<Import> {
    let mut found = BTreeSet::new();
    for (from, module) in modules {
        let import = |written: &Vec<String>| {
            let to = target(modules, from, written).filter(|to| to != from)?;
            Some(Import { from: from.clone(), to, written: written.clone() })
        };
        let names = module.names.iter().map(|(_, path)| path);
        let declared: Vec<_> = names.chain(&module.globs).filter_map(import).collect();
        let is_new = |import: &Import| declared.iter().all(|other| other.to != import.to);
        found.extend(module.paths.iter().filter_map(import).filter(is_new));
        found.extend(declared);
    }
    found
}

/// The module that has what a path names; none if that is another crate's.
fn target(modules: &Modules, from: &ModulePath, path: &[String]) -> Option<ModulePath> {
    let mut search = Search { modules, seen: BTreeSet::new() };
    match search.resolve(from, path) {
        Place::In(module) => Some(module),
        Place::Outside => None,
    }
}

/// Where a path leads.
enum Place {
    In(ModulePath),
    Outside,
}

/// One path's way through the re-exports.
struct Search<'a> {
    modules: &'a Modules,
    /// The names looked up, with the modules they were looked up in: a name may be declared by way of itself.
    seen: BTreeSet<(ModulePath, String)>,
}

impl Search<'_> {
    fn resolve(&mut self, from: &ModulePath, path: &[String]) -> Place {
        let mut module = from.clone();
        let mut rest = path;
        while let [first, others @ ..] = rest {
            match first.as_str() {
                "crate" => module.clear(),
                "super" => drop(module.pop()),
                "self" => {}
                _ => break,
            }
            rest = others;
        }
        let is_anchored = rest.len() < path.len();
        match self.find(&module, rest) {
            Some(place) => place,
            // What a macro makes has no name in the sources.
            None if is_anchored => Place::In(module),
            None => Place::Outside,
        }
    }

    /// The place of what a path names in a module, if that has such a name.
    fn find(&mut self, module: &ModulePath, path: &[String]) -> Option<Place> {
        let [name, rest @ ..] = path else { return Some(Place::In(module.clone())) };
        let child = [module.as_slice(), std::slice::from_ref(name)].concat();
        if self.modules.contains_key(&child) {
            return Some(self.find(&child, rest).unwrap_or(Place::In(child)));
        }
        if self.modules[module].items.contains(name) {
            return Some(Place::In(module.clone()));
        }
        if !self.seen.insert((module.clone(), name.clone())) {
            return None;
        }
        if let Some((_, path)) = self.modules[module].names.iter().find(|(other, _)| other == name) {
            return Some(self.resolve(module, &[path, rest].concat()));
        }
        self.modules[module].globs.iter().find_map(|glob| match self.resolve(module, glob) {
            Place::In(other) if other != *module => self.find(&other, path),
            _ => None,
        })
    }
}
