//! Checks the two string tables against each other and generates the typed keys.
use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos};
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        // What the splitter reads to tell which code needs which.
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let options = ParseOptions::new().interpolate_display(true);
    let config =
        Config::new("en")?.add_locale("ko")?.locales_path("../../web/locales").parse_options(options);
    let infos = TranslationsInfos::parse(config)?;
    infos.emit_diagnostics();
    infos.rerun_if_locales_changed();
    infos.generate_i18n_module(PathBuf::from(std::env::var("OUT_DIR")?).join("i18n"))?;
    Ok(())
}
