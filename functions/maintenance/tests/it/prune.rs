//! Expired rows, on a schedule or by hand.

use crate::support::{A_WHILE, function, invoke, recorded};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use test_support::TestDatabase;

const BY_RULE: &str = include_str!("../events/scheduled_by_rule.json");
const BY_SCHEDULER: &str = include_str!("../events/scheduled_by_scheduler.json");

/// Sessions by name: until when, since when.
const LIVE: [(&str, &str, &str); 4] = [
    (
        "for a minute more",
        "localtimestamp + interval '1 minute'",
        "now()",
    ),
    (
        "of nearly 30 days",
        "localtimestamp + interval '7 days'",
        "now() - interval '30 days' + interval '1 minute'",
    ),
    ("for ever, but young", "'infinity'", "now()"),
    (
        "from the future",
        "localtimestamp + interval '1 day'",
        "now() + interval '1 hour'",
    ),
];
const OVER: [(&str, &str, &str); 5] = [
    ("just over", "localtimestamp", "now()"),
    ("long over", "'2001-01-01'", "now()"),
    ("always over", "'-infinity'", "'-infinity'"),
    (
        "of 30 days",
        "localtimestamp + interval '7 days'",
        "now() - interval '30 days'",
    ),
    (
        "for ever, but old",
        "'infinity'",
        "now() - interval '31 days'",
    ),
];

async fn add(database: &TestDatabase, sessions: &[(&str, &str, &str)]) {
    for (sid, expire, created_at) in sessions {
        let add = format!(
            "insert into session (sid, sess, expire, created_at) values ('{sid}', '{{\"cookie\":{{}}}}', {expire}, {created_at})"
        );
        database.sql(&add).await;
    }
}

async fn add_over(database: &TestDatabase, number: u32) {
    let add = format!(
        "insert into session (sid, sess, expire) select 'over ' || n, '{{}}', localtimestamp - interval '1 day' from generate_series(1, {number}) n"
    );
    database.sql(&add).await;
}

/// The report without what differs from run to run.
fn timeless(report: Value) -> Value {
    assert!(report["durationMs"].is_u64(), "{report}");
    json!({"deleted": report["deleted"], "batches": report["batches"], "finished": report["finished"]})
}

/// That of a finished run in which only sessions were over.
fn report_of(sessions: usize, batches: u32) -> Value {
    let deleted = json!({"session": sessions, "conversations": 0, "request_counts": 0, "sign_in_counters": 0, "clients": 0});
    json!({"deleted": deleted, "batches": batches, "finished": true})
}

#[tokio::test]
async fn what_is_over_is_deleted_in_batches_and_what_lives_stays() {
    let database = TestDatabase::create().await;
    add(&database, &LIVE).await;
    add(&database, &OVER).await;
    let function = function(database.url()).with_batch_size(2);
    let report = invoke(&function, recorded(BY_RULE), A_WHILE).await;
    let expected = report_of(OVER.len(), 7);
    assert_eq!(timeless(report.expect("a report")), expected);
    let left = database
        .text("select string_agg(sid, '; ' order by sid) from session")
        .await;
    let mut expected = LIVE.map(|(sid, ..)| sid);
    expected.sort_unstable();
    assert_eq!(left, expected.join("; "));
}

#[tokio::test]
async fn every_schedule_and_an_operator_may_ask() {
    let database = TestDatabase::create().await;
    for event in [
        recorded(BY_RULE),
        recorded(BY_SCHEDULER),
        json!({"action": "prune"}),
    ] {
        add_over(&database, 3).await;
        let report = invoke(&function(database.url()), event, A_WHILE).await;
        let expected = report_of(3, 5);
        assert_eq!(timeless(report.expect("a report")), expected);
    }
}

#[tokio::test]
async fn what_a_request_is_using_is_left_for_another_time() {
    let database = TestDatabase::create().await;
    add_over(&database, 3).await;
    let using = "begin; select from session where sid = 'over 2' for update";
    database.sql(using).await;
    let began = Instant::now();
    let report = invoke(&function(database.url()), recorded(BY_RULE), A_WHILE).await;
    assert_eq!(report.expect("a report")["deleted"]["session"], 2);
    assert!(began.elapsed() < Duration::from_secs(2));
    database.sql("rollback").await;
    let report = invoke(&function(database.url()), recorded(BY_RULE), A_WHILE).await;
    assert_eq!(report.expect("a report")["deleted"]["session"], 1);
}

#[tokio::test]
async fn two_at_once_share_the_work() {
    let database = TestDatabase::create().await;
    add_over(&database, 2_000).await;
    let functions = [(); 2].map(|()| function(database.url()).with_batch_size(20));
    let (one, other) = tokio::join!(
        invoke(&functions[0], recorded(BY_RULE), A_WHILE),
        invoke(&functions[1], recorded(BY_RULE), A_WHILE),
    );
    let deleted = [one, other].map(|report| {
        let report = report.expect("a report");
        assert_eq!(report["finished"], true);
        report["deleted"]["session"].as_i64().expect("a number")
    });
    assert_eq!(deleted.iter().sum::<i64>(), 2_000);
    assert_eq!(database.rows_of("session").await, 0);
}

#[tokio::test]
async fn it_stops_when_the_time_is_nearly_over_and_says_so() {
    let database = TestDatabase::create().await;
    add_over(&database, 20_000).await;
    let function = function(database.url()).with_batch_size(1);
    let time = Duration::from_secs(1);
    let began = Instant::now();
    let report = invoke(&function, recorded(BY_RULE), time).await;
    assert!(began.elapsed() < time, "{:?}", began.elapsed());
    let report = report.expect("a report");
    assert_eq!(report["finished"], false);
    let deleted = report["deleted"]["session"].as_i64().expect("a number");
    assert_eq!(report["batches"], deleted);
    assert!(deleted > 0);
    assert_eq!(database.rows_of("session").await, 20_000 - deleted);
}

#[tokio::test]
async fn a_database_that_is_away_is_an_error_so_that_lambda_begins_again() {
    let function = function("postgres://somebody:hunter2@127.0.0.1:1/db");
    let error = invoke(&function, recorded(BY_RULE), A_WHILE).await;
    let error = error.expect_err("there is no database").to_string();
    assert!(error.contains("refused"), "{error}");
    assert!(!error.contains("hunter2"), "{error}");
}

#[tokio::test]
async fn finding_what_is_over_reads_no_whole_table() {
    let database = TestDatabase::create().await;
    let mostly_live = "insert into session (sid, sess, expire, created_at)
        select n::text, '{}', localtimestamp + (n - 100) * interval '1 minute', now() - (n % 100) * interval '1 minute'
          from generate_series(1, 20000) n;
        analyze session";
    database.sql(mostly_live).await;
    // The rule as the clean-up asks it; that Postgres unfolds it is what makes indexes serve.
    let plan = "explain select from session s where not app.session_is_live(s.expire, s.created_at) limit 1000 for update skip locked";
    let rows = database.admin.query(plan, &[]).await.expect("a plan");
    let plan: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let plan = plan.join("\n");
    for index in ["IDX_session_expire", "session_created_at_idx"] {
        assert!(plan.contains(index), "{plan}");
    }
    assert!(!plan.contains("Seq Scan"), "{plan}");
}
