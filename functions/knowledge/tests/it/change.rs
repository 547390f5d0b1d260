//! `PATCH …/documents/{documentId}`, `POST …/replace`, `POST …/reprocess`.

use crate::support::{PROGRAMME, furnish, workshop};
use serde_json::{Value, json};

#[tokio::test]
async fn what_is_given_is_changed_and_the_rest_stays() {
    let workshop = workshop().await;
    let (house, tag) = (
        &workshop.house,
        furnish(&workshop.house, &workshop.house.alice).await,
    );
    let path = format!("/documents/{tag}");
    let before = workshop.document(tag).await;
    for (change, member) in [
        (json!({"title": "The venue"}), "title"),
        (json!({"url": "https://example.com/"}), "url"),
        (json!({"url": null}), "url"),
        (json!({"body": "By the river"}), "body"),
        (json!({"datedAt": "2020-01-01T00:00:00.000Z"}), "datedAt"),
        (json!({"tagIds": []}), "tags"),
    ] {
        let answer = workshop
            .call("PATCH", &path)
            .json(&change)
            .expect(200)
            .await;
        let expected = if member == "tags" {
            &json!([])
        } else {
            &change[member]
        };
        assert_eq!(&answer[member], expected);
        assert_eq!(answer, workshop.document(tag).await);
    }
    let after = workshop.document(tag).await;
    assert_eq!(after["createdAt"], before["createdAt"]);
    assert_ne!(after["updatedAt"], before["updatedAt"]);
    assert_eq!(
        house.database.rows_of("tags").await,
        1,
        "tags outlive documents"
    );
}

#[tokio::test]
async fn what_changes_nothing_has_nothing_read_again() {
    let workshop = workshop().await;
    let id = furnish(&workshop.house, &workshop.house.alice).await;
    let path = format!("/documents/{id}");
    for change in [json!({}), json!({"title": "Venue", "body": "At the sea"})] {
        let answer = workshop
            .call("PATCH", &path)
            .json(&change)
            .expect(200)
            .await;
        assert_eq!(
            (&answer["status"], &answer["revision"]),
            (&json!("ready"), &json!(1))
        );
    }
}

#[tokio::test]
async fn invalid_input_is_refused_and_changes_nothing() {
    let workshop = workshop().await;
    let house = &workshop.house;
    let id = furnish(house, &house.alice).await;
    let path = format!("/api/dashboard/knowledge/{{id}}/documents/{id}");
    let with = |member: &str, value: Value| json!({member: value});
    let bodies = [
        json!([]),
        with("title", json!("")),
        with("title", json!(null)),
        with("url", json!("ftp://example.com/x")),
        with("url", json!("")),
        with("body", json!("")),
        with("body", json!(null)),
        with("tagIds", json!(null)),
        with("tagIds", json!([5])),
        with("datedAt", json!("2026")),
    ];
    house.refuses_bodies(400, "PATCH", &path, bodies).await;
    let files = [
        json!({}),
        json!({"fileName": "a.exe", "sizeBytes": 5}),
        json!({"fileName": "a.pdf", "sizeBytes": 20_000_000}),
    ];
    house
        .refuses_bodies(400, "POST", &format!("{path}/replace"), files)
        .await;
}

#[tokio::test]
async fn a_tag_that_is_anothers_is_refused_with_the_whole_change() {
    let workshop = workshop().await;
    let house = &workshop.house;
    let (own, bobs) = (
        furnish(house, &house.alice).await,
        furnish(house, &house.bob).await,
    );
    let before = house.database.snapshot().await;
    let change = json!({"title": "The venue", "tagIds": [bobs]});
    let refused = workshop
        .call("PATCH", &format!("/documents/{own}"))
        .json(&change);
    assert_eq!(refused.expect_error(400).await["error"], "Unknown tag");
    assert_eq!(house.database.snapshot().await, before);
}

#[tokio::test]
async fn a_text_is_not_put_in_the_place_of_a_file() {
    let workshop = workshop().await;
    let tag = furnish(&workshop.house, &workshop.house.alice).await;
    let (document, key) = workshop.upload("programme.pdf", PROGRAMME).await;
    workshop.file_came(&key).await;
    let before = workshop.house.database.snapshot().await;
    let change = json!({"body": "At the sea", "tagIds": [tag]});
    let refused = workshop
        .call("PATCH", &format!("/documents/{document}"))
        .json(&change);
    refused.expect_error(409).await;
    assert_eq!(workshop.house.database.snapshot().await, before);
}

#[tokio::test]
async fn another_file_takes_the_place_of_the_old_one_when_it_is_read() {
    let workshop = workshop().await;
    let (document, old) = workshop.upload("rules.md", b"Dogs are welcome.").await;
    workshop.file_came(&old).await;
    let path = format!("/documents/{document}/replace");
    let file = json!({"fileName": "rules.txt", "sizeBytes": 17});
    let answer = workshop.call("POST", &path).json(&file).expect(200).await;
    assert_eq!(answer["document"]["status"], "uploading");
    assert_eq!(answer["upload"]["headers"]["Content-Type"], "text/plain");
    assert_eq!(workshop.chunks(document).await, ["Dogs are welcome."]);
    let new = workshop.put(&answer["upload"], b"Cats are welcome.").await;
    assert_eq!(new.revision, 2);
    assert_eq!(workshop.file_came(&new).await.ready, 1);
    assert_eq!(workshop.chunks(document).await, ["Cats are welcome."]);
    assert!(workshop.has_file(&old).await);
    assert_eq!(workshop.sweep().await.deleted_files, 1);
    assert!(!workshop.has_file(&old).await && workshop.has_file(&new).await);
}

#[tokio::test]
async fn a_document_is_read_again_when_asked_but_not_before_its_file_has_come() {
    let workshop = workshop().await;
    let (document, key) = workshop.upload("programme.pdf", PROGRAMME).await;
    let path = format!("/documents/{document}/reprocess");
    workshop.call("POST", &path).expect_error(409).await;
    workshop.file_came(&key).await;
    let queued = workshop.call("POST", &path).expect(200).await;
    assert_eq!(
        (&queued["status"], &queued["revision"]),
        (&json!("processing"), &json!(2))
    );
    assert_eq!(workshop.sweep().await.ready, 1);
    let read = workshop.document(document).await;
    assert_eq!(
        (&read["status"], &read["indexedRevision"]),
        (&json!("ready"), &json!(2))
    );
}
