//! Cuts the linked module in two: what the first screen needs, and what is loaded late (`crates/web/src/lazy.rs`).
//!
//! Trunk has laid out the page with the module as a whole, which does not run: its calls into the late part lead nowhere.
//! Here the linker's output is cut, its first part gets its glue, both are optimised, and they take the module's place
//! under names that begin like its own, so that a host's cache never mixes two versions. What scripts and styles say to
//! readers alone is left out.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use wasm_split_cli_support::{Options, transform};

use crate::process::run;
use crate::project::Project;

/// The program's crate, and what its files begin with.
const NAME: &str = "nabla-web";
/// What the module uses beyond WebAssembly's beginnings; the floor of browsers has it all.
const FEATURES: [&str; 7] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-reference-types",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

/// Puts the two parts into `dist`, optimised where `wasm-opt` is there.
pub fn split(project: &Project, dist: &Path) -> Result<()> {
    let linked = project.target.join("wasm32-unknown-unknown/release").join(NAME).with_extension("wasm");
    let input = fs::read(&linked).with_context(|| format!("cannot read {}", linked.display()))?;
    let stem = stem(dist)?;
    let work = project.notes()?.join("split");
    let _ = fs::remove_dir_all(&work);
    fs::create_dir_all(&work)?;

    let main = work.join("main.wasm");
    let (glue, link) = (format!("./{stem}.js"), format!("./{stem}_late.js"));
    let mut options = Options::new(&input);
    options.output_dir = &work;
    options.main_out_path = &main;
    options.main_module = &glue;
    options.link_name = &link;
    let parts = transform(options).map_err(|error| anyhow!("cannot cut the module: {error}"))?;
    let [late] = parts.split_modules.as_slice() else {
        bail!("one late part was expected: {:?}", parts.split_modules);
    };

    let mut bindgen = project.command("wasm-bindgen");
    bindgen.args([
        "--target",
        "web",
        "--no-typescript",
        "--keep-lld-exports",
        "--out-name",
        &stem,
        "--out-dir",
    ]);
    run(bindgen.arg(&work).arg(&main))?;
    let optimised = |part: &Path, ending: &str| {
        let place = dist.join(format!("{stem}_{ending}.wasm"));
        optimise(project, part, &place)
    };
    // Side by side, since each keeps one core busy.
    std::thread::scope(|scope| {
        let second = scope.spawn(|| optimised(late, "late"));
        optimised(&work.join(format!("{stem}_bg.wasm")), "bg")?;
        second.join().unwrap_or_else(|_| bail!("optimising the late part did not end"))
    })?;
    fs::copy(work.join(&glue), dist.join(&glue))?;

    let loader = fs::read_to_string(work.join(&link))?;
    let name = late.file_name().unwrap_or_default().to_string_lossy();
    let streaming = "WebAssembly.instantiateStreaming(src, imports)";
    if !loader.contains(&*name) || !loader.contains(streaming) {
        bail!("the splitter writes another loader than it did");
    }
    // For hosts that call the file something else than application/wasm.
    let instantiate = "WebAssembly.instantiate(await (await src).arrayBuffer(), imports)";
    let loader = loader.replace(&*name, &format!("{stem}_late.wasm")).replace(streaming, instantiate);
    fs::write(dist.join(&link), loader)?;

    for entry in fs::read_dir(dist)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "css" || ending == "js") {
            fs::write(&path, bare(&fs::read_to_string(&path)?))?;
        }
    }
    Ok(())
}

/// A script or a style sheet without indentation and lines of comment.
fn bare(script: &str) -> String {
    let lines = script.lines().map(str::trim_start);
    let says = |line: &&str| {
        !(line.is_empty() || ["//", "/*", "* ", "*/"].iter().any(|sign| line.starts_with(sign)))
    };
    lines.filter(says).flat_map(|line| [line, "\n"]).collect()
}

/// What the module's files in `dist` are called, without their endings.
fn stem(dist: &Path) -> Result<String> {
    for entry in fs::read_dir(dist)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if let Some(stem) = name.strip_suffix("_bg.wasm").filter(|stem| stem.starts_with(NAME)) {
            return Ok(stem.to_owned());
        }
    }
    bail!("no {NAME}-…_bg.wasm in {}", dist.display())
}

/// Makes a module smaller, and its loads from a vector's neighbours one instruction each: the latter is only right where no
/// address wraps around into the first kilobyte of memory, which is the far end of the stack.
pub fn optimise(project: &Project, from: &Path, to: &Path) -> Result<()> {
    if project.which("wasm-opt").is_none() {
        fs::copy(from, to)?;
        return Ok(());
    }
    let mut optimise = project.command("wasm-opt");
    run(optimise.args(["-Oz", "--low-memory-unused"]).args(FEATURES).arg(from).arg("-o").arg(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_script_says_the_same_in_fewer_bytes() {
        let script =
            "/**\n * @param {number} a\n */\nexport function f(a) {\n    // why\n    return a * 2;\n}\n\n";
        assert_eq!(bare(script), "export function f(a) {\nreturn a * 2;\n}\n");
    }
}
