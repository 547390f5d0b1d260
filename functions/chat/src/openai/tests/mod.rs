//! A model that plays its part over a real connection.

mod settings;

use super::*;
use crate::answer::{Piece, Usage};
use serde_json::json;
use shared::neighbours::Policy;
use shared::retrieval::Passage;
use test_support::{FakeModel, ModelAnswer, ModelFailure, Pace, WebhookByHand};
use uuid::Uuid;

fn model_at(base_url: &str) -> Model {
    let http = neighbours::client(Policy::Anywhere).expect("a client");
    let base_url = Url::parse(base_url).expect("a URL");
    Model::of_client(http, base_url, Some(Secret::new("key")), "m".to_owned())
}

/// With two passages to cite.
fn question() -> Question {
    let passage = |title: &str| Passage {
        document_id: Uuid::nil(),
        title: title.to_owned(),
        url: None,
        page: None,
        heading: None,
        content: format!("All of {title}."),
        excerpt: format!("Of {title}."),
        score: 0.9,
    };
    Question {
        client_id: Uuid::nil(),
        message: "When?".to_owned(),
        session_id: Uuid::nil().to_string(),
        metadata: None,
        timestamp: "2026-11-23T09:00:00.000Z".to_owned(),
        history: Vec::new(),
        main_prompt: "Be kind.".to_owned(),
        tag_prompts: Vec::new(),
        passages: vec![passage("A"), passage("B")],
        language: "english".to_owned(),
    }
}

async fn answer(model: &Model) -> Vec<Result<Piece, AnswerFailed>> {
    model.answer(question()).collect().await
}

/// All pieces of an answer that does not fail, its texts put together.
async fn pieces(model: &Model) -> (String, Vec<Piece>) {
    let (mut text, mut others) = (String::new(), Vec::new());
    for piece in answer(model).await {
        match piece.expect("a piece") {
            Piece::Text(more) => text.push_str(&more),
            other => others.push(other),
        }
    }
    (text, others)
}

fn source(title: &str) -> Value {
    json!({"title": title, "excerpt": format!("Of {title}."), "documentId": Uuid::nil()})
}

fn sources(titles: &[&str]) -> Piece {
    Piece::Sources(titles.iter().map(|title| source(title)).collect())
}

fn usage() -> Piece {
    Piece::Usage(Usage {
        prompt_tokens: 120,
        completion_tokens: 7,
    })
}

#[tokio::test]
async fn an_answer_comes_with_what_it_cites_and_what_it_cost() {
    let fake = FakeModel::start().await;
    let model = model_at(&fake.url());
    for failure in [None, Some(ModelFailure::KnowsNoStreams)] {
        fake.answer_with(ModelAnswer {
            failure: failure.clone(),
            ..ModelAnswer::default()
        });
        let expected = (
            "Doors open at nine [1].".to_owned(),
            vec![sources(&["A"]), usage()],
        );
        assert_eq!(pieces(&model).await, expected, "{failure:?}");
    }
}

#[tokio::test]
async fn the_model_is_asked_as_its_api_says() {
    let fake = FakeModel::start().await;
    pieces(&model_at(&fake.url())).await;
    let received = fake.received();
    let [request] = &received[..] else {
        panic!("{} questions", received.len());
    };
    assert_eq!(request.header("authorization"), Some("Bearer key"));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("accept-encoding"), Some("identity"));
    let body = request.json();
    assert_eq!(body["model"], "m");
    assert_eq!(body["stream"], true);
    assert_eq!(body["stream_options"], json!({"include_usage": true}));
    let (messages, _) = prompt::messages(&question());
    assert_eq!(body["messages"], json!(messages));
}

#[tokio::test]
async fn sources_are_what_is_cited_else_all_that_was_given_else_none() {
    let fake = FakeModel::start().await;
    let model = model_at(&fake.url());
    for (words, text, others) in [
        (
            &["At ten [", "2]."][..],
            "At ten [1].",
            vec![sources(&["B"]), usage()],
        ),
        (
            &["B [2], A [1]"],
            "B [1], A [2]",
            vec![sources(&["B", "A"]), usage()],
        ),
        (&["At ten."], "At ten.", vec![sources(&["A", "B"]), usage()]),
        (
            &["[[unk", "nown]]\nNo idea."],
            "No idea.",
            vec![usage(), Piece::Unknown],
        ),
        (
            &["[[unknown]]"],
            reply::UNKNOWN,
            vec![usage(), Piece::Unknown],
        ),
    ] {
        fake.answer_with(ModelAnswer::of(words));
        assert_eq!(pieces(&model).await, (text.to_owned(), others), "{words:?}");
    }
}

