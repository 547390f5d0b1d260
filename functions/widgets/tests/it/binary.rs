//! The function's own program under the Lambda Runtime API, with events as function URLs send them: alone, frozen, and as one of many.

use crate::support::CONFIG;
use std::path::PathBuf;
use test_support::{
    Environment, HttpAnswer, HttpEvent, Person, PgBouncer, TestDatabase, bootstrap,
};

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

    let script = HttpEvent::function_url("GET", "/widget/v1/widget.js");
    let script = answer(&mut environment, &script).await;
    assert_eq!(script.status, 200);
    assert!(!script.body.is_empty());
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
