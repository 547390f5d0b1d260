//! When the store is away: tried again for a day, then told.

use crate::support::{PROGRAMME, a_while, file_came, reader, state, workshop};
use shared::Settings;
use shared::objects::ObjectStore;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;

/// A bucket behind a port at which nobody listens.
fn away() -> ObjectStore {
    bucket_at("http://127.0.0.1:1")
}

fn bucket_at(url: &str) -> ObjectStore {
    let settings: Settings = [
        ("DOCUMENTS_BUCKET", "papers"),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "example"),
        ("AWS_ENDPOINT_URL_S3", url),
    ]
    .into_iter()
    .collect();
    let store = ObjectStore::from_settings(&settings);
    store.expect("settings").expect("a bucket")
}

#[tokio::test]
async fn a_store_that_is_away_is_asked_again_later_and_ready_is_ready() {
    let workshop = workshop().await;
    let (document, key) = workshop.upload("programme.pdf", PROGRAMME).await;
    let services = workshop.house.database.services(2);
    let ingest = state(services, Some(away())).ingest(reader());
    let ingest = ingest.with_pause(Duration::from_secs(600));
    assert_eq!(file_came(&ingest, &key).await.postponed, 1);
    let waiting = workshop.document(document).await;
    assert_eq!(
        (&waiting["status"], &waiting["failure"]["code"]),
        (&"processing".into(), &"store_away".into())
    );
    // Not before its time, even when the event comes again.
    assert_eq!(file_came(&ingest, &key).await.postponed, 0);
    assert_eq!(workshop.sweep().await.ready, 0);
    let pause = "select extract(epoch from queued_at - now())::bigint from documents";
    assert!((500..=600).contains(&workshop.house.database.count(pause).await));

    workshop
        .house
        .database
        .sql("update documents set queued_at = now()")
        .await;
    assert_eq!(workshop.sweep().await.ready, 1);
    assert!(workshop.document(document).await["failure"].is_null());
}

#[tokio::test]
async fn a_store_that_is_away_for_hours_costs_no_document_a_try() {
    let workshop = workshop().await;
    let (document, key) = workshop.upload("programme.pdf", PROGRAMME).await;
    let services = workshop.house.database.services(2);
    let ingest = state(services, Some(away())).ingest(reader());
    let ingest = ingest.with_pause(Duration::from_secs(600));
    let later = "update documents set queued_at = now(), store_away_since = store_away_since - interval '2 hours'";
    for _ in 0..10 {
        assert_eq!(file_came(&ingest, &key).await.postponed, 1);
        workshop.house.database.sql(later).await;
    }
    let tries = "select attempts::bigint from documents";
    assert_eq!(workshop.house.database.count(tries).await, 0);
    assert_eq!(workshop.sweep().await.ready, 1);
    assert!(workshop.document(document).await["failure"].is_null());
}

#[tokio::test]
async fn a_store_that_is_away_is_asked_once_a_sweep_and_texts_go_on() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address");
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    let workshop = workshop().await;
    for name in ["a.pdf", "b.pdf", "c.pdf"] {
        workshop.upload(name, PROGRAMME).await;
    }
    let come = "update documents set status = 'processing', queued_at = now()";
    workshop.house.database.sql(come).await;
    workshop.write("Rules", "Dogs are welcome.").await;
    let services = workshop.house.database.services(2);
    let store = bucket_at(&format!("http://{address}"));
    let ingest = state(services, Some(store)).ingest(reader());
    let ingest = ingest.with_pause(Duration::from_secs(600));
    let report = ingest.sweep(a_while()).await.expect("a report");
    assert_eq!((report.postponed, report.ready), (3, 1));
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn after_a_day_and_three_tries_the_reason_is_told() {
    let workshop = workshop().await;
    let (document, key) = workshop.upload("programme.pdf", PROGRAMME).await;
    let services = workshop.house.database.services(2);
    let ingest = state(services, Some(away())).ingest(reader());
    let ingest = ingest.with_pause(Duration::from_secs(600));
    assert_eq!(file_came(&ingest, &key).await.postponed, 1);
    let a_day_later = "update documents set store_away_since = now() - interval '25 hours'";
    workshop.house.database.sql(a_day_later).await;
    let ingest = ingest.with_pause(Duration::ZERO);
    let now = "update documents set queued_at = now()";
    workshop.house.database.sql(now).await;
    let report = ingest.sweep(a_while()).await.expect("a report");
    assert_eq!((report.postponed, report.failed), (2, 1));
    let failed = workshop.document(document).await;
    assert_eq!(
        (&failed["status"], &failed["failure"]["code"]),
        (&"failed".into(), &"store_away".into())
    );
    // Asking for it begins anew.
    let path = format!("/documents/{document}/reprocess");
    workshop.call("POST", &path).expect(200).await;
    assert_eq!(workshop.sweep().await.ready, 1);
}

#[tokio::test]
async fn files_that_cannot_be_deleted_now_are_deleted_later() {
    let workshop = workshop().await;
    let (document, key) = workshop.upload("programme.pdf", PROGRAMME).await;
    let delete = workshop.call("DELETE", &format!("/documents/{document}"));
    assert_eq!(delete.send().await.status, 204);
    let services = workshop.house.database.services(2);
    for store in [Some(away()), None] {
        let ingest = state(services.clone(), store).ingest(reader());
        let report = ingest.sweep(a_while()).await.expect("a report");
        assert_eq!((report.deleted_files, report.finished), (0, true));
    }
    assert!(workshop.has_file(&key).await);
    assert_eq!(workshop.sweep().await.deleted_files, 1);
    assert!(!workshop.has_file(&key).await);
}