#[tokio::test]
async fn words_are_told_when_they_come_and_not_later() {
    let fake = FakeModel::start().await;
    fake.answer_with(ModelAnswer {
        pace: Pace::Released,
        ..ModelAnswer::of(&["One", " two", " three"])
    });
    let mut pieces = model_at(&fake.url()).answer(question());
    for words in ["One", " two", " three"] {
        fake.release(1);
        let piece = pieces.next().await.expect("a piece").expect("no failure");
        assert_eq!(piece, Piece::Text(words.to_owned()));
    }
}

#[tokio::test]
async fn who_leaves_ends_the_question_to_the_model() {
    let fake = FakeModel::start().await;
    fake.answer_with(ModelAnswer {
        pace: Pace::Released,
        ..ModelAnswer::default()
    });
    let mut pieces = model_at(&fake.url()).answer(question());
    fake.release(1);
    assert!(pieces.next().await.is_some());
    drop(pieces);
    fake.until_left().await;
}

#[tokio::test]
async fn what_was_said_before_a_failure_is_told_and_then_the_failure() {
    let fake = FakeModel::start().await;
    let model = model_at(&fake.url());
    for (failure, expected) in [
        (ModelFailure::DiesAfter(2), "cannot be reached or broke off"),
        (ModelFailure::EndsAfter(2), "ends in the middle"),
        (ModelFailure::ReportsAfter(2), "a failure of its own"),
    ] {
        fake.answer_with(ModelAnswer::failing(failure.clone()));
        let mut told = answer(&model).await;
        let error = told.pop().expect("an end").expect_err("a failure");
        assert!(error.to_string().contains(expected), "{failure:?}: {error}");
        let texts = ["Doors open", " at nine"].map(|text| Piece::Text(text.to_owned()));
        let told: Result<Vec<_>, _> = told.into_iter().collect();
        assert_eq!(told.expect("texts"), texts, "{failure:?}");
    }
}

#[tokio::test]
async fn a_status_that_is_no_answer_is_a_failure_and_its_words_are_not_told() {
    let fake = FakeModel::start().await;
    let model = model_at(&fake.url());
    for status in [204, 302, 400, 401, 404, 429, 500, 503] {
        fake.answer_with(ModelAnswer::failing(ModelFailure::Status(status)));
        let told = answer(&model).await;
        let [Err(error)] = &told[..] else {
            panic!("{status}: {told:?}");
        };
        assert!(
            matches!(error, AnswerFailed::Status(told) if *told == status),
            "{error:?}"
        );
        assert!(!format!("{error:?}").contains("secret"), "{error:?}");
    }
}

#[tokio::test]
async fn what_is_no_answer_is_none() {
    let fake = FakeModel::start().await;
    let model = model_at(&fake.url());
    for text in [
        "",
        " ",
        "<!doctype html><title>Welcome</title>\n\n",
        "{}",
        "{\"choices\": [",
        "{\"choices\": [{\"message\": {\"content\": null}}]}",
        "{\"error\": {\"message\": \"a secret\"}}",
        "data: nonsense\n\n",
        "data: [DONE]\n\n",
        "event: error\ndata: {\"message\": \"a secret\"}\n\n",
        "data: {\"choices\": [{\"delta\": {}, \"finish_reason\": \"stop\"}]}\n\n",
    ] {
        fake.answer_with(ModelAnswer::failing(ModelFailure::Says(text)));
        let told = answer(&model).await;
        assert!(matches!(&told[..], [Err(_)]), "{text}: {told:?}");
    }
}

