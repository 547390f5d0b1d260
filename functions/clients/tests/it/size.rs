//! What many messages do not slow down: which tables and indexes Postgres reads, not how long it takes.

use crate::support::house;
use test_support::House;

/// 20 000 messages of Alice's in 200 days, as many of Bob's, and the figures of every hour.
async fn busy_house() -> House {
    let house = house().await;
    house
        .database
        .sql(
            "insert into conversations (client_id, session_id, started_at, last_message_at)
             select c.id, gen_random_uuid(), now() - n * interval '1 hour', now() - n * interval '1 hour' from clients c, generate_series(1, 4800) n;
             insert into messages (id, conversation_id, client_id, role, content, created_at, question_key, outcome)
             select gen_random_uuid(), v.id, v.client_id, case when n % 2 = 1 then 'visitor' else 'assistant' end,
                    'lunch word' || (row_number() over ()) % 997 || repeat(' at noon in the foyer', 30), v.started_at + n * interval '1 minute',
                    case when n % 2 = 1 then 'lunch word' || (row_number() over ()) % 997 end, case when n % 2 = 0 then 'unknown' end
               from conversations v, generate_series(1, 4) n
              limit 40000;
             insert into usage_hours (client_id, hour, messages, answers, latencies)
             select c.id, date_trunc('hour', now()) - n * interval '1 hour', 2, 2, array_fill(1, array[40]) from clients c, generate_series(1, 4800) n;
             analyze conversations, messages, usage_hours",
        )
        .await;
    house
}

/// How often `call` reads a table whole, and how often by an index.
async fn reads(house: &House, table: &str, call: &str) -> (i64, i64) {
    let client = format!("'{}'::uuid", house.alice.client_id);
    let begin = format!(
        "begin; set local role conference_app; select set_config('app.user_id', '{}', true); select * from {}",
        house.alice.user_id,
        call.replace("$client", &client)
    );
    house.database.sql(&begin).await;
    let count = |what: &str| {
        format!(
            "select coalesce({what}, 0) from pg_stat_xact_user_tables where relname = '{table}'"
        )
    };
    let whole = house.database.count(&count("seq_scan")).await;
    let by_index = house.database.count(&count("idx_scan")).await;
    house.database.sql("rollback").await;
    (whole, by_index)
}

#[tokio::test]
async fn figures_look_at_no_message() {
    let house = busy_house().await;
    for call in [
        "app.usage_of_days($client, null, null, '400 days', false)",
        "app.usage_by_clock($client, null, null, '400 days')",
    ] {
        assert_eq!(reads(&house, "messages", call).await, (0, 0), "{call}");
        let (_, by_index) = reads(&house, "usage_hours", call).await;
        assert!(by_index > 0, "{call}");
    }
}

#[tokio::test]
async fn lists_searches_and_exports_read_messages_by_indexes_only() {
    let house = busy_house().await;
    for call in [
        "app.find_conversations($client, null, null, null, null, false, null, null, null, 25)",
        "app.find_conversations($client, 'word123', null, null, null, false, null, null, null, 25)",
        "app.find_conversations($client, null, null, null, 1, false, null, null, null, 25)",
        "app.asked_questions($client, null, null, '7 days', 500, 200)",
        "app.rated_answers($client, null, null, '30 days', 50)",
        "app.export_messages($client, null, null, null, 500, 1000000)",
    ] {
        let (whole, by_index) = reads(&house, "messages", call).await;
        assert!(whole == 0 && by_index > 0, "{call}: {whole}, {by_index}");
    }
}
