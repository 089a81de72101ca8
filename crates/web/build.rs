//! Checks the two string tables against each other and generates the typed keys.
//!
//! With the two crates that do the work: `leptos_i18n_build`, which wraps them, also brings Unicode's data and a client to
//! download it, as much to compile as a third of the page.
use std::path::Path;

use leptos_i18n_codegen::gen_code;
use leptos_i18n_parser::parse_locales::options::{Config, ParseOptions};
use leptos_i18n_parser::parse_locales::parse_locales;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        // What the splitter reads to tell which code needs which.
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let options = ParseOptions::new().interpolate_display(true);
    let config =
        Config::new("en")?.add_locale("ko")?.locales_path("../../web/locales").parse_options(options);
    let locales = parse_locales(None, config)?;
    for warning in locales.diag.warnings().iter() {
        println!("cargo::warning={warning}");
    }
    for error in locales.diag.errors().iter() {
        println!("cargo::error={error}");
    }
    for file in locales.tracked_files.iter().flatten() {
        println!("cargo::rerun-if-changed={file}");
    }
    let module = gen_code(&locales, None, false, None, true)?;
    let directory = Path::new(&std::env::var("OUT_DIR")?).join("i18n");
    std::fs::create_dir_all(&directory)?;
    std::fs::write(directory.join("mod.rs"), module.to_string())?;
    Ok(())
}
