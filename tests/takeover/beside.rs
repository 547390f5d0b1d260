//! The old server goes on working on the taken-over database, as its owner, and each sees what the other writes.

use crate::old_database::{LIVE_SESSIONS, connect, gateway, taken_over};
use crate::old_server::{self as old, one, run};
use serde_json::json;

const ADA: &str = "a0000000-0000-4000-8000-000000000001";
const ADAS_CLIENT: &str = "c0000000-0000-4000-8000-000000000001";
/// "ada-pass-1", by npm's bcrypt.
const HASH: &str = "$2b$10$7MfT8s0fqE28yDHaaaNzPeNZh5yZusszxsO.dEKDGxdExa8puk5kO";

#[tokio::test]
async fn the_old_server_finds_old_rows_by_their_ids_as_text() {
    let database = taken_over().await;
    let client = connect(database.url()).await;
    assert_eq!(one(&client, old::FIND_USER, &[ADA, "1"]).await, "ada");
    assert_eq!(one(&client, old::FIND_OWNER, &[ADAS_CLIENT]).await, "ada");
    let names = run(&client, old::FIND_CLIENTS_OF_USER, &[ADA]).await;
    assert_eq!(names.len(), 3);
    let color = one(&client, old::FIND_WIDGET, &[ADAS_CLIENT]).await;
    assert_eq!(color, "#ff0000");
}

#[tokio::test]
async fn who_registers_at_the_old_server_can_log_in_here() {
    let database = taken_over().await;
    let client = connect(database.url()).await;
    let id = one(&client, old::INSERT_USER, &["fresh", HASH]).await;
    one(
        &client,
        old::INSERT_CLIENT,
        &[&id, "Fresh Conf", "pk_live_fresh", "[]"],
    )
    .await;

    let body = json!({"username": "fresh", "password": "ada-pass-1"});
    let answer = gateway(database.url()).post("/api/auth/login", &body);
    let answer = answer.expect(200).await;
    assert_eq!(answer["user"]["id"], id.as_str());
    assert_eq!(answer["client"]["name"], "Fresh Conf");
}

#[tokio::test]
async fn a_client_and_widget_of_the_old_server_are_served_here() {
    let database = taken_over().await;
    let client = connect(database.url()).await;
    let domains = r#"["fresh.example"]"#;
    let id = one(
        &client,
        old::INSERT_CLIENT,
        &[ADA, "Fresh", "pk_live_fresh", domains],
    )
    .await;
    one(&client, old::INSERT_WIDGET, &[&id, "#00ff00"]).await;

    let app = gateway(database.url());
    let config = app.get("/api/widget/config").key("pk_live_fresh");
    let config = config
        .header("origin", "https://fresh.example")
        .expect(200)
        .await;
    assert_eq!(config["widget"]["primaryColor"], "#00ff00");
    assert_eq!(config["widget"]["welcomeMessage"], "Hi! How can I help?");
}

#[tokio::test]
async fn a_session_of_the_old_server_opens_here_and_ends_there() {
    let database = taken_over().await;
    let client = connect(database.url()).await;
    let (cookie, _) = LIVE_SESSIONS[0];
    let sid = "AdaSession000000000000000000000A";
    let me = async |status| {
        gateway(database.url())
            .get("/api/auth/me")
            .cookie(cookie)
            .expect(status)
            .await
    };

    run(&client, old::DELETE_SESSION, &[sid]).await;
    me(401).await;
    let sess = format!(
        r#"{{"cookie":{{"originalMaxAge":604800000,"httpOnly":true,"path":"/"}},"userId":"{ADA}"}}"#
    );
    one(&client, old::INSERT_SESSION, &[&sess, "4102444800", sid]).await;
    assert_eq!(me(200).await["user"]["username"], "ada");
    run(&client, old::DELETE_SESSION, &[sid]).await;
    me(401).await;
}

#[tokio::test]
async fn what_is_written_here_the_old_server_reads() {
    let database = taken_over().await;
    let client = connect(database.url()).await;
    let body =
        json!({"username": "newcomer", "password": "newcomer-pass", "clientName": "New Conf"});
    let answer = gateway(database.url())
        .post("/api/auth/register", &body)
        .send()
        .await;
    let registered = answer.json();
    let user_id = registered["user"]["id"].as_str().expect("an id");
    let client_id = registered["client"]["id"].as_str().expect("an id");

    assert_eq!(
        one(&client, old::FIND_USER, &[user_id, "1"]).await,
        "newcomer"
    );
    assert_eq!(
        one(&client, old::FIND_CLIENTS_OF_USER, &[user_id]).await,
        "New Conf"
    );
    assert_eq!(
        one(&client, old::FIND_WIDGET, &[client_id]).await,
        "#3b82f6"
    );
    let sid = one(
        &client,
        r#"select sid from "session" where sess ->> 'userId' = $1"#,
        &[user_id],
    )
    .await;
    let sess = one(&client, old::FIND_SESSION, &[&sid, "0"]).await;
    assert!(
        sess.ends_with(&format!(r#","userId":"{user_id}"}}"#)),
        "{sess}"
    );
}

#[tokio::test]
async fn a_change_of_the_old_server_shows_at_once_here() {
    let database = taken_over().await;
    let client = connect(database.url()).await;
    let change = ["#123456", "2026-01-02T03:04:05.678Z", ADAS_CLIENT];
    one(&client, old::UPDATE_WIDGET, &change).await;
    let app = gateway(database.url());
    let config = app
        .get("/api/widget/config")
        .key("pk_live_ada_first")
        .expect(200)
        .await;
    assert_eq!(config["widget"]["primaryColor"], "#123456");
}
