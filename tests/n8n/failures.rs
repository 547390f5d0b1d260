//! What visitors are told when something on the way fails.

use crate::Stage;
use crate::answers::{WORDS, session};
use crate::workflow::SECRET;
use serde_json::json;
use test_support::{ModelAnswer, ModelFailure, Pace};

pub async fn of_secrets(stage: &Stage) {
    let Stage {
        system,
        organiser,
        model,
        n8n,
    } = stage;
    let before = model.received().len();
    for (number, url) in [(40, n8n.whole()), (41, n8n.streaming())] {
        system.answer_by(organiser, &url, "another-secret").await;
        expect_no_answer(stage, number, "").await;
    }
    assert_eq!(model.received().len(), before);
    println!("ok: with a wrong secret nobody is answered");
}

pub async fn of_another_client(stage: &Stage) {
    let Stage {
        system, model, n8n, ..
    } = stage;
    let other = system.register("another").await;
    let before = model.received().len();
    for (number, url) in [(44, n8n.whole()), (45, n8n.streaming())] {
        system.answer_by(&other, &url, SECRET).await;
        let (status, answer) = system.ask(&other, &session(number)).await;
        assert_eq!(status, 503, "{answer}");
    }
    assert_eq!(model.received().len(), before);
    println!("ok: another client's visitors get no answer from this client's documents");
}

pub async fn of_the_model(stage: &Stage) {
    let Stage {
        system,
        organiser,
        model,
        n8n,
    } = stage;
    for (number, url) in [(50, n8n.whole()), (51, n8n.streaming())] {
        system.answer_by(organiser, &url, SECRET).await;
        model.answer_with(ModelAnswer::failing(ModelFailure::Status(500)));
        expect_no_answer(stage, number, "").await;
    }
    model.answer_with(ModelAnswer {
        failure: Some(ModelFailure::DiesAfter(2)),
        ..ModelAnswer::of(&WORDS)
    });
    expect_no_answer(stage, 52, &WORDS[..2].concat()).await;
    println!("ok: a model that fails is an honest error, after what it has said");
}

/// Together, because neither comes back: while one answer is being made the token is taken back, then n8n is gone.
pub async fn of_the_search_and_of_n8n(stage: &mut Stage) {
    let Stage {
        system,
        organiser,
        model,
        n8n,
    } = stage;
    system.answer_by(organiser, &n8n.streaming(), SECRET).await;
    model.answer_with(ModelAnswer {
        pace: Pace::Released,
        ..ModelAnswer::of(&WORDS)
    });
    let mut told = system.ask_streamed(organiser, &session(70)).await;
    told.expect("start").await;
    model.release(1);
    assert_eq!(told.expect("chunk").await, json!({"text": WORDS[0]}));
    let asked = model.received().len();

    system.take_tokens_back(organiser).await;
    expect_no_answer(stage, 60, "").await;
    assert_eq!(stage.model.received().len(), asked);
    println!("ok: without the documents nothing is made up");

    stage.n8n.kill();
    let error = told.expect("error").await;
    assert_eq!(error["code"], "unavailable");
    assert_eq!(told.next().await, None);
    println!("ok: n8n that dies in the middle leaves what was said, and an error");
}

/// Asked in both ways: an error, after this text in a stream.
async fn expect_no_answer(stage: &Stage, number: u32, said: &str) {
    let Stage {
        system, organiser, ..
    } = stage;
    let (status, answer) = system.ask(organiser, &session(number)).await;
    assert_eq!(status, 503, "{answer}");
    let told = system
        .ask_streamed(organiser, &session(number + 1000))
        .await;
    let (text, others) = told.rest().await;
    assert_eq!(text, said);
    let (name, error) = others.last().expect("an end");
    assert_eq!(
        (name.as_str(), &error["code"]),
        ("error", &json!("unavailable")),
        "{error}"
    );
}
