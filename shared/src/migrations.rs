//! The numbered SQL files of `migrations/`, embedded in the binary and run in order under a lock.

mod error;
mod lock;

pub use error::MigrationError;

use crate::database::{DatabaseConfig, connect_directly};
use crate::explain;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use tokio_postgres::Client;

mod embedded {
    refinery::embed_migrations!("../migrations");
}

/// How long to wait for whoever holds a lock, when the caller has so much time.
const LOCK_LIMIT: Duration = Duration::from_secs(60);
/// More than this is as good as no limit. Postgres counts milliseconds in 31 bits.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// See `migrations/V14__meaning.sql`.
const SET_UP_EMBEDDINGS: &str = "select app.set_up_embeddings()";

/// A finished run.
#[derive(Debug)]
pub struct Migrated {
    /// The names of the migrations that ran; none when the database was current.
    pub applied: Vec<String>,
    /// The number of the newest migration that the database has. Higher than our newest after a newer program was here.
    pub version: i32,
}

/// Brings the database up to date: builds an empty one, adopts the old server's, does nothing to a current one. Waits while
/// another program migrates. Gives the names of the migrations it ran.
///
/// # Errors
/// See [`MigrationError`].
pub async fn run(config: &DatabaseConfig) -> Result<Vec<String>, MigrationError> {
    Ok(run_within(config, LONGEST).await?.applied)
}

/// The same for a caller that must have an answer in time. At most half of that is spent on waiting for a lock.
///
/// When the time is over, the server is told to stop the statement under way. Migrations that had finished stay; each is one
/// transaction, so of the others nothing is left. All of that takes two seconds more at most.
///
/// # Errors
/// See [`MigrationError`].
pub async fn run_within(
    config: &DatabaseConfig,
    limit: Duration,
) -> Result<Migrated, MigrationError> {
    let limit = limit.min(LONGEST);
    let end = Instant::now() + limit;
    let out_of_time = || MigrationError::OutOfTime { limit };
    let connected = timeout_at(end, connect_directly(config)).await;
    let mut connection = connected.map_err(|_| out_of_time())??;
    let migrated = timeout_at(end, migrate(&mut connection.client, end)).await;
    match migrated {
        Ok(migrated) => {
            connection.close().await;
            migrated
        }
        Err(_) => {
            connection.stop().await;
            Err(out_of_time())
        }
    }
}

async fn migrate(client: &mut Client, end: Instant) -> Result<Migrated, MigrationError> {
    let left = end.saturating_duration_since(Instant::now());
    let lock_limit = LOCK_LIMIT.min(left / 2);
    // Our tables are in `public`, whatever the role's own search path says. Rather than queue all traffic behind a statement that
    // waits for somebody's forgotten transaction, give up. The last one is for when this program is no longer there to do so.
    let settings = format!(
        "set search_path = public; set lock_timeout = {}; set statement_timeout = {}",
        lock_limit.as_millis().max(1),
        (left + lock_limit).as_millis().max(1),
    );
    client.batch_execute(&settings).await?;
    // Held by the connection, so it is free again however this ends; but see MigrationError::Locked.
    lock::take(client, lock_limit).await?;

    // A deploy that is taken back runs the older program against the newer database: that is as it should be.
    let runner = embedded::migrations::runner().set_abort_missing(false);
    let before = versions(client).await?;
    let newest = before.last().copied().unwrap_or_default();
    for migration in runner.get_migrations() {
        let version = migration.version();
        // What was just allowed would pass over this as well.
        if version < newest && !before.contains(&version) {
            let name = migration.to_string();
            return Err(MigrationError::OutOfOrder { name, newest });
        }
    }
    let report = runner.run_async(client).await?;
    // What a search by meaning needs may be there since the last time, or gone; all else works without it.
    if let Err(error) = client.batch_execute(SET_UP_EMBEDDINGS).await {
        tracing::warn!(error = %explain(&error), "the search by meaning is not set up");
    }
    let applied = report.applied_migrations();
    Ok(Migrated {
        applied: applied.iter().map(ToString::to_string).collect(),
        version: applied.last().map_or(newest, |last| last.version()),
    })
}

/// The numbers of the migrations that the database has, in order.
async fn versions(client: &Client) -> Result<Vec<i32>, tokio_postgres::Error> {
    let exists = "select to_regclass('public.refinery_schema_history') is not null";
    if !client.query_one(exists, &[]).await?.try_get::<_, bool>(0)? {
        return Ok(Vec::new());
    }
    let numbers = "select version from public.refinery_schema_history order by version";
    let rows = client.query(numbers, &[]).await?;
    rows.iter().map(|row| row.try_get(0)).collect()
}
