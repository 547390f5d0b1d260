//! The organiser's test of who answers.

use crate::own_answerer::{sealed, set};
use crate::support::{hello, house_with, impatient_house, too_slow};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;
use test_support::{
    FakeModel, FakeWebhook, House, ModelAnswer, ModelFailure, Route, WebhookAnswer,
};

const NEARBY: (&str, &str) = ("PRIVATE_NEIGHBOURS", "allow");
const SECRET: &str = "a secret that nobody is told";
const UPSTREAM: &str = "words of somebody else";

fn path(house: &House) -> String {
    format!("/api/dashboard/chat/{}/test", house.alice.client_id)
}

async fn test(house: &House, question: &str) -> Value {
    let call = house.call("POST", &path(house));
    let answer = call.json(&json!({"question": question})).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    for hidden in [SECRET, UPSTREAM] {
        assert!(!answer.text.contains(hidden), "{}", answer.text);
    }
    answer.json()
}

/// Expects a failure of that code, with a sentence about it.
async fn expect_failure(house: &House, code: &str) -> String {
    let told = test(house, "When?").await;
    assert_eq!(told["ok"], false, "{told}");
    assert_eq!(told["failure"]["code"], code, "{told}");
    assert!(told["latencyMs"].is_u64() && told.get("unknown").is_none());
    let message = told["failure"]["message"].as_str();
    message.expect("a sentence").to_owned()
}

async fn use_workflow(house: &House, url: &str) {
    let secret = sealed(house, &house.alice, SECRET);
    let columns = [("n8n_webhook_url", url), ("n8n_webhook_secret", &secret)];
    set(house, &house.alice, &columns).await;
}

async fn use_model(house: &House, url: &str) {
    let key = sealed(house, &house.alice, SECRET);
    let columns = [
        ("openai_base_url", url),
        ("openai_api_key", &key),
        ("openai_model", "fake-model"),
    ];
    set(house, &house.alice, &columns).await;
}

