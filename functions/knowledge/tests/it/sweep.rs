//! What waits is looked at in time, whatever became of the event that should have told of it.

use crate::support::{PROGRAMME, workshop};
use knowledge::ingest::Report;
use shared::documents::ingest;
use std::time::Duration;
use tokio::time::Instant;

const AN_HOUR_LATER: &str = "update documents set queued_at = queued_at - interval '1 hour'";

#[tokio::test]
async fn a_file_whose_event_was_lost_is_found_within_the_hour() {
    let workshop = workshop().await;
    let (document, _) = workshop.upload("programme.pdf", PROGRAMME).await;
    let nothing = Report {
        finished: true,
        ..Report::default()
    };
    assert_eq!(workshop.sweep().await, nothing, "it may still come");
    workshop.house.database.sql(AN_HOUR_LATER).await;
    assert_eq!(workshop.sweep().await.ready, 1);
    assert_eq!(workshop.document(document).await["status"], "ready");
}

#[tokio::test]
async fn a_file_that_never_came_is_told_as_such_after_an_hour() {
    let workshop = workshop().await;
    let file = serde_json::json!({"fileName": "programme.pdf", "sizeBytes": 5});
    let asked = workshop
        .call("POST", "/documents")
        .json(&file)
        .expect(201)
        .await;
    workshop.house.database.sql(AN_HOUR_LATER).await;
    assert_eq!(workshop.sweep().await.failed, 1);
    let document = workshop
        .document(crate::support::id(&asked["document"]))
        .await;
    assert_eq!(document["failure"]["code"], "upload_missing");
}

#[tokio::test]
async fn what_editors_write_behind_our_back_is_read() {
    let workshop = workshop().await;
    let client = workshop.house.alice.client_id;
    let write = format!(
        "insert into documents (client_id, title, body) values ('{client}', 'Rules', 'Dogs are welcome.'), ('{client}', 'Nothing', null)"
    );
    workshop.house.database.sql(&write).await;
    let report = workshop.sweep().await;
    assert_eq!((report.ready, report.failed), (1, 1));
    let reason = "select string_agg(failure_code, ',') from documents";
    assert_eq!(workshop.house.database.text(reason).await, "empty");
}

#[tokio::test]
async fn whoever_died_three_times_over_a_document_is_not_followed_by_a_fourth() {
    let workshop = workshop().await;
    let document = workshop.write("Rules", "Dogs are welcome.").await;
    let database = workshop.house.database.services(1).database;
    for attempt in 1..=3 {
        let claimed = database.run_alone(ingest::claim_next(Duration::ZERO)).await;
        assert_eq!(
            claimed.expect("an answer").expect("it is due").attempts,
            attempt
        );
    }
    assert_eq!(workshop.sweep().await.failed, 1);
    let failed = workshop.document(document).await;
    assert_eq!(failed["failure"]["code"], "interrupted");
}

#[tokio::test]
async fn whoever_died_once_is_followed_by_another() {
    let workshop = workshop().await;
    workshop.write("Rules", "Dogs are welcome.").await;
    let database = workshop.house.database.services(1).database;
    let claimed = database.run_alone(ingest::claim_next(Duration::ZERO)).await;
    assert!(claimed.expect("an answer").is_some());
    assert_eq!(workshop.sweep().await.ready, 1);
}

#[tokio::test]
async fn whoever_died_over_a_file_that_had_just_come_is_followed_by_another() {
    let workshop = workshop().await;
    let (document, key) = workshop.upload("programme.pdf", PROGRAMME).await;
    let database = workshop.house.database.services(1).database;
    let claim = ingest::claim_file(&key, Duration::ZERO);
    let claimed = database.run_alone(claim).await;
    assert!(claimed.expect("an answer").is_some());
    assert_eq!(workshop.sweep().await.ready, 1);
    assert_eq!(workshop.document(document).await["status"], "ready");
}

#[tokio::test]
async fn nothing_is_begun_that_may_not_be_done_in_time() {
    let workshop = workshop().await;
    let document = workshop.write("Rules", "Dogs are welcome.").await;
    let soon = Instant::now() + Duration::from_secs(20);
    let report = workshop.ingest.sweep(soon).await.expect("a report");
    assert_eq!(
        report,
        Report::default(),
        "and it says that it is not finished"
    );
    assert_eq!(workshop.document(document).await["status"], "processing");
    let tries = "select attempts::bigint from documents";
    assert_eq!(workshop.house.database.count(tries).await, 0);
}

#[tokio::test]
async fn sweeps_at_once_share_the_work() {
    let workshop = workshop().await;
    for number in 0..8 {
        workshop
            .write(&format!("{number}"), "Dogs are welcome.")
            .await;
    }
    let (one, other) = tokio::join!(workshop.sweep(), workshop.sweep());
    assert_eq!(one.ready + other.ready, 8);
    assert!(one.ready > 0 && other.ready > 0, "{one:?} {other:?}");
}
