//! `PATCH /api/dashboard/clients/{id}`.

use crate::support::{PATH, house, stored};
use serde_json::{Value, json};

const ONE: &str = "/api/dashboard/clients/{id}";

#[tokio::test]
async fn name_and_status_change_where_they_are_given() {
    let house = house().await;
    let id = house.alice.client_id;
    let bobs = stored(&house, house.bob.client_id).await;
    let mut expected = stored(&house, id).await;
    for change in [
        json!({"name": "RustConf"}),
        json!({"status": "paused"}),
        json!({"name": "EuroRust", "status": "disabled"}),
        json!({"status": "active"}),
    ] {
        for (member, value) in change.as_object().expect("an object") {
            expected[member] = value.clone();
        }
        let patch = house.call("PATCH", &format!("{PATH}/{id}")).json(&change);
        assert_eq!(patch.expect(200).await, expected);
        assert_eq!(stored(&house, id).await, expected);
    }
    assert_eq!(stored(&house, house.bob.client_id).await, bobs);
}

#[tokio::test]
async fn nothing_to_change_answers_the_client_as_it_is() {
    let house = house().await;
    let id = house.alice.client_id;
    let before = stored(&house, id).await;
    let patch = || house.call("PATCH", &format!("{PATH}/{id}"));
    assert_eq!(patch().expect(200).await, before);
    assert_eq!(patch().json(&json!({})).expect(200).await, before);
    assert_eq!(stored(&house, id).await, before);
}

#[tokio::test]
async fn other_members_change_nothing() {
    let house = house().await;
    let before = house.database.snapshot().await;
    let body = json!({
        "id": house.bob.client_id, "userId": house.bob.user_id, "user_id": house.bob.user_id,
        "publicApiKey": "pk_live_mine", "allowedDomains": ["evil.example"], "createdAt": null,
    });
    let patch = house.call("PATCH", &format!("{PATH}/{}", house.alice.client_id));
    patch.json(&body).expect(200).await;
    assert_eq!(house.database.snapshot().await, before);
}

#[tokio::test]
async fn only_own_clients_are_found() {
    let house = house().await;
    for body in [json!({"name": "mine"}), json!({})] {
        house.finds_only_own_clients("PATCH", ONE, Some(body)).await;
    }
}

#[tokio::test]
async fn invalid_input_is_refused_and_changes_nothing() {
    let house = house().await;
    let with = |member: &str, value: Value| {
        let mut body = json!({"name": "RustConf", "status": "paused"});
        body[member] = value;
        body
    };
    let bodies = [
        json!([]),
        with("name", json!(null)),
        with("name", json!(5)),
        with("name", json!("")),
        with("name", json!("x".repeat(101))),
        with("name", json!("Rust\0Conf")),
        with("status", json!(null)),
        with("status", json!("ACTIVE")),
        with("status", json!("active\0")),
        with("status", json!("")),
        with("status", json!(true)),
        with("status", json!(["active"])),
    ];
    house.refuses_bodies(400, "PATCH", ONE, bodies).await;
}
