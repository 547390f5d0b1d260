//! `GET` and `PUT /api/dashboard/widget/{client id}`.

use crate::support::{house, settings_of};
use serde_json::{Value, json};
use test_support::House;

const PATH: &str = "/api/dashboard/widget/{id}";

/// The stored row of Alice's widget, as the API tells it.
async fn stored(house: &House) -> Value {
    let sql = format!(
        "select json_build_object(
                    'id', id, 'clientId', client_id, 'primaryColor', primary_color, 'position', \"position\",
                    'welcomeMessage', welcome_message, 'widgetName', widget_name)::text
           from client_widgets where client_id = '{}'",
        house.alice.client_id
    );
    let text = house.database.text(&sql).await;
    serde_json::from_str(&text).expect("JSON")
}

fn defaults(house: &House, id: &Value) -> Value {
    json!({
        "id": id, "clientId": house.alice.client_id, "primaryColor": "#3b82f6", "position": "bottom-right",
        "welcomeMessage": "Hi! How can I help?", "widgetName": "Support",
    })
}

#[tokio::test]
async fn the_settings_are_answered_as_they_are_stored() {
    let house = house().await;
    house
        .database
        .sql("update client_widgets set primary_color = '#ABCDEF', welcome_message = '<b>😀'")
        .await;
    let answer = house
        .call("GET", &settings_of(&house.alice))
        .expect(200)
        .await;
    assert_eq!(answer, stored(&house).await);
}

#[tokio::test]
async fn a_widget_that_is_missing_is_made_with_the_defaults() {
    for method in ["GET", "PUT"] {
        let house = house().await;
        house.database.sql("delete from client_widgets").await;
        let answer = house
            .call(method, &settings_of(&house.alice))
            .expect(200)
            .await;
        assert_eq!(answer, defaults(&house, &answer["id"]));
        assert_eq!(answer, stored(&house).await);
        assert_eq!(house.database.rows_of("client_widgets").await, 1);
    }
}

#[tokio::test]
async fn of_two_requests_at_once_only_one_makes_the_missing_widget() {
    let house = house().await;
    house.database.sql("delete from client_widgets").await;
    let get = || house.call("GET", &settings_of(&house.alice)).expect(200);
    let (one, two) = tokio::join!(get(), get());
    assert_eq!(one, two);
    assert_eq!(house.database.rows_of("client_widgets").await, 1);
}

#[tokio::test]
async fn settings_change_where_they_are_given() {
    let house = house().await;
    let mut expected = stored(&house).await;
    for change in [
        json!({"primaryColor": "#0A1b2C"}),
        json!({"position": "bottom-left", "widgetName": "Help"}),
        json!({"welcomeMessage": ""}),
        json!({"welcomeMessage": "x".repeat(500), "widgetName": "x".repeat(100)}),
        json!({"welcomeMessage": "😀".repeat(250), "widgetName": "<script>"}),
        json!({}),
    ] {
        for (member, value) in change.as_object().expect("an object") {
            expected[member] = value.clone();
        }
        let put = house.call("PUT", &settings_of(&house.alice)).json(&change);
        assert_eq!(put.expect(200).await, expected);
        assert_eq!(stored(&house).await, expected);
    }
}

#[tokio::test]
async fn a_change_is_dated_and_touches_nothing_else() {
    let house = house().await;
    house
        .database
        .sql("update client_widgets set created_at = '2025-01-02', updated_at = '2025-01-02'")
        .await;
    let before = house.database.snapshot().await;
    let body =
        json!({"id": house.bob.client_id, "clientId": house.bob.client_id, "createdAt": null});
    let put = house.call("PUT", &settings_of(&house.alice)).json(&body);
    put.expect(200).await;
    let dated = format!(
        "select count(*) from client_widgets
          where updated_at > now()::timestamp - interval '1 minute' and client_id = '{}'",
        house.alice.client_id
    );
    assert_eq!(house.database.count(&dated).await, 1);
    house
        .database
        .sql("update client_widgets set updated_at = '2025-01-02'")
        .await;
    assert_eq!(house.database.snapshot().await, before);
}

#[tokio::test]
async fn a_widget_of_a_client_that_is_not_active_has_settings_too() {
    let house = house().await;
    house
        .database
        .sql("update clients set status = 'paused'")
        .await;
    let put = house.call("PUT", &settings_of(&house.alice));
    put.json(&json!({"widgetName": "Help"})).expect(200).await;
    house
        .call("GET", &settings_of(&house.alice))
        .expect(200)
        .await;
}

#[tokio::test]
async fn only_widgets_of_own_clients_are_found() {
    let house = house().await;
    // Then making the missing row would show.
    house.database.sql("delete from client_widgets").await;
    house.finds_only_own_clients("GET", PATH, None).await;
    let body = json!({"widgetName": "mine"});
    house.finds_only_own_clients("PUT", PATH, Some(body)).await;
}

#[tokio::test]
async fn invalid_input_is_refused_and_changes_nothing() {
    let house = house().await;
    let with = |member: &str, value: Value| {
        let mut body = json!({"primaryColor": "#000000", "widgetName": "Help"});
        body[member] = value;
        body
    };
    let bodies = [
        json!([]),
        with("primaryColor", json!("red")),
        with("primaryColor", json!("#fff")),
        with("primaryColor", json!("#0000000")),
        with("primaryColor", json!("#00000g")),
        with("primaryColor", json!("#12345é")),
        with("primaryColor", json!("#000000;")),
        with("primaryColor", json!("#000000\n")),
        with("primaryColor", json!(null)),
        with("primaryColor", json!(0)),
        with("position", json!("top-left")),
        with("position", json!("bottom-left\0")),
        with("position", json!(null)),
        with("position", json!(["bottom-left"])),
        with("welcomeMessage", json!("x".repeat(501))),
        with("welcomeMessage", json!("a\0b")),
        with("welcomeMessage", json!(null)),
        with("welcomeMessage", json!({"en": "Hi"})),
        with("widgetName", json!("x".repeat(101))),
        with("widgetName", json!("a\0b")),
        with("widgetName", json!(false)),
    ];
    house.refuses_bodies(400, "PUT", PATH, bodies).await;
}
