//! The hourly clean-up beside requests.

use super::load::during;
use crate::scale::server::ScaleServer;
use crate::scale::timing::millis;
use crate::scale::{Options, Tenant};
use shared::database::Statement;
use shared::sessions::{self, Deleted};
use shared::{Database, StorageError, history, usage};
use std::time::{Duration, Instant};
use test_support::services_at;

/// No batch may take longer: as long a request may have to wait for a row of it.
const BATCH_AT_MOST: Duration = Duration::from_millis(1_000);
/// Nor may a request, whatever goes on beside it.
const REQUEST_AT_MOST: Duration = Duration::from_millis(1_000);

/// Prints it; true when nothing was held up.
pub async fn report(server: &ScaleServer, tenant: &Tenant, options: &Options) -> bool {
    let (_, alone) = during(tenant, tokio::time::sleep(Duration::from_secs(5))).await;
    end_some(server, options).await;
    println!("{HEAD}");
    println!("| nothing | | | 5 | {alone}");
    let database = services_at(&server.url(), 1).database;
    let mut is_good = alone.is_good(REQUEST_AT_MOST);
    // As many at once as in `functions/maintenance/src/prune.rs`.
    is_good &= clean_up(
        tenant,
        "session, 1000 at once",
        all(&database, sessions::delete_expired, 1_000),
    )
    .await;
    is_good &= clean_up(
        tenant,
        "request_counts, 1000 at once",
        all(&database, usage::delete_expired_request_counts, 1_000),
    )
    .await;
    is_good
        & clean_up(
            tenant,
            "conversations, 100 at once",
            conversations(&database),
        )
        .await
}

/// What deleting gave: rows, batches, the longest of them, and an error if one ended it.
#[derive(Debug, Default)]
pub struct Deleting {
    rows: i64,
    batches: u32,
    longest: Duration,
    error: Option<StorageError>,
}

impl Deleting {
    /// Notes a batch that began then; its rows, when it was answered.
    fn note(&mut self, began: Instant, rows: Result<i64, StorageError>) -> bool {
        self.longest = self.longest.max(began.elapsed());
        self.batches += 1;
        match rows {
            Ok(rows) => self.rows += rows,
            Err(error) => self.error = Some(error),
        }
        self.error.is_none()
    }
}

/// Deletes until nothing is left.
pub async fn all(
    database: &Database,
    statement: fn(i32) -> Statement<Deleted>,
    at_once: i32,
) -> Deleting {
    let mut deleting = Deleting::default();
    loop {
        let began = Instant::now();
        let batch = database.run_alone(statement(at_once)).await;
        let is_last = matches!(batch, Ok(Deleted(0)));
        if !deleting.note(began, batch.map(|Deleted(rows)| rows)) || is_last {
            return deleting;
        }
    }
}

async fn conversations(database: &Database) -> Deleting {
    let mut deleting = Deleting::default();
    let mut after = None;
    loop {
        let began = Instant::now();
        let batch = database
            .run_alone(history::delete_expired(100, after))
            .await;
        after = batch.as_ref().ok().and_then(|batch| batch.next);
        if !deleting.note(began, batch.map(|batch| batch.deleted)) || after.is_none() {
            return deleting;
        }
    }
}

/// What the tables of this part begin with.
pub const HEAD: &str = "\
| beside requests | rows | batches | s | longest batch ms | requests | p50 ms | p99 ms | longest ms | refused |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|";

/// Deletes beside requests, and prints what both saw; true when neither was held up.
pub async fn clean_up(tenant: &Tenant, name: &str, work: impl Future<Output = Deleting>) -> bool {
    let started = Instant::now();
    let (deleting, seen) = during(tenant, work).await;
    let took = started.elapsed().as_secs_f64();
    let Deleting {
        rows,
        batches,
        longest,
        error,
    } = deleting;
    println!(
        "| {name} | {rows} | {batches} | {took:.1} | {:.0} {seen}",
        millis(longest)
    );
    if let Some(error) = &error {
        println!("\n{name} ended early: {error}\n");
    }
    error.is_none() && longest < BATCH_AT_MOST && seen.is_good(REQUEST_AT_MOST)
}

/// Lets sessions and conversations end, as an hour of a busy day does.
async fn end_some(server: &ScaleServer, options: &Options) {
    let many = |whole: f64| (whole * options.factor).max(10.0);
    let sql = format!(
        "insert into session (sid, sess, expire)
         select 'over ' || n, '{{}}', localtimestamp - interval '1 hour' from generate_series(1, {sessions}) n
         on conflict do nothing;
         insert into conversations (id, client_id, session_id, messages, started_at, last_message_at)
         select scale.id('over', n), scale.id('client', 1 + n % clients), scale.id('over', n), 4, now() - interval '400 days', now() - interval '400 days'
           from scale.sizes, generate_series(1, {conversations}) n
         on conflict do nothing;
         insert into messages (id, conversation_id, client_id, role, content, created_at)
         select scale.id('over', n, m), scale.id('over', n), scale.id('client', 1 + n % clients), 'visitor', 'When is it over?', now() - interval '400 days'
           from scale.sizes, generate_series(1, {conversations}) n, generate_series(1, 4) m
         on conflict do nothing",
        sessions = many(20_000.0),
        conversations = many(5_000.0),
    );
    server
        .admin
        .batch_execute(&sql)
        .await
        .expect("rows that are over");
}
