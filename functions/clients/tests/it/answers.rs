//! `…/answers`.

use crate::support::{PATH, house, house_with, of_alice};
use serde_json::{Value, json};
use shared::Secret;
use test_support::House;

const ANSWERS: &str = "/api/dashboard/clients/{id}/answers";

async fn put(house: &House, body: Value) -> Value {
    let call = house.call("PUT", &of_alice(house, "answers"));
    call.json(&body).expect(200).await
}

/// The stored, sealed text, or nothing.
async fn stored(house: &House, column: &str) -> String {
    let sql = format!(
        "select coalesce((select {column} from answer_settings where client_id = '{}'), '')",
        house.alice.client_id
    );
    house.database.text(&sql).await
}

#[tokio::test]
async fn at_first_whoever_is_there_answers() {
    let house = house().await;
    let expected = json!({
        "answerer": "auto", "mainPrompt": "",
        "n8n": {"webhookUrl": null, "hasWebhookSecret": false},
        "openai": {"baseUrl": null, "hasApiKey": false, "model": null},
    });
    let get = || house.call("GET", &of_alice(&house, "answers"));
    assert_eq!(get().expect(200).await, expected);
    assert_eq!(put(&house, json!({})).await, expected);
    assert_eq!(get().expect(200).await, expected);
}

#[tokio::test]
async fn what_is_named_changes_and_null_takes_it_away() {
    let house = house().await;
    let url = "https://n8n.conf.example/webhook/1";
    let first = put(
        &house,
        json!({
            "mainPrompt": "Be brief.",
            "n8n": {"webhookUrl": url, "webhookSecret": "s1"},
            "openai": {"baseUrl": "https://llm.conf.example/v1", "apiKey": "k1", "model": "small"},
        }),
    );
    let mut expected = json!({
        "answerer": "auto", "mainPrompt": "Be brief.",
        "n8n": {"webhookUrl": url, "hasWebhookSecret": true},
        "openai": {"baseUrl": "https://llm.conf.example/v1", "hasApiKey": true, "model": "small"},
    });
    assert_eq!(first.await, expected);

    expected["answerer"] = json!("n8n");
    assert_eq!(put(&house, json!({"answerer": "n8n"})).await, expected);
    expected["answerer"] = json!("openai");
    expected["n8n"] = json!({"webhookUrl": url, "hasWebhookSecret": false});
    let change = json!({"answerer": "openai", "n8n": {"webhookSecret": null}});
    assert_eq!(put(&house, change).await, expected);
    expected["answerer"] = json!("auto");
    expected["mainPrompt"] = json!("");
    expected["openai"] = json!({"baseUrl": null, "hasApiKey": false, "model": null});
    let change = json!({"answerer": null, "mainPrompt": null, "openai": {"baseUrl": null, "apiKey": null, "model": null}});
    assert_eq!(put(&house, change).await, expected);
    let get = house.call("GET", &of_alice(&house, "answers"));
    assert_eq!(get.expect(200).await, expected);
}

#[tokio::test]
async fn secrets_are_stored_sealed_and_never_told() {
    let house = house().await;
    let (secret, key) = ("workflow-secret-1", "sk-model-key-2");
    let body = json!({"n8n": {"webhookSecret": secret}, "openai": {"apiKey": key}});
    let told = put(&house, body).await.to_string();
    assert!(!told.contains(secret) && !told.contains(key), "{told}");
    let sealer = house.database.services(1).sealer;
    for (column, text) in [("n8n_webhook_secret", secret), ("openai_api_key", key)] {
        let sealed = stored(&house, column).await;
        assert!(!sealed.contains(text), "{sealed}");
        let opened = sealer.open(house.alice.client_id, &sealed);
        assert_eq!(opened, Ok(Secret::new(text)));
        assert!(sealer.open(house.bob.client_id, &sealed).is_err());
    }
}

#[tokio::test]
async fn a_new_address_does_not_get_the_secret_of_the_old_one() {
    let house = house().await;
    let with = |host: &str| json!({"n8n": {"webhookUrl": format!("https://{host}/hook")}, "openai": {"baseUrl": format!("https://{host}/v1")}});
    put(&house, with("good.example")).await;
    put(
        &house,
        json!({"n8n": {"webhookSecret": "s"}, "openai": {"apiKey": "k"}}),
    )
    .await;
    let same = put(&house, with("good.example")).await;
    assert_eq!(
        (
            &same["n8n"]["hasWebhookSecret"],
            &same["openai"]["hasApiKey"]
        ),
        (&json!(true), &json!(true))
    );
    let moved = put(&house, with("evil.example")).await;
    assert_eq!(
        (
            &moved["n8n"]["hasWebhookSecret"],
            &moved["openai"]["hasApiKey"]
        ),
        (&json!(false), &json!(false))
    );
    assert_eq!(stored(&house, "openai_api_key").await, "");
}

