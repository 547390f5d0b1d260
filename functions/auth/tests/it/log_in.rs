//! `POST /api/auth/login`.

use crate::support::{
    OLD_PASSWORD, PASSWORD, app, app_with, at_once, credentials, register,
    register_at_the_old_server, sessions_of_sid, stored_hash,
};
use serde_json::{Value, json};
use test_support::TestDatabase;

const PATH: &str = "/api/auth/login";

#[tokio::test]
async fn the_user_and_the_oldest_client_are_answered() {
    let database = TestDatabase::create().await;
    let alice = register(&database, "alice").await;
    let second = "insert into clients (user_id, name, public_api_key) select user_id, 'second', 'pk_live_2' from clients";
    database.sql(second).await;
    let call = app(&database).post(PATH, &credentials("alice", PASSWORD));
    let answer = call.expect(200).await;
    let user = json!({"id": alice.user_id, "username": "alice"});
    let client = json!({
        "id": alice.client_id, "name": "alice's conference", "publicApiKey": alice.key,
        "allowedDomains": [], "status": "active",
    });
    assert_eq!(answer, json!({"user": user, "client": client}));
}

#[tokio::test]
async fn every_log_in_begins_a_new_session_in_place_of_the_one_held() {
    let database = TestDatabase::create().await;
    let alice = register(&database, "alice").await;
    let app = app(&database);
    let body = credentials("alice", PASSWORD);
    let first = app.post(PATH, &body).cookie(&alice.cookie).send().await;
    let second = app.post(PATH, &body).cookie(&first.cookie()).send().await;
    assert_ne!(first.cookie(), alice.cookie);
    assert_ne!(second.cookie(), first.cookie());
    assert_eq!(sessions_of_sid(&database, &alice.sid).await, 0);
    assert_eq!(database.rows_of("session").await, 1);

    let me = |cookie: &str| app.get("/api/auth/me").cookie(cookie);
    me(&first.cookie()).expect_error(401).await;
    me(&second.cookie()).expect(200).await;
}

#[tokio::test]
async fn a_session_of_another_browser_stays() {
    let database = TestDatabase::create().await;
    let alice = register(&database, "alice").await;
    let body = credentials("alice", PASSWORD);
    app(&database).post(PATH, &body).expect(200).await;
    assert_eq!(sessions_of_sid(&database, &alice.sid).await, 1);
}

#[tokio::test]
async fn a_refused_log_in_changes_nothing() {
    let database = TestDatabase::create().await;
    let alice = register(&database, "alice").await;
    let before = database.snapshot().await;
    let call = app(&database).post(PATH, &credentials("alice", "wrong horse"));
    call.cookie(&alice.cookie).expect_error(401).await;
    assert_eq!(database.snapshot().await, before);
}

#[tokio::test]
async fn an_unknown_user_and_a_wrong_password_are_told_the_same() {
    let database = TestDatabase::create().await;
    register(&database, "alice").await;
    register_at_the_old_server(&database, "olga").await;
    let app = app(&database);
    let long = "x".repeat(5_000);
    let mut told = Vec::new();
    for (username, password) in [
        ("alice", "wrong horse"),
        ("olga", "wrong horse"),
        ("nobody", PASSWORD),
        ("Alice", PASSWORD),
        ("alice ", PASSWORD),
        ("alice\0", PASSWORD),
        ("alice' or ''='", PASSWORD),
        ("alice", "correct horse\0"),
        ("olga", "alice-pass-1\0"),
        ("alice", &long),
        (&long, PASSWORD),
    ] {
        let call = app.post(PATH, &credentials(username, password));
        let answer = call.send().await;
        answer.assert_error(username, 401);
        assert_eq!(answer.header("set-cookie"), None);
        let json = answer.json();
        told.push(json!({"error": json["error"], "message": json["message"]}));
    }
    told.dedup();
    assert_eq!(told.len(), 1, "{told:?}");
}

