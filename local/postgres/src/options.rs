//! What a server is to be like.

use std::path::PathBuf;

/// What a server is to be like.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the cluster lives. Made by `initdb` when it does not exist; its parent directories
    /// too.
    pub data_dir: PathBuf,
    /// Where on 127.0.0.1 to listen.
    pub port: Port,
    /// Whether data has to survive a crash of the machine.
    pub durability: Durability,
    /// Who may connect. A cluster keeps what it was made with.
    pub authentication: Authentication,
    /// Further settings, as in `postgresql.conf`. They win over the ones this crate makes, except
    /// for the port.
    pub settings: Vec<(String, String)>,
}

/// A port on 127.0.0.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Port {
    /// This one, or an error when it is taken.
    Fixed(u16),
    /// Any free one.
    Any,
}

/// What a crash of the machine may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Nothing: Postgres' own defaults.
    Durable,
    /// Everything: much faster, for tests. And a crash of Postgres alone, such as
    /// [`crate::Server::kill`], may lose the last moments' commits.
    Throwaway,
}

impl Durability {
    pub(crate) fn settings(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Durable => &[],
            Self::Throwaway => &[
                ("fsync", "off"),
                ("synchronous_commit", "off"),
                ("full_page_writes", "off"),
                // In the data directory, so that it goes with it even after a kill.
                ("dynamic_shared_memory_type", "mmap"),
            ],
        }
    }
}

/// Who may connect as the superuser `postgres`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authentication {
    /// Every program on this machine, whoever runs it.
    Trust,
    /// Whoever knows a random password (SCRAM-SHA-256), which is kept in a file beside the data
    /// directory that only its owner may read.
    Password,
}
