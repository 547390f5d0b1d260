//! Two at once, twice the same, and changes in the middle of the work.

use crate::support::{PROGRAMME, Workshop, file_came, state, workshop};
use knowledge::ingest::Reader;
use serde_json::json;
use shared::database::Changed;
use shared::documents::ingest::{self, Claimed, Finished};
use shared::retrieval::{self, Indexed, NewChunk};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::time::Duration;
use uuid::Uuid;

#[tokio::test]
async fn of_two_at_once_one_reads_and_the_other_has_nothing_to_do() {
    let workshop = workshop().await;
    let (document, key) = workshop.upload("programme.pdf", PROGRAMME).await;
    let (one, other) = tokio::join!(workshop.file_came(&key), workshop.file_came(&key));
    assert_eq!((one.ready + other.ready, one.void + other.void), (1, 0));
    let count = workshop.document(document).await["chunkCount"].as_i64();
    assert_eq!(count, Some(workshop.house.database.rows_of("chunks").await));
}

#[tokio::test]
async fn an_event_that_comes_again_changes_nothing() {
    let workshop = workshop().await;
    let (_, key) = workshop.upload("programme.pdf", PROGRAMME).await;
    assert_eq!(workshop.file_came(&key).await.ready, 1);
    let before = workshop.house.database.snapshot().await;
    assert_eq!(workshop.file_came(&key).await, Default::default());
    assert_eq!(workshop.house.database.snapshot().await, before);
    assert!(workshop.has_file(&key).await);
}

#[tokio::test]
async fn what_is_reported_for_an_older_revision_changes_nothing() {
    let workshop = workshop().await;
    for change in [
        ("PATCH", "", json!({"body": "Cats are welcome."})),
        ("POST", "/reprocess", json!({})),
        (
            "POST",
            "/replace",
            json!({"fileName": "rules.md", "sizeBytes": 5}),
        ),
        ("DELETE", "", json!({})),
    ] {
        let document = workshop.write("Rules", "Dogs are welcome.").await;
        let claimed = claim(&workshop, document, Duration::from_secs(60)).await;
        let (method, path, body) = &change;
        let path = format!("/documents/{document}{path}");
        let changed = workshop.call(method, &path).json(body).send().await;
        assert!(changed.status < 300, "{change:?}: {}", changed.text);
        is_void(&workshop, claimed, &format!("{change:?}")).await;
        workshop.house.database.sql("delete from documents").await;
    }
}

#[tokio::test]
async fn a_claim_that_ran_out_is_anothers_and_what_the_first_reports_is_void() {
    let workshop = workshop().await;
    let document = workshop.write("Rules", "Dogs are welcome.").await;
    let first = claim(&workshop, document, Duration::ZERO).await;
    let second = claim(&workshop, document, Duration::from_secs(60)).await;
    assert_eq!((first.attempts, second.attempts), (1, 2));
    is_void(&workshop, first, "the first").await;
    let none = workshop.house.database.services(1);
    let next = none
        .database
        .run_alone(ingest::claim_next(Duration::ZERO))
        .await;
    assert!(next.expect("an answer").is_none(), "somebody is at it");
}

