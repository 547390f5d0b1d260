//! What visitors are told while the database is away or silent, and that this ends with the outage.

use crate::support::{PATH, STREAM_PATH, ask, ask_streamed, hello, house_and_proxy};
use test_support::{FakeWebhook, Route, expect_unavailable};

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
