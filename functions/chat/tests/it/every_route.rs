//! What the router answers beside the routes of a message.

use crate::support::{PATH, STREAM_PATH, hello, house};
use test_support::FakeWebhook;

#[tokio::test]
async fn an_unknown_route_is_told_in_the_form_of_errors() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    for path in [
        "/api/widget/chat/nope",
        "/api/widget/chat/%ff",
        "/api/widget/chats",
        "/api/widget/chat/streams",
        "/api/widget/chat/stream/nope",
        "/",
    ] {
        house.app.get(path).expect_error(404).await;
    }
}

#[tokio::test]
async fn a_wrong_method_is_told_with_the_one_that_is_right() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    for method in ["GET", "PUT", "PATCH", "DELETE"] {
        house.refuses_method(method, PATH, "POST").await;
        house.refuses_method(method, STREAM_PATH, "POST").await;
    }
}

#[tokio::test]
async fn a_preflight_needs_no_key_on_any_path() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    for path in [PATH, STREAM_PATH, "/API/Widget/Chat/"] {
        let preflight = house.app.call("OPTIONS", path);
        let answer = preflight
            .header("origin", "https://any.example")
            .send()
            .await;
        assert_eq!(answer.status, 204, "{path}");
        assert_eq!(
            answer.header("access-control-allow-origin"),
            Some("https://any.example")
        );
        assert_eq!(answer.header("access-control-allow-credentials"), None);
    }
}

#[tokio::test]
async fn a_path_may_be_written_in_capitals_and_end_with_a_slash() {
    let webhook = FakeWebhook::start().await;
    let house = house(&webhook).await;
    for path in [
        "/API/Widget/Chat",
        "/api/widget/chat/",
        "/api/widget/Chat/STREAM/",
    ] {
        let call = house.app.post(path, &hello());
        let answer = call.key(&house.alice.key).send().await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    }
}