#[tokio::test]
async fn progress_is_seen_and_a_change_ends_the_work() {
    let workshop = workshop().await;
    let (reader, gate) = slow_reader();
    let services = workshop.house.database.services(2);
    let ingest = state(services, Some(workshop.store.clone())).ingest(reader);
    let (document, key) = workshop.upload("programme.pdf", PROGRAMME).await;
    let working = tokio::spawn(async move { file_came(&ingest, &key).await });
    let progress = format!("select progress::bigint from documents where id = '{document}'");
    while workshop.house.database.count(&progress).await == 0 {
        assert!(!working.is_finished());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(workshop.document(document).await["status"], "processing");
    assert_eq!(
        workshop.document(document).await["progress"],
        35,
        "half of the reading"
    );
    let path = format!("/documents/{document}/reprocess");
    workshop.call("POST", &path).expect(200).await;
    std::fs::write(&gate, "").expect("the gate opens");
    assert_eq!(working.await.expect("a report").void, 1);
    assert_eq!(workshop.sweep().await.ready, 1, "the newer one is read");
    drop(std::fs::remove_dir_all(gate.parent().expect("a folder")));
}

#[tokio::test]
async fn a_client_that_is_deleted_and_its_ingest_do_not_wait_for_each_other() {
    let workshop = workshop().await;
    let document = workshop.write("Rules", "Dogs are welcome.").await;
    let claim = claim(&workshop, document, Duration::from_secs(60))
        .await
        .claim;
    let admin = &workshop.house.database.admin;
    let client = workshop.house.alice.client_id;
    // A deletion has the client's row before it comes to the documents'.
    let first = format!("begin; select from clients where id = '{client}' for update");
    admin.batch_execute(&first).await.expect("a lock");
    let database = workshop.house.database.services(1).database;
    let storing = tokio::spawn(async move {
        let opening = ingest::report_progress(claim, 70, Duration::from_secs(60));
        let chunk = NewChunk {
            ordinal: 0,
            page: None,
            heading: None,
            content: "Dogs are welcome.",
            tokens: 4,
        };
        let add = retrieval::add_chunks(claim.document_id, claim.revision, &[chunk]);
        database
            .patient(Duration::from_secs(30))
            .run(opening, add)
            .await
    });
    let waits = "select count(*) from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))";
    while workshop.house.database.count(waits).await == 0 {
        assert!(!storing.is_finished());
    }
    let second = format!("delete from clients where id = '{client}'; commit");
    let deleted = admin.batch_execute(&second).await;
    deleted.expect("nobody waits in a circle");
    let stored = storing.await.expect("no panic").expect("an answer");
    let (Changed(is_ours), added) = stored;
    assert!(!is_ours);
    assert_eq!(added.expect("an answer"), Indexed(false));
}

async fn claim(workshop: &Workshop, document: Uuid, lease: Duration) -> Claimed {
    let services = workshop.house.database.services(1);
    let claimed = services.database.run_alone(ingest::claim_next(lease)).await;
    let claimed = claimed.expect("an answer").expect("it is due");
    assert_eq!(claimed.claim.document_id, document);
    claimed
}

/// Expects that nothing can be reported for a claim.
async fn is_void(workshop: &Workshop, claimed: Claimed, what: &str) {
    let before = workshop.house.database.snapshot().await;
    let (claim, database) = (claimed.claim, workshop.house.database.services(1).database);
    let finished = Finished {
        kind: "md",
        pages: None,
    };
    let reason = ingest::Failure {
        code: "x".to_owned(),
        sentence: "x".to_owned(),
    };
    let minute = Duration::from_secs(60);
    for report in [
        ingest::report_progress(claim, 50, minute),
        ingest::finish(claim, &finished),
        ingest::fail(claim, &reason),
        ingest::postpone(claim, minute, &reason),
    ] {
        let Changed(is_changed) = database.run_alone(report).await.expect("an answer");
        assert!(!is_changed, "{what}");
    }
    assert_eq!(workshop.house.database.snapshot().await, before, "{what}");
}

/// Reads half, then waits until a file is there, says a little more, and waits for ever.
fn slow_reader() -> (Reader, PathBuf) {
    let folder = std::env::temp_dir().join(format!("reader-{}", Uuid::new_v4().simple()));
    std::fs::create_dir(&folder).expect("a folder");
    let (program, gate) = (folder.join("reader"), folder.join("gate"));
    let script = format!(
        "#!/bin/sh\necho '{{\"progress\":50}}'\nwhile [ ! -e {} ]; do /bin/sleep 0.02; done\necho '{{\"progress\":70}}'\nexec /bin/sleep 600\n",
        gate.display()
    );
    std::fs::write(&program, script).expect("a program");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("a program");
    (Reader::program(program), gate)
}
