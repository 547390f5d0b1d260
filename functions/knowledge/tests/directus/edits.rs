//! What editors do there happens here.

use crate::fake::Trouble;
use crate::support::Pair;
use serde_json::{Value, json};
use uuid::Uuid;

#[tokio::test]
async fn an_item_becomes_a_document_with_its_tags_and_is_told_its_state() {
    let pair = Pair::build().await;
    let id = Uuid::new_v4();
    let fields = json!({"client_id": pair.client(), "title": "Venue", "body": "At nine.", "tags": ["places", "Places", "doors"], "url": "https://example.com"});
    pair.fake.edit(id, fields);
    pair.tell("create", &[id]).await;
    let document = pair.document(id).await;
    assert_eq!(document["client_id"], json!(pair.client()));
    assert_eq!(document["title"], "Venue");
    assert_eq!(document["body"], "At nine.");
    assert_eq!(document["url"], "https://example.com");
    assert_eq!(document["tags"], json!(["doors", "places"]));
    assert_eq!(document["status"], "processing");
    assert_eq!(pair.fake.item(id)["status"], "processing");
}

#[tokio::test]
async fn the_file_of_an_item_comes_along_and_is_queued() {
    let pair = Pair::build().await;
    let file = pair.fake.add_file("Programme 2026.pdf", b"%PDF-1");
    let id = Uuid::new_v4();
    pair.fake
        .edit(id, json!({"client_id": pair.client(), "file": file}));
    pair.tell("create", &[id]).await;
    let document = pair.document(id).await;
    assert_eq!(document["title"], "Programme 2026.pdf");
    assert_eq!(document["file_name"], "Programme 2026.pdf");
    assert_eq!(document["size_bytes"], 6);
    assert_eq!(document["status"], "processing");
    assert_eq!(pair.stored(id).await.as_deref(), Some(&b"%PDF-1"[..]));
    let due = format!("select count(*) from documents where id = '{id}' and queued_at <= now()");
    assert_eq!(pair.house.database.count(&due).await, 1);
    assert_eq!(
        pair.fake.item(id)["file"],
        json!(file),
        "and is not sent back"
    );
}

#[tokio::test]
async fn what_cannot_be_taken_is_told_the_editor_once_and_may_be_mended() {
    let pair = Pair::build().await;
    let id = Uuid::new_v4();
    let large = pair
        .fake
        .add_file("large.pdf", &vec![b'x'; 10 * 1024 * 1024 + 1]);
    for (fields, reason) in [
        (
            json!({"title": "Venue", "client_id": null}),
            "It names no client.",
        ),
        (
            json!({"client_id": Uuid::new_v4()}),
            "There is no client with this id.",
        ),
        (
            json!({"client_id": pair.client(), "file": large}),
            "The file has more than 10 MB.",
        ),
    ] {
        pair.fake.edit(id, fields);
        pair.tell("update", &[id]).await;
        let item = pair.fake.item(id);
        assert_eq!(
            (&item["status"], &item["failure"]),
            (&json!("failed"), &json!(reason))
        );
        assert_eq!(pair.document(id).await, Value::Null);
        assert_eq!(pair.pair(id).await, Value::Null);
        // Our own change comes back as a call.
        let before = pair.fake.writes();
        pair.tell("update", &[id]).await;
        assert_eq!(pair.fake.writes(), before, "{reason}");
    }
    pair.fake
        .edit(id, json!({"file": null, "body": "At nine."}));
    pair.tell("update", &[id]).await;
    assert_eq!(pair.document(id).await["body"], "At nine.");
    let item = pair.fake.item(id);
    assert_eq!(
        (&item["status"], &item["failure"]),
        (&json!("processing"), &Value::Null)
    );
}

#[tokio::test]
async fn a_client_gets_no_more_documents_than_it_may_have() {
    let pair = Pair::build().await;
    pair.house
        .database
        .sql("update clients set documents_at_most = 1")
        .await;
    pair.write_and_push("Venue", "x").await;
    let id = Uuid::new_v4();
    pair.fake.edit(
        id,
        json!({"client_id": pair.client(), "title": "Second", "body": "x"}),
    );
    pair.tell("create", &[id]).await;
    assert_eq!(pair.document(id).await, Value::Null);
    assert_eq!(
        pair.fake.item(id)["failure"],
        "The client has as many documents as it may have."
    );
}

