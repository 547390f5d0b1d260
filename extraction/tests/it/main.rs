//! Documents in, chunks out: real files, damaged files, large files, and a child process that may die.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected should stop right there"
)]

mod archives;
mod child;
mod chunks;
mod damage;
mod failures;
mod fixtures;
mod kinds;
mod large;
mod properties;
mod words;
