//! Fills a migrated database, set by set: what the product would have written row by row, in seconds per million rows.

use std::time::Instant;
use tokio_postgres::Client;

/// The steps, in their order.
const STEPS: [(&str, &str); 6] = [
    ("sizes", include_str!("fill/01_sizes.sql")),
    ("texts", include_str!("fill/02_texts.sql")),
    (
        "accounts, clients, sessions",
        include_str!("fill/03_clients.sql"),
    ),
    (
        "conversations and messages",
        include_str!("fill/04_messages.sql"),
    ),
    (
        "documents and chunks",
        include_str!("fill/05_knowledge.sql"),
    ),
    ("counts of this hour", include_str!("fill/06_hour.sql")),
];

/// Indexes of large tables are made when the rows are there: that is ten times as fast, and gives the same index.
const LARGE: &str = "tablename in ('messages', 'conversations', 'chunks', 'chunk_words')";

/// Names what the steps make. Another one means that a database of before is of no use.
#[must_use]
pub fn version() -> i64 {
    // What belongs to an hour is made anew for each run. FNV-1a, which is the same wherever this is built.
    let bytes = STEPS[..5].iter().flat_map(|(_, sql)| sql.bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash.cast_signed()
}

/// Fills the database. `factor` 1 is all of it. Triggers are off meanwhile; that the result is what they would have made is for the
/// tests to tell.
pub async fn fill(admin: &Client, factor: f64, progress: impl Fn(&str)) {
    let quick = "set session_replication_role = replica; set jit = off; set work_mem = '512MB'; set maintenance_work_mem = '1GB'; \
                 set synchronous_commit = off; set search_path = public";
    run(admin, quick).await;
    let indexes = drop_indexes(admin).await;
    let buckets: Vec<String> = (1..=40)
        .map(|bucket| format!("count(*) filter (where t.bucket = {bucket})"))
        .collect();
    for (name, sql) in STEPS {
        let started = Instant::now();
        let sql = sql
            .replace("{factor}", &factor.to_string())
            .replace("{buckets}", &buckets.join(", "));
        run(admin, &sql).await;
        progress(&format!("{name}: {:.0} s", started.elapsed().as_secs_f64()));
    }
    let started = Instant::now();
    for index in indexes {
        run(admin, &index).await;
    }
    // As in V11, which the definition of an index does not say.
    run(
        admin,
        "alter index chunks_search_idx alter column 1 set statistics 0",
    )
    .await;
    for staged in [
        "question",
        "answer",
        "word",
        "conversation",
        "turn",
        "chunk",
        "spoken",
        "reading",
        "document",
    ] {
        run(admin, &format!("drop table scale.{staged}")).await;
    }
    run(admin, "vacuum (freeze, analyze)").await;
    let made = format!(
        "create table scale.made as select {}::bigint as version",
        version()
    );
    run(admin, &made).await;
    run(admin, "reset all; set search_path = public").await;
    progress(&format!(
        "indexes and statistics: {:.0} s",
        started.elapsed().as_secs_f64()
    ));
}

/// Makes anew what belongs to an hour, and what has ended since the last run.
pub async fn refresh(admin: &Client) {
    run(admin, "delete from request_counts").await;
    run(admin, STEPS[5].1).await;
    run(admin, "vacuum analyze request_counts").await;
}

async fn drop_indexes(admin: &Client) -> Vec<String> {
    let sql = format!(
        "select indexdef, format('drop index %I.%I', schemaname, indexname)
           from pg_indexes i
          where schemaname = 'public' and {LARGE} and not exists (select from pg_constraint c where c.conname = i.indexname)
          order by 1"
    );
    let rows = admin.query(&sql, &[]).await.expect("the catalogue");
    let mut definitions = Vec::new();
    for row in rows {
        run(admin, row.get(1)).await;
        definitions.push(row.get(0));
    }
    definitions
}

async fn run(admin: &Client, sql: &str) {
    if let Err(error) = admin.batch_execute(sql).await {
        panic!("{error:?} in {}", sql.chars().take(300).collect::<String>());
    }
}
