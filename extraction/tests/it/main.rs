//! Documents in, chunks out: real files, damaged files, large files, and a child process that may die.

mod archives;
mod child;
mod chunks;
mod damage;
mod failures;
mod fixtures;
mod kinds;
mod large;
mod words;
