//! The function under test, with a webhook behind it.

use axum::Router;
use chat::{ChatState, router};
use serde_json::{Value, json};
use shared::{Secret, Services, Settings};
use std::time::Duration;
use test_support::{Answer, Call, FakeWebhook, House, Proxy, WebhookAnswer};

pub const PATH: &str = "/api/widget/chat";
pub const STREAM_PATH: &str = "/api/widget/chat/stream";
pub const SECRET: &str = "secret-of-the-webhook";
pub const SESSION_ID: &str = "123E4567-e89b-12d3-a456-426614174000";

/// A house whose messages the webhook answers.
pub async fn house(webhook: &FakeWebhook) -> House {
    House::build(|services| router_over(services, webhook, Duration::from_secs(10))).await
}

/// One whose visitors wait for the webhook no longer than that.
pub async fn impatient_house(webhook: &FakeWebhook, time_limit: Duration) -> House {
    House::build(|services| router_over(services, webhook, time_limit)).await
}

pub async fn house_and_proxy(webhook: &FakeWebhook) -> (House, Proxy) {
    impatient_house_and_proxy(webhook, Duration::from_secs(10)).await
}

pub async fn impatient_house_and_proxy(webhook: &FakeWebhook, limit: Duration) -> (House, Proxy) {
    let nobody = Secret::new("nobody logs in");
    House::build_behind_proxy(&nobody, |services| router_over(services, webhook, limit)).await
}

/// One that keeps what it built: the answers of a bare router can be read while they are made.
pub async fn house_and_router(webhook_url: &str, keep_alive: Duration) -> (House, Router) {
    let limit = Duration::from_secs(10);
    let mut built = None;
    let house = House::build(|services| {
        let state = state_over(services, webhook_url, limit).with_keep_alive(keep_alive);
        built.insert(router(state)).clone()
    })
    .await;
    (house, built.expect("the house has built it"))
}

/// One with other settings that keeps what it built.
pub async fn house_with_router(settings: &[(&str, String)]) -> (House, Router) {
    let settings: Settings = settings.iter().cloned().collect();
    let mut built = None;
    let house = House::build(|services| {
        let state = ChatState::from_settings(&settings, services);
        let router = router(state.expect("settings that can be used"));
        built.insert(router).clone()
    })
    .await;
    (house, built.expect("the house has built it"))
}

/// One with other settings.
pub async fn house_with(settings: &[(&str, &str)]) -> House {
    let settings: Settings = settings.iter().copied().collect();
    House::build(|services| {
        let state = ChatState::from_settings(&settings, services);
        router(state.expect("settings that can be used"))
    })
    .await
}

fn router_over(services: Services, webhook: &FakeWebhook, time_limit: Duration) -> Router {
    router(state_over(services, &webhook.url(), time_limit))
}

fn state_over(services: Services, webhook_url: &str, time_limit: Duration) -> ChatState {
    let settings = [
        ("N8N_WEBHOOK_URL", webhook_url),
        ("N8N_WEBHOOK_SECRET", SECRET),
    ];
    let settings = settings.into_iter().collect();
    let state = ChatState::from_settings(&settings, services);
    state
        .expect("settings that can be used")
        .with_time_limit(time_limit)
}

pub fn hello() -> Value {
    json!({"message": "Hello", "sessionId": SESSION_ID})
}

/// A visitor's message to Alice's client.
pub fn ask(house: &House, body: &Value) -> Call {
    house.app.post(PATH, body).key(&house.alice.key)
}

/// The same, to be answered by a stream.
pub fn ask_streamed(house: &House, body: &Value) -> Call {
    house.app.post(STREAM_PATH, body).key(&house.alice.key)
}

/// A house whose clients allow the pages of example.com's sub-domains alone.
pub async fn house_of_example_com(webhook: &FakeWebhook) -> House {
    let house = house(webhook).await;
    let allowed = r#"update clients set allowed_domains = '["*.example.com"]'"#;
    house.database.sql(allowed).await;
    house
}

/// Checks who may read an answer to a page: that one or nobody.
pub fn expect_readable_by(answer: &Answer, page: Option<&str>) {
    assert_eq!(answer.header("access-control-allow-origin"), page);
    assert_eq!(answer.header("access-control-allow-credentials"), None);
    assert_eq!(answer.header("vary"), Some("Origin"));
}

/// Answers that begin too late, or do not end.
pub fn too_slow() -> [WebhookAnswer; 2] {
    let long = Duration::from_secs(60);
    let late = WebhookAnswer {
        delay: long,
        ..WebhookAnswer::default()
    };
    let endless = WebhookAnswer {
        stall_in_body: long,
        ..WebhookAnswer::default()
    };
    [late, endless]
}
