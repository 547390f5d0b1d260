//! `GET` and `POST …/tokens`, `DELETE …/tokens/{tokenId}`.

use crate::support::{KNOWLEDGE, call, house, id};
use serde_json::json;

#[tokio::test]
async fn a_token_is_told_once_and_not_kept() {
    let house = house().await;
    let made = call(&house, "POST", "/tokens")
        .json(&json!({"name": " n8n "}))
        .expect(201)
        .await;
    let value = made["value"].as_str().expect("a value");
    assert!(
        value.starts_with("ct_live_") && value.len() == 72,
        "{value}"
    );
    assert_eq!(made["token"]["name"], "n8n");
    assert_eq!(made["token"]["hint"], value[68..]);
    let listed = call(&house, "GET", "/tokens").expect(200).await;
    assert_eq!(listed, json!({"tokens": [made["token"]]}));
    let stored = format!("{:?}", house.database.snapshot().await);
    assert!(
        !stored.contains(&value[8..]),
        "the value can be read in the database"
    );
    let path = format!("/tokens/{}", id(&made["token"]));
    assert_eq!(call(&house, "DELETE", &path).send().await.status, 204);
    assert_eq!(house.database.rows_of("client_tokens").await, 0);
}

#[tokio::test]
async fn invalid_input_is_refused_and_nothing_is_stored() {
    let house = house().await;
    let bodies = [
        json!({}),
        json!([]),
        json!({"name": ""}),
        json!({"name": "x".repeat(61)}),
        json!({"name": 5}),
    ];
    house
        .refuses_bodies(400, "POST", &format!("{KNOWLEDGE}/tokens"), bodies)
        .await;
}
