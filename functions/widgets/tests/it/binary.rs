//! The function's own program under the Lambda Runtime API, with events as function URLs send them: alone, frozen, and as one of many.

use crate::support::{CONFIG, PNG, PNG_BASE64, logo_of};
use std::path::PathBuf;
use test_support::{
    Environment, HttpAnswer, HttpEvent, Person, PgBouncer, TestDatabase, bootstrap, unpacked,
};
use widgets::BUILT_IN;

fn program() -> PathBuf {
    bootstrap("widgets", env!("CARGO_BIN_EXE_widgets"))
}

fn config_for(person: &Person) -> HttpEvent {
    HttpEvent::function_url("GET", CONFIG).header("x-api-key", &person.key)
}

async fn answer(environment: &mut Environment, event: &HttpEvent) -> HttpAnswer {
    HttpAnswer::whole(&environment.invoke(event.value()).await)
}

#[tokio::test]
async fn a_page_reads_its_widgets_configuration_and_files() {
    let database = TestDatabase::create().await;
    let alice = Person::register(&database.services(1), "alice").await;
    let mut environment = Environment::with_database(&program(), database.url(), &[]).await;
    let config = answer(&mut environment, &config_for(&alice)).await;
    config.expect(200);
    assert_eq!(
        config.headers["access-control-allow-origin"],
        "https://conference.example"
    );

    for file in BUILT_IN {
        for taken in ["identity", "gzip", "br"] {
            let event = HttpEvent::function_url("GET", &format!("/widget{}", file.path));
            let event = event.header("accept-encoding", taken);
            let answer = answer(&mut environment, &event).await;
            let what = format!("{} {taken}", file.path);
            assert_eq!(answer.status, 200, "{what}");
            let length = answer.body.len().to_string();
            assert_eq!(answer.headers["content-length"], length, "{what}");
            let encoding = answer.headers["content-encoding"].as_str();
            assert_eq!(encoding.unwrap_or("identity"), taken, "{what}");
            let content = match encoding {
                Some(encoding) => unpacked(encoding, &answer.body),
                None => answer.body,
            };
            assert_eq!(content, file.identity.bytes, "{what}");
        }
    }
}

/// Bytes that are no text pass the Lambda Runtime API in base64.
#[tokio::test]
async fn a_logo_is_stored_and_shown() {
    let database = TestDatabase::create().await;
    let alice = Person::register(&database.services(1), "alice").await;
    let mut environment = Environment::with_database(&program(), database.url(), &[]).await;
    let put = HttpEvent::api_gateway("PUT", &logo_of(&alice)).cookies(&[&alice.cookie]);
    let put = put.json(&serde_json::json!({"image": PNG_BASE64}));
    let stored = answer(&mut environment, &put).await.expect(200);
    let path = format!(
        "/api/widget/logo/{}",
        stored["logo"].as_str().unwrap_or_default()
    );
    for event in [
        HttpEvent::function_url("GET", &path),
        HttpEvent::api_gateway("GET", &path),
    ] {
        let logo = answer(&mut environment, &event).await;
        assert_eq!((logo.status, &logo.body[..]), (200, PNG));
        assert_eq!(logo.headers["content-type"], "image/png");
    }
}

/// A setting that cannot be used is told before the first request, and not by a widget that fails.
#[tokio::test]
async fn the_address_of_chat_is_read_at_start() {
    let database = TestDatabase::create().await;
    let alice = Person::register(&database.services(1), "alice").await;
    let elsewhere = [("CHAT_URL", "https://chat.example.com/api/widget")];
    let mut environment = Environment::with_database(&program(), database.url(), &elsewhere).await;
    let config = answer(&mut environment, &config_for(&alice)).await;
    assert_eq!(config.expect(200)["chatUrl"], elsewhere[0].1);
    let nowhere = [("CHAT_URL", "chat")];
    let mut environment = Environment::with_database(&program(), database.url(), &nowhere).await;
    assert!(!environment.ended().await.success());
    assert!(environment.log().contains("CHAT_URL cannot be used"));
}

#[tokio::test]
async fn a_connection_that_died_while_frozen_is_replaced_unnoticed() {
    let database = TestDatabase::create().await;
    let alice = Person::register(&database.services(1), "alice").await;
    let (proxy, _) = database.behind_proxy(1);
    let url = proxy.url(database.url());
    let mut environment = Environment::with_database(&program(), &url, &[]).await;
    answer(&mut environment, &config_for(&alice))
        .await
        .expect(200);
    environment.idle().await;

    environment.freeze();
    proxy.cut();
    environment.thaw();
    answer(&mut environment, &config_for(&alice))
        .await
        .expect(200);
    assert_eq!(proxy.accepted(), 2, "one connection, and one in its place");
}

#[tokio::test]
async fn fifty_environments_share_few_server_connections() {
    let database = TestDatabase::create().await;
    let alice = Person::register(&database.services(1), "alice").await;
    let bouncer = PgBouncer::start().await;
    let url = bouncer.url(&database);
    let mut environments = Vec::new();
    for _ in 0..50 {
        environments.push(Environment::with_database(&program(), &url, &[]).await);
    }
    // All at once, as when a conference opens its doors.
    let answers = environments.iter_mut().map(async |environment| {
        for _ in 0..4 {
            answer(environment, &config_for(&alice)).await.expect(200);
        }
    });
    futures_util::future::join_all(answers).await;
    let servers = database.connections().await;
    assert!((1..=2).contains(&servers), "{servers} server connections");
}
