//! `DELETE /api/dashboard/clients/{id}`.

use crate::support::{PATH, house, id};
use serde_json::json;

#[tokio::test]
async fn the_client_goes_with_its_widget_and_nothing_else_does() {
    let house = house().await;
    let before = house.database.snapshot().await;
    let create = house.call("POST", PATH).json(&json!({"name": "RustConf"}));
    let created = create.expect(201).await;
    let path = format!("{PATH}/{}", id(&created));
    assert_eq!(house.call("DELETE", &path).expect(200).await, created);
    assert_eq!(house.database.snapshot().await, before);
    house.call("DELETE", &path).expect_error(404).await;
}

#[tokio::test]
async fn its_key_opens_nothing_any_more() {
    let house = house().await;
    let path = format!("{PATH}/{}", house.alice.client_id);
    house.call("DELETE", &path).expect(200).await;
    let opened = format!("select count(*) from app.open_key('{}')", house.alice.key);
    assert_eq!(house.database.count(&opened).await, 0);
}

#[tokio::test]
async fn only_own_clients_are_found() {
    let house = house().await;
    house
        .finds_only_own_clients("DELETE", &format!("{PATH}/{{id}}"), None)
        .await;
}
