//! `cargo xtask serve`: the release page, exactly as a static host would give it, on this machine.

use anyhow::{Context, Result, bail};

use crate::dist;
use crate::project::Project;
use crate::server::Server;

/// The port tried first when none was asked for.
const USUAL_PORT: u16 = 8080;

/// Builds the page and serves it until interrupted. Without a port, the usual one, or any free one if that is taken.
pub fn serve(project: &mut Project, port: Option<u16>) -> Result<()> {
    let directory = dist::build(project)?;
    let server = match port {
        Some(port) => Server::bind(port, &directory, "/")?,
        None => Server::bind(USUAL_PORT, &directory, "/").or_else(|_| Server::bind(0, &directory, "/"))?,
    };
    println!("\nNabla is at {}\nCtrl+C stops it.", server.url()?);
    server.serve();
    Ok(())
}

/// Reads `--port N` or `--port=N`.
pub fn parse_port(arguments: &[String]) -> Result<Option<u16>> {
    let words: Vec<&str> = arguments.iter().flat_map(|argument| argument.split('=')).collect();
    match words[..] {
        [] => Ok(None),
        ["--port", port] => port.parse().map(Some).with_context(|| format!("`{port}` is not a port number")),
        _ => bail!("`cargo xtask serve` takes `--port N` alone"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_read() {
        let parse =
            |words: &[&str]| parse_port(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(parse(&[]).unwrap(), None);
        assert_eq!(parse(&["--port", "9000"]).unwrap(), Some(9000));
        assert_eq!(parse(&["--port=9000"]).unwrap(), Some(9000));
        assert!(parse(&["--port", "90000"]).is_err());
        assert!(parse(&["--prot", "9000"]).is_err());
    }
}
