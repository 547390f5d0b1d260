//! A visitor is answered out of the client's documents, without anything configured.

use super::{LUNCH, Library, PARKING, WIFI};
use crate::support::{PATH, SESSION_ID};
use chat::{ChatState, router};
use serde_json::{Value, json};
use shared::Settings;
use test_support::App;

async fn ask(library: &Library, message: &str) -> Value {
    let state = ChatState::from_settings(&Settings::default(), library.services.clone());
    let app = App::new(router(state.expect("settings that can be used")));
    let body = json!({"message": message, "sessionId": SESSION_ID});
    let call = app.post(PATH, &body).key(&library.alice.key);
    call.expect(200).await
}

/// How the last answer was kept.
const OUTCOME: &str =
    "select outcome from messages where role = 'assistant' order by created_at desc limit 1";

#[tokio::test]
async fn the_best_passage_is_quoted_and_cited() {
    let library = Library::open().await;
    let texts = [LUNCH, PARKING, WIFI];
    let id = library.add(&library.alice, "Guide", &texts).await;
    let answer = ask(&library, "How much is parking?").await;
    assert_eq!(answer["response"], format!("“{PARKING}”\n– Guide"));
    let source = json!({"title": "Guide", "page": 2, "excerpt": PARKING, "documentId": id});
    assert_eq!(answer["sources"], json!([source]));
    assert_eq!(library.database.text(OUTCOME).await, "complete");
}

#[tokio::test]
async fn what_is_not_known_is_said_and_kept_as_such() {
    let library = Library::open().await;
    for _ in 0..2 {
        let answer = ask(&library, "What is the capital of Mongolia?").await;
        let text = answer["response"].as_str().unwrap_or_default();
        assert!(text.starts_with("I could not find an answer"), "{answer}");
        assert_eq!(library.database.text(OUTCOME).await, "unknown");
        // Neither without documents nor with some.
        library.add(&library.alice, "Guide", &[LUNCH]).await;
    }
}

#[tokio::test]
async fn a_follow_up_is_answered_by_what_was_asked_before() {
    let library = Library::open().await;
    let week = [
        "Monday: yoga at six.",
        "Tuesday: yoga at seven.",
        "Tuesday: lunch is stew.",
        "Monday: lunch is soup.",
    ];
    library.add(&library.alice, "Week", &week).await;
    ask(&library, "When is yoga on Monday?").await;
    let answer = ask(&library, "And on Tuesday?").await;
    assert_eq!(answer["sources"][0]["excerpt"], week[1]);
}
