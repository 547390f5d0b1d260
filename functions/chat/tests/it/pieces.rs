//! Pieces of an answer, end to end: the model says its next words only when the visitor has read those before, so that an answer which
//! is collected anywhere on its way never ends.

use crate::support::{STREAM_PATH, hello, house_with_router};
use crate::waiting::{next, open, started};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use test_support::{
    Environment, FakeModel, HttpEvent, ModelAnswer, ModelFailure, Pace, Person, TestDatabase,
    bootstrap,
};

const WORDS: [&str; 4] = ["Doors", " open", " at", " nine."];

/// Longer than anything here takes that is not stuck.
const PATIENCE: Duration = Duration::from_secs(20);

fn slowly() -> ModelAnswer {
    ModelAnswer {
        pace: Pace::Released,
        ..ModelAnswer::of(&WORDS)
    }
}

fn settings(model: &FakeModel) -> [(&'static str, String); 2] {
    [
        ("OPENAI_BASE_URL", model.url()),
        ("OPENAI_MODEL", "fake-model".to_owned()),
    ]
}

const KEPT: &str = "select jsonb_build_array(content, answerer, outcome, error_code, prompt_tokens, completion_tokens)::text
      from messages where role = 'assistant'";

async fn kept(database: &TestDatabase) -> Value {
    serde_json::from_str(&database.text(KEPT).await).expect("JSON")
}

#[tokio::test]
async fn every_piece_is_read_before_the_next_one_is_made() {
    let model = FakeModel::start().await;
    model.answer_with(slowly());
    let (house, router) = house_with_router(&settings(&model)).await;
    let mut frames = open(&house, &router).await;
    started(&mut frames).await;
    for words in WORDS {
        model.release(1);
        let frame = tokio::time::timeout(PATIENCE, next(&mut frames)).await;
        let expected = format!("event: chunk\ndata: {}\n\n", json!({"text": words}));
        assert_eq!(frame.expect("nothing holds it back"), expected);
    }
    assert_eq!(
        next(&mut frames).await,
        "event: usage\ndata: {\"promptTokens\":120,\"completionTokens\":7}\n\n"
    );
    assert!(next(&mut frames).await.starts_with("event: done\n"));
    assert_eq!(
        kept(&house.database).await,
        json!(["Doors open at nine.", "openai", "complete", null, 120, 7])
    );
}

#[tokio::test]
async fn the_programs_answer_leaves_lambda_in_pieces() {
    let model = FakeModel::start().await;
    model.answer_with(slowly());
    let database = TestDatabase::create().await;
    let alice = Person::register(&database.services(1), "alice").await;
    let settings = settings(&model);
    let settings: Vec<_> = settings
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let program = bootstrap("chat", env!("CARGO_BIN_EXE_chat"));
    let mut environment = Environment::with_database(&program, database.url(), &settings).await;
    let event = HttpEvent::function_url("POST", STREAM_PATH)
        .header("x-api-key", &alice.key)
        .json(&hello());
    let mut incoming = environment
        .begin(event.value(), Duration::from_secs(35))
        .await;

    let mut so_far = String::new();
    let mut times = Vec::new();
    for words in WORDS {
        model.release(1);
        let expected = json!({"text": words}).to_string();
        let released = Instant::now();
        while !so_far.contains(&expected) {
            let piece = tokio::time::timeout(PATIENCE, incoming.piece()).await;
            let piece = piece.expect("nothing holds it back").expect("not the end");
            so_far.push_str(&String::from_utf8_lossy(&piece));
        }
        times.push(released.elapsed());
    }
    let rest = incoming.rest().await;
    assert!(String::from_utf8_lossy(&rest.body).contains("event: done"));
    // Shown with --nocapture: from the model's hand to the visitor's eye.
    println!("from model to visitor: {times:?}");
    assert_eq!(kept(&database).await[0], "Doors open at nine.");
}

#[tokio::test]
async fn a_model_that_dies_in_the_middle_is_told_and_what_it_said_is_kept() {
    let model = FakeModel::start().await;
    for failure in [
        ModelFailure::DiesAfter(2),
        ModelFailure::EndsAfter(2),
        ModelFailure::ReportsAfter(2),
    ] {
        model.answer_with(ModelAnswer {
            failure: Some(failure.clone()),
            ..ModelAnswer::of(&WORDS)
        });
        let (house, router) = house_with_router(&settings(&model)).await;
        let mut frames = open(&house, &router).await;
        started(&mut frames).await;
        assert_eq!(
            next(&mut frames).await,
            "event: chunk\ndata: {\"text\":\"Doors\"}\n\n"
        );
        assert_eq!(
            next(&mut frames).await,
            "event: chunk\ndata: {\"text\":\" open\"}\n\n"
        );
        let error = next(&mut frames).await;
        assert!(
            error.starts_with("event: error\ndata: {\"code\":\"unavailable\""),
            "{error}"
        );
        assert!(!error.contains("secret"), "{error}");
        let expected = json!(["Doors open", "openai", "partial", "unavailable", null, null]);
        assert_eq!(kept(&house.database).await, expected, "{failure:?}");
    }
}

#[tokio::test]
async fn a_visitor_who_leaves_ends_the_models_work_and_what_was_read_is_kept() {
    let model = FakeModel::start().await;
    model.answer_with(slowly());
    let (house, router) = house_with_router(&settings(&model)).await;
    let mut frames = open(&house, &router).await;
    started(&mut frames).await;
    model.release(1);
    next(&mut frames).await;
    drop(frames);
    tokio::time::timeout(PATIENCE, model.until_left())
        .await
        .expect("the connection is closed");
    while house.database.count("select count(*) from messages").await < 2 {
        tokio::task::yield_now().await;
    }
    let expected = json!(["Doors", "openai", "partial", "visitor_left", null, null]);
    assert_eq!(kept(&house.database).await, expected);
}
