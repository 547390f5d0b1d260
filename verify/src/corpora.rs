//! Documents made to do harm: all of them at their full size, and ordinary ones broken at random for some minutes.

use crate::steps::succeed;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

/// How long documents are broken, unless `CORPORA_SECONDS` says otherwise.
const SECONDS: u64 = 300;

/// Reads them. `CORPORA_SEED` repeats a run: the numbers with which it begins are printed, and every failure names its own.
pub fn check() -> Result<(), String> {
    let given = |name: &str| std::env::var_os(name)?.to_str()?.parse().ok();
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let seed: u64 = given("CORPORA_SEED").unwrap_or_else(|| now.map_or(1, |now| now.as_secs()));
    let seconds: u64 = given("CORPORA_SECONDS").unwrap_or(SECONDS);
    println!("CORPORA_SEED={seed} CORPORA_SECONDS={seconds}");
    let arguments = [
        "test",
        "-p",
        "extraction",
        "--test",
        "corpora",
        "--",
        "--nocapture",
    ];
    succeed(
        Command::new("cargo")
            .args(arguments)
            .env("CORPORA_SEED", seed.to_string())
            .env("CORPORA_SECONDS", seconds.to_string()),
    )
}
