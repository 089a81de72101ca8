//! Circles of modules. A module and its own submodules are one room: what they import from each other is theirs.

use crate::imports::Import;
use crate::modules::ModulePath;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// An import as its way from room to room: the two modules in which the way parts, at one depth below one module.
/// None if one of the two contains the other.
pub fn rooms(import: &Import) -> Option<[ModulePath; 2]> {
    let Import { from, to, .. } = import;
    let shared = from.iter().zip(to).take_while(|(a, b)| a == b).count();
    let room = |path: &ModulePath| path.get(..=shared).map(<[String]>::to_vec);
    Some([room(from)?, room(to)?])
}

/// The circles: for each, imports that lead from a room through others and back. Every room that is in a circle is in
/// one of those returned.
pub fn circles(imports: &BTreeSet<Import>) -> Vec<Vec<&Import>> {
    let mut ways: BTreeMap<ModulePath, BTreeMap<ModulePath, &Import>> = BTreeMap::new();
    for import in imports {
        if let Some([from, to]) = rooms(import) {
            ways.entry(from).or_default().entry(to).or_insert(import);
        }
    }
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for start in ways.keys() {
        if !seen.contains(start)
            && let Some(circle) = shortest_circle(&ways, start)
        {
            seen.extend(circle.iter().filter_map(|import| rooms(import)).flatten());
            found.push(circle);
        }
    }
    found
}

/// The shortest way from a room back to it.
fn shortest_circle<'a>(
    ways: &BTreeMap<ModulePath, BTreeMap<ModulePath, &'a Import>>,
    start: &ModulePath,
) -> Option<Vec<&'a Import>> {
    let mut seen = BTreeSet::new();
    let mut queue = VecDeque::from([(start, Vec::new())]);
    while let Some((room, way)) = queue.pop_front() {
        for (next, import) in ways.get(room).into_iter().flatten() {
            let way = [way.as_slice(), &[*import]].concat();
            if next == start {
                return Some(way);
            }
            if seen.insert(next) {
                queue.push_back((next, way));
            }
        }
    }
    None
}

mod tests {
    use super::{circles, rooms};
    use crate::imports::imports;
    use crate::modules::parse;

    /// What the imports of a made-up crate say, those of its circles, and between which rooms; files by their modules.
    fn read(files: &[(&str, &str)]) -> (Vec<String>, Vec<Vec<String>>) {
        let text = |path: &[String]| {
            let path = path.join("::");
            files.iter().find(|(name, _)| *name == path).unwrap_or_else(|| panic!("no {path}")).1.to_owned()
        };
        let imports = imports(&parse(&text));
        let circles = circles(&imports);
        let way = |import| rooms(import).map(|[from, to]| [from.join("::"), to.join("::")].join(" → "));
        let ways = circles.iter().map(|circle| circle.iter().filter_map(|import| way(import)).collect());
        (imports.iter().map(ToString::to_string).collect(), ways.collect())
    }

    #[test]
    fn a_circle_is_found_through_re_exports_and_other_names() {
        let (imports, circles) = read(&[
            ("", "mod a; mod b; mod c; pub use a::Thing; pub(crate) use b::{self as other, Size};"),
            ("a", "use crate::other::deep::{self, f as g}; pub struct Thing;"),
            ("b", "pub mod deep; pub struct Size; pub use deep::*;"),
            ("b::deep", "pub fn f() -> crate::c::C { crate::c::C }"),
            ("c", "/* crate::a::Thing */ pub struct C; fn size() { drop(crate::Thing) }"),
        ]);
        assert_eq!(circles, [["a → b", "b → c", "c → a"]]);
        let last = "c names crate::Thing, which is in a";
        assert!(imports.iter().any(|import| import == last), "{imports:?}");
    }

    #[test]
    fn a_glob_and_a_path_by_way_of_an_imported_module_are_followed() {
        let (_, circles) = read(&[
            ("", "mod a; mod b; mod c;"),
            ("a", "use super::b; fn f() { b::inner::g() } mod within { use crate::*; }"),
            ("b", "pub mod inner { use crate::c::*; pub fn g() { h() } }"),
            ("c", "pub use crate::a::*; pub fn h() {}"),
        ]);
        assert_eq!(circles, [["a → b", "b → c", "c → a"]]);
    }

    #[test]
    fn a_module_and_its_submodules_are_one_room() {
        let kin = [
            ("", "mod a; mod b;"),
            ("a", "mod x; mod y; pub use x::X; pub struct A;"),
            ("a::x", "use super::A; pub struct X;"),
            ("a::y", "use super::{A, X}; use crate::b::B;"),
            ("b", "pub struct B;"),
        ];
        let (imports, circles) = read(&kin);
        assert!(imports.len() >= 4 && circles.is_empty(), "{imports:?} {circles:?}");
        // One part of `a` needs `b`, which needs another part of `a`.
        let mut torn = kin;
        torn[4].1 = "pub struct B(crate::a::X);";
        assert_eq!(read(&torn).1, [["a → b", "b → a"]]);
        // The parts of one room are rooms below it.
        let mut within = kin;
        within[2].1 = "use super::y::Y; pub struct X;";
        assert_eq!(read(&within).1, [["a::x → a::y", "a::y → a::x"]]);
    }

    #[test]
    fn what_is_compiled_for_tests_alone_and_other_crates_names_do_not_count() {
        let (imports, circles) = read(&[
            ("", "mod a; mod b;"),
            (
                "a",
                "use crate::b::B; use std::fmt; use b::B as Bench; fn f(it: fmt::Error) { String::new(); }",
            ),
            (
                "b",
                "pub struct B; #[cfg(test)] use crate::a; #[cfg(test)] mod tests; #[cfg(test)] mod inner { use crate::a; }",
            ),
        ]);
        assert_eq!(imports, ["a names crate::b::B, which is in b"]);
        assert!(circles.is_empty());
    }

    #[test]
    fn a_path_in_an_attributes_string_counts() {
        let (imports, _) =
            read(&[("", "mod a; mod b;"), ("a", r#"#[serde(with = "crate::b")] struct A;"#), ("b", "")]);
        assert_eq!(imports, ["a names crate::b, which is in b"]);
    }
}
