//! `POST /api/auth/register`.

use crate::support::{
    PASSWORD, app, app_with, at_once, credentials, register, sessions_of_sid, stored_hash,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use test_support::TestDatabase;
use tokio::task::JoinSet;

const PATH: &str = "/api/auth/register";

#[tokio::test]
async fn a_new_user_gets_a_client_a_widget_and_a_session() {
    let database = TestDatabase::create().await;
    let app = app(&database);
    let body = json!({"username": "ada", "password": "eight-88", "clientName": "RustConf"});
    let answer = app.post(PATH, &body).send().await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert_eq!(answer.json()["client"]["name"], "RustConf");

    let stored = database
        .text(
            "select json_build_object('user', json_build_object('id', u.id, 'username', username),
                                      'client', json_build_object('id', c.id, 'name', name,
                                           'publicApiKey', public_api_key,
                                           'allowedDomains', allowed_domains, 'status', status))::text
               from users u
               join clients c on c.user_id = u.id
               join client_widgets w on w.client_id = c.id
               join session s on s.sess ->> 'userId' = u.id::text",
        )
        .await;
    let stored: Value = serde_json::from_str(&stored).expect("JSON");
    assert_eq!(stored, answer.json());
    let me = app.get("/api/auth/me").cookie(&answer.cookie());
    assert_eq!(me.expect(200).await, answer.json());
}

#[tokio::test]
async fn the_password_is_stored_as_an_argon2id_hash() {
    let database = TestDatabase::create().await;
    let body = credentials("ada", PASSWORD);
    app(&database).post(PATH, &body).expect(201).await;
    let hash = stored_hash(&database, "ada").await;
    assert!(
        hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{hash}"
    );
}

#[tokio::test]
async fn a_client_without_a_name_is_named_after_the_user() {
    let database = TestDatabase::create().await;
    let body = credentials("ada", PASSWORD);
    let answer = app(&database).post(PATH, &body).expect(201).await;
    assert_eq!(answer["client"]["name"], "ada's Dashboard");
}

#[tokio::test]
async fn invalid_input_is_refused_and_nothing_is_stored() {
    let database = TestDatabase::create().await;
    let app = app(&database);
    let with = |name: &str, value: Value| {
        let mut body = json!({"username": "ada", "password": PASSWORD, "clientName": "RustConf"});
        body[name] = value;
        body
    };
    for body in [
        json!({}),
        json!([]),
        json!({"username": "ada"}),
        json!({"password": PASSWORD}),
        with("username", json!(null)),
        with("username", json!(["ada"])),
        with("username", json!("")),
        with("username", json!("ab")),
        with("username", json!("a".repeat(51))),
        with("username", json!("ada lovelace")),
        with("username", json!("ada\0")),
        with("username", json!("ada\n")),
        with("username", json!("adä")),
        with("password", json!(12_345_678)),
        with("password", json!("seven77")),
        with("password", json!("x".repeat(129))),
        with("clientName", json!("")),
        with("clientName", json!(5)),
        with("clientName", json!(null)),
        with("clientName", json!("x".repeat(101))),
        with("clientName", json!("Rust\0Conf")),
    ] {
        app.post(PATH, &body).expect_error(400).await;
    }
    assert!(database.snapshot().await["users"].is_empty());
}

#[tokio::test]
async fn a_password_has_8_to_128_characters_of_any_kind() {
    let database = TestDatabase::create().await;
    for password_hash in ["argon2id", "bcrypt"] {
        let settings = [("PASSWORD_HASH", password_hash)].into_iter().collect();
        let app = app_with(database.services(1), &settings);
        for (index, password) in [
            "eight-88",
            "  a b c\0",
            "🎤🎸🥁🎹",
            &"bass drum, snare drum, cymbals; ".repeat(4),
        ]
        .into_iter()
        .enumerate()
        {
            let body = credentials(&format!("{password_hash}{index}"), password);
            app.post(PATH, &body).expect(201).await;
            app.post("/api/auth/login", &body).expect(200).await;
        }
    }
}

#[tokio::test]
async fn a_name_taken_in_any_case_of_letters_is_a_conflict() {
    let database = TestDatabase::create().await;
    register(&database, "Ada").await;
    let before = database.snapshot().await;
    for name in ["Ada", "ada", "ADA"] {
        let body = credentials(name, PASSWORD);
        let answer = app(&database).post(PATH, &body).expect_error(409).await;
        assert_eq!(answer["error"], "Conflict");
    }
    assert_eq!(database.snapshot().await, before);
}

#[tokio::test]
async fn of_twenty_registers_of_one_name_at_once_one_succeeds() {
    let database = TestDatabase::create().await;
    let app = app(&database);
    let mut registers = JoinSet::new();
    for index in 0..20 {
        let name = if index % 2 == 0 { "ada" } else { "ADA" };
        let call = app.post(PATH, &credentials(name, PASSWORD));
        registers.spawn(async move { call.send().await.status });
    }
    let mut answers = BTreeMap::new();
    for status in registers.join_all().await {
        *answers.entry(status).or_insert(0) += 1;
    }
    assert_eq!(answers, BTreeMap::from([(201, 1), (409, 19)]));
    for table in ["users", "clients", "client_widgets", "session"] {
        assert_eq!(database.rows_of(table).await, 1, "{table}");
    }
}

#[tokio::test]
async fn of_two_registers_of_one_name_in_other_letters_at_once_one_succeeds() {
    let database = TestDatabase::create().await;
    let app = app(&database);
    let register = |name| app.post(PATH, &credentials(name, PASSWORD)).send();
    let both = async { tokio::join!(register("ada"), register("ADA")) };
    let lock = "lock table users in share mode";
    let (one, two) = at_once(&database, lock, 2, both).await;
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    assert_eq!(database.rows_of("users").await, 1);
}

#[tokio::test]
async fn the_session_held_until_then_ends() {
    let database = TestDatabase::create().await;
    let alice = register(&database, "alice").await;
    let call = app(&database).post(PATH, &credentials("ada", PASSWORD));
    let answer = call.cookie(&alice.cookie).send().await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert_ne!(answer.cookie(), alice.cookie);
    assert_eq!(sessions_of_sid(&database, &alice.sid).await, 0);
    assert_eq!(database.rows_of("session").await, 1);
}

#[tokio::test]
async fn a_refused_register_leaves_the_session_as_it_was() {
    let database = TestDatabase::create().await;
    let alice = register(&database, "alice").await;
    let call = app(&database).post(PATH, &credentials("ALICE", PASSWORD));
    call.cookie(&alice.cookie).expect_error(409).await;
    assert_eq!(sessions_of_sid(&database, &alice.sid).await, 1);
}
