//! A model that says what questions mean, and that nobody waits for it in vain. What is found by it needs pgvector: `cargo verify vector`.

use crate::support::{ask, house_with};
use chat::{ChatState, router};
use serde_json::{Value, json};
use shared::embeddings::{Embedder, EmbeddingsError};
use shared::{Secret, Settings};
use std::time::{Duration, Instant};
use test_support::{FakeModel, House, ModelEmbeddings, ModelFailure};

const ENOUGH: Duration = Duration::from_secs(10);

async fn house(model: &FakeModel, more: &[(&str, &str)]) -> House {
    let url = model.url();
    let mut settings = vec![("EMBEDDINGS_MODEL", "m"), ("EMBEDDINGS_BASE_URL", &url)];
    settings.extend_from_slice(more);
    let house = house_with(&settings).await;
    let client_id = house.alice.client_id;
    let sql = format!(
        r#"select set_config('app.client_id', '{client_id}', false);
           insert into documents (client_id, title, status) values ('{client_id}', 'Guide', 'processing');
           select app.index_chunks(id, revision, '[{{"ordinal": 0, "content": "The doors open at nine in the morning.", "tokens": 9}}]')
             from documents"#
    );
    house.database.sql(&sql).await;
    house
}

fn doors() -> Value {
    json!({"message": "When do the doors open?", "sessionId": crate::support::SESSION_ID})
}

fn embedder(model: &FakeModel) -> Embedder {
    let url = model.url();
    let settings = [
        ("EMBEDDINGS_MODEL", "m"),
        ("EMBEDDINGS_BASE_URL", &url),
        ("EMBEDDINGS_API_KEY", "key-of-the-deployment"),
    ];
    let read = Embedder::from_settings(&settings.into_iter().collect());
    read.expect("settings that can be used").expect("a model")
}

fn cosine(one: &[f32], other: &[f32]) -> f32 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

#[tokio::test]
async fn texts_are_read_in_their_order_and_brought_to_one_length() {
    let model = FakeModel::start().await;
    model.embed_with(ModelEmbeddings::knowing(&[("bicycle", "bike")]));
    let texts = [
        "Where is my bicycle?",
        "Lunch is stew",
        "my bike, where is it",
    ];
    let read = embedder(&model).embed(&texts, ENOUGH).await;
    let read = read.expect("three embeddings");
    assert!((cosine(&read[0], &read[0]) - 1.0).abs() < 1e-5);
    assert!((cosine(&read[0], &read[2]) - 1.0).abs() < 1e-5);
    assert!(cosine(&read[0], &read[1]) < 0.3);
    let asked = &model.embedded()[0];
    assert_eq!(asked.json(), json!({"model": "m", "input": texts}));
    let authorization = asked.header("authorization");
    assert_eq!(authorization, Some("Bearer key-of-the-deployment"));
}

#[tokio::test]
async fn what_goes_wrong_is_told_in_time_and_without_the_texts() {
    let model = FakeModel::start().await;
    let embedder = embedder(&model);
    for (failure, what) in [
        (ModelFailure::Status(500), "status 500"),
        (ModelFailure::Says("<html>"), "shape"),
        (ModelFailure::Says(r#"{"data": []}"#), "shape"),
        (ModelFailure::Hangs, "longer than 300 ms"),
    ] {
        model.embed_with(ModelEmbeddings::failing(failure));
        let limit = Duration::from_millis(300);
        let error = embedder.embed(&["hunter2"], limit).await;
        let error = error.expect_err(what);
        let text = shared::explain(&error);
        assert!(text.contains(what) && !text.contains("hunter2"), "{text}");
    }
    // Whoever gave up has closed the connection.
    model.until_left().await;
    let nobody = [
        ("EMBEDDINGS_MODEL", "m"),
        ("EMBEDDINGS_BASE_URL", "http://127.0.0.1:1/hunter2"),
    ];
    let nobody = Embedder::from_settings(&nobody.into_iter().collect());
    let nobody = nobody.expect("settings").expect("a model");
    let error = nobody
        .embed(&["x"], ENOUGH)
        .await
        .expect_err("nobody there");
    assert!(matches!(error, EmbeddingsError::Unreachable(_)));
    assert!(!shared::explain(&error).contains("hunter2"));
}

#[tokio::test]
async fn a_model_that_is_away_or_slow_leaves_the_answer_to_the_words() {
    let model = FakeModel::start().await;
    let house = house(&model, &[]).await;
    for failure in [
        ModelFailure::Status(500),
        ModelFailure::Says("nonsense"),
        ModelFailure::Hangs,
    ] {
        model.embed_with(ModelEmbeddings::failing(failure));
        let asked_at = Instant::now();
        let answer = ask(&house, &doors()).expect(200).await;
        let text = answer["response"].as_str().unwrap_or_default();
        assert!(text.contains("doors open at nine"), "{answer}");
        assert!(asked_at.elapsed() < Duration::from_secs(8));
    }
    assert_eq!(model.embedded().len(), 3);
}

#[tokio::test]
async fn one_that_gives_other_numbers_than_before_leaves_it_to_them_too() {
    let model = FakeModel::start().await;
    let house = house(&model, &[]).await;
    for dimensions in [256, 8] {
        model.embed_with(ModelEmbeddings {
            dimensions,
            ..ModelEmbeddings::default()
        });
        let answer = ask(&house, &doors()).expect(200).await;
        let text = answer["response"].as_str().unwrap_or_default();
        assert!(text.contains("doors open at nine"), "{answer}");
    }
}

#[tokio::test]
async fn a_question_to_a_workflow_waits_for_no_meaning() {
    let model = FakeModel::start().await;
    model.embed_with(ModelEmbeddings::failing(ModelFailure::Hangs));
    let webhook = test_support::FakeWebhook::start().await;
    let url = webhook.url();
    let house = house(&model, &[("N8N_WEBHOOK_URL", &url)]).await;
    ask(&house, &doors()).expect(200).await;
    assert_eq!(webhook.received().len(), 1);
}

#[tokio::test]
async fn a_meaning_costs_one_round_trip_more_and_a_missing_one_none() {
    let model = FakeModel::start().await;
    let url = model.url();
    let settings = [("EMBEDDINGS_MODEL", "m"), ("EMBEDDINGS_BASE_URL", &url)];
    let settings: Settings = settings.into_iter().collect();
    let nobody = Secret::new("nobody logs in");
    let (house, proxy) = House::build_behind_proxy(&nobody, |services| {
        let state = ChatState::from_settings(&settings, services);
        router(state.expect("settings that can be used"))
    })
    .await;
    ask(&house, &doors()).expect(200).await;
    proxy.take_round_trips();
    ask(&house, &doors()).expect(200).await;
    assert_eq!(proxy.take_round_trips(), 3);
    let failing = ModelEmbeddings::failing(ModelFailure::Status(500));
    model.embed_with(failing);
    ask(&house, &doors()).expect(200).await;
    assert_eq!(proxy.take_round_trips(), 2);
}