#[tokio::test]
async fn an_edit_is_taken_over_and_read_anew() {
    let pair = Pair::build().await;
    let id = pair.write_and_push("Venue", "At nine.").await;
    pair.house
        .database
        .sql("update documents set status = 'ready'")
        .await;
    pair.sweep().await;
    let edit = json!({"title": "Hall", "body": "At eight.", "url": "https://example.com/h", "tags": ["doors"]});
    pair.fake.edit(id, edit);
    pair.tell("update", &[id]).await;
    let document = pair.document(id).await;
    assert_eq!(document["title"], "Hall");
    assert_eq!(document["body"], "At eight.");
    assert_eq!(document["url"], "https://example.com/h");
    assert_eq!(document["tags"], json!(["doors"]));
    assert_eq!(document["status"], "processing");
    assert_ne!(document["revision"], 1);
    assert_eq!(pair.fake.item(id)["status"], "processing");
}

#[tokio::test]
async fn another_file_is_fetched_and_ours_is_not_sent_over_it() {
    let pair = Pair::build().await;
    let id = pair.upload("Programme", "old.pdf", b"%PDF-1").await;
    pair.sweep().await;
    let file = pair.fake.add_file("new.pdf", b"%PDF-2");
    pair.fake.edit(id, json!({"file": file}));
    pair.tell("update", &[id]).await;
    let document = pair.document(id).await;
    assert_eq!(
        (&document["file_name"], &document["revision"]),
        (&json!("new.pdf"), &json!(2))
    );
    assert_eq!(pair.stored(id).await.as_deref(), Some(&b"%PDF-2"[..]));
    assert_eq!(pair.fake.item(id)["file"], json!(file));
    let files = pair
        .fake
        .content()
        .files
        .keys()
        .copied()
        .collect::<Vec<_>>();
    assert_eq!(files, [file], "ours has gone");

    // What editors have uploaded is theirs, also when the document goes.
    pair.house.database.sql("delete from documents").await;
    pair.sweep().await;
    assert!(pair.fake.content().items.is_empty());
    assert_eq!(pair.fake.content().files.len(), 1);
}

#[tokio::test]
async fn a_file_that_is_too_large_leaves_the_old_one_answering() {
    let pair = Pair::build().await;
    let id = pair.upload("Programme", "old.pdf", b"%PDF-1").await;
    pair.sweep().await;
    let file = pair
        .fake
        .add_file("large.pdf", &vec![b'x'; 10 * 1024 * 1024 + 1]);
    pair.fake.edit(id, json!({"file": file}));
    pair.tell("update", &[id]).await;
    assert_eq!(pair.document(id).await["file_name"], "old.pdf");
    assert_eq!(
        pair.fake.item(id)["failure"],
        "The file has more than 10 MB."
    );
}

#[tokio::test]
async fn a_text_may_take_the_place_of_a_file_and_the_other_way_round() {
    let pair = Pair::build().await;
    let id = pair.upload("Programme", "old.pdf", b"%PDF-1").await;
    pair.sweep().await;
    pair.fake
        .edit(id, json!({"file": null, "body": "In short."}));
    pair.tell("update", &[id]).await;
    let document = pair.document(id).await;
    assert_eq!(
        (&document["object_key"], &document["body"]),
        (&Value::Null, &json!("In short."))
    );
    assert_eq!(
        (&document["status"], &document["revision"]),
        (&json!("processing"), &json!(2))
    );

    let file = pair.fake.add_file("new.txt", b"At length.");
    pair.fake.edit(id, json!({"file": file, "body": null}));
    pair.tell("update", &[id]).await;
    let document = pair.document(id).await;
    assert_eq!(
        (&document["file_name"], &document["body"]),
        (&json!("new.txt"), &Value::Null)
    );
    assert_eq!(pair.stored(id).await.as_deref(), Some(&b"At length."[..]));
}

#[tokio::test]
async fn a_file_that_is_taken_away_for_nothing_is_put_back() {
    let pair = Pair::build().await;
    let id = pair.upload("Programme", "old.pdf", b"%PDF-1").await;
    pair.sweep().await;
    let before = pair.document(id).await;
    // From the item alone, and then from Directus altogether.
    for deletes_file in [false, true] {
        pair.fake.edit(id, json!({"file": null}));
        if deletes_file {
            pair.fake.content().files.clear();
        }
        pair.tell("update", &[id]).await;
        assert_eq!(pair.document(id).await, before);
        let file = pair.fake.item(id)["file"].as_str().map(str::to_owned);
        let file: Uuid = file.and_then(|id| id.parse().ok()).expect("a file");
        let files = pair.fake.content().files.clone();
        assert_eq!(files.keys().collect::<Vec<_>>(), [&file]);
    }
}

