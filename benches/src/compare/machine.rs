//! On what was measured.

use shared::timestamps;
use std::fs;
use std::time::SystemTime;

/// What the system says of the last minute, five and fifteen: how many processes wanted to run.
pub fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace()
        .take(3)
        .collect::<Vec<_>>()
        .join(" ")
}

/// A line for the reader.
pub fn described(load_before: &str) -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let model = model.map_or("an unnamed processor", |(_, name)| name.trim());
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let day = timestamps::iso(SystemTime::now());
    let day = day.split('T').next().unwrap_or_default();
    format!(
        "Measured on {day}, {cores} cores of {model} ({}), which also ran Postgres, the proxies, the workflow and the callers. Load average {load_before} before, {} after.",
        std::env::consts::ARCH,
        load()
    )
}
