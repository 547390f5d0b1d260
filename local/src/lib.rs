//! The local runner: every function behind one port, Postgres included. The parts are public for the whole-system tests.

pub mod gateway;
