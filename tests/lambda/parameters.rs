//! Settings from Parameter Store, as moto plays it, and what happens when it does not give them.

use crate::support::{get, only_line, specimen};
use serde_json::json;
use std::time::{Duration, Instant};
use test_support::{FakeWebhook, ParameterStore, SESSION_SECRET, TestDatabase, WebhookAnswer};

/// An address where nobody listens.
const NOBODY: &str = "http://127.0.0.1:1";
/// What an init may take.
const LAMBDAS_LIMIT: Duration = Duration::from_secs(10);
const PREFIX: &str = "/conference-chat/staging";

#[tokio::test]
async fn all_pages_are_read_decrypted_and_the_environment_goes_before_them() {
    let database = TestDatabase::create().await;
    let store = ParameterStore::start().await;
    let put = async |name: &str, value: &str| store.put(&format!("{PREFIX}/{name}"), value).await;
    put("DATABASE_URL", database.url()).await;
    put("SESSION_SECRET", SESSION_SECRET).await;
    for number in 0..25 {
        put(&format!("SETTING_{number}"), &format!("value {number}")).await;
    }
    put("BOTH", "from Parameter Store").await;
    put("deeper/DEEP", "of somebody else").await;
    store
        .put("/conference-chat/staging-2/OTHER", "of another stage")
        .await;

    let mut shown: Vec<String> = (0..25).map(|number| format!("SETTING_{number}")).collect();
    shown.extend(["BOTH", "DEEP", "OTHER"].map(str::to_owned));
    let mut environment = specimen(&[
        ("SSM_PREFIX", "/conference-chat/staging/"),
        ("AWS_ENDPOINT_URL_SSM", &store.url()),
        ("AWS_ENDPOINT_URL", NOBODY),
        ("BOTH", "from the environment"),
        ("SPECIMEN_SHOWS", &shown.join(",")),
    ])
    .await;
    assert_eq!(get(&mut environment, "/database").await.status, 200);
    for number in 0..25 {
        let value = get(&mut environment, &format!("/settings/SETTING_{number}")).await;
        assert_eq!(value.body, format!("value {number}").into_bytes());
    }
    let both = get(&mut environment, "/settings/BOTH").await;
    assert_eq!(both.body, b"from the environment");
    for not_ours in ["DEEP", "OTHER"] {
        let value = get(&mut environment, &format!("/settings/{not_ours}")).await;
        assert_eq!(value.body, b"", "{not_ours}");
    }
}

#[tokio::test]
async fn what_is_missing_or_malformed_there_is_named() {
    let store = ParameterStore::start().await;
    let variables = [("SSM_PREFIX", PREFIX), ("AWS_ENDPOINT_URL", &store.url())];
    let line = only_line(&mut specimen(&variables).await).await;
    assert_eq!(line["error"], "DATABASE_URL is not set");

    store
        .put(&format!("{PREFIX}/DATABASE_URL"), "mysql://u:hunter2@h/d")
        .await;
    let line = only_line(&mut specimen(&variables).await).await;
    let error = line["error"].as_str().unwrap_or_default();
    assert!(error.starts_with("DATABASE_URL cannot be used"), "{error}");
    assert!(!line.to_string().contains("hunter2"));
}

#[tokio::test]
async fn when_it_is_away_the_init_fails_with_one_line() {
    let variables = [("SSM_PREFIX", PREFIX), ("AWS_ENDPOINT_URL", NOBODY)];
    let line = only_line(&mut specimen(&variables).await).await;
    let error = line["error"].as_str().unwrap_or_default();
    for part in [PREFIX, "Parameter Store", NOBODY, "refused"] {
        assert!(error.contains(part), "{part}: {error}");
    }
}

#[tokio::test]
async fn when_it_hangs_the_init_fails_before_lambda_gives_up() {
    let silent = FakeWebhook::start().await;
    silent.answer_with(WebhookAnswer {
        delay: Duration::from_secs(60),
        ..WebhookAnswer::default()
    });
    let variables = [("SSM_PREFIX", PREFIX), ("AWS_ENDPOINT_URL", &silent.url())];
    let started = Instant::now();
    let line = only_line(&mut specimen(&variables).await).await;
    assert!(started.elapsed() < LAMBDAS_LIMIT, "{line}");
    assert!(
        line["error"]
            .as_str()
            .unwrap_or_default()
            .contains("no answer"),
        "{line}"
    );
}

