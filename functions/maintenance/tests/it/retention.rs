//! Conversations that their client keeps no longer, and counts of requests of hours that are over.

use crate::support::{A_WHILE, function, invoke};
use serde_json::{Value, json};
use test_support::{Person, TestDatabase};

async fn prune(database: &TestDatabase) -> Value {
    let function = function(database.url());
    let report = invoke(&function, json!({"action": "prune"}), A_WHILE).await;
    report.expect("a report")
}

/// Conversations with two messages each, last used so long ago.
async fn converse(database: &TestDatabase, person: &Person, ago: &str, number: u32) {
    let converse = format!(
        "with c as (insert into conversations (client_id, session_id, page, last_message_at)
                    select '{client}', gen_random_uuid(), '{ago}', now() - interval '{ago}' from generate_series(1, {number})
                    returning id, client_id)
         insert into messages (id, conversation_id, client_id, role, content)
         select gen_random_uuid(), c.id, c.client_id, 'visitor', 'hi' from c, generate_series(1, 2)",
        client = person.client_id,
    );
    database.sql(&converse).await;
}

#[tokio::test]
async fn conversations_go_when_their_client_keeps_them_no_longer() {
    let database = TestDatabase::create().await;
    let services = database.services(1);
    let short = Person::register(&services, "short").await;
    let forever = Person::register(&services, "forever").await;
    let retention = format!(
        "update clients set retention_days = case id when '{}' then 30 end",
        short.client_id
    );
    database.sql(&retention).await;
    converse(&database, &short, "31 days", 250).await;
    converse(&database, &short, "29 days", 2).await;
    converse(&database, &forever, "5000 days", 3).await;
    let usage = format!(
        "insert into usage_hours (client_id, hour, messages) values ('{}', now() - interval '31 days', 500)",
        short.client_id
    );
    database.sql(&usage).await;
    let report = prune(&database).await;
    assert_eq!(report["deleted"]["conversations"], 250);
    assert_eq!(report["finished"], true);
    let left = "select string_agg(page, ', ' order by page) from (select distinct page from conversations) c";
    assert_eq!(database.text(left).await, "29 days, 5000 days");
    assert_eq!(database.rows_of("messages").await, 10);
    assert_eq!(database.rows_of("usage_hours").await, 1);
}

#[tokio::test]
async fn counts_of_hours_that_are_over_go_and_those_of_this_hour_stay() {
    let database = TestDatabase::create().await;
    let count = "insert into request_counts (scope, subject, hour, used)
        select 'visitor', 'v' || n, date_trunc('hour', now()) - n * interval '1 hour', 1 from generate_series(0, 5) n";
    database.sql(count).await;
    let report = prune(&database).await;
    // An hour may have ended in between.
    let deleted = report["deleted"]["request_counts"].as_i64();
    let left = "select count(*) from request_counts where hour < date_trunc('hour', now()) - interval '1 hour'";
    assert!(deleted >= Some(5), "{report}");
    assert_eq!(database.count(left).await, 0);
}

#[tokio::test]
async fn counters_of_sign_in_that_are_over_go_and_the_others_stay() {
    let database = TestDatabase::create().await;
    let count = "insert into sign_in_counters (key, used, over_at)
        select convert_to('c' || n, 'UTF8'), 1, now() + n * interval '1 hour' from generate_series(-3, 2) n";
    database.sql(count).await;
    let report = prune(&database).await;
    // What is over just now was over before the function began.
    assert_eq!(report["deleted"]["sign_in_counters"], 4, "{report}");
    assert_eq!(database.rows_of("sign_in_counters").await, 2);
}
