//! `GET /api/auth/me`.

use crate::support::house;
use serde_json::{Value, json};

const PATH: &str = "/api/auth/me";

#[tokio::test]
async fn the_caller_is_told_who_they_are_and_their_oldest_client() {
    let house = house().await;
    house.add_clients().await;
    let me = house.call("GET", PATH).expect(200).await;
    let user = json!({"id": house.alice.user_id, "username": "alice"});
    assert_eq!(me["user"], user);
    assert_eq!(me["client"]["name"], "alice's conference -1");
}

#[tokio::test]
async fn a_user_without_a_client_has_none() {
    let house = house().await;
    house.database.sql("delete from clients").await;
    let me = house.call("GET", PATH).expect(200).await;
    assert_eq!(me["client"], Value::Null);
    assert_eq!(house.database.rows_of("clients").await, 0);
}

#[tokio::test]
async fn what_did_not_change_is_not_sent_again() {
    let house = house().await;
    let me = || house.call("GET", PATH);
    let first = me().send().await;
    assert_eq!(first.header("cache-control"), Some("private, no-cache"));
    let tag = first.header("etag").expect("an ETag");
    let again = me().header("if-none-match", tag).send().await;
    assert_eq!((again.status, again.text.as_str()), (304, ""));

    house.database.sql("update clients set name = 'new'").await;
    me().header("if-none-match", tag).expect(200).await;
}
