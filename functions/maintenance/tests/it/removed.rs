//! Clients with more than the request that deleted them could delete: gone for everybody at once, and their rows in time.

use crate::support::{A_WHILE, function, invoke};
use serde_json::json;
use shared::clients;
use test_support::{Person, TestDatabase};

/// Conversations with a message each, documents with a chunk each, and figures.
async fn fill(database: &TestDatabase, person: &Person, conversations: u32) {
    let fill = format!(
        "with c as (insert into conversations (client_id, session_id) select '{client}', gen_random_uuid() from generate_series(1, {conversations})
                    returning id, client_id)
         insert into messages (id, conversation_id, client_id, role, content) select gen_random_uuid(), id, client_id, 'visitor', 'hi' from c;
         with d as (insert into documents (client_id, title, object_key)
                    select '{client}', 'a title', '{client}/' || n from generate_series(1, 30) n returning id, client_id)
         insert into chunks (client_id, document_id, ordinal, content, tokens, search)
         select client_id, id, 0, 'two words', 2, to_tsvector('simple', 'two words') from d;
         insert into usage_hours (client_id, hour) select '{client}', now() - n * interval '1 hour' from generate_series(1, 50) n",
        client = person.client_id,
    );
    database.sql(&fill).await;
}

/// Deletes as the person does.
async fn delete(database: &TestDatabase, person: &Person, what: &str) {
    let delete = format!(
        "begin; select set_config('app.user_id', '{}', true); select {what}; commit",
        person.user_id
    );
    database.sql(&delete).await;
}

async fn rows_left(database: &TestDatabase, person: &Person) -> i64 {
    let tables = [
        "messages",
        "conversations",
        "documents",
        "chunks",
        "chunk_terms",
        "chunk_words",
        "chunk_languages",
        "usage_hours",
        "client_widgets",
    ];
    let mut rows = database
        .count(&format!(
            "select count(*) from clients where id = '{}'",
            person.client_id
        ))
        .await;
    for table in tables {
        let count = format!(
            "select count(*) from {table} where client_id = '{}'",
            person.client_id
        );
        rows += database.count(&count).await;
    }
    rows
}

#[tokio::test]
async fn a_large_client_opens_nothing_any_more_and_its_rows_go_in_batches() {
    let database = TestDatabase::create().await;
    let services = database.services(1);
    let [large, other] = [
        Person::register(&services, "large").await,
        Person::register(&services, "other").await,
    ];
    fill(&database, &large, 1_500).await;
    fill(&database, &other, 3).await;
    let before = rows_left(&database, &other).await;
    let someone_elses = format!("app.delete_own_client('{}')", large.client_id);
    delete(&database, &other, &someone_elses).await;
    assert!(
        services
            .database
            .run_alone(clients::open_by_key(&large.key, None))
            .await
            .expect("an answer")
            .is_some()
    );

    delete(&database, &large, &someone_elses).await;
    let opened = services
        .database
        .run_alone(clients::open_by_key(&large.key, None))
        .await;
    assert!(opened.expect("an answer").is_none());
    assert!(rows_left(&database, &large).await > 1_500);
    let report = invoke(
        &function(database.url()),
        json!({"action": "prune"}),
        A_WHILE,
    )
    .await;
    assert_eq!(report.expect("a report")["finished"], true);
    assert_eq!(rows_left(&database, &large).await, 0);
    assert_eq!(rows_left(&database, &other).await, before);
    assert_eq!(database.rows_of("messages").await, 3);
    assert_eq!(
        database.rows_of("deleted_objects").await,
        30,
        "the files go, too"
    );
}

#[tokio::test]
async fn a_small_client_is_gone_when_the_request_is() {
    let database = TestDatabase::create().await;
    let services = database.services(1);
    let small = Person::register(&services, "small").await;
    fill(&database, &small, 20).await;
    delete(
        &database,
        &small,
        &format!("app.delete_own_client('{}')", small.client_id),
    )
    .await;
    assert_eq!(rows_left(&database, &small).await, 0);
}

#[tokio::test]
async fn an_account_goes_at_once_however_much_its_clients_have() {
    let database = TestDatabase::create().await;
    let services = database.services(1);
    let person = Person::register(&services, "large").await;
    fill(&database, &person, 1_500).await;
    delete(&database, &person, "app.delete_own_account('another hash')").await;
    assert_eq!(database.rows_of("users").await, 1);
    delete(
        &database,
        &person,
        "app.delete_own_account('no hash fits this')",
    )
    .await;
    assert_eq!(
        database.rows_of("users").await + database.rows_of("session").await,
        0
    );
    let report = invoke(
        &function(database.url()),
        json!({"action": "prune"}),
        A_WHILE,
    )
    .await;
    assert_eq!(report.expect("a report")["finished"], true);
    assert_eq!(rows_left(&database, &person).await, 0);
}
