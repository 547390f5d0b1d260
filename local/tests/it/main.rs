//! `cargo dev` as a person runs it: the real program, in a folder of its own.

mod dev;
mod lifecycle;
mod readme;
