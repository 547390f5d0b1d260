//! `POST /api/auth/password`.

use crate::support::{
    OLD_PASSWORD, PASSWORD, app, at_once, credentials, house, register, register_at_the_old_server,
    sessions_of_sid, stored_hash,
};
use serde_json::{Value, json};
use test_support::{Person, TestDatabase};

const PATH: &str = "/api/auth/password";
const NEW: &str = "battery staple";

fn change(current: &str, new: &str) -> Value {
    json!({"currentPassword": current, "newPassword": new})
}

#[tokio::test]
async fn the_new_password_is_good_from_then_on_and_the_old_one_is_not() {
    let database = TestDatabase::create().await;
    let alice = register(&database, "alice").await;
    let app = app(&database);
    let call = app.post(PATH, &change(PASSWORD, NEW));
    let answer = call.cookie(&alice.cookie).expect(200).await;
    assert_eq!(answer, json!({"message": "Password changed successfully"}));
    let log_in = |password| app.post("/api/auth/login", &credentials("alice", password));
    log_in(PASSWORD).expect_error(401).await;
    log_in(NEW).expect(200).await;
}

#[tokio::test]
async fn other_sessions_of_the_user_end_and_the_current_one_stays() {
    let database = TestDatabase::create().await;
    let services = database.services(1);
    let alice = register(&database, "alice").await;
    let elsewhere = alice.log_in_elsewhere(&services).await;
    let bob = Person::register(&services, "bob").await;
    let call = app(&database).post(PATH, &change(PASSWORD, NEW));
    call.cookie(&alice.cookie).expect(200).await;
    for (sid, expected) in [(&alice.sid, 1), (&elsewhere.sid, 0), (&bob.sid, 1)] {
        assert_eq!(sessions_of_sid(&database, sid).await, expected);
    }
}

#[tokio::test]
async fn a_wrong_current_password_changes_nothing() {
    let house = house().await;
    house
        .alice
        .log_in_elsewhere(&house.database.services(1))
        .await;
    let wrong = ["wrong horse", "correct horse\0", "Correct horse", " "];
    let bodies = wrong.map(|wrong| change(wrong, NEW));
    house.refuses_bodies(403, "POST", PATH, bodies).await;
}

#[tokio::test]
async fn invalid_input_is_refused_and_changes_nothing() {
    let bodies = [
        json!({}),
        json!([]),
        json!({"currentPassword": PASSWORD}),
        json!({"newPassword": NEW}),
        json!({"currentPassword": null, "newPassword": NEW}),
        json!({"currentPassword": PASSWORD, "newPassword": 12_345_678}),
        change("", NEW),
        change(PASSWORD, "seven77"),
        change(PASSWORD, &"x".repeat(129)),
    ];
    house()
        .await
        .refuses_bodies(400, "POST", PATH, bodies)
        .await;
}

#[tokio::test]
async fn a_stranger_is_not_told_what_is_wrong_with_the_input() {
    let database = TestDatabase::create().await;
    let alice = register(&database, "alice").await;
    database.sql("delete from session").await;
    let call = app(&database).post(PATH, &json!({}));
    call.cookie(&alice.cookie).expect_error(401).await;
}

#[tokio::test]
async fn a_password_of_the_old_server_may_be_changed() {
    let database = TestDatabase::create().await;
    let alice = register_at_the_old_server(&database, "alice").await;
    let call = app(&database).post(PATH, &change(OLD_PASSWORD, NEW));
    call.cookie(&alice.cookie).expect(200).await;
    assert!(
        stored_hash(&database, "alice")
            .await
            .starts_with("$argon2id$")
    );
}

#[tokio::test]
async fn of_two_changes_at_once_one_is_a_conflict() {
    let house = house().await;
    let send = |new| house.call("POST", PATH).json(&change(PASSWORD, new)).send();
    let both = async { tokio::join!(send("new password 1"), send("new password 2")) };
    let lock = "lock table users in share mode";
    let (one, two) = at_once(&house.database, lock, 2, both).await;
    let stands = match (one.status, two.status) {
        (200, 409) => "new password 1",
        (409, 200) => "new password 2",
        other => panic!("{other:?}"),
    };
    let log_in = credentials("alice", stands);
    house.app.post("/api/auth/login", &log_in).expect(200).await;
}
