//! Visitors' questions that a model answers from the client's documents.

use crate::support::{SESSION_ID, ask, ask_streamed};
use axum::Router;
use chat::{ChatState, router};
use serde_json::{Value, json};
use shared::{Secret, Settings};
use test_support::{FakeModel, House, ModelAnswer, ModelFailure, Pace};

const KEY: &str = "key-of-the-deployment";
const OWN_KEY: &str = "key-of-the-client";

fn question() -> Value {
    json!({"message": "When do the doors open?", "sessionId": SESSION_ID})
}

/// A house with a document, whose deployment has the model.
async fn house(model: &FakeModel) -> House {
    let url = model.url();
    let settings = [
        ("OPENAI_MODEL", "m"),
        ("OPENAI_API_KEY", KEY),
        ("OPENAI_BASE_URL", &url),
    ];
    furnished(&settings).await.0
}

async fn furnished(settings: &[(&str, &str)]) -> (House, Router) {
    let settings: Settings = settings.iter().copied().collect();
    let mut built = None;
    let house = House::build(|services| {
        let state = ChatState::from_settings(&settings, services);
        let router = router(state.expect("settings that can be used"));
        built.insert(router).clone()
    })
    .await;
    index(&house).await;
    (house, built.expect("the house has built it"))
}

/// The guide that Alice's client has uploaded.
async fn index(house: &House) {
    let client_id = house.alice.client_id;
    let sql = format!(
        r#"select set_config('app.client_id', '{client_id}', false);
           insert into documents (client_id, title, url, status) values ('{client_id}', 'Guide', 'https://c.example/guide.pdf', 'processing');
           select app.index_chunks(id, revision, '[{{"ordinal": 0, "page": 2, "heading": "Doors", "content": "The doors open at nine in the morning.", "tokens": 9}}]')
             from documents"#
    );
    house.database.sql(&sql).await;
}

/// Alice's client has a model of its own.
async fn choose_own(house: &House, base_url: &str) {
    let client_id = house.alice.client_id;
    let services = house.database.services(1);
    let key = services.sealer.seal(client_id, &Secret::new(OWN_KEY));
    let sql = format!(
        "insert into answer_settings (client_id, answerer, main_prompt, openai_base_url, openai_api_key, openai_model)
         values ('{client_id}', 'openai', 'Be kind.', '{base_url}', '{key}', 'own')"
    );
    house.database.sql(&sql).await;
}

/// The events' names and data.
fn events(text: &str) -> Vec<(String, Value)> {
    let blocks = text.trim_end().split("\n\n").filter_map(|block| {
        let (name, data) = block.strip_prefix("event: ")?.split_once("\ndata: ")?;
        Some((name.to_owned(), serde_json::from_str(data).expect("JSON")))
    });
    blocks.collect()
}

fn names(events: &[(String, Value)]) -> Vec<&str> {
    events.iter().map(|(name, _)| name.as_str()).collect()
}

async fn kept(house: &House) -> Value {
    let text = house.database.text(
        "select jsonb_agg(jsonb_build_array(content, answerer, outcome, error_code, prompt_tokens, completion_tokens))::text
           from messages where role = 'assistant'",
    );
    serde_json::from_str(&text.await).expect("JSON")
}

#[tokio::test]
async fn a_question_is_answered_from_the_document_and_cites_its_page() {
    let model = FakeModel::start().await;
    let house = house(&model).await;
    let told = ask_streamed(&house, &question()).send().await;
    let events = events(&told.text);
    assert_eq!(
        names(&events),
        [
            "start", "chunk", "chunk", "chunk", "usage", "sources", "done"
        ]
    );
    let source = &events[5].1[0];
    assert_eq!(source["title"], "Guide");
    assert_eq!(source["page"], 2);
    assert_eq!(source["heading"], "Doors");
    assert_eq!(source["url"], "https://c.example/guide.pdf");
    let expected = json!([[
        "Doors open at nine [1].",
        "openai",
        "complete",
        null,
        120,
        7
    ]]);
    assert_eq!(kept(&house).await, expected);
    let asked = model.received()[0].json();
    assert_eq!(
        model.received()[0].header("authorization"),
        Some(&*format!("Bearer {KEY}"))
    );
    let data = asked["messages"][1]["content"].as_str().expect("a text");
    assert!(
        data.contains("The doors open at nine in the morning."),
        "{data}"
    );
}

#[tokio::test]
async fn the_next_question_goes_along_with_what_was_said() {
    let model = FakeModel::start().await;
    let house = house(&model).await;
    ask(&house, &question()).expect(200).await;
    ask(
        &house,
        &json!({"message": "And where?", "sessionId": SESSION_ID}),
    )
    .expect(200)
    .await;
    let asked = model.received()[1].json();
    let said = |at: usize| asked["messages"][at]["content"].clone();
    assert_eq!(said(1), "When do the doors open?");
    assert_eq!(said(2), "Doors open at nine.");
    assert_eq!(said(5), "And where?");
}