#[tokio::test]
async fn the_documents_answer_and_nothing_is_kept_or_counted() {
    let house = house_with(&[]).await;
    let document = format!(
        "with d as (insert into documents (client_id, title, body) values ('{}', 'Guide', 'x') returning id)
         select app.index_chunks(id, 1, '[{{\"ordinal\": 0, \"content\": \"The doors open at nine o''clock.\", \"tokens\": 8}}]') from d",
        house.alice.client_id
    );
    house.database.sql("begin").await;
    let user = format!("set local app.user_id = '{}'", house.alice.user_id);
    house.database.sql(&user).await;
    house.database.sql("insert into tags (client_id, name, prompt) select id, 'Doors', 'Be brief.' from clients").await;
    house
        .database
        .sql(&document.replace("with d as (", "with d as materialized ("))
        .await;
    house.database.sql("commit").await;
    let before = house.database.snapshot().await;
    let told = test(&house, "When do the doors open?").await;
    assert_eq!(
        (&told["ok"], &told["answerer"]),
        (&json!(true), &json!("built_in"))
    );
    let response = told["response"].as_str().expect("an answer");
    assert!(response.contains("nine"), "{response}");
    assert_eq!(told["sources"][0]["title"], "Guide");
    assert_eq!(told["unknown"], false);
    assert!(told["firstChunkMs"].is_u64() && told["latencyMs"].is_u64());
    assert!(told.get("failure").is_none());
    let unknown = test(&house, "Who painted the ceiling?").await;
    assert_eq!(
        (&unknown["ok"], &unknown["unknown"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(house.database.snapshot().await, before);
}

#[tokio::test]
async fn a_workflow_is_asked_as_by_a_visitor() {
    let webhook = FakeWebhook::start().await;
    let house = house_with(&[NEARBY]).await;
    use_workflow(&house, &webhook.url()).await;
    house
        .database
        .sql("update answer_settings set main_prompt = 'Be brief.'")
        .await;
    let before = without_limits(&house).await;
    let sources = json!([{"title": "a", "url": "javascript:alert(1)"}]);
    webhook.answer_with(WebhookAnswer::json(
        &json!({"response": "Noon", "sources": sources}),
    ));
    let told = test(&house, "When?").await;
    assert_eq!(told["answerer"], "n8n");
    assert_eq!(told["response"], "Noon");
    assert_eq!(told["sources"], json!([{"title": "a"}]));
    let asked = webhook.received().remove(0);
    assert_eq!(asked.header("x-webhook-secret"), Some(SECRET));
    let body = asked.json();
    assert_eq!(
        (&body["message"], &body["prompt"]),
        (&json!("When?"), &json!("Be brief."))
    );
    assert_eq!(without_limits(&house).await, before);
}

/// All that is kept and counted, but for the limits of requests.
async fn without_limits(house: &House) -> BTreeMap<String, Vec<String>> {
    let mut rows = house.database.snapshot().await;
    rows.remove("request_counts").expect("the limits");
    rows
}

/// Each costs whoever pays the answerer, and is a request that we send to where somebody told us.
#[tokio::test]
async fn who_tests_too_much_waits_and_keeps_nobody_else_from_it() {
    let webhook = FakeWebhook::start().await;
    let house = house_with(&[("N8N_WEBHOOK_URL", &webhook.url())]).await;
    webhook.answer_with(WebhookAnswer::json(&json!({"response": "Noon"})));
    test(&house, "When?").await;
    let used = "update request_counts set used = 60 where scope = 'answer_test'";
    house.database.sql(used).await;
    let body = json!({"question": "When?"});
    let call = || house.call("POST", &path(&house)).json(&body);
    let refused = call().send().await;
    assert_eq!(refused.status, 429, "{}", refused.text);
    assert_eq!(refused.json()["error"], "Rate limit exceeded");
    let seconds = refused.json()["retryAfter"].as_i64().expect("seconds");
    assert!((1..=3_600).contains(&seconds), "{seconds}");
    assert_eq!(refused.header("retry-after"), Some(&*seconds.to_string()));
    assert_eq!(webhook.received().len(), 1);

    let bobs = format!("/api/dashboard/chat/{}/test", house.bob.client_id);
    let bobs = house.app.post(&bobs, &body).cookie(&house.bob.cookie);
    assert_eq!(bobs.expect(200).await["response"], "Noon");
    // The search in the documents asks nobody.
    set(&house, &house.alice, &[("answerer", "built_in")]).await;
    call().expect(200).await;
    house
        .database
        .sql("update request_counts set hour = hour - interval '1 hour'")
        .await;
    set(&house, &house.alice, &[("answerer", "auto")]).await;
    call().expect(200).await;
    assert_eq!(webhook.received().len(), 3);
}

#[tokio::test]
async fn what_is_wrong_with_a_workflow_is_told() {
    let webhook = FakeWebhook::start().await;
    let house = house_with(&[NEARBY]).await;
    use_workflow(&house, &webhook.url()).await;
    for (status, code) in [
        (401, "secret_refused"),
        (403, "secret_refused"),
        (404, "webhook_unknown"),
        (429, "limit_reached"),
        (302, "redirected"),
        (500, "failed"),
        (418, "refused"),
    ] {
        webhook.answer_with(WebhookAnswer {
            status,
            body: UPSTREAM.as_bytes().to_vec(),
            ..WebhookAnswer::default()
        });
        let message = expect_failure(&house, code).await;
        assert!(message.contains(&status.to_string()), "{message}");
        assert!(!message.contains("deployment"), "{message}");
    }
    webhook.answer_with(WebhookAnswer {
        body: format!("<p>{UPSTREAM}</p>").into_bytes(),
        ..WebhookAnswer::default()
    });
    expect_failure(&house, "wrong_answer").await;
    webhook.answer_with(WebhookAnswer {
        hangs_up: true,
        ..WebhookAnswer::default()
    });
    expect_failure(&house, "broke_off").await;
    for (url, code) in [
        ("http://127.0.0.1:1/", "unreachable"),
        ("http://no-such-name.invalid/", "address_not_found"),
    ] {
        use_workflow(&house, url).await;
        expect_failure(&house, code).await;
    }
}

#[tokio::test]
async fn a_workflow_that_takes_too_long_is_told() {
    let webhook = FakeWebhook::start().await;
    let house = impatient_house(&webhook, Duration::from_millis(300)).await;
    for answer in too_slow() {
        webhook.answer_with(answer);
        let message = expect_failure(&house, "timeout").await;
        // The webhook is not Alice's.
        assert!(message.contains("deployment"), "{message}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_model_is_told() {
    let model = FakeModel::start().await;
    let house = house_with(&[NEARBY]).await;
    use_model(&house, &model.url()).await;
    for (failure, code) in [
        (ModelFailure::Status(401), "key_refused"),
        (ModelFailure::Status(404), "model_unknown"),
        (ModelFailure::Status(429), "limit_reached"),
        (ModelFailure::Status(503), "failed"),
        (ModelFailure::Status(400), "refused"),
        (ModelFailure::DiesAfter(0), "broke_off"),
        (ModelFailure::EndsAfter(1), "broke_off"),
        (ModelFailure::ReportsAfter(1), "failed"),
        (ModelFailure::Says("<html>hello</html>"), "wrong_answer"),
    ] {
        let what = format!("{failure:?}");
        model.answer_with(ModelAnswer::failing(failure));
        let message = expect_failure(&house, code).await;
        assert!(message.ends_with(['.', ')']), "{what}: {message}");
    }
    model.answer_with(ModelAnswer::of(&["At ", "noon."]));
    let told = test(&house, "When?").await;
    assert_eq!(
        (&told["answerer"], &told["response"]),
        (&json!("openai"), &json!("At noon."))
    );
}

#[tokio::test]
async fn a_setting_that_cannot_be_used_is_told() {
    let webhook = FakeWebhook::start().await;
    let house = house_with(&[]).await;
    for (columns, words) in [
        (vec![("n8n_webhook_url", webhook.url())], "address"),
        (
            vec![
                ("n8n_webhook_url", "https://n8n.example.com/".to_owned()),
                ("n8n_webhook_secret", "in plain words".to_owned()),
            ],
            "secret",
        ),
    ] {
        let columns: Vec<_> = columns
            .iter()
            .map(|(name, value)| (*name, &**value))
            .collect();
        set(&house, &house.alice, &columns).await;
        let message = expect_failure(&house, "not_configured").await;
        assert!(message.contains(words), "{message}");
    }
    assert_eq!(webhook.received().len(), 0);
}

#[tokio::test]
async fn only_the_clients_owner_may_test_by_our_own_pages() {
    let webhook = FakeWebhook::start().await;
    let house = house_with(&[("N8N_WEBHOOK_URL", &webhook.url())]).await;
    let body = json!({"question": "When?"});
    let routes = [Route::new("POST", path(&house)).with(body.clone())];
    house.refuses_strangers(&routes).await;
    house.refuses_other_sites(&routes).await;
    house
        .refuses_broken_bodies(&routes, |call| call.cookie(&house.alice.cookie))
        .await;
    let any = "/api/dashboard/chat/{id}/test";
    house.finds_only_own_clients("POST", any, Some(body)).await;
    let bodies = [
        json!({}),
        json!({"question": ""}),
        json!({"question": 1}),
        json!({"question": "x".repeat(2_001)}),
    ];
    house.refuses_bodies(400, "POST", any, bodies).await;
    house.refuses_method("GET", &path(&house), "POST").await;
    // A visitor's key is no session.
    let visitor = house.app.post(&path(&house), &hello());
    visitor.key(&house.alice.key).expect_error(401).await;
    assert_eq!(webhook.received().len(), 0);
}
