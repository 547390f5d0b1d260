//! Which processes there are: the server's children, and servers left behind by an earlier run.

use std::path::Path;

use rustix::process::{Pid, Signal, kill_process};

/// One line of the process table.
struct Entry {
    pid: Pid,
    parent: i32,
    /// As `ps` shows it: `Z` zombie, `T` stopped.
    state: char,
    name: String,
}

/// The process has been stopped by a signal and has not been continued.
pub(crate) fn is_stopped(pid: Pid) -> bool {
    platform::table()
        .iter()
        .any(|entry| entry.pid == pid && matches!(entry.state, 'T' | 'Z'))
}

/// All living descendants of a process. Stop the process first: then none can be added.
pub(crate) fn descendants(root: Pid) -> Vec<Pid> {
    let table = platform::table();
    let mut found = vec![root];
    let mut next = 0;
    while let Some(&parent) = found.get(next) {
        let parent = parent.as_raw_nonzero().get();
        found.extend(
            table
                .iter()
                .filter(|entry| entry.parent == parent && entry.state != 'Z')
                .map(|entry| entry.pid),
        );
        next += 1;
    }
    found.remove(0);
    found
}

/// Every living Postgres process of the cluster in `data_dir` (a canonical path), whether or not
/// its postmaster still lives. Zombies do not count: under an init that does not reap they stay for
/// ever, and do nothing.
pub(crate) fn servers_in(data_dir: &Path) -> Vec<Pid> {
    let table = platform::table();
    table
        .iter()
        .filter(|entry| entry.state != 'Z' && entry.name.ends_with("postgres"))
        .filter(|entry| platform::works_in(entry.pid, data_dir))
        .map(|entry| entry.pid)
        .collect()
}

/// Sends a signal to each. One that has just ended is no error: it is what most signals are for.
pub(crate) fn signal_all(pids: &[Pid], signal: Signal) {
    for &pid in pids {
        let _ = kill_process(pid, signal);
    }
}

#[cfg(target_os = "linux")]
mod platform {
    use std::{fs, path::Path};

    use rustix::process::Pid;

    use super::Entry;

    pub(super) fn table() -> Vec<Entry> {
        let Ok(processes) = fs::read_dir("/proc") else {
            return Vec::new();
        };
        processes
            .flatten()
            .filter_map(|directory| {
                let pid = directory.file_name().to_str()?.parse().ok()?;
                entry(pid)
            })
            .collect()
    }

    /// `pid (name) state parent …`; the name may itself hold spaces and brackets.
    fn entry(pid: i32) -> Option<Entry> {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        let (before, after) = stat.rsplit_once(") ")?;
        let mut fields = after.split(' ');
        Some(Entry {
            pid: Pid::from_raw(pid)?,
            state: fields.next()?.chars().next()?,
            parent: fields.next()?.parse().ok()?,
            name: before.split_once(" (")?.1.to_owned(),
        })
    }

    /// Every process of a Postgres server works in its data directory.
    pub(super) fn works_in(pid: Pid, data_dir: &Path) -> bool {
        fs::read_link(format!("/proc/{}/cwd", pid.as_raw_nonzero()))
            .is_ok_and(|cwd| cwd == data_dir)
    }
}

#[cfg(not(target_os = "linux"))]
mod platform {
    use std::{fs, path::Path, process::Command};

    use rustix::process::Pid;

    use super::Entry;

    pub(super) fn table() -> Vec<Entry> {
        let Ok(output) = Command::new("ps")
            .args(["-A", "-o", "pid=,ppid=,stat=,comm="])
            .output()
        else {
            return Vec::new();
        };
        String::from_utf8_lossy(&output.stdout)
            .lines()
            .filter_map(entry)
            .collect()
    }

    fn entry(line: &str) -> Option<Entry> {
        let mut fields = line.split_whitespace();
        Some(Entry {
            pid: Pid::from_raw(fields.next()?.parse().ok()?)?,
            parent: fields.next()?.parse().ok()?,
            state: fields.next()?.chars().next()?,
            name: fields.collect::<Vec<_>>().join(" "),
        })
    }

    /// Without /proc only the postmaster can be told: it wrote its number into the data directory.
    pub(super) fn works_in(pid: Pid, data_dir: &Path) -> bool {
        fs::read_to_string(data_dir.join("postmaster.pid")).is_ok_and(|text| {
            text.lines()
                .next()
                .and_then(|line| line.trim().parse().ok())
                == Some(pid.as_raw_nonzero().get())
        })
    }
}