#[tokio::test]
async fn a_choice_needs_what_it_answers_with() {
    let house = house().await;
    for (body, words) in [
        (json!({"answerer": "n8n"}), "webhook URL"),
        (json!({"answerer": "openai"}), "API key"),
        (
            json!({"answerer": "openai", "openai": {"model": "small"}}),
            "API key",
        ),
        (
            json!({"answerer": "openai", "openai": {"apiKey": "k"}}),
            "model's name",
        ),
    ] {
        let before = house.database.snapshot().await;
        let call = house.call("PUT", &of_alice(&house, "answers")).json(&body);
        let error = call.expect_error(400).await;
        let message = error["message"].as_str().expect("a message");
        assert!(
            message.contains(words) && message.contains("answerer"),
            "{message}"
        );
        assert_eq!(house.database.snapshot().await, before);
    }
    put(
        &house,
        json!({"answerer": "openai", "openai": {"apiKey": "k", "model": "small"}}),
    )
    .await;
    // What is in use cannot be taken away.
    for body in [
        json!({"openai": {"apiKey": null}}),
        json!({"openai": {"model": null}}),
        json!({"openai": {"baseUrl": "https://other.example/v1"}}),
    ] {
        let call = house.call("PUT", &of_alice(&house, "answers")).json(&body);
        call.expect_error(400).await;
    }
}

#[tokio::test]
async fn only_own_clients_are_found() {
    let house = house().await;
    house.finds_only_own_clients("GET", ANSWERS, None).await;
    for body in [
        json!({"mainPrompt": "mine"}),
        json!({"answerer": "n8n"}),
        json!({}),
    ] {
        house
            .finds_only_own_clients("PUT", ANSWERS, Some(body))
            .await;
    }
}

#[tokio::test]
async fn invalid_input_is_refused_and_changes_nothing() {
    let house = house().await;
    let url = |url: &str| json!({"n8n": {"webhookUrl": url}});
    let key = |key: Value| json!({"openai": {"apiKey": key}});
    let bodies = [
        json!([]),
        json!({"answerer": "gpt"}),
        json!({"answerer": 1}),
        json!({"mainPrompt": 1}),
        json!({"mainPrompt": "x".repeat(20_001)}),
        json!({"mainPrompt": "a\0b"}),
        json!({"n8n": null}),
        json!({"n8n": "https://n8n.conf.example"}),
        url(""),
        url("n8n.conf.example"),
        url("http://n8n.conf.example/hook"),
        url("ftp://n8n.conf.example/hook"),
        url("https://user:pass@n8n.conf.example/hook"),
        url("https://localhost/hook"),
        url("https://127.0.0.1/hook"),
        url("https://169.254.169.254/latest/meta-data"),
        url("https://[::1]/hook"),
        url("https://10.0.0.8/hook"),
        url(&format!("https://n8n.conf.example/{}", "x".repeat(2_000))),
        json!({"openai": {"baseUrl": "http://10.0.0.8:11434/v1"}}),
        json!({"openai": {"model": ""}}),
        json!({"openai": {"model": "x".repeat(201)}}),
        key(json!("")),
        key(json!(5)),
        key(json!("line\nbreak")),
        key(json!("schlüssel")),
        key(json!("x".repeat(1_001))),
    ];
    house.refuses_bodies(400, "PUT", ANSWERS, bodies).await;
}

#[tokio::test]
async fn a_deployment_may_allow_neighbours_of_its_own_network() {
    let house = house_with(&[("PRIVATE_NEIGHBOURS", "allow")]).await;
    let url = "http://127.0.0.1:5678/webhook/1";
    let answer = put(
        &house,
        json!({"answerer": "n8n", "n8n": {"webhookUrl": url}}),
    )
    .await;
    assert_eq!(answer["n8n"]["webhookUrl"], url);
}

#[tokio::test]
async fn they_go_with_the_client() {
    let house = house().await;
    put(&house, json!({"mainPrompt": "Be brief."})).await;
    let path = format!("{PATH}/{}", house.alice.client_id);
    house.call("DELETE", &path).expect(200).await;
    assert_eq!(house.database.rows_of("answer_settings").await, 0);
}
