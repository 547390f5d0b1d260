//! What visitors are told while the database is away or silent, and that this ends with the outage.

use crate::support::{
    PATH, STREAM_PATH, ask, ask_streamed, hello, house_and_proxy, impatient_house_and_proxy,
};
use std::time::{Duration, Instant};
use test_support::{Answer, FakeWebhook, House, Proxy, Route, WebhookAnswer, expect_unavailable};

#[tokio::test]
async fn while_the_database_is_away_visitors_are_told_in_time() {
    let webhook = FakeWebhook::start().await;
    let (house, proxy) = house_and_proxy(&webhook).await;
    proxy.go_away();
    expect_unavailable([ask(&house, &hello()), ask_streamed(&house, &hello())]).await;
    assert_eq!(webhook.received().len(), 0);
}

#[tokio::test]
async fn while_the_database_is_silent_visitors_are_told_in_time() {
    let webhook = FakeWebhook::start().await;
    let (house, proxy) = house_and_proxy(&webhook).await;
    proxy.stall();
    expect_unavailable([ask(&house, &hello()), ask_streamed(&house, &hello())]).await;
    assert_eq!(webhook.received().len(), 0);
}

#[tokio::test]
async fn the_first_message_after_an_outage_is_answered() {
    let webhook = FakeWebhook::start().await;
    let (house, proxy) = house_and_proxy(&webhook).await;
    for path in [PATH, STREAM_PATH] {
        let route = Route::new("POST", path).with(hello());
        route
            .recovers(&house.app, &proxy, |call| call.key(&house.alice.key))
            .await;
    }
}

/// A webhook that answers a little after it was asked.
async fn slow_webhook() -> FakeWebhook {
    let webhook = FakeWebhook::start().await;
    webhook.answer_with(WebhookAnswer {
        delay: Duration::from_millis(200),
        ..WebhookAnswer::default()
    });
    webhook
}

/// Asks, and takes the database away before the webhook has answered, until it was looked for in vain. Nobody looks for ever.
async fn ask_while_it_goes(
    house: &House,
    proxy: &Proxy,
    webhook: &FakeWebhook,
    comes_back: bool,
) -> Answer {
    let going = async {
        until(|| !webhook.received().is_empty()).await;
        proxy.go_away();
        let before = proxy.accepted();
        until(|| proxy.accepted() > before).await;
        if comes_back {
            proxy.come_back();
        }
    };
    tokio::join!(ask(house, &hello()).send(), going).0
}

async fn until(holds: impl Fn() -> bool) {
    let limit = Instant::now() + Duration::from_secs(10);
    while !holds() {
        assert!(Instant::now() < limit, "it never held");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_answer_is_kept_once_the_database_is_back() {
    let webhook = slow_webhook().await;
    let (house, proxy) = house_and_proxy(&webhook).await;
    let answer = ask_while_it_goes(&house, &proxy, &webhook, true).await;
    assert_eq!(answer.status, 200);
    let id = answer.header("x-message-id").expect("an id");
    let kept = format!("select count(*) from messages where id = '{id}' and content = 'ok'");
    assert_eq!(house.database.count(&kept).await, 1);
    assert_eq!(house.database.rows_of("messages").await, 2);
}

#[tokio::test]
async fn an_answer_that_cannot_be_kept_is_told_without_an_id_to_rate_it_by() {
    let webhook = slow_webhook().await;
    let (house, proxy) = impatient_house_and_proxy(&webhook, Duration::from_millis(700)).await;
    let answer = ask_while_it_goes(&house, &proxy, &webhook, false).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("x-message-id"), None);
    assert_eq!(house.database.rows_of("messages").await, 1);
}
