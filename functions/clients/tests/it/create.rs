//! `POST /api/dashboard/clients`.

use crate::support::{PATH, house, id, stored};
use serde_json::{Value, json};

#[tokio::test]
async fn a_new_client_gets_a_fresh_key_and_a_widget() {
    let house = house().await;
    let create = house.call("POST", PATH).json(&json!({"name": "RustConf"}));
    let answer = create.expect(201).await;
    let id = id(&answer);
    assert_eq!(answer, stored(&house, id).await);
    assert_eq!(
        (&answer["name"], &answer["status"]),
        (&json!("RustConf"), &json!("active"))
    );
    let key = answer["publicApiKey"].as_str().expect("a key");
    assert!(key.starts_with("pk_live_") && key.len() == 72, "{key}");
    assert!(key != house.alice.key && key != house.bob.key);

    let sql = format!("select count(*) from client_widgets where client_id = '{id}'");
    assert_eq!(house.database.count(&sql).await, 1);
}

#[tokio::test]
async fn it_belongs_to_the_caller() {
    let house = house().await;
    let body = json!({"name": "RustConf", "userId": house.bob.user_id, "id": house.bob.client_id});
    house.call("POST", PATH).json(&body).expect(201).await;
    let sql = format!(
        "select count(*) from clients where user_id = '{}'",
        house.alice.user_id
    );
    assert_eq!(house.database.count(&sql).await, 2);
    assert_eq!(house.database.rows_of("clients").await, 3);
}

#[tokio::test]
async fn two_clients_may_have_one_name() {
    let house = house().await;
    let create = || house.call("POST", PATH).json(&json!({"name": "RustConf"}));
    let (one, two) = (create().expect(201).await, create().expect(201).await);
    for member in ["id", "publicApiKey"] {
        assert_ne!(one[member], two[member]);
    }
}

#[tokio::test]
async fn a_name_has_1_to_100_characters_of_any_kind() {
    let house = house().await;
    for name in [
        "x",
        " ",
        &"x".repeat(100),
        &"😀".repeat(50),
        "<b>'\"\\\u{7f}",
    ] {
        let create = house.call("POST", PATH).json(&json!({"name": name}));
        assert_eq!(create.expect(201).await["name"], name);
    }
}

#[tokio::test]
async fn invalid_input_is_refused_and_nothing_is_stored() {
    let house = house().await;
    let named = |name: Value| json!({"name": name});
    let bodies = [
        json!({}),
        json!([]),
        json!([{"name": "RustConf"}]),
        named(json!(null)),
        named(json!(5)),
        named(json!(["RustConf"])),
        named(json!("")),
        named(json!("x".repeat(101))),
        named(json!("😀".repeat(51))),
        named(json!("Rust\0Conf")),
    ];
    house.refuses_bodies(400, "POST", PATH, bodies).await;
}

#[tokio::test]
async fn a_stranger_is_not_told_what_is_wrong_with_the_input() {
    let house = house().await;
    house.database.sql("delete from session").await;
    let create = house.call("POST", PATH).json(&json!({"name": ""}));
    create.expect_error(401).await;
}
