//! The string tables say the same things: every key in every language, with the same places to fill in. The page's
//! build only warns of a key that is missing and then shows it in English.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The texts of a table by their keys, such as `toolbar.play`. A table is nested objects of strings.
fn texts(json: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut path: Vec<String> = Vec::new();
    let mut key = String::new();
    let mut rest = json.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '{' => path.push(std::mem::take(&mut key)),
            '}' => drop(path.pop()),
            '"' => {
                let mut text = String::new();
                while let Some(letter) = rest.next().filter(|&letter| letter != '"') {
                    text.extend(if letter == '\\' { rest.next() } else { Some(letter) });
                }
                while rest.next_if(|letter| letter.is_whitespace()).is_some() {}
                if rest.peek() == Some(&':') {
                    key = text;
                } else {
                    let full = path.iter().skip(1).chain([&key]).map(String::as_str);
                    let earlier = found.insert(full.collect::<Vec<_>>().join("."), text);
                    assert_eq!(earlier, None, "{key} stands twice");
                }
            }
            _ => {}
        }
    }
    found
}

/// What a text leaves to be filled in: the names in `{{ … }}`.
fn places(text: &str) -> BTreeSet<&str> {
    text.split("{{").skip(1).filter_map(|rest| rest.split("}}").next()).map(str::trim).collect()
}

#[test]
fn a_table_is_read() {
    let found = texts(r#"{ "a": "1", "b": { "c": "say \"{{ n }}\": {", "d": "" } }"#);
    let found: Vec<_> = found.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
    assert_eq!(found, [("a", "1"), ("b.c", "say \"{{ n }}\": {"), ("b.d", "")]);
    assert_eq!(places(found[1].1), BTreeSet::from(["n"]));
}

#[test]
fn every_language_says_everything() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/locales");
    let files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let tables: BTreeMap<_, _> = files
        .map(|path| (path.file_stem().unwrap().to_owned(), texts(&fs::read_to_string(&path).unwrap())))
        .collect();
    assert!(tables.len() >= 2, "{:?}", tables.keys());
    let english = &tables[std::ffi::OsStr::new("en")];
    assert!(english.len() > 50);
    for (language, table) in &tables {
        assert_eq!(
            table.keys().collect::<Vec<_>>(),
            english.keys().collect::<Vec<_>>(),
            "the keys of {language:?}"
        );
        for (key, text) in table {
            assert!(!text.trim().is_empty(), "{key} in {language:?}");
            assert_eq!(places(text), places(&english[key]), "{key} in {language:?}");
        }
    }
}
