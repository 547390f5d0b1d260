//! The running server as a process: started, watched, signalled and reaped.
//!
//! The signal a child gets at its parent's death (Linux) really comes at the death of the *thread*
//! that started it. So one thread starts the server and stays until the server has ended.

use std::{
    process::{Child, Command, ExitStatus},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::Duration,
};

use rustix::{
    io::Errno,
    process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid},
};

use crate::{
    Error,
    error::Doing,
    process_table::{descendants, is_stopped, signal_all},
    wait::wait_until,
};

/// How long a signal to stop may take to show.
const STOPPING: Duration = Duration::from_secs(2);

#[derive(Debug)]
pub(crate) struct ServerProcess {
    pub pid: Pid,
    exit: Arc<Exit>,
}

/// Set once the process has been reaped. Until then its number cannot be given to another process,
/// so whoever holds the lock and finds nothing here may signal it.
#[derive(Debug, Default)]
struct Exit {
    status: Mutex<Option<ExitStatus>>,
    changed: Condvar,
}

impl Exit {
    fn lock(&self) -> MutexGuard<'_, Option<ExitStatus>> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ServerProcess {
    pub fn start(command: Command) -> Result<Self, Error> {
        let exit = Arc::new(Exit::default());
        let (started, wait_for_start) = mpsc::channel();
        let (for_thread, mut command) = (Arc::clone(&exit), command);
        thread::Builder::new()
            .name("postgres".to_owned())
            .spawn(move || match command.spawn() {
                Ok(child) => {
                    // The receiver waits below; if it were gone, there would be nobody to tell.
                    let _ = started.send(Ok(child.id()));
                    reap(child, &for_thread);
                }
                Err(error) => {
                    let _ = started.send(Err(error));
                }
            })
            .doing(|| "start a thread for Postgres".to_owned())?;
        let started = wait_for_start
            .recv()
            .unwrap_or_else(|_| Err(Errno::SRCH.into()));
        let number = started.doing(|| "run `postgres`".to_owned())?;
        let pid = i32::try_from(number).ok().and_then(Pid::from_raw);
        let pid = pid
            .ok_or(Errno::SRCH)
            .doing(|| format!("use the process number {number}"))?;
        Ok(Self { pid, exit })
    }

    /// Waits for the end, at most so long.
    pub fn wait(&self, at_most: Duration) -> Option<ExitStatus> {
        let waited = self
            .exit
            .changed
            .wait_timeout_while(self.exit.lock(), at_most, |status| status.is_none());
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    pub fn has_ended(&self) -> bool {
        self.exit.lock().is_some()
    }

    /// Signals the postmaster; nothing happens when it has ended.
    pub fn signal(&self, signal: Signal) {
        let status = self.exit.lock();
        if status.is_none() {
            let _ = kill_process(self.pid, signal);
        }
    }

    /// Stops the postmaster and all its children. While the postmaster stands still it makes no new
    /// children and reaps none, so that the list of them stays true.
    pub fn freeze(&self) -> Vec<Pid> {
        self.signal(Signal::STOP);
        wait_until(STOPPING, || self.has_ended() || is_stopped(self.pid));
        if self.has_ended() {
            return Vec::new();
        }
        let children = descendants(self.pid);
        signal_all(&children, Signal::STOP);
        wait_until(STOPPING, || children.iter().all(|&child| is_stopped(child)));
        children
    }

    /// Undoes [`Self::freeze`].
    pub fn thaw(&self) {
        if !self.has_ended() {
            signal_all(&descendants(self.pid), Signal::CONT);
            self.signal(Signal::CONT);
        }
    }

    /// Ends the postmaster and all its children at once, and waits until the postmaster has gone.
    pub fn kill(&self) {
        let children = self.freeze();
        signal_all(&children, Signal::KILL);
        self.signal(Signal::KILL);
        self.wait(STOPPING);
    }
}

/// Waits for the end without reaping, so that the lock is held only for the moment of reaping.
fn reap(mut child: Child, exit: &Exit) {
    if let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let ended = || {
            waitid(
                WaitId::Pid(pid),
                WaitIdOptions::EXITED | WaitIdOptions::NOWAIT,
            )
        };
        while ended().is_err_and(|error| error == Errno::INTR) {}
    }
    let mut status = exit.lock();
    // Somebody else reaping all children of this process would be the only reason to fail: it has
    // ended all the same.
    *status = Some(child.wait().unwrap_or_default());
    exit.changed.notify_all();
}
