//! What is said about parameters that are there.

use crate::support::{Deployer, PREFIX, SESSION_SECRET, URL};
use test_support::ParameterStore;

#[tokio::test]
async fn all_that_is_missing_or_wrong_is_named() {
    let store = ParameterStore::start().await;
    let deployer = Deployer::at(&store.url());
    let outcome = deployer.check(&[]).await.failed().says(&[
        "there are no parameters under /conference-chat/staging in eu-central-1",
        "DATABASE_URL is not set",
        "SESSION_SECRET is not set",
    ]);
    assert_eq!(outcome.said_of("DATABASE_URL "), "not set");

    for (name, value) in [
        ("DATABASE_URL", "mysql://u:hunter2@h/d"),
        ("SESSION_SECRET", SESSION_SECRET),
        ("PASSWORD_HASH", "hunter2"),
        ("N8N_WEBHOOK_URL", "hunter2"),
        ("DATABSE_URL", URL),
        ("RUST_LOG", "debug"),
    ] {
        store.put(&format!("{PREFIX}/{name}"), value).await;
    }
    // What cannot be used is not connected to.
    let outcome = deployer.check(&["--connect"]).await.failed().says(&[
        "DATABASE_URL cannot be used: it must begin with postgres://",
        "PASSWORD_HASH cannot be used",
        "N8N_WEBHOOK_URL is not an http(s) URL",
    ]);
    assert_eq!(outcome.said_of("DATABASE_URL "), "set");
    assert!(outcome.said_of("DATABSE_URL").starts_with("unknown"));
    assert!(outcome.said_of("RUST_LOG").contains("ApplicationLogLevel"));
}

#[tokio::test]
async fn a_short_session_secret_is_warned_of() {
    let store = ParameterStore::start().await;
    let deployer = Deployer::at(&store.url());
    store.put(&format!("{PREFIX}/DATABASE_URL"), URL).await;
    for (secret, is_short) in [("hunter2", true), (SESSION_SECRET, false)] {
        store.put(&format!("{PREFIX}/SESSION_SECRET"), secret).await;
        let outcome = deployer.check(&[]).await.succeeded();
        assert_eq!(
            outcome.err.contains("fewer than 32"),
            is_short,
            "{outcome:?}"
        );
    }
}
