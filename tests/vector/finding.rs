//! What a question finds by its meaning: visitors, programs and organisers.

use crate::support::{QUESTION, SCOOTERS, STEW, Scene, settings};
use serde_json::json;
use shared::clients;
use shared::embeddings::{Embedder, Meaning};
use shared::retrieval::{self, KNOWN};
use std::time::Duration;
use test_support::{ModelEmbeddings, Person};

/// What the model says that [`QUESTION`] means.
async fn meaning(scene: &Scene) -> Meaning {
    let embedder = Embedder::from_settings(&settings(&scene.model, "m"));
    let embedder = embedder.expect("settings").expect("a model");
    let embedder = embedder.with_question_limit(Duration::from_secs(10));
    embedder.ask(QUESTION).meaning().await.expect("an answer")
}

#[tokio::test]
async fn a_visitor_is_answered_by_a_passage_that_has_none_of_the_questions_words() {
    let scene = Scene::set().await;
    let alice = &scene.house.alice;
    scene.add(alice, "Guide", &[STEW, SCOOTERS]).await;
    // The words alone do not find it.
    assert_eq!(scene.quoted(alice, QUESTION).await, None);
    assert_eq!(scene.sweep().await.embedded_chunks, 2);
    let found = scene.quoted(alice, QUESTION).await;
    assert_eq!(found.as_deref(), Some(SCOOTERS));
    let outcome =
        "select outcome from messages where role = 'assistant' order by created_at desc limit 1";
    assert_eq!(scene.house.database.text(outcome).await, "complete");
}

#[tokio::test]
async fn what_the_documents_do_not_speak_of_stays_unknown() {
    let scene = Scene::set().await;
    let alice = &scene.house.alice;
    scene.add(alice, "Guide", &[STEW, SCOOTERS]).await;
    scene.sweep().await;
    let question = "What is the capital of Mongolia?";
    assert_eq!(scene.quoted(alice, question).await, None);
    // By its words, as ever.
    let stew = scene.quoted(alice, "When is there barley stew?").await;
    assert_eq!(stew.as_deref(), Some(STEW));
}

#[tokio::test]
async fn nobody_finds_what_is_somebody_elses() {
    let scene = Scene::set().await;
    let (alice, bob) = (&scene.house.alice, &scene.house.bob);
    scene.add(alice, "Guide", &[SCOOTERS]).await;
    scene.sweep().await;
    assert_eq!(scene.quoted(bob, QUESTION).await, None);
    let meaning = meaning(&scene).await;
    let services = scene.house.database.services(1);
    let found = async |person: &Person| {
        let open = clients::open_by_key(&person.key, None);
        let find = retrieval::find_similar(&meaning, 20);
        let (_, found) = services.database.run(open, find).await.expect("a key");
        found.expect("an answer").len()
    };
    assert_eq!((found(alice).await, found(bob).await), (1, 0));
    // Nor does an organiser, nor anybody for whom nothing was opened.
    let explain = || retrieval::explain_similar(Some(alice.client_id), &meaning, 20);
    let alone = services.database.run_alone(explain()).await;
    assert_eq!(alone.expect("an answer").len(), 0);
    let open = clients::open_by_key(&bob.key, None);
    let (_, as_bob) = services.database.run(open, explain()).await.expect("a key");
    assert_eq!(as_bob.expect("an answer").len(), 0);
    let path = format!("/api/dashboard/knowledge/{}/test", bob.client_id);
    let test = scene.house.call("POST", &path);
    test.json(&json!({"question": QUESTION}))
        .expect_error(404)
        .await;
}

#[tokio::test]
async fn a_program_gets_it_with_the_tags_that_go_along() {
    let scene = Scene::set().await;
    let alice = &scene.house.alice;
    let id = scene.add(alice, "Guide", &[SCOOTERS]).await;
    scene.add(alice, "Food", &[STEW]).await;
    let client = alice.client_id;
    let tags = format!(
        "insert into tags (client_id, name, prompt) values ('{client}', 'travel', 'Be brief.'), ('{client}', 'Arrival', '');
         insert into document_tags (client_id, document_id, tag_id) select client_id, '{id}', id from tags"
    );
    scene.house.database.sql(&tags).await;
    scene.sweep().await;
    let path = format!("/api/dashboard/knowledge/{client}/tokens");
    let token = scene
        .house
        .call("POST", &path)
        .json(&json!({"name": "n8n"}));
    let token = token.expect(201).await;
    let token = format!("Bearer {}", token["value"].as_str().expect("a value"));
    let search = json!({"question": QUESTION});
    let search = scene.house.app.post("/api/knowledge/search", &search);
    let found = search.header("authorization", &token).expect(200).await;
    let passages = found["passages"].as_array().expect("a list");
    assert_eq!(passages.len(), 1, "{found}");
    assert_eq!(passages[0]["content"], SCOOTERS);
    assert_eq!(passages[0]["tags"], json!(["Arrival", "travel"]));
    assert!(passages[0]["score"].as_f64() >= Some(KNOWN), "{found}");
    let prompts = json!([{"name": "travel", "prompt": "Be brief."}]);
    assert_eq!(found["tagPrompts"], prompts);
}

#[tokio::test]
async fn an_organiser_is_told_that_it_was_the_meaning() {
    let scene = Scene::set().await;
    let alice = &scene.house.alice;
    scene.add(alice, "Guide", &[SCOOTERS, STEW]).await;
    scene.sweep().await;
    let test = async |question: &str| {
        let path = format!("/api/dashboard/knowledge/{}/test", alice.client_id);
        let test = scene.house.call("POST", &path);
        test.json(&json!({"question": question})).expect(200).await
    };
    let by_meaning = test(QUESTION).await;
    let why = &by_meaning["passages"][0]["why"];
    assert!(why["meaning"]["similarity"].as_f64() > Some(0.4), "{why}");
    assert!(why["terms"].is_null(), "{why}");
    // Found both ways it is there once.
    let both = test("Scooters kept where, behind which hall?").await;
    assert_eq!(both["passages"].as_array().map(Vec::len), Some(1), "{both}");
    let why = &both["passages"][0]["why"];
    assert!(
        why["terms"].is_array() && why["meaning"].is_object(),
        "{why}"
    );
}

#[tokio::test]
async fn numbers_of_another_length_find_nothing_and_break_nothing() {
    let scene = Scene::set().await;
    let alice = &scene.house.alice;
    scene.add(alice, "Guide", &[SCOOTERS]).await;
    scene.sweep().await;
    scene.model.embed_with(ModelEmbeddings {
        dimensions: 8,
        ..ModelEmbeddings::default()
    });
    assert_eq!(scene.quoted(alice, QUESTION).await, None);
    let by_words = scene.quoted(alice, "Where are scooters kept?").await;
    assert_eq!(by_words.as_deref(), Some(SCOOTERS));
}
