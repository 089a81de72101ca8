//! `cargo xtask test`: sets up, runs the stages in order, and sums up in plain lines.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::count::Tally;
use crate::project::Project;
use crate::setup;
use crate::stages::{STAGES, Stage};

/// Runs these stages, all to the end even if one fails.
pub fn test(project: &mut Project, stages: &[&Stage]) -> Result<()> {
    let needs: Vec<_> = stages.iter().flat_map(|stage| stage.needs).copied().collect();
    setup::prepare(project, &needs, 0)?;
    let mut lines = Vec::new();
    let mut total = Tally::default();
    for (index, stage) in stages.iter().enumerate() {
        println!("\n== [{}/{}] {}: {}", index + 1, stages.len(), stage.name, stage.about);
        let start = Instant::now();
        let result = (stage.run)(project);
        let seconds = start.elapsed().as_secs();
        let tally = judge(&result);
        let mut line =
            format!("{:<8} {} passed, {} failed, {seconds} s", stage.name, tally.passed, tally.failed);
        if let Err(error) = &result {
            line += &format!("; {error:#}");
        }
        println!("{line}");
        lines.push(line);
        total += tally;
    }
    println!();
    for line in lines {
        println!("{line}");
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 {
        bail!("the checks above failed");
    }
    Ok(())
}

/// What a stage contributes: one that stopped, or checked nothing, is a failure.
fn judge(result: &Result<Tally>) -> Tally {
    match result {
        Ok(tally) if tally.ran() > 0 => *tally,
        _ => Tally { passed: 0, failed: 1 },
    }
}

/// The stages of these names in their usual order; all of them where none is named.
pub fn parse_stages(names: &[String]) -> Result<Vec<&'static Stage>> {
    for name in names {
        if !STAGES.iter().any(|stage| stage.name == name) {
            bail!("no stage `{name}`; `cargo xtask` lists them");
        }
    }
    let wanted = |stage: &&Stage| names.is_empty() || names.iter().any(|name| name == stage.name);
    Ok(STAGES.iter().filter(wanted).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(names: &[&str]) -> Result<Vec<&'static str>> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        Ok(parse_stages(&names)?.iter().map(|stage| stage.name).collect())
    }

    #[test]
    fn stages_run_in_their_order() {
        assert_eq!(parse(&[]).unwrap(), STAGES.each_ref().map(|stage| stage.name));
        assert_eq!(parse(&["size", "fmt", "size"]).unwrap(), ["fmt", "size"]);
        assert!(parse(&["fmt", "nativ"]).is_err());
    }

    #[test]
    fn a_stage_that_checked_nothing_fails() {
        assert_eq!(judge(&Ok(Tally::default())).failed, 1);
        assert_eq!(judge(&Err(anyhow::anyhow!("stopped"))).failed, 1);
        assert_eq!(judge(&Ok(Tally::passed(3))), Tally::passed(3));
    }
}
