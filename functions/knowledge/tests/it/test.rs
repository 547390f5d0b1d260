//! `POST …/test`.

use crate::support::{KNOWLEDGE, house, workshop};
use serde_json::json;

#[tokio::test]
async fn a_question_is_told_what_it_finds_and_why() {
    let workshop = workshop().await;
    workshop
        .write("Rules", "Dogs are welcome in all rooms.")
        .await;
    workshop.write("Food", "Lunch is served at noon.").await;
    workshop.sweep().await;
    let question = json!({"question": "Are dogs welcome?"});
    let found = workshop
        .call("POST", "/test")
        .json(&question)
        .expect(200)
        .await;
    let passages = found["passages"].as_array().expect("a list");
    assert_eq!(passages.len(), 1, "{found}");
    let passage = &passages[0];
    assert_eq!(
        (&passage["title"], &passage["answers"]),
        (&json!("Rules"), &json!(true))
    );
    let terms = passage["why"]["terms"].as_array().expect("reasons");
    assert!(terms.iter().any(|term| term["word"] == "dogs"), "{terms:?}");
    let unknown = json!({"question": "Is there a swimming pool?"});
    let found = workshop
        .call("POST", "/test")
        .json(&unknown)
        .expect(200)
        .await;
    assert!(
        found["passages"]
            .as_array()
            .is_some_and(|all| all.iter().all(|one| one["answers"] == false))
    );
}

#[tokio::test]
async fn only_own_clients_are_found() {
    let house = house().await;
    let body = json!({"question": "Are dogs welcome?"});
    house
        .finds_only_own_clients("POST", &format!("{KNOWLEDGE}/test"), Some(body))
        .await;
}

#[tokio::test]
async fn invalid_input_is_refused() {
    let house = house().await;
    let bodies = [
        json!({}),
        json!([]),
        json!({"question": " "}),
        json!({"question": "x".repeat(2001)}),
        json!({"question": "a\0b"}),
        json!({"question": "a", "context": "x".repeat(4001)}),
        json!({"question": "a", "limit": 0}),
        json!({"question": "a", "limit": 21}),
        json!({"question": "a", "limit": "5"}),
    ];
    house
        .refuses_bodies(400, "POST", &format!("{KNOWLEDGE}/test"), bodies)
        .await;
}