#[tokio::test]
async fn servers_that_keep_to_the_rules_loosely_are_understood() {
    let fake = FakeModel::start().await;
    let model = model_at(&fake.url());
    for text in [
        // Without an empty line at the end, and without [DONE].
        "data: {\"choices\":[{\"delta\":{\"content\":\"Nine [1]\"}}]}\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}",
        // With [DONE] and without a reason.
        "data:{\"choices\":[{\"delta\":{\"content\":\"Nine [1]\"}}]}\r\n\r\ndata:[DONE]\r\n\r\ndata: more",
        ": OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"Nine [1]\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
        " \n{\"choices\": [{\"message\": {\"content\": \"<think>Hm.</think>Nine [1]\"}}]}",
    ] {
        fake.answer_with(ModelAnswer::failing(ModelFailure::Says(text)));
        let expected = ("Nine [1]".to_owned(), vec![sources(&["A"])]);
        assert_eq!(pieces(&model).await, expected, "{text}");
    }
}

/// The body that LiteLLM 1.106.2, which stands before a hundred providers, really sent.
#[tokio::test]
async fn a_recorded_stream_is_read() {
    let fake = FakeModel::start().await;
    let recorded = include_str!("../../../tests/fixtures/openai/litellm-1.106.2.txt");
    fake.answer_with(ModelAnswer::failing(ModelFailure::Says(recorded)));
    let used = Piece::Usage(Usage {
        prompt_tokens: 8,
        completion_tokens: 7,
    });
    let expected = (
        "Doors open at nine [1].".to_owned(),
        vec![sources(&["A"]), used],
    );
    assert_eq!(pieces(&model_at(&fake.url())).await, expected);
}

#[tokio::test]
async fn a_server_that_refuses_to_say_what_it_used_is_asked_without_that() {
    let fake = FakeModel::start().await;
    fake.answer_with(ModelAnswer::failing(ModelFailure::RefusesStreamOptions));
    let (text, others) = pieces(&model_at(&fake.url())).await;
    assert_eq!(text, "Doors open at nine [1].");
    assert_eq!(others, [sources(&["A"])]);
    assert_eq!(fake.received().len(), 2);
}

#[tokio::test]
async fn an_answer_that_may_be_no_longer_ends_visibly() {
    let fake = FakeModel::start().await;
    fake.answer_with(ModelAnswer {
        finish_reason: "length",
        ..ModelAnswer::of(&["Nine [1] and"])
    });
    assert_eq!(pieces(&model_at(&fake.url())).await.0, "Nine [1] and…");
}

#[tokio::test]
async fn an_endless_answer_is_given_up() {
    let fake = FakeModel::start().await;
    let long = "x".repeat(600_000);
    fake.answer_with(ModelAnswer::of(&[&long, &long, "never told"]));
    let told = answer(&model_at(&fake.url())).await;
    assert!(
        matches!(&told[..], [Ok(_), Err(AnswerFailed::TooLarge(_))]),
        "{}",
        told.len()
    );
}

/// Some servers keep the connection open for another question that never comes.
#[tokio::test]
async fn a_connection_that_stays_open_does_not_keep_the_answer_from_its_end() {
    let server = WebhookByHand::start().await;
    let model = model_at(&server.url("/v1"));
    let answering = tokio::spawn(async move { pieces(&model).await });
    let mut asked = server.asked().await;
    asked.begin_stream().await;
    let event = json!({"choices": [{"delta": {"content": "Nine."}, "finish_reason": "stop"}]});
    asked.chunk(&format!("data: {event}\n\n")).await;
    let (text, _) = answering.await.expect("an answer");
    assert_eq!(text, "Nine.");
    asked.is_taken_back().await;
}

#[tokio::test]
async fn a_model_that_is_not_there_is_a_failure_without_its_address() {
    let told = answer(&model_at("http://127.0.0.1:1/hunter2")).await;
    let [Err(error)] = &told[..] else {
        panic!("{told:?}");
    };
    assert!(matches!(error, AnswerFailed::Unreachable(_)));
    assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
}

#[tokio::test]
async fn a_key_that_cannot_be_sent_is_a_failure() {
    let http = neighbours::client(Policy::Anywhere).expect("a client");
    let base_url = Url::parse("http://127.0.0.1:1/").expect("a URL");
    let key = Some(Secret::new("two\nlines"));
    let told = answer(&Model::of_client(http, base_url, key, "m".to_owned())).await;
    assert!(
        matches!(&told[..], [Err(AnswerFailed::NotConfigured(_))]),
        "{told:?}"
    );
}
