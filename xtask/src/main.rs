//! `cargo xtask`: everything a developer does to this project beyond `cargo` itself.
//!
//! Conventions: a command sets up what it needs and says so before it takes long; tools live in a per-user cache, so
//! the second run starts at once; a check that checked nothing is a failure. No product code lives here.

mod apt;
mod bench;
mod browser;
mod cargo_tools;
mod count;
mod dist;
mod fingerprint;
mod firefox;
mod node;
mod process;
mod project;
mod serve;
mod server;
mod setup;
mod size;
mod split;
mod stages;
mod steps;
mod test;

use anyhow::{Result, bail};
use project::Project;
use stages::STAGES;

fn main() {
    if let Err(error) = run() {
        eprintln!("error: {error:#}");
        std::process::exit(1);
    }
}

fn run() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    match command {
        "help" | "--help" | "-h" => print!("{}", help()),
        "setup" => _ = setup::prepare(&mut Project::find()?, setup::Need::ALL, 0)?,
        "build" => println!("{}", dist::build(&mut Project::find()?)?.display()),
        "serve" => serve::serve(&mut Project::find()?, serve::parse_port(rest)?)?,
        "test" => test::test(&mut Project::find()?, &test::parse_stages(rest)?)?,
        "bench" => bench::bench(&mut Project::find()?, bench::parse(rest)?)?,
        other => bail!("no command `{other}`; `cargo xtask` lists them"),
    }
    Ok(())
}

fn help() -> String {
    let mut text = String::from(
        "\
Usage: cargo xtask COMMAND

Commands:
  serve [--port N]   build the release page and serve it on 127.0.0.1
  build              build the release page into dist/, for any static host and any path
  test [STAGE…]      run all stages, or those named
  bench [--quick] [--json]
                     measure the engine against its peers and write bench/REPORT.md
  setup              only install the tools, without building or testing

Stages, in order:
",
    );
    for stage in &STAGES {
        text += &format!("  {:<18} {}\n", stage.name, stage.about);
    }
    text += "\nTools are kept in ~/.cache/nabla/tools (or $XDG_CACHE_HOME); a matching one on PATH is preferred.\n";
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_names_every_stage() {
        let text = help();
        for stage in &STAGES {
            assert!(text.contains(&format!("  {} ", stage.name)), "{}", stage.name);
        }
    }
}
