//! Servers left behind on a data directory by a run that was killed.

use std::{fs, path::Path, time::Duration};

use rustix::process::{Pid, Signal};

use crate::{
    Error,
    password::remove_if_there,
    process_table::{servers_in, signal_all},
    wait::wait_until,
};

const FAST_SHUTDOWN: Duration = Duration::from_secs(15);
const IMMEDIATE_SHUTDOWN: Duration = Duration::from_secs(5);

/// Ends what still runs on the data directory (a canonical path) and removes `postmaster.pid`. The
/// caller holds the directory's lock, so no run that is alive wants that server.
///
/// Postgres itself would refuse to start while the process in `postmaster.pid` exists, even as a
/// zombie or as another program that got the same number since.
pub(crate) fn clear(data_dir: &Path, progress: &mut dyn FnMut(&str)) -> Result<(), Error> {
    let pid_file = data_dir.join("postmaster.pid");
    let left = servers_in(data_dir);
    if !left.is_empty() {
        progress(&format!(
            "Waiting for the Postgres that an earlier run left behind on {}",
            data_dir.display()
        ));
        let postmaster: Vec<Pid> = postmaster_in(&pid_file)
            .into_iter()
            .filter(|pid| left.contains(pid))
            .collect();
        // Some may stand still; only this wakes them. (Then SIGINT is "fast shutdown" to the
        // postmaster, and its children end with it, or by themselves if it is dead.)
        signal_all(&left, Signal::CONT);
        signal_all(&postmaster, Signal::INT);
        let attempts = [
            (None, FAST_SHUTDOWN),
            (Some(Signal::QUIT), IMMEDIATE_SHUTDOWN),
            (Some(Signal::KILL), IMMEDIATE_SHUTDOWN),
        ];
        end_all(data_dir, &attempts)?;
    }
    remove_if_there(&pid_file)
}

/// Ends what still runs on data nobody wants any more. Not at once by SIGKILL: the postmaster would
/// leave its shared memory behind, of which a system allows only so many pieces.
pub(crate) fn discard(data_dir: &Path) -> Result<(), Error> {
    signal_all(&servers_in(data_dir), Signal::CONT);
    let attempts = [
        (Some(Signal::QUIT), IMMEDIATE_SHUTDOWN),
        (Some(Signal::KILL), IMMEDIATE_SHUTDOWN),
    ];
    end_all(data_dir, &attempts)
}

/// Ends what still runs on a data directory at once, as a crash would.
pub(crate) fn kill(data_dir: &Path) -> Result<(), Error> {
    end_all(data_dir, &[(Some(Signal::KILL), IMMEDIATE_SHUTDOWN)])
}

fn end_all(data_dir: &Path, attempts: &[(Option<Signal>, Duration)]) -> Result<(), Error> {
    for &(signal, patience) in attempts {
        if let Some(signal) = signal {
            signal_all(&servers_in(data_dir), signal);
        }
        if wait_until(patience, || servers_in(data_dir).is_empty()) {
            return Ok(());
        }
    }
    match servers_in(data_dir).first() {
        None => Ok(()),
        Some(pid) => Err(Error::Orphan {
            pid: pid.as_raw_nonzero().get(),
            data_dir: data_dir.to_owned(),
        }),
    }
}

/// The process number in line 1 of `postmaster.pid`.
fn postmaster_in(pid_file: &Path) -> Option<Pid> {
    let text = fs::read_to_string(pid_file).ok()?;
    Pid::from_raw(text.lines().next()?.trim().parse().ok()?)
}