#[tokio::test]
async fn our_own_changes_come_back_as_none() {
    let pair = Pair::build().await;
    let id = pair.upload("Programme", "old.pdf", b"%PDF-1").await;
    pair.sweep().await;
    let before = (
        pair.document(id).await,
        pair.fake.item(id),
        pair.fake.writes(),
    );
    for event in ["create", "update", "update"] {
        pair.tell(event, &[id]).await;
    }
    let after = (
        pair.document(id).await,
        pair.fake.item(id),
        pair.fake.writes(),
    );
    assert_eq!(after, before);
    assert_eq!(pair.sweep().await.settled, 0);
}

#[tokio::test]
async fn calls_that_come_again_late_or_in_another_order_lead_to_the_same() {
    let pair = Pair::build().await;
    let kept = Uuid::new_v4();
    let gone = pair.write_and_push("Gone", "x").await;
    pair.fake.edit(
        kept,
        json!({"client_id": pair.client(), "title": "Second title", "body": "x"}),
    );
    pair.fake.content().items.remove(&gone);
    // Deleted before it was made, changed after it was deleted, and all of it three times over.
    for _ in 0..3 {
        for event in ["delete", "update", "create"] {
            pair.tell(event, &[kept]).await;
            assert_eq!(
                pair.document(kept).await["title"]
                    .as_str()
                    .unwrap_or("Second title"),
                "Second title"
            );
        }
        for event in ["delete", "update", "create"] {
            pair.tell(event, &[gone]).await;
            assert_eq!(pair.document(gone).await, Value::Null);
            assert_eq!(pair.fake.item(gone), Value::Null);
        }
    }
    assert_eq!(pair.document(kept).await["title"], "Second title");
    assert_eq!(pair.document(kept).await["revision"], 1);
    assert_eq!(pair.house.database.rows_of("documents").await, 1);
}

#[tokio::test]
async fn what_is_deleted_there_is_deleted_here() {
    let pair = Pair::build().await;
    let id = pair.upload("Programme", "old.pdf", b"%PDF-1").await;
    pair.sweep().await;
    pair.fake.content().items.clear();
    pair.tell("delete", &[id, Uuid::new_v4()]).await;
    assert_eq!(pair.document(id).await, Value::Null);
    assert_eq!(pair.pair(id).await, Value::Null);
    assert!(
        pair.fake.content().files.is_empty(),
        "the copy of ours went too"
    );
}

#[tokio::test]
async fn that_something_is_deleted_is_not_believed_when_it_is_there() {
    let pair = Pair::build().await;
    let id = pair.write_and_push("Venue", "x").await;
    pair.tell("delete", &[id]).await;
    assert_eq!(pair.document(id).await["title"], "Venue");
    // Nor does it count later.
    pair.fake.content().items.clear();
    pair.tell("update", &[id]).await;
    assert_eq!(pair.document(id).await["title"], "Venue");
    assert_eq!(pair.fake.item(id)["title"], "Venue", "it is put back");
}

#[tokio::test]
async fn changes_of_both_sides_are_both_kept_and_in_one_field_the_editor_wins() {
    let pair = Pair::build().await;
    let id = pair.write_and_push("Venue", "At nine.").await;
    let change = format!(
        "update documents set title = 'Ours', url = 'https://example.com/ours' where id = '{id}'"
    );
    pair.house.database.sql(&change).await;
    pair.fake
        .edit(id, json!({"title": "Theirs", "body": "At eight."}));
    pair.sweep().await;
    let document = pair.document(id).await;
    let item = pair.fake.item(id);
    for (field, value) in [
        ("title", "Theirs"),
        ("body", "At eight."),
        ("url", "https://example.com/ours"),
    ] {
        assert_eq!(
            (&document[field], &item[field]),
            (&json!(value), &json!(value))
        );
    }
}

#[tokio::test]
async fn an_item_cannot_be_moved_to_another_client() {
    let pair = Pair::build().await;
    let id = pair.write_and_push("Venue", "x").await;
    pair.fake
        .edit(id, json!({"client_id": pair.house.bob.client_id}));
    pair.tell("update", &[id]).await;
    assert_eq!(pair.document(id).await["client_id"], json!(pair.client()));
    assert_eq!(pair.fake.item(id)["client_id"], json!(pair.client()));
}

#[tokio::test]
async fn an_edit_that_cannot_be_fetched_now_is_fetched_later() {
    let pair = Pair::build().await;
    let id = pair.write_and_push("Venue", "x").await;
    pair.fake.edit(id, json!({"title": "Hall"}));
    pair.fake.content().trouble = Some(Trouble::Status(503));
    pair.tell("update", &[id]).await;
    assert_eq!(pair.document(id).await["title"], "Venue");
    pair.fake.content().trouble = None;
    pair.wait_over().await;
    pair.sweep().await;
    assert_eq!(pair.document(id).await["title"], "Hall");
}
