//! What changes here appears there.

use crate::support::Pair;
use serde_json::{Value, json};
use shared::objects::ObjectKey;

#[tokio::test]
async fn a_document_appears_there_under_its_own_id() {
    let pair = Pair::build().await;
    let id = pair
        .write_and_push("Venue", "The hall opens at nine.")
        .await;
    let expected = json!({
        "client_id": pair.client(), "title": "Venue", "status": "processing", "failure": null, "file": null,
        "body": "The hall opens at nine.", "url": null, "tags": [], "id": id,
    });
    assert_eq!(pair.fake.item(id), expected);
    assert_eq!(pair.pair(id).await["due_at"], Value::Null);
}

#[tokio::test]
async fn its_state_is_brought_along_with_the_reason() {
    let pair = Pair::build().await;
    let id = pair.write_and_push("Venue", "x").await;
    for (status, failure) in [
        ("ready", Value::Null),
        ("failed", json!("It is empty.")),
        ("processing", Value::Null),
    ] {
        let text = failure
            .as_str()
            .map_or("null".to_owned(), |text| format!("'{text}'"));
        let change =
            format!("update documents set status = '{status}', failure = {text} where id = '{id}'");
        pair.house.database.sql(&change).await;
        assert_eq!(pair.sweep().await.settled, 1, "{status}");
        let item = pair.fake.item(id);
        assert_eq!(
            (&item["status"], &item["failure"]),
            (&json!(status), &failure)
        );
    }
}

#[tokio::test]
async fn a_changed_document_changes_there_with_its_tags() {
    let pair = Pair::build().await;
    let id = pair.write_and_push("Venue", "x").await;
    let client = pair.client();
    let change = format!(
        "update documents set title = 'Hall', url = 'https://example.com/hall', body = 'y' where id = '{id}';
         insert into tags (client_id, name) values ('{client}', 'places');
         insert into document_tags (document_id, tag_id, client_id) select '{id}', id, client_id from tags"
    );
    pair.house.database.sql(&change).await;
    pair.sweep().await;
    let item = pair.fake.item(id);
    assert_eq!(item["title"], "Hall");
    assert_eq!(item["url"], "https://example.com/hall");
    assert_eq!(item["body"], "y");
    assert_eq!(item["tags"], json!(["places"]));

    pair.house
        .database
        .sql("update tags set name = 'rooms'")
        .await;
    pair.sweep().await;
    assert_eq!(pair.fake.item(id)["tags"], json!(["rooms"]));
    pair.house.database.sql("delete from tags").await;
    pair.sweep().await;
    assert_eq!(pair.fake.item(id)["tags"], json!([]));
}

#[tokio::test]
async fn a_file_is_copied_once_and_makes_way_for_another() {
    let pair = Pair::build().await;
    let id = pair.upload("Programme", "programme.pdf", b"%PDF-1").await;
    pair.sweep().await;
    let first = pair.fake.item(id)["file"].clone();
    let files: Vec<_> = pair.fake.content().files.clone().into_values().collect();
    assert_eq!(files, [("programme.pdf".to_owned(), b"%PDF-1".to_vec())]);

    pair.house
        .database
        .sql("update documents set title = 'The programme'")
        .await;
    pair.sweep().await;
    assert_eq!(pair.fake.item(id)["file"], first);
    assert_eq!(pair.fake.content().files.len(), 1);

    let key = ObjectKey {
        client_id: pair.client(),
        document_id: id,
        revision: 7,
    };
    pair.put(key, b"%PDF-2").await;
    let replace =
        format!("update documents set object_key = '{key}', file_name = 'new.pdf', revision = 7");
    pair.house.database.sql(&replace).await;
    pair.sweep().await;
    assert_ne!(pair.fake.item(id)["file"], first);
    let files: Vec<_> = pair.fake.content().files.clone().into_values().collect();
    assert_eq!(files, [("new.pdf".to_owned(), b"%PDF-2".to_vec())]);
}

#[tokio::test]
async fn a_document_that_waits_for_its_file_is_not_told_of_yet() {
    let pair = Pair::build().await;
    let id = pair.upload("Programme", "programme.pdf", b"%PDF-1").await;
    pair.house.database.sql("delete from documents").await;
    pair.house
        .database
        .sql("delete from app.directus_items")
        .await;
    let insert = format!(
        "insert into documents (id, client_id, title, status) values ('{id}', '{}', 'x', 'uploading')",
        pair.client()
    );
    pair.house.database.sql(&insert).await;
    assert_eq!(pair.sweep().await.settled, 0);
    pair.house
        .database
        .sql("update documents set status = 'processing'")
        .await;
    assert_eq!(pair.sweep().await.settled, 1);
}

#[tokio::test]
async fn what_is_deleted_here_is_deleted_there_with_its_file() {
    let pair = Pair::build().await;
    let id = pair.upload("Programme", "programme.pdf", b"%PDF-1").await;
    pair.sweep().await;
    let path = format!("/api/dashboard/knowledge/{}/documents/{id}", pair.client());
    let deleted = pair.house.call("DELETE", &path).send().await;
    assert!(deleted.status < 300, "{}", deleted.text);
    pair.sweep().await;
    assert!(pair.fake.content().items.is_empty());
    assert!(pair.fake.content().files.is_empty());
    assert_eq!(pair.pair(id).await, Value::Null);
}

#[tokio::test]
async fn a_document_that_never_was_there_is_forgotten_without_a_call() {
    let pair = Pair::build().await;
    pair.write("Venue", "x").await;
    pair.house.database.sql("delete from documents").await;
    assert_eq!(pair.house.database.rows_of("app.directus_items").await, 0);
}

#[tokio::test]
async fn deleting_a_client_deletes_all_it_had_there() {
    let pair = Pair::build().await;
    for title in ["One", "Two"] {
        pair.write_and_push(title, "x").await;
    }
    pair.house.database.sql("delete from clients").await;
    pair.sweep().await;
    assert!(pair.fake.content().items.is_empty());
    assert_eq!(pair.house.database.rows_of("app.directus_items").await, 0);
}