#[tokio::test]
async fn a_model_that_does_not_know_is_told_apart() {
    let model = FakeModel::start().await;
    let house = house(&model).await;
    model.answer_with(ModelAnswer::of(&["[[unknown]]\n", "I do not know."]));
    let told = ask_streamed(&house, &question()).send().await;
    let events = events(&told.text);
    assert_eq!(names(&events), ["start", "chunk", "usage", "done"]);
    assert_eq!(events[1].1["text"], "I do not know.");
    assert_eq!(events[3].1["unknown"], true);
    assert_eq!(kept(&house).await[0][2], "unknown");
}

#[tokio::test]
async fn a_model_that_dies_in_the_middle_leaves_what_it_said_and_an_error() {
    let model = FakeModel::start().await;
    let house = house(&model).await;
    for failure in [
        ModelFailure::DiesAfter(2),
        ModelFailure::EndsAfter(2),
        ModelFailure::ReportsAfter(2),
    ] {
        house.database.sql("truncate conversations cascade").await;
        model.answer_with(ModelAnswer::failing(failure.clone()));
        let told = ask_streamed(&house, &question()).send().await;
        let events = events(&told.text);
        assert_eq!(
            names(&events),
            ["start", "chunk", "chunk", "error"],
            "{failure:?}"
        );
        assert_eq!(events[3].1["code"], "unavailable");
        assert!(!told.text.contains("secret"), "{}", told.text);
        let expected = json!([[
            "Doors open at nine",
            "openai",
            "partial",
            "unavailable",
            null,
            null
        ]]);
        assert_eq!(kept(&house).await, expected, "{failure:?}");
    }
}

#[tokio::test]
async fn a_model_that_refuses_is_an_outage_and_keeps_its_reasons() {
    let model = FakeModel::start().await;
    let house = house(&model).await;
    for status in [401, 404, 429, 500] {
        model.answer_with(ModelAnswer::failing(ModelFailure::Status(status)));
        let refused = ask(&house, &question()).send().await;
        refused.assert_error(&status.to_string(), 503);
        assert!(!refused.text.contains("secret"), "{}", refused.text);
    }
}

#[tokio::test]
async fn a_visitor_who_leaves_ends_the_question_to_the_model() {
    let model = FakeModel::start().await;
    let url = model.url();
    let settings = [("OPENAI_MODEL", "m"), ("OPENAI_BASE_URL", url.as_str())];
    let (house, router) = furnished(&settings).await;
    model.answer_with(ModelAnswer {
        pace: Pace::Released,
        ..ModelAnswer::default()
    });
    let mut frames = crate::waiting::open(&house, &router).await;
    crate::waiting::started(&mut frames).await;
    model.release(1);
    crate::waiting::next(&mut frames).await;
    drop(frames);
    model.until_left().await;
}

#[tokio::test]
async fn a_clients_own_model_is_asked_with_its_own_key() {
    let model = FakeModel::start().await;
    let (house, _) = furnished(&[
        ("PRIVATE_NEIGHBOURS", "allow"),
        ("OPENAI_MODEL", "m"),
        ("OPENAI_API_KEY", KEY),
    ])
    .await;
    choose_own(&house, &model.url()).await;
    ask(&house, &question()).expect(200).await;
    let received = model.received();
    assert_eq!(
        received[0].header("authorization"),
        Some(&*format!("Bearer {OWN_KEY}"))
    );
    let asked = received[0].json();
    assert_eq!(asked["model"], "own");
    let system = asked["messages"][0]["content"].as_str().expect("a text");
    assert!(
        system.ends_with(r#"{"instructions":"Be kind."}"#),
        "{system}"
    );
}

#[tokio::test]
async fn a_clients_own_model_in_this_network_is_not_asked() {
    let model = FakeModel::start().await;
    let (house, _) = furnished(&[]).await;
    let port = model.url().replace("http://127.0.0.1:", "");
    choose_own(&house, &model.url()).await;
    for base_url in [
        model.url(),
        format!("https://127.0.0.1:{port}"),
        format!("https://localhost:{port}"),
        format!("https://2130706433:{port}"),
        format!("https://[::ffff:127.0.0.1]:{port}"),
        "http://169.254.169.254/v1".to_owned(),
    ] {
        let update = format!("update answer_settings set openai_base_url = '{base_url}'");
        house.database.sql(&update).await;
        ask(&house, &question()).expect_error(503).await;
    }
    assert_eq!(model.connections(), 0);
}
