//! The numbered SQL files of `migrations/`, embedded in the binary and run in order under a lock.

use crate::database::{DatabaseConfig, connect_directly};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;

mod embedded {
    refinery::embed_migrations!("../migrations");
}

/// Only one program migrates a database at a time; the number is arbitrary but must never change.
const LOCK: i64 = 0x436f_6e66_4368_6174;

/// A migration run that could not be finished. The database is as the last finished migration left it.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// The database could not be reached.
    #[error("the migrations' database cannot be used")]
    Database(#[from] tokio_postgres::Error),
    /// Another program held the lock for a minute.
    #[error(
        "another program is migrating this database, or did so through a pooler that still holds its lock: \
         set DATABASE_URL_UNPOOLED to the database itself"
    )]
    Locked(#[source] tokio_postgres::Error),
    /// A migration failed, or one that already ran has been edited since.
    #[error("a migration failed")]
    Migration(#[from] refinery::Error),
}

/// Brings the database up to date: builds an empty one, adopts the old server's, does nothing to a current one. Waits while
/// another program migrates. Gives the names of the migrations it ran.
///
/// # Errors
/// See [`MigrationError`].
pub async fn run(config: &DatabaseConfig) -> Result<Vec<String>, MigrationError> {
    let mut client = connect_directly(config).await?;
    // Our tables are in `public`, whatever the role's own search path says. And rather than queue all traffic behind a statement
    // that waits for somebody's forgotten transaction, give up.
    client
        .batch_execute("set search_path = public; set lock_timeout = '60s'")
        .await?;
    // Held by the connection, so it is free again however this ends; but see MigrationError::Locked.
    client
        .query_typed("select pg_advisory_lock($1)", &[(&LOCK, Type::INT8)])
        .await
        .map_err(lock_error)?;
    let report = embedded::migrations::runner()
        .run_async(&mut client)
        .await?;
    Ok(report
        .applied_migrations()
        .iter()
        .map(ToString::to_string)
        .collect())
}

fn lock_error(error: tokio_postgres::Error) -> MigrationError {
    if error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) {
        MigrationError::Locked(error)
    } else {
        MigrationError::Database(error)
    }
}
