//! A crate's modules as its sources have them: what each contains, declares with `use` and names by a path.
//!
//! The sources are read as tokens, so comments and strings say nothing. What is compiled for tests alone is left out.

use proc_macro2::{TokenStream, TokenTree, token_stream};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::iter::Peekable;
use std::path::Path;
use syn::UseTree;

/// Where a module is: names from the crate's root on. The root's own is empty.
pub type ModulePath = Vec<String>;

/// One module.
#[derive(Debug, Default)]
pub struct Module {
    /// The names of its items that are not modules.
    pub items: BTreeSet<String>,
    /// Each name that a `use` brings in, with the path it stands for.
    pub names: Vec<(String, Vec<String>)>,
    /// The paths before the `*` of a `use`.
    pub globs: Vec<Vec<String>>,
    /// Paths of two names or more in the code.
    pub paths: BTreeSet<Vec<String>>,
}

/// The modules of a crate by their paths.
pub type Modules = BTreeMap<ModulePath, Module>;

/// Reads a crate, from its root file on.
pub fn read(root: &Path) -> Modules {
    let file = |path: &[String]| {
        let Some((name, above)) = path.split_last() else { return fs::read_to_string(root).unwrap() };
        let folder = above.iter().fold(root.with_file_name(""), |folder, name| folder.join(name));
        let file = folder.join(format!("{name}.rs"));
        let file = if file.is_file() { file } else { folder.join(name).join("mod.rs") };
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    };
    parse(&file)
}

/// Reads a crate whose files are given by the paths of their modules.
pub fn parse(file: &dyn Fn(&[String]) -> String) -> Modules {
    let mut reader = Reader { file, modules: Modules::new() };
    reader.file(ModulePath::new());
    reader.modules
}

struct Reader<'a> {
    file: &'a dyn Fn(&[String]) -> String,
    modules: Modules,
}

type Tokens = Peekable<token_stream::IntoIter>;

impl Reader<'_> {
    fn file(&mut self, path: ModulePath) {
        let tokens = (self.file)(&path).parse().unwrap_or_else(|error| panic!("{path:?}: {error}"));
        self.module(path, tokens);
    }

    fn module(&mut self, path: ModulePath, tokens: TokenStream) {
        self.modules.insert(path.clone(), Module::default());
        self.tokens(&path, tokens, true);
    }

    fn tokens(&mut self, path: &ModulePath, tokens: TokenStream, is_outermost: bool) {
        let mut rest = tokens.into_iter().peekable();
        while let Some(token) = rest.next() {
            match token {
                TokenTree::Punct(mark) if mark.as_char() == '#' && rest.next_if(is_for_tests).is_some() => {
                    skip_item(&mut rest);
                }
                // A name after `::` that has none before it belongs to a type in angle brackets.
                TokenTree::Punct(mark)
                    if mark.as_char() == ':' && rest.next_if(|next| is_mark(next, ':')).is_some() =>
                {
                    rest.next_if(|next| matches!(next, TokenTree::Ident(_)));
                }
                TokenTree::Group(group) => self.tokens(path, group.stream(), false),
                // An attribute such as serde's `with` has its path in a string.
                TokenTree::Literal(text) => {
                    if let Some(path_in_text) = quoted_path(&text.to_string()) {
                        self.tokens(path, path_in_text, false);
                    }
                }
                TokenTree::Ident(word) => self.word(path, word.to_string(), &mut rest, is_outermost),
                _ => {}
            }
        }
    }

    fn word(&mut self, path: &ModulePath, word: String, rest: &mut Tokens, is_outermost: bool) {
        let next = match rest.peek() {
            Some(TokenTree::Ident(next)) => Some(next.to_string()),
            _ => None,
        };
        let module = self.modules.get_mut(path).unwrap();
        match (word.as_str(), next) {
            ("mod", Some(name)) => {
                let child = [path.as_slice(), &[name]].concat();
                match rest.nth(1) {
                    Some(TokenTree::Group(body)) => self.module(child, body.stream()),
                    _ => self.file(child),
                }
            }
            // In a bound, `use<…>` is another thing.
            ("use", _) if !rest.peek().is_some_and(|next| is_mark(next, '<')) => {
                // A path from `::` on leads to another crate.
                let is_outside = rest.peek().is_some_and(|next| is_mark(next, ':'));
                let tree: TokenStream = rest.take_while(|token| !is_mark(token, ';')).collect();
                if !is_outside {
                    let text = tree.to_string();
                    let tree = syn::parse2(tree).unwrap_or_else(|error| panic!("{path:?}, {text}: {error}"));
                    declare(module, &[], tree);
                }
            }
            ("fn" | "struct" | "enum" | "union" | "trait" | "type" | "const" | "static", Some(name))
                if is_outermost =>
            {
                module.items.insert(name);
            }
            _ => {
                let names = path_from(word, rest);
                if names.len() > 1 {
                    module.paths.insert(names);
                }
            }
        }
    }
}

/// Adds what a tree of a `use` declares, below the names before it.
fn declare(module: &mut Module, above: &[String], tree: UseTree) {
    let below = |name: String| [above, &[name]].concat();
    let mut name = |name: String, path: String| {
        // `a::{self}` is `a`.
        let is_self = path == "self" && !above.is_empty();
        let path = if is_self { above.to_vec() } else { below(path) };
        let name = if is_self && name == "self" { above.last().unwrap().clone() } else { name };
        module.names.push((name, path));
    };
    match tree {
        UseTree::Name(tree) => name(tree.ident.to_string(), tree.ident.to_string()),
        UseTree::Rename(tree) => name(tree.rename.to_string(), tree.ident.to_string()),
        UseTree::Path(tree) => declare(module, &below(tree.ident.to_string()), *tree.tree),
        UseTree::Glob(_) => module.globs.push(above.to_vec()),
        UseTree::Group(tree) => tree.items.into_iter().for_each(|tree| declare(module, above, tree)),
    }
}

/// The names of a path whose first has been read.
fn path_from(first: String, rest: &mut Tokens) -> Vec<String> {
    let mut names = vec![first];
    while rest.next_if(|token| is_mark(token, ':')).is_some()
        && rest.next_if(|token| is_mark(token, ':')).is_some()
        && let Some(TokenTree::Ident(name)) = rest.next_if(|token| matches!(token, TokenTree::Ident(_)))
    {
        names.push(name.to_string());
    }
    names
}

/// The tokens of a string that is a path from the crate's root.
fn quoted_path(literal: &str) -> Option<TokenStream> {
    let text = literal.strip_prefix('"')?.strip_suffix('"')?;
    text.starts_with("crate::").then(|| text.parse().ok())?
}

fn is_mark(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(it) if it.as_char() == mark)
}

/// Whether what stands after `#` is `[cfg(test)]`.
fn is_for_tests(token: &TokenTree) -> bool {
    let text = token.to_string().replace(' ', "");
    text == "[cfg(test)]" || text.starts_with("[cfg(all(test,")
}

/// Passes over an item: up to its body in braces or its semicolon.
fn skip_item(rest: &mut Tokens) {
    let is_end = |token: &TokenTree| is_mark(token, ';') || token.to_string().starts_with('{');
    rest.find(is_end);
}
