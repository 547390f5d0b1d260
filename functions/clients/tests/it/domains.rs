//! `PATCH /api/dashboard/clients/{id}/domains`.

use crate::support::{PATH, house, stored};
use serde_json::{Value, json};

const DOMAINS: &str = "/api/dashboard/clients/{id}/domains";

#[tokio::test]
async fn the_list_is_replaced_and_kept_as_it_was_typed() {
    let house = house().await;
    let id = house.alice.client_id;
    let bobs = stored(&house, house.bob.client_id).await;
    for domains in [
        json!(["example.com", "*.example.com", "https://example.com:8443"]),
        json!(["Example.COM ", "Example.COM ", "", "日本.example"]),
        json!([]),
    ] {
        let patch = house.call("PATCH", &format!("{PATH}/{id}/domains"));
        let answer = patch.json(&json!({"domains": domains})).expect(200).await;
        assert_eq!(answer["allowedDomains"], domains);
        assert_eq!(answer, stored(&house, id).await);
    }
    assert_eq!(stored(&house, house.bob.client_id).await, bobs);
}

#[tokio::test]
async fn only_own_clients_are_found() {
    let house = house().await;
    let body = json!({"domains": ["evil.example"]});
    house
        .finds_only_own_clients("PATCH", DOMAINS, Some(body))
        .await;
}

#[tokio::test]
async fn invalid_input_is_refused_and_changes_nothing() {
    let house = house().await;
    let list = |domains: Value| json!({"domains": domains});
    let bodies = [
        json!({}),
        json!([]),
        json!({"allowedDomains": ["example.com"]}),
        list(json!(null)),
        list(json!("example.com")),
        list(json!({"0": "example.com"})),
        list(json!(["example.com", 5])),
        list(json!(["example.com", null])),
        list(json!([["example.com"]])),
        list(json!(["example.com\0"])),
    ];
    house.refuses_bodies(400, "PATCH", DOMAINS, bodies).await;
}
