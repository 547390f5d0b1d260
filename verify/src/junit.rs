//! Reports of tests that are not Rust's, counted as `cargo test` counts its own: who reads the output finds all by the same words.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

const FOLDER: &str = ".data/verify";

/// Runs tests that leave a report in the form of JUnit in a file, and prints how many there were.
pub fn counted(name: &str, run: impl FnOnce(&Path) -> Result<(), String>) -> Result<(), String> {
    let report = empty_report(name)?;
    let started = Instant::now();
    let result = run(&report);
    let seconds = started.elapsed().as_secs_f64();
    let Ok(text) = fs::read_to_string(&report) else {
        result?;
        return Err(format!("the tests left no report in {}", report.display()));
    };
    let counts = Counts::of(&text);
    let word = if result.is_ok() { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {word}. {} passed; {} failed; {} ignored; 0 measured; 0 filtered out; finished in {seconds:.2}s",
        counts.passed(),
        counts.failed,
        counts.skipped
    );
    result?;
    match counts {
        Counts { all: 0, .. } => Err("there were no tests".to_owned()),
        Counts {
            skipped: 0,
            failed: 0,
            ..
        } => Ok(()),
        _ => Err("not all tests ran and passed".to_owned()),
    }
}

/// Where the report goes, without the last one.
fn empty_report(name: &str) -> Result<PathBuf, String> {
    let place = || {
        fs::create_dir_all(FOLDER)?;
        let report = std::path::absolute(Path::new(FOLDER).join(name).with_extension("xml"))?;
        if report.exists() {
            fs::remove_file(&report)?;
        }
        Ok(report)
    };
    place().map_err(|error: std::io::Error| format!("{FOLDER} cannot be used: {error}"))
}

#[derive(Default)]
struct Counts {
    all: u32,
    failed: u32,
    skipped: u32,
}

impl Counts {
    /// The sums over all `<testsuite …>`.
    fn of(report: &str) -> Self {
        let suites = report.split("<testsuite ").skip(1);
        let tags = suites.filter_map(|rest| rest.split('>').next());
        tags.fold(Self::default(), |sum, tag| Self {
            all: sum.all + attribute(tag, "tests"),
            failed: sum.failed + attribute(tag, "failures") + attribute(tag, "errors"),
            skipped: sum.skipped + attribute(tag, "skipped"),
        })
    }

    fn passed(&self) -> u32 {
        self.all.saturating_sub(self.failed + self.skipped)
    }
}

fn attribute(tag: &str, name: &str) -> u32 {
    let value = tag.split_once(&format!(" {name}=\""));
    let value = value.and_then(|(_, rest)| rest.split('"').next());
    value.and_then(|value| value.parse().ok()).unwrap_or(0)
}
