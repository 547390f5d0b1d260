//! How many documents a client may have.

use crate::support::{call, house};
use serde_json::json;

#[tokio::test]
async fn a_client_has_as_many_documents_as_it_may_and_no_more() {
    let house = house().await;
    let client = house.alice.client_id;
    let limit = format!("update clients set documents_at_most = 2 where id = '{client}'");
    house.database.sql(&limit).await;
    let text = json!({"title": "Venue", "body": "At the sea"});
    for _ in 0..2 {
        call(&house, "POST", "/documents")
            .json(&text)
            .expect(201)
            .await;
    }
    let file = json!({"fileName": "programme.pdf", "sizeBytes": 5});
    for new in [&text, &file] {
        let refused = call(&house, "POST", "/documents")
            .json(new)
            .expect_error(403)
            .await;
        assert_eq!(
            (&refused["error"], &refused["limit"]),
            (&json!("Document limit reached"), &json!(2))
        );
    }
    assert_eq!(house.database.rows_of("documents").await, 2);
}

#[tokio::test]
async fn plans_allow_different_numbers() {
    let house = house().await;
    let client = house.alice.client_id;
    let text = json!({"title": "Venue", "body": "At the sea"});
    for (plan, allowed) in [("free", 25), ("paid", 1000)] {
        let fill = format!(
            "delete from documents;
             update clients set plan = '{plan}' where id = '{client}';
             insert into documents (client_id, title, body) select '{client}', n::text, '' from generate_series(1, {allowed} - 1) n"
        );
        house.database.sql(&fill).await;
        call(&house, "POST", "/documents")
            .json(&text)
            .expect(201)
            .await;
        let refused = call(&house, "POST", "/documents")
            .json(&text)
            .expect_error(403)
            .await;
        assert_eq!(refused["limit"], allowed, "{plan}");
    }
}

#[tokio::test]
async fn many_at_once_do_not_get_past_it() {
    let house = house().await;
    let client = house.alice.client_id;
    let limit = format!("update clients set documents_at_most = 3 where id = '{client}'");
    house.database.sql(&limit).await;
    let text = json!({"title": "Venue", "body": "At the sea"});
    let mut answers = tokio::task::JoinSet::new();
    for _ in 0..12 {
        answers.spawn(call(&house, "POST", "/documents").json(&text).send());
    }
    let statuses: Vec<u16> = answers
        .join_all()
        .await
        .iter()
        .map(|answer| answer.status)
        .collect();
    let added = statuses.iter().filter(|status| **status == 201).count();
    assert_eq!(
        (added, house.database.rows_of("documents").await),
        (3, 3),
        "{statuses:?}"
    );
    assert!(
        statuses.iter().all(|status| matches!(status, 201 | 403)),
        "{statuses:?}"
    );
}