#[tokio::test]
async fn invalid_input_is_refused() {
    let database = TestDatabase::create().await;
    for body in [
        json!({}),
        json!([]),
        json!({"username": "alice"}),
        json!({"password": PASSWORD}),
        credentials("", PASSWORD),
        credentials("alice", ""),
        json!({"username": ["alice"], "password": PASSWORD}),
        json!({"username": "alice", "password": null}),
        json!({"username": true, "password": {"$ne": ""}}),
    ] {
        app(&database).post(PATH, &body).expect_error(400).await;
    }
}

#[tokio::test]
async fn a_hash_of_the_old_server_is_upgraded_and_the_password_stays_good() {
    let database = TestDatabase::create().await;
    register_at_the_old_server(&database, "alice").await;
    let app = app(&database);
    let body = credentials("alice", OLD_PASSWORD);
    app.post(PATH, &body).expect(200).await;
    let upgraded = stored_hash(&database, "alice").await;
    assert!(upgraded.starts_with("$argon2id$"), "{upgraded}");
    app.post(PATH, &body).expect(200).await;
    assert_eq!(stored_hash(&database, "alice").await, upgraded);
}

#[tokio::test]
async fn beside_the_old_server_hashes_stay_and_become_bcrypt() {
    let database = TestDatabase::create().await;
    register_at_the_old_server(&database, "olga").await;
    register(&database, "alice").await;
    let old = stored_hash(&database, "olga").await;
    let settings = [("PASSWORD_HASH", "bcrypt")].into_iter().collect();
    let app = app_with(database.services(1), &settings);
    let log_in = |name: &str, password: &str| app.post(PATH, &credentials(name, password));
    log_in("olga", OLD_PASSWORD).expect(200).await;
    assert_eq!(stored_hash(&database, "olga").await, old);
    log_in("alice", PASSWORD).expect(200).await;
    let back = stored_hash(&database, "alice").await;
    assert!(back.starts_with("$2b$10$"), "{back}");
}

#[tokio::test]
async fn two_first_log_ins_of_an_old_user_at_once_both_succeed() {
    let database = TestDatabase::create().await;
    register_at_the_old_server(&database, "alice").await;
    let app = app(&database);
    let body = credentials("alice", OLD_PASSWORD);
    let log_in = || app.post(PATH, &body).expect(200);
    let both = async { tokio::join!(log_in(), log_in()) };
    at_once(&database, "lock table session in share mode", 2, both).await;
}

#[tokio::test]
async fn a_user_without_a_client_gets_one_with_a_widget() {
    let database = TestDatabase::create().await;
    register(&database, "alice").await;
    database.sql("delete from clients").await;
    let call = app(&database).post(PATH, &credentials("alice", PASSWORD));
    let answer = call.expect(200).await;
    assert_eq!(answer["client"]["name"], "alice's Dashboard");
    assert_eq!(widgets_of(&database, &answer["client"]).await, 1);
}

#[tokio::test]
async fn two_log_ins_at_once_make_one_missing_client() {
    let database = TestDatabase::create().await;
    register(&database, "alice").await;
    database.sql("delete from clients").await;
    let app = app(&database);
    let body = credentials("alice", PASSWORD);
    let log_in = || app.post(PATH, &body).expect(200);
    let both = async { tokio::join!(log_in(), log_in()) };
    let lock = "lock table client_widgets in share mode";
    let (one, two) = at_once(&database, lock, 2, both).await;
    assert_eq!(one["client"], two["client"]);
    assert_eq!(database.rows_of("clients").await, 1);
    assert_eq!(widgets_of(&database, &one["client"]).await, 1);
}

#[tokio::test]
async fn a_password_that_changes_meanwhile_lets_nobody_in() {
    let database = TestDatabase::create().await;
    register(&database, "alice").await;
    let log_in = app(&database).post(PATH, &credentials("alice", PASSWORD));
    let change = "update users set password = 'changed'";
    let answer = at_once(&database, change, 1, log_in.send()).await;
    answer.assert_error("the old password", 401);
    assert_eq!(database.rows_of("session").await, 1);
}

async fn widgets_of(database: &TestDatabase, client: &Value) -> i64 {
    let id = client["id"].as_str().expect("an id");
    let sql = format!("select count(*) from client_widgets where client_id = '{id}'");
    database.count(&sql).await
}
