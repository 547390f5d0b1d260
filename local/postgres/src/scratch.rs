//! Directories for clusters that nobody needs afterwards.

use std::{
    env,
    fs::{self, File, Permissions},
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

use rustix::{
    fs::statvfs,
    process::{Pid, geteuid, test_kill_process},
};
use tempfile::TempDir;

use crate::{Error, error::Doing, orphans};

const PREFIX: &str = "local-postgres-";
/// Held for as long as the directory is in use. Surer than the process number in the name, which
/// means nothing to a container that shares the directory but not the process numbers.
const LOCK: &str = "in-use";
const ENOUGH_BYTES: u64 = 1024 * 1024 * 1024;

/// A directory for a throw-away cluster, in memory where there is room, and removed when dropped.
///
/// Drop the [`crate::Server`] first. A process that is killed leaves its directory behind; the next
/// [`ScratchDir::new`] on the machine removes it.
#[derive(Debug)]
pub struct ScratchDir {
    directory: TempDir,
    _lock: File,
}

impl ScratchDir {
    /// Makes one in `/dev/shm` when that has more than 1 GB free, else in `TMPDIR`.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when no directory can be made.
    pub fn new() -> Result<Self, Error> {
        Self::below(&place())
    }

    /// Makes one in a given directory.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when no directory can be made.
    pub fn below(place: &Path) -> Result<Self, Error> {
        sweep(place);
        let doing = || format!("make a directory in {}", place.display());
        let directory = tempfile::Builder::new()
            .prefix(&format!("{PREFIX}{}-", std::process::id()))
            // Others may pass through, though not look: where root has to run Postgres as another
            // user, that user must reach the cluster, which itself is closed to everybody else.
            .permissions(Permissions::from_mode(0o711))
            .tempdir_in(place)
            .doing(doing)?;
        let lock = File::create_new(directory.path().join(LOCK)).doing(doing)?;
        lock.try_lock().doing(doing)?;
        Ok(Self {
            directory,
            _lock: lock,
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.directory.path()
    }
}

fn place() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let has_room = statvfs(memory)
        .is_ok_and(|space| space.f_bavail.saturating_mul(space.f_frsize) > ENOUGH_BYTES);
    if has_room {
        memory.to_owned()
    } else {
        env::temp_dir()
    }
}

/// Removes what killed processes have left in `place`. Whatever cannot be removed stays: it harms
/// nobody.
fn sweep(place: &Path) {
    let Ok(entries) = fs::read_dir(place) else {
        return;
    };
    for directory in entries.flatten().map(|entry| entry.path()) {
        if is_leftover(&directory) == Some(true) {
            end_servers_below(&directory);
            let _ = fs::remove_dir_all(&directory);
        }
    }
}

/// It is one of ours, its process is dead and nobody holds its lock.
fn is_leftover(directory: &Path) -> Option<bool> {
    let name = directory.file_name()?.to_str()?;
    let number = name.strip_prefix(PREFIX)?.split('-').next()?.parse().ok()?;
    // Not through a link, and only our own: anybody may put things into a shared directory.
    let metadata = fs::symlink_metadata(directory).ok()?;
    if !metadata.is_dir() || metadata.uid() != geteuid().as_raw() {
        return Some(false);
    }
    let alive = test_kill_process(Pid::from_raw(number)?) != Err(rustix::io::Errno::SRCH);
    let lock = File::open(directory.join(LOCK)).ok()?;
    Some(!alive && lock.try_lock().is_ok())
}

/// A server that stood still (paused by a test) when its parent was killed cannot have ended by
/// itself.
fn end_servers_below(directory: &Path) {
    let Ok(directory) = fs::canonicalize(directory) else {
        return;
    };
    for entry in fs::read_dir(&directory).into_iter().flatten().flatten() {
        let _ = orphans::discard(&entry.path());
    }
}
