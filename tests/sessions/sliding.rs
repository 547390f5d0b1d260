//! Use at either server keeps a session alive at both.

use crate::both::{Both, NAME, PASSWORD};

const SEVEN_DAYS_S: f64 = 604_800.0;

#[tokio::test]
async fn a_session_slid_by_us_is_good_for_seven_more_days_at_express() {
    let both = Both::start().await;
    for cookie in both.log_in_at_each().await {
        both.expire_in(&cookie, "1 hour").await;
        both.here.me(&cookie).await;
        assert_slid(&both, &cookie).await;
        assert_eq!(both.express.me(&cookie).await.as_deref(), Some(NAME));
    }
}

#[tokio::test]
async fn a_session_touched_by_express_is_good_for_seven_more_days_here() {
    let both = Both::start().await;
    for cookie in both.log_in_at_each().await {
        both.expire_in(&cookie, "1 hour").await;
        both.express.me(&cookie).await;
        assert_slid(&both, &cookie).await;
        assert_eq!(both.here.me(&cookie).await.as_deref(), Some(NAME));
    }
}

#[tokio::test]
async fn a_touch_by_express_keeps_what_only_we_know_about_a_session() {
    let both = Both::start().await;
    let body = serde_json::json!({"username": NAME, "password": PASSWORD});
    let call = both.here.app.post("/api/auth/login", &body);
    let cookie = call
        .header("user-agent", "ada's browser")
        .send()
        .await
        .cookie();
    let ours = "row(created_at, user_agent)";
    let before = both.column(ours, &cookie).await;
    both.express.me(&cookie).await;
    assert_eq!(both.column(ours, &cookie).await, before);
    assert!(before.contains("ada's browser"), "{before}");
}

#[tokio::test]
async fn a_touch_by_express_does_not_carry_a_session_here_past_30_days_of_age() {
    let both = Both::start().await;
    let cookie = both.here.log_in(NAME, PASSWORD).await;
    let age = "update session set created_at = now() - interval '30 days'";
    both.database.sql(age).await;
    assert_eq!(both.express.me(&cookie).await.as_deref(), Some(NAME));
    assert_eq!(both.here.me(&cookie).await, None);
}

async fn assert_slid(both: &Both, cookie: &str) {
    let left = both.seconds_left(cookie).await;
    assert!((left - SEVEN_DAYS_S).abs() < 60.0, "{left} s left");
}
