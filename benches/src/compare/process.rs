//! What processes use, as /proc tells it.

use std::fs;
use std::time::Duration;

/// Clock ticks a second, the same on every Linux for user programs.
const TICKS: u64 = 100;

/// A process and all that it started.
#[must_use]
pub fn tree(pid: u32) -> Vec<u32> {
    let mut found = vec![pid];
    let mut index = 0;
    while let Some(parent) = found.get(index).copied() {
        found.extend(children(parent));
        index += 1;
    }
    found
}

/// Processor time of a process and all that it started, those that have ended included.
#[must_use]
pub fn cpu(pid: u32) -> Duration {
    let ticks: u64 = tree(pid).into_iter().map(ticks).sum();
    Duration::from_millis(ticks * 1_000 / TICKS)
}

/// The same of the Postgres that this program started.
#[must_use]
pub fn cpu_of_postgres() -> Duration {
    let servers = children(std::process::id()).into_iter();
    servers
        .filter(|pid| {
            let name = fs::read_to_string(format!("/proc/{pid}/comm"));
            name.is_ok_and(|name| name.trim() == "postgres")
        })
        .map(cpu)
        .sum()
}

/// Megabytes of a figure in `/proc/<pid>/status`, of a process and all that it started. What they share counts for each.
#[must_use]
pub fn megabytes(pid: u32, name: &str) -> f64 {
    let kilobytes: u32 = tree(pid).into_iter().map(|pid| status_kb(pid, name)).sum();
    f64::from(kilobytes) * 1_024.0 / 1_000_000.0
}

fn status_kb(pid: u32, name: &str) -> u32 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| {
        line.trim_start_matches(':')
            .split_whitespace()
            .next()?
            .parse()
            .ok()
    })
    .unwrap_or(0)
}

/// User and system time of its own and of children that it has waited for: fields 14 to 17 of proc(5), the name before them in brackets.
fn ticks(pid: u32) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let (_, fields) = stat.rsplit_once(')').unwrap_or_default();
    let fields = fields.split_whitespace().skip(11).take(4);
    fields.filter_map(|field| field.parse::<u64>().ok()).sum()
}

/// Those whose parent it is: the second field behind the name.
fn children(pid: u32) -> Vec<u32> {
    let parent = pid.to_string();
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter(|pid| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        stat.rsplit_once(')')
            .and_then(|(_, fields)| fields.split_whitespace().nth(1))
            == Some(&parent)
    })
    .collect()
}
