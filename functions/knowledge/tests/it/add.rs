//! `POST …/documents`.

use crate::support::{DOCUMENTS, call, furnish, house, id, state, workshop};
use knowledge::router;
use serde_json::{Value, json};
use test_support::House;

#[tokio::test]
async fn a_text_is_a_document_that_waits_to_be_read() {
    let house = house().await;
    let tag = furnish(&house, &house.alice).await;
    let new = json!({
        "title": "Venue – how to get there", "body": "Take tram 7.", "url": "https://example.com/venue?x#y",
        "tagIds": [tag, tag], "datedAt": "2026-05-04T12:00:00+02:00",
    });
    let answer = call(&house, "POST", "/documents")
        .json(&new)
        .expect(201)
        .await;
    assert!(answer["upload"].is_null());
    let document = &answer["document"];
    let expected = json!({
        "id": document["id"], "title": new["title"], "fileName": null, "kind": null, "url": new["url"], "sizeBytes": null,
        "status": "processing", "progress": 0, "failure": null, "revision": 1, "indexedRevision": null, "chunkCount": 0,
        "pages": null, "tags": [{"id": tag, "name": "Travel"}], "datedAt": "2026-05-04T10:00:00.000Z",
        "createdAt": document["createdAt"], "updatedAt": document["updatedAt"], "body": "Take tram 7.",
    });
    assert_eq!(document, &expected);
    let path = format!("/documents/{}", id(document));
    assert_eq!(&call(&house, "GET", &path).expect(200).await, document);
}

#[tokio::test]
async fn a_file_waits_for_its_upload_at_an_address_that_is_good_for_it_alone() {
    let house = house().await;
    let new = json!({"fileName": "Programme_2026.PDF", "sizeBytes": 1234});
    let answer = call(&house, "POST", "/documents")
        .json(&new)
        .expect(201)
        .await;
    let (document, upload) = (&answer["document"], &answer["upload"]);
    assert_eq!(
        (&document["status"], &document["title"]),
        (&json!("uploading"), &json!("Programme 2026"))
    );
    assert_eq!(upload["method"], "PUT");
    assert_eq!(
        upload["headers"],
        json!({"Content-Type": "application/pdf"})
    );
    let url = upload["url"].as_str().expect("an address");
    let key = format!(
        "http://app.example/objects/documents/{}/{}/1?size=1234&",
        house.alice.client_id,
        id(document)
    );
    assert!(url.starts_with(&key), "{url}");
    let minutes = "select extract(epoch from $1::text::timestamptz - now())::float8 / 60";
    let expires = upload["expiresAt"].as_str().expect("a time");
    let left = house.database.admin.query_one(minutes, &[&expires]).await;
    let left: f64 = left.expect("a time").get(0);
    assert!((14.0..15.1).contains(&left), "{left}");
}

#[tokio::test]
async fn invalid_input_is_refused_and_nothing_is_stored() {
    let house = house().await;
    let file = |name: Value, size: Value| json!({"fileName": name, "sizeBytes": size});
    let text = |member: &str, value: Value| {
        let mut body = json!({"title": "Venue", "body": "At the sea"});
        body[member] = value;
        body
    };
    let bodies = [
        json!({}),
        json!([]),
        json!({"title": "Venue"}),
        json!({"body": "At the sea"}),
        text("title", json!(" ")),
        text("title", json!("x".repeat(201))),
        text("title", json!("a\0b")),
        text("body", json!("\n ")),
        text("body", json!("a\0b")),
        text("body", json!(5)),
        text("url", json!("javascript:alert(1)")),
        text("url", json!("/venue")),
        text("url", json!("https:example.com")),
        text(
            "url",
            json!(format!("https://example.com/{}", "x".repeat(2000))),
        ),
        text("datedAt", json!("yesterday")),
        text("datedAt", json!("2026-05-04")),
        text("datedAt", json!("9999-12-31T23:59:59-01:00")),
        text("tagIds", json!("Travel")),
        text("tagIds", json!(["Travel"])),
        json!({"fileName": "programme.pdf"}),
        json!({"sizeBytes": 5}),
        file(json!("programme.pdf"), json!(0)),
        file(json!("programme.pdf"), json!(-1)),
        file(json!("programme.pdf"), json!(10 * 1024 * 1024 + 1)),
        file(json!("programme.pdf"), json!(1.5)),
        file(json!("programme.pdf"), json!("5")),
        file(json!("programme.doc"), json!(5)),
        file(json!("programme.pdf.exe"), json!(5)),
        file(json!("programme"), json!(5)),
        file(json!(""), json!(5)),
        file(json!(format!("{}.pdf", "x".repeat(255))), json!(5)),
    ];
    house.refuses_bodies(400, "POST", DOCUMENTS, bodies).await;
}

#[tokio::test]
async fn only_own_clients_are_found() {
    let house = house().await;
    let file = json!({"fileName": "programme.pdf", "sizeBytes": 5});
    for body in [json!({"title": "Venue", "body": "At the sea"}), file] {
        house
            .finds_only_own_clients("POST", DOCUMENTS, Some(body))
            .await;
    }
}

#[tokio::test]
async fn a_tag_that_is_anothers_or_unknown_is_refused_with_the_document() {
    let house = house().await;
    let bobs = furnish(&house, &house.bob).await;
    let own = furnish(&house, &house.alice).await;
    let before = house.database.snapshot().await;
    for tags in [
        json!([bobs]),
        json!([own, bobs]),
        json!([house.alice.client_id]),
    ] {
        let new = json!({"title": "Venue", "body": "At the sea", "tagIds": tags});
        let refused = call(&house, "POST", "/documents")
            .json(&new)
            .expect_error(400)
            .await;
        assert_eq!(refused["error"], "Unknown tag");
    }
    assert_eq!(house.database.snapshot().await, before);
}

#[tokio::test]
async fn without_a_store_texts_are_taken_and_files_are_not() {
    let house = House::build(|services| router(state(services, None))).await;
    let file = json!({"fileName": "programme.pdf", "sizeBytes": 5});
    let refused = call(&house, "POST", "/documents")
        .json(&file)
        .expect_error(503)
        .await;
    assert_eq!(refused["error"], "Uploads not configured");
    // Nobody is told what another client could not do.
    house
        .finds_only_own_clients("POST", DOCUMENTS, Some(file))
        .await;
    let text = json!({"title": "Venue", "body": "At the sea"});
    call(&house, "POST", "/documents")
        .json(&text)
        .expect(201)
        .await;
}

#[tokio::test]
async fn what_was_not_uploaded_as_announced_is_not_taken() {
    let workshop = workshop().await;
    let file = json!({"fileName": "rules.md", "sizeBytes": 5});
    let answer = workshop
        .call("POST", "/documents")
        .json(&file)
        .expect(201)
        .await;
    workshop.put(&answer["upload"], b"hello").await;
    assert_eq!(
        std::fs::read_dir(workshop.folder())
            .expect("the folder")
            .count(),
        1
    );
}
