//! Counting what a test runner ran, from the summary it prints.

/// How many checks passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Checks that ran and held.
    pub passed: usize,
    /// Checks that ran and did not hold.
    pub failed: usize,
}

impl Tally {
    /// So many checks that all held.
    pub fn passed(passed: usize) -> Self {
        Self { passed, failed: 0 }
    }

    /// How many checks ran.
    pub fn ran(self) -> usize {
        self.passed + self.failed
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// The sum of `test result: ok. 3 passed; 0 failed; …` lines, as `cargo test` and `wasm-pack test` print one per binary.
pub fn libtest(output: &str) -> Tally {
    let mut tally = Tally::default();
    for line in output.lines() {
        let Some((_, result)) = line.split_once("test result: ") else { continue };
        let counts = result.split_once(". ").map_or(result, |(_, counts)| counts);
        for part in counts.split(';') {
            match part.trim().split_once(' ') {
                Some((number, "passed")) => tally.passed += number.parse().unwrap_or(0),
                Some((number, "failed")) => tally.failed += number.parse().unwrap_or(0),
                _ => {}
            }
        }
    }
    tally
}

/// The last `ℹ pass 3` and `ℹ fail 0` lines (`# pass 3` in TAP), as `node --test` ends. A cancelled test is a failure.
pub fn node(output: &str) -> Tally {
    let last = |word: &str| {
        let number = |line: &str| {
            let rest = line.trim().strip_prefix(['ℹ', '#'])?.trim_start();
            rest.strip_prefix(word)?.strip_prefix(' ')?.parse::<usize>().ok()
        };
        output.lines().rev().find_map(number).unwrap_or(0)
    };
    Tally { passed: last("pass"), failed: last("fail") + last("cancelled") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libtest_summaries_add_up() {
        let output = "\
running 2 tests
..
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
running 3 tests
test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.50s
";
        assert_eq!(libtest(output), Tally { passed: 3, failed: 2 });
    }

    #[test]
    fn wasm_summaries_are_libtests() {
        let output =
            "\r    test result: ok. 12 passed; 0 failed; 1 ignored; 0 filtered out; finished in 0.12s\n";
        assert_eq!(libtest(output), Tally::passed(12));
    }

    #[test]
    fn a_skipped_run_counts_nothing() {
        assert_eq!(libtest("this test suite is only configured to run in node.js, but …\n").ran(), 0);
        assert_eq!(libtest("").ran(), 0);
    }

    #[test]
    fn node_summaries_in_both_dialects() {
        let spec = "✔ adds (1ms)\nℹ tests 5\nℹ suites 0\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\n";
        assert_eq!(node(spec), Tally { passed: 3, failed: 2 });
        assert_eq!(node("1..2\n# tests 2\n# pass 2\n# fail 0\n# cancelled 0\n"), Tally::passed(2));
    }

    #[test]
    fn node_takes_the_last_summary_alone() {
        assert_eq!(node("ℹ pass 9\nℹ pass 4\nℹ fail 0\n"), Tally::passed(4));
        assert_eq!(node("a test printed: pass 4\n").ran(), 0);
    }
}
