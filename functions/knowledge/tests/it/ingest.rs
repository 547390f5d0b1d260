//! From a file that has come to chunks that answer.

use crate::support::{PROGRAMME, SCANNED, workshop};
use serde_json::json;

#[tokio::test]
async fn a_file_that_has_come_becomes_chunks_that_know_their_page() {
    let workshop = workshop().await;
    let (document, key) = workshop.upload("programme.pdf", PROGRAMME).await;
    assert_eq!(workshop.file_came(&key).await.ready, 1);
    let read = workshop.document(document).await;
    for (member, expected) in [
        ("status", json!("ready")),
        ("progress", json!(100)),
        ("kind", json!("pdf")),
        ("pages", json!(3)),
        ("failure", json!(null)),
        ("indexedRevision", json!(1)),
    ] {
        assert_eq!(read[member], expected, "{member}");
    }
    assert_eq!(read["chunkCount"], workshop.chunks(document).await.len());
    let question = json!({"question": "Where do shuttle buses leave?"});
    let found = workshop
        .call("POST", "/test")
        .json(&question)
        .expect(200)
        .await;
    let best = &found["passages"][0];
    assert_eq!(
        (&best["documentId"], &best["page"]),
        (&json!(document), &json!(2)),
        "{best}"
    );
}

#[tokio::test]
async fn a_text_that_was_written_here_is_read_as_it_stands() {
    let workshop = workshop().await;
    let document = workshop.write("Rules", "# Dogs\n\nDogs are welcome.").await;
    assert_eq!(workshop.sweep().await.ready, 1);
    assert_eq!(workshop.document(document).await["kind"], "md");
    let path = format!("/documents/{document}/chunks");
    let chunks = workshop.call("GET", &path).expect(200).await;
    assert_eq!(chunks["chunks"][0]["heading"], "Dogs");
}

#[tokio::test]
async fn what_cannot_be_read_fails_at_once_and_says_why() {
    let workshop = workshop().await;
    for (name, bytes, code) in [
        ("scanned.pdf", SCANNED, "needs_ocr"),
        ("cut.pdf", &PROGRAMME[..5000], "corrupt"),
        ("empty.txt", b"   \n", "empty"),
        ("picture.md", b"\x89PNG\r\n\x1a\n rest", "unknown_kind"),
    ] {
        let (document, key) = workshop.upload(name, bytes).await;
        assert_eq!(workshop.file_came(&key).await.failed, 1, "{name}");
        let failed = workshop.document(document).await;
        assert_eq!(failed["status"], "failed", "{name}");
        assert_eq!(failed["failure"]["code"], code, "{name}");
        let sentence = failed["failure"]["message"].as_str().unwrap_or_default();
        assert!(
            sentence.len() > 20 && sentence.ends_with('.'),
            "{name}: {sentence}"
        );
    }
    assert_eq!(workshop.sweep().await.failed, 0, "nobody tries again");
}

#[tokio::test]
async fn the_kind_is_told_by_the_content_and_not_by_the_name() {
    let workshop = workshop().await;
    let (document, key) = workshop.upload("programme.txt", PROGRAMME).await;
    assert_eq!(workshop.file_came(&key).await.ready, 1);
    assert_eq!(workshop.document(document).await["kind"], "pdf");
}

#[tokio::test]
async fn what_failed_may_be_replaced_and_is_ready_then() {
    let workshop = workshop().await;
    let (document, key) = workshop.upload("scanned.pdf", SCANNED).await;
    workshop.file_came(&key).await;
    let file = json!({"fileName": "programme.pdf", "sizeBytes": PROGRAMME.len()});
    let replace = workshop.call("POST", &format!("/documents/{document}/replace"));
    let answer = replace.json(&file).expect(200).await;
    assert!(answer["document"]["failure"].is_null());
    let key = workshop.put(&answer["upload"], PROGRAMME).await;
    assert_eq!(workshop.file_came(&key).await.ready, 1);
    assert_eq!(workshop.document(document).await["status"], "ready");
}
