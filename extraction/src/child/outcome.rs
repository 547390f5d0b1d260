//! What a child died of, when it did not say.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use crate::Unreadable;

/// Exit codes: nobody listens any more, or the limits could not be set.
pub(super) const PARENT_GONE: i32 = 1;
pub(super) const NOT_READY: i32 = 75;
/// The kernel's own killings.
const SIGKILL: i32 = 9;
const SIGXCPU: i32 = 24;

/// `complaint` is what the child wrote to standard error: the allocator's last words are how a lack of memory shows.
pub(super) fn of(status: ExitStatus, complaint: &[u8]) -> Unreadable {
    let said = |words: &str| {
        complaint
            .windows(words.len())
            .any(|window| window == words.as_bytes())
    };
    match status.signal() {
        _ if said("memory allocation of") || said("Cannot allocate memory") => {
            Unreadable::OutOfMemory
        }
        // Nobody else kills it: we do so only at the deadline, and that is told apart.
        Some(SIGKILL) => Unreadable::OutOfMemory,
        Some(SIGXCPU) => Unreadable::TookTooLong,
        None if status.code() == Some(NOT_READY) => Unreadable::NotStarted,
        _ => Unreadable::Crashed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_that_dies_without_a_word_about_memory_has_crashed() {
        assert_eq!(
            of(
                ExitStatus::from_raw(6),
                b"thread 'main' has overflowed its stack"
            ),
            Unreadable::Crashed
        );
        assert_eq!(
            of(
                ExitStatus::from_raw(6),
                b"memory allocation of 1048576 bytes failed\n"
            ),
            Unreadable::OutOfMemory
        );
        assert_eq!(
            of(ExitStatus::from_raw(SIGKILL), b""),
            Unreadable::OutOfMemory
        );
        assert_eq!(
            of(ExitStatus::from_raw(SIGXCPU), b""),
            Unreadable::TookTooLong
        );
    }
}
