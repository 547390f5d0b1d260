//! Passwords, hashed with bcrypt while both servers run (`PASSWORD_HASH=bcrypt`).

use crate::both::{Both, NAME, PASSWORD};
use crate::here::Here;
use serde_json::json;
use test_support::SESSION_SECRET;

#[tokio::test]
async fn a_log_in_here_leaves_the_bcrypt_hash_so_that_express_can_still_check_it() {
    let both = Both::start().await;
    let hash = "select password from users";
    let before = both.database.text(hash).await;
    both.here.log_in(NAME, PASSWORD).await;
    assert_eq!(both.database.text(hash).await, before);
    both.express.log_in(NAME, PASSWORD).await;
}

#[tokio::test]
async fn who_registers_here_logs_in_at_express_with_the_same_password() {
    let both = Both::start().await;
    for (username, password) in [
        ("plain", "a-plain-password".to_owned()),
        ("unicode", "pässwörd-会議-🎤".to_owned()),
        ("spaces", "  leading and trailing  ".to_owned()),
        ("exactly-72", "and so on".repeat(8)),
        ("beyond-72", "and so on".repeat(8) + "-beyond"),
        (
            "split-at-72",
            "and so on".repeat(8)[..71].to_owned() + "é and more",
        ),
        ("with-nul", "before\0after".to_owned()),
    ] {
        both.here.register(username, &password).await;
        both.express.log_in(username, &password).await;
        both.here.log_in(username, &password).await;
    }
}

#[tokio::test]
async fn a_wrong_password_is_wrong_at_both() {
    let both = Both::start().await;
    for wrong in [
        "ada-pass-2",
        "Ada-pass-1",
        "ada-pass-1 ",
        "ada-pass-1\0",
        "ada-pass-",
        "\0",
    ] {
        assert_eq!(
            both.express.try_log_in(NAME, wrong).await,
            None,
            "{wrong:?}"
        );
        // Here the sixth would have to wait.
        both.database.sql("delete from sign_in_counters").await;
        let body = json!({"username": NAME, "password": wrong});
        both.here
            .app
            .post("/api/auth/login", &body)
            .expect(401)
            .await;
    }
}

#[tokio::test]
async fn a_password_changed_here_is_the_one_that_express_asks_for() {
    let both = Both::start().await;
    let cookie = both.here.log_in(NAME, PASSWORD).await;
    let change = json!({"currentPassword": PASSWORD, "newPassword": "ada-pass-2"});
    let change = both.here.app.post("/api/auth/password", &change);
    both.here.done(change, &cookie).await;
    assert_eq!(both.express.try_log_in(NAME, PASSWORD).await, None);
    both.express.log_in(NAME, "ada-pass-2").await;
}

#[tokio::test]
async fn an_upgraded_hash_is_lost_to_express_until_a_log_in_here_brings_bcrypt_back() {
    let both = Both::start().await;
    let upgrading = Here::start(both.database.url(), SESSION_SECRET, "argon2id");
    upgrading.log_in(NAME, PASSWORD).await;
    assert_eq!(both.express.try_log_in(NAME, PASSWORD).await, None);
    both.here.log_in(NAME, PASSWORD).await;
    both.express.log_in(NAME, PASSWORD).await;
}
