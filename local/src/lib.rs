//! The local runner: every function behind one port, Postgres included. The parts are public for the whole-system tests.

pub mod data_dir;
pub mod database;
pub mod description;
pub mod documents;
pub mod environment;
pub mod gateway;
pub mod say;
pub mod stop;

mod failed;

pub use failed::Failed;
