//! What Directus tells us of has the ingest called when something is left to do, and only then: what we told Directus ourselves comes back as a
//! call, and one sweep must not lead to the next for ever.

use crate::support::{Pair, directus};
use knowledge::KnowledgeState;
use knowledge::ingest::Reader;
use lambda_runtime::{Context, LambdaEvent};
use serde_json::json;
use shared::Settings;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use test_support::FakeWebhook;
use uuid::Uuid;

async fn pair() -> (Pair, FakeWebhook) {
    let lambda = FakeWebhook::start().await;
    let settings: Settings = [
        ("INGEST_FUNCTION", "ingest"),
        ("AWS_ENDPOINT_URL_LAMBDA", &*lambda.url()),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "hunter2"),
    ]
    .into_iter()
    .collect();
    (Pair::build_from(&settings).await, lambda)
}

/// How often the ingest was called since this was asked last.
fn calls(lambda: &FakeWebhook) -> usize {
    let calls = lambda.received().len();
    lambda.reset();
    calls
}

#[tokio::test]
async fn a_text_that_an_editor_wrote_is_to_be_read_now() {
    let (pair, lambda) = pair().await;
    let id = Uuid::new_v4();
    let item = json!({"client_id": pair.client(), "title": "Venue", "body": "At the sea"});
    pair.fake.edit(id, item);
    pair.tell("create", &[id]).await;
    assert_eq!(calls(&lambda), 1, "it is new");
    pair.fake.edit(id, json!({"body": "By the river"}));
    pair.tell("update", &[id]).await;
    assert_eq!(calls(&lambda), 1, "it is changed");
    pair.fake.edit(id, json!({"title": "The venue"}));
    pair.tell("update", &[id]).await;
    assert_eq!(pair.document(id).await["title"], "The venue");
    assert_eq!(calls(&lambda), 0, "a title need not be read");
}

#[tokio::test]
async fn our_own_change_that_comes_back_calls_nobody() {
    let (pair, lambda) = pair().await;
    let id = pair.write("Rules", "Dogs are welcome.").await;
    assert_eq!(calls(&lambda), 1, "it is to be read");
    for event in ["create", "update"] {
        assert_eq!(pair.sweep().await.postponed, 0);
        pair.tell(event, &[id]).await;
        pair.tell(event, &[id]).await;
        assert_eq!(calls(&lambda), 0, "{event}");
        let sql = format!("update documents set status = 'ready' where id = '{id}'");
        pair.house.database.sql(&sql).await;
    }
}

#[tokio::test]
async fn editors_hear_of_changes_here_before_the_schedule() {
    let (pair, lambda) = pair().await;
    let id = pair.write_and_push("Rules", "Dogs are welcome.").await;
    calls(&lambda);
    let path = format!("/api/dashboard/knowledge/{}/documents/{id}", pair.client());
    let title = json!({"title": "House rules"});
    let change = pair.house.call("PATCH", &path).json(&title);
    change.expect(200).await;
    assert_eq!(calls(&lambda), 1);
    let deleted = pair.house.call("DELETE", &path).send().await;
    assert_eq!((deleted.status, calls(&lambda)), (204, 1));
}

#[tokio::test]
async fn a_resync_is_begun_at_once_if_there_is_anything_to_compare() {
    let (pair, lambda) = pair().await;
    let path = format!("/api/dashboard/knowledge/{}/directus/resync", pair.client());
    for (documents, expected) in [(0, 0), (2, 1)] {
        for _ in 0..documents {
            pair.write_and_push("Rules", "Dogs are welcome.").await;
        }
        calls(&lambda);
        let answer = pair.house.call("POST", &path).expect(202).await;
        assert_eq!(answer["queued"], documents);
        assert_eq!(calls(&lambda), expected, "{documents}");
    }
}

#[tokio::test]
async fn editors_hear_that_a_file_is_read_as_soon_as_it_is() {
    let (pair, _lambda) = pair().await;
    let id = pair.upload("Rules", "rules.md", b"Dogs are welcome.").await;
    pair.sweep().await;
    assert_eq!(pair.fake.item(id)["status"], "processing");
    let key = pair.document(id).await["object_key"].clone();
    let state = KnowledgeState::from_settings(&Settings::default(), pair.services.clone());
    let state = state.expect("nothing is set");
    let state = state.with_directus(Some(directus(&pair.fake.url())));
    let reader = Reader::program(env!("CARGO_BIN_EXE_knowledge").into());
    let ingest = state.with_objects(Some(pair.store.clone())).ingest(reader);
    let event = json!({"source": "aws.s3", "detail-type": "Object Created", "detail": {"object": {"key": key}}});
    let mut context = Context::default();
    let end = SystemTime::now() + Duration::from_secs(300);
    let end = end.duration_since(UNIX_EPOCH).expect("after 1970");
    context.deadline = end.as_millis().try_into().expect("a date");
    let report = ingest.handle(LambdaEvent::new(event, context)).await;
    assert_eq!(report.expect("a report")["ready"], 1);
    assert_eq!(pair.fake.item(id)["status"], "ready");
}
