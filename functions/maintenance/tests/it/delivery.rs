//! Addresses that do not take the answer at once, or not at all.

use crate::support::{A_WHILE, DELETE, function_with, invoke, request};
use maintenance::Failed;
use serde_json::json;
use std::time::{Duration, Instant};
use test_support::{FakeWebhook, WebhookAnswer};

fn status(status: u16) -> WebhookAnswer {
    WebhookAnswer {
        status,
        ..WebhookAnswer::default()
    }
}

#[tokio::test]
async fn an_address_in_trouble_is_tried_again() {
    let stack = FakeWebhook::start().await;
    stack.answer_with(status(500));
    let recovers = async {
        while stack.received().len() < 2 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        stack.answer_with(status(200));
    };
    let function = function_with(&[]);
    let served = invoke(&function, request(DELETE, &stack), A_WHILE);
    let (served, ()) = tokio::join!(served, recovers);
    assert_eq!(served.expect("a success")["status"], "SUCCESS");
    let received = stack.received();
    assert!(received.len() >= 3, "{}", received.len());
    assert!(received.iter().all(|put| put.body == received[0].body));
}

#[tokio::test]
async fn an_address_that_breaks_off_is_tried_again() {
    let stack = FakeWebhook::start().await;
    stack.answer_with(WebhookAnswer {
        hangs_up: true,
        ..WebhookAnswer::default()
    });
    let recovers = async {
        while stack.received().is_empty() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        stack.answer_with(status(200));
    };
    let function = function_with(&[]);
    let served = invoke(&function, request(DELETE, &stack), A_WHILE);
    let (served, ()) = tokio::join!(served, recovers);
    served.expect("a success");
}

#[tokio::test]
async fn a_refusal_is_an_error_at_once_so_that_lambda_begins_again() {
    let stack = FakeWebhook::start().await;
    stack.answer_with(status(403));
    let served = invoke(&function_with(&[]), request(DELETE, &stack), A_WHILE).await;
    let error = served.expect_err("nobody was told");
    assert!(matches!(&error, Failed::NotDelivered { status, .. } if *status == "SUCCESS"));
    assert!(error.to_string().contains("403"), "{error}");
    assert_eq!(stack.received().len(), 1);
}

#[tokio::test]
async fn an_address_that_nobody_can_reach_is_given_up_without_telling_it() {
    let mut event = request(DELETE, &FakeWebhook::start().await);
    event["ResponseURL"] = json!("http://127.0.0.1:1/bucket?X-Amz-Signature=hunter2");
    let served = invoke(&function_with(&[]), event, A_WHILE).await;
    let error = format!("{0:?} {0}", served.expect_err("nobody was told"));
    assert!(error.contains("refused"), "{error}");
    assert!(!error.contains("hunter2"), "{error}");
}

#[tokio::test]
async fn an_address_that_says_nothing_is_given_up_before_lambda_ends_us() {
    let stack = FakeWebhook::start().await;
    stack.answer_with(WebhookAnswer {
        delay: A_WHILE,
        ..WebhookAnswer::default()
    });
    let began = Instant::now();
    let time = Duration::from_secs(1);
    let served = invoke(&function_with(&[]), request(DELETE, &stack), time).await;
    served.expect_err("nobody was told");
    assert!(began.elapsed() < time, "{:?}", began.elapsed());
}

#[tokio::test]
async fn an_address_that_is_none_is_an_error() {
    let mut event = request(DELETE, &FakeWebhook::start().await);
    event["ResponseURL"] = json!("hunter2");
    let served = invoke(&function_with(&[]), event, A_WHILE).await;
    let error = format!("{0:?} {0}", served.expect_err("nobody was told"));
    assert!(!error.contains("hunter2"), "{error}");
}
