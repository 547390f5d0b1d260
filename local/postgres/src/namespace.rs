//! What only Linux has: a user namespace in which root is not root, and a signal at the death of
//! the parent.

#![expect(
    unsafe_code,
    reason = "what a child does between fork and exec; only on machines of developers, never deployed"
)]

use std::{ffi::CStr, io, os::unix::process::CommandExt, process::Command};

use rustix::{
    fs::{Mode, OFlags, open},
    io::{Errno, write},
    process::{Signal, geteuid, getpid, getppid, set_parent_process_death_signal},
    thread::{UnshareFlags, unshare_unsafe},
};

use crate::identity::Identity;

/// Makes a command take on the identity and get `on_our_death` when the calling thread ends.
pub(crate) fn prepare(identity: &Identity, command: &mut Command, on_our_death: Signal) {
    let maps = match identity {
        Identity::Namespace { group } => Some((
            format!("1000 {} 1", geteuid().as_raw()),
            format!("1000 {group} 1"),
        )),
        _ => None,
    };
    let parent = getpid();
    let in_child = move || -> io::Result<()> {
        if let Some((users, groups)) = &maps {
            enter_namespace(users.as_bytes(), groups.as_bytes())?;
        }
        // After every change of user, because that clears it.
        set_parent_process_death_signal(Some(on_our_death))?;
        // Our parent may have died before the line above: then nobody would ever end us.
        if getppid() != Some(parent) {
            return Err(Errno::SRCH.into());
        }
        Ok(())
    };
    // SAFETY: between fork and exec only system calls are made: no allocation, no locks.
    unsafe {
        command.pre_exec(in_child);
    }
}

fn enter_namespace(users: &[u8], groups: &[u8]) -> Result<(), Errno> {
    // SAFETY: the child has one thread and shares no file descriptors; NEWUSER leaves them alone
    // anyhow.
    unsafe { unshare_unsafe(UnshareFlags::NEWUSER)? };
    // The kernel wants this before it accepts a map of groups.
    write_all(c"/proc/self/setgroups", b"deny")?;
    write_all(c"/proc/self/uid_map", users)?;
    write_all(c"/proc/self/gid_map", groups)
}

/// These files take their content in one write.
fn write_all(path: &CStr, content: &[u8]) -> Result<(), Errno> {
    let file = open(path, OFlags::WRONLY | OFlags::CLOEXEC, Mode::empty())?;
    write(&file, content).map(|_| ())
}
