//! Logging in at one server signs in at the other.

use crate::both::{Both, NAME, PASSWORD, sid, signed_in_at_both};

#[tokio::test]
async fn who_logs_in_at_express_is_signed_in_here() {
    let both = Both::start().await;
    let cookie = both.express.log_in(NAME, PASSWORD).await;
    assert_eq!(both.here.me(&cookie).await.as_deref(), Some(NAME));
}

#[tokio::test]
async fn who_logs_in_here_is_signed_in_at_express() {
    let both = Both::start().await;
    let cookie = both.here.log_in(NAME, PASSWORD).await;
    assert_eq!(both.express.me(&cookie).await.as_deref(), Some(NAME));
}

#[tokio::test]
async fn who_registers_here_is_signed_in_at_express() {
    let both = Both::start().await;
    let cookie = both.here.register("newcomer", "newcomer-pass").await;
    assert_eq!(both.express.me(&cookie).await.as_deref(), Some("newcomer"));
}

#[tokio::test]
async fn a_log_in_here_replaces_the_session_that_express_gave_to_the_same_browser() {
    let both = Both::start().await;
    let old = both.express.log_in(NAME, PASSWORD).await;
    let body = serde_json::json!({"username": NAME, "password": PASSWORD});
    let call = both.here.app.post("/api/auth/login", &body);
    let new = both.here.done(call, &old).await.cookie();
    assert_ne!(sid(&new), sid(&old));
    assert_eq!(both.me(&old).await, (None, None));
    assert_eq!(both.me(&new).await, signed_in_at_both());
}

#[tokio::test]
async fn a_session_of_a_removed_user_signs_in_nowhere() {
    let both = Both::start().await;
    let cookies = both.log_in_at_each().await;
    both.database.sql("delete from users").await;
    for cookie in cookies {
        assert_eq!(both.me(&cookie).await, (None, None));
    }
}
