//! A session that ends at one server is over at the other.

use crate::both::{Both, NAME, PASSWORD, signed_in_at_both};
use serde_json::json;

#[tokio::test]
async fn logging_out_here_logs_out_at_express() {
    let both = Both::start().await;
    for cookie in both.log_in_at_each().await {
        both.here.log_out(&cookie).await;
        assert_eq!(both.me(&cookie).await, (None, None));
    }
}

#[tokio::test]
async fn logging_out_at_express_logs_out_here() {
    let both = Both::start().await;
    for cookie in both.log_in_at_each().await {
        both.express.log_out(&cookie).await;
        assert_eq!(both.me(&cookie).await, (None, None));
    }
}

#[tokio::test]
async fn logging_out_leaves_the_sessions_of_other_browsers() {
    let both = Both::start().await;
    let [of_express, ours] = both.log_in_at_each().await;
    let third = both.here.log_in(NAME, PASSWORD).await;
    both.here.log_out(&of_express).await;
    assert_eq!(both.me(&ours).await, signed_in_at_both());
    both.express.log_out(&ours).await;
    assert_eq!(both.me(&third).await, signed_in_at_both());
}

#[tokio::test]
async fn express_does_not_bring_back_a_session_that_ended_here() {
    let both = Both::start().await;
    for cookie in both.log_in_at_each().await {
        assert_eq!(both.me(&cookie).await, signed_in_at_both());
        both.here.log_out(&cookie).await;
        both.express.me(&cookie).await;
    }
    assert_eq!(both.database.count("select count(*) from session").await, 0);
}

#[tokio::test]
async fn ending_all_other_sessions_here_ends_them_at_express() {
    let both = Both::start().await;
    let [of_express, ours] = both.log_in_at_each().await;
    let call = both.here.app.call("DELETE", "/api/auth/sessions");
    both.here.done(call, &ours).await;
    assert_eq!(both.me(&of_express).await, (None, None));
    assert_eq!(both.me(&ours).await, signed_in_at_both());
}

#[tokio::test]
async fn a_session_of_express_is_listed_here_and_can_be_ended_by_its_id() {
    let both = Both::start().await;
    let [of_express, ours] = both.log_in_at_each().await;
    let list = both.here.app.get("/api/auth/sessions");
    let list = both.here.done(list, &ours).await.json();
    let id = list["sessions"][1]["id"]
        .as_str()
        .expect("the other session");

    let end = both
        .here
        .app
        .call("DELETE", &format!("/api/auth/sessions/{id}"));
    both.here.done(end, &ours).await;
    assert_eq!(both.me(&of_express).await, (None, None));
}

#[tokio::test]
async fn changing_the_password_here_ends_the_other_sessions_at_express() {
    let both = Both::start().await;
    let [of_express, ours] = both.log_in_at_each().await;
    let change = json!({"currentPassword": PASSWORD, "newPassword": "ada-pass-2"});
    let change = both.here.app.post("/api/auth/password", &change);
    both.here.done(change, &ours).await;
    assert_eq!(both.me(&of_express).await, (None, None));
    assert_eq!(both.me(&ours).await, signed_in_at_both());
}

#[tokio::test]
async fn deleting_the_account_here_ends_its_sessions_at_express() {
    let both = Both::start().await;
    let [of_express, ours] = both.log_in_at_each().await;
    let delete = both.here.app.call("DELETE", "/api/auth/account");
    let delete = delete.json(&json!({"password": PASSWORD}));
    both.here.done(delete, &ours).await;
    assert_eq!(both.me(&of_express).await, (None, None));
    assert_eq!(both.me(&ours).await, (None, None));
}
