//! Why `cargo dev` could not go on, in words that say what to do.

use std::io;
use std::path::PathBuf;

/// A reason to stop.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The port is taken or not allowed.
    #[error("port {port} of 127.0.0.1 cannot be used ({source}). Stop what listens there, or choose another: cargo dev --port {}", port.wrapping_add(1).max(1024))]
    Port {
        /// The port that was asked for.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// A file or folder cannot be used.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Something else of the system failed.
    #[error("{what} failed: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// What the system said.
        source: io::Error,
    },
    /// The `.env` file cannot be read.
    #[error(".env cannot be read: {0}")]
    Dotenv(String),
    /// `--reset` was given with a database that is not ours to delete.
    #[error(
        "--reset deletes the local database only; the one in DATABASE_URL (or --database-url) is not touched"
    )]
    ResetOfForeignDatabase,
    /// The embedded Postgres did not start.
    #[error(transparent)]
    Postgres(#[from] local_postgres::Error),
    /// The embedded Postgres was running and is no more.
    #[error("Postgres ended by itself (see {log}). Start cargo dev again: the data is kept", log = log.display())]
    PostgresEnded {
        /// What it said last.
        log: PathBuf,
    },
    /// The database refused to be created.
    #[error("the database cannot be prepared")]
    Database(#[from] tokio_postgres::Error),
    /// The migrations did not run through.
    #[error("the database cannot be migrated")]
    Migration(#[from] shared::migrations::MigrationError),
    /// A setting is missing or cannot be used.
    #[error(transparent)]
    Settings(#[from] shared::SettingsError),
}

impl Failed {
    /// The reason with all the reasons behind it.
    #[must_use]
    pub fn explained(&self) -> String {
        let mut text = self.to_string();
        let mut source = std::error::Error::source(self);
        while let Some(error) = source {
            let reason = error.to_string();
            // Some errors repeat their source in their own text.
            if !text.contains(&reason) {
                text = format!("{text}: {reason}");
            }
            source = error.source();
        }
        text
    }
}