#[tokio::test]
async fn a_role_that_may_not_read_it_is_told_so_in_awss_words() {
    let refusing = FakeWebhook::start().await;
    let words = "User: arn:aws:sts::123456789012:assumed-role/auth is not authorized to perform: ssm:GetParametersByPath";
    refusing.answer_with(WebhookAnswer {
        status: 400,
        headers: vec![(
            "content-type".to_owned(),
            "application/x-amz-json-1.1".to_owned(),
        )],
        body: json!({"__type": "AccessDeniedException", "Message": words})
            .to_string()
            .into(),
        ..WebhookAnswer::default()
    });
    let variables = [
        ("SSM_PREFIX", PREFIX),
        ("AWS_ENDPOINT_URL", &refusing.url()),
    ];
    let line = only_line(&mut specimen(&variables).await).await;
    let error = line["error"].as_str().unwrap_or_default();
    assert!(
        error.contains("AccessDeniedException") && error.contains(words),
        "{error}"
    );
    assert_eq!(refusing.received().len(), 1, "asking again does not help");
}

#[tokio::test]
async fn throttling_is_asked_again_and_then_told() {
    let throttling = FakeWebhook::start().await;
    throttling.answer_with(WebhookAnswer {
        status: 400,
        headers: vec![(
            "content-type".to_owned(),
            "application/x-amz-json-1.1".to_owned(),
        )],
        body: json!({"__type": "ThrottlingException", "Message": "Rate exceeded"})
            .to_string()
            .into(),
        ..WebhookAnswer::default()
    });
    let variables = [
        ("SSM_PREFIX", PREFIX),
        ("AWS_ENDPOINT_URL", &throttling.url()),
    ];
    let line = only_line(&mut specimen(&variables).await).await;
    let error = line["error"].as_str().unwrap_or_default();
    assert!(error.contains("ThrottlingException"), "{error}");
    assert!(throttling.received().len() >= 3, "it waits and asks again");
}

#[tokio::test]
async fn an_answer_that_is_not_its_own_is_told_from_none() {
    let broken = FakeWebhook::start().await;
    broken.answer_with(WebhookAnswer {
        status: 503,
        body: b"<html>hunter2</html>".to_vec(),
        ..WebhookAnswer::default()
    });
    let variables = [("SSM_PREFIX", PREFIX), ("AWS_ENDPOINT_URL", &*broken.url())];
    let line = only_line(&mut specimen(&variables).await).await;
    let error = line["error"].as_str().unwrap_or_default();
    assert!(error.contains("status 503"), "{error}");
    assert!(!error.contains("hunter2"), "{error}");
}

#[tokio::test]
async fn pages_without_end_are_not_read_for_ever() {
    let endless = FakeWebhook::start().await;
    let page =
        json!({"Parameters": [{"Name": format!("{PREFIX}/A"), "Value": "a"}], "NextToken": "more"});
    endless.answer_with(WebhookAnswer::json(&page));
    let variables = [
        ("SSM_PREFIX", PREFIX),
        ("AWS_ENDPOINT_URL", &*endless.url()),
    ];
    let started = Instant::now();
    let line = only_line(&mut specimen(&variables).await).await;
    assert!(started.elapsed() < LAMBDAS_LIMIT, "{line}");
}

#[tokio::test]
async fn a_parameter_of_spaces_counts_as_not_set() {
    let database = TestDatabase::create().await;
    let store = ParameterStore::start().await;
    for (name, value) in [
        ("DATABASE_URL", database.url()),
        ("SESSION_SECRET", SESSION_SECRET),
        ("DATABASE_CA_CERT", " "),
    ] {
        store.put(&format!("{PREFIX}/{name}"), value).await;
    }
    let variables = [("SSM_PREFIX", PREFIX), ("AWS_ENDPOINT_URL", &store.url())];
    let mut environment = specimen(&variables).await;
    assert_eq!(get(&mut environment, "/database").await.status, 200);
}
