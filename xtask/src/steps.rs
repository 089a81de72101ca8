//! Steps that take their time: which one runs, of how many, for how long as a rule, and how long it took.

use std::time::{Duration, Instant};

use anyhow::Result;

/// The steps of one command. What they say goes to standard error: a command's answer is on standard output.
pub struct Steps {
    begun: usize,
    total: usize,
}

impl Steps {
    /// So many steps, none begun.
    pub fn of(total: usize) -> Self {
        Self { begun: 0, total }
    }

    /// Does the next step's `work`: before it, a line with what is brought about, how, and how many seconds that takes as
    /// a rule; after it, a line with how long it took.
    pub fn run(
        &mut self,
        what: &str,
        how: &str,
        usual: u64,
        work: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        self.begun += 1;
        let place = format!("[{}/{}] {what}:", self.begun, self.total);
        eprintln!("{place} {how}, about {} on two cores", readable(Duration::from_secs(usual)));
        let start = Instant::now();
        work()?;
        eprintln!("{place} done in {}", readable(start.elapsed()));
        Ok(())
    }
}

/// `41 s`, `2 min`, `2 min 41 s`.
fn readable(duration: Duration) -> String {
    match (duration.as_secs() / 60, duration.as_secs() % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_at_a_glance() {
        let readable = |seconds| readable(Duration::from_secs(seconds));
        assert_eq!(readable(0), "0 s");
        assert_eq!(readable(41), "41 s");
        assert_eq!(readable(120), "2 min");
        assert_eq!(readable(161), "2 min 41 s");
    }
}
