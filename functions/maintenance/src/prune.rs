//! Deletes rows that are over, in batches: each one short transaction that waits for nobody.

use crate::Failed;
use crate::deadline::{Deadline, milliseconds};
use serde::Serialize;
use serde_json::{Value, json};
use shared::database::{DatabaseConfig, Statement};
use shared::sessions::{self, Deleted};
use shared::{Database, StorageError, clients, explain, history, sign_in, usage};
use std::collections::BTreeMap;
use std::time::Instant;

/// Rows of one batch.
pub(crate) const BATCH_SIZE: i32 = 1_000;
/// What the functions in the database delete at once at most.
const LARGEST_BATCH: i32 = 10_000;

/// A conversation takes its messages along.
const CONVERSATIONS_AT_ONCE: i32 = 100;

/// A table with rows that end by themselves.
struct Table {
    name: &'static str,
    /// Rows of one batch, when fewer than of other tables.
    at_most: i32,
    /// Deletes up to so many of them.
    delete_expired: fn(i32) -> Statement<Deleted>,
}

const TABLES: [Table; 3] = [
    Table {
        name: "session",
        at_most: LARGEST_BATCH,
        delete_expired: sessions::delete_expired,
    },
    Table {
        name: "request_counts",
        at_most: LARGEST_BATCH,
        delete_expired: usage::delete_expired_request_counts,
    },
    Table {
        name: "sign_in_counters",
        at_most: LARGEST_BATCH,
        delete_expired: sign_in::delete_expired_counters,
    },
];

/// With all that they have.
const REMOVED_CLIENTS: Table = Table {
    name: "clients",
    at_most: CONVERSATIONS_AT_ONCE,
    delete_expired: clients::delete_removed,
};

/// What was done.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    /// Rows by table.
    deleted: BTreeMap<&'static str, i64>,
    batches: u32,
    duration_ms: u64,
    /// Whether all is deleted that could be. What is left is for the next run.
    finished: bool,
}

/// Deletes what is over in all tables until nothing is left or the time is nearly over.
pub(crate) async fn run(
    config: &DatabaseConfig,
    batch_size: i32,
    deadline: Deadline,
) -> Result<Value, Failed> {
    let started = Instant::now();
    // Not kept for the next run: until then nobody needs its connection.
    let database = Database::new(config, 1);
    let mut report = Report::default();
    let batch_size = batch_size.clamp(1, LARGEST_BATCH);
    let outcome = delete_all(&database, batch_size, deadline, &mut report).await;
    report.duration_ms = milliseconds(started.elapsed());
    tracing::info!(
        deleted = %json!(report.deleted),
        batches = report.batches,
        duration_ms = report.duration_ms,
        finished = report.finished,
        "expired rows were deleted"
    );
    outcome.map_err(|error| Failed::CleanUp(explain(&error)))?;
    Ok(json!(report))
}

async fn delete_all(
    database: &Database,
    batch_size: i32,
    deadline: Deadline,
    report: &mut Report,
) -> Result<(), StorageError> {
    for table in &TABLES {
        if !delete_rows(database, table, batch_size, deadline, report).await? {
            return Ok(());
        }
    }
    // The large clients come last: a batch of one that takes too long ends the run, and must not end everybody's retention.
    report.finished = delete_conversations(database, batch_size, deadline, report).await?
        && delete_rows(database, &REMOVED_CLIENTS, batch_size, deadline, report).await?;
    Ok(())
}

/// Deletes until nothing is left. False when the time is nearly over.
async fn delete_rows(
    database: &Database,
    table: &Table,
    batch_size: i32,
    deadline: Deadline,
    report: &mut Report,
) -> Result<bool, StorageError> {
    let batch_size = batch_size.min(table.at_most);
    loop {
        // A batch that begins now ends within the reserve: it may take no longer than a request, less than three seconds.
        if deadline.left_for_work().is_zero() {
            return Ok(false);
        }
        let batch = database.run_alone((table.delete_expired)(batch_size));
        let Deleted(rows) = batch.await?;
        *report.deleted.entry(table.name).or_default() += rows;
        report.batches += 1;
        if rows < i64::from(batch_size) {
            return Ok(true);
        }
    }
}

/// Looks at one client after the other. False when the time is nearly over.
async fn delete_conversations(
    database: &Database,
    batch_size: i32,
    deadline: Deadline,
    report: &mut Report,
) -> Result<bool, StorageError> {
    let batch_size = batch_size.min(CONVERSATIONS_AT_ONCE);
    let mut after = None;
    loop {
        if deadline.left_for_work().is_zero() {
            return Ok(false);
        }
        let batch = database.run_alone(history::delete_expired(batch_size, after));
        let batch = batch.await?;
        *report.deleted.entry("conversations").or_default() += batch.deleted;
        report.batches += 1;
        if batch.next.is_none() {
            return Ok(true);
        }
        after = batch.next;
    }
}
