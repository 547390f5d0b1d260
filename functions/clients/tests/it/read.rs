//! `GET /api/dashboard/clients` and `GET /api/dashboard/clients/{id}`.

use crate::support::{PATH, house, stored};
use serde_json::{Value, json};

#[tokio::test]
async fn own_clients_are_listed_oldest_first() {
    let house = house().await;
    house.add_clients().await;
    let answer = house.call("GET", PATH).expect(200).await;
    let clients = answer["clients"].as_array().expect("a list");
    let names: Vec<&Value> = clients.iter().map(|client| &client["name"]).collect();
    let expected = [
        "alice's conference -1",
        "alice's conference",
        "alice's conference 1",
    ];
    assert_eq!(names, expected);
    assert_eq!(clients[1], stored(&house, house.alice.client_id).await);
}

#[tokio::test]
async fn without_clients_the_list_is_empty() {
    let house = house().await;
    house.database.sql("delete from clients").await;
    assert_eq!(
        house.call("GET", PATH).expect(200).await,
        json!({"clients": []})
    );
}

#[tokio::test]
async fn an_own_client_is_answered_as_it_is_stored() {
    let house = house().await;
    let id = house.alice.client_id;
    let answer = house.call("GET", &format!("{PATH}/{id}")).expect(200).await;
    assert_eq!(answer, stored(&house, id).await);
}

#[tokio::test]
async fn only_own_clients_are_found() {
    let house = house().await;
    house
        .finds_only_own_clients("GET", &format!("{PATH}/{{id}}"), None)
        .await;
}

#[tokio::test]
async fn what_did_not_change_is_not_sent_again() {
    let house = house().await;
    let first = house.call("GET", PATH).send().await;
    let tag = first.header("etag").expect("an ETag");
    let again = house.call("GET", PATH).header("if-none-match", tag);
    let again = again.send().await;
    assert_eq!((again.status, again.text.as_str()), (304, ""));
}
