//! `DELETE /api/auth/account`.

use crate::support::{PASSWORD, at_once, credentials, house};
use serde_json::json;

const PATH: &str = "/api/auth/account";

#[tokio::test]
async fn everything_of_the_user_goes_and_of_nobody_else() {
    let house = house().await;
    house
        .alice
        .log_in_elsewhere(&house.database.services(1))
        .await;
    house.add_clients().await;
    let before = house.database.snapshot().await;
    let delete = house
        .call("DELETE", PATH)
        .json(&json!({"password": PASSWORD}));
    let answer = delete.expect(200).await;
    assert_eq!(answer, json!({"message": "Account deleted successfully"}));

    // Bob has one session to her two, and as many clients as she had.
    let after = house.database.snapshot().await;
    for (table, left) in [
        ("users", 1),
        ("session", 1),
        ("clients", 3),
        ("client_widgets", 1),
    ] {
        assert_eq!(after[table].len(), left, "{table}");
        assert!(after[table].iter().all(|row| before[table].contains(row)));
    }
    let alice = house.alice.user_id.to_string();
    assert!(!after.values().flatten().any(|row| row.contains(&alice)));
}

#[tokio::test]
async fn its_cookie_opens_nothing_and_its_name_is_free() {
    let house = house().await;
    let delete = house
        .call("DELETE", PATH)
        .json(&json!({"password": PASSWORD}));
    delete.expect(200).await;
    house.call("GET", "/api/auth/me").expect_error(401).await;
    let body = credentials("alice", PASSWORD);
    let log_in = house.app.post("/api/auth/login", &body);
    log_in.expect_error(401).await;
    let register = house.app.post("/api/auth/register", &body);
    register.expect(201).await;
}

#[tokio::test]
async fn a_wrong_password_deletes_nothing() {
    let wrong = ["wrong horse", "correct horse\0", &"x".repeat(5_000)];
    let bodies = wrong.map(|wrong| json!({"password": wrong}));
    house()
        .await
        .refuses_bodies(403, "DELETE", PATH, bodies)
        .await;
}

#[tokio::test]
async fn a_password_that_changes_meanwhile_is_a_conflict() {
    let house = house().await;
    let delete = house
        .call("DELETE", PATH)
        .json(&json!({"password": PASSWORD}));
    let change = "update users set password = 'changed'";
    let answer = at_once(&house.database, change, 1, delete.send()).await;
    answer.assert_error("the password of before", 409);
    assert_eq!(house.database.rows_of("users").await, 2);
}

#[tokio::test]
async fn invalid_input_deletes_nothing() {
    let bodies = [
        json!({}),
        json!([]),
        json!({"password": ""}),
        json!({"password": null}),
        json!({"password": [PASSWORD]}),
    ];
    house()
        .await
        .refuses_bodies(400, "DELETE", PATH, bodies)
        .await;
}
