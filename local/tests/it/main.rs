//! `cargo dev` as a person runs it: the real program, in a folder of its own.

#![expect(
    clippy::panic,
    reason = "a helper that cannot do its work ends the test"
)]

mod answers;
mod demo;
mod description;
mod dev;
mod documents;
mod lifecycle;
mod readme;
