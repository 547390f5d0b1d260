//! Starts real servers and does to them what happens to them.
//!
//! One binary: it also starts itself as the process that is killed (see `children`).

mod children;
mod leftovers;
mod lifecycle;
mod passwords;
mod refusals;
mod search;
mod support;
