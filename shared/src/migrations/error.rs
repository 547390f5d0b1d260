//! Why a database could not be brought up to date.

use crate::explain;
use std::time::Duration;

/// A migration run that could not be finished. The database is as the last finished migration left it.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// The database could not be reached.
    #[error("the migrations' database cannot be used")]
    Database(#[from] tokio_postgres::Error),
    /// Another program held the lock for as long as we could wait.
    #[error(
        "another program is migrating this database: its lock was not free within {}, held by {holder}. \
         If that is a pooler's connection, set DATABASE_URL_UNPOOLED to the database itself",
        seconds(waited)
    )]
    Locked {
        /// How long we waited.
        waited: Duration,
        /// Whose connection has the lock.
        holder: String,
        /// The driver's error.
        source: tokio_postgres::Error,
    },
    /// A migration got a number below one that already ran, so that nobody knows whether it fits what came after.
    #[error(
        "migration {name} has not run but number {newest} has: give it a number above that one"
    )]
    OutOfOrder {
        /// The migration's name.
        name: String,
        /// The newest that ran.
        newest: i32,
    },
    /// A migration failed, or one that already ran has been edited since.
    #[error("a migration failed")]
    Migration(#[from] refinery::Error),
    /// The caller's time was over.
    #[error(
        "the migrations were not finished within {} and have been stopped: those that had finished stay, the one under way \
         was rolled back, and the next run goes on from there",
        seconds(limit)
    )]
    OutOfTime {
        /// How long they had.
        limit: Duration,
    },
}

impl MigrationError {
    /// The error with all its reasons, in one line without anything secret.
    #[must_use]
    pub fn reason(&self) -> String {
        explain(self)
    }
}

fn seconds(duration: &Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}
